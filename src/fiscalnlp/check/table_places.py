"""Where the tables of a disclosure print a quantity (`data/rules/quantities.toml`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal

import msgspec
import regex

from fiscalnlp.check.table_rows import cell_figure
from fiscalnlp.check.view import Disclosure, half_unit
from fiscalnlp.data import read_toml
from fiscalnlp.model.money import EXACT
from fiscalnlp.model.records import (
    FindingFigure,
    Level,
    OtherTable,
    Table,
    TableLine,
    TableValue,
    TabularRecord,
)
from fiscalnlp.text.forms import bare_form
from fiscalnlp.text.markers import match_marker

#: The headings of columns, by what stands under them.
COLUMNS = {name: regex.compile(pattern) for name, pattern in read_toml("rules/quantities.toml")["columns"].items()}
#: The column of a list by economic class that holds the whole, and that of one by functional class.
BASIC_COLUMN, WHOLE_COLUMN = COLUMNS["basic"], COLUMNS["whole"]

Side = Literal["income", "expenditure"]


class Printed(msgspec.Struct, frozen=True, gc=False):
    """A figure as a table prints it, in yuan; `parts` are the lines and their values that make it up."""

    table: TabularRecord
    yuan: Decimal
    parts: tuple[tuple[TableLine, TableValue], ...]

    @property
    def label(self) -> str:
        """What line and column are called."""
        return "、".join(_label(self.table, line, value) for line, value in self.parts)

    @property
    def text(self) -> str:
        """The figures as printed, with their unit."""
        return " + ".join(f"{value.value or Decimal(0)}{self.table.unit or ''}" for _, value in self.parts)

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Row and column of each figure."""
        return tuple((line.row, value.column) for line, value in self.parts)

    @property
    def slack(self) -> Decimal:
        """How far the true figure may be from the printed one, in yuan."""
        zero, unit = Decimal(0), self.table.unit
        return sum((half_unit(v.value or zero, v.yuan or zero, unit) for _, v in self.parts), zero)

    @property
    def title(self) -> str:
        """The title of the table."""
        return self.table.title or "表"

    @property
    def keys(self) -> tuple[str, ...]:
        """What names the cells, for `Draft.rests_on`."""
        return tuple(cell_key(self.table, row, column) for row, column in self.cells)

    @property
    def name(self) -> str:
        """The table and what the figure is called there."""
        return f"{self.title}·{self.label}"

    def figure(self) -> FindingFigure:
        """Return the place of the figure."""
        return cell_figure(self.table, *self.cells[0])


def _label(table: TabularRecord, line: TableLine, value: TableValue) -> str:
    heading = table.columns[value.column].replace("/", "·")
    return f"{line.label}·{heading}" if line.label else heading


def cell_key(table: TabularRecord, row: int, column: int) -> str:
    """Return what names a cell, where one is blamed for a contradiction."""
    return f"{table.id}/{row}/{column}"


@dataclass(frozen=True, slots=True)
class _Place:
    table: str
    line: tuple[regex.Pattern[str], ...]
    column: regex.Pattern[str] | None
    side: Side | None
    title: regex.Pattern[str] | None
    unless: regex.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with all places where tables print it, in the order of the file, and the keys of these tables."""

    name: str
    name_en: str
    printed: tuple[Printed, ...]
    tables: frozenset[str]


@cache
def _rules() -> list[tuple[str, str, str | None, tuple[_Place, ...]]]:
    rows = read_toml("rules/quantities.toml")["quantity"]
    return [(row["name"], row["name_en"], row.get("report"), tuple(map(_place, row["places"]))) for row in rows]


def _place(row: dict[str, Any]) -> _Place:
    column = row.get("column")
    return _Place(
        table=row["table"],
        line=tuple(map(regex.compile, row.get("line", ()))),
        column=None if column is None else regex.compile(column),
        side=row.get("side"),
        title=regex.compile(row["title"]) if "title" in row else None,
        unless=regex.compile(row["unless"]) if "unless" in row else None,
    )


def place_of(row: dict[str, Any]) -> _Place:
    """Return a place as a data file describes it, compiled."""
    return _place(row)


def quantities(view: Disclosure) -> list[Quantity]:
    """Return the quantities of a document's tables that one of them prints at least."""
    tables = view.once(only_tables)
    lines = {key: [line for line in table.lines if line.code is None] for key, table in tables.items()}
    found = []
    for name, name_en, report, places in _rules() if tables else ():
        if report not in {None, view.document.report}:
            continue
        there = [(tables[place.table], lines[place.table], place) for place in places if place.table in tables]
        printed = [each for table, own, place in there if (each := _printed(table, own, place)) is not None]
        if printed:
            found.append(Quantity(name, name_en, tuple(printed), frozenset(place.table for place in places)))
    return found


def quantity_names(report: str | None) -> frozenset[str]:
    """Return the names of the quantities that disclosures of a kind of report print."""
    return frozenset(name for name, _, of, _ in _rules() if of in {None, report})


def unprinted(view: Disclosure) -> Iterator[tuple[Table, Printed, str, str]]:
    """Yield the tables without figures, with what another prints of a total of theirs, and its name."""
    empty = {
        key: table for key, table in view.once(only_tables).items() if isinstance(table, Table) and table.empty
    }
    for quantity in view.once(quantities) if empty else ():
        for key, table in empty.items():
            if key in quantity.tables:
                yield table, quantity.printed[0], quantity.name, quantity.name_en


