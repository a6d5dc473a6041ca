"""The shipped JSON Schema and the contract in words."""

from __future__ import annotations

import re

import pytest

from fiscalnlp.data import read_text
from fiscalnlp.export.schema import SCHEMA_FILE, encoded_schema, record_schema
from fiscalnlp.model.records import KINDS, Record

README = read_text("schema/README.md")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", README, re.MULTILINE | re.DOTALL))
COMMON = README.partition("## Every record")[2].partition("## Kinds")[0]


def fields(words: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", words, re.MULTILINE)


def test_shipped_schema_is_what_the_types_give() -> None:
    assert read_text(SCHEMA_FILE).encode() == encoded_schema()


def test_every_kind_is_a_choice() -> None:
    schema = record_schema()
    assert [each["$ref"] for each in schema["oneOf"]] == [f"#/$defs/{kind}" for kind in KINDS]
    for kind in KINDS:
        assert schema["$defs"][kind]["properties"]["kind"] == {"enum": [kind]}


def test_every_reference_is_defined() -> None:
    references = set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', encoded_schema().decode()))
    assert references <= record_schema()["$defs"].keys()
    assert {"Span", "Box", "Cell", "Action", "Region"} <= references


def test_figures_are_strings_and_places_are_arrays() -> None:
    definitions = record_schema()["$defs"]
    yuan = definitions["amount"]["properties"]["yuan"]
    assert (yuan["type"], yuan["format"]) == ("string", "decimal")
    assert re.match(yuan["pattern"], "-0.5")
    assert not re.match(yuan["pattern"], "1.55E+7")
    for name, length in (("Span", 2), ("Box", 5)):
        assert definitions[name]["type"] == "array"
        assert definitions[name]["minItems"] == definitions[name]["maxItems"] == length


def test_contract_describes_every_kind_in_order() -> None:
    assert list(SECTIONS) == list(KINDS)


def test_contract_describes_the_common_fields() -> None:
    assert sorted(fields(COMMON)) == sorted(["kind", *Record.__struct_fields__])


@pytest.mark.parametrize("kind", KINDS)
def test_contract_describes_exactly_the_fields_of_a_kind(kind: str) -> None:
    own = set(KINDS[kind].__struct_fields__) - set(Record.__struct_fields__)
    described = fields(SECTIONS[kind])
    assert len(described) == len(set(described))
    assert set(described) == own


@pytest.mark.parametrize(("kind", "field"), [("document", "region"), ("duty", "actions"), ("table", "rows")])
def test_contract_describes_objects_inside(kind: str, field: str) -> None:
    inner = record_schema()["$defs"][{"region": "Region", "actions": "Action", "rows": "Cell"}[field]]
    (row,) = [line for line in SECTIONS[kind].splitlines() if line.startswith(f"| `{field}`")]
    assert all(f"`{name}`" in row for name in inner["properties"])


@pytest.mark.parametrize("name", ["TableLine", "TableValue"])
def test_contract_describes_the_lines_of_a_table(name: str) -> None:
    words = SECTIONS["table"].partition("A line has:")[2].partition("\n\n")[0]
    assert all(f"`{field}`" in words for field in record_schema()["$defs"][name]["properties"])


@pytest.mark.parametrize("kind", KINDS)
def test_contract_names_every_choice_of_a_closed_list(kind: str) -> None:
    for name, body in record_schema()["$defs"][kind]["properties"].items():
        choices = [body, *body.get("anyOf", [])]
        # the names of the tables are given once, with `table`
        if name == "kind" or (kind, name) == ("nil_return", "table"):
            continue
        (row,) = [x for x in (SECTIONS[kind] + COMMON).splitlines() if x.startswith(f"| `{name}` |")][:1]
        for choice in (value for each in choices for value in each.get("enum", ())):
            assert f"`{choice}`" in row, (kind, name, choice)
