"""Records as JSON Lines: one object a line, `kind` first, figures as plain decimal strings."""

from __future__ import annotations

import gzip
import io
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import IO, Any, Union, cast

import msgspec
import zstandard

from fiscalnlp.errors import BrokenSourceError, SourceNotFoundError
from fiscalnlp.export.target import Target, opened
from fiscalnlp.model.records import RECORD_TYPES, DocumentRecord, Record

#: Bytes that are unpacked at once.
_BUFFER = 1 << 20
_ENCODER = msgspec.json.Encoder()
# A decimal written with an exponent. The words of a record may look the same, which costs time, not truth.
_EXPONENT = re.compile(rb'"-?\d+(?:\.\d+)?E[+-]?\d+"')


def encode_record(record: Record) -> bytes:
    """Return `record` as one line of JSON (UTF-8, no line feed), fields in the order of the contract."""
    line = _ENCODER.encode(record)
    if _EXPONENT.search(line):
        line = _ENCODER.encode(_plain(msgspec.to_builtins(record, builtin_types=(Decimal,))))
    return line


def decode_record(line: bytes) -> Record:
    """Return the record that a line of JSON is.

    Raises:
        msgspec.DecodeError: it is none.
    """
    return _decoder().decode(line)


def write(records: Iterable[Record], target: Target) -> None:
    """Write `records` to a path or binary stream, in the order given.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        for record in records:
            file.write(encode_record(record))
            file.write(b"\n")


write_jsonl = write


def read_documents(path: str | os.PathLike[str]) -> Iterator[tuple[Record, ...]]:
    """Yield the records of one document after the other from a file that `write` has written.

    It may be packed since: `.gz` is read by gzip, `.zst` by Zstandard.

    Raises:
        SourceNotFoundError: there is no such file.
        BrokenSourceError: a line is no record, or stands before the first document; those before were yielded.
    """
    with _reading(os.fspath(path)) as file:
        records: list[Record] = []
        for number, line in enumerate(file, start=1):
            try:
                record = decode_record(line)
            except msgspec.DecodeError as error:
                raise BrokenSourceError(os.fspath(path), f"line {number} is no record: {error}") from error
            if isinstance(record, DocumentRecord) and records:
                yield tuple(records)
                records = []
            if not records and not isinstance(record, DocumentRecord):
                raise BrokenSourceError(os.fspath(path), f"line {number} belongs to no document")
            records.append(record)
    if records:
        yield tuple(records)


@contextmanager
def _reading(path: str) -> Iterator[Iterable[bytes]]:
    """Open a file for reading it line by line, unpacked."""
    try:
        with unpacked(path) as file:
            yield file
    except FileNotFoundError as error:
        raise SourceNotFoundError(path, "no such file") from error
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        raise BrokenSourceError(path, f"cannot be read: {error}") from error


def unpacked(path: str | os.PathLike[str]) -> IO[bytes]:
    """Open a file for reading: `.gz` is unpacked by gzip, `.zst` by Zstandard.

    Raises:
        OSError, EOFError, zlib.error, zstandard.ZstdError: it cannot be opened, or later be read.
    """
    name = os.fspath(path)
    if name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(name, "rb"))
    file = Path(name).open("rb")  # noqa: SIM115 - closed by who closes what is returned
    if name.endswith(".zst"):  # several frames, one after the other, are one file
        reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
        return io.BufferedReader(cast(io.RawIOBase, reader), _BUFFER)
    return file


@cache
def _decoder() -> msgspec.json.Decoder[Record]:
    return msgspec.json.Decoder(Union[RECORD_TYPES])  # noqa: UP007 - made of a tuple at run time


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
