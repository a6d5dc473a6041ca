"""The store: one graph of all documents, and beside it what is needed to take a document out again.

Kept by Oxigraph (RocksDB) in a folder. The default graph is the knowledge graph: what each document says of its
own, and once what documents share (bodies, actions, measures, instruments), so that no triple is there twice and
sums are right. A named graph with the IRI of each document keeps what the document calls the shared nodes
(`fn:named`), from which their names and label follow. What else is said of a shared node follows from its IRI, so
the store is the same whatever the order in which documents came and went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox

from fiscalnlp.classification import release
from fiscalnlp.errors import FiscalError
from fiscalnlp.export.contract import agreed_version
from fiscalnlp.export.rdf import SharedNode, named, quoted
from fiscalnlp.export.skos import reference_quads, scheme_iri
from fiscalnlp.export.terms import prefixes, term
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.schema import schema

#: Named graph of what the store itself knows: sources, what they hold, and how they were read.
CATALOGUE = ox.NamedNode(iri("catalogue"))
#: The knowledge graph.
_ALL = ox.DefaultGraph()
_NAMED, _LABEL, _ALT_LABEL = term("fn:named"), term("rdfs:label"), term("skos:altLabel")
# By these an own node of a document is known: a record's, an observation, a statement.
_OF_DOCUMENT = (term("prov:wasDerivedFrom"), term("qb:dataSet"), term("dct:source"))
#: What is read from all documents together: short names of bodies, disclosures that are there twice.
RESOLVED = (term("fn:shortFor"), term("fn:duplicateOf"))
_HOLDS, _SHA256, _READ_BY = term("fn:holds"), term("schema:sha256"), term("fn:readBy")
_OBSERVATIONS, _REFERENCE, _UNSETTLED, _CONTRACT = (
    term(f"fn:{name}") for name in ("observations", "referenceVersion", "unsettled", "contractVersion")
)
_SCHEMES = tuple(ox.NamedNode(scheme_iri(name)) for name in release().schemes)


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """The graph of one document.

    `lines` is what it says of its own, as N-Triples, `shared` the nodes that others may have too, `observations`
    the number of observations in it.
    """

    iri: str
    lines: bytes
    shared: tuple[SharedNode, ...]
    observations: int


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the catalogue knows it: the hash of its bytes, what read it, the documents it holds (IRIs)."""

    sha256: str
    read_by: str
    documents: tuple[str, ...]


