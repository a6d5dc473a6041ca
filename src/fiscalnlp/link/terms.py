"""Find the words of a fixed list in a text, each place once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick


class Hit(NamedTuple):
    """A word found at the half-open range `[start, end)` of the text searched."""

    word: str
    start: int
    end: int


class TermFinder:
    """A list of words of two or more characters, ready for search. Immutable once built."""

    def __init__(self, words: Iterable[str]) -> None:
        """Build the automaton of Aho and Corasick (1975) over `words`."""
        self._words = sorted({word for word in words if len(word) > 1})
        self._automaton = AhoCorasick(self._words)

    def find(self, text: str) -> list[Hit]:
        """Return the words that together cover `text` best, left to right, none overlapping.

        Long words win (the sum of squared lengths counts): 市级以上市场主体 gives 市场主体, not 上市. Of two
        covers that count the same the one whose first word begins first, and then is shorter, wins.
        """
        places = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not places:
            return []
        # Backwards over the words: the best cover of what follows each of them is known when it is reached.
        places.sort(key=itemgetter(1, 2))
        best: list[tuple[int, int]] = [(0, len(places))] * (len(places) + 1)  # worth, first word of the cover
        starts = [start for _, start, _ in places]
        following: list[int] = []
        for index in range(len(places) - 1, -1, -1):
            _, start, end = places[index]
            after = bisect_left(starts, end)
            worth = (end - start) ** 2 + best[after][0]
            following.append(after)
            best[index] = (worth, index) if worth >= best[index + 1][0] else best[index + 1]
        following.reverse()
        chosen: list[Hit] = []
        index = best[0][1]
        while index < len(places):
            word, start, end = places[index]
            chosen.append(Hit(self._words[word], start, end))
            index = best[following[index]][1]
        return chosen
