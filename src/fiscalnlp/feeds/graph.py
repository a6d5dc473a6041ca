"""Records as the knowledge graph: the store that `fiscalnlp graph build` makes, filled with what was read."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from fiscalnlp.feeds.columns import DOCUMENT
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.graph import build_graph
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.schema import schema
from fiscalnlp.model.records import DocumentRecord
from fiscalnlp.read import ReadOptions
from fiscalnlp.reading import Reading
from fiscalnlp.store import DocumentGraph, GraphStore, SourceState
from fiscalnlp.store.build import begin, document_graph, settle, source_iri

_DEFAULTS = ReadOptions()


class GraphSink:
    """A graph store in a folder; one process writes to it at a time.

    It makes the graph of each document of its records, in the process that writes: many processes that read do not
    make this faster. `fiscalnlp graph build --jobs` makes the graphs in the processes that read.

    In its catalogue a source holds what was last written of it, with the hash of its bytes, so that `graph build`
    leaves alone what is up to date. A write that is cut short is taken back when the store is opened next, the
    documents that it was to replace included: it must be done again.

    Args:
        path: the folder; made if it is not there.
        options: how the documents were read.

    Raises:
        FiscalError: it cannot be opened, or was made of another major version of the contract.
    """

    def __init__(self, path: str | os.PathLike[str], options: ReadOptions | Reading = _DEFAULTS) -> None:
        self._reader = Reading.of(options).reader
        self._store = GraphStore(Path(path))
        try:
            begin(self._store)
        except BaseException:
            self._store.close()
            raise

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents, each in place of the one with its id; when this returns they are on disk, all or none.

        Raises:
            FiscalError: they cannot be written.
        """
        latest = {document.doc_id: document for document in documents}
        states: dict[str, SourceState] = {}
        graphs: defaultdict[str, list[DocumentGraph]] = defaultdict(list)
        for document in latest.values():
            records = tuple(document.records())
            (sha256,) = (record.sha256 for record in records if isinstance(record, DocumentRecord))
            name = _source(document)
            states[name] = SourceState(sha256, self._reader, ())
            graphs[name].append(document_graph(build_graph(records)))
        if states:
            self._store.put({name: (state, graphs[name]) for name, state in states.items()})

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Raises:
            FiscalError: the store cannot be written.
        """
        type_ = schema().node_of(DOCUMENT).id
        self._store.remove_documents(iri(type_, doc_id) for doc_id in doc_ids)

    def close(self) -> None:
        """Note what all tell together (short names, disclosures that are there twice); let go of the store.

        Raises:
            FiscalError: the store cannot be written.
        """
        settle(self._store)
        self._store.close()


def _source(document: DocumentRecords) -> str:
    """Return the IRI of what a document was read from; text and bytes in memory have one a document."""
    name = source_iri(document.source)
    return f"{name}#{document.doc_id}" if document.source.startswith("<") else name
