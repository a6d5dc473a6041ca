"""Administrative divisions (GB/T 2260) found in the names of bodies and in titles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from fiscalnlp.classification.names import code_rows
from fiscalnlp.model.records import Region

# Words that begin with the last character of a division's name: 东方市场 is no 东方市.
_NO_BREAK = {"市": "场域", "区": "域块划间", "县": "域", "州": "际"}

# District names that are common words or points of the compass (城区, 东区) say nothing without their city.
_SHORTEST_ALONE = {"区": 3}


@dataclass(frozen=True, slots=True)
class Division:
    """One name of one division; `edition` is the year of the latest list that has it."""

    code: str
    name: str
    edition: int

    def within(self, other: str) -> bool:
        """Tell whether this division lies inside the division with code `other`, or is it."""
        return self.code.startswith(_significant(other))


def _significant(code: str) -> str:
    """Return the digits of `code` that name its division: 2 for a province, 4 for a prefecture."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name found in a text: where, the divisions called so, and whether it is one only with a follower."""

    start: int
    end: int
    divisions: tuple[Division, ...]
    short: bool


class RegionIndex:
    """All divisions with the lookup by name. Immutable once built."""

    def __init__(self, divisions: Iterable[Division], aliases: Iterable[tuple[str, str, str]] = ()) -> None:
        """Index `divisions`; `aliases` are rows of code, other name and use.

        An `abbreviated` name (楚雄州) stands for its division like the full one; a `short` one (广西,
        秦皇岛) only where another division follows or where it tells divisions of one name apart.
        """
        self.divisions: tuple[Division, ...] = tuple(divisions)
        by_code = {each.code: each for each in sorted(self.divisions, key=lambda each: each.edition)}
        full: defaultdict[str, list[Division]] = defaultdict(list)
        short: defaultdict[str, list[Division]] = defaultdict(list)
        for each in self.divisions:
            full[each.name].append(each)
        for code, alias, use in aliases:
            (full if use == "abbreviated" else short)[alias].append(by_code[code])
        self._by_code = by_code
        self._full = {name: tuple(rows) for name, rows in full.items()}
        self._short = {name: tuple(rows) for name, rows in short.items()}
        self._names = sorted({*self._full, *self._short})
        self._automaton = AhoCorasick(self._names)

    def by_code(self, code: str) -> Division | None:
        """Return the division of the six-digit `code` under its latest name, `None` if there is none."""
        return self._by_code.get(code)

    def above(self, code: str) -> Division | None:
        """Return the nearest division that the division `code` lies in, `None` for a province."""
        for outer in (f"{code[:4]}00", f"{code[:2]}0000"):
            if outer != code and outer in self._by_code:
                return self._by_code[outer]
        return None

    def find(self, text: str, *, context: str = "") -> Region | None:
        """Return the division that `text` (a body's name, a title) begins with or contains first.

        Divisions that follow each other are read as one (秦皇岛市海港区 gives 130302). A name that several
        divisions have (普陀区) counts only if a province or city named elsewhere in `text` or in `context`
        leaves one of them; otherwise the result is `None`. `Region.name` is the text's own wording from
        the highest division on; a 区 named without its city gets the city's name put before it.
        """
        hits = self._hits(_SPACES.sub("", text))
        at = 0
        while at < len(hits):
            chain = [hits[at]]
            inside = hits[at].divisions
            while at + len(chain) < len(hits) and hits[at + len(chain)].start == chain[-1].end:
                deeper = _below(hits[at + len(chain)].divisions, inside)
                if not deeper:
                    break
                chain.append(hits[at + len(chain)])
                inside = deeper
            at += len(chain)
            last = chain[-1]
            if last.short or (len(chain) == 1 and _says_little(_name(last, text))):
                continue
            others = [hit for hit in hits if hit not in chain] + self._hits(_SPACES.sub("", context))
            division = _only(inside, others)
            if division is None:
                return None
            name = _SPACES.sub("", text)[chain[0].start : last.end]
            return Region(name=self._with_city(name, division, len(chain)), code=division.code)
        return None

    def _with_city(self, name: str, division: Division, named: int) -> str:
        if named > 1 or not name.endswith("区") or name.endswith(("自治区", "行政区", "新区")):
            return name
        city = self._by_code.get(f"{division.code[:4]}00") or self._by_code.get(f"{division.code[:2]}0000")
        return f"{city.name}{name}" if city and city.code != division.code else name

    def _hits(self, text: str) -> list[_Hit]:
        """Return the names in `text`, leftmost first, longest at each place, none inside another."""
        hits: list[_Hit] = []
        places = self._automaton.find_matches_as_indexes(text, overlapping=True)
        for index, start, end in sorted(places, key=lambda place: (place[1], -place[2])):
            if (hits and start < hits[-1].end) or not _stands(self._names[index], text, start):
                continue
            name = self._names[index]
            full = self._full.get(name)
            hits.append(_Hit(start, end, full or self._short[name], full is None))
        return hits


_SPACES = re.compile(r"\s+")


def _name(hit: _Hit, text: str) -> str:
    return _SPACES.sub("", text)[hit.start : hit.end]


def _stands(name: str, text: str, at: int) -> bool:
    if not text.startswith(name, at):
        return False
    following = text[at + len(name) : at + len(name) + 1]
    return not following or following not in _NO_BREAK.get(name[-1], "")


def _says_little(name: str) -> bool:
    return len(name) < _SHORTEST_ALONE.get(name[-1], 0)


def _below(divisions: tuple[Division, ...], above: tuple[Division, ...]) -> tuple[Division, ...]:
    return tuple(
        each for each in divisions if any(each.within(top.code) and each.code != top.code for top in above)
    )


def _only(divisions: tuple[Division, ...], others: list[_Hit]) -> Division | None:
    """Return the one division meant: by what else is named, deepest names first, then by the latest list."""
    left = _latest(divisions)
    if len(left) > 1:
        for length in (4, 2):
            tops = {
                _significant(each.code)
                for hit in others
                for each in hit.divisions
                if len(_significant(each.code)) == length
            }
            named = [each for each in left if each.code[:length] in tops]
            if named:
                left = named
                break
    return left[0] if len(left) == 1 else None


def _latest(divisions: tuple[Division, ...]) -> list[Division]:
    """Drop a code of an older list where the same province has the name under a newer code."""
    newest: dict[str, int] = {}
    for each in divisions:
        newest[each.code[:2]] = max(newest.get(each.code[:2], 0), each.edition)
    return [each for each in divisions if each.edition == newest[each.code[:2]]]


@cache
def regions() -> RegionIndex:
    """Return the shipped divisions, those of former years included."""
    return RegionIndex(
        (Division(row["code"], row["name"], int(row["edition"])) for row in code_rows("regions.csv")),
        ((row["code"], row["alias"], row["use"]) for row in code_rows("region_aliases.csv")),
    )