class GraphStore:
    """A knowledge graph in a folder.

    Args:
        path: the folder; made if it is not there, unless `read_only`. `None` keeps the graph in memory.
        read_only: ask only; several processes may do so at once.

    Raises:
        FiscalError: the folder is no store, or another process has it open for writing (stage `graph`).
    """

    def __init__(self, path: str | Path | None = None, *, read_only: bool = False) -> None:
        self.path = None if path is None else Path(path)
        self._read_only = read_only
        self._name = "<memory>" if path is None else str(path)
        try:
            if self.path is None:
                self._store = ox.Store()
            elif read_only:
                if not (self.path / "CURRENT").is_file():
                    raise FiscalError(
                        self._name, "is no graph store; `fiscalnlp graph build` makes one", stage="graph"
                    )
                self._store = ox.Store.read_only(str(self.path))
            else:
                self.path.mkdir(parents=True, exist_ok=True)
                self._store = ox.Store(str(self.path))
                self._recover()
        except OSError as error:
            if isinstance(error, FiscalError):
                raise
            raise FiscalError(self._name, f"cannot be opened as a graph store: {error}", stage="graph") from error

    def __len__(self) -> int:
        """Return the number of triples, those in several graphs counted in each."""
        return len(self._store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write out what is not on disk yet and let go of the folder."""
        if hasattr(self, "_store"):
            if self.path is not None and not self._read_only:
                self._store.flush()
            del self._store

    # -- documents ------------------------------------------------------------------------------------

    def sources(self) -> dict[str, SourceState]:
        """Return what the catalogue knows, by source."""
        found: dict[str, dict[ox.NamedNode, list[str]]] = {}
        for quad in self._store.quads_for_pattern(None, None, None, CATALOGUE):
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
                values = found.setdefault(quad.subject.value, {})
                values.setdefault(quad.predicate, []).append(quad.object.value)
        return {
            source: SourceState(values[_SHA256][0], values[_READ_BY][0], tuple(sorted(values.get(_HOLDS, ()))))
            for source, values in sorted(found.items())
            if _SHA256 in values and _READ_BY in values
        }

    def put(self, entries: Mapping[str, tuple[SourceState, Sequence[DocumentGraph]]]) -> None:
        """Put sources with the graphs of their documents into the store; what they held before goes.

        A change that is cut short, because the process was killed, is taken back when the store is opened next,
        and the next build reads its sources again. A document that another source holds too stays.

        Args:
            entries: by source (a URL): its state, and the graphs of all documents it holds.

        Raises:
            FiscalError: the store cannot be written (stage `graph`).
        """
        graphs = {graph.iri: graph for _, graphs in entries.values() for graph in graphs}
        with self._changing(graphs) as touched:
            touched.update(self._drop(entries))
            for name in graphs:
                touched.update(self._drop_document(ox.NamedNode(name)))
            lines = [graphs[name].lines for name in sorted(graphs)]
            lines += [line.encode() for line in self._shared_lines(graphs.values())]
            lines += [line.encode() for name in sorted(graphs) for line in _claims(graphs[name])]
            self._store.bulk_load(b"".join(lines), ox.RdfFormat.N_QUADS, lenient=True)  # our own, well-formed
            self._store.extend(_catalogue_entries(entries))

    def remove(self, sources: Iterable[str]) -> None:
        """Take sources out, with the documents that no other source holds.

        Raises:
            FiscalError: the store cannot be written (stage `graph`).
        """
        with self._changing(()) as touched:
            touched.update(self._drop(sources))

    def remove_documents(self, documents: Iterable[str]) -> None:
        """Take documents out by their IRIs, whatever source holds them, and sources that then hold nothing.

        Raises:
            FiscalError: the store cannot be written (stage `graph`).
        """
        names = [ox.NamedNode(name) for name in documents]
        with self._changing(name.value for name in names) as touched:
            for document in names:
                held = list(self._store.quads_for_pattern(None, _HOLDS, document, CATALOGUE))
                touched.update(self._drop_document(document))
                self._remove(held)
                for source in (quad.subject for quad in held):
                    if next(self._store.quads_for_pattern(source, _HOLDS, None, CATALOGUE), None) is None:
                        self._remove(self._store.quads_for_pattern(source, None, None, CATALOGUE))

    @contextmanager
    def _changing(self, documents: Iterable[str]) -> Iterator[set[ox.NamedNode]]:
        """Note which documents are being changed, and settle the shared nodes that lost one of them at the end."""
        touched: set[ox.NamedNode] = set()
        try:
            self._recover()
            for name in documents:
                self._mark(ox.NamedNode(name))
            yield touched
            for node in touched:
                self._settle(node)
            self._remove(self._store.quads_for_pattern(CATALOGUE, _UNSETTLED, None, CATALOGUE))
        except OSError as error:
            raise FiscalError(self._name, f"cannot be written: {error}", stage="graph") from error

    def _recover(self) -> None:
        """Take out the documents of a change that was cut short; the next build reads their sources again."""
        cut_short = self._unsettled()
        for document in cut_short:
            held = list(self._store.quads_for_pattern(None, _HOLDS, document, CATALOGUE))
            self._drop(quad.subject.value for quad in held if isinstance(quad.subject, ox.NamedNode))
            self._drop_document(document)
        if cut_short:
            for node in self._shared_nodes():
                self._settle(node)
            self._remove(self._store.quads_for_pattern(CATALOGUE, _UNSETTLED, None, CATALOGUE))

    def _unsettled(self) -> list[ox.NamedNode]:
        marks = self._store.quads_for_pattern(CATALOGUE, _UNSETTLED, None, CATALOGUE)
        return [mark.object for mark in marks if isinstance(mark.object, ox.NamedNode)]

    def _mark(self, document: ox.NamedNode) -> None:
        self._store.add(ox.Quad(CATALOGUE, _UNSETTLED, document, CATALOGUE))

    def _drop(self, sources: Iterable[str]) -> set[ox.NamedNode]:
        """Take sources out of the catalogue and drop what they alone held; return the shared nodes of that."""
        touched: set[ox.NamedNode] = set()
        for source in sources:
            own = list(self._store.quads_for_pattern(ox.NamedNode(source), None, None, CATALOGUE))
            held = [
                quad.object for quad in own if quad.predicate == _HOLDS and isinstance(quad.object, ox.NamedNode)
            ]
            for document in held:
                self._mark(document)
            self._remove(own)
            for document in held:
                if next(self._store.quads_for_pattern(None, _HOLDS, document, CATALOGUE), None) is None:
                    touched.update(self._drop_document(document))
        return touched

    def _drop_document(self, document: ox.NamedNode) -> set[ox.NamedNode]:
        """Take out what a document says of its own; return the nodes that it shared."""
        known_by = [q for each in _OF_DOCUMENT for q in self._store.quads_for_pattern(None, each, document, _ALL)]
        for node in {document, *(quad.subject for quad in known_by)}:
            quads = [
                *self._store.quads_for_pattern(node, None, None, _ALL),
                *self._store.quads_for_pattern(None, None, node, _ALL),
            ]
            self._remove(
                quad for quad in quads if not (quad.object == document and quad.predicate in _OF_DOCUMENT)
            )
        self._remove(known_by)  # last: what is left of a document that was half dropped can still be found
        named = self._store.quads_for_pattern(None, _NAMED, None, document)
        touched = {quad.subject for quad in named if isinstance(quad.subject, ox.NamedNode)}
        self._store.remove_graph(document)
        self._remove(self._store.quads_for_pattern(document, None, None, CATALOGUE))
        return touched

    def _remove(self, quads: Iterable[ox.Quad]) -> None:
        for quad in list(quads):
            self._store.remove(quad)

    # -- what documents share -------------------------------------------------------------------------

    def _shared_lines(self, graphs: Iterable[DocumentGraph]) -> Iterator[str]:
        """Yield what is new about the nodes that documents share, as N-Triples; names that give way go."""
        nodes: dict[str, tuple[list[str], set[str]]] = {}
        for graph in graphs:
            for node in graph.shared:
                lines, names = nodes.setdefault(node.iri, ([], set()))
                lines += node.lines
                names |= node.names
        for name, (lines, names) in sorted(nodes.items()):
            known = self._known_names(ox.NamedNode(name))
            yield from dict.fromkeys(lines)
            if not names <= known:
                self._forget_names(ox.NamedNode(name))
                yield from (f"<{name}> {line} .\n" for line in named(known | names))

    def _settle(self, node: ox.NamedNode) -> None:
        """Give a shared node the names that documents still have for it, or take it out."""
        claims = _texts(self._store.quads_for_pattern(node, _NAMED, None))
        if not claims:
            self._remove(self._store.quads_for_pattern(node, None, None, _ALL))
            self._remove(self._store.quads_for_pattern(None, None, node, _ALL))
        elif claims != self._known_names(node):
            self._forget_names(node)
            lines = "".join(f"{node} {line} .\n" for line in named(claims))
            self._store.load(lines, ox.RdfFormat.N_TRIPLES)

    def _shared_nodes(self) -> set[ox.NamedNode]:
        """Return the nodes that documents share or shared, without those of the reference graphs."""
        found: set[ox.NamedNode] = set()
        for kind in schema().nodes.values():
            if kind.shared:
                quads = self._store.quads_for_pattern(None, term("rdf:type"), term(kind.classes[0]), _ALL)
                found.update(quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode))
        return {node for node in found if not any(self._describes(scheme, node) for scheme in _SCHEMES)}

    def _describes(self, scheme: ox.NamedNode, node: ox.NamedNode) -> bool:
        return next(self._store.quads_for_pattern(node, None, None, scheme), None) is not None

    def _known_names(self, node: ox.NamedNode) -> set[str]:
        return _texts(self._store.quads_for_pattern(node, _ALT_LABEL, None, _ALL))

    def _forget_names(self, node: ox.NamedNode) -> None:
        for predicate in (_LABEL, _ALT_LABEL):
            self._remove(self._store.quads_for_pattern(node, predicate, None, _ALL))

    # -- what is not of one document ------------------------------------------------------------------

    def carry_contract(self) -> None:
        """Note which version of the record contract the store is made of.

        Raises:
            FiscalError: it was made of another major version.
        """
        marks = list(self._store.quads_for_pattern(CATALOGUE, _CONTRACT, None, CATALOGUE))
        found = next((mark.object.value for mark in marks if isinstance(mark.object, ox.Literal)), None)
        version = agreed_version(self._name, found)
        if version != found:
            self._remove(marks)
            self._store.add(ox.Quad(CATALOGUE, _CONTRACT, ox.Literal(version), CATALOGUE))

    def put_reference(self, version: str) -> None:
        """Put the reference graphs (classifications, policy fields, regions) in, unless `version` is there.

        They are in the knowledge graph, and in a named graph each, by which another version can replace them.
        """
        mark = ox.Quad(CATALOGUE, _REFERENCE, ox.Literal(version), CATALOGUE)
        if mark in self._store:
            return
        for scheme in _SCHEMES:
            for quad in list(self._store.quads_for_pattern(None, None, None, scheme)):
                self._store.remove(ox.Quad(quad.subject, quad.predicate, quad.object, _ALL))
            self._store.remove_graph(scheme)
        self._remove(self._store.quads_for_pattern(CATALOGUE, _REFERENCE, None, CATALOGUE))
        quads = list(reference_quads())
        self._store.bulk_extend([*quads, *(ox.Quad(each.subject, each.predicate, each.object) for each in quads)])
        self._store.add(mark)

    def put_resolution(self, triples: Iterable[ox.Triple]) -> None:
        """Replace what is read from all documents together: the triples of the properties `RESOLVED`."""
        for predicate in RESOLVED:
            self._remove(self._store.quads_for_pattern(None, predicate, None, _ALL))
        self._store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in triples)

    def optimize(self) -> None:
        """Rearrange what was loaded so that questions are answered faster; worth it after a large load."""
        self._store.optimize()

    # -- questions ------------------------------------------------------------------------------------

    def query(self, sparql: str) -> Any:
        """Ask the knowledge graph in SPARQL 1.1; `prov:wasDerivedFrom` tells which document a node is of.

        The prefixes of the vocabulary (`fn:`, `skos:`, `schema:` …) need no declaration.

        Returns: pyoxigraph's `QuerySolutions`, `QueryBoolean` or `QueryTriples`.

        Raises:
            FiscalError: the query is not well-formed (stage `graph`).
        """
        try:
            return self._store.query(sparql, prefixes=prefixes())
        except SyntaxError as error:
            raise FiscalError(self._name, f"the query is not SPARQL: {error}", stage="graph") from error

    def dump(self, path: Path) -> None:
        """Write everything as N-Quads, sorted, so that two stores can be compared."""
        text = ox.serialize(self._store, format=ox.RdfFormat.N_QUADS) or b""
        path.write_bytes(b"".join(sorted(text.splitlines(keepends=True))))


def _claims(graph: DocumentGraph) -> Iterator[str]:
    """Yield what a document calls the nodes that it shares, as N-Quads in its named graph."""
    for node in graph.shared:
        for name in sorted(node.names):
            yield f"<{node.iri}> {_NAMED} {quoted(name)}@zh <{graph.iri}> .\n"


def _texts(quads: Iterable[ox.Quad]) -> set[str]:
    return {quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}


def _catalogue_entries(entries: Mapping[str, tuple[SourceState, Sequence[DocumentGraph]]]) -> Iterator[ox.Quad]:
    for source, (state, graphs) in entries.items():
        node = ox.NamedNode(source)
        for graph in graphs:
            document, count = ox.NamedNode(graph.iri), ox.Literal(graph.observations)
            yield ox.Quad(node, _HOLDS, document, CATALOGUE)
            yield ox.Quad(document, _OBSERVATIONS, count, CATALOGUE)
        yield ox.Quad(node, _READ_BY, ox.Literal(state.read_by), CATALOGUE)
        yield ox.Quad(node, _SHA256, ox.Literal(state.sha256), CATALOGUE)
