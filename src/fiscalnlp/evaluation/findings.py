"""Planted mistakes against findings: what was caught, missed and accused wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from fiscalnlp.document import Document
from fiscalnlp.evaluation.context import Finder
from fiscalnlp.evaluation.measures import Row
from fiscalnlp.model.records import DocumentRecord, Finding, Record, TabularRecord
from fiscalnlp.text.forms import matching_form

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RATE = re.compile(r"(\d+(?:\.\d+)?)%")


def compare_findings(
    errors: Sequence[Row], debatable: Sequence[Row], document: Document, finder: Finder
) -> tuple[list[Finding], list[Row], list[Finding]]:
    """Return the findings that count, the errors that none of them names, and the findings that name no error.

    What is only worth knowing (`info`) and what is debatable does not count. A finding names an error if it
    stands on the same words, or has evidence there, and shows what is printed wrong: one of its figures, or
    most of its words where it has none. So do findings that follow from the error, such as a share of a wrong
    total. Where both say which rate is right, that has to agree, but for its last digit. Which rule found it
    does not matter.
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
    where = finder.all(error["where"])
    there = [
        record
        for record in (finding, *(document.find(name) for name in finding.evidence))
        if not isinstance(record, DocumentRecord) and any(record.span.overlaps(place) for place in where)
    ]
    return bool(there) and _shows(finding, there, error["actual"] or "") and _expects(finding, error)


def _shows(finding: Finding, there: Iterable[Record], wrong: str) -> bool:
    quoted = [record.text for record in there if not isinstance(record, TabularRecord)]  # a table prints anything
    shown = " ".join([finding.message, finding.actual or "", finding.calculation or "", *quoted])
    figures = _figures(wrong)
    return bool(figures & _figures(shown)) if figures else _says(_compact(wrong), _compact(shown))


def _says(words: str, shown: str) -> bool:
    """Tell whether more than half of the words stand in what is shown, in one run."""
    run = SequenceMatcher(None, words, shown, autojunk=False).find_longest_match().size
    return not words or run > len(words) / 2


def _expects(finding: Finding, error: Row) -> bool:
    """Tell whether a finding that is about the very rate that is wrong gives the right one."""
    right, wrong = _RATE.fullmatch(error["expected"] or ""), _RATE.fullmatch(error["actual"] or "")
    if right is None or wrong is None or Decimal(wrong[1]) not in _figures(finding.actual or ""):
        return True
    rate = Decimal(right[1])
    last_digit = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    return any(abs(rate - figure) <= last_digit for figure in _figures(finding.expected or ""))


def _compact(text: str) -> str:
    return "".join(matching_form(text).split())


def _figures(text: str) -> set[Decimal]:
    return {Decimal(figure.replace(",", "")) for figure in _FIGURE.findall(text)}
