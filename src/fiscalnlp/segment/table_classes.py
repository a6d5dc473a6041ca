"""Which class of which classification a table's line stands for: its code put together, its official names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from fiscalnlp.classification import FunctionalClass, economic_classes, functional_classes
from fiscalnlp.classification.names import name_key, stem
from fiscalnlp.data import read_toml
from fiscalnlp.model.records import Fund, Level

LEVEL_OF_LENGTH: dict[int, Level] = {3: "类", 5: "款", 7: "项"}
_FUNDS: tuple[Fund, ...] = ("general", "government_fund", "state_capital")


@dataclass(frozen=True, slots=True)
class ClassName:
    """The class of a line: its code, the official names down to it if known, and whether all are attested."""

    code: str
    path: tuple[str, ...] | None = None
    confirmed: bool = False

    @property
    def level(self) -> Level | None:
        """Level of the code, by its length."""
        return LEVEL_OF_LENGTH.get(len(self.code))


@cache
def _coded_name() -> regex.Pattern[str]:
    return regex.compile(read_toml("vocab/tables.toml")["line"]["coded_name"])


def split_coded_name(form: str) -> tuple[str, str] | None:
    """Part a cell (without white space) that holds code and name: `2010301行政运行`; `None` if it does not."""
    match = _coded_name().match(form)
    return (match["code"], match["name"]) if match else None


def put_together(parts: Sequence[str], before: Sequence[str] = ()) -> tuple[str, ...] | None:
    """Return the code that the cells of a row give, as its parts (类 of three digits, then pairs).

    Args:
        parts: the cells, white space removed: one (`2060402`) or several (206 | 04 | 02, 206 | 20604 |
            2060402, 206 | 4 | 2; `00` pads). Parts left out on the left are those of the row before.
        before: the parts of the row before.

    Returns: `("206", "04", "02")`, `None` if the cells give no code.
    """
    filled = [part for part in parts if part]
    if not filled or not all(part.isdecimal() and part.isascii() for part in filled):
        return None
    whole = next((part for part in reversed(filled) if len(part) in {5, 7}), None)
    if whole is not None:
        return _trimmed([whole[:3], *(whole[i : i + 2] for i in range(3, len(whole), 2))])
    first = next(index for index, part in enumerate(parts) if part)
    code = list(before[:first])
    if len(code) < first:
        return None
    for position in range(first, len(parts)):
        part = parts[position]
        if position == 0:
            if len(part) != 3:
                return None
            code.append(part)
        elif not part:
            break
        elif len(part) <= 2:
            code.append(part.zfill(2))  # spreadsheets drop the zero of 02
        else:
            return None
    return _trimmed(code)


def _trimmed(parts: list[str]) -> tuple[str, ...]:
    while len(parts) > 1 and parts[-1] == "00":
        parts.pop()
    return tuple(parts)


@lru_cache(maxsize=8192)
def class_of(code: str, name: str, fund: Fund, year: int | None) -> ClassName:
    """Return the class of a printed code; where funds share the code, of the one that the name fits.

    Args:
        code: 3, 5 or 7 digits: functional classes begin with 2, economic ones with 3.
        name: the name printed beside it, "" if none; it never overrules the code.
        fund: the fund that the table is about.
        year: fiscal year, which decides between the wordings of a code.
    """
    if code.startswith("3"):
        return _economic(code)
    if not code.startswith("2"):
        return ClassName(code)
    paths = [path for each in (fund, *(f for f in _FUNDS if f != fund)) if (path := _functional(code, each, year))]
    if not paths:
        return ClassName(code)
    printed = _key(name)
    best = next((path for path in paths if _key(path[-1].name) == printed), paths[0])
    return ClassName(code, tuple(row.name for row in best), all(row.confirmed for row in best))


def _functional(code: str, fund: Fund, year: int | None) -> tuple[FunctionalClass, ...] | None:
    known = functional_classes()
    rows = [known.by_code(code[:length], fund=fund, year=year) for length in (3, 5, 7) if length <= len(code)]
    found = tuple(row for row in rows if row is not None)
    return found if len(found) == len(rows) else None


def _economic(code: str) -> ClassName:
    known = economic_classes()
    found = [row for length in (3, 5) if length <= len(code) and (row := known.by_code(code[:length]))]
    if len(found) != (len(code) - 1) // 2:
        return ClassName(code)
    return ClassName(code, tuple(row.name for row in found), all(row.confirmed for row in found))


def class_named(name: str, *, economic: bool, fund: Fund, year: int | None) -> ClassName | None:
    """Return the class that a name printed without code stands for: a functional 类, or an economic class."""
    if economic:
        row = economic_classes().by_name(name)
        return _economic(row.code) if row is not None else None
    found = functional_classes().resolve([name], fund=fund, year=year)
    if found is None or not found.exact or found.level != "类":
        return None
    return ClassName(found.code, found.path, found.confirmed)


def _key(name: str) -> str:
    return stem(name_key(name), ("支出",))
