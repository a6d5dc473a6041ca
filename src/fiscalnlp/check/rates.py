"""Rates by themselves: without their sign, in points where per cent is meant, a part above its whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_patterns
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Change


def unsigned(view: Disclosure) -> Iterator[Draft]:
    """A share or a rate of growth that has no %: 占76.23，."""
    pattern = read_patterns("rules/wording.toml")["unsigned"]
    for line in view.prose_lines:
        for match in pattern.finditer(view.form, *line):
            figure = view.place(Span(*match.span()))
            yield Draft(
                "rate.unsigned",
                Span(*match.span()),
                (view.document.id,),
                expected=f"{match['rate']}%",
                actual=match["rate"],
                figures=(figure,),
                boxes=figure.boxes,
            )


def points(view: Disclosure) -> Iterator[Draft]:
    """Growth of an amount told in points (个百分点), which only rates grow by."""
    for change in view.of(Change):
        rate = next((each for each in view.percentages_in(*change.span) if each.percentage_points), None)
        if rate is not None and change.yuan:
            yield Draft(
                "rate.points",
                rate.span,
                (rate.id, change.id),
                expected=f"{rate.value}%",
                actual=rate.text,
                words={"measure": change.measure or ""},
                blames=rate.id,
            )


def over_whole(view: Disclosure) -> Iterator[Draft]:
    """A share of more than the whole."""
    for share in view.percentages:
        before = view.document.text[max(0, share.span.start - _BEFORE) : share.span.start]
        if share.role == "share" and share.value > _WHOLE and "占" in before:
            yield Draft(
                "share.over_whole",
                share.span,
                (share.id,),
                expected=None,
                actual=share.value,
                words={"measure": share.measure or "", "whole": share.of or "总额"},
                blames=share.id,
            )


#: Above 100 by more than rounding; how far before a share 占 may stand, in code points.
_WHOLE, _BEFORE = Decimal("100.05"), 30
