"""Find the words of a fixed list in a text, each place once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class Hit(NamedTuple):
    """A word found at the half-open range `[start, end)` of the text searched."""

    word: str
    start: int
    end: int


class TermFinder:
    """A list of words of two or more characters, ready for search. Immutable once built."""

    def __init__(self, words: Iterable[str]) -> None:
        """Index `words` by their first two characters, longest first."""
        starts: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(set(words), key=lambda each: (-len(each), each)):
            if len(word) > 1:
                starts[word[:2]].append(word)
        self._starts = dict(starts)

    def find(self, text: str) -> list[Hit]:
        """Return the words that together cover `text` best, left to right, none overlapping.

        Long words win (the sum of squared lengths counts): 市级以上市场主体 gives 市场主体, not 上市.
        """
        hits = [
            Hit(word, at, at + len(word))
            for at in range(len(text) - 1)
            for word in self._starts.get(text[at : at + 2], ())
            if text.startswith(word, at)
        ]
        if not hits:
            return []
        at_start: defaultdict[int, list[Hit]] = defaultdict(list)
        for hit in hits:
            at_start[hit.start].append(hit)
        best = [0] * (len(text) + 1)
        choice: list[Hit | None] = [None] * (len(text) + 1)
        for at in range(len(text) - 1, -1, -1):
            best[at] = best[at + 1]
            for hit in at_start.get(at, ()):
                worth = len(hit.word) ** 2 + best[hit.end]
                if worth >= best[at] and worth > 0:
                    best[at], choice[at] = worth, hit
        chosen: list[Hit] = []
        at = 0
        while at < len(text):
            hit_here = choice[at]
            if hit_here is None:
                at += 1
            else:
                chosen.append(hit_here)
                at = hit_here.end
        return chosen
