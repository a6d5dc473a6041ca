"""The words around the places that a finding compares, cut so that it is seen which are which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from fiscalnlp.model.place import Span

#: Code points shown before and behind a place, if its sentence does not end before.
_AROUND = 60
#: Rows of tables are shown whole up to this many code points; so are the words of a place.
_LONGEST = 240
#: Excerpts with no more than this between them are one.
_GAP = 24
_SENTENCE_END = re.compile(r"[。！？；]")


class Piece(msgspec.Struct, frozen=True):
    """Words of an excerpt; `place` is the index of the place that they belong to, `None` between places."""

    text: str
    place: int | None


class Excerpt(msgspec.Struct, frozen=True):
    """A run of a document's text from `start` on, in pieces."""

    start: int
    pieces: tuple[Piece, ...]


def excerpts(text: str, places: Sequence[Span]) -> tuple[Excerpt, ...]:
    """Return the parts of `text` in which `places` stand, in the order of the text.

    Where places overlap, words belong to the shortest of them; a long place is cut at its end.
    """
    windows: list[Span] = []
    for window in sorted(_window(text, place) for place in places):
        if windows and window.start - windows[-1].end <= _GAP:
            windows[-1] = Span(windows[-1].start, max(windows[-1].end, window.end))
        else:
            windows.append(window)
    return tuple(Excerpt(window.start, _pieces(text, window, places)) for window in windows)


def _window(text: str, place: Span) -> Span:
    end = min(place.end, place.start + _LONGEST)
    first = text.rfind("\n", 0, place.start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if "\t" in text[first:last] and last - first <= _LONGEST:
        return Span(first, last)
    before = list(_SENTENCE_END.finditer(text, first, place.start))
    after = _SENTENCE_END.search(text, end, last)
    return Span(
        max(before[-1].end() if before else first, place.start - _AROUND),
        min(after.end() if after else last, end + _AROUND),
    )


def _pieces(text: str, window: Span, places: Sequence[Span]) -> tuple[Piece, ...]:
    edges = {window.start, window.end}
    edges.update(edge for place in places for edge in place if window.start < edge < window.end)
    ordered = sorted(edges)
    pieces: list[Piece] = []
    for start, end in pairwise(ordered):
        holding = [index for index, place in enumerate(places) if place.start <= start and end <= place.end]
        owner = min(holding, key=lambda index: places[index].end - places[index].start, default=None)
        if pieces and pieces[-1].place == owner:
            pieces[-1] = Piece(pieces[-1].text + text[start:end], owner)
        else:
            pieces.append(Piece(text[start:end], owner))
    return tuple(pieces)
