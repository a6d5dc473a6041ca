"""What is searched of each kind of record, against the records themselves."""

import json
import re
import typing

import pytest

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.model.records import KINDS
from fiscalnlp.search.forms import search_form

FIELDS = read_toml("search/fields.toml")
TEXTS = (str, str | None, tuple[str, ...], tuple[str, ...] | None)


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_searched_is_a_text_of_the_record(kind):
    types = typing.get_type_hints(KINDS[kind])
    assert [name for name in FIELDS[kind]["search"] if types[name] not in TEXTS] == []


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_searched_is_brought_too(kind):
    left_out = set(FIELDS[kind].get("leave_out", ()))
    assert left_out <= set(typing.get_type_hints(KINDS[kind]))
    assert left_out.isdisjoint({*FIELDS[kind]["search"], "kind", "id", "doc_id", "span", "page"})


def test_a_server_passes_over_the_same_quotes():
    quotes = json.loads(read_text("search/elastic.json"))["settings"]["analysis"]["char_filter"]["quotes"]
    characters = list(map(chr, range(0x10000)))
    passed_over = [char for char in characters if re.fullmatch(quotes["pattern"], char)]
    assert passed_over == [char for char in characters if search_form(char) == ""]


def test_only_links_are_not_searched():
    assert set(KINDS) - set(FIELDS) == {"link"}
