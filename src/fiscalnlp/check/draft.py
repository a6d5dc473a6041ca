"""A contradiction as a rule reports it, before it is worded."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import FindingFigure, Severity


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule found.

    Args:
        rule: id of the rule.
        span: the words in question.
        evidence: ids of the records compared, the one in question first.
        expected: what it should be, `actual` what is printed, in the unit the document prints.
        calculation: the arithmetic in one line.
        words: what the message needs besides.
        severity: overrides the rule's own, for what rounding or convention explains (`info`).
        blames: id of the record held wrong, or key of the table cell, so that a second rule does not report it
            again.
        rests_on: keys of table cells compared, beside `evidence`.
        boxes: where the words stand, if not where the record in question does.
        figures: the places compared, the one in question first; by default those of `evidence` that are a
            figure or words, not a whole table.
    """

    rule: str
    span: Span
    evidence: tuple[str, ...]
    expected: Decimal | str | None
    actual: Decimal | str | None
    calculation: str | None = None
    words: dict[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    blames: str | None = None
    rests_on: tuple[str, ...] = ()
    boxes: tuple[Box, ...] | None = None
    figures: tuple[FindingFigure, ...] | None = None
