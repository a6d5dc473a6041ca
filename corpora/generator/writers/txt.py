"""Plain text: as saved from a word processor, or as it comes out of a PDF or off a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from generator.model import Clause, Contents, Cover, Disclosure, Heading, Paragraph, Table
from generator.writers.contents import entries

_HALF_WIDTH = str.maketrans("，：；（）％", ",:;()%")


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How text has come to be: what the way it went has done to it.

    `wrap` breaks paragraphs where so many Chinese characters fill the line and, with `page`, sets a page number
    between lines after so many of them, as in text taken from a PDF; `half_width` prints the punctuation of web
    pages: `,` `:` `(`.
    """

    wrap: int | None = None
    page: int | None = None
    half_width: bool = False


#: Layout name → how text looks.
TEXT_LAYOUTS = {
    "saved": TextLayout(),
    "pdf": TextLayout(wrap=28, page=26),
    "web": TextLayout(half_width=True),
}


def write_txt(disclosure: Disclosure, layout: TextLayout = TEXT_LAYOUTS["saved"]) -> bytes:
    """Return the disclosure as UTF-8 text: a line a paragraph, table cells parted by tabs."""
    lines: Iterator[str] = _lines(disclosure)
    if layout.wrap is not None:
        lines = _wrapped(lines, layout.wrap)
    if layout.page is not None:
        lines = _paged(lines, layout.page)
    text = "\n".join(lines) + "\n"
    return (text.translate(_HALF_WIDTH) if layout.half_width else text).encode()


def _lines(disclosure: Disclosure) -> Iterator[str]:
    for block in disclosure.blocks:
        match block:
            case Cover(lines):
                yield from lines
            case Contents():
                yield "目录"
                yield from (entry.text for entry in entries(disclosure))
            case Heading() | Paragraph():
                yield block.text
            case Clause(marker, text):
                yield marker + text
            case Table():
                yield from table_lines(block)


def _wrapped(lines: Iterator[str], width: int) -> Iterator[str]:
    for line in lines:
        if "\t" in line:
            yield line
            continue
        held = ""
        for part in _UNCUT.findall(line):
            if held and _columns(held + part) > 2 * width:
                yield held
                held = ""
            held += part
        yield held


#: What a line break never cuts: figures, and a mark from the character before it.
_UNCUT = re.compile(r"(?:[\d.,]+|.)[，。；：、）》”！？%]*")


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _paged(lines: Iterator[str], length: int) -> Iterator[str]:
    """Yield lines with page numbers between those of prose: tables stay whole."""
    page, filled = 1, 0
    for line in lines:
        if filled >= length and "\t" not in line:
            yield f"- {page} -"
            page, filled = page + 1, 0
        yield line
        filled += 1


def table_lines(table: Table) -> Iterator[str]:
    """Yield a table's lines: what stands above it, its rows, what stands below."""
    for line in (table.number, table.title, table.issuer_line, table.unit_line):
        if line:
            yield line
    for row in table.matrix():
        yield "\t".join(row)
    yield from table.notes
