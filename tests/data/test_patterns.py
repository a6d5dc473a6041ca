"""Every pattern matches its examples and none of its counter-examples, the way its own reader uses it."""

from importlib.resources import files

import pytest
import regex

from fiscalnlp.data import read_toml
from fiscalnlp.extract.naming import measure_name
from fiscalnlp.patterns import finds
from fiscalnlp.text.forms import matching_form

FILES = sorted(f"patterns/{entry.name}" for entry in files("fiscalnlp.data").joinpath("patterns").iterdir())
VOCABULARIES = ["vocab/linking.toml", "vocab/measures.toml", "vocab/tables.toml"]


def rows_of(file):
    """The rows of a file's families: `(family, row)`; a file that is one pattern is its own family."""
    data = read_toml(file)
    if "examples" in data:
        yield "", data
    for family, rows in data.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            yield from ((family, row) for row in rows)


def name_of(row):
    return row.get("id") or row.get("style") or row.get("field") or row.get("name") or "pattern"


CASES = [
    pytest.param(
        file.split("/")[1].removesuffix(".toml"),
        family,
        row,
        id=f"{file.split('/')[1]}:{name_of(row)}",
    )
    for file in FILES
    for family, row in rows_of(file)
]


@pytest.mark.parametrize(("file", "family", "row"), CASES)
def test_pattern_is_found_in_each_example_and_in_no_counter_example(file, family, row):
    assert row["examples"]
    assert row["not_examples"]
    assert [text for text in row["examples"] if not finds(file, family, row, text)] == []
    assert [text for text in row["not_examples"] if finds(file, family, row, text)] == []


@pytest.mark.parametrize("file", FILES)
def test_names_of_rows_are_unique(file):
    names = [(family, name_of(row)) for family, row in rows_of(file)]
    assert len(set(names)) == len(names)
    ids = [row["id"] for _, row in rows_of(file) if "id" in row]
    assert len(set(ids)) == len(ids)


def strings_of(value, path=()):
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings_of(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item, path)


@pytest.mark.parametrize("file", [*FILES, *VOCABULARIES])
def test_patterns_are_written_in_matching_form(file):
    """A mark that the matching form does not know (half-width brackets in text, 「」) can never match."""
    for path, text in strings_of(read_toml(file)):
        if SAMPLES & {*path} or path[-1] in {"note", "id", "name"}:
            continue
        strange = set(regex.findall(r"[“”「」『』〔〕％０-９Ａ-Ｚａ-ｚ．]", text)) - allowed(path)
        assert strange == set(), path


#: Tables and lists that hold texts, not patterns.
SAMPLES = {"examples", "not_examples", "found_in", "not_found_in"}


def allowed(path):
    # Read against the text as printed too, or listed in a class beside the form that matches.
    return {
        ("leader",): set("．"),
        ("pattern",): set("〔〕"),
        ("name_boundary",): set("“”"),
    }.get(path[-1:], set())


@pytest.mark.parametrize("file", [*FILES, *VOCABULARIES])
def test_no_pattern_repeats_what_repeats(file):
    """`(a+)+` and its like take exponential time on hostile text."""
    nested = regex.compile(r"\((?:\?:)?[^()|]*[^()|\\][+*]\)[+*]")
    assert [text for _, text in strings_of(read_toml(file)) if nested.search(text)] == []


@pytest.mark.parametrize("row", read_toml("vocab/measures.toml")["measure"], ids=lambda row: row["name"])
def test_a_measure_is_called_what_the_field_calls_it(row):
    # Idempotent: the name of a measure is itself a name of that measure.
    printed = matching_form(row["name"])
    assert measure_name(printed) in {row["name"], printed}


def single_patterns():
    """Yield `(file, name, how it shows)` of the patterns that stand alone and say what they are found in."""
    for file in FILES:
        data = read_toml(file)
        for table, wanted in (("found_in", True), ("not_found_in", False)):
            for name, texts in data.get(table, {}).items():
                for text in texts:
                    yield pytest.param(file, name, text, wanted, id=f"{file.split('/')[1]}:{name}:{text}")


@pytest.mark.parametrize(("file", "name", "text", "wanted"), [*single_patterns()])
def test_a_single_pattern_is_found_where_its_file_says(file, name, text, wanted):
    data = read_toml(file)
    pattern = data
    for step in name.split("."):
        pattern = pattern[step]
    pattern = pattern.replace("{line}", f"(?:{data.get('line')})")
    form = matching_form(text).replace('"', "") if name.startswith("items.") else matching_form(text)
    assert (regex.search(pattern, form) is not None) == wanted


@pytest.mark.parametrize("file", FILES)
def test_a_pattern_that_is_found_somewhere_is_not_found_elsewhere(file):
    data = read_toml(file)
    assert set(data.get("not_found_in", {})) <= set(data.get("found_in", {}))
