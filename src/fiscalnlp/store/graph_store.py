"""The store: one named graph a document, the reference graphs, and a catalogue of what came from where.

Kept by Oxigraph (RocksDB) in a folder. A document's named graph has the document's IRI; replacing a document is
replacing its graph, so that what other documents say stays as it is. Statements that several documents make are in
several graphs: ask for `DISTINCT` things, not for triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox

from fiscalnlp.errors import FiscalError
from fiscalnlp.export.skos import reference_quads
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.schema import schema

#: Named graph of what the store itself knows: sources, what they hold, and how they were read.
CATALOGUE = ox.NamedNode(iri("catalogue"))
#: Named graph of what is read from all documents together: short names of bodies, disclosures that are there twice.
RESOLUTION = ox.NamedNode(iri("resolution"))
_PREFIXES = dict(schema().prefixes)


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(schema().expand(name))


_HOLDS, _SHA256, _READ_BY = _term("fn:holds"), _term("schema:sha256"), _term("fn:readBy")
_OBSERVATIONS, _REFERENCE = _term("fn:observations"), _term("fn:referenceVersion")
_INTEGER = _term("xsd:integer")


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """The graph of one document: its IRI, its triples as lines of N-Quads, how many observations are in it."""

    iri: str
    quads: bytes
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
            if self.path is not None:
                with suppress(OSError):  # a store that is read only has nothing to write
                    self._store.flush()
            del self._store

    # -- documents ------------------------------------------------------------------------------------

    def sources(self) -> dict[str, SourceState]:
        """Return what the catalogue knows, by source."""
        found: dict[str, dict[ox.NamedNode, list[str]]] = {}
        for quad in self._store.quads_for_pattern(None, None, None, CATALOGUE):
            if quad.predicate in (_HOLDS, _SHA256, _READ_BY):
                values = found.setdefault(str(quad.subject.value), {})
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
        try:
            self._drop(entries)
            graphs = {graph.iri: graph for _, graphs in entries.values() for graph in graphs}
            for name in graphs:
                self._store.remove_graph(ox.NamedNode(name))
            data = b"".join(graphs[name].quads for name in sorted(graphs))
            self._store.bulk_load(data, ox.RdfFormat.N_QUADS, lenient=True)  # our own lines, well-formed
            self._store.extend(_catalogue_entries(entries))
        except OSError as error:
            raise FiscalError(self._name, f"cannot be written: {error}", stage="graph") from error

    def remove(self, sources: Iterable[str]) -> None:
        """Take sources out, with the documents that no other source holds."""
        self._drop(set(sources))

    def _drop(self, sources: Iterable[str]) -> None:
        for source in sources:
            node = ox.NamedNode(source)
            held = [quad.object for quad in self._store.quads_for_pattern(node, _HOLDS, None, CATALOGUE)]
            for quad in list(self._store.quads_for_pattern(node, None, None, CATALOGUE)):
                self._store.remove(quad)
            for document in held:
                if next(self._store.quads_for_pattern(None, _HOLDS, document, CATALOGUE), None) is None:
                    self._store.remove_graph(document)
                    for quad in list(self._store.quads_for_pattern(document, None, None, CATALOGUE)):
                        self._store.remove(quad)

    # -- what is not of one document ------------------------------------------------------------------

    def put_reference(self, version: str) -> None:
        """Put the reference graphs (classifications, policy fields, regions) in, unless `version` is there."""
        mark = ox.Quad(CATALOGUE, _REFERENCE, ox.Literal(version), CATALOGUE)
        if mark in self._store:
            return
        quads = list(reference_quads())
        for name in sorted({str(quad.graph_name.value) for quad in quads}):
            self._store.remove_graph(ox.NamedNode(name))
        for old in list(self._store.quads_for_pattern(CATALOGUE, _REFERENCE, None, CATALOGUE)):
            self._store.remove(old)
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

    def query(self, sparql: str, substitutions: Mapping[str, Any] | None = None) -> Any:
        """Ask in SPARQL 1.1 over all graphs together; `GRAPH ?document { … }` tells which document says so.

        The prefixes of the vocabulary (`fn:`, `skos:`, `schema:` …) need no declaration.

        Args:
            sparql: the query.
            substitutions: values of variables, by name, as pyoxigraph terms.

        Returns: pyoxigraph's `QuerySolutions`, `QueryBoolean` or `QueryTriples`.

        Raises:
            FiscalError: the query is not well-formed (stage `graph`).
        """
        terms = {ox.Variable(name): value for name, value in (substitutions or {}).items()}
        try:
            return self._store.query(
                sparql, prefixes=_PREFIXES, use_default_graph_as_union=True, substitutions=terms
            )
        except SyntaxError as error:
            raise FiscalError(self._name, f"the query is not SPARQL: {error}", stage="graph") from error

    def dump(self, path: Path) -> None:
        """Write everything as N-Quads, sorted, so that two stores can be compared."""
        lines = sorted(ox.serialize(self._store, format=ox.RdfFormat.N_QUADS).splitlines(keepends=True))
        path.write_bytes(b"".join(lines))


def _catalogue_entries(entries: Mapping[str, tuple[SourceState, Sequence[DocumentGraph]]]) -> Iterator[ox.Quad]:
    for source, (state, graphs) in entries.items():
        node = ox.NamedNode(source)
        for graph in graphs:
            document, count = ox.NamedNode(graph.iri), ox.Literal(str(graph.observations), datatype=_INTEGER)
            yield ox.Quad(node, _HOLDS, document, CATALOGUE)
            yield ox.Quad(document, _OBSERVATIONS, count, CATALOGUE)
        yield ox.Quad(node, _READ_BY, ox.Literal(state.read_by), CATALOGUE)
        yield ox.Quad(node, _SHA256, ox.Literal(state.sha256), CATALOGUE)
