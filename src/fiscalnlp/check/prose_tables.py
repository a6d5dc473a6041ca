"""Running text against tables: totals, class lines, 三公经费, and what is said to be nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

import regex

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.official_places import official_cells, official_item
from fiscalnlp.check.prose_compare import accounts_stage, compare, is_slipped, outcomes, slip
from fiscalnlp.check.table_places import (
    BASIC_COLUMN,
    WHOLE_COLUMN,
    Printed,
    class_cells,
    only_tables,
    printed_cell,
    quantities,
    quantity_names,
)
from fiscalnlp.check.view import Disclosure, slack_yuan
from fiscalnlp.data import read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.records import Economic, NilReturn, Spending, TableLine, TabularRecord
from fiscalnlp.text.forms import bare_form


def totals(view: Disclosure) -> Iterator[Draft]:
    """An amount of running text that is none of the figures which the tables print for its measure."""
    printed: dict[str, list[Printed]] = {}
    for quantity in view.once(quantities):
        printed.setdefault(quantity.name, []).extend(quantity.printed)
    if not printed:
        return
    tables = view.once(only_tables)
    defined = quantity_names(view.document.report)
    funds = any(not tables[key].empty for key in _FUNDS if key in tables) or any(
        each.yuan for name, figures in printed.items() if name.startswith(_FUND_NAMES) for each in figures
    )
    for amount in outcomes(view):
        sayings = _said(amount.measure or "", view.topic_at(amount.span.start), funds)
        said = next((each for each in sayings if not printed.keys().isdisjoint(each.quantities)), None)
        candidates = [each for name in said.quantities for each in printed.get(name, ())] if said else []
        if said and said.unit_only and not any(is_slipped(amount, each) for each in candidates):
            continue
        if said and candidates:
            # Where a table is missing, the text may mean what only that one prints.
            doubtful = any(name in defined and name not in printed for name in said.quantities)
            yield from compare(view, "prose.total", amount, candidates, amount.measure or "", doubtful=doubtful)


#: The tables of money that is not the general budget's.
_FUNDS = ("government_fund", "state_capital")
_FUND_NAMES = ("政府性基金", "国有资本")


@dataclass(frozen=True, slots=True)
class _Saying:
    """Which quantities a measure of running text may be.

    `topics` of the sections it is so in, `None` for all but those of `elsewhere`; `without_funds`: only where the
    general budget pays for all; `unit_only`: it need not be the same, only a slip of unit is told by it.
    """

    measure: regex.Pattern[str]
    quantities: tuple[str, ...]
    topics: frozenset[str | None] | None
    without_funds: bool
    unit_only: bool


@cache
def _sayings() -> tuple[tuple[_Saying, ...], frozenset[str | None]]:
    data = read_toml("rules/quantities.toml")
    return (
        tuple(
            _Saying(
                regex.compile(row["measure"]),
                tuple(row["quantities"]),
                frozenset(row["topics"]) if "topics" in row else None,
                row.get("without_funds", False),
                row.get("unit_only", False),
            )
            for row in data["said"]
        ),
        frozenset(data["elsewhere"]),
    )


@lru_cache(maxsize=4096)
def _said(measure: str, topic: str | None, funds: bool) -> tuple[_Saying, ...]:
    """Return what a measure may be, under a heading on `topic`: the first of which a table prints a figure."""
    form = bare_form(measure)
    sayings, elsewhere = _sayings()
    return tuple(
        each
        for each in sayings
        if each.measure.fullmatch(form)
        and (topic not in elsewhere if each.topics is None else topic in each.topics)
        and not (funds and each.without_funds)
    )


def slips(view: Disclosure) -> Iterator[Draft]:
    """An amount with the digits of a figure that a table prints in another unit, too many to meet by chance."""
    cells: dict[Decimal, list[tuple[TabularRecord, TableLine, int]]] = {}
    known: set[Decimal] = set()
    for table in view.of(TabularRecord):
        for line in table.lines if table.unit else ():
            for value in line.values:
                if value.value and value.yuan:
                    cells.setdefault(value.value, []).append((table, line, value.column))
                    known.add(value.yuan)
    for amount in outcomes(view):
        if amount.yuan in known:
            continue
        digits = len(str(amount.value.normalize()).replace(".", "").strip("0"))
        for table, line, column in cells.get(amount.value, ()):
            named = len(line.label) >= _FEW and (amount.measure or "").endswith(line.label)
            enough = digits >= (_FEW if named else _ODD)
            if enough and table.unit != amount.unit:
                yield slip(view, amount, printed_cell(table, line, column))
                break


#: Digits of a figure that is not met twice by chance; where the line is called as the amount is, fewer do.
_ODD, _FEW = 4, 3


# -- by class -------------------------------------------------------------------------------------------------

#: Tables that print spending by class.
_BY_CLASS = ("general_expenditure", "expenditure", "government_fund", "state_capital")


def class_lines(view: Disclosure) -> Iterator[Draft]:
    """A class line of running text whose amount no table prints for that class."""
    tables = view.once(only_tables)
    printed = [cells for key in _BY_CLASS if (cells := class_cells(tables.get(key), WHOLE_COLUMN))]
    if "general_expenditure" not in tables:
        return  # what else is printed of a class may be of other money
    stage = accounts_stage(view)
    for line in view.of(Spending):
        if line.code is None or line.confidence < 1 or (stage == "initial_budget" and line.yuan is None):
            continue
        candidates = [cells[line.code] for cells in printed if line.code in cells]
        if not line.yuan and len(candidates) < len(printed):
            continue  # nothing of it in one of the tables, which leaves it out
        amount = next((a for a in view.amounts_in(*line.span) if a.yuan == line.yuan and a.stage == stage), None)
        if candidates and amount is not None and amount.year == view.document.fiscal_year:
            yield from compare(view, "prose.class", amount, candidates, line.path[-1])


# -- 三公经费 -------------------------------------------------------------------------------------------------


def official(view: Disclosure) -> Iterator[Draft]:
    """An amount of the 三公经费 in running text that their table has otherwise, or not at all."""
    tables = view.once(only_tables)
    cells = official_cells(tables.get("official_expense"))
    blanks = official_cells(tables.get("official_expense"), blank=True)
    by_code = class_cells(tables.get("general_basic_expenditure"), BASIC_COLUMN)
    for amount in outcomes(view) if cells else ():
        item = official_item(bare_form(amount.measure or ""))
        stage = "budget" if view.document.report == "budget" else "final"
        if item is not None and (item.item, stage) in cells:
            candidates = [cells[item.item, stage]]
            if item.economic in by_code:  # an economic class of the basic expenditure has the same name
                candidates.append(by_code[item.economic])
            yield from compare(view, "prose.official", amount, candidates, amount.measure or "")
        elif item is not None and (item.item, stage) in blanks and ("total", stage) in cells and amount.yuan:
            blank = blanks[item.item, stage]
            yield Draft(
                "prose.official_blank",
                amount.span,
                (amount.id, blank.table.id),
                expected=None,
                actual=amount.value,
                words={"measure": amount.measure or "", "unit": amount.unit, "whole": blank.title},
                blames=amount.id,
                figures=(view.figure(amount), blank.figure()),
            )


def economic(view: Disclosure) -> Iterator[Draft]:
    """An economic class of running text with another amount than the table of the basic expenditure has."""
    by_code = class_cells(view.once(only_tables).get("general_basic_expenditure"), BASIC_COLUMN)
    for item in view.of(Economic) if by_code else ():
        behind = view.amounts_in(item.span.start, item.span.end + _BEHIND)
        amount = next((a for a in behind if a.yuan == item.yuan), None)
        if item.code in by_code and amount is not None and amount.year == view.document.fiscal_year:
            yield from compare(view, "prose.economic", amount, [by_code[item.code]], item.name)


def fees(view: Disclosure) -> Iterator[Draft]:
    """All meetings or all training with less money than the basic expenditure on them; more is worth a look."""
    by_code = class_cells(view.once(only_tables).get("general_basic_expenditure"), BASIC_COLUMN)
    heading = regex.compile(read_toml("rules/quantities.toml")["fees"]["heading"])
    for amount in outcomes(view) if by_code else ():
        against = by_code.get(_fee(amount.measure or "") or "")
        if against is None or not heading.search(bare_form("".join(amount.section))):
            continue
        off = EXACT.subtract(amount.yuan, against.yuan)
        if off and is_slipped(amount, against):
            yield slip(view, amount, against)
        elif abs(off) > EXACT.add(slack_yuan(amount), against.slack) * view.tolerance("prose.fee"):
            yield Draft(
                "prose.fee",
                amount.span,
                (amount.id, against.table.id),
                expected=plain(EXACT.divide(against.yuan, YUAN_PER_UNIT[amount.unit])),
                actual=amount.value,
                calculation=f"{amount.text} {'<' if off < 0 else '>'} {against.text}",
                words={"measure": amount.measure or "", "unit": amount.unit, "whole": against.title},
                severity=None if off < 0 else "info",
                blames=amount.id,
                figures=(view.figure(amount), against.figure()),
                rests_on=against.keys,
            )


@lru_cache(maxsize=4096)
def _fee(measure: str) -> str | None:
    """Return the code of the economic class that a measure is all the money for."""
    form, rows = bare_form(measure), read_toml("rules/quantities.toml")["fee"]
    return next((row["economic"] for row in rows if regex.fullmatch(row["said"], form)), None)


# -- nothing, or not ------------------------------------------------------------------------------------------


def nil_returns(view: Disclosure) -> Iterator[Draft]:
    """Running text that says there is nothing of what a table holds figures for."""
    tables = view.once(only_tables)
    for said in view.of(NilReturn):
        table = tables.get(said.table or "")
        if table is None or table.empty or said.section == table.section:
            continue  # what stands below a table is the rule on notes of tables
        if any(cell.yuan for row in table.rows for cell in row):
            yield Draft(
                "prose.nil",
                said.span,
                (said.id, table.id),
                expected=None,
                actual=said.text,
                words={"measure": said.measure, "whole": table.title or ""},
            )


#: How far behind its name the amount of an economic class stands, in code points.
_BEHIND = 30
