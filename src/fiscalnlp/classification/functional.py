"""The functional classification of spending (支出功能分类): 类, 款, 项."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import cast

import msgspec

from fiscalnlp.classification.names import code_rows, name_key, stem, without_bracketed_end
from fiscalnlp.classification.release import Status, status_of
from fiscalnlp.model.records import Fund, Level

#: Levels from the outermost in, with the number of digits their codes have.
LEVELS: tuple[Level, ...] = ("类", "款", "项")
_LEVEL_OF_LENGTH: dict[int, Level] = {3: "类", 5: "款", 7: "项"}
_FUNDS: tuple[Fund, ...] = ("general", "government_fund", "state_capital")
_ENDINGS = ("支出", "支")

# An edition takes effect about, not exactly, with a fiscal year: one year off still is the document's own.
_EDITION_SLACK_YEARS = 1


@dataclass(frozen=True, slots=True)
class FunctionalClass:
    """One row of the classification: a code under one name, for the years it held (`None`: not known)."""

    code: str
    level: Level
    name: str
    parent: str | None
    fund: Fund
    valid_from: int | None
    valid_to: int | None
    source: str

    @property
    def status(self) -> Status:
        """Status of the row's source: whether it attests code and name."""
        return status_of(self.source)

    @property
    def confirmed(self) -> bool:
        """Tell whether a source attests code and name; rows from memory alone may link but never accuse."""
        return self.status == "confirmed"

    def valid_in(self, year: int, slack: int = 0) -> bool:
        """Tell whether the row held in `year`, give or take `slack` years."""
        return (self.valid_from is None or self.valid_from - slack <= year) and (
            self.valid_to is None or year <= self.valid_to + slack
        )


@dataclass(frozen=True, slots=True)
class Succession:
    """The class `code` took over work of the class `before`, all or a part of it, from fiscal year `year` on."""

    code: str
    before: str
    year: int
    source: str

    @property
    def status(self) -> Status:
        """Status of the source that tells of the change."""
        return status_of(self.source)


class Resolution(msgspec.Struct, frozen=True):
    """The class that printed names stand for.

    `path` holds the official names from 类 down to `level`; `confirmed` is false if any of its rows is known
    from memory only; `exact` is false if a name that was given found no place in it.
    """

    code: str
    level: Level
    path: tuple[str, ...]
    fund: Fund
    confirmed: bool
    exact: bool


