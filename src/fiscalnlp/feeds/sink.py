"""What every feed can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from fiscalnlp.feeds.documents import DocumentRecords


class Sink(Protocol):
    """A destination that keeps the records of many documents.

    A document is replaced as a whole and known by its `doc_id`, so doing it again changes nothing: a run
    that was killed after a write and before it noted so just writes once more.
    """

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents, each in place of the one with its id; when this returns they are on disk, all or none.

        Raises:
            FiscalError: they cannot be written (stage `export`).
        """

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Raises:
            FiscalError: the destination cannot be written (stage `export`).
        """

    def close(self) -> None:
        """Put in order what is best put in order once, and let go of the destination."""
