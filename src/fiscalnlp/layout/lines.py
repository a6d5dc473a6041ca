"""Lines: the unit between characters and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fiscalnlp.read.source import Glyph


class Line(NamedTuple):  # a page of a table has a hundred
    """One printed line.

    Args:
        text: the line as printed, leading and trailing white space removed, inner white space kept.
        page: 1-based page number, `None` where the source has no pages.
        first_on_page: whether it is the first line of its page (or follows a page break).
        offset: offset of `text[0]` in the decoded source, for sources without geometry.
        glyphs: one glyph a code point of `text` (`None` for white space that was not drawn); empty
            for sources without geometry.
        x0: left edge: points, or columns (a full-width character counts 2) without geometry.
        x1: right edge, likewise.
        y: baseline in points; the line's ordinal without geometry.
        size: font size in points; 1 without geometry.
        column: 1 or 2 where the page is set in two columns of running text, else 0.
    """

    text: str
    page: int | None
    first_on_page: bool
    offset: int | None
    glyphs: Sequence[Glyph | None]
    x0: float
    x1: float
    y: float
    size: float
    column: int = 0
