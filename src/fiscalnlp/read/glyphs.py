"""The characters of a page in columns: a document has hundreds of thousands, too many to be objects.

`Glyphs` is a page's characters, `PlacedGlyphs` a stretch of text over them; both read like sequences of
`Glyph`, which are made when asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from fiscalnlp.read.source import Glyph

Codes = NDArray[np.uint32]
Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

#: Columns of `Glyphs.places`, in the order of the fields of `Glyph`.
X, Y, X0, Y0, X1, Y1, SIZE = range(7)


def codes_of(text: str) -> Codes:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def text_of(codes: Codes) -> str:
    """Return the text of code points; the inverse of `codes_of`."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


class Glyphs(Sequence[Glyph]):
    """The characters of a page in the order drawn.

    Args:
        codes: their code points.
        places: one row a character, one column a field of `Glyph` (`X` … `SIZE`), in points.
    """

    __slots__ = ("codes", "places")

    def __init__(self, codes: Codes, places: Floats) -> None:
        self.codes = codes
        self.places = places

    @classmethod
    def of(cls, glyphs: Iterable[Glyph]) -> Glyphs:
        """Return `glyphs` in columns.

        Raises:
            ValueError: if one of them is not of one code point.
        """
        if isinstance(glyphs, Glyphs):
            return glyphs
        rows = list(glyphs)
        codes = codes_of("".join([row.text for row in rows]))
        if len(codes) != len(rows) or not all(len(row.text) == 1 for row in rows):
            raise ValueError("a glyph stands for one code point")
        return cls(codes, np.array([row[1:] for row in rows], float).reshape(-1, 7))

    @property
    def text(self) -> str:
        """The characters in the order drawn."""
        return text_of(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> Glyph: ...
    @overload
    def __getitem__(self, at: slice) -> Glyphs: ...
    def __getitem__(self, at: int | slice) -> Glyph | Glyphs:
        if isinstance(at, slice):
            return Glyphs(self.codes[at], self.places[at])
        return Glyph(chr(self.codes[at]), *self.places[at].tolist())

    def __iter__(self) -> Iterator[Glyph]:
        return (Glyph(char, *place) for char, place in zip(self.text, self.places.tolist(), strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


class PlacedGlyphs(Sequence[Glyph | None]):
    """The glyphs of a stretch of text, one a code point, `None` for a space that was not drawn.

    Args:
        glyphs: the characters of the page it stands on.
        indices: which of them, -1 for a space.
    """

    __slots__ = ("glyphs", "indices")

    def __init__(self, glyphs: Glyphs, indices: Indices) -> None:
        self.glyphs = glyphs
        self.indices = indices

    @classmethod
    def of(cls, glyphs: Sequence[Glyph | None]) -> PlacedGlyphs:
        """Return `glyphs` as such a stretch.

        Raises:
            ValueError: if one of them is not of one code point.
        """
        if isinstance(glyphs, PlacedGlyphs):
            return glyphs
        drawn = np.array([glyph is not None for glyph in glyphs], bool)
        return cls(
            Glyphs.of(glyph for glyph in glyphs if glyph is not None),
            np.where(drawn, np.cumsum(drawn) - 1, -1),
        )

    @classmethod
    def joined(cls, parts: Sequence[Sequence[Glyph | None]]) -> PlacedGlyphs:
        """Return `parts`, of which there is at least one, one after the other."""
        placed = [cls.of(part) for part in parts]
        glyphs = placed[0].glyphs
        if any(part.glyphs is not glyphs for part in placed):
            return cls.of([glyph for part in placed for glyph in part])
        return cls(glyphs, np.concatenate([part.indices for part in placed]))

    def __len__(self) -> int:
        return len(self.indices)

    @overload
    def __getitem__(self, at: int) -> Glyph | None: ...
    @overload
    def __getitem__(self, at: slice) -> PlacedGlyphs: ...
    def __getitem__(self, at: int | slice) -> Glyph | PlacedGlyphs | None:
        if isinstance(at, slice):
            return PlacedGlyphs(self.glyphs, self.indices[at])
        place = int(self.indices[at])
        return None if place < 0 else self.glyphs[place]

    def __iter__(self) -> Iterator[Glyph | None]:
        places = self.glyphs.places[self.indices].tolist()
        codes = self.glyphs.codes[self.indices].tolist()
        for index, code, place in zip(self.indices.tolist(), codes, places, strict=True):
            yield None if index < 0 else Glyph(chr(code), *place)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]
