"""Evaluations against themselves and the accounts: scores and grades, money under performance targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_places import quantities
from fiscalnlp.check.view import Disclosure, slack_yuan
from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.records import Evaluation

_FULL = Decimal(100)


@cache
def _grades() -> tuple[tuple[re.Pattern[str], Decimal, Decimal], ...]:
    """Return the grades with the scores that they begin and end at."""
    rows = read_toml("rules/evaluation.toml")["grade"]
    ends = [Decimal(101), *(Decimal(row["from"]) for row in rows)]
    return tuple((compile_pattern(row["name"]), Decimal(row["from"]), ends[n]) for n, row in enumerate(rows))


def scores(view: Disclosure) -> Iterator[Draft]:
    """A score that is not one of the grade given with it."""
    for evaluation in view.of(Evaluation):
        score, grade = evaluation.score, evaluation.grade
        many = sum((evaluation.grades or {}).values()) > 1
        if score is None or grade is None or many or score > _FULL:
            continue
        row = next((row for row in _grades() if row[0].fullmatch(grade)), None)
        if row is not None and not row[1] <= score < row[2]:
            upper = f"{_FULL}]" if row[2] > _FULL else f"{row[2]})"
            yield Draft(
                "evaluation.score",
                evaluation.span,
                (evaluation.id,),
                expected=f"[{row[1]}, {upper}",
                actual=score,
                calculation=f"{score} ∉ [{row[1]}, {upper}",
                words={"measure": evaluation.subject, "word": grade},
            )


def targets(view: Disclosure) -> Iterator[Draft]:
    """A budget with more money under performance targets (绩效目标) than its projects have."""
    if view.document.report != "budget":
        return
    names = read_toml("rules/quantities.toml")["projects"]
    printed = [p for q in view.once(quantities) if q.name in names for p in q.printed]
    if not printed:
        return
    most = max(printed, key=lambda each: each.yuan)
    for evaluation in view.of(Evaluation):
        funds = next((a for a in view.amounts_in(*evaluation.span) if a.yuan == evaluation.yuan), None)
        if funds is None or "绩效目标" not in evaluation.subject:
            continue
        if EXACT.subtract(funds.yuan, most.yuan) > EXACT.add(slack_yuan(funds), most.slack):
            yield Draft(
                "evaluation.targets",
                funds.span,
                (funds.id, most.table.id),
                expected=plain(EXACT.divide(most.yuan, YUAN_PER_UNIT[funds.unit])),
                actual=funds.value,
                calculation=f"{funds.text} > {most.text}",
                words={"unit": funds.unit, "whole": most.title},
                figures=(view.figure(funds), most.figure()),
                rests_on=most.keys,
            )
