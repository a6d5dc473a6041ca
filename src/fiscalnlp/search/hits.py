"""What a search gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from fiscalnlp.search.entries import searched
from fiscalnlp.search.forms import offsets, search_form


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """Where in a record the words were found.

    `field` is the field of the record (`text`; of a list `path.0`), `text` the part of its value that begins at
    `start`; `marks` are where the words stand, in code points of the whole value.
    """

    field: str
    text: str
    start: int
    marks: tuple[tuple[int, int], ...]

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield `text` piece by piece, each with whether it is marked."""
        last = self.start
        for start, end in self.marks:
            for piece, marked in ((self._cut(last, start), False), (self._cut(start, end), True)):
                if piece:
                    yield piece, marked
            last = end
        if rest := self._cut(last, self.start + len(self.text)):
            yield rest, False

    def _cut(self, start: int, end: int) -> str:
        return self.text[max(start - self.start, 0) : max(end - self.start, 0)]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was found.

    `score` tells only which of the hits of one search is the better one. `record` holds the fields of the record
    contract, figures as decimal strings; the whole text of a document and the rows of a table are left out.
    `region` has `name` and `code`.
    """

    score: float
    kind: str
    doc_id: str
    title: str | None
    issuer: str | None
    year: int | None
    region: dict[str, str] | None
    snippets: tuple[Snippet, ...]
    record: dict[str, Any]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The hits of one search, the best first.

    `total` counts all that was found, of which `hits` are a page. `facets` says how many of these are of each
    kind, fiscal year and region (code), the most frequent first; `None` where it was not asked for.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] | None = None


def snippets(record: Mapping[str, Any], wanted: Sequence[str], width: int) -> tuple[Snippet, ...]:
    """Return a snippet of at most `width` code points for each searched value of `record` with one of the words.

    Args:
        record: fields of a record.
        wanted: words in their search form, the longest first.
        width: code points; a word that is longer makes the snippet longer.
    """
    if not wanted:
        return ()
    anyone = re.compile(f"(?=({'|'.join(map(re.escape, wanted))}))")
    return tuple(
        _excerpt(name, value, marks, width) for name, value in searched(record) if (marks := _marks(anyone, value))
    )


def _marks(anyone: re.Pattern[str], value: str) -> list[tuple[int, int]]:
    """Return where the words stand in `value`, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for match in anyone.finditer(search_form(value)):
        start, end = match.span(1)
        if found and start < found[-1][1]:
            before = found.pop()
            start, end = before[0], max(end, before[1])
        found.append((start, end))
    places = offsets(value) if found else []
    return [(places[start], places[end - 1] + 1) for start, end in found]


def _excerpt(name: str, value: str, marks: Sequence[tuple[int, int]], width: int) -> Snippet:
    """Return the part of `value` with the most different words marked, the first of several such parts."""
    parts = [[mark for mark in marks[first:] if mark[1] <= marks[first][0] + width] for first in range(len(marks))]
    best = max(parts, key=lambda part: len({value[start:end] for start, end in part})) or marks[:1]
    first, last = best[0][0], best[-1][1]
    lead = max(width - (last - first), 0) // 4  # more of what follows than of what comes before
    start = max(min(first - lead, len(value) - width), 0)
    end = max(start + width, last)
    inside = tuple(mark for mark in marks if start <= mark[0] and mark[1] <= end)
    return Snippet(field=name, text=value[start:end], start=start, marks=inside)
