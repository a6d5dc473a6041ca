"""Figures against figures in running text: units, growth, shares, completion, direction words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, last_before, percent_of, quotient_slack, rounded, slack_yuan
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Change, Percentage, Stage

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


def growth_rates(view: Disclosure) -> Iterator[Draft]:
    """A printed rate against the printed amount and difference."""
    for change in view.of(Change):
        current = view.by_id.get(change.amount) if change.amount else None
        if change.percent is None or not isinstance(current, Amount):
            continue
        if change.yuan is None:
            yield from _rate_of_two(view, change, current)
            continue
        difference = _difference(view, change)
        if difference is None or current.stage == "change" or _is_other_unit(current, difference):
            continue
        signed = change.yuan if change.direction == "increase" else -change.yuan
        base = EXACT.subtract(current.yuan, signed)
        span = change.span
        word = "增长" if change.direction == "increase" else "下降"
        words = {"measure": change.measure or "", "word": word}
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
        slack = _growth_slack(current, difference, base, change.percent) * view.tolerance("growth.rate")
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


def contradictions(view: Disclosure) -> Iterator[Draft]:
    """增加5.00万元，下降3.00%: the directions of one comparison's amount and rate."""
    for amount, rate in pairwise(view.of(Change)):
        apart = {amount.direction, rate.direction} == {"increase", "decrease"}
        parted = bool(amount.yuan and rate.percent) and amount.percent is None and rate.yuan is None
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


def _two_years(view: Disclosure, change: Change) -> Iterator[Draft]:
    """A difference and its direction, behind the amounts of both years."""
    current = view.by_id.get(change.amount) if change.amount else None
    if not isinstance(current, Amount) or current.year == change.basis_year:
        return
    base = _base_of(view, change)
    if base is None:
        return
    difference = EXACT.subtract(current.yuan, base.yuan)
    slack = EXACT.add(slack_yuan(current), slack_yuan(base)) * view.tolerance("direction.word")
    wrong_way = (change.direction == "increase" and difference < -slack) or (
        change.direction == "decrease" and difference > slack
    )
    moved = change.direction == "unchanged" and abs(difference) > slack and "基本" not in change.text
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
            words={"measure": change.measure or "", "word": "增减"},
            blames=change.id,
        )


def _difference(view: Disclosure, change: Change) -> Amount | None:
    inside = [a for a in view.amounts_in(*change.span) if a.stage == "change"]
    return next((a for a in inside if abs(a.yuan) == change.yuan), None)


def _is_other_unit(one: Amount, other: Amount) -> bool:
    """Tell a slip of unit between the two, which is another rule's to report."""
    return one.unit != other.unit and one.value == other.value


def _growth_slack(current: Amount, difference: Amount, base: Decimal, printed: Decimal) -> Decimal:
    exponent = printed.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    own = Decimal(5).scaleb(-places - 1)
    ratio = EXACT.divide(abs(difference.yuan), base)
    moved = EXACT.add(
        slack_yuan(difference), EXACT.multiply(ratio, EXACT.add(slack_yuan(current), slack_yuan(difference)))
    )
    return EXACT.add(own, EXACT.multiply(EXACT.divide(moved, base), Decimal(100)))


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


_BUDGETS: tuple[tuple[str, Stage], ...] = (
    ("年初", "initial_budget"),
    ("全年", "final_budget"),
    ("调整", "final_budget"),
)


def completions(view: Disclosure) -> Iterator[Draft]:
    """A printed completion rate against final account and budget, or against the printed difference."""
    for rate in view.percentages:
        if rate.role != "completion" or rate.of is None:
            continue
        spent, budgets = _stages_before(view, rate)
        stage = next((stage for word, stage in _BUDGETS if word in (rate.of or "")), None)
        if stage is None:
            found = [s for s in ("initial_budget", "final_budget") if s in budgets]
            if len(found) != 1:
                continue
            stage = "initial_budget" if found[0] == "initial_budget" else "final_budget"
        budget = budgets.get(stage)
        if spent is None or budget is None:
            continue
        words = {"measure": rate.measure or "", "budget": rate.of or "预算"}
        clause = view.document.text.rfind("完成", 0, rate.span.start)
        span = Span(clause if rate.span.start - clause < 24 and clause >= 0 else rate.span.start, rate.span.end)
        if not budget.yuan:
            if spent.yuan and rate.value:
                yield Draft(
                    "completion.zero_base",
                    span,
                    (rate.id, budget.id, spent.id),
                    expected=None,
                    actual=rate.value,
                    calculation=f"{spent.text} ÷ {budget.text}",
                    words=words,
                    blames=rate.id,
                )
            continue
        expected = percent_of(spent.yuan, budget.yuan)
        slack = quotient_slack(spent, budget, rate.value) * view.tolerance("completion.quotient")
        if abs(expected - rate.value) > slack:
            yield Draft(
                "completion.quotient",
                span,
                (rate.id, spent.id, budget.id),
                expected=rounded(expected, rate.value),
                actual=rate.value,
                calculation=f"{spent.text} ÷ {budget.text}",
                words=words,
                blames=rate.id,
            )


def _stages_before(view: Disclosure, rate: Percentage) -> tuple[Amount | None, dict[Stage, Amount]]:
    """Return the amounts of a rate's measure that its paragraph prints before it, by stage."""
    start = view.paragraph_start(rate.span.start)
    spent: Amount | None = None
    budgets: dict[Stage, Amount] = {}
    for amount in view.amounts_in(start, rate.span.start):
        if rate.measure is not None and amount.measure not in {
            rate.measure,
            "执行数",
            "全年预算数",
            "年初预算数",
        }:
            continue
        if amount.stage == "final_account":
            spent = amount
        elif amount.stage in {"initial_budget", "final_budget"}:
            budgets[amount.stage] = amount
    return spent, budgets


def directions(view: Disclosure) -> Iterator[Draft]:
    """决算数大于预算数 with a smaller figure, 持平 with another one: the word against the two amounts."""
    for change in view.of(Change):
        if change.basis == "prior_year":
            yield from _two_years(view, change)
            continue
        if change.confidence < 1 or change.yuan is not None:
            continue
        start = view.paragraph_start(change.span.start)
        near = [a for a in view.amounts_in(start, change.span.end) if a.measure == change.measure]
        spent = next((a for a in reversed(near) if a.stage == "final_account"), None)
        budget = next((a for a in reversed(near) if a.stage == change.basis), None)
        if spent is None or budget is None:
            continue
        if not budget.yuan and change.completion is not None:
            continue  # the wrong budget is named; the rule on completion rates says so
        slack = EXACT.add(slack_yuan(spent), slack_yuan(budget)) * view.tolerance("direction.word")
        difference = EXACT.subtract(spent.yuan, budget.yuan)
        wrong = (
            (change.direction == "increase" and difference < 0)
            or (change.direction == "decrease" and difference > 0)
            or (change.direction == "unchanged" and abs(difference) > slack and "基本" not in change.text)
        )
        if wrong:
            yield Draft(
                "direction.word",
                change.span,
                (change.id, spent.id, budget.id),
                expected=budget.text,
                actual=spent.text,
                calculation=f"{spent.text} − {budget.text}",
                words={"measure": change.measure or ""},
                blames=change.id,
            )
