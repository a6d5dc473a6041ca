"""How a PDF page is turned between the way it is stored and the way its text is read."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from fiscalnlp.read.glyphs import Floats

Number = TypeVar("Number", float, Floats)


class Turn(NamedTuple):
    """A clockwise turn by `degrees` of a page that is `width` by `height` before it."""

    degrees: int
    width: float
    height: float

    def point(self, x: Number, y: Number) -> tuple[Number, Number]:
        """Return where a point of the page as stored, or a column of them, lies after the turn."""
        if self.degrees == 90:
            return self.height - y, x
        if self.degrees == 180:
            return self.width - x, self.height - y
        if self.degrees == 270:
            return y, self.width - x
        return x, y

    def size(self) -> tuple[float, float]:
        """Return width and height after the turn."""
        return (self.height, self.width) if self.degrees in (90, 270) else (self.width, self.height)
