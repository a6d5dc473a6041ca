"""What a reader hands on: pages of characters and ruling lines, whatever the file was.

Coordinates are PDF points with the origin at the top left of the page as it is displayed (rotation applied).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


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


@dataclass(frozen=True, slots=True)
class Page:
    """One page: glyphs and rules from a PDF, or bare text lines from a source without geometry.

    `number` counts from 1 and is `None` where the source has no pages; `text_lines` holds
    `(offset, line)` pairs, offset being that of the line's first code point in the decoded source.
    `turned` is how many degrees the displayed page was turned clockwise so that its text runs from left to
    right (0 unless a page was printed sideways); width, height and coordinates are those after turning.
    """

    number: int | None
    width: float | None = None
    height: float | None = None
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Rule, ...] = ()
    text_lines: tuple[tuple[int, str], ...] = ()
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A disclosure file, read: where it came from, what it is, and its pages in order."""

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = field(default=())
