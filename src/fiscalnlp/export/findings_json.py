"""A report of findings as JSON: one object, see `findings.CheckReport`."""

from __future__ import annotations

import msgspec

from fiscalnlp.export.findings import CheckReport
from fiscalnlp.export.target import Target, opened


def render(report: CheckReport) -> bytes:
    """Return the report as indented JSON in UTF-8, with `tool` and `counts` before the documents."""
    whole = {
        "tool": {"name": "fiscalnlp", "version": report.version},
        "counts": report.counts,
        "documents": report.documents,
        "failures": report.failures,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def write(report: CheckReport, target: Target) -> None:
    """Write the report to a path or an open binary stream.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        file.write(render(report))
