"""Records into a search index on disk, which `fiscalnlp.search` asks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from fiscalnlp.errors import FiscalError
from fiscalnlp.export import extra
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.search import folder
from fiscalnlp.search.entries import Entry, entries
from fiscalnlp.search.forms import pairs, search_form, words

#: Memory in which new records are kept before they go to disk, in bytes.
_MEMORY = 128_000_000


class IndexSink:
    """A search index in the folder `path`, made if it is not there; see `Sink`.

    One process writes at a time, any number may read meanwhile: they see all documents of a `write`, or none.

    Raises:
        MissingExtraError: Tantivy is not installed.
        FiscalError: the folder cannot be written, another process is writing it, or it holds an index of another
            version (stage `export`).
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._name = os.fspath(path)
        self._tantivy = extra.load("tantivy", folder.EXTRA, self._name)
        index = folder.open_for_writing(Path(path))
        try:
            self._writer = index.writer(_MEMORY, 1)  # one thread: records keep their order
        except ValueError as error:
            cause = (
                "is being written by another process" if "Lock" in str(error) else f"cannot be written: {error}"
            )
            raise FiscalError(self._name, cause, stage="export") from error

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents, each in place of the one with its id; they are there at once, all or none.

        Raises:
            FiscalError: they cannot be written (stage `export`).
        """
        with self._changing():
            for document in documents:
                self._writer.delete_documents_by_term(folder.DOC_ID, document.doc_id)
                for entry in entries(document.rows()):
                    self._writer.add_document(self._tantivy.Document(**_fields(entry)))

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Raises:
            FiscalError: the index cannot be written (stage `export`).
        """
        with self._changing():
            for doc_id in doc_ids:
                self._writer.delete_documents_by_term(folder.DOC_ID, doc_id)

    def close(self) -> None:
        """Wait until the parts of the index that are being joined are joined, and let go of the folder."""
        self._writer.wait_merging_threads()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        try:
            yield
            self._writer.commit()
        except (OSError, ValueError) as error:
            self._writer.rollback()
            raise FiscalError(self._name, f"cannot be written: {error}", stage="export") from error
        except BaseException:
            self._writer.rollback()
            raise


def _fields(entry: Entry) -> dict[str, list[Any]]:
    """Return the values of an entry by field of the index."""
    forms = [search_form(text) for text in entry.texts]
    return {
        folder.KIND: [entry.kind],
        folder.DOC_ID: [entry.doc_id],
        folder.YEAR: [] if entry.year is None else [entry.year],
        folder.REGION: [] if entry.region is None else [entry.region],
        folder.WITHIN: list(entry.within),
        folder.ISSUER: [" ".join(pairs(search_form(entry.issuer or "")))],
        folder.WORDS: [" ".join(word for form in forms for word in words(form))],
        folder.PAIRS: [" ".join(pair for form in forms for pair in pairs(form))],
        folder.ORDER: [folder.order_of(entry.id)],
        folder.ROW: [msgspec.json.encode({"document": entry.document, "record": entry.record})],
    }
