"""Where the code points of a document stand on its pages, in columns."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from fiscalnlp.read.glyphs import SIZE, X0, X1, Glyphs, Indices, PlacedGlyphs, Y
from fiscalnlp.read.source import Glyph

_NOWHERE = np.full(256, -1)


def _column() -> array[float]:
    return array("d")


@dataclass(frozen=True, slots=True)
class Places:
    """Left and right edge, baseline and font size (points) of each code point, NaN where nothing was drawn."""

    x0: array[float] = field(default_factory=_column)
    x1: array[float] = field(default_factory=_column)
    y: array[float] = field(default_factory=_column)
    size: array[float] = field(default_factory=_column)


class PlacesBuilder:
    """Collects the places of code points in the order of the text."""

    def __init__(self) -> None:
        self._places: Places | None = None
        self._before = 0  # code points before the first that has a place
        self._glyphs: Glyphs | None = None
        self._waiting: list[Indices] = []  # what the next code points are among `_glyphs`

    def skip(self, count: int = 1) -> None:
        """Add code points that were not drawn."""
        if self._glyphs is None:
            self._before += count
        else:
            self._waiting.append(_NOWHERE[:count] if count <= len(_NOWHERE) else np.full(count, -1))

    def add(self, glyphs: Sequence[Glyph | None], count: int) -> None:
        """Add the places of `count` code points, those of `glyphs` or, if these are not as many, none."""
        if type(glyphs) is not PlacedGlyphs:
            if not glyphs:
                self.skip(count)
                return
            glyphs = PlacedGlyphs.of(glyphs)
        if len(glyphs.indices) != count:
            self.skip(count)
            return
        if glyphs.glyphs is not self._glyphs:
            self._flush()
            self._glyphs = glyphs.glyphs
        self._waiting.append(glyphs.indices)

    def build(self) -> Places | None:
        """Return the places, `None` if no code point has one."""
        self._flush()
        return self._places

    def _flush(self) -> None:
        if self._glyphs is None:
            return
        if self._places is None:
            nowhere = array("d", [float("nan")]) * self._before
            self._places = Places(nowhere[:], nowhere[:], nowhere[:], nowhere[:])
        index = np.concatenate(self._waiting)
        found = np.full((4, len(index)), np.nan)
        drawn = index >= 0
        found[:, drawn] = self._glyphs.places[index[drawn]][:, (X0, X1, Y, SIZE)].T
        for column, values in zip(
            (self._places.x0, self._places.x1, self._places.y, self._places.size), found, strict=True
        ):
            column.frombytes(values.tobytes())
        self._waiting.clear()
