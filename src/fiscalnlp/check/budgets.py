"""Outcomes against budgets: rates of completion, differences, and the words on them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.growth import difference_of, growth_slack, is_other_unit
from fiscalnlp.check.view import Disclosure, percent_of, quotient_slack, rounded, slack_yuan
from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Change, Percentage, Stage

_WORDS = read_toml("rules/quantities.toml")["rates"]
#: Names of the rate itself (预算执行率82.5%), and of the amounts that a project is evaluated by.
_RATES, _EXECUTION = frozenset(_WORDS["names"]), frozenset(_WORDS["execution"])
_BUDGETS: dict[str, Stage] = _WORDS["budgets"]


def completions(view: Disclosure) -> Iterator[Draft]:
    """A printed completion rate against final account and budget."""
    for rate in view.percentages:
        if rate.role != "completion" or (rate.of is None and rate.measure not in _RATES):
            continue
        spent, budgets = _stages_before(view, rate)
        stage = next((stage for word, stage in _BUDGETS.items() if word in (rate.of or "")), None)
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


def completions_by_difference(view: Disclosure) -> Iterator[Draft]:
    """完成年初预算的93.9%，比年初预算增加14.64万元, where the budget itself is not printed."""
    for change in view.of(Change):
        spent = view.by_id.get(change.amount) if change.amount else None
        difference = difference_of(view, change)
        if change.basis == "prior_year" or change.completion is None or difference is None:
            continue
        rate = next((p for p in view.percentages_in(*change.span) if p.value == change.completion), None)
        if rate is None or not isinstance(spent, Amount) or not change.yuan or is_other_unit(spent, difference):
            continue
        budget = EXACT.subtract(spent.yuan, change.yuan if change.direction == "increase" else -change.yuan)
        if budget <= 0:
            continue
        expected = percent_of(spent.yuan, budget)
        slack = growth_slack(spent, difference, budget, rate.value) * view.tolerance("completion.quotient")
        if abs(expected - rate.value) > slack:
            sign = "−" if change.direction == "increase" else "+"
            yield Draft(
                "completion.quotient",
                rate.span,
                (rate.id, spent.id, difference.id, change.id),
                expected=rounded(expected, rate.value),
                actual=rate.value,
                calculation=f"{spent.text} ÷ ({spent.text} {sign} {difference.text})",
                words={"measure": rate.measure or change.measure or ""},
                blames=rate.id,
            )


def _stages_before(view: Disclosure, rate: Percentage) -> tuple[Amount | None, dict[Stage, Amount]]:
    """Return the amounts of a rate's measure that its paragraph prints before it, by stage."""
    named = rate.measure in _RATES  # the rate of what its sentence is about
    start = view.sentence(rate.span.start)[0] if named else view.paragraph_start(rate.span.start)
    spent: Amount | None = None
    budgets: dict[Stage, Amount] = {}
    for amount in view.amounts_in(start, rate.span.start):
        if not named and rate.measure is not None and amount.measure not in {rate.measure, *_EXECUTION}:
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
            continue
        if change.confidence < 1:
            continue
        start = view.paragraph_start(change.span.start)
        near = [a for a in view.amounts_in(start, change.span.end) if a.measure == change.measure]
        spent = next((a for a in reversed(near) if a.stage == "final_account"), None)
        budget = next((a for a in reversed(near) if a.stage == change.basis), None)
        if spent is None or budget is None:
            yield from _against_rate(view, change)
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
        size = abs(EXACT.subtract(abs(difference), change.yuan or Decimal(0)))
        rounding = slack + max(slack_yuan(spent), slack_yuan(budget)) * view.tolerance("difference.amount")
        if not wrong and change.yuan is not None and budget.yuan and size > rounding:
            yield Draft(
                "difference.amount",
                change.span,
                (change.id, spent.id, budget.id),
                expected=plain(EXACT.divide(abs(difference), YUAN_PER_UNIT[spent.unit])),
                actual=plain(EXACT.divide(change.yuan, YUAN_PER_UNIT[spent.unit])),
                calculation=f"{spent.text} − {budget.text}",
                words={"measure": change.measure or "", "unit": spent.unit},
                blames=change.id,
            )
        if wrong:
            yield Draft(
                "direction.word",
                _verdict(view, change),
                (change.id, spent.id, budget.id),
                expected=budget.text,
                actual=spent.text,
                calculation=f"{spent.text} − {budget.text}",
                words={"measure": change.measure or ""},
                blames=change.id,
            )


def _against_rate(view: Disclosure, change: Change) -> Iterator[Draft]:
    """完成年初预算的113.63%，决算数小于年初预算数: the word against the rate, where no budget is printed."""
    rate = change.completion
    if rate is None or change.yuan is not None:
        return
    wrong = (change.direction == "increase" and rate < _FULL) or (change.direction == "decrease" and rate > _FULL)
    if wrong:
        yield Draft(
            "direction.word",
            _verdict(view, change),
            (change.id,),
            expected="100%",
            actual=f"{rate}%",
            calculation=f"{rate}% {'<' if rate < _FULL else '>'} 100%",
            words={"measure": change.measure or ""},
            blames=change.id,
        )


_FULL = Decimal(100)


def _verdict(view: Disclosure, change: Change) -> Span:
    """Return where the word on outcome against budget stands: behind the change, if that does not hold it."""
    words = read_patterns("rules/wording.toml")
    pattern = words["verdict_behind"]
    if words["verdict"].search(view.form, *change.span):
        return change.span
    found = [*pattern.finditer(view.form, change.span.end, change.span.end + _VERDICT_REACH)]
    return Span(*found[0].span()) if len(found) == 1 else change.span


#: How far behind the figures, in code points, the word on them may stand.
_VERDICT_REACH = 600


def wrong_sides(view: Disclosure) -> Iterator[Draft]:
    """比年初预算增加14.64万元，决算数小于预算数: the difference from a budget, and the word on its side."""
    pattern = read_patterns("rules/wording.toml")["side"]
    for change in view.of(Change):
        if change.basis == "prior_year" or not change.yuan:
            continue
        inside = [a for a in view.amounts_in(*change.span) if a.stage == "change"]
        start = inside[0].span.end if inside else change.span.end
        match = pattern.match(view.form, start)
        if match is not None and bool(match["over"]) != (change.direction == "increase"):
            yield Draft(
                "direction.contradiction",
                Span(change.span.start, match.end()),
                (change.id,),
                expected=None,
                actual=None,
                words={"measure": change.measure or "", "other": change.text, "word": match[0].lstrip("，。；")},
                blames=change.id,
            )
