"""Reports of findings made for the tests of their writers."""

from __future__ import annotations

from collections.abc import Sequence

from fiscalnlp.export.excerpts import excerpts
from fiscalnlp.export.findings import (
    CheckedDocument,
    CheckReport,
    LocatedFinding,
    PageShape,
    Place,
    UnreadSource,
    Words,
)
from fiscalnlp.export.source_regions import Region
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import Severity


def place(text: str = "8.00%", *, boxes: Sequence[Box] | None = None, region: Region | None = None) -> Place:
    """Return a place at the start of the text, on the page of its boxes."""
    return Place(
        text=text,
        label="基本支出",
        span=Span(0, len(text)),
        page=boxes[0].page if boxes else None,
        boxes=tuple(boxes) if boxes else None,
        region=region,
        record="amount-1",
    )


def finding(*places: Place, text: str = "8.00%", severity: Severity = "error") -> LocatedFinding:
    """Return a finding that compares `places`, one by default; its words are `text`."""
    places = places or (place(text),)
    return LocatedFinding(
        id="finding-1",
        rule="share.quotient",
        severity=severity,
        title=Words("占比与金额", "share against the quotient"),
        message=Words(f"占{text}", f"{text} is printed"),
        expected="9.00",
        actual="8.00",
        calculation="9元 ÷ 100元",
        tolerance="1",
        confidence=1.0,
        section=("支出",),
        places=places,
        context=excerpts(text, [each.span for each in places]),
    )


def report(
    *findings: LocatedFinding,
    source: str = "accounts.txt",
    pages: Sequence[PageShape] = (),
    failures: Sequence[UnreadSource] = (),
    title: str = "某局2023年度部门决算",
) -> CheckReport:
    """Return a report on one document."""
    document = CheckedDocument(
        source=source,
        title=title,
        issuer="某局",
        fiscal_year=2023,
        sha256="0" * 64,
        media_type="text/plain",
        warnings=(),
        pages=tuple(pages),
        findings=findings,
    )
    return CheckReport(version="1.0.0", documents=(document,), failures=tuple(failures))
