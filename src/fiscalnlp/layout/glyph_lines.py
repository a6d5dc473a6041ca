"""Characters of a page → its printed lines, by baseline, whatever order they were drawn in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fiscalnlp.layout.lines import Line
from fiscalnlp.read.glyphs import SIZE, X0, X1, Codes, Floats, Glyphs, Indices, PlacedGlyphs, X, Y, text_of
from fiscalnlp.read.source import Glyph, Page

#: Baselines closer than this share of the font size are one line (superscripts stay on theirs).
SAME_LINE = 0.4
#: A gap wider than this share of the font size is a space between Latin letters or digits.
WORD_GAP = 0.15
#: A gap wider than this share of the font size parts columns, so it is a space between any characters.
COLUMN_GAP = 0.95
#: Words in scripts below this code point (Latin letters, digits, marks) are parted by spaces.
SPACED_SCRIPT = 0x2000

_SAME_BASELINE = 0.05  # share of the font size by which one baseline wavers
_BLANKS = np.array([chr(code).isspace() for code in range(0x3002)])  # 3000 is the last of them, 3001 is none


def group_lines(page: Page) -> tuple[Line, ...]:
    """Group the glyphs of `page` into lines, top to bottom, each from left to right.

    White space that was drawn does not count: a space stands where there is a visible gap, between Latin
    letters and digits a narrow one, elsewhere only one that parts columns.
    """
    glyphs = Glyphs.of(page.glyphs)
    if not len(glyphs):
        return ()
    order, row, baselines = _rows(glyphs.places)
    inked = ~is_blank(glyphs.codes[order])
    return _lines(glyphs, order[inked], row[inked], baselines, page.number)


def line_of(
    glyphs: Sequence[Glyph | None], page: int | None, *, y: float | None = None, first_on_page: bool = False
) -> Line | None:
    """Make one line of `glyphs`, which stand in the order they are read; `None` if all are white space.

    Args:
        glyphs: glyphs with about one baseline, by x; `None` in it is passed over.
        page: their page number.
        y: the baseline, where it is known better than from the first glyph.
        first_on_page: whether it is the first line of its page.
    """
    placed = PlacedGlyphs.of(glyphs)
    order = placed.indices[placed.indices >= 0]
    order = order[~is_blank(placed.glyphs.codes[order])]
    if not len(order):
        return None
    baseline = float(placed.glyphs.places[order[0], Y]) if y is None else y
    row = np.zeros(len(order), np.intp)
    (line,) = _lines(placed.glyphs, order, row, [baseline], page, first=first_on_page)
    return line


def is_blank(codes: Codes) -> NDArray[np.bool_]:
    """Tell for each code point whether it is white space."""
    blank: NDArray[np.bool_] = _BLANKS[np.minimum(codes, len(_BLANKS) - 1)]
    return blank


def spaces_before(codes: Codes, places: Floats, group: Indices, *, columns: bool = True) -> NDArray[np.bool_]:
    """Tell for each glyph but the first whether a gap that is a space parts it from the one before.

    Args:
        codes: the glyphs without white space, line by line, each by x.
        places: their places.
        group: which line, or line of a table cell, each stands in, ascending.
        columns: whether a wide gap parts columns; in a table cell it is but letter-spacing (项　目).
    """
    size = places[:, SIZE]
    gap = places[1:, X] - places[:-1, X1]
    smaller = np.minimum(size[1:], size[:-1])
    same = group[1:] == group[:-1]
    wide = same & (gap > WORD_GAP * smaller)
    found: NDArray[np.bool_] = wide & (gap > COLUMN_GAP * smaller) if columns else np.zeros(len(gap), bool)
    latin = codes < SPACED_SCRIPT
    narrow = np.flatnonzero(wide & ~found & latin[1:] & latin[:-1])
    if len(narrow):
        both = same & latin[1:] & latin[:-1]
        tracking: dict[int, float] = {}
        for at in narrow.tolist():
            line = int(group[at])
            if line not in tracking:
                tracking[line] = _tracking(gap[both & (group[1:] == line)])
            found[at] = gap[at] - tracking[line] > WORD_GAP * smaller[at]
    return found


def with_spaces(codes: Codes, order: Indices, space: NDArray[np.bool_]) -> tuple[str, Indices, Indices]:
    """Put in spaces.

    Args:
        codes: the glyphs.
        order: what each is among the page's.
        space: for each but the first whether a space stands before it.

    Returns: their text, what each of its code points is among the page's glyphs (-1: a space), and the offset
        in it of each glyph.
    """
    offsets = np.arange(len(order))
    if not space.any():
        return text_of(codes), order, offsets
    offsets[1:] += np.cumsum(space)
    spread = np.full(offsets[-1] + 1, ord(" "), "<u4")
    spread[offsets] = codes
    index = np.full(len(spread), -1, np.intp)
    index[offsets] = order
    return text_of(spread), index, offsets


def _tracking(gaps: Floats) -> float:
    """Return the gap that letter-spacing leaves between all Latin letters and digits of a line, or 0."""
    return max(0.0, float(gaps.min())) if len(gaps) > 1 else 0.0


def _lines(
    glyphs: Glyphs,
    order: Indices,
    row: Indices,
    baselines: Sequence[float],
    page: int | None,
    *,
    first: bool = True,
) -> tuple[Line, ...]:
    """Return a line for each row that has glyphs.

    Args:
        glyphs: the page's.
        order: those of the lines, in reading order, without white space.
        row: which row each stands in, ascending.
        baselines: the baseline of each row.
        page: the page's number.
        first: whether the first of the lines is the first of the page.
    """
    if not len(order):
        return ()
    codes, places = glyphs.codes[order], glyphs.places[order]
    text, index, offsets = with_spaces(codes, order, spaces_before(codes, places, row))
    starts = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1])))
    ends = np.append(starts[1:], len(order))
    size, x1 = places[:, SIZE], places[:, X1]
    lasts = [x1[np.maximum(ends - back, starts)] for back in (1, 2, 3)]
    columns = zip(
        offsets[starts].tolist(),
        (offsets[ends - 1] + 1).tolist(),
        row[starts].tolist(),
        places[starts, X0].tolist(),
        np.maximum(np.maximum(lasts[0], lasts[1]), lasts[2]).tolist(),
        np.minimum.reduceat(size, starts).tolist(),
        np.maximum.reduceat(size, starts).tolist(),
        starts.tolist(),
        ends.tolist(),
        strict=True,
    )
    lines: list[Line] = []
    for begin, end, number, left, right, smallest, largest, start, stop in columns:
        lines.append(
            Line(
                text=text[begin:end],
                page=page,
                first_on_page=first and not lines,
                offset=None,
                glyphs=PlacedGlyphs(glyphs, index[begin:end]),
                x0=left,
                x1=right,
                y=baselines[number],
                size=largest if smallest == largest else _main_size(size[start:stop]),
            )
        )
    return tuple(lines)


def _main_size(sizes: Floats) -> float:
    counts: Counter[float] = Counter(sizes.tolist())
    return max(counts, key=lambda size: (counts[size], size))


def _rows(places: Floats) -> tuple[Indices, Indices, list[float]]:
    """Group glyphs by baseline: first those at the same height, then what lies within `SAME_LINE` of it.

    Returns: the glyphs row by row, each by x; which row each stands in; the baseline of each row, which is
        that of the largest part of it.
    """
    order = np.argsort(places[:, Y], kind="stable")
    y, size = places[order, Y], places[order, SIZE]
    starts = np.flatnonzero(np.concatenate(([True], y[1:] != y[:-1])))
    levels = zip(
        y[starts].tolist(),
        np.maximum.reduceat(size, starts).tolist(),
        np.diff(np.append(starts, len(y))).tolist(),
        strict=True,
    )
    parts: list[tuple[float, float, int]] = []  # what differs in its baseline by a hair only
    for height, largest, count in levels:
        if parts and height - parts[-1][0] <= _SAME_BASELINE * parts[-1][1]:
            first, before, weight = parts[-1]
            parts[-1] = (first, max(before, largest), weight + count)
        else:
            parts.append((height, largest, count))
    mains: list[tuple[float, float, int]] = []  # the largest part of each row
    counts: list[int] = []
    for part in parts:
        if mains and part[0] - mains[-1][0] <= SAME_LINE * max(mains[-1][1], part[1]):
            counts[-1] += part[2]
            if part[2] > mains[-1][2]:
                mains[-1] = part
        else:
            mains.append(part)
            counts.append(part[2])
    row = np.repeat(np.arange(len(counts)), counts)
    return order[np.lexsort((places[order, X], row))], row, [main[0] for main in mains]
