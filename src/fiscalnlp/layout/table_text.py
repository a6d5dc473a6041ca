"""Glyphs → the texts of table cells; what stands outside the table stays a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fiscalnlp.layout.glyph_lines import SPACED_SCRIPT, line_of, spaces_before, with_spaces
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.table_rulings import Frame
from fiscalnlp.read.glyphs import SIZE, X0, X1, Codes, Floats, Glyphs, Indices, PlacedGlyphs, X, Y, text_of
from fiscalnlp.read.source import Glyph
from fiscalnlp.text.figures import is_figure

_IN_NUMBER = np.array([chr(code) in "0123456789.,-%+" for code in range(128)])  # what makes up one printed number
_TOUCHING = 0.15  # share of the font size that the glyphs of one number stand apart at most
_STACKED = 2  # figures under each other in the cells of one row, beyond which it is several rows
_MIDDLE = 0.35  # share of the font size from the baseline up to a glyph's middle
_LONGEST_NUMBER = 40  # characters of a number that a line wrap may cut
_OUTSIDE = -1


class CellText(NamedTuple):
    """Text of a cell and one glyph a code point, `None` for spaces that were not drawn."""

    text: str
    glyphs: Sequence[Glyph | None]


EMPTY = CellText("", ())


def cell_texts(frame: Frame, lines: Sequence[Line]) -> tuple[list[CellText], list[Line], bool]:
    """Put the glyphs of a page's lines into the cells of `frame`.

    Args:
        frame: the rulings of a table.
        lines: lines of one page, top to bottom.

    Returns: the text of each cell of the frame, wrapped lines joined; the lines, or what is left of them,
        that stand outside the table; whether its rows were not ruled, so that the cells of one row hold several
        figures, one under another.
    """
    texts = [EMPTY] * len(frame.cells)
    top, foot = frame.ys[0], frame.ys[-1]
    level = {at: line for at, line in enumerate(lines) if top <= line.y and line.y - line.size <= foot}
    if not level:
        return texts, list(lines), False
    placed = PlacedGlyphs.joined([line.glyphs for line in level.values()])
    glyphs = placed.glyphs
    drawn = placed.indices >= 0
    order = placed.indices[drawn]
    number = np.repeat(list(level), [len(line.glyphs) for line in level.values()])[drawn]
    owner = _owners(frame, glyphs.places[order])
    inside = owner != _OUTSIDE
    stacked = 0
    if inside.any():
        _mend(owner, glyphs.codes[order], glyphs.places[order], number)
        by_cell = np.flatnonzero(inside)
        by_cell = by_cell[np.argsort(owner[by_cell], kind="stable")]
        _fill(texts, glyphs, order[by_cell], owner[by_cell], number[by_cell])
        stacked = _stacked(frame, glyphs.codes[order[by_cell]], owner[by_cell], number[by_cell])
    rest: list[Line] = []
    whole = np.bincount(number, minlength=len(lines)).tolist()
    left = np.bincount(number[~inside], minlength=len(lines)).tolist()
    for at, line in enumerate(lines):
        if left[at] == whole[at]:  # also those above and below, of which no glyph was looked at
            rest.append(line)
        elif left[at]:
            outside = PlacedGlyphs(glyphs, order[~inside & (number == at)])
            piece = line_of(outside, line.page, y=line.y, first_on_page=line.first_on_page)
            rest += [] if piece is None else [piece]
    return texts, rest, stacked > _STACKED


def cell_text(lines: Sequence[Sequence[Glyph | None]]) -> CellText:
    """Return the text of a cell whose lines hold these glyphs: wrapped lines joined."""
    if not lines:
        return EMPTY
    placed = PlacedGlyphs.joined(lines)
    drawn = placed.indices >= 0
    number = np.repeat(np.arange(len(lines)), [len(line) for line in lines])[drawn]
    texts = [EMPTY]
    _fill(texts, placed.glyphs, placed.indices[drawn], np.zeros(len(number), np.intp), number)
    return texts[0]


def _owners(frame: Frame, places: Floats) -> Indices:
    """Return the cell that the middle of each glyph lies in."""
    xs, ys = np.array(frame.xs), np.array(frame.ys)
    width = len(xs) - 1
    cells = np.full((len(ys) - 1, width), _OUTSIDE)
    spans = np.fromiter(chain.from_iterable(frame.cells), int, 4 * len(frame.cells)).reshape(-1, 4)
    cells[spans[:, 0], spans[:, 1]] = np.arange(len(spans))
    for index in np.flatnonzero((spans[:, 2] > 1) | (spans[:, 3] > 1)).tolist():
        first, left, row_span, column_span = frame.cells[index]
        cells[first : first + row_span, left : left + column_span] = index
    size = places[:, SIZE]
    across = places[:, X0] + np.minimum(places[:, X1] - places[:, X0], size) / 2
    down = places[:, Y] - _MIDDLE * size
    row = np.minimum(np.searchsorted(ys, down, "right"), len(ys) - 1) - 1
    column = np.minimum(np.searchsorted(xs, across, "right"), len(xs) - 1) - 1
    out = (row < 0) | (column < 0) | (down > ys[-1]) | (across > xs[-1])
    return np.where(out, _OUTSIDE, cells[row, column])


def _mend(owner: Indices, codes: Codes, places: Floats, number: Indices) -> None:
    """Give the head of a number that runs over a border on its left to the cell where it ends.

    Figures are set flush right, so one too wide for its column sticks out to the left.
    """
    figure = _IN_NUMBER[np.minimum(codes, 127)]
    touching = (
        figure[1:]
        & figure[:-1]
        & (number[1:] == number[:-1])
        & (places[1:, X] - places[:-1, X1] < _TOUCHING * places[1:, SIZE])
    )
    over = touching & (owner[1:] != owner[:-1]) & (owner[1:] != _OUTSIDE) & (owner[:-1] != _OUTSIDE)
    for at in np.flatnonzero(over).tolist():
        start, left = at, owner[at]
        while start and touching[start - 1] and owner[start - 1] == left:
            start -= 1
        owner[start : at + 1] = owner[at + 1]


def _parted(last: str, first: str) -> bool:
    """Tell whether a space stands for the line wrap between two words: not inside a number."""
    return (is_figure(last) and is_figure(first)) or not is_figure(last + first)


def _fill(texts: list[CellText], glyphs: Glyphs, order: Indices, owner: Indices, number: Indices) -> None:
    """Set the text of each cell that has glyphs, given cell by cell for each glyph its cell and its line."""
    codes = glyphs.codes[order]
    new_cell = owner[1:] != owner[:-1]
    new_piece = new_cell | (number[1:] != number[:-1])
    piece = np.concatenate(([0], np.cumsum(new_piece)))
    space = spaces_before(codes, glyphs.places[order], piece, columns=False)
    # Between two lines of a cell a space stands only where two Latin words or figures meet.
    latin = codes < SPACED_SCRIPT
    for at in np.flatnonzero(new_piece & ~new_cell & latin[1:] & latin[:-1]).tolist():
        space[at] = _parted(*_words_beside(codes, space, piece, owner, at))
    text, index, offsets = with_spaces(codes, order, space)
    starts = np.flatnonzero(np.concatenate(([True], new_cell)))
    ends = np.append(starts[1:], len(order)) - 1
    bounds = zip(owner[starts].tolist(), offsets[starts].tolist(), (offsets[ends] + 1).tolist(), strict=True)
    for cell, start, end in bounds:
        texts[cell] = CellText(text[start:end], PlacedGlyphs(glyphs, index[start:end]))


def _stacked(frame: Frame, codes: Codes, owner: Indices, number: Indices) -> int:
    """Return the largest count of figures that stand under each other in the cells of one row of the frame.

    The glyphs are given cell by cell, as to `_fill`.
    """
    starts = np.flatnonzero(np.concatenate(([True], (owner[1:] != owner[:-1]) | (number[1:] != number[:-1]))))
    count = np.bincount(owner[starts], minlength=len(frame.cells))
    worded = np.bincount(owner[~_IN_NUMBER[np.minimum(codes, 127)]], minlength=len(frame.cells)) > 0
    rows: Counter[int] = Counter()
    for index in np.flatnonzero((count > 1) & ~worded).tolist():
        rows[frame.cells[index].row] += int(count[index])
    return max(rows.values(), default=0)


def _words_beside(
    codes: Codes, space: NDArray[np.bool_], piece: Indices, owner: Indices, at: int
) -> tuple[str, str]:
    """Return the word of the cell that ends with glyph `at`, and that of the next line that goes on there."""
    start, end = at, at + 2
    while start and owner[start - 1] == owner[at] and not space[start - 1] and at - start < _LONGEST_NUMBER:
        start -= 1
    while end < len(codes) and piece[end] == piece[at + 1] and not space[end - 1] and end - at < _LONGEST_NUMBER:
        end += 1
    return text_of(codes[start : at + 1]), text_of(codes[at + 1 : end])
