"""Running text against tables: totals, class lines, 三公经费, and what is said to be nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_places import (
    BASIC_COLUMN,
    WHOLE_COLUMN,
    Printed,
    class_cells,
    nearest,
    official_cells,
    official_items,
    only_tables,
    quantities,
)
from fiscalnlp.check.view import Disclosure, slack_yuan
from fiscalnlp.data import read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.records import Amount, Economic, NilReturn, Spending, Stage
from fiscalnlp.text.forms import matching_form


def totals(view: Disclosure) -> Iterator[Draft]:
    """An amount of running text that is none of the figures which the tables print for its measure."""
    printed: dict[str, list[Printed]] = {}
    for quantity in view.once(quantities):
        printed.setdefault(quantity.name, []).extend(quantity.printed)
    if not printed:
        return
    tables = view.once(only_tables)
    funds = any(not tables[key].empty for key in _FUNDS if key in tables)
    for amount in _outcomes(view):
        names = _said(amount.measure or "", view.topic_at(amount.span.start), funds)
        candidates = [each for name in names for each in printed.get(name, ())]
        if candidates:
            yield from _compare(view, "prose.total", amount, candidates, amount.measure or "")


#: The tables of money that is not the general budget's.
_FUNDS = ("government_fund", "state_capital")


@dataclass(frozen=True, slots=True)
class _Saying:
    """Which quantities a measure of running text may be.

    `topics` of the sections it is so in, `None` for all but those of `elsewhere`; `without_funds`: only where the
    general budget pays for all.
    """

    measure: regex.Pattern[str]
    quantities: tuple[str, ...]
    topics: frozenset[str | None] | None
    without_funds: bool


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
            )
            for row in data["said"]
        ),
        frozenset(data["elsewhere"]),
    )


@cache
def _said(measure: str, topic: str | None, funds: bool) -> tuple[str, ...]:
    """Return the names of the quantities that a measure may be, under a heading on `topic`."""
    form = "".join(matching_form(measure).split())
    sayings, elsewhere = _sayings()
    return next(
        (
            each.quantities
            for each in sayings
            if each.measure.fullmatch(form)
            and (topic not in elsewhere if each.topics is None else topic in each.topics)
            and not (funds and each.without_funds)
        ),
        (),
    )


def _stage(view: Disclosure) -> Stage:
    return "initial_budget" if view.document.report == "budget" else "final_account"


def _outcomes(view: Disclosure) -> Iterator[Amount]:
    """Yield the amounts of the year reported on: what was spent, in a budget what is planned."""
    stage, year = _stage(view), view.document.fiscal_year
    for amount in view.amounts:
        if amount.stage == stage and amount.year == year and not amount.approximate and amount.confidence == 1:
            yield amount


def _compare(
    view: Disclosure, rule: str, amount: Amount, candidates: Sequence[Printed], measure: str
) -> Iterator[Draft]:
    if any(abs(EXACT.subtract(amount.yuan, each.yuan)) <= _coarser(amount, each) for each in candidates):
        return
    against = nearest(candidates, amount.yuan)
    slipped = next((each for each in candidates if _slipped(amount, each)), None)
    off = abs(EXACT.subtract(amount.yuan, against.yuan))
    slack = EXACT.add(slack_yuan(amount), against.slack)
    words = {"measure": measure, "unit": amount.unit, "whole": against.table.title}
    if slipped is not None:
        rule, against = "unit.slip", slipped
        words["right"] = against.text
    else:
        slack *= view.tolerance(rule)
    yield Draft(
        rule,
        amount.span,
        (amount.id, against.table.id),
        expected=plain(EXACT.divide(against.yuan, YUAN_PER_UNIT[amount.unit])),
        actual=amount.value,
        calculation=f"{amount.text} ≠ {against.text}",
        words=words,
        severity="info" if off <= slack else None,
        blames=amount.id,
        figures=(view.figure(amount), against.figure()),
        rests_on=against.keys,
    )


def _coarser(amount: Amount, printed: Printed) -> Decimal:
    """Return what may part two prints of one figure: nothing where both have the same last decimal."""
    one, other = slack_yuan(amount), printed.slack
    return Decimal(0) if one == other else max(one, other)


def _slipped(amount: Amount, printed: Printed) -> bool:
    """Tell whether the digits are the table's, the unit another."""
    if not amount.value or not printed.yuan:
        return False
    half = EXACT.divide(slack_yuan(amount), EXACT.divide(amount.yuan, amount.value))
    for unit, factor in YUAN_PER_UNIT.items():
        off = abs(EXACT.subtract(EXACT.multiply(amount.value, factor), printed.yuan))
        if unit != amount.unit and off <= max(EXACT.multiply(half, factor), printed.slack):
            return True
    return False


# -- by class -------------------------------------------------------------------------------------------------

#: Tables that print spending by class.
_BY_CLASS = ("general_expenditure", "expenditure", "government_fund", "state_capital")


def class_lines(view: Disclosure) -> Iterator[Draft]:
    """A class line of running text whose amount no table prints for that class."""
    tables = view.once(only_tables)
    printed = [cells for key in _BY_CLASS if (cells := class_cells(tables.get(key), WHOLE_COLUMN))]
    if not printed:
        return
    stage = _stage(view)
    for line in view.of(Spending):
        if line.code is None or line.confidence < 1 or (stage == "initial_budget" and line.yuan is None):
            continue
        candidates = [cells[line.code] for cells in printed if line.code in cells]
        if not line.yuan and len(candidates) < len(printed):
            continue  # nothing of it in one of the tables, which leaves it out
        amount = next((a for a in view.amounts_in(*line.span) if a.yuan == line.yuan and a.stage == stage), None)
        if candidates and amount is not None and amount.year == view.document.fiscal_year:
            yield from _compare(view, "prose.class", amount, candidates, line.path[-1])


# -- 三公经费 -------------------------------------------------------------------------------------------------


def official(view: Disclosure) -> Iterator[Draft]:
    """An amount of the 三公经费 in running text that is not the one of their table."""
    tables = view.once(only_tables)
    cells = official_cells(tables.get("official_expense"))
    by_code = class_cells(tables.get("general_basic_expenditure"), BASIC_COLUMN)
    for amount in _outcomes(view) if cells else ():
        form = "".join(matching_form(amount.measure or "").split())
        item = next((each for each in official_items() if each.said.fullmatch(form)), None)
        stage = "budget" if view.document.report == "budget" else "final"
        if item is not None and (item.item, stage) in cells:
            candidates = [cells[item.item, stage]]
            if item.economic in by_code:  # an economic class of the basic expenditure has the same name
                candidates.append(by_code[item.economic])
            yield from _compare(view, "prose.official", amount, candidates, amount.measure or "")


def economic(view: Disclosure) -> Iterator[Draft]:
    """An economic class of running text with another amount than the table of the basic expenditure has."""
    by_code = class_cells(view.once(only_tables).get("general_basic_expenditure"), BASIC_COLUMN)
    for item in view.of(Economic) if by_code else ():
        behind = view.amounts_in(item.span.start, item.span.end + _BEHIND)
        amount = next((a for a in behind if a.yuan == item.yuan), None)
        if item.code in by_code and amount is not None and amount.year == view.document.fiscal_year:
            yield from _compare(view, "prose.economic", amount, [by_code[item.code]], item.name)


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
                words={"measure": said.measure, "whole": table.title},
            )


#: How far behind its name the amount of an economic class stands, in code points.
_BEHIND = 30
