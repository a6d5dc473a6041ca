"""Documents → store: reads what is new or changed, leaves the rest, and says what it did."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

import pyoxigraph as ox

from fiscalnlp import __version__
from fiscalnlp.classification import release
from fiscalnlp.errors import FiscalError
from fiscalnlp.export import rdf
from fiscalnlp.export.skos import reference_quads
from fiscalnlp.export.terms import term
from fiscalnlp.graph import Graph
from fiscalnlp.graph.bodies import resolve
from fiscalnlp.pipeline import Failure, Pipeline, load
from fiscalnlp.processes import Lost, WorkerPool
from fiscalnlp.read import ReadOptions
from fiscalnlp.read.fetch import fetch, is_url
from fiscalnlp.store.graph_store import DocumentGraph, GraphStore, SourceState

#: Bytes of triples that are loaded at once, some hundreds of documents: the more, the less is rearranged on disk;
#: a process that is killed loses no more work than this.
BATCH_BYTES = 400_000_000
_DEFAULTS = ReadOptions()


@dataclass(slots=True)
class BuildReport:
    """What a build did, by source in the order of reading: paths and URLs as they were given.

    `duplicates` are documents (IRIs) of a body and year of which the store holds a fuller one of the same kind.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a source gave, in another process or this one."""

    source: str
    graphs: tuple[DocumentGraph, ...] = ()
    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()


def build(
    store: GraphStore,
    sources: Iterable[str],
    *,
    options: ReadOptions = _DEFAULTS,
    jobs: int = 1,
    prune: bool = False,
    on_source: Callable[[str], None] | None = None,
) -> BuildReport:
    """Bring `store` up to date with `sources`.

    A source whose bytes and reader are those of the last build is left alone; one that has changed replaces what
    it held before and nothing else. A source that cannot be read keeps what it held, and is named in the report.

    Args:
        store: where the graph is kept.
        sources: paths and URLs of documents and archives.
        options: how they are read.
        jobs: number of processes that read; the store is written by this one alone.
        prune: take out the sources of the store that are not among `sources`.
        on_source: called with each source once it is dealt with.

    Returns:
        what was added, replaced, left and removed, and what failed.

    Raises:
        FiscalError: the store cannot be written.
    """
    report = BuildReport()
    reader = reader_name(options)
    begin(store)
    known = store.sources()
    wanted = {source_iri(source): source for source in sources}
    states: dict[str, SourceState] = {}
    for name, source in wanted.items():
        state = SourceState(_hash(source), reader, known[name].documents if name in known else ())
        if known.get(name) == state:
            report.unchanged.append(source)
            _tell(on_source, source)
        else:
            states[name] = state
    batch = Batch(store)
    todo = [wanted[name] for name in states]
    try:
        for name, read in zip(states, _reading(todo, options, jobs), strict=True):
            report.failed += read.failures
            report.warnings += read.warnings
            if read.graphs:
                (report.replaced if name in known else report.added).append(read.source)
                # An archive of which a part could not be read is read again by the next build.
                state = replace(states[name], sha256="") if read.failures else states[name]
                batch.add(name, state, read.graphs)
            _tell(on_source, read.source)
    finally:
        batch.load()
    if prune:
        gone = sorted(known.keys() - wanted.keys())
        store.remove(gone)
        report.removed += gone
    report.duplicates += settle(store)
    return report


def begin(store: GraphStore) -> None:
    """See to it that a store has what every store begins with.

    Raises:
        FiscalError: it was made of another major version of the record contract.
    """
    store.carry_contract()
    store.put_reference(release().version + " " + __version__)


def settle(store: GraphStore) -> list[str]:
    """Read from all documents together which bodies are one and what is there twice; return such documents."""
    duplicates = _duplicates(store)
    store.put_resolution(_resolution(store, duplicates))
    return sorted(duplicates)


def reader_name(options: ReadOptions = _DEFAULTS) -> str:
    """Return how the catalogue calls this version of the library with these options."""
    return f"fiscalnlp {__version__}, classification {release().version}, {options.pdf_engine}, ocr {options.ocr}"


def source_iri(source: str) -> str:
    """Return the IRI of a source: its URL, for a path that of the file it leads to."""
    return source if is_url(source) else Path(source).resolve().as_uri()


def document_graph(graph: Graph) -> DocumentGraph:
    """Return the graph of one document as the store takes it: without what the reference graphs say.

    Raises:
        ValueError: if `graph` is not that of one document.
    """
    document = rdf.document_of(graph)
    own, shared = rdf.parted(graph)
    nodes = tuple(node for node in shared.values() if node.iri not in _described_elsewhere())
    return DocumentGraph(document.iri, "".join(own).encode(), nodes, len(graph.of_type("observation")))


class Batch:
    """Gathers what was read and loads it by the batch of `BATCH_BYTES`."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._entries: dict[str, tuple[SourceState, Sequence[DocumentGraph]]] = {}
        self._bytes = 0

    def add(self, name: str, state: SourceState, graphs: Sequence[DocumentGraph]) -> None:
        """Add a source; load what has been gathered once it is enough."""
        self._entries[name] = (state, graphs)
        self._bytes += sum(len(graph.lines) for graph in graphs)
        if self._bytes >= BATCH_BYTES:
            self.load()

    def load(self) -> None:
        """Load what has been gathered."""
        if self._entries:
            self._store.put(self._entries)
        self._entries, self._bytes = {}, 0