class FunctionalClassification:
    """The classification with its lookups. Immutable once built."""

    def __init__(
        self,
        current: Iterable[FunctionalClass],
        former: Iterable[FunctionalClass] = (),
        successions: Iterable[Succession] = (),
    ) -> None:
        """Index `current` rows (they list children) and `former` ones (names and codes no longer in use)."""
        self.rows: tuple[FunctionalClass, ...] = tuple(current)
        self.former: tuple[FunctionalClass, ...] = tuple(former)
        self.successions: tuple[Succession, ...] = tuple(successions)
        self._by_code: defaultdict[str, list[FunctionalClass]] = defaultdict(list)
        self._by_name: defaultdict[tuple[Level, str], list[FunctionalClass]] = defaultdict(list)
        self._children: defaultdict[str, list[FunctionalClass]] = defaultdict(list)
        for row in (*self.rows, *self.former):
            self._by_code[row.code].append(row)
            key = name_key(row.name)
            for name in dict.fromkeys((key, stem(key, _ENDINGS))):
                self._by_name[row.level, name].append(row)
        for row in self.rows:
            if row.valid_to is None:
                self._children[row.parent or ""].append(row)

    def by_code(self, code: str, *, fund: Fund | None = None, year: int | None = None) -> FunctionalClass | None:
        """Return the row of `code` (of `fund` and `year`, where it has several), `None` if unknown."""
        rows = [row for row in self._by_code.get(code, ()) if fund is None or row.fund == fund]
        return _wording(rows, year, None) if rows else None

    def codes(self) -> tuple[str, ...]:
        """Return every code, former ones included, in order."""
        return tuple(sorted(self._by_code))

    def names(self, code: str, *, fund: Fund | None = None) -> tuple[FunctionalClass, ...]:
        """Return the rows of `code` (of `fund`): its names over the years and funds, the oldest first.

        The last is the name in use, that of the general budget if the code stands there; empty if unknown.
        """
        rows = [row for row in self._by_code.get(code, ()) if fund is None or row.fund == fund]
        return tuple(sorted(rows, key=_time))

    def predecessors(self, code: str) -> tuple[Succession, ...]:
        """Return whose work `code` took over."""
        return tuple(each for each in self.successions if each.code == code)

    def successors(self, code: str) -> tuple[Succession, ...]:
        """Return what took over work of `code`."""
        return tuple(each for each in self.successions if each.before == code)

    def children(self, code: str, *, fund: Fund | None = None) -> tuple[FunctionalClass, ...]:
        """Return the classes now in use right below `code` (`""` for the 类), in code order."""
        rows = [row for row in self._children.get(code, ()) if fund is None or row.fund == fund]
        return tuple(sorted(rows, key=lambda row: (row.code, _FUNDS.index(row.fund))))

    def is_name(self, level: Level, name: str) -> bool:
        """Tell whether a class of `level` is or was called `name`, with or without 支出 at its end."""
        key = name_key(name)
        return bool(self._by_name.get((level, key)) or self._by_name.get((level, stem(key, _ENDINGS))))

    def ancestors(
        self, code: str, *, fund: Fund | None = None, year: int | None = None
    ) -> tuple[FunctionalClass, ...]:
        """Return the classes above `code`, from 类 down; empty for a 类."""
        above = (self.by_code(code[:length], fund=fund, year=year) for length in (3, 5) if length < len(code))
        return tuple(row for row in above if row is not None)

    def resolve(
        self, names: Sequence[str | None], *, fund: Fund = "general", year: int | None = None
    ) -> Resolution | None:
        """Return the class that the printed names 类[, 款[, 项]] stand for, `None` if no name is known.

        Names may be missing (`None`), lack 支出, be former ones or printed with other brackets and spaces.
        A name that stands under many parents (行政运行) resolves under the parents given. Where only the
        outer names are known, the deepest known class is returned with `exact` false. `fund` is tried
        first; the wording in `path` is that of fiscal year `year`.
        """
        found = [self._resolve_in(names, each, year) for each in (fund, *(f for f in _FUNDS if f != fund))]
        best: Resolution | None = None
        for resolution in found:
            if resolution and (best is None or _rank(resolution) > _rank(best)):
                best = resolution
        return best

    def _resolve_in(self, names: Sequence[str | None], fund: Fund, year: int | None) -> Resolution | None:
        matched: dict[str, FunctionalClass] = {}
        code = ""
        exact = True
        for level, name in zip(LEVELS, names, strict=False):
            if not name or not name.strip():
                continue
            row = self._find(level, name, code, fund, year)
            if row is None:
                exact = False
            else:
                matched[row.code] = row
                code = row.code
        if not code:
            return None
        path = []
        for length in (3, 5, 7):
            if length > len(code):
                break
            rows = [row for row in self._by_code.get(code[:length], ()) if row.fund == fund]
            if not rows:
                return None
            path.append(_wording(rows, year, matched.get(code[:length])))
        return Resolution(
            code=code,
            level=_LEVEL_OF_LENGTH[len(code)],
            path=tuple(row.name for row in path),
            fund=fund,
            confirmed=all(row.confirmed for row in path),
            exact=exact,
        )

    def _find(self, level: Level, name: str, parent: str, fund: Fund, year: int | None) -> FunctionalClass | None:
        """Return the row called `name` below `parent`; where several codes fit, only the year may decide."""
        for spelling in dict.fromkeys((name, without_bracketed_end(name))):
            key = name_key(spelling)
            rows = self._by_name.get((level, key)) or self._by_name.get((level, stem(key, _ENDINGS))) or []
            rows = [row for row in rows if row.fund == fund and row.code.startswith(parent)]
            if len({row.code for row in rows}) > 1:
                rows = [row for row in rows if (row.valid_in(year) if year is not None else row.valid_to is None)]
            if len({row.code for row in rows}) == 1:
                return _wording(rows, year, None)
        return None


def _rank(resolution: Resolution) -> tuple[int, bool]:
    return len(resolution.path), resolution.exact


def _time(row: FunctionalClass) -> tuple[float, int, int]:
    return row.valid_to or inf, -_FUNDS.index(row.fund), row.valid_from or 0


def _wording(rows: list[FunctionalClass], year: int | None, printed: FunctionalClass | None) -> FunctionalClass:
    """Return the row of one code whose wording holds: as printed if of its time, else that of the year."""
    if year is None:
        return printed or next((row for row in rows if row.valid_to is None), rows[0])
    if printed is not None and printed.valid_in(year, _EDITION_SLACK_YEARS):
        return printed
    return next((row for row in rows if row.valid_in(year)), None) or next(
        (row for row in rows if row.valid_to is None), rows[0]
    )


@cache
def functional_classes() -> FunctionalClassification:
    """Return the shipped classification (2024 edition, former names included)."""
    successions = (
        Succession(row["code"], row["before"], int(row["year"]), row["source"])
        for row in code_rows("functional_successions.csv")
    )
    return FunctionalClassification(_rows("functional.csv"), _rows("functional_former.csv"), successions)


def _rows(file: str) -> list[FunctionalClass]:
    return [
        FunctionalClass(
            code=row["code"],
            level=cast(Level, row["level"]),
            name=row["name"],
            parent=row["parent"] or None,
            fund=cast(Fund, row["fund"]),
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
        )
        for row in code_rows(file)
    ]
