"""Planted mistakes against findings: what was caught, missed and accused wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from fiscalnlp.document import Document
from fiscalnlp.evaluation.context import Finder
from fiscalnlp.evaluation.measures import Row
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Finding

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RATE = re.compile(r"(\d+(?:\.\d+)?)%")


def compare_findings(
    errors: Sequence[Row], debatable: Sequence[Row], document: Document, finder: Finder
) -> tuple[list[Finding], list[Row], list[Finding]]:
    """Return the findings that count, the errors that none of them names, and the findings that name no error.

    What is only worth knowing (`info`) and what is debatable does not count. A finding names an error if it
    stands on the same words, or has evidence there, shows a figure of what is printed wrong, and expects the
    rate that is right, if that is a rate. Which rule found it does not matter.
    """
    found = [finding for finding in document.findings if finding.severity != "info"]
    named = [[_names(finding, error, document, finder) for error in errors] for finding in found]
    counted = [
        (finding, hits)
        for finding, hits in zip(found, named, strict=True)
        if any(hits) or not any(_names(finding, row, document, finder) for row in debatable)
    ]
    missed = [error for number, error in enumerate(errors) if not any(hits[number] for _, hits in counted)]
    return [finding for finding, _ in counted], missed, [finding for finding, hits in counted if not any(hits)]


def _names(finding: Finding, error: Row, document: Document, finder: Finder) -> bool:
    places = [finding.span, *(document.find(name).span for name in finding.evidence)]
    if not _overlap(places, finder.all(error["where"])):
        return False
    wrong = _figures(error["actual"] or "")
    shown = _figures(f"{finding.text} {finding.message} {finding.actual or ''}")
    return (not wrong or bool(wrong & shown)) and _expects(finding, error)


def _expects(finding: Finding, error: Row) -> bool:
    rate = _RATE.fullmatch(error["expected"] or "")
    return rate is None or (finding.expected is not None and Decimal(rate[1]) in _figures(finding.expected))


def _overlap(some: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for span in some for other in others)


def _figures(text: str) -> set[Decimal]:
    return {Decimal(figure.replace(",", "")) for figure in _FIGURE.findall(text)}