def only_tables(view: Disclosure) -> dict[str, TabularRecord]:
    """Return the tables that a document has one of, the nine by key, others by topic; the first of twins."""
    by_key: dict[str, list[TabularRecord]] = {}
    for table in view.of(TabularRecord):
        key = table_key(table)
        if key is not None:
            by_key.setdefault(key, []).append(table)
    return {key: tables[0] for key, tables in by_key.items() if len({table.text for table in tables}) == 1}


def table_key(table: TabularRecord) -> str | None:
    """Return which of the nine a table is, or the topic of another one."""
    if isinstance(table, Table):
        return table.table
    return table.topic if isinstance(table, OtherTable) else None


def _printed(table: TabularRecord, uncoded: Sequence[TableLine], place: _Place) -> Printed | None:
    """Return what a place prints, which is one of the lines without a code, or several added up."""
    if table.empty:
        return None
    if place.title is not None and not place.title.search(bare_form(table.title or "")):
        return None
    if place.unless is not None and any(_holds(line, place.unless) for line in table.lines):
        return None
    cells: list[Printed] = []
    for pattern in place.line:
        named = (each for each in uncoded if pattern.fullmatch(label_form(each)))
        lines = [each for each in named if _on(table, each, place.side)]
        found = [cell for line in lines[:2] if (cell := cell_of(table, line, place.column)) is not None]
        if len(place.line) == 1 and len(found) != 1:
            return None
        if len(found) > 1:
            return None
        cells += found  # of lines to be added up, a blank one adds nothing
    if not cells:
        return None
    if len(cells) == 1:
        return cells[0]
    return Printed(
        table,
        sum((each.yuan for each in cells), Decimal(0)),
        tuple(part for each in cells for part in each.parts),
    )


def _holds(line: TableLine, pattern: regex.Pattern[str]) -> bool:
    """Tell whether a line of a kind holds money."""
    return any(value.yuan for value in line.values) and bool(pattern.fullmatch(label_form(line)))


def _on(table: TabularRecord, line: TableLine, side: Side | None) -> bool:
    """Tell whether a line stands on the side of income (left) or of expenditure."""
    if side is None:
        return True
    sides = sorted({each.side for each in table.lines})
    return len(sides) == 2 and line.side == sides[side == "expenditure"]


def label_form(line: TableLine) -> str:
    """Return a line's label in matching form, without number and white space."""
    return _without_marker(line.label)


@lru_cache(maxsize=4096)
def _without_marker(label: str) -> str:
    form = bare_form(label).rstrip("：")
    marker = match_marker(form)
    return form if marker is None else form[marker.end :]


def column_form(table: TabularRecord, column: int) -> str:
    """Return a column's heading path in matching form, without white space."""
    return bare_form(table.columns[column])


@lru_cache(maxsize=1024)
def _matching(columns: tuple[str, ...], pattern: regex.Pattern[str]) -> frozenset[int]:
    """Return the columns whose heading path matches."""
    return frozenset(n for n, heading in enumerate(columns) if pattern.fullmatch(bare_form(heading)))


def cell_of(table: TabularRecord, line: TableLine, column: regex.Pattern[str] | None) -> Printed | None:
    """Return the figure of a line in the one column that matches, or its only one; `None` where it is blank."""
    return _only_figure(table, line, None if column is None else _matching(table.columns, column))


def _only_figure(table: TabularRecord, line: TableLine, columns: frozenset[int] | None) -> Printed | None:
    values = line.values if columns is None else [value for value in line.values if value.column in columns]
    if len(values) != 1 or values[0].yuan is None or values[0].value is None:
        return None
    return Printed(table, values[0].yuan, ((line, values[0]),))


def printed_cell(table: TabularRecord, line: TableLine, column: int) -> Printed:
    """Return the figure of a line in a column, which holds one."""
    value = next(value for value in line.values if value.column == column)
    return Printed(table, value.yuan or Decimal(0), ((line, value),))


def class_cells(
    table: TabularRecord | None, column: regex.Pattern[str], level: Level | None = None
) -> dict[str, Printed]:
    """Return the figures of a column by the code of their class; a class that comes twice is left out."""
    found: dict[str, Printed] = {}
    twice: set[str] = set()
    if table is None or table.empty:
        return found
    columns = _matching(table.columns, column)
    for line in table.lines:
        if line.code is None or line.total or (level is not None and level != line.level):
            continue
        cell = _only_figure(table, line, columns)
        if line.code in found:
            twice.add(line.code)
        if cell is not None:
            found[line.code] = cell
    return {code: cell for code, cell in found.items() if code not in twice}


@dataclass(frozen=True, slots=True)
class ClassColumn:
    """The column of a table that prints something by class."""

    table: str
    column: regex.Pattern[str]
    title: regex.Pattern[str] | None

    def cells(self, tables: dict[str, TabularRecord], level: Level | None) -> dict[str, Printed]:
        """Return its figures by the code of the class, of all levels if none is given."""
        table = tables.get(self.table)
        if table is None or (self.title is not None and not self.title.search(bare_form(table.title or ""))):
            return {}
        return class_cells(table, self.column, level)


def class_column(row: dict[str, str]) -> ClassColumn:
    """Return a column as a data file describes it, compiled."""
    title = regex.compile(row["title"]) if "title" in row else None
    return ClassColumn(row["table"], regex.compile(row["column"]), title)


def differ(one: Printed, other: Printed) -> Decimal:
    """Return by how much two figures differ, in yuan."""
    return abs(EXACT.subtract(one.yuan, other.yuan))


def nearest(candidates: Sequence[Printed], yuan: Decimal) -> Printed:
    """Return the figure that is nearest to `yuan`."""
    return min(candidates, key=lambda each: abs(EXACT.subtract(each.yuan, yuan)))
