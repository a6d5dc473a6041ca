"""Tell what a source is by its content, never by its name, and hand it to the reader for it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from fiscalnlp.errors import (
    BrokenSourceError,
    EmptySourceError,
    FiscalError,
    SourceNotFoundError,
    UnsupportedSourceError,
)
from fiscalnlp.read.plain import check_text, decode, read_plain
from fiscalnlp.read.source import Source

#: Leading bytes → (media type, what to tell a user whose file is of a type that is not read).
_UNSUPPORTED: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a legacy Word or Excel file (.doc, .xls): save it as PDF or plain text",
    ),
    (b"{\\rtf", "a Rich Text file: save it as PDF or plain text"),
    (b"PK\x03\x04", "a ZIP container (Word, Excel or an archive): save it as PDF or plain text"),
    (b"\x89PNG", "an image: it has no text to read"),
    (b"\xff\xd8\xff", "an image: it has no text to read"),
    (b"GIF8", "an image: it has no text to read"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it"),
    (b"\x1f\x8b", "a gzip file: unpack it"),
)
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|\?xml)", re.IGNORECASE)
_SENTENCE_MARKS = frozenset("。；，：\n")


def read_source(source: str | bytes | Path, *, name: str | None = None) -> Source:
    """Read a disclosure from a path, from bytes or from text.

    A `str` is taken for text when it holds a line break or a Chinese sentence mark and names no existing
    file, otherwise for a path.

    Args:
        source: what to read.
        name: what to call it in errors; by default the path, `<bytes>` or `<text>`.

    Raises:
        SourceNotFoundError: the path does not exist or is a folder.
        EmptySourceError: there is nothing but white space in it.
        UnsupportedSourceError: it is of a type that is not read; the message says what to do.
        BrokenSourceError: it is damaged, encrypted or no text at all.
    """
    if isinstance(source, bytes):
        return _read_bytes(source, name or "<bytes>")
    if isinstance(source, str) and _is_text(source):
        check_text(source, name or "<text>")
        source = source.removeprefix("\ufeff")
        return _read_text(source, source.encode("utf-8", "surrogatepass"), name or "<text>")
    path = Path(source)
    label = name or str(source)
    try:
        return _read_bytes(path.read_bytes(), label)
    except FiscalError:
        raise
    except FileNotFoundError:
        raise SourceNotFoundError(label, "no such file") from None
    except IsADirectoryError:
        raise SourceNotFoundError(label, "is a folder, not a file") from None
    except (OSError, ValueError) as error:
        raise BrokenSourceError(label, f"cannot be opened: {error}") from error


def _is_text(source: str) -> bool:
    if not _SENTENCE_MARKS.intersection(source):
        return not source.strip()
    if "\n" in source or len(source) > 1024:
        return True
    try:
        return not Path(source).exists()
    except OSError:
        return True


def _read_bytes(data: bytes, name: str) -> Source:
    if not data.strip():
        raise EmptySourceError(name, "the file is empty")
    if b"%PDF-" in data[:1024]:
        from fiscalnlp.read.pdf import read_pdf  # noqa: PLC0415 - keeps the PDF engine out of other reads

        pages, warnings = read_pdf(data, name)
        return Source(name, hashlib.sha256(data).hexdigest(), "application/pdf", pages, warnings)
    for magic, cause in _UNSUPPORTED:
        if data.startswith(magic):
            raise UnsupportedSourceError(name, f"is {cause}")
    if _HTML.match(data):
        raise UnsupportedSourceError(name, "is a web page: save it as PDF or plain text")
    return _read_text(decode(data, name), data, name)


def _read_text(text: str, data: bytes, name: str) -> Source:
    return Source(name, hashlib.sha256(data).hexdigest(), "text/plain", read_plain(text), ())
