"""Figures against figures in running text: units and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, last_before, percent_of, quotient_slack, rounded
from fiscalnlp.data import read_patterns, read_toml
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
        of = (share.of or composed_whole(view, share)) if share.role == "share" else None
        if of is None:
            continue
        part = part_of(view, share)
        whole = whole_of(view, of, part)
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
            words={"measure": share.measure or "", "whole": of},
            severity="info" if adjusted else None,
            blames=share.id,
        )


def composed_whole(view: Disclosure, share: Percentage) -> str | None:
    """Return the whole that a list says only at its head: 本年收入的具体构成为：财政拨款收入…，占91.45%."""
    match = read_patterns("rules/wording.toml")["composed"].match(
        view.form, view.paragraph_start(share.span.start)
    )
    if match is None:
        return None
    whole: str = match["whole"]
    return f"{whole}合计" if whole.startswith("本年") else whole


def part_of(view: Disclosure, share: Percentage) -> Amount | None:
    """Return the amount that a share is printed behind: in its sentence, of its measure, remarks aside."""
    start, _ = view.sentence(share.span.start)
    before = view.amounts_in(start, share.span.start)
    own = [amount for amount in before if share.measure in {amount.measure, None}]
    if not own or own[-1].stage == "change":
        return None
    part = own[-1]
    between = view.form[part.span.end : share.span.start]
    if len(_REMARK.sub("", between)) > _NEAR or (before[-1] is not part and not _REMARK.search(between)):
        return None
    return part


#: A remark in brackets; how far behind its amount a share stands, in code points.
_REMARK, _NEAR = re.compile("（[^（）]*）"), 40


def whole_of(view: Disclosure, name: str, part: Amount | None) -> Amount | None:
    """Return the amount of the whole: the nearest before the share, else the one value that the text has."""
    if part is None:
        return None
    names = (name, name.removesuffix("预算"), *read_toml("rules/identities.toml")["other_names"].get(name, ()))
    named = next((amounts for each in names if (amounts := view.amounts_named(each, part.stage))), [])
    before = last_before(named, part.span.start)
    if before is not None and view.paragraph_start(before.span.start) == view.paragraph_start(part.span.start):
        return before
    if part.measure != name:
        return named[0] if len({amount.yuan for amount in named}) == 1 else None
    others = [amount for amount in named if amount.id != part.id]
    return others[0] if len({amount.yuan for amount in others}) == 1 else None
