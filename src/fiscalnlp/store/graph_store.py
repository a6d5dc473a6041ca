"""The store: one named graph a document, one of what documents share, the reference graphs, and a catalogue.

Kept by Oxigraph (RocksDB) in a folder. A document's named graph has the document's IRI; replacing a document is
replacing its graph. What documents share (bodies, actions, measures, instruments) is said once, in `SHARED`, so
that no triple is there twice and sums are right over all graphs together; each document's graph keeps what it
calls such a node (`fn:named`), from which names and label in `SHARED` follow. What else is said of a shared node
follows from its IRI, so the store is the same whatever the order in which documents came and went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox

from fiscalnlp.errors import FiscalError
from fiscalnlp.export.rdf import SharedNode, named
from fiscalnlp.export.skos import reference_quads
from fiscalnlp.export.terms import prefixes, term
from fiscalnlp.graph.names import iri

#: Named graph of what the store itself knows: sources, what they hold, and how they were read.
CATALOGUE = ox.NamedNode(iri("catalogue"))
#: Named graph of the nodes that documents share.
SHARED = ox.NamedNode(iri("shared"))
#: Named graph of what is read from all documents together: short names of bodies, disclosures held twice.
RESOLUTION = ox.NamedNode(iri("resolution"))
#: What a document calls a node that it shares with others, as N-Triples.
NAMED = str(term("fn:named"))
_NAMED, _LABEL, _ALT_LABEL = term("fn:named"), term("rdfs:label"), term("skos:altLabel")
_HOLDS, _SHA256, _READ_BY = term("fn:holds"), term("schema:sha256"), term("fn:readBy")
_OBSERVATIONS, _REFERENCE, _UNSETTLED = (
    term(f"fn:{name}") for name in ("observations", "referenceVersion", "unsettled")
)


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """The graph of one document.

    `quads` is what it says of its own, as lines of N-Quads, `shared` the nodes that others may have too,
    `observations` the number of observations in it.
    """

    iri: str
    quads: bytes
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

        The catalogue is written last: a source whose entry is missing, because the process was killed, is read
        again, and what it left behind is replaced. A document that another source holds too stays.

        Args:
            entries: by source (a URL): its state, and the graphs of all documents it holds.

        Raises:
            FiscalError: the store cannot be written (stage `graph`).
        """
        graphs = {graph.iri: graph for _, graphs in entries.values() for graph in graphs}
        with self._settling() as touched:
            touched.update(self._drop(entries))
            for name in graphs:
                touched.update(self._drop_graph(ox.NamedNode(name)))
            lines = [graphs[name].quads for name in sorted(graphs)]
            lines += [line.encode() for line in self._shared_lines(graphs.values())]
            self._store.bulk_load(b"".join(lines), ox.RdfFormat.N_QUADS, lenient=True)  # our own, well-formed
            self._store.extend(_catalogue_entries(entries))

    def remove(self, sources: Iterable[str]) -> None:
        """Take sources out, with the documents that no other source holds.

        Raises:
            FiscalError: the store cannot be written (stage `graph`).
        """
        with self._settling() as touched:
            touched.update(self._drop(sources))

    def _drop(self, sources: Iterable[str]) -> set[ox.NamedNode]:
        """Take sources out of the catalogue and drop what they alone held; return the shared nodes of that."""
        touched: set[ox.NamedNode] = set()
        for source in sources:
            node = ox.NamedNode(source)
            own = list(self._store.quads_for_pattern(node, None, None, CATALOGUE))
            self._remove(own)
            for quad in own:
                if quad.predicate == _HOLDS and isinstance(quad.object, ox.NamedNode):
                    held = self._store.quads_for_pattern(None, _HOLDS, quad.object, CATALOGUE)
                    if next(held, None) is None:
                        touched.update(self._drop_graph(quad.object))
                        self._remove(self._store.quads_for_pattern(quad.object, None, None, CATALOGUE))
        return touched

    def _drop_graph(self, document: ox.NamedNode) -> set[ox.NamedNode]:
        if not self._store.contains_named_graph(document):
            return set()
        named = self._store.quads_for_pattern(None, _NAMED, None, document)
        touched = {quad.subject for quad in named if isinstance(quad.subject, ox.NamedNode)}
        self._store.remove_graph(document)
        return touched

    def _remove(self, quads: Iterable[ox.Quad]) -> None:
        for quad in list(quads):
            self._store.remove(quad)

    # -- what documents share -------------------------------------------------------------------------

    @contextmanager
    def _settling(self) -> Iterator[set[ox.NamedNode]]:
        """Settle the shared nodes that lost a document; where that was cut short, all of them the next time."""
        touched: set[ox.NamedNode] = set()
        mark = ox.Quad(CATALOGUE, _UNSETTLED, ox.Literal(True), CATALOGUE)
        try:
            cut_short = mark in self._store
            self._store.add(mark)
            yield touched
            if cut_short:
                subjects = (quad.subject for quad in self._store.quads_for_pattern(None, None, None, SHARED))
                touched |= {each for each in subjects if isinstance(each, ox.NamedNode)}
            for node in touched:
                self._settle(node)
            self._store.remove(mark)
        except OSError as error:
            raise FiscalError(self._name, f"cannot be written: {error}", stage="graph") from error

    def _shared_lines(self, graphs: Iterable[DocumentGraph]) -> Iterator[str]:
        """Yield what is new about the nodes that documents share, as N-Quads; names that give way are removed."""
        nodes: dict[str, tuple[list[str], set[str]]] = {}
        for graph in graphs:
            for node in graph.shared:
                lines, names = nodes.setdefault(node.iri, ([], set()))
                lines += node.lines
                names |= node.names
        end = f" {SHARED} .\n"
        for name, (lines, names) in sorted(nodes.items()):
            node_iri = ox.NamedNode(name)
            known = self._known_names(node_iri)
            yield from (line[:-3] + end for line in dict.fromkeys(lines))
            if not names <= known:
                self._forget_names(node_iri)
                yield from (f"<{name}> {line}{end}" for line in named(known | names))

    def _settle(self, node: ox.NamedNode) -> None:
        """Give a shared node the names that documents still have for it, or take it out."""
        claims = _texts(self._store.quads_for_pattern(node, _NAMED, None))
        if not claims:
            self._remove(self._store.quads_for_pattern(node, None, None, SHARED))
            self._remove(self._store.quads_for_pattern(None, None, node, SHARED))
        elif claims != self._known_names(node):
            self._forget_names(node)
            lines = "".join(f"{node} {line} {SHARED} .\n" for line in named(claims))
            self._store.load(lines, ox.RdfFormat.N_QUADS)

    def _known_names(self, node: ox.NamedNode) -> set[str]:
        return _texts(self._store.quads_for_pattern(node, _ALT_LABEL, None, SHARED))

    def _forget_names(self, node: ox.NamedNode) -> None:
        for predicate in (_LABEL, _ALT_LABEL):
            self._remove(self._store.quads_for_pattern(node, predicate, None, SHARED))

    # -- what is not of one document ------------------------------------------------------------------

    def put_reference(self, version: str) -> None:
        """Put the reference graphs (classifications, policy fields, regions) in, unless `version` is there."""
        mark = ox.Quad(CATALOGUE, _REFERENCE, ox.Literal(version), CATALOGUE)
        if mark in self._store:
            return
        quads = list(reference_quads())
        for name in {quad.graph_name for quad in quads}:
            self._store.remove_graph(name)
        self._remove(self._store.quads_for_pattern(CATALOGUE, _REFERENCE, None, CATALOGUE))
        self._store.bulk_extend(quads)
        self._store.add(mark)

    def put_resolution(self, quads: Iterable[ox.Quad]) -> None:
        """Replace what is read from all documents together."""
        self._store.remove_graph(RESOLUTION)
        self._store.extend(quads)

    def optimize(self) -> None:
        """Rearrange what was loaded so that questions are answered faster; worth it after a large load."""
        self._store.optimize()

    # -- questions ------------------------------------------------------------------------------------

    def query(self, sparql: str) -> Any:
        """Ask in SPARQL 1.1 over all graphs together; `GRAPH ?document { … }` tells which document says so.

        The prefixes of the vocabulary (`fn:`, `skos:`, `schema:` …) need no declaration.

        Returns: pyoxigraph's `QuerySolutions`, `QueryBoolean` or `QueryTriples`.

        Raises:
            FiscalError: the query is not well-formed (stage `graph`).
        """
        try:
            return self._store.query(sparql, prefixes=prefixes(), use_default_graph_as_union=True)
        except SyntaxError as error:
            raise FiscalError(self._name, f"the query is not SPARQL: {error}", stage="graph") from error

    def dump(self, path: Path) -> None:
        """Write everything as N-Quads, sorted, so that two stores can be compared."""
        text = ox.serialize(self._store, format=ox.RdfFormat.N_QUADS) or b""
        path.write_bytes(b"".join(sorted(text.splitlines(keepends=True))))


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
