"""Tables as geometry: a grid of cells, before anybody knows what the table is about."""

from __future__ import annotations

from dataclasses import dataclass

from fiscalnlp.model.place import Box
from fiscalnlp.read.source import Glyph


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its text (wrapped lines joined), where it stands in the grid, and where on the page.

    `glyphs` holds one glyph a code point of `text`, `None` where nothing was drawn for it.
    """

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    glyphs: tuple[Glyph | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: cells in reading order (row by row), the boxes it fills (one a page), and its size.

    `above` holds the text lines that stand directly over it (title, unit, form number) and `below` those
    directly under it (notes), nearest first, each as `(text, page)`.
    """

    cells: tuple[GridCell, ...]
    boxes: tuple[Box, ...]
    n_rows: int
    n_columns: int
    above: tuple[tuple[str, int], ...] = ()
    below: tuple[tuple[str, int], ...] = ()

    @property
    def page(self) -> int:
        """First page the table stands on."""
        return self.boxes[0].page
