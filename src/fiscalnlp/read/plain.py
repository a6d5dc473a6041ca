"""Plain text: decode it and cut it into pages and lines."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence

import regex

from fiscalnlp.errors import BrokenSourceError, EmptySourceError
from fiscalnlp.read.source import FlowCell, FlowLine, FlowTable, Page
from fiscalnlp.read.tabulate import tabulate

_LINE = regex.compile(r"[^\n\r\v\x85\u2028\u2029]+")
#: Bytes at the start of a web page that are searched for its encoding.
_HEAD = 4096
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
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


def decode_markup(data: bytes, name: str, stated: str | None = None) -> str:
    """Return a web page as text: what is valid UTF-8 is that, else by what it states, else as a text file.

    Raises:
        BrokenSourceError: it is no text in any encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return decode(data, name)
    if (text := _try(data, "utf-8")) is not None:
        return text
    label = _CHARSET.search(data[:_HEAD])
    codec = _codec(stated) or (_codec(label.group(1).decode("ascii")) if label else None)
    if codec is not None and (text := _try(data, codec)) is not None:
        return text
    try:
        return decode(data, name)
    except BrokenSourceError:
        text = data.decode(codec or "gb18030", "replace")
        if text.count("\ufffd") > len(text) // 100:
            raise
        return text


def _codec(label: str | None) -> str | None:
    """Return the codec for a label; the labels of older Chinese encodings stand for their superset."""
    try:
        codec = codecs.lookup(label or "").name
    except (LookupError, ValueError):
        return None
    return "gb18030" if codec in {"gb2312", "gbk", "hz"} else codec


def read_plain(text: str) -> tuple[Page, ...]:
    """Return the pages of `text`: parted by form feeds, or one without number where there are none.

    Rows of fields parted by tabs, bars or commas become tables.
    """
    mark = text.startswith("\ufeff")  # a byte order mark is no character of the first line
    pieces = text[mark:].split("\f")
    pages: list[Page] = []
    offset = int(mark)
    for number, piece in enumerate(pieces, start=1):
        lines = [FlowLine(offset + match.start(), match.group()) for match in _LINE.finditer(piece)]
        flow = tuple(_with_tables(lines, text)) if _MARK.search(piece) else tuple(lines)
        pages.append(Page(number if len(pieces) > 1 else None, flow=flow))
        offset += len(piece) + 1
    return tuple(pages)


#: Fields of a row that is one of a table even where no row of it holds a figure.
_SURELY_COLUMNS = 3
#: Code points of the longest field.
_LONGEST_FIELD = 80

_FIGURE = regex.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?%?")
_DIGIT_GROUPS = regex.compile(r"\p{Han}\d{1,3},\d")  # 合计1,234.56万元, be it cut by the end of the line
_PAGE_NUMBER = regex.compile(r"\d{1,3}")
_BARS = regex.compile(r"[\s|:-]*-[\s|:-]*")  # the line under the heading of a Markdown table
_PROSE = regex.compile(r"[。；]")
_MARK = regex.compile(r"[\t|,]")
#: Rows of fields parted by commas, which prose and numbers hold too, and the share of them that hold a figure.
_COMMA_ROWS = 3
_COMMA_FIGURES = 0.5


def _with_tables(lines: Sequence[FlowLine], text: str) -> Iterator[FlowLine | FlowTable]:
    """Yield `lines` with the tables among them as such; lines that follow each other make up a table."""
    run: list[FlowLine] = []
    rows: list[list[str]] = []
    for line in lines:
        fields = _fields(line.text)
        follows = not run or _is_next(text, run[-1], line)
        if rows and not (fields and follows and _is_row_of(rows, fields, run[-1].text, line.text)):
            yield from _table(run, rows)
            run, rows = [], []
        if fields:
            run.append(line)
            rows.append(fields)
        else:
            yield line
    if rows:
        yield from _table(run, rows)


def _is_row_of(rows: Sequence[list[str]], fields: Sequence[str], last: str, line: str) -> bool:
    """Tell whether `fields` may be the next row: of commas, which a row's texts may hold, the same number."""
    if _by_commas(last) or _by_commas(line):
        return _by_commas(last) and _by_commas(line) and len(fields) == len(rows[-1])
    return len(rows) == 1 or len(fields) <= max(map(len, rows))


def _by_commas(line: str) -> bool:
    return "\t" not in line and "|" not in line


def _fields(line: str) -> list[str]:
    """Return the fields of a line that may be a table's row, none for any other line."""
    mark = next((mark for mark in "\t|," if mark in line), None)
    if mark is None or (mark == "," and (_FIGURE.fullmatch(line.strip()) or _DIGIT_GROUPS.search(line))):
        return []
    if mark == "|":
        line = line.strip().removeprefix("|").removesuffix("|")
    pieces = next(csv.reader([line])) if mark == "," else line.split(mark)
    fields = [field.strip() for field in pieces]
    if len(fields) < 2 or any(len(field) > _LONGEST_FIELD or _PROSE.search(field) for field in fields):
        return []
    return fields


def _is_next(text: str, line: FlowLine, following: FlowLine) -> bool:
    """Tell whether no blank line stands between two lines of `text`."""
    assert line.offset is not None
    assert following.offset is not None
    return text[line.offset + len(line.text) : following.offset] in {"\n", "\r\n", "\r"}


def _table(lines: Sequence[FlowLine], rows: Sequence[list[str]]) -> Iterator[FlowLine | FlowTable]:
    """Yield the table that `rows` make up, the lines they come from if they make up none."""
    filled = [[field for field in row if field] for row in rows]
    figures = any(_FIGURE.fullmatch(field) for row in filled[1:] for field in row)
    wide = sum(len(row) >= _SURELY_COLUMNS for row in filled) > 1
    contents = all(len(row) < 2 or (len(row) == 2 and _PAGE_NUMBER.fullmatch(row[1])) for row in filled)
    if _by_commas(lines[0].text):
        held = sum(any(map(_FIGURE.fullmatch, row)) for row in filled)
        figures = len(rows) >= _COMMA_ROWS and held >= _COMMA_FIGURES * len(rows)
        wide = False
    if len(rows) < 2 or contents or not (wide or figures):
        yield from lines
        return
    kept = [fields for fields in rows if not _BARS.fullmatch("|".join(fields))]
    headings = next((row for row, fields in enumerate(kept) if any(map(_FIGURE.fullmatch, fields))), 0)
    yield from tabulate(
        [
            FlowCell(field, row, column, 1, _width(kept, row, column) if row + 1 < headings else 1)
            for row, fields in enumerate(kept)
            for column, field in enumerate(fields)
            if field
        ]
    )


def _width(rows: Sequence[list[str]], row: int, column: int) -> int:
    """Return over how many columns a heading reaches: over blank fields that have headings of their own below."""
    end = column + 1
    fields, below = rows[row], rows[row + 1]
    while end < len(below) and below[end] and (end >= len(fields) or not fields[end]):
        end += 1
    return end - column if below[column : column + 1] not in ([], [""]) else 1
