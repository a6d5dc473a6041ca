"""The words around findings are there in both languages, with the same fields."""

from __future__ import annotations

import string

import pytest

from fiscalnlp.data import read_text
from fiscalnlp.export.finding_words import number, words

FIELDS = {
    language: {
        name: {field for _, field, _, _ in string.Formatter().parse(text) if field}
        for name, text in words(language).items()
    }
    for language in ("zh", "en")
}


def test_both_languages_say_the_same_things() -> None:
    assert FIELDS["zh"] == FIELDS["en"]


@pytest.mark.parametrize("name", sorted(FIELDS["zh"]))
def test_every_word_is_used(name: str) -> None:
    template = read_text("templates/findings.html")
    python = ("summary", "clean", "line", "page", "error", "warning", "info")
    assert name in python or f'say("{name}"' in template or f"].{name}" in template


def test_places_are_numbered_beyond_the_marks_that_there_are() -> None:
    assert [number(index) for index in (0, 19, 20)] == ["①", "⑳", "(21)"]
