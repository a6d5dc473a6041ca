"""The official expenses (三公经费): budget and final figure of each line."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.extract.content import Content
from fiscalnlp.extract.figures import stage_of
from fiscalnlp.extract.statements import Statements
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import OfficialExpense, OfficialExpenseItem
from fiscalnlp.text.forms import matching_form

_ITEMS: tuple[OfficialExpenseItem, ...] = (
    "total",
    "abroad",
    "vehicles",
    "vehicle_purchase",
    "vehicle_running",
    "reception",
)


class _Rules(NamedTuple):
    items: tuple[tuple[OfficialExpenseItem, re.Pattern[str]], ...]
    nothing: tuple[re.Pattern[str], ...]
    line: re.Pattern[str]
    both: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = read_toml("patterns/official_expense.toml")
    items = tuple((item, compile_pattern(data["items"][item])) for item in _ITEMS)
    line = f"(?:{data['line']})"
    nothing = tuple(compile_pattern(data[name].replace("{line}", line)) for name in ("none", "not_bought", "zero"))
    return _Rules(items, nothing, compile_pattern(line), compile_pattern(data["both"]))


def expense_item(measure: str) -> OfficialExpenseItem | None:
    """Return the line that `measure` names, `None` if it names none."""
    compact = re.sub(r'["\s]', "", matching_form(measure))
    return next((item for item, pattern in _rules().items if pattern.fullmatch(compact)), None)


def extract_official_expense(content: Content, statements: Statements) -> tuple[OfficialExpense, ...]:
    """Return one record a line that the 三公 sections print; the first figure of a kind counts.

    `没有…支出` about one line is 0; a line that is absent gives no record.
    """
    is_budget = content.facts.report == "budget"
    year = content.facts.fiscal_year
    figures: dict[OfficialExpenseItem, dict[str, Decimal | None]] = {}
    spans: dict[OfficialExpenseItem, Span] = {}
    for figure in statements.figures:
        paragraph = content.paragraphs[figure.paragraph]
        if "official_expense" not in paragraph.topics or figure.mention.kind != "money" or figure.in_reason:
            continue
        item = expense_item(figure.measure) if figure.measure else None
        stage = stage_of(figure, is_budget=is_budget)[0]
        slot = {"initial_budget": "budget", "final_budget": "budget", "final_account": "final"}.get(stage)
        if item is None or slot is None or figure.year != year:
            continue
        values = figures.setdefault(item, {"budget": None, "final": None})
        both = not is_budget and _rules().both.search(content.form, figure.lead, figure.mention.start)
        for name in values if both else (slot,):
            if values[name] is None:
                values[name] = figure.mention.yuan
                spans[item] = _join(spans.get(item), Span(figure.lead, figure.mention.end))
    for item, span in _nothing(content):
        if item not in figures:
            figures[item] = {
                "budget": Decimal(0) if is_budget else None,
                "final": None if is_budget else Decimal(0),
            }
            spans[item] = span
    return tuple(
        content.record(
            OfficialExpense,
            content.trimmed(*spans[item]),
            item,
            item=item,
            budget_yuan=figures[item]["budget"],
            final_yuan=figures[item]["final"],
        )
        for item in _ITEMS
        if item in figures
    )


def _join(span: Span | None, other: Span) -> Span:
    return other if span is None else Span(min(span.start, other.start), max(span.end, other.end))


def _nothing(content: Content) -> list[tuple[OfficialExpenseItem, Span]]:
    """Return the lines that a sentence says there was nothing of (未发生公务接待费)."""
    found: list[tuple[OfficialExpenseItem, Span]] = []
    for paragraph in content.paragraphs:
        if "official_expense" not in paragraph.topics:
            continue
        for pattern in _rules().nothing:
            for match in pattern.finditer(content.form, paragraph.body.start, paragraph.body.end):
                found += [(item, Span(*match.span())) for item in _items_in(match.group("measures"))]
    return found


def _items_in(words: str) -> list[OfficialExpenseItem]:
    """Return the lines that `words` name: `因公出国（境）费、公务用车购置费`."""
    names = [match.group() for match in _rules().line.finditer(words)] or [words]
    items = [expense_item(name) for name in names]
    return [item for item in items if item is not None and item != "total"]
