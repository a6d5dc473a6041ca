"""Plain text: decode it and cut it into pages and lines."""

from __future__ import annotations

import regex

from fiscalnlp.errors import BrokenSourceError, EmptySourceError
from fiscalnlp.read.source import FlowLine, Page

_LINE = regex.compile(r"[^\n\r\v\x85\u2028\u2029]+")
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_EXPECTED = regex.compile(r"[\s\p{Han}\p{P}\p{S}\p{N}Ａ-Ｚａ-ｚ]")
_WORD = regex.compile(r"[\p{Han}\p{Latin}\d]")


def decode(data: bytes, name: str) -> str:
    """Return `data` as text: UTF-8 or UTF-16 (by byte order mark), else GB18030, else what it looks like.

    Raises:
        BrokenSourceError: if the bytes are no text in any of these.
        EmptySourceError: if the text holds nothing but white space.
    """
    text = _decode(data)
    if text is None:
        raise BrokenSourceError(name, "is neither a document of a known type nor text")
    check_text(text, name)
    return text


def check_text(text: str, name: str) -> None:
    """Make sure that `text` is one.

    Raises:
        BrokenSourceError: it is full of control characters or holds no words.
        EmptySourceError: it holds nothing but white space.
    """
    if not text.strip("\ufeff \t\r\n\f\u3000"):
        raise EmptySourceError(name, "holds nothing but white space")
    if len(_CONTROL.findall(text)) > len(text) // 100:
        raise BrokenSourceError(name, "is neither a document of a known type nor text")
    if not _WORD.search(text):
        raise BrokenSourceError(name, "holds no words")


def _decode(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(data, "utf-16")
    text = _try(data, "utf-8-sig")
    if text is not None or b"\x00" in data:
        return text
    text = _try(data, "gb18030")
    if text is not None and not _is_garbled(text):
        return text
    import charset_normalizer  # noqa: PLC0415 - only for the rare file that is neither UTF-8 nor GB18030

    best = charset_normalizer.from_bytes(data).best()
    return None if best is None or _is_garbled(str(best)) else str(best)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_garbled(text: str) -> bool:
    """Tell random bytes, which GB18030 decodes into rare characters, from Chinese prose."""
    han = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    everyday = sum(
        1 for char in han if b"\xb0" <= char.encode("gb18030")[:1] <= b"\xd7" and len(char.encode("gb18030")) == 2
    )
    other = sum(1 for char in text if not (char.isascii() or _EXPECTED.match(char)))
    return everyday < 0.8 * len(han) or other > len(text) // 10


def read_plain(text: str) -> tuple[Page, ...]:
    """Return the pages of `text`: parted by form feeds, or one without number where there are none."""
    mark = text.startswith("\ufeff")  # a byte order mark is no character of the first line
    pieces = text[mark:].split("\f")
    pages: list[Page] = []
    offset = int(mark)
    for number, piece in enumerate(pieces, start=1):
        lines = tuple(FlowLine(offset + match.start(), match.group()) for match in _LINE.finditer(piece))
        pages.append(Page(number if len(pieces) > 1 else None, flow=lines))
        offset += len(piece) + 1
    return tuple(pages)
