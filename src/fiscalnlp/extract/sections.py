"""Records of the outline and of the document as a whole."""

from __future__ import annotations

from fiscalnlp.extract.content import Content
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import DocumentRecord, Section
from fiscalnlp.read.source import Source
from fiscalnlp.segment.facts import Facts


def document_record(content: Content, source: Source) -> DocumentRecord:
    """Return the record of the document itself; its text is the base of every span."""
    facts = content.facts
    numbered = [page.number for page in source.pages if page.number is not None]
    return DocumentRecord(
        id=content.doc_id,
        doc_id=content.doc_id,
        text=content.text,
        span=Span(0, len(content.text)),
        page=numbered[0] if numbered else None,
        confidence=min([*(page.confidence for page in source.pages), 1.0 if facts.other_kind is None else 0.5]),
        title=facts.title,
        issuer=facts.issuer,
        region=facts.region,
        fiscal_year=facts.fiscal_year,
        report=facts.report,
        scope=facts.scope,
        pages=len(numbered) or None,
        sha256=source.sha256,
        media_type=source.media_type,
        warnings=(*source.warnings, *_doubts(facts)),
    )


def _doubts(facts: Facts) -> tuple[str, ...]:
    """Return why the document should not be taken for a disclosure of one body."""
    if facts.other_kind is None:
        return ()
    return (f"the title calls this {facts.other_kind}; it is not read as one body's accounts or budget",)


def extract_sections(content: Content) -> tuple[Section, ...]:
    """Return one record a heading, each naming the heading above it."""
    records: list[Section] = []
    for index, heading in enumerate(content.outline.headings):
        records.append(
            content.record(
                Section,
                heading.span,
                section=content.outline.path(index),
                number=heading.number,
                title=heading.title,
                level=heading.level,
                parent=records[heading.parent].id if heading.parent is not None else None,
                topic=heading.topic,
            )
        )
    return tuple(records)
