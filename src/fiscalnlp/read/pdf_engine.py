"""What a PDF engine gives, whichever it is: characters, line segments, pictures and pixels of a page.

Coordinates are points on the page as it is stored, before its rotation: origin at the top left of its crop
box, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from fiscalnlp.read.glyphs import Floats
from fiscalnlp.read.picture import Picture

#: Pages drawn by more than this (unpacked) are taken for drawings, in which no rules are looked for.
MAX_CONTENT_BYTES = 1 << 21

_SKEW = 0.02  # largest sine of a baseline that still counts as straight

#: A straight line from (x0, y0) to (x1, y1), or a box so thin that it is seen as one.
Segment = tuple[float, float, float, float]


class Run(NamedTuple):
    """Characters of one style on one baseline.

    Args:
        length: how many there are.
        angle: the clockwise angle the baseline runs at, a multiple of 90, `None` if it runs aslant.
        size: font size in points.
        ascender: the font's height over the baseline as a share of the size; some fonts state nonsense.
        descender: its depth under the baseline, negative.
        hidden: whether it is painted with no ink at all, as OCR layers are.
    """

    length: int
    angle: int | None
    size: float
    ascender: float
    descender: float
    hidden: bool


class Characters(NamedTuple):
    """The characters of a page in the order drawn; those off the page or its clip path are left out.

    Args:
        runs: them by style and baseline.
        text: one code point a character.
        origins: one row a character: x and baseline.
        boxes: one row a character: left, top, right, bottom.
    """

    runs: Sequence[Run]
    text: str
    origins: Floats
    boxes: Floats


class EnginePage(Protocol):
    """One page of an open document.

    Attributes:
        size: width and height in points as stored.
        rotation: how many degrees it is turned clockwise when displayed: 0, 90, 180 or 270.
        drawn: whether anything but text and pictures is drawn on it.
        overdrawn: whether there are more drawings than are looked at; known after `segments`.
    """

    size: tuple[float, float]
    rotation: int
    drawn: bool
    overdrawn: bool

    def characters(self) -> Characters:
        """Return the page's characters."""

    def segments(self) -> Iterator[Segment]:
        """Yield the line segments that can be seen, in the order drawn."""

    def pictures(self) -> Sequence[Segment]:
        """Return the boxes of the pictures on the page."""

    def render(self, dpi: int) -> Picture:
        """Return the page as displayed, in colour: seals are told from ink by it."""


class EngineDocument(Protocol):
    """An open document; closed on leaving the `with` block.

    Attributes:
        failures: what opening or reading a page of it may raise.
    """

    failures: tuple[type[Exception], ...]

    @property
    def page_count(self) -> int:
        """How many pages there are."""

    @property
    def repaired(self) -> bool:
        """Whether the file was damaged and could be opened all the same."""

    def page(self, index: int) -> EnginePage:
        """Return a page, counted from 0."""

    def __enter__(self) -> EngineDocument: ...
    def __exit__(self, *exc: object) -> None: ...


def straight_angle(cosine: float, sine: float) -> int | None:
    """Return the clockwise angle of a baseline in whole quarters of a turn, `None` if it runs aslant."""
    if abs(sine) < _SKEW:
        return 0 if cosine > 0 else 180
    if abs(cosine) < _SKEW:
        return 90 if sine > 0 else 270
    return None
