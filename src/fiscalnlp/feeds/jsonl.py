"""JSON Lines: a folder of parts with a manifest, or one file; plain, gzip or Zstandard, by the name's ending.

A folder holds `part-000001.jsonl.zst` … and `manifest.json`: version of the contract, and the parts in order with
the numbers of their documents and records. The manifest is replaced as a whole and only then the parts that it no
longer names go, so a program that was killed leaves the last state and perhaps parts that nobody names, which the
next opening takes away.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import zstandard

from fiscalnlp.errors import FiscalError
from fiscalnlp.export.jsonl import unpacked
from fiscalnlp.export.target import folder as made_folder
from fiscalnlp.export.target import opened
from fiscalnlp.feeds.disk import Writing, opened_durably, write_durably
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.model.records import CONTRACT_VERSION

#: Endings of files of JSON Lines.
ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")
MANIFEST = "manifest.json"
_BUFFER = 1 << 20
#: Names of parts, of what stands beside them, and of files that were being written.
_OURS = re.compile(r"\.?(part-\d{6})\.(?:jsonl|ids)|\.manifest\.json\.\d+\.part$")


class Part(msgspec.Struct, frozen=True):
    """A file of a folder: its name, and how many documents and records it holds."""

    name: str
    documents: int
    records: int


class Manifest(msgspec.Struct, frozen=True):
    """What a folder holds: records of which contract, in which parts; `next` is the number of the next part."""

    contract: str = CONTRACT_VERSION
    parts: tuple[Part, ...] = ()
    next: int = 1


class _OfDocument(msgspec.Struct):
    doc_id: str


_doc_id = msgspec.json.Decoder(_OfDocument).decode


class JsonlSink:
    """Keeps documents as parts of JSON Lines in a folder, one for each `write`.

    A document that comes again is taken out of the part that holds it and stands in the new one.

    Args:
        folder: made if it is not there.
        ending: of the parts, one of `ENDINGS`.

    Raises:
        FiscalError: the folder holds something else or records of another contract, or another process is writing
            it (stage `export`).
    """

    def __init__(self, folder: str | os.PathLike[str], *, ending: str = ".jsonl.zst") -> None:
        self._folder = made_folder(folder)
        self._ending = ending
        self._writing = Writing(self._folder)
        with self._writing.kept_if_it_works(), _named(self._folder):
            self._manifest = self._opened()
            #: Document → name of the part that holds it.
            self._where = {each: part.name for part in self._manifest.parts for each in self._ids(part.name)}

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents as a part, each in place of the one with its id."""
        new = {document.doc_id: document.jsonl for document in documents}
        if new:
            with _named(self._folder):
                self._change(new.keys(), new)

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out of the parts that hold them."""
        gone = [each for each in doc_ids if each in self._where]
        if gone:
            with _named(self._folder):
                self._change(gone, {})

    def close(self) -> None:
        """Let another writer have the folder."""
        self._writing.end()

    def lines(self) -> Iterator[bytes]:
        """Yield all records, part by part."""
        with _named(self._folder):
            for part in self._manifest.parts:
                with unpacked(self._folder / part.name) as file:
                    yield from file

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._where)

    def _change(self, gone: Iterable[str], new: dict[str, bytes]) -> None:
        """Write what stays of the parts that lose a document, and a part of the new ones; then name them all."""
        losing: dict[str, set[str]] = {}
        for each in gone:
            if each in self._where:
                losing.setdefault(self._where[each], set()).add(each)
        number = self._manifest.next
        parts: list[Part] = []
        where: dict[str, str] = {}
        for part in self._manifest.parts:
            if part.name not in losing:
                parts.append(part)
            elif part.documents > len(losing[part.name]):
                parts.append(self._write(number, self._kept(part.name, losing[part.name]), where))
                number += 1
        if new:
            parts.append(self._write(number, new.items(), where))
            number += 1
        manifest = Manifest(parts=tuple(parts), next=number)
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        write_durably(self._folder / MANIFEST, text + b"\n")
        self._manifest = manifest
        for name, ids in losing.items():
            for each in ids:
                del self._where[each]
            (self._folder / name).unlink()
            self._ids_file(name).unlink()
        self._where.update(where)

    def _kept(self, name: str, gone: set[str]) -> Iterator[tuple[str, bytes]]:
        with unpacked(self._folder / name) as file:
            for line in file:
                if (doc_id := _doc_id(line).doc_id) not in gone:
                    yield doc_id, line

    def _write(self, number: int, documents: Iterable[tuple[str, bytes]], where: dict[str, str]) -> Part:
        """Write a part, and the ids of its documents beside it; a document may come in several pieces.

        `where` takes the documents that it holds.
        """
        name = f"part-{number:06}{self._ending}"
        ids: dict[str, None] = {}
        records = 0
        with opened_durably(self._folder / name) as target, _writing(target, self._ending) as file:
            for doc_id, lines in documents:
                ids[doc_id] = None
                records += lines.count(b"\n")
                file.write(lines)
        with opened_durably(self._ids_file(name)) as target:
            target.write("".join(f"{each}\n" for each in ids).encode())
        where.update(dict.fromkeys(ids, name))
        return Part(name, len(ids), records)

    def _ids_file(self, name: str) -> Path:
        return self._folder / f".{name.partition('.')[0]}.ids"

    def _ids(self, name: str) -> list[str]:
        return self._ids_file(name).read_text("ascii").splitlines()

    def _opened(self) -> Manifest:
        """Return the manifest, and take away the parts that it does not name."""
        file = self._folder / MANIFEST
        try:
            manifest = msgspec.json.decode(file.read_bytes(), type=Manifest) if file.exists() else Manifest()
        except msgspec.DecodeError as error:
            raise FiscalError(str(file), f"is no manifest of records: {error}", stage="export") from error
        if manifest.contract.partition(".")[0] != CONTRACT_VERSION.partition(".")[0]:
            cause = f"holds records of the contract {manifest.contract}, this is {CONTRACT_VERSION}: start anew"
            raise FiscalError(str(self._folder), cause, stage="export")
        named = {part.name.partition(".")[0] for part in manifest.parts}
        for found in self._folder.iterdir():
            part = _OURS.match(found.name)
            if part and (found.suffix == ".part" or part[1] not in named):
                found.unlink()
        return manifest


class JsonlFile:
    """Keeps documents in one file: what is new waits in parts beside it and joins it when the sink is closed.

    Raises:
        FiscalError: the file holds no records, or its parts cannot be opened (stage `export`).
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._beside = self._path.with_name(f"{self._path.name}.parts")
        self._parts = JsonlSink(self._beside)
        #: What the file must lose, noted beside it: it is done when the sink is closed, perhaps by a later run.
        self._gone_file = self._beside / ".gone.ids"
        with _named(self._gone_file):
            noted = self._gone_file.read_text("ascii").split() if self._gone_file.exists() else ()
        self._gone = set(noted)

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents, each in place of the one with its id."""
        self._parts.write(documents)
        self._gone.update(document.doc_id for document in documents)

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out."""
        doc_ids = list(doc_ids)
        self._gone.update(doc_ids)
        write_durably(self._gone_file, "\n".join(sorted(self._gone)).encode())
        self._parts.delete(doc_ids)

    def close(self) -> None:
        """Write the file anew: what is left of it, then what has come."""
        try:
            write_file(self._path, self._all())
            shutil.rmtree(self._beside)
        finally:
            self._parts.close()

    def _all(self) -> Iterator[bytes]:
        if self._path.exists():
            # What was written before a crash waits in the parts: it counts as new.
            gone = self._gone.union(_doc_id(line).doc_id for line in self._parts.lines())
            with _named(self._path), unpacked(self._path) as file:
                yield from (line for line in file if _doc_id(line).doc_id not in gone)
        yield from self._parts.lines()


