"""Government procurement (政府采购) and state-owned assets (国有资产)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

from fiscalnlp.data import compile_pattern, read_patterns, read_toml
from fiscalnlp.extract.content import Content
from fiscalnlp.extract.figures import stage_of
from fiscalnlp.extract.statements import Figure, Statements
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Asset, Procurement


@cache
def _slots() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["field"], compile_pattern(row["pattern"])) for row in read_toml("patterns/procurement.toml")["slot"]
    )


def extract_procurement(content: Content, statements: Statements) -> Procurement | None:
    """Return what the procurement section says; the first figure of each field counts.

    `None` where the document has no such section or prints no figure in it.
    """
    values: dict[str, Decimal | None] = {}
    planned: dict[str, Figure] = {}
    is_budget = content.facts.report == "budget"
    spans: list[Span] = []
    previous: Figure | None = None
    for figure in statements.figures:
        if figure.mention.kind != "money" or "procurement" not in content.paragraphs[figure.paragraph].topics:
            continue
        if figure.cue is not None and figure.cue.row.get("stage") == "change":
            previous = figure
            continue
        words = _words_before(content, figure, previous)
        previous = figure
        field = next((name for name, pattern in _slots() if pattern.search(words)), None)
        if field is None or field in values:
            continue
        if not is_budget and stage_of(figure, is_budget=False)[0] in {"initial_budget", "final_budget"}:
            planned.setdefault(field, figure)  # counts only where nothing is said of what was spent
            continue
        values[field] = figure.mention.yuan
        spans.append(Span(figure.lead, figure.mention.end))
    for field, figure in planned.items():
        if field not in values:
            values[field] = figure.mention.yuan
            spans.append(Span(figure.lead, figure.mention.end))
    spans.sort()
    if not values:
        return None
    span = content.trimmed(spans[0].start, spans[-1].end)
    fields: dict[str, Any] = {name: values.get(name) for name, _ in _slots()}
    return content.record(Procurement, span, **fields)


def _words_before(content: Content, figure: Figure, previous: Figure | None) -> str:
    """Return the words between the figure before and this one, within its sentence."""
    start = content.paragraphs[figure.paragraph].body.start
    if previous is not None and previous.paragraph == figure.paragraph:
        start = previous.mention.end
    for mark in "。；":
        start = max(start, content.form.rfind(mark, start, figure.mention.start) + 1)
    return content.form[start : figure.mention.start]


def _name_start(content: Content, figure: Figure) -> int:
    start = figure.lead
    while start < figure.mention.start and content.form[start] in "、，；：。":
        start += 1
    return start


def _is_planned(content: Content, figure: Figure) -> bool:
    """Tell what is to be bought: 2024年安排购置车辆1辆，单价50万元以上设备2台（套）."""
    start = content.paragraphs[figure.paragraph].body.start
    start = max(start, content.form.rfind("。", start, figure.mention.start))
    planned = read_patterns("patterns/procurement.toml")["planned"]
    return bool(planned.search(content.form, start, figure.mention.start))


def extract_assets(content: Content, statements: Statements) -> tuple[Asset, ...]:
    """Return one record for each count of vehicles, equipment and buildings in the assets section."""
    units = frozenset(read_toml("patterns/procurement.toml")["asset_units"])
    records: list[Asset] = []
    for figure in statements.figures:
        mention = figure.mention
        topics = content.paragraphs[figure.paragraph].topics
        if mention.kind != "quantity" or mention.unit not in units or "assets" not in topics:
            continue
        if figure.measure is None or figure.in_reason:
            continue
        if "购置" in figure.measure or "购置" in (figure.whole or "") or _is_planned(content, figure):
            continue  # what is to be bought is not held yet
        records.append(
            content.record(
                Asset,
                content.trimmed(_name_start(content, figure), mention.end),
                item=figure.measure,
                count=mention.value,
                unit=content.text[mention.end - len(mention.unit) : mention.end],
            )
        )
    return tuple(records)
