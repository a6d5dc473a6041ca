"""Which columns of a table add up to which, by their headings (`data/rules/table_sums.toml`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.text.forms import bare_form


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """A column that holds in every row the sum of others: indices of columns, each part with its sign."""

    total: int
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    measure: regex.Pattern[str]
    total: regex.Pattern[str]
    within: regex.Pattern[str]
    families: tuple[tuple[regex.Pattern[str], ...], ...]
    balances: tuple[tuple[regex.Pattern[str], tuple[tuple[int, regex.Pattern[str]], ...]], ...]


@cache
def _rules() -> _Rules:
    data = read_toml("rules/table_sums.toml")
    return _Rules(
        measure=regex.compile(data["columns"]["measure"]),
        total=regex.compile(data["columns"]["total"]),
        within=regex.compile(data["columns"]["within"]),
        families=tuple(tuple(map(regex.compile, family["parts"])) for family in data["family"]),
        balances=tuple(
            (
                regex.compile(row["total"]),
                (
                    *((1, regex.compile(name)) for name in row["plus"]),
                    *((-1, regex.compile(name)) for name in row["minus"]),
                ),
            )
            for row in data["balance"]
        ),
    )


@lru_cache(maxsize=512)  # the forms are the same from year to year and from body to body
def column_sums(columns: tuple[str, ...], money: tuple[int, ...]) -> tuple[ColumnSum, ...]:
    """Return what adds up among the money columns of one logical table.

    Args:
        columns: header path of each column of the table, joined with `/`.
        money: indices of the money columns in question.

    Returns: sums whose every part is known by its heading; a merged heading stands for its 小计, or for
        its columns where they have none and are one family.
    """
    measures: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for column in money:
        path = [bare_form(name) for name in columns[column].split("/")]
        measure = path.pop() if len(path) > 1 and _rules().measure.fullmatch(path[-1]) else ""
        measures.setdefault(measure, []).append((tuple(path), column))
    found: list[ColumnSum] = []
    for group in measures.values():
        for prefix in sorted({path[:length] for path, _ in group for length in range(len(path))}):
            found += _sums_below(prefix, group)
    return tuple(found)


def _sums_below(prefix: tuple[str, ...], group: Sequence[tuple[tuple[str, ...], int]]) -> Iterator[ColumnSum]:
    depth = len(prefix)
    below: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for path, column in group:
        if path[:depth] == prefix and len(path) > depth:
            below.setdefault(path[depth], []).append((path[depth + 1 :], column))
    totals = [name for name in below if _rules().total.fullmatch(name)]
    parts = [name for name in below if name not in totals and not _rules().within.fullmatch(name)]
    if len(totals) == 1 and len(parts) > 1 and _one_family(parts):
        total, standing = _standing(below[totals[0]]), [_standing(below[name]) for name in parts]
        if len(total) == 1 and all(standing):
            yield ColumnSum(total[0], tuple((1, column) for columns in standing for column in columns))
    for pattern, terms in _rules().balances:
        named = [_only(pattern, below), *(_only(term, below) for _, term in terms)]
        if len(below) == len(named) and all(len(columns) == 1 for columns in named):
            signs = [sign for sign, _ in terms]
            yield ColumnSum(named[0][0], tuple(zip(signs, (columns[0] for columns in named[1:]), strict=True)))


def _only(pattern: regex.Pattern[str], below: dict[str, list[tuple[tuple[str, ...], int]]]) -> list[int]:
    matching = [name for name in below if pattern.fullmatch(name)]
    return _standing(below[matching[0]]) if len(matching) == 1 else []


def _standing(columns: Sequence[tuple[tuple[str, ...], int]]) -> list[int]:
    """Return the columns that stand for a heading: its own, its 小计, or all where they are one family."""
    columns = [(rest, column) for rest, column in columns if not (rest and _rules().within.fullmatch(rest[0]))]
    if len(columns) == 1:
        return [columns[0][1]]
    totals = [column for rest, column in columns if len(rest) == 1 and _rules().total.fullmatch(rest[0])]
    if totals:
        return totals[:1] if len(totals) == 1 else []
    whole = all(len(rest) == 1 for rest, _ in columns) and _one_family([rest[0] for rest, _ in columns])
    return [column for _, column in columns] if whole else []


def _one_family(names: Sequence[str]) -> bool:
    return any(all(any(part.fullmatch(name) for part in family) for name in names) for family in _rules().families)
