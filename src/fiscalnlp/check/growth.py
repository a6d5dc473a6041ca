"""Comparisons with the year before: rates of growth, and the words of direction."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, percent_of, quotient_slack, rounded, slack_yuan
from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.money import EXACT
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Change


def growth_rates(view: Disclosure) -> Iterator[Draft]:
    """A printed rate against the printed amount and difference."""
    for change in view.of(Change):
        current = view.by_id.get(change.amount) if change.amount else _both(view, change) or _named(view, change)
        if change.percent is None or not isinstance(current, Amount):
            continue
        if change.yuan is None:
            yield from _rate_of_two(view, change, current)
            continue
        difference = difference_of(view, change)
        if difference is None or current.stage == "change" or is_other_unit(current, difference):
            continue
        signed = change.yuan if change.direction == "increase" else -change.yuan
        base = EXACT.subtract(current.yuan, signed)
        span = change.span
        words = {"measure": change.measure or "", "word": read_toml("rules/growth.toml")[change.direction]}
        if base == 0:
            if change.yuan == 0 or change.percent == 100:
                continue  # nothing changed, or the customary 100% for a body that is new
            yield Draft(
                "growth.zero_base",
                span,
                (change.id, current.id),
                expected=None,
                actual=change.percent,
                calculation=f"{current.text} − {difference.text} = 0",
                words=words,
                blames=change.id,
            )
            continue
        if base < 0:
            if current.year == change.year and -base > slack_yuan(current) + slack_yuan(difference):
                yield Draft(
                    "growth.exceeds",
                    span,
                    (change.id, current.id, difference.id),
                    expected=current.text,
                    actual=difference.text,
                    calculation=f"{current.text} − {difference.text} < 0",
                    words=words,
                    blames=change.id,
                )
            continue
        expected = percent_of(change.yuan, base)
        sign = "−" if signed >= 0 else "+"
        slack = growth_slack(current, difference, base, change.percent) * view.tolerance("growth.rate")
        if abs(expected - abs(change.percent)) > slack:
            yield Draft(
                "growth.rate",
                span,
                (change.id, current.id, difference.id),
                expected=rounded(expected, change.percent),
                actual=change.percent,
                calculation=f"{difference.text} ÷ ({current.text} {sign} {difference.text})",
                words=words,
                blames=change.id,
            )


def _both(view: Disclosure, change: Change) -> Amount | None:
    """Return the amount of a change of income and expenditure (收支), where its paragraph prints one for both."""
    words = read_patterns("rules/wording.toml")
    if not words["income_and_expenditure"].match(change.measure or ""):
        return None
    start = view.paragraph_start(change.span.start)
    before = [a for a in view.amounts_in(start, change.span.start) if a.stage != "change"]
    pair = before[-2:]
    if len(pair) < _PAIR or pair[0].yuan != pair[1].yuan:
        return None
    income = words["income"].fullmatch(pair[0].measure or "")
    expenditure = words["expenditure"].fullmatch(pair[1].measure or "")
    return pair[0] if income and expenditure and income["rest"] == expenditure["rest"] else None


_PAIR = 2


def _named(view: Disclosure, change: Change) -> Amount | None:
    """Return the last amount of a change's measure that its section prints before it."""
    name = read_patterns("rules/wording.toml")["this_year"].sub("", change.measure or "")
    if not name:
        return None
    start = view.section_start(change.span.start)
    names = {change.measure, *(each.format(name) for each in read_toml("rules/growth.toml")["totals"])}
    before = [a for a in view.amounts_in(start, change.span.start) if a.measure in names and a.stage != "change"]
    current = before[-1] if before else None
    return current if current is not None and current.year == change.year else None


def contradictions(view: Disclosure) -> Iterator[Draft]:
    """增加5.00万元，下降3.00%: the directions of one comparison's amount and rate."""
    for amount, rate in pairwise(view.of(Change)):
        apart = {amount.direction, rate.direction} == {"increase", "decrease"}
        parted = bool(amount.yuan) and rate.percent is not None and amount.percent is None and rate.yuan is None
        same = (amount.measure, amount.basis) == (rate.measure, rate.basis)
        beside = 0 < rate.span.end - amount.span.end <= _LONGEST_RATE
        if apart and parted and same and beside:
            first, second = amount.span.end, rate.span.end
            yield Draft(
                "direction.contradiction",
                Span(amount.span.start, second),
                (rate.id, amount.id),
                expected=None,
                actual=None,
                words={
                    "measure": amount.measure or "",
                    "other": amount.text,
                    "word": view.document.text[first:second].lstrip("，、,"),
                },
                blames=rate.id,
            )


