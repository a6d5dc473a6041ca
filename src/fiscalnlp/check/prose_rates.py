"""Rates of running text whose base only a table prints: shares of its totals, completion of its budgets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import regex

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.figures import part_of, whole_of
from fiscalnlp.check.official_places import official_cells, official_item
from fiscalnlp.check.table_places import Printed, only_tables, quantities
from fiscalnlp.check.view import Disclosure, last_digit, percent_of, rounded, slack_yuan
from fiscalnlp.data import read_toml
from fiscalnlp.model.money import EXACT
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount
from fiscalnlp.text.forms import bare_form


def shares(view: Disclosure) -> Iterator[Draft]:
    """A share whose whole only a table prints: 占一般公共预算项目支出总额的100%."""
    for share in view.percentages:
        part = part_of(view, share) if share.role == "share" and share.of else None
        if part is None or not part.yuan or whole_of(view, share.of or "", part) is not None:
            continue
        form = bare_form(share.of or "")
        names = next((names for pattern, names in _wholes() if pattern.fullmatch(form)), ())
        candidates = [p for q in view.once(quantities) if q.name in names for p in q.printed if p.yuan]
        if not candidates or any(_is_share(view, part, each, share.value) for each in candidates):
            continue
        whole = candidates[0]
        yield Draft(
            "share.quotient",
            Span(part.span.start, share.span.end),
            (share.id, part.id, whole.table.id),
            expected=rounded(percent_of(part.yuan, whole.yuan), share.value),
            actual=share.value,
            calculation=f"{part.text} ÷ {whole.text}",
            words={"measure": share.measure or "", "whole": share.of or ""},
            blames=share.id,
            figures=(view.figure(share), view.figure(part), whole.figure()),
            rests_on=whole.keys,
        )


@cache
def _wholes() -> tuple[tuple[regex.Pattern[str], tuple[str, ...]], ...]:
    rows = read_toml("rules/quantities.toml")["whole"]
    return tuple((regex.compile(row["of"]), tuple(row["quantities"])) for row in rows)


def _is_share(view: Disclosure, part: Amount, whole: Printed, printed: Decimal) -> bool:
    """Tell whether a printed share is the quotient of both, but for what rounding can move it by."""
    ratio = abs(EXACT.divide(part.yuan, whole.yuan))
    moved = EXACT.divide(EXACT.add(slack_yuan(part), EXACT.multiply(ratio, whole.slack)), whole.yuan)
    slack = EXACT.add(last_digit(printed) / 2, EXACT.multiply(moved, Decimal(100)))
    return abs(percent_of(part.yuan, whole.yuan) - printed) <= slack * view.tolerance("share.quotient")


def official_rates(view: Disclosure) -> Iterator[Draft]:
    """A completion rate of the 三公经费 whose budget only their table prints."""
    cells = official_cells(view.once(only_tables).get("official_expense"))
    for rate in view.percentages if cells else ():
        if rate.role != "completion" or view.topic_at(rate.span.start) != "official_expense":
            continue
        item = official_item(bare_form(rate.measure or ""))
        final, budget = (cells.get((item.item, stage)) if item else None for stage in ("final", "budget"))
        before = view.amounts_in(view.paragraph_start(rate.span.start), rate.span.start)
        if final is None or budget is None or not budget.yuan or any("budget" in a.stage for a in before):
            continue
        expected = percent_of(final.yuan, budget.yuan)
        moved = EXACT.divide(final.slack + budget.slack * final.yuan / budget.yuan, budget.yuan) * 100
        slack = (last_digit(rate.value) / 2 + moved) * view.tolerance("completion.quotient")
        if abs(expected - rate.value) > slack:
            yield Draft(
                "completion.quotient",
                rate.span,
                (rate.id, final.table.id),
                expected=rounded(expected, rate.value),
                actual=rate.value,
                calculation=f"{final.text} ÷ {budget.text}",
                words={"measure": rate.measure or ""},
                blames=rate.id,
                figures=(view.figure(rate), final.figure(), budget.figure()),
                rests_on=(*final.keys, *budget.keys),
            )
