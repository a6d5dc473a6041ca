"""Counts against money and against each other: trips, vehicles, receptions, grades of projects, small firms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import regex

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, last_digit
from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.money import EXACT, plain
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Evaluation, OfficialExpense, Percentage, Procurement, Quantity
from fiscalnlp.text.forms import matching_form


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
            form = "".join(matching_form(count.measure or "").split())
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


def small_firms_by_kind(view: Disclosure) -> Iterator[Draft]:
    """货物采购授予中小企业…占货物支出金额的P%: what small firms won of each kind against what they won in all."""
    for record in view.of(Procurement):
        spent = {"货物": record.goods_yuan, "工程": record.works_yuan, "服务": record.services_yuan}
        shares = {kind: _share_of_kind(view, record, kind) for kind, yuan in spent.items() if yuan}
        if not shares or record.sme_yuan is None or None in shares.values() or None in spent.values():
            continue
        found, slack = Decimal(0), Decimal(0)
        for kind, share in shares.items():
            yuan = spent[kind] or Decimal(0)
            value = share.value if share else Decimal(0)
            found += EXACT.divide(EXACT.multiply(yuan, value), Decimal(100))
            slack += EXACT.divide(EXACT.multiply(yuan, last_digit(value)), Decimal(200)) + _ROUNDING_YUAN
        if abs(EXACT.subtract(found, record.sme_yuan)) <= slack * view.tolerance("procurement.kinds"):
            continue
        printed = [share for share in shares.values() if share is not None]
        yield Draft(
            "procurement.kinds",
            Span(printed[0].span.start, printed[-1].span.end),
            (*(share.id for share in printed), record.id),
            expected=plain(record.sme_yuan),
            actual=plain(found.quantize(Decimal("0.01"))),
            calculation=" + ".join(f"{plain(spent[k] or Decimal(0))} × {s.value}%" for k, s in shares.items() if s)
            + f" ≠ {plain(record.sme_yuan)}",
        )


#: What rounding to two decimals of 万元 may move an amount by, in yuan.
_ROUNDING_YUAN = Decimal(100)


def _share_of_kind(view: Disclosure, record: Procurement, kind: str) -> Percentage | None:
    """Return the share of small and medium firms in what was spent on a kind, printed behind the awards."""
    pattern = read_patterns("rules/quantities.toml", "awarded")
    end = view.document.text.find("\n", record.span.end)
    behind = view.percentages_in(record.span.start, len(view.document.text) if end < 0 else end)
    return next(
        (
            share
            for share in behind
            if kind in (share.of or "")
            and pattern["measure"].search("".join(matching_form(share.measure or "").split()))
        ),
        None,
    )