#: Code points of the words of a rate behind an amount: ，下降5.46%.
_LONGEST_RATE = 16


def zeros(view: Disclosure) -> Iterator[Draft]:
    """An increase to nothing, and one by nothing: 0万元，比上年增加; 增加0万元."""
    for change in view.of(Change):
        current = view.by_id.get(change.amount) if change.amount else None
        to_nothing = (
            isinstance(current, Amount)
            and not current.yuan
            and (change.direction, change.basis, change.yuan) == ("increase", "prior_year", None)
            and (current.year, current.stage) == (change.year, "final_account")
            and change.confidence == 1
        )
        by_nothing = change.yuan == 0 and change.direction != "unchanged"
        if to_nothing or by_nothing:
            yield Draft(
                "direction.zero",
                change.span,
                (change.id, current.id) if to_nothing and current else (change.id,),
                expected=None,
                actual=change.text,
                words={"measure": change.measure or ""},
                severity=None if to_nothing else "info",
            )


def two_years(view: Disclosure) -> Iterator[Draft]:
    """The direction of a difference, behind the amounts of both years."""
    for change in view.of(Change):
        current = view.by_id.get(change.amount) if change.amount else None
        if change.basis != "prior_year" or not isinstance(current, Amount) or current.year == change.basis_year:
            continue
        base = _base_of(view, change)
        if base is None:
            continue
        difference = EXACT.subtract(current.yuan, base.yuan)
        slack = EXACT.add(slack_yuan(current), slack_yuan(base)) * view.tolerance("direction.word")
        wrong_way = (change.direction == "increase" and difference < -slack) or (
            change.direction == "decrease" and difference > slack
        )
        moved = change.direction == "unchanged" and abs(difference) > slack and not is_nearly(change)
        if wrong_way or moved:
            yield Draft(
                "direction.word",
                Span(min(base.span.start, current.span.start), change.span.end),
                (change.id, current.id, base.id),
                expected=base.text,
                actual=current.text,
                calculation=f"{current.text} − {base.text}",
                words={"measure": change.measure or ""},
                blames=change.id,
            )


def is_nearly(change: Change) -> bool:
    """Tell whether a text says 基本持平: unchanged but for a little."""
    return bool(read_patterns("rules/wording.toml")["nearly"].search(change.text))


def _base_of(view: Disclosure, change: Change) -> Amount | None:
    """Return the one amount of the year before that a paragraph prints for a change's measure."""
    start = view.paragraph_start(change.span.start)
    bases = [
        a
        for a in view.amounts_in(start, change.span.end)
        if a.measure == change.measure and a.year == change.basis_year and a.stage != "change"
    ]
    return bases[0] if len(bases) == 1 else None


def _rate_of_two(view: Disclosure, change: Change, current: Amount) -> Iterator[Draft]:
    """A rate printed without a difference, behind the amounts of both years."""
    if change.basis != "prior_year" or change.percent is None or current.year == change.basis_year:
        return
    base = _base_of(view, change)
    if base is None or not base.yuan:
        return
    expected = percent_of(EXACT.subtract(current.yuan, base.yuan), base.yuan)
    printed = change.percent if change.direction == "increase" else -change.percent
    if abs(expected - printed) > quotient_slack(current, base, change.percent) * view.tolerance("growth.rate"):
        yield Draft(
            "growth.rate",
            change.span,
            (change.id, current.id, base.id),
            expected=rounded(expected, change.percent),
            actual=printed,
            calculation=f"({current.text} − {base.text}) ÷ {base.text}",
            words={"measure": change.measure or "", "word": read_toml("rules/growth.toml")["unchanged"]},
            blames=change.id,
        )


def difference_of(view: Disclosure, change: Change) -> Amount | None:
    """Return the amount that a change prints for its size."""
    inside = [a for a in view.amounts_in(*change.span) if a.stage == "change"]
    return next((a for a in inside if abs(a.yuan) == change.yuan), None)


def is_other_unit(one: Amount, other: Amount) -> bool:
    """Tell a slip of unit between the two, which is another rule's to report."""
    return one.unit != other.unit and one.value == other.value


def growth_slack(current: Amount, difference: Amount, base: Decimal, printed: Decimal) -> Decimal:
    """Return how far a rate may be from the quotient of a difference and its base, in points."""
    exponent = printed.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    own = Decimal(5).scaleb(-places - 1)
    ratio = EXACT.divide(abs(difference.yuan), base)
    moved = EXACT.add(
        slack_yuan(difference), EXACT.multiply(ratio, EXACT.add(slack_yuan(current), slack_yuan(difference)))
    )
    return EXACT.add(own, EXACT.multiply(EXACT.divide(moved, base), Decimal(100)))
