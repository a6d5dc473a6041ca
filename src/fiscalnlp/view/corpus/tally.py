"""Adds up many documents in bounded memory: sums, counters and the largest of each list."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from heapq import nsmallest
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import msgspec

from fiscalnlp.model.money import EXACT
from fiscalnlp.model.records import KINDS, Region, TableKey
from fiscalnlp.view.corpus.overview import (
    DoubtfulDocument,
    Kind,
    MovedDocument,
    Named,
    Overview,
    RecordTally,
    RuleTally,
    Sum,
    Unread,
)
from fiscalnlp.view.corpus.summary import MOVEMENTS, DocumentSummary

#: How many documents, movements, failures … the lists of an overview hold.
TOP = 30
#: Confidence under which a record is counted as not sure.
UNSURE = 0.9
_T = TypeVar("_T")


class Corpus:
    """Collects documents in any order and gives the same overview for each of them.

    Which of two documents that are one disclosure is the fuller is known once all are read, so what they add
    waits in a temporary file; memory holds one short line a document.

    Args:
        top: how long the lists are, at most `MOVEMENTS`.

    Raises:
        ValueError: if `top` is more than one document adds.
    """

    def __init__(self, top: int = TOP) -> None:
        if not 1 <= top <= MOVEMENTS:
            raise ValueError(f"lists hold 1 to {MOVEMENTS} documents, not {top}")
        self._top = top
        self._aside = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the corpus
        self._fullest: dict[tuple[str, ...], tuple[int, str, str]] = {}
        self._unread: Largest[Unread] = Largest(top, lambda each: (each.source, each.stage, each.cause))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._aside.close()

    def add(self, document: DocumentSummary) -> None:
        """Add a document that was read."""
        self._aside.write(msgspec.json.encode(document) + b"\n")
        fullness = _fullness(document)
        self._fullest[document.disclosure] = max(fullness, self._fullest.get(document.disclosure, fullness))

    def fail(self, source: str, stage: str, cause: str) -> None:
        """Add what could not be read."""
        self._unread.add(Unread(source=source, stage=stage, cause=cause))

    def overview(self) -> Overview:
        """Return the overview of what was added so far."""
        self._aside.flush()
        tally = _Tally(self._top)
        for document in self._documents():
            kept = self._fullest[document.disclosure]
            if kept == _fullness(document):
                tally.add(document)
            else:
                tally.duplicates.add((document.source, kept[2]))
        return tally.result(self._unread)

    def _documents(self) -> Iterator[DocumentSummary]:
        """Yield what was added; a source that was added twice comes once."""
        decode = msgspec.json.Decoder(DocumentSummary).decode
        seen: set[tuple[int, str, str]] = set()
        end = self._aside.tell()
        self._aside.seek(0)
        for line in self._aside:
            document = decode(line)
            if (same := _fullness(document)) not in seen:
                seen.add(same)
                yield document
        self._aside.seek(end)


class Largest(Generic[_T]):
    """Keeps the first `size` of any number of items, by a key that no two of them share, and counts all."""

    def __init__(self, size: int, key: Callable[[_T], Any]) -> None:
        self.size = size
        self.count = 0
        self._key = key
        self._items: list[_T] = []

    def add(self, item: _T) -> None:
        """Take an item."""
        self.count += 1
        self._items.append(item)
        if len(self._items) >= 2 * self.size + 100:
            self._items = list(self.items)

    @property
    def items(self) -> tuple[_T, ...]:
        """Return what is kept, in order."""
        return tuple(nsmallest(self.size, self._items, key=self._key))


class _Tally:
    """Counters of an overview; each document is added once."""

    def __init__(self, top: int) -> None:
        self.duplicates: Largest[tuple[str, str]] = Largest(top, lambda each: each)
        self._remarks: Largest[str] = Largest(top, lambda each: each)
        self._regions: dict[str | None, Region] = {}
        self._coverage: Counter[tuple[str | None, int | None, Kind]] = Counter()
        self._records: dict[str, RecordTally] = {}
        self._tables: dict[TableKey, list[int]] = {}
        self._money: dict[tuple[int | None, Kind, str], Sum] = {}
        self._regional: dict[tuple[str | None, int | None, Kind], Sum] = {}
        self._without_money = 0
        self._rules: dict[str, RuleTally] = {}
        self._moved = {of_prior_year: Largest(top, _by_size) for of_prior_year in (True, False)}
        self._worst: Largest[DoubtfulDocument] = Largest(top, _by_findings)
        self._unsure: Largest[DoubtfulDocument] = Largest(top, _by_doubt)

    def add(self, document: DocumentSummary) -> None:
        kind = Kind(document.report or "", document.scope or "")
        region = document.region.code if document.region else None
        if document.region:
            known = self._regions.get(region, document.region)
            self._regions[region] = min(known, document.region, key=lambda each: (len(each.name), each.name))
        self._coverage[region, document.year, kind] += 1
        for warning in document.warnings:
            self._remarks.add(f"{document.source}: {warning}")
        for name, bands in document.records.items():
            tally = self._records.setdefault(name, RecordTally())
            tally.documents += 1
            tally.bands = [one + two for one, two in zip(tally.bands, bands, strict=True)]
        for table, state in document.tables.items():
            self._tables.setdefault(table, [0, 0])[state == "empty"] += 1
        self._add_money(document, kind, region)
        self._add_doubts(document)

    def _add_money(self, document: DocumentSummary, kind: Kind, region: str | None) -> None:
        whole = doubted = Decimal(0)
        for each in document.money:
            of_it = each.yuan if each.doubted else Decimal(0)
            whole, doubted = EXACT.add(whole, each.yuan), EXACT.add(doubted, of_it)
            self._money.setdefault((document.year, kind, each.code), Sum()).add(each.yuan, doubted=of_it)
        if document.money:
            self._regional.setdefault((region, document.year, kind), Sum()).add(whole, doubted=doubted)
        else:
            self._without_money += 1
        for movement in document.movements:
            self._moved[movement.basis == "prior_year"].add(
                MovedDocument(document=_named(document), movement=movement)
            )

    def _add_doubts(self, document: DocumentSummary) -> None:
        for rule in {each.rule for each in document.findings}:
            own = [each for each in document.findings if each.rule == rule]
            tally = self._rules.setdefault(
                rule, RuleTally(rule=rule, title=own[0].title, title_en=own[0].title_en)
            )
            tally.documents += 1
            for each in own:
                tally.found[each.severity] = tally.found.get(each.severity, 0) + each.count
        doubtful = DoubtfulDocument(
            document=_named(document),
            errors=document.found("error"),
            warnings=document.found("warning"),
            notes=document.found("info"),
            records=sum(map(sum, document.records.values())),
            unsure=document.below(UNSURE),
        )
        if doubtful.errors or doubtful.warnings:
            self._worst.add(doubtful)
        if doubtful.unsure:
            self._unsure.add(doubtful)

    def result(self, unread: Largest[Unread]) -> Overview:
        return Overview(
            documents=self._coverage.total(),
            duplicates=self.duplicates.items,
            duplicates_count=self.duplicates.count,
            unread=unread.items,
            unread_count=unread.count,
            remarks=self._remarks.items,
            remarks_count=self._remarks.count,
            regions=dict(sorted(self._regions.items(), key=lambda each: each[0] or "")),
            coverage=_sorted(self._coverage),
            records={kind: self._records[kind] for kind in KINDS if kind in self._records},
            tables={table: (filled, empty) for table, (filled, empty) in sorted(self._tables.items())},
            money=_sorted(self._money),
            regional=_sorted(self._regional),
            without_money=self._without_money,
            rules=tuple(sorted(self._rules.values(), key=lambda each: (-each.count, each.rule))),
            prior_year=self._moved[True].items,
            budget=self._moved[False].items,
            worst=self._worst.items,
            unsure=self._unsure.items,
        )


def _fullness(document: DocumentSummary) -> tuple[int, str, str]:
    """Order documents of one disclosure: the one with more figures by class is the fuller."""
    return document.observations, document.doc_id, document.source


def _named(document: DocumentSummary) -> Named:
    region = document.region.name if document.region else None
    return Named(name=document.name, source=document.source, region=region, year=document.year)


def _by_size(each: MovedDocument) -> tuple[object, ...]:
    moved = each.movement
    return -moved.yuan, each.document.source, moved.basis, moved.direction


def _by_findings(each: DoubtfulDocument) -> tuple[object, ...]:
    return -each.errors, -each.warnings, -each.notes, each.document.source


def _by_doubt(each: DoubtfulDocument) -> tuple[object, ...]:
    return -each.unsure / each.records, each.document.source


_K = TypeVar("_K", bound=tuple[Any, ...])
_V = TypeVar("_V")


def _sorted(counted: dict[_K, _V]) -> dict[_K, _V]:
    """Return `counted` by its keys, parts that are `None` last."""
    return dict(sorted(counted.items(), key=lambda each: [(part is None, part or "") for part in each[0]]))
