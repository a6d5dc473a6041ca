"""What was written to a feed and is not in its data yet: one file a write, there as a whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from fiscalnlp.export.target import folder
from fiscalnlp.feeds.disk import write_durably
from fiscalnlp.feeds.documents import DocumentRecords


class _Entry(msgspec.Struct, frozen=True, gc=False):
    documents: tuple[DocumentRecords, ...] = ()
    deleted: tuple[str, ...] = ()


class Pending:
    """Writes in their order, in a folder.

    Args:
        path: the folder; made if it is not there.
        after: number of the last write whose changes are in the data; it and those before it are taken away.

    Raises:
        FiscalError: the folder cannot be made.
    """

    def __init__(self, path: Path, after: int) -> None:
        self._folder = folder(path)
        self._numbers = sorted(int(file.stem) for file in self._folder.glob("*.msgpack"))
        self.last = max([after, *self._numbers])
        self.forget(after)
        self.bytes = sum(self._file(number).stat().st_size for number in self._numbers)

    def add(self, documents: Sequence[DocumentRecords] = (), deleted: Sequence[str] = ()) -> None:
        """Note a write; it is on disk when this returns.

        Raises:
            FiscalError: it cannot be written.
        """
        entry = msgspec.msgpack.encode(_Entry(tuple(documents), tuple(deleted)))
        write_durably(self._file(self.last + 1), entry)
        self.last += 1
        self._numbers.append(self.last)
        self.bytes += len(entry)

    def latest(self) -> dict[str, DocumentRecords | None]:
        """Return what is to become of each document that was written or deleted (`None`), in the order of ids."""
        found: dict[str, DocumentRecords | None] = {}
        for number in self._numbers:
            entry = msgspec.msgpack.decode(self._file(number).read_bytes(), type=_Entry)
            found.update((document.doc_id, document) for document in entry.documents)
            found.update((doc_id, None) for doc_id in entry.deleted)
        return dict(sorted(found.items()))

    def forget(self, up_to: int) -> None:
        """Take away the writes up to the one of this number."""
        for number in [number for number in self._numbers if number <= up_to]:
            self._file(number).unlink(missing_ok=True)
        self._numbers = [number for number in self._numbers if number > up_to]
        self.bytes = 0

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:010}.msgpack"
