"""Counts against money and against each other: trips, vehicles, receptions, grades of projects, small firms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import regex

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_toml
from fiscalnlp.model.money import plain
from fiscalnlp.model.records import Amount, Evaluation, OfficialExpense, Procurement, Quantity
from fiscalnlp.text.forms import bare_form


@cache
def _rules() -> list[tuple[str, regex.Pattern[str], regex.Pattern[str], bool]]:
    rows = read_toml("rules/quantities.toml")["counted"]
    return [(r["item"], regex.compile(r["unit"]), regex.compile(r["measure"]), r["both"]) for r in rows]


def official(view: Disclosure) -> Iterator[Draft]:
    """Money spent on receptions, trips or vehicles all counts of which are 0, and counts without money."""
    lines = {line.item: line for line in view.of(OfficialExpense)}
    for item, unit, measure, both in _rules():
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


def grades(view: Disclosure) -> Iterator[Draft]:
    """The projects of all grades against the number of projects evaluated."""
    for evaluation in view.of(Evaluation):
        counted = sum((evaluation.grades or {}).values())
        if counted and evaluation.projects is not None and counted != evaluation.projects:
            parts = " + ".join(str(each) for each in (evaluation.grades or {}).values())
            yield Draft(
                "evaluation.grades",
                evaluation.span,
                (evaluation.id,),
                expected=Decimal(counted),
                actual=Decimal(evaluation.projects),
                calculation=f"{parts} ≠ {evaluation.projects}",
            )


def small_firms(view: Disclosure) -> Iterator[Draft]:
    """What small and micro firms won against what small and medium ones did, of which it is a part."""
    for record in view.of(Procurement):
        if record.micro_yuan is not None and record.sme_yuan is not None and record.micro_yuan > record.sme_yuan:
            yield Draft(
                "procurement.micro",
                record.span,
                (record.id,),
                expected=plain(record.sme_yuan),
                actual=plain(record.micro_yuan),
                calculation=f"{plain(record.micro_yuan)} > {plain(record.sme_yuan)}",
            )
