"""Statements that there is nothing to report: no such spending, a table published empty (空表)."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from functools import cache
from operator import itemgetter

from fiscalnlp.data import compile_pattern, read_patterns, read_toml
from fiscalnlp.extract.content import Content, sentences
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import NilReturn, TableKey


@cache
def _rules() -> tuple[
    tuple[tuple[str, re.Pattern[str]], ...], tuple[tuple[TableKey, re.Pattern[str]], ...], re.Pattern[str]
]:
    data = read_toml("patterns/nil_returns.toml")
    return (
        tuple((row.get("needs", ""), compile_pattern(row["pattern"])) for row in data["statement"]),
        tuple((key, compile_pattern(pattern)) for key, pattern in data["tables"].items()),
        read_patterns("patterns/sentences.toml", "template")["placeholder"],
    )


def extract_nil_returns(content: Content) -> tuple[NilReturn, ...]:
    """Return the nil returns in text order, none inside another."""
    patterns, tables, placeholder = _rules()
    records: list[NilReturn] = []
    for paragraph in content.paragraphs:
        if "glossary" in paragraph.topics or "duties" in paragraph.topics:
            continue
        taken: list[Span] = []  # in order
        templates: list[Span] | None = None  # sentences with a placeholder, looked for where there is a statement
        for needs, pattern in patterns:
            if content.form.find(needs, *paragraph.body) < 0:
                continue
            for match in pattern.finditer(content.form, paragraph.body.start, paragraph.body.end):
                span = content.trimmed(*match.span())
                if templates is None:
                    parts = sentences(content.form, paragraph.span)
                    templates = [part for part in parts if placeholder.search(content.form, *part)]
                if _is_met(templates, Span(span.start, span.start + 1)) or _is_met(taken, span):
                    continue
                insort(taken, span)
                measure = content.trimmed(*match.span("measure"))
                words = content.form[slice(*measure)]
                records.append(
                    content.record(
                        NilReturn,
                        span,
                        measure=content.text[slice(*measure)],
                        table=next((key for key, found in tables if found.search(words)), None),
                        table_number=match.groupdict().get("number"),
                    )
                )
    return tuple(sorted(records, key=lambda record: record.span))


def _is_met(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether `span` overlaps one of `spans`, which are in order and apart."""
    index = bisect_left(spans, span.end, key=itemgetter(0))
    return index > 0 and spans[index - 1].overlaps(span)
