"""Units that cannot be meant: of a difference, of what assets are listed from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, last_digit
from fiscalnlp.check.wording import words_draft
from fiscalnlp.data import read_patterns
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Change

_LARGE = Decimal(10_000)


def differences(view: Disclosure) -> Iterator[Draft]:
    """支出31.46万元，比上年增加1.52元: a difference finer than the amount that it is one of.

    Where a rate stands beside it, the rule on growth tells the slip.
    """
    for change in view.of(Change):
        amount = _amount_before(view, change)
        inside = [a for a in view.amounts_in(*change.span) if a.stage == "change" and a.yuan]
        if amount is None or change.percent is not None or len(inside) != 1 or YUAN_PER_UNIT[inside[0].unit] != 1:
            continue
        difference = inside[0]
        finest = EXACT.multiply(_LARGE, min(last_digit(amount.value), _FINEST))
        if change.direction == "increase" and difference.value > amount.value:
            continue  # more than all of it: 元 is meant
        if YUAN_PER_UNIT[amount.unit] == _LARGE and EXACT.remainder(difference.yuan, finest):
            yield Draft(
                "unit.difference",
                difference.span,
                (difference.id, amount.id, change.id),
                expected="万元",
                actual=difference.text,
                calculation=f"{difference.text} < 0.01万元" if difference.yuan < finest else None,
                words={"measure": change.measure or "", "other": amount.text},
                blames=difference.id,
            )


#: The last decimal that amounts in 万元 are printed to, where one happens to end with a zero.
_FINEST = Decimal("0.01")


def _amount_before(view: Disclosure, change: Change) -> Amount | None:
    """Return the amount that a change is one of: the one that it names, or of its measure before it."""
    named = view.by_id.get(change.amount) if change.amount else None
    if isinstance(named, Amount):
        return named
    before = view.amounts_in(view.sentence(change.span.start)[0], change.span.start)
    return before[-1] if before and before[-1].measure == change.measure else None


def thresholds(view: Disclosure) -> Iterator[Draft]:
    """单价100元（含）以上设备: what assets are told from, which is in 万元."""
    pattern = read_patterns("rules/assets.toml")["threshold"]
    for line in view.prose_lines:
        for match in pattern.finditer(view.form, *line):
            yield words_draft(view, "unit.threshold", Span(*match.span()), expected=f"{match['number']}万元")
