"""Reasons against what they explain: the direction that they can explain, and changes without any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_patterns
from fiscalnlp.model.records import Change, Direction, Reason
from fiscalnlp.text.forms import matching_form


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return read_patterns("rules/reasons.toml")


def contrary(view: Disclosure) -> Iterator[Draft]:
    """减少的主要原因是人员增加: a reason that explains more money behind less of it, and the reverse."""
    for reason in view.of(Reason):
        explained = [change for name in reason.explains if isinstance(change := view.by_id.get(name), Change)]
        directions = {change.direction for change in explained}
        one_sided = _one_sided(reason.text) if len(directions) == 1 else None
        if one_sided is None or directions in ({one_sided}, {"unchanged"}):
            continue
        change = explained[0]
        if any(
            each.measure is None or _words()["not_spent"].search(matching_form(each.measure)) for each in explained
        ):
            continue
        yield Draft(
            "reason.direction",
            reason.span,
            (reason.id, change.id),
            expected=None,
            actual=reason.text,
            words={"measure": change.measure or "", "other": change.text},
        )


@lru_cache(maxsize=4096)
def _one_sided(reason: str) -> Direction | None:
    """Return the direction that each clause of a reason explains, `None` where they do not have one."""
    clauses = [clause for clause in _words()["between"].split(matching_form(reason)) if clause.strip()]
    for direction, name in _DIRECTIONS:
        if clauses and all(_words()[name].fullmatch(clause.strip()) for clause in clauses):
            return direction
    return None


_DIRECTIONS: tuple[tuple[Direction, str], ...] = (("increase", "more"), ("decrease", "less"))


def missing(view: Disclosure) -> Iterator[Draft]:
    """A total that moved since last year, in a paragraph that gives no reason at all."""
    explained = {view.paragraph_start(reason.span.start) for reason in view.of(Reason)}
    for change in view.of(Change):
        paragraph = view.paragraph_start(change.span.start)
        if change.basis != "prior_year" or not change.yuan or change.reasons or paragraph in explained:
            continue
        explained.add(paragraph)  # once a paragraph
        yield Draft(
            "reason.missing",
            change.span,
            (change.id,),
            expected=None,
            actual=change.text,
            words={"measure": change.measure or ""},
        )
