"""Tables against each other: what two of them print of the same thing is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.official_places import official_cells, official_items
from fiscalnlp.check.table_places import (
    BASIC_COLUMN,
    ClassColumn,
    Printed,
    class_cells,
    class_column,
    differ,
    only_tables,
    quantities,
    unprinted,
)
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import Level, TabularRecord


def totals(view: Disclosure) -> Iterator[Draft]:
    """A quantity that tables print with different figures: one draft for each that the usual one is not."""
    for quantity in view.once(quantities):
        usual = _usual(quantity.printed)
        for printed in quantity.printed:
            if printed is not usual and differ(printed, usual):
                yield _draft(view, "tables.total", printed, usual, (quantity.name, quantity.name_en))


def _usual(printed: tuple[Printed, ...]) -> Printed:
    """Return the figure that most tables print, the first of these."""
    mentions = Counter(each.yuan for each in printed)
    return max(printed, key=lambda each: mentions[each.yuan])


@dataclass(frozen=True, slots=True)
class _ByClass:
    """What two tables print by class: its name, the level of the classes, and where each table has it."""

    name: str
    name_en: str
    level: Level
    places: tuple[ClassColumn, ...]

    def cells(self, view: Disclosure, level: Level | None) -> list[dict[str, Printed]]:
        """Return the figures of each table by the code of the class."""
        tables = view.once(only_tables)
        return [place.cells(tables, level) for place in self.places]


@cache
def _by_class(name: str) -> tuple[_ByClass, ...]:
    return tuple(
        _ByClass(
            row["name"],
            row["name_en"],
            row.get("level", "类"),
            tuple(map(class_column, row["places"] if "places" in row else (row["part"], row["whole"]))),
        )
        for row in read_toml("rules/quantities.toml")[name]
    )


def classes(view: Disclosure) -> Iterator[Draft]:
    """A functional class for which two tables print different figures."""
    for row in _by_class("by_class"):
        ones, others = row.cells(view, row.level)
        for code in ones.keys() & others.keys():
            if differ(ones[code], others[code]):
                label = f"{_class_name(others[code])}{row.name}"
                yield _draft(view, "tables.class", ones[code], others[code], (label, f"{code} {row.name_en}"))


def parts(view: Disclosure) -> Iterator[Draft]:
    """A class on which the general budget spends more than all funds together."""
    for row in _by_class("part"):
        some, all_of = row.cells(view, None)
        for code, part in some.items():
            whole = all_of.get(code)
            if whole is not None and part.yuan > whole.yuan:
                names = (f"{_class_name(part)}{row.name}", f"{code} {row.name_en}")
                yield _draft(view, "tables.part_exceeds", part, whole, names, sign=">")


def empties(view: Disclosure) -> Iterator[Draft]:
    """A table without figures, while another prints a figure for its total."""
    for empty, against, name, name_en in unprinted(view):
        if against.yuan:
            yield Draft(
                "tables.empty",
                Span(empty.span.start, min(empty.span.end, empty.span.start + len(empty.title))),
                _evidence(empty, against.table),
                expected=plain(EXACT.divide(against.yuan, YUAN_PER_UNIT[against.table.unit or "元"])),
                actual=None,
                words={
                    "measure": name,
                    "measure_en": name_en,
                    "whole": empty.title,
                    "other": against.title,
                    "unit": against.table.unit or "元",
                },
                figures=(view.figure(empty), against.figure()),
                rests_on=against.keys,
            )


def official(view: Disclosure) -> Iterator[Draft]:
    """A class of the basic expenditure (30217 公务接待费 …) above the line of the 三公经费 that it is part of."""
    tables = view.once(only_tables)
    basic = tables.get("general_basic_expenditure")
    lines = official_cells(tables.get("official_expense"))
    stage = "budget" if view.document.report == "budget" else "final"
    spent = class_cells(basic, BASIC_COLUMN)
    for item in official_items():
        whole, part = lines.get((item.item, stage)), spent.get(item.economic or "")
        if whole is not None and part is not None and part.yuan > whole.yuan:
            yield _draft(view, "tables.official_exceeds", whole, part, (_class_name(part), item.item), sign="<")


def _class_name(cell: Printed) -> str:
    return cell.label.split("·")[0]


def _draft(
    view: Disclosure,
    rule: str,
    printed: Printed,
    against: Printed,
    names: tuple[str, str],
    *,
    sign: str = "≠",
) -> Draft:
    """Word that two cells differ; `names` is what both are figures of, in Chinese and English."""
    slack = EXACT.add(printed.slack, against.slack) * view.tolerance(rule)
    unit = printed.table.unit or "元"
    figure = printed.figure()
    boxes: tuple[Box, ...] | None = figure.boxes
    return Draft(
        rule,
        figure.span,
        _evidence(printed.table, against.table),
        expected=plain(EXACT.divide(against.yuan, YUAN_PER_UNIT[unit])),
        actual=plain(EXACT.divide(printed.yuan, YUAN_PER_UNIT[unit])),
        calculation=f"{printed.text} {sign} {against.text}",
        words={
            "measure": names[0],
            "measure_en": names[1],
            "whole": printed.title,
            "other": against.title,
            "unit": unit,
        },
        severity="info" if differ(printed, against) <= slack else None,
        boxes=boxes,
        figures=(figure, against.figure()),
        blames=printed.keys[0],
        rests_on=(*printed.keys, *against.keys),
    )


def _evidence(*tables: TabularRecord) -> tuple[str, ...]:
    return tuple(dict.fromkeys(table.id for table in tables))
