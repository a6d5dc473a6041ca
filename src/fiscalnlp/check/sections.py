"""Checks within one topic: official expenses, procurement, assets, evaluations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, percent_of, rounded
from fiscalnlp.data import read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import (
    Amount,
    Asset,
    Evaluation,
    OfficialExpense,
    OfficialExpenseItem,
    Percentage,
    Procurement,
)

#: What rounding to two decimals of 万元 may move a sum of three parts by, in yuan.
_ROUNDING_YUAN = Decimal(200)

_EXPENSE_SUMS: tuple[tuple[OfficialExpenseItem, tuple[OfficialExpenseItem, ...], str], ...] = (
    ("total", ("abroad", "vehicles", "reception"), "“三公”经费"),
    ("vehicles", ("vehicle_purchase", "vehicle_running"), "公务用车购置及运行维护费"),
)


def official_expense_sums(view: Disclosure) -> Iterator[Draft]:
    """The official expenses (三公经费) against their lines, for budget and final account."""
    lines = {line.item: line for line in view.of(OfficialExpense)}
    for item, parts, name in _EXPENSE_SUMS:
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
                words={"measure": name},
                severity="info" if abs(found - printed) <= rounding else None,
                blames=total.id,
            )


def procurement_sums(view: Disclosure) -> Iterator[Draft]:
    """Goods, works and services against the total; awards to small firms never above it."""
    for record in view.of(Procurement):
        if record.total_yuan is None:
            continue
        total = _printed(view, record.span, record.total_yuan)
        unit = total.unit if total else "元"
        rounding = _ROUNDING_YUAN * view.tolerance("procurement.sum")
        parts = [part for part in (record.goods_yuan, record.works_yuan, record.services_yuan) if part is not None]
        found = sum(parts, Decimal(0))
        if len(parts) == 3 and found != record.total_yuan:
            yield Draft(
                "procurement.sum",
                total.span if total else record.span,
                (total.id, record.id) if total else (record.id,),
                expected=_in_unit(found, unit),
                actual=_in_unit(record.total_yuan, unit),
                calculation=_sum_line(parts, "≠", record.total_yuan, unit),
                words={"unit": unit},
                severity="info" if abs(found - record.total_yuan) <= rounding else None,
            )
        awards = [a for a in (record.sme_yuan, record.other_sme_yuan) if a is not None]
        awarded = sum(awards, Decimal(0))
        slack = _ROUNDING_YUAN * view.tolerance("procurement.exceeds_total")
        if EXACT.subtract(awarded, record.total_yuan) > slack:
            last = _printed(view, record.span, awards[-1])
            yield Draft(
                "procurement.exceeds_total",
                Span(view.sentence(last.span.start)[0], last.span.end) if last else record.span,
                (last.id, record.id) if last else (record.id,),
                expected=_in_unit(record.total_yuan, unit),
                actual=_in_unit(awards[-1], unit),
                calculation=_sum_line(awards, ">", record.total_yuan, unit),
                words={"unit": unit, "awarded": str(_in_unit(awarded, unit))},
            )


def _printed(view: Disclosure, span: Span, yuan: Decimal) -> Amount | None:
    """Return the last mention of a sum in `span`."""
    inside = [a for a in view.amounts_in(*span) if a.yuan == yuan]
    return inside[-1] if inside else None


def _in_unit(yuan: Decimal, unit: str) -> Decimal:
    return plain(EXACT.divide(yuan, YUAN_PER_UNIT[unit]))


def _sum_line(parts: Sequence[Decimal], sign: str, total: Decimal, unit: str) -> str:
    return " + ".join(f"{_in_unit(part, unit)}" for part in parts) + f" {sign} {_in_unit(total, unit)} {unit}"


def vehicle_counts(view: Disclosure) -> Iterator[Draft]:
    """The number of vehicles against the kinds listed behind it."""
    vehicles = [asset for asset in view.of(Asset) if asset.unit == "辆"]
    totals = [i for i, asset in enumerate(vehicles) if _ALL_VEHICLES.search(asset.item)]
    for index, following in pairwise([*totals, len(vehicles)]):
        total = vehicles[index]
        kinds = [asset for asset in vehicles[index + 1 : following] if asset.item.endswith("用车")]
        found = sum((kind.count for kind in kinds), Decimal(0))
        if kinds and found != total.count:
            yield Draft(
                "asset.vehicles",
                total.span,
                (total.id, *(kind.id for kind in kinds)),
                expected=found,
                actual=total.count,
                calculation=" + ".join(str(kind.count) for kind in kinds) + f" ≠ {total.count}",
                severity=None if found > total.count or _is_whole(kinds) else "info",
            )


def _is_whole(kinds: Sequence[Asset]) -> bool:
    """Tell whether a list of kinds of vehicles is all of them: many, or closed by 其他用车."""
    return len(kinds) >= _MANY or (bool(kinds) and kinds[-1].item.endswith("其他用车"))


#: Names of vehicles as a whole (一般公务用车 is a kind); a list with this many kinds is meant to be whole.
_ALL_VEHICLES, _MANY = re.compile("(?<!一般)公务用车$|车辆(?:总数)?$"), 4


def excellent_rates(view: Disclosure) -> Iterator[Draft]:
    """The rate of excellent projects (评优率) against the counts of each grade."""
    for evaluation in view.of(Evaluation):
        grades = evaluation.grades or {}
        total = sum(grades.values())
        best = next((count for grade, count in grades.items() if grade.startswith("优")), None)
        rate = next((p for p in view.percentages_in(*evaluation.span) if _is_excellent_rate(p)), None)
        if rate is None or best is None or not total:
            continue
        expected = percent_of(Decimal(best), Decimal(total))
        exponent = rate.value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        slack = Decimal(5).scaleb(-places - 1) * view.tolerance("evaluation.excellent_rate")
        if abs(expected - rate.value) <= slack:
            continue
        start = view.document.text.rfind(rate.measure or "", 0, rate.span.start)
        yield Draft(
            "evaluation.excellent_rate",
            Span(start if 0 <= rate.span.start - start < 20 else rate.span.start, rate.span.end),
            (rate.id, evaluation.id),
            expected=rounded(expected, rate.value),
            actual=rate.value,
            calculation=f"{best} ÷ {total}",
            blames=rate.id,
        )


def _is_excellent_rate(percentage: Percentage) -> bool:
    return percentage.measure in {"评优率", "优秀率"}


def evaluated_funds(view: Disclosure) -> Iterator[Draft]:
    """The funds evaluated against the project expenditure that they are said to be a share of."""
    projects = view.settled("项目支出")
    all_general = _is_all_general(view)
    for evaluation in view.of(Evaluation):
        share = next(
            (p for p in view.percentages_in(*evaluation.span) if p.role == "share" and "项目支出" in (p.of or "")),
            None,
        )
        funds = next((a for a in view.amounts_in(*evaluation.span) if a.yuan == evaluation.yuan), None)
        if share is None or funds is None or projects is None or not funds.yuan:
            continue
        if "一般公共预算" not in (share.of or "") or not all_general:
            continue
        expected = EXACT.divide(EXACT.multiply(projects.yuan, share.value), Decimal(100))
        # The share is rounded, so what it stands for is known to half a unit of its last decimal.
        exponent = share.value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        slack = EXACT.multiply(projects.yuan, Decimal(5).scaleb(-places - 3))
        slack = EXACT.add(slack, _ROUNDING_YUAN) * view.tolerance("evaluation.funds_share")
        if abs(EXACT.subtract(expected, funds.yuan)) <= slack:
            continue
        unit = YUAN_PER_UNIT[funds.unit]
        yield Draft(
            "evaluation.funds_share",
            Span(funds.span.start, share.span.end),
            (funds.id, share.id, projects.id),
            expected=plain(EXACT.divide(expected, unit)),
            actual=funds.value,
            calculation=f"{projects.text} × {share.text}",
            words={"unit": funds.unit, "measure": share.of or "", "share": str(share.value)},
            blames=funds.id,
        )


def _is_all_general(view: Disclosure) -> bool:
    """Tell that the general budget pays for all, so that 项目支出 is that of the general budget alone."""
    if any(a.yuan for a in view.amounts if a.measure and a.measure.startswith(("政府性基金", "国有资本"))):
        return False
    total = view.settled("本年支出合计")
    return total is not None and any(
        general.yuan == total.yuan
        for name in read_toml("rules/identities.toml")["general"]
        if (general := view.settled(name)) is not None
    )
