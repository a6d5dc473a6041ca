"""Spending by functional class: one record for each class line and each 类/款/项 line with figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from fiscalnlp.classification import functional_classes
from fiscalnlp.data import read_patterns
from fiscalnlp.extract.class_paths import ClassPath
from fiscalnlp.extract.content import Content
from fiscalnlp.extract.figures import role_of, stage_of
from fiscalnlp.extract.statements import Figure, Statements
from fiscalnlp.extract.walk import FUND_SCOPES, fund_of
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Fund, Spending, Stage

_UNRESOLVED = 0.6
_PARTLY_RESOLVED = 0.8


def _rules() -> dict[str, re.Pattern[str]]:
    return read_patterns("patterns/spending.toml")


def extract_spending(content: Content, statements: Statements) -> tuple[Spending, ...]:
    """Return the spending records in text order."""
    lines = [*statements.paths, *_plain_lines(content, statements)]
    lines.sort(key=lambda line: line[1].span.start)
    records: list[Spending] = []
    for position, (paragraph, path) in enumerate(lines):
        following = lines[position + 1][1].span.start if position + 1 < len(lines) else len(content.text)
        region = _region(content, paragraph, path, following)
        record = _record(content, paragraph, path, region, statements.figures_in(region))
        if record is not None:
            records.append(record)
    return tuple(records)


def _region(content: Content, paragraph: int, path: ClassPath, following: int) -> Span:
    """Return the words that speak of a path: to the next path, the ； before it, or the paragraph's end.

    Where the path stands alone in its paragraph its figures follow in the next one.
    """
    paragraphs = content.paragraphs
    end = paragraphs[paragraph].span.end
    alone = not re.search(r"\d", content.form[path.span.end : end])
    if alone and paragraph + 1 < len(paragraphs) and paragraphs[paragraph + 1].marker is None:
        end = paragraphs[paragraph + 1].span.end
    return Span(path.span.start, min(end, following))


def _record(
    content: Content, paragraph: int, path: ClassPath, region: Span, figures: Sequence[Figure]
) -> Spending | None:
    is_budget = content.facts.report == "budget"
    purpose = _purpose(content, Span(path.span.end, region.end))
    money = [f for f in figures if f.mention.kind == "money" and not f.in_reason and not _within(f, purpose)]
    stages = [(stage_of(f, is_budget=is_budget)[0], f) for f in money]
    wanted: Stage = "initial_budget" if is_budget else "final_account"
    year = content.facts.fiscal_year
    spent = next((f for stage, f in stages if stage == wanted and f.year in {year, None}), None)
    if spent is None and not any(stage in {"initial_budget", "final_budget"} for stage, _ in stages):
        return None
    shares = [f for f in figures if f.mention.kind == "percentage" and role_of(f)[0] == "share"]
    completions = [f for f in figures if f.mention.kind == "percentage" and role_of(f)[0] == "completion"]
    resolution = path.resolution
    exact = resolution is not None and resolution.exact
    official = resolution.path if resolution is not None and exact else path.printed
    span = content.trimmed(region.start, region.end)
    return content.record(
        Spending,
        span,
        confidence=1.0 if exact else (_PARTLY_RESOLVED if resolution is not None else _UNRESOLVED),
        level=path.level,
        code=resolution.code if resolution is not None and exact else None,
        path=official,
        yuan=spent.mention.yuan if spent else None,
        share=shares[0].mention.value if shares else None,
        initial_budget_yuan=None if is_budget else _first(stages, "initial_budget"),
        final_budget_yuan=_first(stages, "final_budget"),
        completion=completions[0].mention.value if completions else None,
        purpose=content.text[slice(*purpose)] if purpose is not None else None,
        fund=_fund(content, paragraph, resolution.code if resolution is not None else None, spent),
        printed_path=path.printed if path.printed != official else None,
    )


def _first(stages: Sequence[tuple[Stage, Figure]], wanted: Stage) -> Decimal | None:
    return next((f.mention.yuan for stage, f in stages if stage == wanted), None)


def _within(figure: Figure, purpose: Span | None) -> bool:
    return purpose is not None and purpose.start <= figure.mention.start < purpose.end


def _purpose(content: Content, region: Span) -> Span | None:
    rules = _rules()
    match = rules["purpose"].search(content.form, region.start, region.end)
    if match is None:
        return None
    start, end = match.span("purpose")
    stop = rules["purpose_end"].search(content.form, start, end)
    span = content.trimmed(start, stop.start() if stop else end)
    return span if span.end > span.start and not re.fullmatch(r"[xX×]+", content.form[slice(*span)]) else None


def _fund(content: Content, paragraph: int, code: str | None, spent: Figure | None) -> Fund:
    """Return the fund of a line: its section's, the one whose spending it is a part of, else that of its class."""
    fund = fund_of(content.paragraphs[paragraph].topics)
    if fund == "general" and spent is not None and spent.whole is not None:
        fund = next((name for name, words in FUND_SCOPES.items() if spent.whole.startswith(words)), fund)
    known = functional_classes().by_code(code) if code and len(code) > 3 else None
    return known.fund if fund == "general" and known is not None else fund


#: Sections that name classes without stating what was spent under them.
_OTHER_TOPICS = frozenset(
    {"duties", "glossary", "organisation", "evaluation", "assets", "procurement", "official_expense", "work"}
)


def _plain_lines(content: Content, statements: Statements) -> list[tuple[int, ClassPath]]:
    """Return the lines that name a class without a level word: `1.教育支出12万元`."""
    found: list[tuple[int, ClassPath]] = []
    taken = {index for index, _ in statements.paths}
    for index, paragraph in enumerate(content.paragraphs):
        if index in taken or paragraph.topic in _OTHER_TOPICS:
            continue
        for match in _rules()["plain_line"].finditer(content.form, paragraph.body.start, paragraph.body.end):
            name = match.group("name").lstrip("）")
            start = match.end("name") - len(name)
            if start > paragraph.body.start and content.form[start - 1] not in "，。；：、）.":
                continue
            resolution = functional_classes().resolve((name,), year=content.facts.fiscal_year)
            if resolution is None or not resolution.exact or resolution.path[0] != name:
                continue
            span = Span(start, match.end("name"))
            found.append((index, ClassPath(span, "类", (name, None, None), resolution)))
    return found
