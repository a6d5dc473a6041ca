"""The official expenses (三公经费): against their parts, and against what is counted of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import regex

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_toml
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
