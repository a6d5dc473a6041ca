"""Glyphs → the texts of table cells; what stands outside the table stays a line."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from fiscalnlp.layout.glyph_lines import is_spaced_script, spaced, text_of
from fiscalnlp.layout.table_rulings import Frame
from fiscalnlp.read.source import Glyph
from fiscalnlp.text.figures import is_figure

#: Characters that make up one printed number.
_NUMBER_MARKS = frozenset("0123456789.,-%+")
_TOUCHING = 0.15  # share of the font size that the glyphs of one number stand apart at most
_STACKED = 2  # figures under each other in the cells of one row, beyond which it is several rows
_MIDDLE = 0.35  # share of the font size from the baseline up to a glyph's middle


class CellText(NamedTuple):
    """Text of a cell and one glyph a code point, `None` for spaces that were not drawn."""

    text: str
    glyphs: tuple[Glyph | None, ...]


EMPTY = CellText("", ())


class CellCollector:
    """Collects the glyphs of a page's lines into the cells of one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._owner: dict[tuple[int, int], int] = {}
        for index, cell in enumerate(frame.cells):
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self._owner[row, column] = index
        self._pieces: dict[int, list[list[Glyph]]] = {}
        self._texts: dict[int, CellText] = {}

    def take(self, glyphs: Sequence[Glyph | None]) -> list[Glyph]:
        """Put the glyphs of one line into the cells they stand in; return those outside the frame."""
        xs, ys = self.frame.xs, self.frame.ys
        left, right, top, bottom = xs[0], xs[-1], ys[0], ys[-1]
        outside: list[Glyph] = []
        before: Glyph | None = None
        owner_before: int | None = None
        piece: list[Glyph] = []
        opened: dict[int, list[Glyph]] = {}
        baseline, row = float("nan"), -1  # glyphs of a line mostly share both
        start, end = 1.0, 0.0  # the column that the glyph before stands in, if it has the same row
        self._texts.clear()
        for glyph in glyphs:
            if glyph is None:
                continue
            _, _, y, x0, _, x1, _, size = glyph
            width = x1 - x0
            middle = x0 + (width if width < size else size) / 2
            if y != baseline:
                baseline = y
                height = y - _MIDDLE * size
                row = min(bisect_right(ys, height), len(ys) - 1) - 1 if top <= height <= bottom else -1
                start, end = 1.0, 0.0
            if start <= middle < end:
                piece.append(glyph)
                before = glyph
                continue
            if row < 0 or not left <= middle <= right:
                outside.append(glyph)
                before, owner_before = None, None
                start, end = 1.0, 0.0
                continue
            column = min(bisect_right(xs, middle), len(xs) - 1) - 1
            start, end = xs[column], xs[column + 1]
            owner = self._owner[row, column]
            if owner != owner_before:
                piece = opened.setdefault(owner, [])
                if before is not None and owner_before is not None:
                    self._mend(opened, owner_before, owner, before, glyph)
            piece.append(glyph)
            before, owner_before = glyph, owner
        for owner, piece in opened.items():
            if piece:
                self._pieces.setdefault(owner, []).append(piece)
        return outside

    def _mend(self, opened: dict[int, list[Glyph]], left: int, right: int, before: Glyph, glyph: Glyph) -> None:
        """Move the head of a number that runs over a border on its left into the cell where it ends.

        Figures are set flush right, so one too wide for its column sticks out to the left.
        """
        if not _touch(before, glyph):
            return
        head = opened[left]
        start = len(head)
        while start and (start == len(head) or _touch(head[start - 1], head[start])):
            start -= 1
        opened[right] += head[start:]
        del head[start:]

    def is_undivided(self) -> bool:
        """Tell a frame whose rows were not ruled: cells of one row hold several figures, one under another."""
        stacked: Counter[int] = Counter()
        for index, lines in self._pieces.items():
            if len(lines) > 1 and all(is_figure("".join(glyph.text for glyph in line)) for line in lines):
                stacked[self.frame.cells[index].row] += len(lines)
        return any(count > _STACKED for count in stacked.values())

    def text(self, index: int) -> CellText:
        """Return the text of cell `index` of the frame, wrapped lines joined."""
        known = self._texts.get(index)
        if known is None:
            known = self._texts[index] = cell_text(self._pieces.get(index, ()))
        return known


def cell_text(lines: Sequence[Sequence[Glyph]]) -> CellText:
    """Return the text of a cell whose lines hold these glyphs: wrapped lines joined."""
    if not lines:
        return EMPTY
    joined: list[Glyph | None] = []
    text = ""
    for piece in lines:
        placed = spaced(piece, columns=False)
        piece_text = text_of(placed)
        if text and piece_text and _parted(text, piece_text):
            joined.append(None)
            text += " "
        joined += placed
        text += piece_text
    return CellText(text, tuple(joined))


def _touch(before: Glyph, glyph: Glyph) -> bool:
    """Tell whether two glyphs belong to one printed number."""
    return (
        before.text in _NUMBER_MARKS
        and glyph.text in _NUMBER_MARKS
        and glyph.x - before.x1 < _TOUCHING * glyph.size
    )


def _parted(text: str, following: str) -> bool:
    """Tell whether a space stands for the line wrap between two lines of a cell: not inside a number."""
    if not (is_spaced_script(text[-1]) and is_spaced_script(following[0])):
        return False
    last, first = text.rsplit(" ", 1)[-1], following.split(" ", 1)[0]
    return (is_figure(last) and is_figure(first)) or not is_figure(last + first)
