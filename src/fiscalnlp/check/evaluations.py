"""Evaluations against themselves and the accounts: scores, grades and their counts, the money evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_places import quantities
from fiscalnlp.check.view import Disclosure, percent_of, rounded, slack_yuan
from fiscalnlp.data import compile_pattern, read_patterns, read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Evaluation

_FULL = Decimal(100)
#: What rounding to two decimals of 万元 may move a sum of three parts by, in yuan.
_ROUNDING_YUAN = Decimal(200)


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
    words = read_patterns("rules/evaluation.toml")
    for evaluation in view.of(Evaluation):
        funds = next((a for a in view.amounts_in(*evaluation.span) if a.yuan == evaluation.yuan), None)
        if funds is None or not words["targets"].search(evaluation.subject):
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


def excellent_rates(view: Disclosure) -> Iterator[Draft]:
    """The rate of excellent projects (评优率) against the counts of each grade."""
    words = read_patterns("rules/evaluation.toml")
    for evaluation in view.of(Evaluation):
        grades = evaluation.grades or {}
        total = sum(grades.values())
        best = next((count for grade, count in grades.items() if words["best"].fullmatch(grade)), None)
        rate = next(
            (p for p in view.percentages_in(*evaluation.span) if words["rate"].fullmatch(p.measure or "")), None
        )
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


def evaluated_funds(view: Disclosure) -> Iterator[Draft]:
    """The funds evaluated against the project expenditure that they are said to be a share of."""
    words = read_patterns("rules/evaluation.toml")
    projects = view.settled(read_toml("rules/quantities.toml")["projects"][0])
    all_general = _is_all_general(view)
    for evaluation in view.of(Evaluation):
        share = next(
            (
                p
                for p in view.percentages_in(*evaluation.span)
                if p.role == "share" and words["projects"].search(p.of or "")
            ),
            None,
        )
        funds = next((a for a in view.amounts_in(*evaluation.span) if a.yuan == evaluation.yuan), None)
        if share is None or funds is None or projects is None or not funds.yuan:
            continue
        if not words["general"].search(share.of or "") or not all_general:
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
    funds = read_patterns("rules/evaluation.toml")["funds"]
    if any(a.yuan for a in view.amounts if a.measure and funds.match(a.measure)):
        return False
    total = view.settled(read_toml("rules/identities.toml")["spent"])
    return total is not None and any(
        general.yuan == total.yuan
        for name in read_toml("rules/identities.toml")["general"]
        if (general := view.settled(name)) is not None
    )
