"""The graph in the making: what the builders of the record kinds put their nodes and edges into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from fiscalnlp.classification import regions
from fiscalnlp.graph.model import Edge, Evidence, Graph, Node, Value
from fiscalnlp.graph.names import BodyName, iri, plain_name, record_iri, split_body_name
from fiscalnlp.graph.schema import NodeType, schema
from fiscalnlp.model.records import DocumentRecord, Record, Region

#: Stands where a region code should, for a body whose document names no region.
NO_REGION = "unknown"
_CONFIDENCE_DECIMALS = 6

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body that speaks in a document: its name taken apart, its IRI and the regions around it.

    `body` is `None` where the document names no issuer; `regions` starts with the document's own.
    """

    doc_id: str
    regions: tuple[Region, ...]
    name: BodyName | None
    body: str | None

    def key(self, name: BodyName) -> tuple[str, ...]:
        """Return the key of a body that this document names.

        Without a region in its name a body is one of the document's region; without any region it is this
        document's alone, since there are many 教育局.
        """
        region = name.region or next(iter(self.regions), None)
        return (region.code, name.rest) if region else (NO_REGION, self.doc_id, name.rest)


class Draft:
    """Collects nodes and edges; `finish` makes the graph."""

    def __init__(self, records: Sequence[Record]) -> None:
        """Take all `records` the graph is made of, so that they can refer to each other by id."""
        self._records: Mapping[str, Record] = {record.id: record for record in records}
        self._by_document: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self._records.values():
            self._by_document[record.doc_id].append(record)
        self._documents = {r.doc_id: r for r in records if isinstance(r, DocumentRecord)}
        self._issuers = {doc_id: _issuer(doc_id, doc) for doc_id, doc in self._documents.items()}
        measured = (name for record in records for name in _measures(record))
        #: Plain names of everything the records measure.
        self.measures: frozenset[str] = frozenset(map(plain_name, measured))
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._warnings: list[str] = []

    def issuer(self, record: Record) -> Issuer:
        """Return who speaks in the document of `record`."""
        return self._issuers.get(record.doc_id) or Issuer(record.doc_id, (), None, None)

    def document(self, record: Record) -> DocumentRecord | None:
        """Return the document of `record`, `None` if it is not among the records."""
        return self._documents.get(record.doc_id)

    def documents(self) -> Iterator[tuple[DocumentRecord, list[Record]]]:
        """Yield each document record with all records of its document."""
        for doc_id, document in sorted(self._documents.items()):
            yield document, self._by_document[doc_id]

    def of(self, doc_id: str, kind: type[R]) -> list[R]:
        """Return the records of `kind` that a document has."""
        return [record for record in self._by_document[doc_id] if isinstance(record, kind)]

    def thing(self, type_: str, key: Iterable[str], label: str, **properties: Value | None) -> str:
        """Add a node that records share and return its IRI."""
        node_iri = iri(type_, *key)
        self._nodes.append(Node(node_iri, type_, label, _pairs(properties)))
        return node_iri

    def record(self, record: Record, **properties: Value | None) -> str:
        """Add the node of `record`, as the schema describes it, with more `properties`; return its IRI."""
        node_type = schema().node_of(record.kind)
        own = {name: _value(getattr(record, name)) for name in node_type.properties}
        common: dict[str, Value | None] = {
            "confidence": record.confidence,
            "page": record.page,
            "section": record.section,
            "start": record.span.start,
            "end": record.span.end,
        }
        if node_type.text:
            common["text"] = record.text
        node_iri = record_iri(record)
        self._nodes.append(
            Node(node_iri, node_type.id, _label(record, node_type), _pairs(own | common | properties))
        )
        return node_iri

    def edge(
        self,
        source: str,
        type_: str,
        target: str,
        record: Record,
        *,
        confidence: float | None = None,
        also: Iterable[Record] = (),
    ) -> None:
        """Add a statement that `record` makes.

        Args:
            source: IRI.
            type_: edge type of the schema.
            target: IRI.
            record: what states it; the first evidence.
            confidence: how sure the statement is, the record's own confidence if not given.
            also: more records that bear it out.
        """
        sure = record.confidence if confidence is None else confidence
        sure = round(sure * schema().edges[type_].certainty, _CONFIDENCE_DECIMALS)
        evidence = sorted({_evidence(each) for each in (record, *also)}, key=lambda each: each.order)
        self._edges.append(Edge(source, type_, target, sure, tuple(evidence)))

    def find(self, record: Record, ids: Iterable[str], kind: type[R]) -> list[R]:
        """Return the records of `kind` that `record` refers to by id; any other id becomes a warning."""
        found: list[R] = []
        for each in ids:
            target = self._records.get(each)
            if isinstance(target, kind):
                found.append(target)
            else:
                what = "is not among the records" if target is None else f"is a record of kind {target.kind}"
                self.warn(f"{record.id} refers to {each}, which {what}")
        return found

    def warn(self, message: str) -> None:
        """Note what could not be said in the graph."""
        self._warnings.append(message)

    def finish(self) -> Graph:
        """Return the graph of what was added."""
        return Graph.of(self._nodes, self._edges, self._warnings)


def regions_around(region: Region) -> tuple[Region, ...]:
    """Return `region` and those it is part of, the nearest first (海港区, 秦皇岛市, 河北省)."""
    around = [region]
    for code in (f"{region.code[:4]}00", f"{region.code[:2]}0000"):
        division = regions().by_code(code) if len(region.code) == 6 else None
        if division is not None and code not in {each.code for each in around}:
            around.append(Region(name=division.name, code=code))
    return tuple(around)


def _issuer(doc_id: str, document: DocumentRecord) -> Issuer:
    around = regions_around(document.region) if document.region else ()
    if not document.issuer or not plain_name(document.issuer):
        return Issuer(doc_id, around, None, None)
    # The document's own region is the body's, whatever its name begins with (河北省…学校 in a district).
    name = BodyName(None, split_body_name(document.issuer, around).rest)
    unnamed = Issuer(doc_id, around, name, None)
    return Issuer(doc_id, around, name, iri("body", *unnamed.key(name)))


def _measures(record: Record) -> list[str]:
    return [name for field in ("measure", "of") if (name := getattr(record, field, None))]


def _evidence(record: Record) -> Evidence:
    return Evidence(record.doc_id, record.span, record.id, record.page)


def _pairs(properties: Mapping[str, Value | None]) -> tuple[tuple[str, Value], ...]:
    return tuple((name, value) for name, value in sorted(properties.items()) if value is not None and value != ())


def _value(value: Any) -> Value | None:
    """Return a record field as a property: counts by name become `优: 3`."""
    if isinstance(value, dict):
        return tuple(f"{name}: {count}" for name, count in sorted(value.items()))
    if value is None or isinstance(value, str | int | float | Decimal | tuple):
        return value
    raise TypeError(f"{type(value).__name__} cannot be a property of a node")


def _label(record: Record, node_type: NodeType) -> str:
    for name in node_type.label:
        value = getattr(record, name)
        if value:
            last = str(value[-1] if isinstance(value, tuple) else value)
            return node_type.words.get(last, last)
    return record.id
