"""Chinese for a database's full-text search: text as terms, cut as for the search index.

A term is a word of two characters or more in its search form; the words inside a word are terms too, so that 科技
finds 科技创新.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from fiscalnlp.data import read_toml
from fiscalnlp.search.forms import search_form, tokens
from fiscalnlp.text.words import sub_words

# PostgreSQL takes lexemes of up to 2 KB, and a vector of up to 1 MB.
_LONGEST = 100
_MOST = 16_000


@cache
def searched_fields() -> dict[str, tuple[str, ...]]:
    """Return kind of record → the fields that a full-text search looks through."""
    return {kind: tuple(fields) for kind, fields in read_toml("feeds/full_text.toml").items()}


def searched_texts(kind: str, row: dict[str, Any]) -> list[str]:
    """Return the texts of a record (as plain values) that a full-text search looks through."""
    values = [row[field] for field in searched_fields()[kind]]
    return [text for value in values for text in (value if isinstance(value, list) else [value]) if text]


def tsvector(texts: Iterable[str]) -> str:
    """Return the terms of texts as PostgreSQL writes a `tsvector`: each with the place of its word.

    >>> tsvector(["推进科技创新"])
    "'推进':1 '科技':2 '创新':3"
    """
    terms = []
    for place, word in enumerate((word for text in texts for word in _words(text)), 1):
        terms += [f"{_quoted(term)}:{place}" for term in dict.fromkeys((word, *sub_words(word)))]
        if len(terms) >= _MOST:
            break
    return " ".join(terms)


def tsquery(text: str) -> str:
    """Return what finds the records that have all words of `text`, as PostgreSQL writes a `tsquery`.

    A word is looked for by the shortest words inside it, since a text may have been cut there. Where there is no
    word of two characters, the query finds nothing.

    >>> tsquery("科技 成果转化")
    "'科技' & '成果' & '转化'"
    """
    found = [part for word in _words(text) for part in _shortest(word)]
    return " & ".join(_quoted(term) for term in dict.fromkeys(found))


def _words(text: str) -> Iterator[str]:
    return (word for word in tokens(search_form(text)) if len(word) <= _LONGEST)


def _shortest(word: str) -> tuple[str, ...]:
    return tuple(part for part in sub_words(word) if not sub_words(part)) or (word,)


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
