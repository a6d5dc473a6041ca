"""The rules, run: each names what it found, this module words it and makes the finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from fiscalnlp.check import figures, identities, sections, tables
from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_toml
from fiscalnlp.model.ids import record_id
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Finding, Record, Severity

#: The functions that look for contradictions; each may report under several rule ids.
RULES: tuple[Callable[[Disclosure], Iterator[Draft]], ...] = (
    figures.unit_slips,
    identities.lines_twice,
    identities.conflicts,
    figures.contradictions,
    figures.growth_rates,
    figures.shares,
    figures.completions,
    figures.directions,
    identities.sums,
    sections.official_expense_sums,
    sections.procurement_sums,
    sections.vehicle_counts,
    sections.excellent_rates,
    sections.evaluated_funds,
    sections.copied_purposes,
    sections.listed_zeros,
    tables.table_sums,
    tables.empty_notes,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A check as the catalogue lists it; titles and messages in Chinese and English."""

    id: str
    title: str
    title_en: str
    severity: Severity
    message: str
    message_en: str


@cache
def rule_catalogue() -> dict[str, Rule]:
    """Return every rule by id."""
    return {row["id"]: Rule(**row) for row in read_toml("rules/rules.toml")["rule"]}


def check_records(records: Iterable[Record]) -> tuple[Finding, ...]:
    """Check one document's records, the document's own among them.

    Returns: findings in the order of the text. One mistake is reported once: what rests on a record that an
        earlier rule of `RULES` has shown to be wrong is not held against the others.
    """
    view = Disclosure(records)
    findings: list[Finding] = []
    blamed: set[str] = set()
    for rule in RULES:
        for draft in rule(view):
            if blamed.intersection(draft.evidence):
                continue
            if draft.blames is not None and draft.severity != "info":
                blamed.add(draft.blames)
            findings.append(_finding(view, draft))
    return tuple(sorted(findings, key=lambda f: (f.span.start, f.span.end, f.rule, f.id)))


def _finding(view: Disclosure, draft: Draft) -> Finding:
    rule = rule_catalogue()[draft.rule]
    doc = view.document
    span = draft.span
    anchor = view.by_id[draft.evidence[0]]
    values = {"expected": _written(draft.expected), "actual": _written(draft.actual), **draft.words}
    return Finding(
        id=record_id("finding", doc.id, draft.rule, span.start, span.end, *draft.evidence),
        doc_id=doc.id,
        text=doc.text[span.start : span.end],
        span=Span(span.start, span.end),
        page=draft.boxes[0].page if draft.boxes else anchor.page,
        boxes=draft.boxes or anchor.boxes,
        section=anchor.section,
        confidence=doc.confidence,  # below 1 where pages were recognised in pictures
        rule=draft.rule,
        severity=draft.severity or rule.severity,
        message=rule.message.format(**values),
        expected=values["expected"],
        actual=values["actual"],
        evidence=draft.evidence,
        calculation=draft.calculation,
    )


def _written(value: Decimal | str | None) -> str | None:
    return format(value, "f") if isinstance(value, Decimal) else value
