"""Pages set in two columns of running text: read the left column first, then the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fiscalnlp.layout.glyph_lines import COLUMN_GAP, line_of
from fiscalnlp.layout.lines import Line
from fiscalnlp.read.glyphs import X0, X1, PlacedGlyphs

#: Lines with text on both sides of the gutter that make two columns of a page.
ENOUGH_LINES = 5
#: Share of the lines in a column that must reach its right end: running text fills its lines, cells do not.
FULL_SHARE = 0.6
#: Characters that a side must hold on average.
LONG_ENOUGH = 8


@dataclass(slots=True)
class _Block:
    """Neighbouring lines that leave the strip between `left` and `right` free."""

    first: int
    end: int
    left: float
    right: float
    both: int


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page with each block of two columns taken apart: all of the left, then the right.

    Args:
        lines: printed lines, top to bottom, without those of tables.
    """
    if sum(" " in line.text for line in lines) < ENOUGH_LINES:
        return list(lines)
    ordered: list[Line] = []
    done = 0
    for block in _blocks(lines):
        if block.both < ENOUGH_LINES:
            continue
        sides = _sides(lines[block.first : block.end], (block.left + block.right) / 2)
        if not all(_is_prose(side) for side in sides):
            continue
        ordered += lines[done : block.first]
        ordered += [line._replace(column=number) for number, side in enumerate(sides, start=1) for line in side]
        done = block.end
    return [*ordered, *lines[done:]]


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for index, line in enumerate(lines):
        block = blocks[-1] if blocks and blocks[-1].end == index else None
        strips = _gaps(line)
        if block is not None:
            if line.x1 <= block.left or line.x0 >= block.right:
                block.end = index + 1
                continue
            shared = [(max(a, block.left), min(b, block.right)) for a, b in strips]
            shared = [(a, b) for a, b in shared if b - a >= COLUMN_GAP * line.size]
            if shared:
                block.left, block.right = max(shared, key=lambda strip: strip[1] - strip[0])
                block.end = index + 1
                block.both += 1
                continue
        if strips:
            left, right = max(strips, key=lambda strip: strip[1] - strip[0])
            blocks.append(_Block(index, index + 1, left, right, 1))
    return blocks


def _gaps(line: Line) -> list[tuple[float, float]]:
    if " " not in line.text:
        return []
    placed = PlacedGlyphs.of(line.glyphs)
    x0, x1 = placed.glyphs.places[placed.indices[placed.indices >= 0]][:, (X0, X1)].T
    wide = np.flatnonzero(x0[1:] - x1[:-1] > COLUMN_GAP * line.size)
    return list(zip(x1[wide].tolist(), x0[wide + 1].tolist(), strict=True))


def _sides(lines: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        placed = PlacedGlyphs.of(line.glyphs)
        drawn = placed.indices[placed.indices >= 0]
        before = placed.glyphs.places[drawn, X0] < gutter
        for side, chosen in ((left, before), (right, ~before)):
            glyphs = PlacedGlyphs(placed.glyphs, drawn[chosen])
            piece = line_of(glyphs, line.page, y=line.y, first_on_page=line.first_on_page and side is left)
            if piece is not None:
                side.append(piece)
    return left, right


def _is_prose(side: Sequence[Line]) -> bool:
    end = max(line.x1 for line in side)
    full = sum(line.x1 > end - 2 * line.size for line in side)
    return full >= FULL_SHARE * len(side) and sum(len(line.text) for line in side) >= LONG_ENOUGH * len(side)
