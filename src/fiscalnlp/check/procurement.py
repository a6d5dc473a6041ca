"""Procurement (政府采购): its kinds, and what small firms won of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, last_digit
from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Percentage, Procurement
from fiscalnlp.text.forms import bare_form

#: What rounding to two decimals of 万元 may move a sum of three parts by, in yuan.
_ROUNDING_YUAN = Decimal(200)


def sums(view: Disclosure) -> Iterator[Draft]:
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


def small_firms(view: Disclosure) -> Iterator[Draft]:
    """What small and micro firms won, or had set aside, against all small and medium ones; a budget's reserves."""
    budget = view.document.report == "budget"
    for record in view.of(Procurement):
        pairs = (
            ("procurement.micro", record.micro_yuan, record.sme_yuan),
            ("procurement.reserved", record.reserved_micro_yuan, record.reserved_sme_yuan),
            ("procurement.reserved", record.reserved_sme_yuan, record.total_yuan if budget else None),
        )
        for rule, part, whole in pairs:
            if part is None or whole is None or part - whole <= _ROUNDING_YUAN * view.tolerance(rule):
                continue
            printed = _printed(view, record.span, part)
            unit = printed.unit if printed else "元"
            yield Draft(
                rule,
                printed.span if printed else record.span,
                (printed.id, record.id) if printed else (record.id,),
                expected=_in_unit(whole, unit),
                actual=_in_unit(part, unit),
                calculation=f"{_in_unit(part, unit)} > {_in_unit(whole, unit)} {unit}",
                words={"unit": unit},
                blames=printed.id if printed else None,
            )


def small_firms_by_kind(view: Disclosure) -> Iterator[Draft]:
    """货物采购授予中小企业…占货物支出金额的P%: what small firms won of each kind against what they won in all."""
    for record in view.of(Procurement):
        kinds = read_toml("rules/quantities.toml")["procured"]
        spent: dict[str, Decimal | None] = {name: getattr(record, field) for field, name in kinds.items()}
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


def _share_of_kind(view: Disclosure, record: Procurement, kind: str) -> Percentage | None:
    """Return the share of small and medium firms in what was spent on a kind, printed behind the awards."""
    pattern = read_patterns("rules/quantities.toml", "awarded")
    end = view.document.text.find("\n", record.span.end)
    behind = view.percentages_in(record.span.start, len(view.document.text) if end < 0 else end)
    return next(
        (
            share
            for share in behind
            if kind in (share.of or "") and pattern["measure"].search(bare_form(share.measure or ""))
        ),
        None,
    )
