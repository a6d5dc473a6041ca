"""Changes and the reasons given for them."""

from __future__ import annotations

from collections.abc import Mapping

from fiscalnlp.extract.content import Content
from fiscalnlp.extract.statements import Comparison, Statements
from fiscalnlp.model.ids import record_id
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Change, Reason, Record

_UNNAMED_BASIS = 0.7


def extract_changes(
    content: Content, statements: Statements, figures: Mapping[int, Record]
) -> tuple[tuple[Change, ...], tuple[Reason, ...]]:
    """Return the changes and the reasons, each naming the other by id.

    A comparison without a direction (执行数为125万元，完成预算的41.67%) gives no change. A reason that explains
    no figure is dropped unless its cue leaves no doubt and a figure stands before it.
    """
    kept = [c for c in statements.comparisons if c.direction is not None]
    spans = {id(c): Span(c.start, c.end) for c in kept}
    reason_ids: dict[int, str] = {}
    for number, explanation in enumerate(statements.explanations):
        explains = [i for i in explanation.explains if statements.comparisons[i].direction is not None]
        if explains or (explanation.strength == "strong" and explanation.near_figure):
            reason_ids[number] = record_id("reason", content.doc_id, *explanation.span)
    changes: dict[int, Change] = {}
    for index, comparison in enumerate(statements.comparisons):
        if comparison.direction is not None:
            changes[index] = _change(content, comparison, spans[id(comparison)], reason_ids, figures)
    reasons: list[Reason] = []
    for number, explanation in enumerate(statements.explanations):
        if number not in reason_ids:
            continue
        reasons.append(
            content.record(
                Reason,
                explanation.span,
                cue=explanation.cue,
                explains=tuple(changes[i].id for i in explanation.explains if i in changes),
            )
        )
    return tuple(changes.values()), tuple(reasons)


def _change(
    content: Content,
    comparison: Comparison,
    span: Span,
    reason_ids: Mapping[int, str],
    figures: Mapping[int, Record],
) -> Change:
    amount, percent, completion = comparison.amount, comparison.percent, comparison.completion
    compared = comparison.figure
    direction = comparison.direction
    if amount is not None and not amount.mention.value and (percent is None or not percent.mention.value):
        direction, amount = "unchanged", None  # 增加0.00万元，增长0%
    return content.record(
        Change,
        span,
        comparison.basis,
        confidence=1.0 if comparison.certain else _UNNAMED_BASIS,
        measure=comparison.measure,
        year=content.facts.fiscal_year,
        basis=comparison.basis,
        basis_year=comparison.basis_year,
        direction=direction,
        yuan=abs(amount.mention.yuan) if amount and amount.mention.yuan is not None else None,
        percent=percent.mention.value if percent else None,
        completion=completion.mention.value if completion else None,
        reasons=tuple(reason_ids[n] for n in comparison.reasons if n in reason_ids),
        amount=figures[compared.mention.start].id if compared and compared.mention.start in figures else None,
    )
