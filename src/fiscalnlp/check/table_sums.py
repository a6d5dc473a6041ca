"""Which figures of a table are the sum of which others: across rows, down columns, of both sides of a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal

import msgspec
import regex

from fiscalnlp.check.table_columns import column_sums
from fiscalnlp.check.table_places import table_key
from fiscalnlp.classification import economic_classes
from fiscalnlp.data import read_toml
from fiscalnlp.model.records import Table, TableLine, TabularRecord
from fiscalnlp.text.forms import bare_form
from fiscalnlp.text.markers import match_marker


class Figure(msgspec.Struct, frozen=True, gc=False):
    """A figure in a table: its place in `rows`, the number (blank: `None`), its line, its column's heading."""

    place: tuple[int, int]
    value: Decimal | None
    line: TableLine
    heading: str

    @property
    def row(self) -> int:
        """Index into the table's rows."""
        return self.place[0]

    @property
    def column(self) -> int:
        """Index into the table's columns."""
        return self.place[1]

    @property
    def label(self) -> str:
        """What line and column are called."""
        heading, label = self.heading.replace("/", "·"), self.line.label
        return f"{label}·{heading}" if label and len(self.line.values) > 1 else label or heading


#: What makes a sum: figures with their signs. A `balance` is two totals that are to be equal.
Parts = Sequence[tuple[int, Figure]]
Kind = Literal["sum", "balance"]


