"""Amounts, percentages and quantities: one record a mention in running prose."""

from __future__ import annotations

from fiscalnlp.extract.content import Content
from fiscalnlp.extract.cues import BARE_SHARE
from fiscalnlp.extract.statements import Figure, Statements
from fiscalnlp.model.money import to_yuan
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Percentage, PercentRole, Quantity, Record, Stage

#: Confidence of readings that had a choice.
_BARE_UNIT = 0.6
#: Patterns of sums whose unit is not, or not wholly, printed.
_WITHOUT_UNIT = frozenset({"money.bare_wan", "money.carried"})
_UNNAMED_BUDGET = 0.8
_BY_DEFAULT = 0.9
_BARE_SHARE = 0.8


def extract_figures(content: Content, statements: Statements) -> dict[int, Record]:
    """Return the record of every figure, by the offset of its mention."""
    records: dict[int, Record] = {}
    for figure in statements.figures:
        span = Span(figure.mention.start, figure.mention.end)
        builder = {"money": _amount, "percentage": _percentage, "quantity": _quantity}[figure.mention.kind]
        records[figure.mention.start] = builder(content, figure, span)
    return records


def stage_of(figure: Figure, *, is_budget: bool) -> tuple[Stage, float]:
    """Return the stage of the budget that an amount belongs to, and how sure that is."""
    cue = figure.cue
    if cue is None:
        return ("initial_budget" if is_budget else "final_account"), 1.0
    stage = cue.row["stage"]
    if stage == "base":  # what a comparison starts from: the account, or the budget, of the year before
        return ("initial_budget" if is_budget else "final_account"), 1.0
    if stage != "budget":
        named: Stage = stage
        return named, 1.0
    if is_budget:
        return "initial_budget", 1.0
    return ("initial_budget" if figure.budget == "initial_budget" else "final_budget"), _UNNAMED_BUDGET


def _amount(content: Content, figure: Figure, span: Span) -> Amount:
    mention = figure.mention
    stage, confidence = stage_of(figure, is_budget=content.facts.report == "budget")
    if _is_of_no_budget(content, figure):
        stage = "other"
    assert mention.yuan is not None
    return content.record(
        Amount,
        span,
        confidence=_BARE_UNIT if mention.pattern in _WITHOUT_UNIT else confidence,
        value=mention.value,
        unit=mention.unit,
        yuan=mention.yuan,
        measure=figure.measure,
        year=None if figure.cue is not None and figure.cue.row["id"] == "stage.threshold" else figure.year,
        stage=stage,
        approximate=mention.approximate,
        upper_yuan=None if mention.upper is None else to_yuan(mention.upper, mention.unit),
    )


def _is_of_no_budget(content: Content, figure: Figure) -> bool:
    """Tell the value of assets, and results of an evaluation, from income and expenditure."""
    topics = content.paragraphs[figure.paragraph].topics
    if figure.cue is not None and figure.cue.row["stage"] != "executed":
        return False
    measure = figure.measure or ""
    if "work" in topics:  # what was achieved, not what was spent
        return figure.cue is None
    if "assets" in topics:
        return "购置" not in measure
    return "evaluation" in topics and figure.cue is None and "支出" not in measure


def role_of(figure: Figure) -> tuple[PercentRole, float]:
    """Return the role of a percentage, and how sure that is."""
    cue = figure.cue
    if cue is not None:
        role: PercentRole = cue.row["role"]
        return role, (_BARE_SHARE if cue is BARE_SHARE else 1.0)
    if figure.mention.unit == "个百分点":
        return "growth", _BY_DEFAULT
    return "other", _BY_DEFAULT


def _percentage(content: Content, figure: Figure, span: Span) -> Percentage:
    role, confidence = role_of(figure)
    if role == "completion" and "work" in content.paragraphs[figure.paragraph].topics:
        role = "other"  # a rate of work done, not of a budget
    of = figure.whole if role == "share" else None
    if role == "completion" and figure.cue is not None:
        of = figure.cue.groups.get("budget")
    return content.record(
        Percentage,
        span,
        confidence=confidence,
        value=figure.mention.value,
        role=role,
        measure=figure.measure,
        of=of,
        percentage_points=figure.mention.unit == "个百分点",
        upper=figure.mention.upper,
    )


def _quantity(content: Content, figure: Figure, span: Span) -> Quantity:
    mention = figure.mention
    return content.record(
        Quantity,
        span,
        value=mention.value,
        unit=content.text[span.end - len(mention.unit) : span.end],
        measure=figure.measure,
    )
