import pytest
from feed_factory import sent

from fiscalnlp.feeds.columns import About, columns, kind_of
from fiscalnlp.feeds.full_text import searched_fields
from fiscalnlp.model.records import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_contract_is_a_column_and_none_is_there_twice(kind):
    names = [column.name for column in columns(kind)]
    assert len(set(names)) == len(names)
    assert names[:5] == ["doc_id", "fiscal_year", "province", "region", "issuer"]
    fields = set(KINDS[kind].__struct_fields__) - {"span"}
    assert fields | {"span_start", "span_end"} <= set(names)


def test_types_follow_the_records():
    types = {column.name: column.type for column in columns("table")}
    assert types["page"].holds == "integer"
    assert types["empty"].holds == "boolean"
    row = types["rows"].parts[0][1]
    cell = dict(row.parts[0][1].parts)
    assert (cell["yuan"].holds, cell["box"].positional) == ("decimal", True)


def test_what_is_known_of_a_document():
    assert About.of(sent("a", issuer="某局")) == ("doc-a", 2023, 13, "130302", "某局", "a.txt")
    assert About.of(sent("a", year=None, region=None))[1:4] == (None, None, None)


def test_the_kind_is_the_first_thing_in_a_line():
    document = sent("a")
    kinds = [kind_of(line) for line in document.jsonl.splitlines()]
    assert kinds == [record.kind for record in document.records()]


def test_what_a_search_looks_through_are_fields_of_words():
    for kind, fields in searched_fields().items():
        types = {column.name: column.type for column in columns(kind)}
        assert {types[field].holds for field in fields} <= {"string", "list"}
