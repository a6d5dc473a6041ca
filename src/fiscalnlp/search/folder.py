"""A search index on disk: a Tantivy index in a folder, and beside it a note of what it holds.

The note (`fiscalnlp.json`) has the version of the record contract and of this layout. An index of another layout,
or of a contract with another first number, is refused with advice, never read wrongly.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from fiscalnlp.errors import FiscalError
from fiscalnlp.export import extra
from fiscalnlp.export.target import folder, opened
from fiscalnlp.model.records import CONTRACT_VERSION

#: Version of the fields below and of how their text is cut: an index of another one is built anew.
LAYOUT = 2
#: Extra that brings Tantivy.
EXTRA = "search"
#: Fields of the index.
KIND, DOC_ID, YEAR, REGION, WITHIN, ISSUER = "kind", "doc_id", "year", "region", "within", "issuer"
WORDS, PAIRS, ORDER, ROW = "words", "pairs", "order", "row"
_NOTE = "fiscalnlp.json"


class _Note(msgspec.Struct, frozen=True):
    contract: str
    layout: int


def open_for_reading(path: Path) -> tuple[Any, str]:
    """Return the `tantivy.Index` in the folder `path`, and the version of the contract that its records follow.

    Raises:
        MissingExtraError: Tantivy is not installed.
        FiscalError: there is no index, or one that this version does not read (stage `export`).
    """
    tantivy = extra.load("tantivy", EXTRA, str(path))
    note = _read_note(path)
    if note is None or not tantivy.Index.exists(str(path)):
        raise FiscalError(str(path), "is no search index of fiscalnlp", stage="export")
    _check(path, note)
    try:
        return tantivy.Index.open(str(path)), note.contract
    except (OSError, ValueError) as error:
        raise FiscalError(str(path), f"cannot be opened as a search index: {error}", stage="export") from error


def open_for_writing(path: Path) -> Any:
    """Return the `tantivy.Index` in the folder `path`, made if it is not there.

    Raises:
        MissingExtraError: Tantivy is not installed.
        FiscalError: the folder cannot be written, or holds an index of another version (stage `export`).
    """
    tantivy = extra.load("tantivy", EXTRA, str(path))
    note = _read_note(path)
    if note is not None:
        _check(path, note)
    elif path.is_dir() and any(path.iterdir()):
        raise FiscalError(str(path), "is a folder of something else, no search index", stage="export")
    contract = CONTRACT_VERSION if note is None else max(note.contract, CONTRACT_VERSION, key=_numbers)
    with opened(folder(path) / _NOTE) as file:
        file.write(msgspec.json.encode(_Note(contract, LAYOUT)))
    try:
        return tantivy.Index(_schema(tantivy), str(path))
    except (OSError, ValueError) as error:
        raise FiscalError(str(path), f"cannot be opened as a search index: {error}", stage="export") from error


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in (KIND, REGION):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (DOC_ID, WITHIN):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(YEAR, indexed=True, fast=True)
    for name in (PAIRS, ISSUER):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(WORDS, tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field(ORDER, fast=True)
    builder.add_bytes_field(ROW, stored=True)
    return builder.build()


def order_of(record_id: str) -> int:
    """Return where a record stands among others that are as good: 63 bits that follow from its id alone.

    Tantivy puts such hits in the order in which they happen to lie on disk.
    """
    return int.from_bytes(blake2b(record_id.encode(), digest_size=8).digest()) >> 1


def _read_note(path: Path) -> _Note | None:
    try:
        return msgspec.json.decode((path / _NOTE).read_bytes(), type=_Note)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise FiscalError(str(path / _NOTE), f"cannot be read: {error}", stage="export") from error


def _check(path: Path, note: _Note) -> None:
    newer = note.layout > LAYOUT or _numbers(note.contract)[0] > _numbers(CONTRACT_VERSION)[0]
    if newer:
        advice = "update fiscalnlp"
    elif note.layout == LAYOUT and _numbers(note.contract)[0] == _numbers(CONTRACT_VERSION)[0]:
        return
    else:
        advice = "build it anew in another folder"
    raise FiscalError(
        str(path),
        f"is an index of layout {note.layout} over records of contract {note.contract}; this version works with "
        f"layout {LAYOUT} and contract {CONTRACT_VERSION}: {advice}",
        stage="export",
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