@dataclass(frozen=True, slots=True)
class _Items:
    """Lines of one kind of table that make another; `plain` totals are theirs where there are no other lines."""

    table: str
    total: regex.Pattern[str]
    plain: regex.Pattern[str] | None
    parts: tuple[regex.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    whole: regex.Pattern[str]
    groups: tuple[tuple[str, regex.Pattern[str]], ...]
    summaries: frozenset[str]
    year: regex.Pattern[str]
    carried: regex.Pattern[str]
    grand: regex.Pattern[str]
    within: regex.Pattern[str]
    items: tuple[_Items, ...]


@cache
def _rules() -> _Rules:
    data = read_toml("rules/table_sums.toml")
    lines = data["lines"]
    return _Rules(
        whole=regex.compile(lines["whole"]),
        groups=tuple((group, regex.compile(pattern)) for group, pattern in lines["groups"].items()),
        summaries=frozenset(lines["summaries"]),
        year=regex.compile(lines["year"]),
        carried=regex.compile(lines["carried"]),
        grand=regex.compile(lines["grand"]),
        within=regex.compile(data["columns"]["within"]),
        items=tuple(
            _Items(
                table=row["table"],
                total=regex.compile(row["total"]),
                plain=regex.compile(row["plain"]) if "plain" in row else None,
                parts=tuple(map(regex.compile, row["parts"])),
            )
            for row in data["items"]
        ),
    )


class _Line(msgspec.Struct, frozen=True, gc=False):
    """A line, its place in the table's lines, its name in matching form without number and white space.

    `figures` are those of its money columns, left to right.
    """

    index: int
    line: TableLine
    form: str
    number: int | None
    style: str | None
    figures: tuple[Figure, ...]

    @property
    def within(self) -> bool:
        return bool(_rules().within.fullmatch(self.form))


_Sum = tuple[Kind, Figure, Parts]


def sums(table: TabularRecord) -> Iterator[_Sum]:
    """Yield what adds up in a table, as headings, codes or numbering tell: a total and its parts.

    The total may be blank. One sum may come twice, found in two ways.
    """
    lines = [_named(table, index, line) for index, line in enumerate(table.lines)]
    yield from _row_sums(table, lines)
    for total, parts in _line_sums(table, lines):
        yield from _by_column(total, parts)
    if _is_summary(table):
        yield from _balance(lines)


def _named(table: TabularRecord, index: int, line: TableLine) -> _Line:
    form, number, style = _without_marker(line.label)
    row, headings = line.row, table.columns
    figures = tuple([Figure((row, v.column), v.value, line, headings[v.column]) for v in line.values])
    return _Line(index, line, form, number, style, figures)


@lru_cache(maxsize=4096)
def _without_marker(label: str) -> tuple[str, int | None, str | None]:
    """Return a label in matching form, and the number before it with its style."""
    form = bare_form(label).rstrip("：")
    marker = match_marker(form)
    return (form, None, None) if marker is None else (form[marker.end :], marker.number, marker.style)


# -- across a row -----------------------------------------------------------------------------------------


def _row_sums(table: TabularRecord, lines: Sequence[_Line]) -> Iterator[_Sum]:
    for _, group in groupby(lines, key=lambda each: each.line.side):
        own = list(group)
        position = {value.column: at for at, value in enumerate(own[0].line.values)}
        for rule in column_sums(table.columns, tuple(position)):
            total, terms = position[rule.total], [(sign, position[column]) for sign, column in rule.parts]
            for each in own:
                yield "sum", each.figures[total], [(sign, each.figures[at]) for sign, at in terms]


# -- down the columns -------------------------------------------------------------------------------------


def _by_column(total: _Line, parts: Sequence[_Line]) -> Iterator[_Sum]:
    """Yield the sum for each money column: side by side tables have theirs in the same order."""
    if not parts or any(len(part.figures) != len(total.figures) for part in parts):
        return
    for position, figure in enumerate(total.figures):
        yield "sum", figure, [(1, part.figures[position]) for part in parts]


def _line_sums(table: TabularRecord, lines: Sequence[_Line]) -> Iterator[tuple[_Line, Sequence[_Line]]]:
    below: dict[int, list[_Line]] = {}
    for each in lines:
        if each.line.parent is not None:
            below.setdefault(each.line.parent, []).append(each)
    for each in lines:
        parts = below.get(each.index, [])
        if parts and not each.line.total and (_are_coded(parts, each.line.code) or _are_counted(parts)):
            yield each, parts
    if _is_summary(table):
        for _, side in groupby(lines, key=lambda each: each.line.side):
            yield from _summary_sums(list(side))
    else:
        yield from _class_sums(lines)
    yield from _item_sums(table, lines)


def _is_summary(table: TabularRecord) -> bool:
    return isinstance(table, Table) and table.table in _rules().summaries


def _are_coded(parts: Sequence[_Line], code: str | None = None) -> bool:
    """Tell whether lines are classes by code, each once, all below `code` if there is one."""
    codes = [part.line.code for part in parts if part.line.code is not None]
    return len(set(codes)) == len(parts) and all(each.startswith(code or "") for each in codes)


def _are_counted(parts: Sequence[_Line]) -> bool:
    """Tell whether lines are numbered 1, 2, 3 … in one style: none is missing, none only a part of another."""
    return (
        len(parts) > 1
        and len({part.style for part in parts}) == 1
        and [part.number for part in parts] == list(range(1, len(parts) + 1))
        and not any(part.within for part in parts)
    )


def _class_sums(lines: Sequence[_Line]) -> Iterator[tuple[_Line, Sequence[_Line]]]:
    """A list by class and its totals: 合计 is all 类, 人员经费合计 the 类 of its group.

    Nothing where a class comes twice: there are several lists then, and nobody knows where each ends.
    """
    top = [each for each in lines if each.line.parent is None and not each.line.total]
    if not top or not _are_coded(top) or len({len(each.line.code or "") for each in top}) > 1:
        return
    known = [(each, economic_classes().by_code(each.line.code or "")) for each in top]
    totals = [each for each in lines if each.line.total]
    wholes = [total for total in totals if _rules().whole.fullmatch(total.form)]
    if len({total.line.side for total in wholes}) == 1:
        yield from ((total, top) for total in wholes)
    for group, pattern in _rules().groups:
        for total in totals:
            if pattern.fullmatch(total.form) and all(row is not None for _, row in known):
                yield total, [each for each, row in known if row is not None and row.group == group]


def _summary_sums(side: Sequence[_Line]) -> Iterator[tuple[_Line, Sequence[_Line]]]:
    """Income or expenditure of a summary: the year's total is its list, the grand total adds what is carried."""
    before: _Line | None = None
    run: list[_Line] = []
    for each in side:
        if not each.line.total:
            if each.line.parent is None:
                run.append(each)
            continue
        carried = [part for part in run if part.number is None and _rules().carried.fullmatch(part.form)]
        listed = [part for part in run if part not in carried]
        year, grand = _rules().year.fullmatch(each.form), _rules().grand.fullmatch(each.form)
        if grand and before is not None and _rules().year.fullmatch(before.form) and not listed:
            yield each, [before, *carried]
        elif (grand or (year and not carried)) and before is None and (_are_counted(listed) or len(listed) == 1):
            yield each, run
        before, run = each, []


def _item_sums(table: TabularRecord, lines: Sequence[_Line]) -> Iterator[tuple[_Line, Sequence[_Line]]]:
    for items in _rules().items:
        if items.table != table_key(table):
            continue
        found = [[each for each in lines if part.fullmatch(_bare(each.form))] for part in items.parts]
        if any(len(matching) != 1 for matching in found):
            continue
        parts = [matching[0] for matching in found]
        alone = {part.index for part in parts}.issuperset(
            each.index
            for each in lines
            if each.line.parent is None
            and not each.line.total
            and any(v.value is not None for v in each.line.values)
        )
        for each in lines:
            if items.total.fullmatch(each.form) or (alone and items.plain and items.plain.fullmatch(each.form)):
                yield each, parts


def _bare(form: str) -> str:
    return form.removeprefix("其中").removeprefix("：")


def _balance(lines: Sequence[_Line]) -> Iterator[_Sum]:
    """The grand totals of income and expenditure."""
    totals: list[Figure] = []
    for _, side in groupby(lines, key=lambda each: each.line.side):
        grand = [each for each in side if each.line.total and _rules().grand.fullmatch(each.form)]
        if len(grand) == 1 and grand[0].figures:
            totals.append(grand[0].figures[0])
    for other in totals[1:]:
        yield "balance", other, [(1, totals[0])]
