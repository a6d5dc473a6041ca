"""Every pattern matches its examples and none of its counter-examples, the way its own reader uses it."""

from importlib.resources import files

import pytest
import regex

from fiscalnlp.data import read_toml
from fiscalnlp.extract.cues import match_cue
from fiscalnlp.extract.events import find_events
from fiscalnlp.extract.naming import measure_name
from fiscalnlp.model.place import Span
from fiscalnlp.money import find_mentions
from fiscalnlp.segment.outline import title_topic
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.markers import match_marker

FILES = sorted(f"patterns/{entry.name}" for entry in files("fiscalnlp.data").joinpath("patterns").iterdir())
VOCABULARIES = ["vocab/linking.toml", "vocab/measures.toml", "vocab/tables.toml"]


def found_in_events(form, row):
    found = [event for event in find_events(form, Span(0, len(form))) if event.pattern == row["id"]]
    if row["kind"] == "reason":  # a cue behind 问题及 explains no figure
        not_after = regex.compile(read_toml("patterns/comparisons.toml")["reason"]["not_after"])
        found = [event for event in found if not not_after.search(form, 0, event.span.start)]
    return found != []


def cue_of(family):
    def found(form, row):
        cue = match_cue(family, form, 0, len(form))
        return cue is not None and cue.row["id"] == row["id"]

    return found


def found_by_pattern(form, row):
    return regex.search(row["pattern"], form) is not None


def first_slot(form, row):
    slots = read_toml("patterns/procurement.toml")["slot"]
    return next((slot["field"] for slot in slots if regex.search(slot["pattern"], form)), None) == row["field"]


def marker_of(form, row):
    marker = match_marker(form)
    return marker is not None and marker.style == row["style"]


def citation_of(form, row):
    return any(regex.search(row["code"], form[: match.start()]) for match in regex.finditer(row["pattern"], form))


def mention_of(form, row):
    return any(mention.pattern == row["id"] for mention in find_mentions(form))


#: File and family → how its reader finds a row; families that are searched plainly need no entry.
READERS = {
    ("citations", ""): citation_of,
    ("comparisons", "event"): found_in_events,
    ("figures", "stage"): cue_of("stage"),
    ("figures", "role"): cue_of("role"),
    ("markers", "marker"): marker_of,
    ("money", "money"): mention_of,
    ("money", "multiple"): mention_of,
    ("money", "percentage"): mention_of,
    ("money", "quantity"): mention_of,
    ("procurement", "slot"): first_slot,
    ("topics", "topic"): lambda form, row: title_topic(form) == row["id"],
}


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
    found = READERS.get((file, family), found_by_pattern)
    assert row["examples"]
    assert row["not_examples"]
    assert [text for text in row["examples"] if not found(matching_form(text), row)] == []
    assert [text for text in row["not_examples"] if found(matching_form(text), row)] == []


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
