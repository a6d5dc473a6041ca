"""Tables as grids of cells, before anybody knows what the table is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fiscalnlp.model.place import Box
from fiscalnlp.read.source import Glyph


class GridCell(NamedTuple):  # made in a third of the time of a frozen dataclass, and there are many
    """A cell: its text (wrapped lines joined), where it stands in the grid, and where on the page.

    `box` is `None` and `glyphs` empty where the source has no geometry; otherwise `glyphs` holds one glyph
    a code point of `text`, `None` where nothing was drawn for it.
    """

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box | None = None
    glyphs: Sequence[Glyph | None] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: cells in reading order (row by row), its size and its place.

    `boxes` are the boxes it fills, one a page, empty where the source has no geometry; `page` is the first
    of its pages, `y` its upper edge there (without geometry its ordinal among lines and tables).

    `above` holds the text lines that stand directly over it (title, unit, form number) and `below` those
    directly under it (notes), nearest first, each as `(text, page)`.

    `borders` are the borders of its columns on its last page, left to right, where they were inferred from
    where texts stand: points, or display columns without geometry. It is empty where ruling lines or the
    source's own markup say what the cells are.
    """

    cells: tuple[GridCell, ...]
    n_rows: int
    n_columns: int
    page: int | None
    y: float
    boxes: tuple[Box, ...] = ()
    above: tuple[tuple[str, int | None], ...] = ()
    below: tuple[tuple[str, int | None], ...] = ()
    borders: tuple[float, ...] = ()
