"""What one document adds to the overview of many: small, and all that is kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from heapq import nsmallest
from typing import Literal

import msgspec

from fiscalnlp.export.drawing.subject import subject
from fiscalnlp.graph.draft import Draft
from fiscalnlp.graph.observations import observe
from fiscalnlp.model.records import (
    Basis,
    Change,
    Direction,
    DocumentRecord,
    Finding,
    Reason,
    Record,
    Region,
    Report,
    Scope,
    Severity,
    Table,
    TableKey,
)

#: What a record's confidence is told by: 1, at least 0.9, 0.7, 0.5, and less.
BANDS = (1.0, 0.9, 0.7, 0.5)
#: How many movements of one document can be among the largest of all.
MOVEMENTS = 50

TableState = Literal["filled", "empty"]


class CategoryMoney(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The yuan under one 类 (three digits); `doubted` where the document prints other figures for it too."""

    code: str
    yuan: Decimal
    doubted: bool


class Movement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One comparison of a document with the reasons it gives.

    `measures` are those that moved by the very same amount, `yuan` is its size, never negative; `questioned` tells
    that a finding doubts one of the figures.
    """

    measures: tuple[str, ...]
    basis: Basis
    direction: Direction
    yuan: Decimal
    percent: Decimal | None
    reasons: tuple[str, ...]
    text: str
    page: int | None
    confidence: float
    questioned: bool


class RuleCount(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How often a rule found something in the document, with what severity; titles say what it checks."""

    rule: str
    severity: Severity
    title: str
    title_en: str
    count: int


class DocumentSummary(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one document adds.

    `body` is the IRI of its issuer in the graph, `observations` how many figures by class it gives; `records`
    holds for each kind how many records are in each of the confidence bands (`BANDS`, and one below them all).
    """

    source: str
    doc_id: str
    title: str | None
    issuer: str | None
    body: str | None
    region: Region | None
    year: int | None
    report: Report | None
    scope: Scope | None
    observations: int
    warnings: tuple[str, ...]
    records: dict[str, tuple[int, ...]]
    tables: dict[TableKey, TableState]
    money: tuple[CategoryMoney, ...]
    movements: tuple[Movement, ...]
    findings: tuple[RuleCount, ...]

    @property
    def disclosure(self) -> tuple[str, ...]:
        """What two documents that are one disclosure share: body, year, kind, scope; else the document's id."""
        if self.body is None or self.year is None or self.report is None:
            return (self.doc_id,)
        return (self.body, str(self.year), self.report, self.scope or "")

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.issuer or self.source

    def found(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(each.count for each in self.findings if each.severity == severity)

    def below(self, confidence: float) -> int:
        """Return how many records are less sure than `confidence`, one of `BANDS`; links are scored, not read."""
        return sum(
            sum(bands[BANDS.index(confidence) + 1 :]) for kind, bands in self.records.items() if kind != "link"
        )


def summarise(source: str, records: Iterable[Record]) -> DocumentSummary:
    """Return what a document adds.

    Args:
        source: path, URL or name that it was read from.
        records: all its records.

    Raises:
        ValueError: if there is no document record.
    """
    records = tuple(records)
    drawn = subject(records)
    document = drawn.document
    return DocumentSummary(
        source=source,
        doc_id=document.id,
        title=document.title,
        issuer=document.issuer,
        body=Draft([document]).issuer(document).body,
        region=document.region,
        year=document.fiscal_year,
        report=document.report,
        scope=document.scope,
        observations=len(observe(records, document)),
        warnings=document.warnings,
        records=_bands(records),
        tables=_tables(records),
        money=tuple(
            CategoryMoney(
                code=each.code, yuan=each.known_yuan, doubted=any(part.contradicted for part in each.below())
            )
            for each in drawn.classes
            if each.has_money
        ),
        movements=_movements(records),
        findings=_findings(records),
    )


def band_of(confidence: float) -> int:
    """Return the index of the first of `BANDS` that `confidence` reaches, one more than the last for none."""
    return next((index for index, least in enumerate(BANDS) if confidence >= least), len(BANDS))


def _bands(records: Sequence[Record]) -> dict[str, tuple[int, ...]]:
    counts: dict[str, list[int]] = {}
    for record in records:
        if not isinstance(record, DocumentRecord | Finding):
            counts.setdefault(record.kind, [0] * (len(BANDS) + 1))[band_of(record.confidence)] += 1
    return {kind: tuple(bands) for kind, bands in sorted(counts.items())}


def _tables(records: Sequence[Record]) -> dict[TableKey, TableState]:
    """Return which of the nine tables are there; one that is there twice is filled where either is."""
    found: dict[TableKey, TableState] = {}
    for record in records:
        if isinstance(record, Table) and found.get(record.table) != "filled":
            found[record.table] = "empty" if record.empty else "filled"
    return found


def _movements(records: Sequence[Record]) -> tuple[Movement, ...]:
    """Return the largest movements; measures that moved by the same amount (收入, 支出 …) are one."""
    reasons = {each.id: each.text for each in records if isinstance(each, Reason)}
    doubted = {
        evidence
        for each in records
        if isinstance(each, Finding) and each.severity != "info"
        for evidence in each.evidence
    }
    same: dict[tuple[Basis, Direction, Decimal], list[Change]] = {}
    for record in records:
        if isinstance(record, Change) and record.yuan and record.measure is not None:
            same.setdefault((record.basis, record.direction, record.yuan), []).append(record)
    largest = nsmallest(MOVEMENTS, same.items(), key=lambda each: (-each[0][2], each[0][:2]))
    return tuple(
        Movement(
            measures=tuple(dict.fromkeys(each.measure for each in changes if each.measure is not None)),
            basis=basis,
            direction=direction,
            yuan=yuan,
            percent=next((each.percent for each in changes if each.percent is not None), None),
            reasons=tuple(
                dict.fromkeys(reasons[id_] for each in changes for id_ in each.reasons if id_ in reasons)
            ),
            text=changes[0].text,
            page=changes[0].page,
            confidence=min(each.confidence for each in changes),
            questioned=any(each.id in doubted or each.amount in doubted for each in changes),
        )
        for (basis, direction, yuan), changes in largest
    )


def _findings(records: Sequence[Record]) -> tuple[RuleCount, ...]:
    counts: dict[tuple[str, Severity], RuleCount] = {}
    for record in records:
        if isinstance(record, Finding):
            key = (record.rule, record.severity)
            known = counts[key].count if key in counts else 0
            counts[key] = RuleCount(
                rule=record.rule,
                severity=record.severity,
                title=record.title,
                title_en=record.title_en,
                count=known + 1,
            )
    return tuple(counts[key] for key in sorted(counts))
