"""Where the official expenses (三公经费) are printed: their table, and what running text calls the items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from fiscalnlp.check.table_places import COLUMNS, Printed, column_form, label_form, printed_cell
from fiscalnlp.data import read_toml
from fiscalnlp.model.records import OfficialExpenseItem, TableLine, TabularRecord


@dataclass(frozen=True, slots=True)
class OfficialItem:
    """How tables and running text name an item of the 三公经费, and the economic class of it."""

    item: OfficialExpenseItem
    heading: regex.Pattern[str]
    said: regex.Pattern[str]
    economic: str | None


@cache
def official_items() -> tuple[OfficialItem, ...]:
    """Return the items in the order of the file."""
    return tuple(
        OfficialItem(row["item"], regex.compile(row["heading"]), regex.compile(row["said"]), row.get("economic"))
        for row in read_toml("rules/quantities.toml")["official"]
    )


@lru_cache(maxsize=1024)
def official_item(form: str) -> OfficialItem | None:
    """Return the item that running text calls so, in matching form without white space."""
    return next((each for each in official_items() if each.said.fullmatch(form)), None)


OfficialCells = dict[tuple[OfficialExpenseItem, str], Printed]


def official_cells(table: TabularRecord | None, *, blank: bool = False) -> OfficialCells:
    """Return what the table of the 三公经费 prints, by item and `budget` or `final`; or its cells left `blank`.

    The items stand over the columns or before the lines. Empty where neither can be told.
    """
    if table is None or table.empty:
        return {}
    found: OfficialCells = {}
    for item, stage, line, column in (*_across(table), *_crossed(table), *_down(table)):
        value = next(value for value in line.values if value.column == column)
        if blank != (value.value is None) or (value.yuan is None) != blank:
            continue
        cell = printed_cell(table, line, column)
        if (item, stage) in found:
            return {}
        found[item, stage] = cell
    return found


_Official = tuple[OfficialExpenseItem, str, TableLine, int]


def _across(table: TabularRecord) -> Iterator[_Official]:
    lines = [line for line in table.lines if not line.label and any(v.value is not None for v in line.values)]
    if len(lines) != 1:
        return
    stage = None
    for value in lines[0].values:
        path = column_form(table, value.column).split("/")
        stage = _stage(path[0]) or stage
        item = _item(path[-1])
        if item is not None and stage is not None:
            yield item, stage, lines[0], value.column


def _crossed(table: TabularRecord) -> Iterator[_Official]:
    """A line for the budget and one for the outcome, the items over the columns."""
    staged = [(stage, line) for line in table.lines if line.label and (stage := _stage(label_form(line)))]
    if len(staged) != len({stage for stage, _ in staged}) or len(staged) != len(table.lines):
        return
    for stage, line in staged:
        for value in line.values:
            item = _item(column_form(table, value.column).split("/")[-1])
            if item is not None:
                yield item, stage, line, value.column


def _down(table: TabularRecord) -> Iterator[_Official]:
    items = ((_item(label_form(line).removeprefix("其中").removeprefix("：")), line) for line in table.lines)
    named = [(item, line) for item, line in items if item is not None]
    if len(named) < 3 or len({item for item, _ in named}) != len(named):
        return
    for item, line in named:
        for value in line.values:
            stage = _stage(column_form(table, value.column))
            if stage is not None:
                yield item, stage, line, value.column


@lru_cache(maxsize=1024)
def _stage(form: str) -> str | None:
    budget, final = bool(COLUMNS["planned"].fullmatch(form)), bool(COLUMNS["spent"].fullmatch(form))
    return None if budget == final else "budget" if budget else "final"


@lru_cache(maxsize=1024)
def _item(form: str) -> OfficialExpenseItem | None:
    return next((each.item for each in official_items() if each.heading.fullmatch(form)), None)
