"""The document's own text: paragraphs and tables in reading order, with the place of every code point."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, isnan
from typing import Literal

from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.paragraphs import Paragraph
from fiscalnlp.layout.places import Places, PlacesBuilder
from fiscalnlp.model.place import Box, Span, turned_box
from fiscalnlp.read.source import Page


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

    `pages` and `source_offsets` hold one entry a code point of `text`, and so do `places` where the source has
    geometry; a page is 0 where there is none, an offset -1 where the source has no text of its own to point into.
    `recognised` holds the pages whose characters were recognised in a picture, by number.
    """

    text: str
    blocks: tuple[Block, ...]
    places: Places | None
    pages: array[int]
    source_offsets: array[int]
    page_sizes: tuple[tuple[float, float], ...]
    recognised: Mapping[int, Page] = field(default_factory=dict)

    def page_of(self, span: Span) -> int | None:
        """Return the 1-based first page of `span`, `None` where the source has no pages."""
        return next(filter(None, self.pages[span.start : span.end]), None)

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
            places = self.places
            if places is None or isnan(places.x0[offset]):
                continue
            x, y = (places.x0[offset] + places.x1[offset]) / 2, places.y[offset] - 0.35 * places.size[offset]
            for doubt in page.doubts:
                if doubt.x0 <= x <= doubt.x1 and doubt.y0 <= y <= doubt.y1:
                    least = min(least, doubt.confidence)
        return round(least, 3)

    def boxes_of(self, span: Span) -> tuple[Box, ...] | None:
        """Return one box a printed line of `span`, `None` where the source has no geometry."""
        if self.places is None:
            return None
        x0, baseline, size = self.places.x0, self.places.y, self.places.size
        boxes: list[Box] = []
        run: list[int] = []  # offsets of the glyphs of one printed line
        for offset in range(span.start, span.end):
            if isnan(x0[offset]):
                continue
            if run and not (
                self.pages[offset] == self.pages[run[-1]]
                and abs(baseline[offset] - baseline[run[0]]) < 0.4 * size[offset]
                and x0[offset] >= x0[run[-1]] - size[offset]
            ):
                boxes.append(self._box(run))
                run = []
            run.append(offset)
        if run:
            boxes.append(self._box(run))
        return tuple(boxes) or None

    def _box(self, run: Sequence[int]) -> Box:
        """Return the box round glyphs, from their origins and sizes: some fonts state heights wrong by two."""
        assert self.places is not None
        places, page = self.places, self.pages[run[0]]
        width, height = self.page_sizes[page - 1] if 0 < page <= len(self.page_sizes) else (inf, inf)
        box = Box(
            page,
            _within(min(places.x0[offset] for offset in run), width),
            _within(min(places.y[offset] - 0.88 * places.size[offset] for offset in run), height),
            _within(max(places.x1[offset] for offset in run), width),
            _within(max(places.y[offset] + 0.2 * places.size[offset] for offset in run), height),
        )
        return _as_scanned(box, self.recognised)


def _as_scanned(box: Box, recognised: Mapping[int, Page]) -> Box:
    """Return where a box lies on the scan, whose lines need not have been level."""
    page = recognised.get(box.page)
    if page is None or not page.skew or page.width is None or page.height is None:
        return box
    return turned_box(box, -page.skew, page.width, page.height)


def _within(value: float, limit: float) -> float:
    return round(min(max(value, 0.0), limit), 2)


class LayoutBuilder:
    """Collects blocks in reading order and keeps the place of every code point."""

    def __init__(self, page_sizes: tuple[tuple[float, float], ...], recognised: Sequence[Page] = ()) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._places = PlacesBuilder()
        self._pages = array("l")
        self._offsets = array("q")
        self._page_sizes = page_sizes
        self._recognised = {page.number: page for page in recognised if page.number is not None}

    def add_paragraph(self, paragraph: Paragraph, lines: Sequence[Line]) -> None:
        """Add a paragraph whose places point into `lines`."""
        if not paragraph.text:
            return
        start = self._begin()
        for line_index, first, last in paragraph.places:
            line = lines[line_index]
            self._places.add(line.glyphs[first:last], last - first)
            self._pages.extend(array("l", [line.page or 0]) * (last - first))
            if line.offset is None:
                self._offsets.extend(array("q", [-1]) * (last - first))
            else:
                self._offsets.extend(range(line.offset + first, line.offset + last))
        self._end(paragraph.text, Block("paragraph", Span(start, 0), lines[paragraph.lines[0]].page))

    def add_table(self, grid: Grid) -> None:
        """Add a table: one line a row, cells parted by tabs."""
        rows: list[list[GridCell]] = [[] for _ in range(grid.n_rows)]
        for cell in grid.cells:
            rows[cell.row].append(cell)
        if not any(cell.text for cell in grid.cells):
            return
        if self._recognised:
            grid = replace(
                grid,
                boxes=tuple(_as_scanned(box, self._recognised) for box in grid.boxes),
                cells=tuple(
                    cell if cell.box is None else cell._replace(box=_as_scanned(cell.box, self._recognised))
                    for cell in grid.cells
                ),
            )
        start = self._begin()
        pieces: list[str] = []
        pages: list[int] = []
        gap = 0  # separators since the last cell with text
        for row in rows:
            for position, cell in enumerate(row):
                if pieces:
                    pieces.append("\t" if position else "\n")
                    gap += 1
                size = len(cell.text)
                if size:
                    pieces.append(cell.text)
                    pages += [0] * gap
                    pages += [(cell.box.page if cell.box else grid.page) or 0] * size
                    self._places.skip(gap)
                    self._places.add(cell.glyphs, size)
                    gap = 0
        pages += [0] * gap
        self._places.skip(gap)
        self._pages.fromlist(pages)
        self._offsets.extend(array("q", [-1]) * len(pages))
        self._end("".join(pieces), Block("table", Span(start, 0), grid.page, grid))

    def _begin(self) -> int:
        if self._pieces:
            self._pieces.append("\n")
            self._length += 1
            self._places.skip()
            self._pages.append(0)
            self._offsets.append(-1)
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
            places=self._places.build(),
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
    return Layout(text, tuple(blocks), None, array("l", bytes(8 * size)), array("q", range(size)), ())
