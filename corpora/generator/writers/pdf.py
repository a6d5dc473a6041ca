"""PDF as a word processor prints it: wrapped paragraphs, ruled tables, running header and page number.

Characters are drawn with fonts that come with MuPDF (Helvetica for Latin; Chinese embedded or only named), so that
files are small and need no font of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pymupdf

from generator.model import Cell, Clause, Contents, Cover, Disclosure, Heading, Paragraph, Row, Table, placed
from generator.writers.contents import entries

A4 = (595.0, 842.0)
LATIN = "helv"
RULE = 0.5  # points
HEAD_ROOM = 200.0  # points that a table needs left on a page to begin there
DATE = "D:20240930000000Z"
CLOSING = "，。；：、）》”！？%"  # never at the beginning of a line


#: Droid Sans Fallback (Apache-2.0), which comes with MuPDF, put into the file as most publishers do with theirs.
EMBEDDED = "cjk"


@dataclass(frozen=True, slots=True)
class PdfLayout:
    """How pages look.

    `font` is one of the viewer's own Chinese fonts, which the file only names, or `EMBEDDED`.
    `bars` draws table lines as thin filled rectangles; `own_page` begins a page for each table, else tables
    follow each other; `rotate` stores landscape pages sideways (/Rotate 90); `break_inside` lets figures wrap.
    """

    font: str = "china-ss"
    size: float = 14.0
    pitch: float = 25.0
    cell_size: float = 9.0
    margin: float = 72.0
    header: bool = False
    page_number: str = "{}"
    bars: bool = False
    repeat_head: bool = True
    own_page: bool = True
    landscape: bool = True
    rotate: bool = False
    break_inside: bool = False
    leader: str = "."


#: Layout name → how pages look.
LAYOUTS: dict[str, PdfLayout] = {
    "office": PdfLayout(font=EMBEDDED, header=True, page_number="— {} —"),
    "plain": PdfLayout(
        font="china-s", bars=True, repeat_head=False, landscape=False, page_number="第 {} 页", leader="…"
    ),
    "running": PdfLayout(header=True, page_number="- {} -", own_page=False, landscape=False),
    "dense": PdfLayout(size=12.0, pitch=18.0, cell_size=8.0, margin=60.0, rotate=True, break_inside=True),
}


class _Text(NamedTuple):
    x: float
    y: float  # of the baseline
    text: str
    size: float


@dataclass
class _Page:
    width: float
    height: float
    rotation: int = 0
    texts: list[_Text] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)


def write_pdf(disclosure: Disclosure, layout: PdfLayout = LAYOUTS["office"]) -> bytes:
    """Return the disclosure as a PDF; the same bytes every time."""
    pages_of: dict[int, int] = {}
    setter = _Setter(disclosure, layout, pages_of)  # twice: the contents print page numbers
    setter.set()
    setter = _Setter(disclosure, layout, setter.pages_of)
    setter.set()
    return _draw(setter.pages, disclosure.title, layout)


class _Setter:
    """Sets blocks on pages."""

    def __init__(self, disclosure: Disclosure, layout: PdfLayout, known_pages: dict[int, int]) -> None:
        self.pages: list[_Page] = []
        self.pages_of: dict[int, int] = {}
        self._known = known_pages
        self._disclosure = disclosure
        self._layout = layout
        self._y = 0.0

    def set(self) -> None:
        """Set the whole disclosure."""
        for index, block in enumerate(self._disclosure.blocks):
            if isinstance(block, Table) and block.title:
                if self._layout.own_page or self._y + HEAD_ROOM > self._bottom:
                    self._new_page(landscape=block.landscape and self._layout.landscape)
            elif self._begins_page(index) or (isinstance(block, Heading) and block.level == 1):
                self._new_page()
            self._block(index, block)

    def _begins_page(self, index: int) -> bool:
        blocks = self._disclosure.blocks
        previous = blocks[index - 1] if index else None
        if isinstance(previous, Table):
            return bool(previous.title) and self._layout.own_page
        return isinstance(previous, Cover | Contents)

    def _block(self, index: int, block: object) -> None:
        size = self._layout.size
        match block:
            case Cover(lines):
                self._new_page()
                self._y = 260.0
                for line in lines:
                    self._centred(line, size * 1.7, size * 3)
            case Contents():
                self._contents()
            case Heading(level=1):
                self.pages_of[index] = len(self.pages)
                for piece in self._wrapped(block.text, size * 1.3, self._room):
                    self._centred(piece, size * 1.3, self._layout.pitch * 1.4)
            case Heading():
                self.pages_of[index] = len(self.pages)
                self._paragraph(block.text, keep_with_next=True)
            case Paragraph(text):
                self._paragraph(text)
            case Clause(marker, text):
                self._paragraph(marker + text)
            case Table():
                self.pages_of[index] = len(self.pages)
                self._table(block)

    # -- pages ----------------------------------------------------------------------------------------

    @property
    def _page(self) -> _Page:
        return self.pages[-1]

    @property
    def _room(self) -> float:
        return self._page.width - 2 * self._layout.margin

    @property
    def _bottom(self) -> float:
        return self._page.height - self._layout.margin

    def _new_page(self, *, landscape: bool = False) -> None:
        width, height = reversed(A4) if landscape else A4
        page = _Page(width, height, 90 if landscape and self._layout.rotate else 0)
        self.pages.append(page)
        self._y = self._layout.margin
        number = len(self.pages)
        if number == 1:
            return
        small = self._layout.cell_size + 1
        if self._layout.header:
            title = self._disclosure.title
            page.texts.append(_Text(width - 72 - self._width(title, small), 42, title, small))
        foot = self._layout.page_number.format(number)
        page.texts.append(_Text((width - self._width(foot, small)) / 2, height - 36, foot, small))

    # -- lines ----------------------------------------------------------------------------------------

    def _width(self, text: str, size: float) -> float:
        return sum(width for _, _, width in _pieces(text, self._layout.font, size))

    def _wrapped(self, text: str, size: float, room: float, indent: float = 0.0) -> list[str]:
        """Return the lines of `text`; one closing mark may hang over the edge, a figure is kept whole."""
        tokens = re.findall(r"." if self._layout.break_inside else r"[\x21-\x7e]+|.", text, re.DOTALL)
        lines: list[str] = []
        line, left = "", room - indent
        for token in tokens:
            width = self._width(token, size)
            if width > left and line and (token not in CLOSING or left < 0):
                lines.append(line)
                line, left = "", room
            line += token
            left -= width
        return [*lines, line]

    def _centred(self, text: str, size: float, pitch: float) -> None:
        x = (self._page.width - self._width(text, size)) / 2
        self._page.texts.append(_Text(x, self._y + size, text, size))
        self._y += pitch

    def _paragraph(self, text: str, *, keep_with_next: bool = False) -> None:
        size, pitch, margin = self._layout.size, self._layout.pitch, self._layout.margin
        lines = self._wrapped(text, size, self._room, 2 * size)
        if keep_with_next and self._y + (len(lines) + 1) * pitch > self._bottom:
            self._new_page()
        for number, line in enumerate(lines):
            if self._y + pitch > self._bottom:
                self._new_page()
            self._page.texts.append(_Text(margin + (0 if number else 2 * size), self._y + size, line, size))
            self._y += pitch

    def _contents(self) -> None:
        size, pitch = self._layout.size, self._layout.pitch
        self._centred("目 录", size * 1.3, pitch * 1.6)
        for entry in entries(self._disclosure):
            page = str(self._known.get(entry.block, 1))
            indent = self._layout.margin + (entry.level - 1) * size
            right = self._page.width - self._layout.margin
            pieces = self._wrapped(entry.text, size, right - indent - 5 * size)
            for number, piece in enumerate(pieces):
                if self._y + pitch > self._bottom:
                    self._new_page()
                text = piece
                if number == len(pieces) - 1:
                    left = right - indent - self._width(piece + page, size)
                    text += self._layout.leader * int(left / self._width(self._layout.leader, size)) + page
                self._page.texts.append(_Text(indent, self._y + size, text, size))
                self._y += pitch

    # -- tables ---------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        size = self._layout.cell_size
        left, right = self._layout.margin, self._page.width - self._layout.margin
        if table.number:
            x = right - self._width(table.number, size)
            self._page.texts.append(_Text(x, self._y + size, table.number, size))
            self._y += 1.6 * size
        if table.title:
            self._centred(table.title, size * 1.6, size * 2.8)
        if table.unit_line:
            self._page.texts.append(_Text(left, self._y + size, table.issuer_line or "", size))
            x = right - self._width(table.unit_line, size)
            self._page.texts.append(_Text(x, self._y + size, table.unit_line, size))
            self._y += 1.6 * size
        self._rows(table, left)
        self._y += 0.6 * size
        for note in table.notes:
            for piece in self._wrapped(note, size, self._room):
                if self._y + 1.6 * size > self._bottom + 30:
                    self._new_page(landscape=self._page.width > self._page.height)
                self._page.texts.append(_Text(left, self._y + size, piece, size))
                self._y += 1.6 * size
        self._y += self._layout.pitch / 2

    def _rows(self, table: Table, left: float) -> None:
        xs = [left]
        for share in table.widths:
            xs.append(xs[-1] + share / sum(table.widths) * self._room)
        head, body = _grid(table.head), _grid(table.body)
        self._part(head, xs, table.head)
        landscape = self._page.width > self._page.height
        for row in body:
            height = self._height(row, xs)
            if self._y + height > self._bottom:
                self._new_page(landscape=landscape)
                if self._layout.repeat_head:
                    self._part(head, xs, table.head)
            self._set_row(row, xs, [self._y, self._y + height])
            self._y += height

    def _part(self, grid: _Grid, xs: Sequence[float], rows: Sequence[Row]) -> None:
        """Set rows with spans over rows together."""
        ys = [self._y]
        for row in grid:
            ys.append(ys[-1] + self._height([each for each in row if each[1].rows == 1], xs))
        for number, row in enumerate(grid):
            self._set_row(row, xs, ys[number:])
        self._y = ys[-1]

    def _cell_lines(self, text: str, width: float) -> list[str]:
        return self._wrapped(text, self._layout.cell_size, width - 5)

    def _height(self, row: Sequence[_Placed], xs: Sequence[float]) -> float:
        size = self._layout.cell_size
        lines = [len(self._cell_lines(cell.text, xs[column + cell.columns] - xs[column])) for column, cell in row]
        return max(lines, default=1) * 1.3 * size + 0.8 * size

    def _set_row(self, row: Sequence[_Placed], xs: Sequence[float], ys: Sequence[float]) -> None:
        size = self._layout.cell_size
        for column, cell in row:
            x0, x1 = xs[column], xs[column + cell.columns]
            y0, y1 = ys[0], ys[cell.rows]
            self._page.lines += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
            lines = self._cell_lines(cell.text, x1 - x0)
            y = (y0 + y1 - len(lines) * 1.3 * size) / 2 + 0.15 * size
            for line in lines:
                spare = x1 - x0 - self._width(line, size)
                x = {"left": x0 + 2.5, "right": x1 - 2.5 - self._width(line, size)}.get(cell.align, x0 + spare / 2)
                if line:
                    self._page.texts.append(_Text(x, y + 0.9 * size, line, size))
                y += 1.3 * size


_Placed = tuple[int, Cell]  # column and cell
_Grid = list[list[_Placed]]


def _grid(rows: Sequence[Row]) -> _Grid:
    grid: _Grid = [[] for _ in rows]
    for row, column, cell in placed(rows):
        grid[row].append((column, cell))
    return grid


def _pieces(text: str, font: str, size: float) -> Iterator[tuple[str, str, float]]:
    """Yield `(piece, font, width)`: the built-in Chinese fonts set Latin letters far apart."""
    for piece in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text):
        if piece[0] <= "\x7e":
            yield piece, LATIN, float(pymupdf.get_text_length(piece, LATIN, size))
        else:
            yield piece, font, len(piece) * size


def _draw(pages: Sequence[_Page], title: str, layout: PdfLayout) -> bytes:
    with pymupdf.open() as document:
        for each in pages:
            sideways = each.rotation == 90
            page = document.new_page(
                width=each.height if sideways else each.width, height=each.width if sideways else each.height
            )
            page.set_rotation(each.rotation)
            if layout.font == EMBEDDED:
                page.insert_font(fontname=EMBEDDED, fontbuffer=_embedded())
            back = page.derotation_matrix
            shape = page.new_shape()
            for text in each.texts:
                x = text.x
                for piece, font, width in _pieces(text.text, layout.font, text.size):
                    point = pymupdf.Point(x, text.y) * back
                    shape.insert_text(point, piece, fontname=font, fontsize=text.size, rotate=each.rotation)
                    x += width
            for line in dict.fromkeys(each.lines):
                _rule(shape, line, back, layout.bars)
            shape.commit()
        if layout.font == EMBEDDED:
            document.subset_fonts()
        document.set_metadata({"title": title, "producer": "", "creationDate": DATE, "modDate": DATE})
        return bytes(document.tobytes(garbage=3, deflate=True, no_new_id=True))


@cache
def _embedded() -> bytes:
    return bytes(pymupdf.Font("cjk").buffer)


def _rule(shape: pymupdf.Shape, line: tuple[float, float, float, float], back: pymupdf.Matrix, bars: bool) -> None:
    x0, y0, x1, y1 = line
    if bars:
        half = RULE / 2
        shape.draw_rect(pymupdf.Rect(x0 - half, y0 - half, x1 + half, y1 + half) * back)
        shape.finish(color=None, fill=(0, 0, 0), width=0)
    else:
        shape.draw_line(pymupdf.Point(x0, y0) * back, pymupdf.Point(x1, y1) * back)
        shape.finish(width=RULE)
