"""The report of an evaluation as one HTML file: every miss and invention in its context."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined

from fiscalnlp.data import read_text
from fiscalnlp.evaluation.measures import MEASURES
from fiscalnlp.evaluation.report import Report
from fiscalnlp.export.target import Target, opened

_TEMPLATE = "templates/evaluation.html"


def render(report: Report) -> str:
    """Return the report as an HTML document; every text of it is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    judged = {tally.kind for tally in report.overall.tallies}
    kinds = [kind for kind in MEASURES if kind in judged]
    return environment.from_string(read_text(_TEMPLATE)).render(report=report, kinds=kinds)


def write_html(report: Report, target: Target) -> None:
    """Write the report as HTML to a path or an open binary stream.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        file.write(render(report).encode())