class JsonlStream:
    """Hands documents on as they come, to a stream that is open; nothing can be taken out of it again."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Write all records of the documents."""
        for document in documents:
            self._stream.write(document.jsonl)
        self._stream.flush()

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Do nothing: what has been handed on is gone."""

    def close(self) -> None:
        """Leave the stream open, whose it is."""


def write_file(path: str | os.PathLike[str], lines: Iterable[bytes]) -> None:
    """Write records to one file, packed as its ending says, which takes its place once it is whole.

    Raises:
        FiscalError: it cannot be written (stage `export`).
    """
    with opened(path) as target, _writing(target, ending_of(path) or ".jsonl") as file:
        file.writelines(lines)


def is_part(name: str) -> bool:
    """Tell whether a file of this name is a part of a folder, or stands beside one."""
    return _OURS.match(name) is not None


def ending_of(path: str | os.PathLike[str]) -> str | None:
    """Return the ending of `ENDINGS` that a path has, `None` for another."""
    name = os.fspath(path).lower()
    return next((ending for ending in ENDINGS if name.endswith(ending)), None)


@contextmanager
def packed(target: BinaryIO, path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Yield a stream whose bytes reach `target` packed as the ending of `path` says."""
    with _writing(target, ending_of(path) or ".jsonl") as file:
        yield file


@contextmanager
def _writing(target: BinaryIO, ending: str) -> Iterator[BinaryIO]:
    """Yield a stream that packs what is written; the same bytes are packed the same at all times."""
    if ending.endswith(".gz"):
        with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=target, mtime=0) as file:
            yield cast(BinaryIO, file)
    elif ending.endswith(".zst"):
        packer = zstandard.ZstdCompressor(level=3).stream_writer(target, closefd=False)
        with io.BufferedWriter(cast(io.RawIOBase, packer), _BUFFER) as file:  # which closes the packer too
            yield cast(BinaryIO, file)
    else:
        yield target


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say which file it was that could not be read or written."""
    try:
        yield
    except OSError as error:
        cause = f"cannot be written: {error.strerror or error}"
        raise FiscalError(str(path), cause, stage="export") from error
    except (EOFError, msgspec.DecodeError, zstandard.ZstdError) as error:
        raise FiscalError(str(path), f"holds no whole records: {error}", stage="export") from error