def _tell(on_source: Callable[[str], None] | None, source: str) -> None:
    if on_source is not None:
        on_source(source)


def _hash(source: str) -> str:
    """Return the SHA-256 of the bytes of a source, "" if it cannot be opened: reading it will say why."""
    try:
        return hashlib.sha256(fetch(source, source)).hexdigest()
    except FiscalError:
        return ""


def _reading(sources: Sequence[str], options: ReadOptions, jobs: int) -> Iterator[Read]:
    """Yield what reading gives, in order; a source that its process did not survive has failed."""
    work = partial(read_graphs, options=options)
    if jobs == 1:
        yield from map(work, sources)
        return
    with WorkerPool(work, jobs) as pool:
        for source, read in zip(sources, pool.map(sources), strict=True):
            if isinstance(read, Lost):
                yield Read(source, failures=(Failure(source, "graph", read.words),))
            else:
                yield read


def read_graphs(source: str, options: ReadOptions = _DEFAULTS) -> Read:
    """Read a source and return the graphs of its documents; what cannot be read is a failure and no error."""
    graphs: list[DocumentGraph] = []
    failures: list[Failure] = []
    warnings: list[str] = []
    for result in _pipeline(options).read_all([source]):
        if isinstance(result, Failure):
            failures.append(result)
            continue
        graph = result.graph()
        warnings += [f"{result.name}: {each}" for each in (*result.warnings, *graph.warnings)]
        graphs.append(document_graph(graph))
    return Read(source, tuple(graphs), tuple(failures), tuple(warnings))


@cache
def _pipeline(options: ReadOptions) -> Pipeline:
    return load(pdf_engine=options.pdf_engine, ocr=options.ocr)


@cache
def _described_elsewhere() -> frozenset[str]:
    return frozenset(quad.subject.value for quad in reference_quads() if isinstance(quad.subject, ox.NamedNode))


_DISCLOSURE_KEY = ("body", "year", "report", "scope")
_SAME_DISCLOSURE = """
SELECT DISTINCT ?document ?body ?year ?report ?scope ?n WHERE {
  GRAPH ?catalogue { ?source fn:holds ?document . ?document fn:observations ?n }
  ?document schema:publisher ?body ; fn:fiscalYear ?year ; fn:report ?report .
  OPTIONAL { ?document fn:scope ?scope }
}
"""


def _duplicates(store: GraphStore) -> dict[str, str]:
    """Return document → the fullest document of the same body, year, kind and scope, where it is another one."""
    same: defaultdict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for row in store.query(_SAME_DISCLOSURE):
        key = tuple(
            row[name].value if row[name] is not None else "" for name in ("body", "year", "report", "scope")
        )
        same[key].append((int(row["n"].value), row["document"].value))
    return {
        document: max(group)[1] for group in same.values() for _, document in group if document != max(group)[1]
    }


def _resolution(store: GraphStore, duplicates: dict[str, str]) -> Iterator[ox.Triple]:
    bodies = [row["body"].value for row in store.query("SELECT DISTINCT ?body { ?body a org:FormalOrganization }")]
    for short, full in resolve(bodies).items():
        yield ox.Triple(ox.NamedNode(short), term("fn:shortFor"), ox.NamedNode(full))
    for document, fuller in sorted(duplicates.items()):
        yield ox.Triple(ox.NamedNode(document), term("fn:duplicateOf"), ox.NamedNode(fuller))
