"""Statements that there is nothing to report: no such spending, a table published empty (空表)."""

from __future__ import annotations

import re
from functools import cache

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
        taken: list[Span] = []
        for needs, pattern in patterns:
            if content.form.find(needs, *paragraph.body) < 0:
                continue
            for match in pattern.finditer(content.form, paragraph.body.start, paragraph.body.end):
                span = content.trimmed(*match.span())
                sentence = next(
                    s for s in sentences(content.form, paragraph.span) if s.start <= span.start < s.end
                )
                if placeholder.search(content.form, *sentence):
                    continue
                if any(span.overlaps(other) for other in taken):
                    continue
                taken.append(span)
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
