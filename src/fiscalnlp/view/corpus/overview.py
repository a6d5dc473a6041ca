"""The overview of many documents: what `tally` counts and `page` shows. Every sequence is in a fixed order."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import msgspec

from fiscalnlp.model.money import EXACT, plain
from fiscalnlp.model.records import Region, Report, Scope, Severity, TableKey
from fiscalnlp.view.corpus.summary import BANDS, Movement


class Kind(NamedTuple):
    """A kind of report: accounts or budget, of a department with its units or of a unit; "" where it is not said.

    The accounts of a department (部门决算) hold those of its units (单位决算), so money of both is never added up.
    """

    report: Report | str
    scope: Scope | str


class Sum(msgspec.Struct, kw_only=True):
    """Money of several documents: exact yuan, how many documents print it, how much of it they contradict."""

    yuan: Decimal = Decimal(0)
    documents: int = 0
    doubted_yuan: Decimal = Decimal(0)

    def add(self, yuan: Decimal, *, doubted: Decimal) -> None:
        """Add the money of one document."""
        self.yuan = plain(EXACT.add(self.yuan, yuan))
        self.doubted_yuan = plain(EXACT.add(self.doubted_yuan, doubted))
        self.documents += 1


class RuleTally(msgspec.Struct, kw_only=True):
    """What one rule found: how often by severity, and in how many documents."""

    rule: str
    title: str
    title_en: str
    documents: int = 0
    found: dict[Severity, int] = {}

    @property
    def count(self) -> int:
        """Return how often it found something."""
        return sum(self.found.values())


class RecordTally(msgspec.Struct, kw_only=True):
    """Records of one kind: in how many documents, and how many in each band of confidence."""

    documents: int = 0
    bands: list[int] = msgspec.field(default_factory=lambda: [0] * (len(BANDS) + 1))

    @property
    def count(self) -> int:
        """Return how many records there are."""
        return sum(self.bands)


class Named(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A document in a list."""

    name: str
    source: str
    region: str | None
    year: int | None


class MovedDocument(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A movement with the document that tells it."""

    document: Named
    movement: Movement


class DoubtfulDocument(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A document with findings, or with records that are not sure."""

    document: Named
    errors: int
    warnings: int
    notes: int
    records: int
    unsure: int


class Unread(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What could not be read: which source, at which stage, why."""

    source: str
    stage: str
    cause: str


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Many documents at a glance.

    Args:
        documents: how many disclosures are counted.
        duplicates: sources that hold a disclosure which another, fuller one holds too, each with the latter.
        unread: what could not be read; `unread_count` says how many in all, where the list is cut.
        remarks: warnings of the reader, as `source: warning`; `remarks_count` how many in all.
        regions: code → division; None stands for documents that name none.
        coverage: how many documents by region, year and kind.
        records: kind of record → how many of them.
        tables: table → documents that print it filled, documents that print it empty.
        money: by year, kind and 类.
        regional: by region, year and kind.
        without_money: documents that print no money by functional class.
        rules: most findings first.
        prior_year: largest movements against the year before.
        budget: largest movements against the budget.
        worst: documents with the gravest findings, worst first.
        unsure: documents with the largest share of records below 0.9.
    """

    documents: int
    duplicates: tuple[tuple[str, str], ...]
    duplicates_count: int
    unread: tuple[Unread, ...]
    unread_count: int
    remarks: tuple[str, ...]
    remarks_count: int
    regions: dict[str | None, Region]
    coverage: dict[tuple[str | None, int | None, Kind], int]
    records: dict[str, RecordTally]
    tables: dict[TableKey, tuple[int, int]]
    money: dict[tuple[int | None, Kind, str], Sum]
    regional: dict[tuple[str | None, int | None, Kind], Sum]
    without_money: int
    rules: tuple[RuleTally, ...]
    prior_year: tuple[MovedDocument, ...]
    budget: tuple[MovedDocument, ...]
    worst: tuple[DoubtfulDocument, ...]
    unsure: tuple[DoubtfulDocument, ...]

    @property
    def years(self) -> tuple[int | None, ...]:
        """Return the years, in order, `None` last."""
        return tuple(sorted({year for _, year, _ in self.coverage}, key=lambda year: (year is None, year or 0)))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return the kinds of reports, in order."""
        return tuple(sorted({kind for _, _, kind in self.coverage}))

    def found(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(rule.found.get(severity, 0) for rule in self.rules)
