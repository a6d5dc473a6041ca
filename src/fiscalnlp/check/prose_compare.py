"""An amount of running text against the figures that tables print of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_places import Printed, nearest
from fiscalnlp.check.view import Disclosure, slack_yuan
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.records import Amount, Stage


def accounts_stage(view: Disclosure) -> Stage:
    """Return the stage of the figures that a disclosure is about."""
    return "initial_budget" if view.document.report == "budget" else "final_account"


def outcomes(view: Disclosure) -> Iterator[Amount]:
    """Yield the amounts of the year reported on: what was spent, in a budget what is planned."""
    stage, year = accounts_stage(view), view.document.fiscal_year
    for amount in view.amounts:
        if amount.stage == stage and amount.year == year and not amount.approximate and amount.confidence == 1:
            yield amount


def compare(
    view: Disclosure,
    rule: str,
    amount: Amount,
    candidates: Sequence[Printed],
    measure: str,
    *,
    doubtful: bool = False,
) -> Iterator[Draft]:
    """Word that an amount is none of `candidates`, or has the digits of one in another unit.

    It is a note only where it is `doubtful` that the text means one of them.
    """
    if any(abs(EXACT.subtract(amount.yuan, each.yuan)) <= _coarser(amount, each) for each in candidates):
        return
    against = nearest(candidates, amount.yuan)
    slipped = next((each for each in candidates if is_slipped(amount, each)), None)
    if slipped is not None:
        yield slip(view, amount, slipped)
        return
    off = abs(EXACT.subtract(amount.yuan, against.yuan))
    slack = EXACT.add(slack_yuan(amount), against.slack) * view.tolerance(rule)
    words = {"measure": measure, "unit": amount.unit, "whole": against.title}
    yield Draft(
        rule,
        amount.span,
        (amount.id, against.table.id),
        expected=plain(EXACT.divide(against.yuan, YUAN_PER_UNIT[amount.unit])),
        actual=amount.value,
        calculation=f"{amount.text} ≠ {against.text}",
        words=words,
        severity="info" if off <= slack or doubtful else None,
        blames=amount.id,
        figures=(view.figure(amount), against.figure()),
        rests_on=against.keys,
    )


def _coarser(amount: Amount, printed: Printed) -> Decimal:
    """Return what may part two prints of one figure: nothing where both have the same last decimal."""
    one, other = slack_yuan(amount), printed.slack
    return Decimal(0) if one == other else max(one, other)


def is_slipped(amount: Amount, printed: Printed) -> bool:
    """Tell whether the digits are the table's, the unit another."""
    if not amount.value or not printed.yuan:
        return False
    half = EXACT.divide(slack_yuan(amount), EXACT.divide(amount.yuan, amount.value))
    for unit, factor in YUAN_PER_UNIT.items():
        off = abs(EXACT.subtract(EXACT.multiply(amount.value, factor), printed.yuan))
        if unit != amount.unit and off <= max(EXACT.multiply(half, factor), printed.slack):
            return True
    return False


def slip(view: Disclosure, amount: Amount, against: Printed) -> Draft:
    """Word that an amount has the digits of a table's figure, but another unit."""
    return Draft(
        "unit.slip",
        amount.span,
        (amount.id, against.table.id),
        expected=plain(EXACT.divide(against.yuan, YUAN_PER_UNIT[amount.unit])),
        actual=amount.value,
        calculation=f"{amount.text} ≠ {against.text}",
        words={"measure": amount.measure or "", "unit": amount.unit, "right": against.text},
        blames=amount.id,
        figures=(view.figure(amount), against.figure()),
        rests_on=against.keys,
    )
