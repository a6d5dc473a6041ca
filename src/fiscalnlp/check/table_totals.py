"""Every printed total of a table against the sum of the figures that it is the total of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal

import msgspec
import regex

from fiscalnlp.check.table_columns import column_sums
from fiscalnlp.classification import economic_classes
from fiscalnlp.data import read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT
from fiscalnlp.model.records import Table, TableLine, TabularRecord
from fiscalnlp.text.forms import bare_form
from fiscalnlp.text.markers import match_marker

#: `equal` and `rounded` (off by what rounding can do), `mismatch`, and `open`: a blank part may hold the rest.
Verdict = Literal["equal", "rounded", "mismatch", "open"]
_FEN = Decimal("0.01")


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


_Parts = Sequence[tuple[int, Figure]]


class Comparison(msgspec.Struct, frozen=True, gc=False):
    """A printed total and what it is the total of, in the table's unit.

    Args:
        table: the table.
        total: the printed total, never blank.
        parts: its parts with their signs; one at least is printed.
        kind: `sum`, or `balance` where two totals are to be equal.
        expected: the sum of the printed parts.
        off: total less sum.
        half_unit: by how much rounding can move each figure.
        blank_is_nil: whether the table shows that it leaves a cell blank for nothing: another of its totals
            is exactly the sum of the figures printed.
    """

    table: TabularRecord
    total: Figure
    parts: _Parts
    kind: Literal["sum", "balance"]
    expected: Decimal
    off: Decimal
    half_unit: Decimal = Decimal(0)
    blank_is_nil: bool = False

    @property
    def actual(self) -> Decimal:
        """The total as printed."""
        return self.total.value or Decimal(0)

    @property
    def slack(self) -> Decimal:
        """By how much rounding of the figures can move the sum away from the total."""
        return EXACT.multiply(self.half_unit, Decimal(1 + sum(1 for _, figure in self.parts if figure.value)))

    @property
    def blanks(self) -> bool:
        """Whether a part is blank."""
        return any(figure.value is None for _, figure in self.parts)

    @property
    def verdict(self) -> Verdict:
        """Whether the two agree."""
        if not self.off:
            return "equal"
        if abs(self.off) <= self.slack:
            return "rounded"
        sign = 1 if self.off > 0 else -1
        explained = any(figure.value is None and part == sign for part, figure in self.parts)
        return "open" if explained and not self.blank_is_nil else "mismatch"


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


def compare_totals(table: TabularRecord) -> list[Comparison]:
    """Compare the totals of `table` with their parts.

    Returns: one comparison for each printed total whose parts are known by headings, codes or numbering and
        are not all blank; each once. What is not known to add up is not compared.
    """
    lines = [_named(table, index, line) for index, line in enumerate(table.lines)]
    found: dict[tuple[tuple[int, int], frozenset[tuple[int, int]]], Comparison] = {}
    for kind, total, parts in _sums(table, lines):
        if total.value is None:
            continue
        printed = [sign * figure.value for sign, figure in parts if figure.value is not None]
        key = total.place, frozenset(figure.place for _, figure in parts)
        if printed and key not in found:
            expected = sum(printed, Decimal(0))
            off = EXACT.subtract(total.value, expected)
            found[key] = Comparison(table, total, parts, kind, expected, off)
    if not any(each.off for each in found.values()):
        return [*found.values()]
    half = _half_unit(table)
    shown = any(not each.off and each.actual and each.blanks for each in found.values())
    return [
        msgspec.structs.replace(each, half_unit=half, blank_is_nil=shown) if each.off else each
        for each in found.values()
    ]


_Sum = tuple[Literal["sum", "balance"], Figure, _Parts]


def _sums(table: TabularRecord, lines: Sequence[_Line]) -> Iterator[_Sum]:
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
    if isinstance(table, Table):
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


def _item_sums(table: Table, lines: Sequence[_Line]) -> Iterator[tuple[_Line, Sequence[_Line]]]:
    for items in _rules().items:
        if items.table != table.table:
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


# -- rounding ---------------------------------------------------------------------------------------------


def _half_unit(table: TabularRecord) -> Decimal:
    """Return half a unit of the last decimal that a table prints; nothing where that decimal is the fen."""
    last = Decimal(1).scaleb(-_places(table))
    if table.unit is not None and EXACT.multiply(last, YUAN_PER_UNIT[table.unit]) <= _FEN:
        return Decimal(0)
    return EXACT.divide(last, Decimal(2))


def _places(table: TabularRecord) -> int:
    """Return how many decimals the table prints: those of its finest figure, as trailing zeros may be dropped."""
    values: Iterable[Decimal] = (v.value for line in table.lines for v in line.values if v.value is not None)
    return max((-e for value in values if isinstance(e := value.as_tuple().exponent, int)), default=0)
