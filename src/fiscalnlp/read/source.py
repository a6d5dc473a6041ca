"""What a reader hands on: pages of characters and ruling lines, whatever the file was.

Coordinates are PDF points with the origin at the top left of the page as it is displayed (rotation applied).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

#: A source of more pages is refused.
MAX_PAGES = 10_000
#: So is one of more characters: they take up to 50 µs each until they are records.
MAX_CHARACTERS = 3_000_000
#: So is one of more cells with text in its tables.
MAX_CELLS = 500_000


class Glyph(NamedTuple):
    """One character as drawn: its origin (`x`, baseline `y`), its box and its font size."""

    text: str
    x: float
    y: float
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


class Rule(NamedTuple):
    """A horizontal or vertical ruling line, `x0 <= x1` and `y0 <= y1`, one of them equal but for thickness."""

    x0: float
    y0: float
    x1: float
    y1: float


class FlowLine(NamedTuple):
    """A line or paragraph of a source without geometry.

    `offset` is that of its first code point in the decoded source, `None` where the source is no text file.
    """

    offset: int | None
    text: str


class FlowCell(NamedTuple):
    """A table cell of a source without geometry; a line break in its text parts lines of the cell."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class FlowTable:
    """A table of a source without geometry: cells row by row, no two in one place, holes allowed.

    `name` is what the source calls it where that is no part of the text: the name of a sheet.
    """

    cells: tuple[FlowCell, ...]
    name: str | None = None


class Doubt(NamedTuple):
    """A place on a page that was read with less confidence than the page as a whole."""

    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: glyphs and rules where the source has geometry, else lines and tables in reading order.

    `number` counts from 1 and is `None` where the source has no pages.
    `turned` is how many degrees the displayed page was turned clockwise so that its text runs from left to
    right (0 unless a page was printed sideways); width, height and coordinates are those after turning.
    `skew` is by how many degrees a scan was turned clockwise round its middle so that its lines are level;
    coordinates are those after that too.
    `confidence` is below 1 where the characters were recognised in a picture, `doubts` say where it is lower.
    """

    number: int | None
    width: float | None = None
    height: float | None = None
    glyphs: Sequence[Glyph] = ()
    rules: tuple[Rule, ...] = ()
    flow: tuple[FlowLine | FlowTable, ...] = ()
    turned: int = 0
    skew: float = 0.0
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A disclosure file, read: where it came from, what it is, and its pages in order."""

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = field(default=())
