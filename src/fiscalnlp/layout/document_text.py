"""The document's own text: paragraphs and tables in reading order, with the place of every code point."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from fiscalnlp.layout.grid import Grid
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.paragraphs import Paragraph
from fiscalnlp.model.place import Box, Span, union
from fiscalnlp.read.source import Glyph, Page


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table in the document's text; `grid` is set for a table."""

    kind: Literal["paragraph", "table"]
    span: Span
    page: int | None
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The laid-out document: `text` is the base of every span, blocks are parted by line breaks in it.

    `glyphs` and `pages` hold one entry a code point of `text`; `source_offsets` is -1 where the source
    has no text of its own to point into. `recognised` holds the pages whose characters were recognised in a
    picture, by number.
    """

    text: str
    blocks: tuple[Block, ...]
    glyphs: tuple[Glyph | None, ...]
    pages: array[int]
    source_offsets: array[int]
    page_sizes: tuple[tuple[float, float], ...]
    recognised: Mapping[int, Page] = field(default_factory=dict)

    def page_of(self, span: Span) -> int | None:
        """Return the 1-based first page of `span`, `None` where the source has no pages."""
        for offset in range(span.start, min(span.end, len(self.pages))):
            if self.pages[offset] > 0:
                return self.pages[offset]
        return None

    def confidence_of(self, span: Span) -> float:
        """Return how surely the characters of `span` were read: 1 but where they were recognised in a picture."""
        least = 1.0
        if not self.recognised:
            return least
        for offset in range(span.start, span.end):
            page = self.recognised.get(self.pages[offset])
            if page is None:
                continue
            least = min(least, page.confidence)
            glyph = self.glyphs[offset]
            if glyph is None:
                continue
            x, y = (glyph.x0 + glyph.x1) / 2, glyph.y - 0.35 * glyph.size
            for doubt in page.doubts:
                if doubt.x0 <= x <= doubt.x1 and doubt.y0 <= y <= doubt.y1:
                    least = min(least, doubt.confidence)
        return round(least, 3)

    def boxes_of(self, span: Span) -> tuple[Box, ...] | None:
        """Return one box a printed line of `span`, `None` where the source has no geometry."""
        boxes: list[Box] = []
        run: list[Box] = []
        baseline = float("nan")
        for offset in range(span.start, span.end):
            glyph = self.glyphs[offset]
            if glyph is None:
                continue
            box = _drawn_box(glyph, self.pages[offset], self.page_sizes)
            same_line = abs(glyph.y - baseline) < 0.4 * glyph.size and run and run[-1].page == box.page
            if not same_line or glyph.x0 < run[-1].x0 - glyph.size:
                if run:
                    boxes.append(union(run))
                run = []
                baseline = glyph.y
            run.append(box)
        if run:
            boxes.append(union(run))
        return tuple(boxes) or None


def _drawn_box(glyph: Glyph, page: int, sizes: Sequence[tuple[float, float]]) -> Box:
    """Return the glyph's box from its origin and size: some fonts state heights that are wrong by two."""
    width, height = sizes[page - 1] if 0 < page <= len(sizes) else (float("inf"), float("inf"))
    return Box(
        page,
        round(min(max(glyph.x0, 0.0), width), 2),
        round(min(max(glyph.y - 0.88 * glyph.size, 0.0), height), 2),
        round(min(max(glyph.x1, 0.0), width), 2),
        round(min(max(glyph.y + 0.2 * glyph.size, 0.0), height), 2),
    )


class LayoutBuilder:
    """Collects blocks in reading order and keeps the place of every code point."""

    def __init__(self, page_sizes: tuple[tuple[float, float], ...], recognised: Sequence[Page] = ()) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._glyphs: list[Glyph | None] = []
        self._pages = array("l")
        self._offsets = array("q")
        self._page_sizes = page_sizes
        self._recognised = {page.number: page for page in recognised if page.number is not None}

    def add_paragraph(self, paragraph: Paragraph, lines: Sequence[Line]) -> None:
        """Add a paragraph whose places point into `lines`."""
        if not paragraph.text:
            return
        start = self._begin()
        for line_index, offset in paragraph.places:
            line = lines[line_index]
            self._glyphs.append(line.glyphs[offset] if line.glyphs else None)
            self._pages.append(line.page or 0)
            self._offsets.append(-1 if line.offset is None else line.offset + offset)
        self._end(paragraph.text, Block("paragraph", Span(start, 0), lines[paragraph.lines[0]].page))

    def add_table(self, grid: Grid) -> None:
        """Add a table: one line a row, cells parted by tabs."""
        rows: list[list[tuple[str, tuple[Glyph | None, ...], int | None]]] = [[] for _ in range(grid.n_rows)]
        for cell in grid.cells:
            rows[cell.row].append((cell.text, cell.glyphs, cell.box.page if cell.box else grid.page))
        if not any(text for row in rows for text, _, _ in row):
            return
        start = self._begin()
        pieces: list[str] = []
        for row in rows:
            if pieces:
                self._gap(pieces, "\n")
            for position, (text, glyphs, page) in enumerate(row):
                if position:
                    self._gap(pieces, "\t")
                pieces.append(text)
                self._glyphs.extend(glyphs if len(glyphs) == len(text) else (None,) * len(text))
                self._pages.extend([page or 0] * len(text))
                self._offsets.extend([-1] * len(text))
        self._end("".join(pieces), Block("table", Span(start, 0), grid.page, grid))

    def _gap(self, pieces: list[str], mark: str) -> None:
        pieces.append(mark)
        self._glyphs.append(None)
        self._pages.append(0)
        self._offsets.append(-1)

    def _begin(self) -> int:
        if self._pieces:
            self._gap(self._pieces, "\n")
            self._length += 1
        return self._length

    def _end(self, text: str, block: Block) -> None:
        self._pieces.append(text)
        self._length += len(text)
        self._blocks.append(Block(block.kind, Span(block.span.start, self._length), block.page, block.grid))

    def build(self) -> Layout:
        """Return the finished layout."""
        return Layout(
            text="".join(self._pieces),
            blocks=tuple(self._blocks),
            glyphs=tuple(self._glyphs),
            pages=self._pages,
            source_offsets=self._offsets,
            page_sizes=self._page_sizes,
            recognised=self._recognised,
        )


def text_layout(text: str) -> Layout:
    """Return a layout whose text is `text` to the letter, one block a line that is not blank."""
    blocks: list[Block] = []
    start = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            first = start + line.index(body)
            blocks.append(Block("paragraph", Span(first, first + len(body)), None))
        start += len(line)
    size = len(text)
    return Layout(text, tuple(blocks), (None,) * size, array("l", bytes(8 * size)), array("q", range(size)), ())
