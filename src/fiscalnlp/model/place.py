"""Where something stands: spans in the document's own text, boxes on its pages."""

from __future__ import annotations

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


def union(boxes: list[Box]) -> Box:
    """Return the smallest box around `boxes`, which lie on one page and are not empty."""
    return Box(
        boxes[0].page,
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
