"""Where something stands: spans in the document's own text, boxes on its pages."""

from __future__ import annotations

from math import cos, radians, sin
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range `[start, end)` of Unicode code points in `document.text`."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class Box(NamedTuple):
    """A rectangle on a page: PDF points, origin at the top left, `page` counted from 1."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


def turned_box(box: Box, degrees: float, width: float, height: float) -> Box:
    """Return the smallest box around `box` when its page is turned clockwise by `degrees` round its middle.

    Args:
        box: a box on the page.
        degrees: a small angle.
        width: the page's width in points.
        height: its height.

    Returns: a box that lies on the page.
    """
    cosine, sine = cos(radians(degrees)), sin(radians(degrees))
    across, down = width / 2, height / 2
    corners = [(x - across, y - down) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    xs = [across + x * cosine - y * sine for x, y in corners]
    ys = [down + x * sine + y * cosine for x, y in corners]
    return Box(
        box.page,
        round(max(min(xs), 0.0), 2),
        round(max(min(ys), 0.0), 2),
        round(min(max(xs), width), 2),
        round(min(max(ys), height), 2),
    )
