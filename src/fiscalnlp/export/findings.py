"""Findings with everything a person needs to check them: both figures, where they stand, the calculation.

`locate_findings` makes this of one document's records; the writers of text, JSON, SARIF and HTML show it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from fiscalnlp.export.excerpts import Excerpt, excerpts
from fiscalnlp.export.place_labels import label_of
from fiscalnlp.export.source_regions import Region, SourceRegions
from fiscalnlp.layout import Layout
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import DocumentRecord, Finding, Record, Severity
from fiscalnlp.read import Source

#: Severities, the gravest first.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Words(msgspec.Struct, frozen=True):
    """The same in Chinese and in English."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Return the words in `zh` or `en`."""
        return self.en if language == "en" else self.zh


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a finding compares.

    Args:
        text: the words there.
        label: what they are a figure of; `None` if that is not known.
        span: where they stand in the document's text.
        page: 1-based; `None` where the source has no pages.
        boxes: where they stand on pages, in points; `None` where the source has no geometry.
        region: where they stand in the source; `None` unless it is a text file.
        record: id of the record that holds them.
    """

    text: str
    label: str | None
    span: Span
    page: int | None
    boxes: tuple[Box, ...] | None
    region: Region | None
    record: str | None


class LocatedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding; `places` are those that it compares, the one in question first, at least one.

    `context` is the text around them.
    """

    id: str
    rule: str
    severity: Severity
    title: Words
    message: Words
    expected: str | None
    actual: str | None
    calculation: str | None
    tolerance: str | None
    confidence: float
    section: tuple[str, ...]
    places: tuple[Place, ...]
    context: tuple[Excerpt, ...]

    @property
    def place(self) -> Place:
        """The place in question."""
        return self.places[0]


class PageShape(msgspec.Struct, frozen=True, kw_only=True):
    """A page on which a finding stands: size in points as read, and how it was turned clockwise for that."""

    page: int
    width: float
    height: float
    turned: int = 0


class CheckedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document and its findings, in the order of its text; `pages` are those on which they stand."""

    source: str
    title: str | None
    issuer: str | None
    fiscal_year: int | None
    sha256: str
    media_type: str
    warnings: tuple[str, ...]
    pages: tuple[PageShape, ...]
    findings: tuple[LocatedFinding, ...]


class UnreadSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source that could not be read, and why."""

    source: str
    stage: str
    cause: str


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a run of checks found, in the order of the sources; `version` is that of this library."""

    version: str
    documents: tuple[CheckedDocument, ...]
    failures: tuple[UnreadSource, ...] = ()

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity, the gravest first, zeros included."""
        found = Counter(finding.severity for document in self.documents for finding in document.findings)
        return {severity: found[severity] for severity in SEVERITIES}


def at_least(findings: Sequence[Finding], severity: Severity) -> tuple[Finding, ...]:
    """Return the findings that are as grave as `severity` or graver."""
    wanted = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return tuple(finding for finding in findings if finding.severity in wanted)


def locate_findings(
    findings: Sequence[Finding],
    records: Sequence[Record],
    *,
    source: Source,
    layout: Layout,
    source_text: str | None = None,
) -> CheckedDocument:
    """Say where each finding's figures stand.

    Args:
        findings: the findings of one document, in the order wanted.
        records: the document's records, its own among them.
        source: what it was read from.
        layout: its text with the place of every code point.
        source_text: what the file holds, if it is a text file; without it, places have no `region`.
    """
    by_id = {record.id: record for record in records}
    document = next(record for record in records if isinstance(record, DocumentRecord))
    regions = SourceRegions(layout, source_text) if source_text is not None else None
    located = tuple(_located(finding, by_id, document.text, regions) for finding in findings)
    on_pages = {box.page for finding in located for place in finding.places for box in place.boxes or ()}
    return CheckedDocument(
        source=source.name,
        title=document.title,
        issuer=document.issuer,
        fiscal_year=document.fiscal_year,
        sha256=document.sha256,
        media_type=document.media_type,
        warnings=document.warnings,
        pages=tuple(
            PageShape(page=page.number, width=page.width, height=page.height, turned=page.turned)
            for page in source.pages
            if page.number in on_pages and page.width is not None and page.height is not None
        ),
        findings=located,
    )


def _located(
    finding: Finding, by_id: dict[str, Record], text: str, regions: SourceRegions | None
) -> LocatedFinding:
    places = [
        Place(
            text=figure.text,
            label=label_of(figure, by_id.get(figure.record or "")),
            span=figure.span,
            page=figure.page,
            boxes=figure.boxes,
            region=regions.of(figure.span) if regions else None,
            record=figure.record,
        )
        for figure in finding.figures
    ] or [
        Place(
            text=finding.text,
            label=None,
            span=finding.span,
            page=finding.page,
            boxes=finding.boxes,
            region=regions.of(finding.span) if regions else None,
            record=None,
        )
    ]
    return LocatedFinding(
        id=finding.id,
        rule=finding.rule,
        severity=finding.severity,
        title=Words(finding.title, finding.title_en),
        message=Words(finding.message, finding.message_en),
        expected=finding.expected,
        actual=finding.actual,
        calculation=finding.calculation,
        tolerance=finding.tolerance,
        confidence=finding.confidence,
        section=finding.section,
        places=tuple(places),
        context=excerpts(text, [place.span for place in places]),
    )
