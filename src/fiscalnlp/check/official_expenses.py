"""The official expenses (三公经费): against their parts, and against what is counted of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import regex

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.official_places import official_item
from fiscalnlp.check.view import Disclosure, slack_yuan
from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.records import Amount, OfficialExpense, OfficialExpenseItem, Quantity
from fiscalnlp.text.forms import bare_form

#: What rounding to two decimals of 万元 may move a sum of three parts by, in yuan.
_ROUNDING_YUAN = Decimal(200)
#: Lines of the official expenses that others make up.
_SUMS: tuple[tuple[OfficialExpenseItem, tuple[OfficialExpenseItem, ...]], ...] = (
    ("total", ("abroad", "vehicles", "reception")),
    ("vehicles", ("vehicle_purchase", "vehicle_running")),
)


def sums(view: Disclosure) -> Iterator[Draft]:
    """The official expenses (三公经费) against their lines, for budget and final account."""
    lines = {line.item: line for line in view.of(OfficialExpense)}
    names = read_toml("rules/quantities.toml")["official_names"]
    for item, parts in _SUMS:
        total = lines.get(item)
        if total is None or any(part not in lines for part in parts):
            continue
        for field in ("budget_yuan", "final_yuan"):
            printed: Decimal | None = getattr(total, field)
            values: list[Decimal | None] = [getattr(lines[part], field) for part in parts]
            if printed is None or any(value is None for value in values):
                continue
            found = sum((value for value in values if value is not None), Decimal(0))
            if found == printed:
                continue
            rounding = _ROUNDING_YUAN * view.tolerance("official_expense.sum")
            yield Draft(
                "official_expense.sum",
                total.span,
                (total.id, *(lines[part].id for part in parts)),
                expected=found,
                actual=printed,
                calculation=" + ".join(str(value) for value in values) + f" ≠ {printed}",
                words={"measure": names[item]},
                severity="info" if abs(found - printed) <= rounding else None,
                blames=total.id,
            )


@cache
def _counted() -> list[tuple[str, regex.Pattern[str], regex.Pattern[str], bool]]:
    rows = read_toml("rules/quantities.toml")["counted"]
    return [(r["item"], regex.compile(r["unit"]), regex.compile(r["measure"]), r["both"]) for r in rows]


def counts(view: Disclosure) -> Iterator[Draft]:
    """Money spent on receptions, trips or vehicles all counts of which are 0, and counts without money."""
    lines = {line.item: line for line in view.of(OfficialExpense)}
    for item, unit, measure, both in _counted():
        line = lines.get(item)  # type: ignore[call-overload]
        if line is None or line.final_yuan is None:
            continue
        counted: dict[str, list[Quantity]] = {}
        for count in view.of(Quantity):
            form = bare_form(count.measure or "")
            if unit.fullmatch(count.unit) and measure.fullmatch(form):
                counted.setdefault(count.unit, []).append(count)
        for counts in counted.values():
            most = max(counts, key=lambda each: each.value)
            if (line.final_yuan and not most.value) or (both and not line.final_yuan and most.value):
                money = _money(view, line)
                spent = money.text if money else f"{line.final_yuan}元"
                yield Draft(
                    "official_expense.counts",
                    most.span,
                    (most.id, line.id) if money is None else (most.id, money.id),
                    expected=None,
                    actual=most.text,
                    words={"measure": most.measure or "", "other": spent},
                    blames=most.id,
                )


def _money(view: Disclosure, line: OfficialExpense) -> Amount | None:
    return next((a for a in view.amounts_in(*line.span) if a.yuan == line.final_yuan), None)


def conflicts(view: Disclosure) -> Iterator[Draft]:
    """An item told with two values in the sections on the official expenses, where all others agree.

    Another item that is told twice with one value shows that both places speak of the same money.
    """
    told: dict[OfficialExpenseItem, list[Amount]] = {}
    for amount in view.amounts:
        if amount.stage != "final_account" or amount.confidence < 1 or amount.year != view.document.fiscal_year:
            continue
        item = official_item(bare_form(amount.measure or ""))
        if item is not None and view.topic_at(amount.span.start) == "official_expense":
            told.setdefault(item.item, []).append(amount)
    values = {item: {amount.yuan for amount in amounts} for item, amounts in told.items()}
    odd = [item for item in told if len(values[item]) == 2]
    agreed = [item for item in told if len(told[item]) > 1 and len(values[item]) == 1 and told[item][0].yuan]
    other_money = read_patterns("rules/wholes.toml")["other_money"]
    if not agreed or len(odd) != 1 or any(len(each) > 2 for each in values.values()):
        return
    amounts = told[odd[0]]
    if any(other_money.search(view.form, *view.sentence(amount.span.start)) for amount in amounts):
        return
    counted = Counter(amount.yuan for amount in amounts)
    usual = max(amounts, key=lambda amount: counted[amount.yuan])
    other = next(amount for amount in reversed(amounts) if amount.yuan != usual.yuan)
    if abs(usual.yuan - other.yuan) > (slack_yuan(usual) + slack_yuan(other)) * view.tolerance("measure.conflict"):
        yield Draft(
            "measure.conflict",
            other.span,
            (other.id, usual.id),
            expected=usual.text,
            actual=other.text,
            calculation=f"{other.text} ≠ {usual.text}",
            words={"measure": other.measure or ""},
            blames=other.id,
        )
