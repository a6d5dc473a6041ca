"""Figures against figures in running text: units and shares."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, last_before, percent_of, quotient_slack, rounded
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Percentage

#: A share off by no more than this many units of its last decimal may be adjusted to make 100: info only.
_ADJUSTED = Decimal("1.5")


def unit_slips(view: Disclosure) -> Iterator[Draft]:
    """One figure in two units: `1551.25元` where the same measure stands elsewhere as `1551.25万元`.

    The unit that more mentions of the figure have is taken for the right one.
    """
    by_value: dict[Decimal, list[Amount]] = {}
    for amount in view.amounts:
        if amount.value and not amount.approximate:
            by_value.setdefault(abs(amount.value.normalize()), []).append(amount)
    for amounts in by_value.values():
        units: dict[str, list[Amount]] = {}
        for amount in amounts:
            units.setdefault(amount.unit, []).append(amount)
        if len(units) < 2:
            continue
        right = max(units, key=lambda unit: len(units[unit]))
        twins = {amount.measure: amount for amount in reversed(units[right])}  # the first of each measure
        for unit, slips in units.items():
            if len(slips) >= len(units[right]):
                continue
            for slip in slips:
                twin = twins.get(slip.measure) or _odd_twin(slip, units[right])
                if twin is None:
                    continue
                yield Draft(
                    "unit.slip",
                    slip.span,
                    (slip.id, twin.id),
                    expected=plain(EXACT.divide(twin.yuan, YUAN_PER_UNIT[unit])),
                    actual=slip.value,
                    calculation=f"{slip.text} ≠ {twin.text}",
                    words={"measure": slip.measure or "", "unit": unit, "right": twin.text},
                    blames=slip.id,
                )


def _odd_twin(slip: Amount, others: list[Amount]) -> Amount | None:
    """Return the mention of another measure that shows the slip: of a figure too odd to be met twice by chance."""
    digits = str(abs(slip.value)).replace(".", "").strip("0")
    return others[0] if len(digits) >= 4 else None


def shares(view: Disclosure) -> Iterator[Draft]:
    """A printed share against the quotient of part and whole."""
    for share in view.percentages:
        if share.role != "share" or share.of is None:
            continue
        part = _part(view, share)
        whole = _whole(view, share, part)
        if part is None or whole is None or not whole.yuan or not part.yuan:
            continue
        expected = percent_of(part.yuan, whole.yuan)
        slack = quotient_slack(part, whole, share.value) * view.tolerance("share.quotient")
        off = abs(expected - share.value)
        if off <= slack:
            continue
        exponent = share.value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        adjusted = off <= EXACT.multiply(_ADJUSTED, Decimal(1).scaleb(-places))
        yield Draft(
            "share.quotient",
            Span(part.span.start, share.span.end),
            (share.id, part.id, whole.id),
            expected=rounded(expected, share.value),
            actual=share.value,
            calculation=f"{part.text} ÷ {whole.text}",
            words={"measure": share.measure or "", "whole": share.of},
            severity="info" if adjusted else None,
            blames=share.id,
        )


def _part(view: Disclosure, share: Percentage) -> Amount | None:
    """Return the amount that a share is printed behind: in its sentence, of its measure."""
    start, _ = view.sentence(share.span.start)
    before = view.amounts_in(start, share.span.start)
    if not before or before[-1].stage in {"change", "other"} or before[-1].measure != share.measure:
        return None
    between = view.document.text[before[-1].span.end : share.span.start]
    return before[-1] if len(between) <= 40 else None


def _whole(view: Disclosure, share: Percentage, part: Amount | None) -> Amount | None:
    """Return the amount of the whole: the nearest before the share, else the one value that the text has."""
    if part is None or share.of is None:
        return None
    before = last_before(view.amounts_named(share.of, part.stage), part.span.start)
    if before is not None and view.paragraph_start(before.span.start) == view.paragraph_start(share.span.start):
        return before
    if part.measure != share.of:
        return view.settled(share.of, part.stage)
    others = [amount for amount in view.amounts_named(share.of, part.stage) if amount.id != part.id]
    return others[0] if len({amount.yuan for amount in others}) == 1 else None
