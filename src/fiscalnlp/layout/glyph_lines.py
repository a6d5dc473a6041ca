"""Characters of a page → its printed lines, by baseline, whatever order they were drawn in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from operator import itemgetter, sub

from fiscalnlp.layout.lines import Line
from fiscalnlp.read.source import Glyph, Page

#: Baselines closer than this share of the font size are one line (superscripts stay on theirs).
SAME_LINE = 0.4
#: A gap wider than this share of the font size is a space between Latin letters or digits.
WORD_GAP = 0.15
#: A gap wider than this share of the font size parts columns, so it is a space between any characters.
COLUMN_GAP = 0.95

_TEXT, _X, _Y = itemgetter(0), itemgetter(1), itemgetter(2)
_X1, _SIZE = itemgetter(5), itemgetter(7)


@dataclass(slots=True)
class _Row:
    """Glyphs with about one baseline; `y` is that of the largest part of them, `weight` its count."""

    y: float
    size: float
    weight: int
    glyphs: list[Glyph]


def group_lines(page: Page) -> tuple[Line, ...]:
    """Group the glyphs of `page` into lines, top to bottom, each from left to right.

    White space that was drawn does not count: a space stands where there is a visible gap, between Latin
    letters and digits a narrow one, elsewhere only one that parts columns.
    """
    lines: list[Line] = []
    for row in _rows(page.glyphs):
        line = line_of(sorted(row.glyphs, key=_X), page.number, y=row.y, first_on_page=not lines)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def line_of(
    glyphs: Sequence[Glyph], page: int | None, *, y: float | None = None, first_on_page: bool = False
) -> Line | None:
    """Make one line of `glyphs`, which stand in the order they are read; `None` if all are white space.

    Args:
        glyphs: glyphs with about one baseline, by x.
        page: their page number.
        y: the baseline, where it is known better than from the first glyph.
        first_on_page: whether it is the first line of its page.
    """
    placed = spaced([glyph for glyph in glyphs if not glyph.text.isspace()])
    drawn = [glyph for glyph in placed if glyph is not None]
    if not drawn:
        return None
    return Line(
        text=text_of(placed),
        page=page,
        first_on_page=first_on_page,
        offset=None,
        glyphs=tuple(placed),
        x0=drawn[0].x0,
        x1=max(glyph.x1 for glyph in drawn[-3:]),
        y=drawn[0].y if y is None else y,
        size=_main_size(drawn),
    )


def text_of(placed: Sequence[Glyph | None]) -> str:
    """Return the text of glyphs with `None` for each space."""
    return "".join([" " if glyph is None else glyph.text for glyph in placed])


def spaced(inked: Sequence[Glyph], *, columns: bool = True) -> list[Glyph | None]:
    """Return `inked` (one line, by x) with `None` wherever a gap is a space.

    Args:
        inked: the glyphs of a line or of one line in a table cell, without white space.
        columns: whether a wide gap parts columns; in a table cell it is but letter-spacing (项　目).
    """
    # Most lines have no gap at all: that is found out without a step of the loop for each character.
    gaps = map(sub, map(_X, islice(inked, 1, None)), map(_X1, inked))
    if max(gaps, default=0.0) <= WORD_GAP * min(map(_SIZE, inked), default=0.0):
        return list(inked)
    placed: list[Glyph | None] = []
    tracking: float | None = None
    before: Glyph | None = None
    for glyph in inked:
        if before is not None:
            size = before.size if before.size < glyph.size else glyph.size
            gap = glyph.x - before.x1
            if gap > WORD_GAP * size:
                if columns and gap > COLUMN_GAP * size:
                    placed.append(None)
                elif is_spaced_script(before.text) and is_spaced_script(glyph.text):
                    if tracking is None:
                        tracking = _tracking(inked)
                    if gap - tracking > WORD_GAP * size:
                        placed.append(None)
        placed.append(glyph)
        before = glyph
    return placed


def is_spaced_script(character: str) -> bool:
    """Tell whether words of the character's script are parted by spaces (Latin letters, digits, marks)."""
    return character < "\u2000"


def _tracking(glyphs: Sequence[Glyph]) -> float:
    """Return the gap that letter-spacing leaves between all Latin letters and digits of a line, or 0."""
    gaps = [
        after.x - before.x1
        for before, after in pairwise(glyphs)
        if is_spaced_script(before.text) and is_spaced_script(after.text)
    ]
    return max(0.0, min(gaps)) if len(gaps) > 1 else 0.0


def _main_size(glyphs: Sequence[Glyph]) -> float:
    sizes: Counter[float] = Counter(map(_SIZE, glyphs))
    return max(sizes, key=lambda size: (sizes[size], size))


def _rows(glyphs: Sequence[Glyph]) -> list[_Row]:
    """Group glyphs by baseline: first those at the same height, then what lies within `SAME_LINE` of it."""
    rows: list[_Row] = []
    for part in _same_baseline(sorted(glyphs, key=_Y)):
        row = rows[-1] if rows else None
        if row is None or part.y - row.y > SAME_LINE * max(row.size, part.size):
            rows.append(part)
            continue
        row.glyphs += part.glyphs
        if part.weight > row.weight:
            row.y, row.size, row.weight = part.y, part.size, part.weight
    return rows


def _same_baseline(glyphs: Sequence[Glyph]) -> list[_Row]:
    """Group glyphs sorted by height where the baseline differs by a hair only."""
    rows: list[_Row] = []
    for y, level in groupby(glyphs, _Y):
        part = list(level)
        row = rows[-1] if rows else None
        if row is None or y - row.y > 0.05 * row.size:
            rows.append(_Row(y, max(map(_SIZE, part)), len(part), part))
        else:
            row.glyphs += part
            row.weight += len(part)
            row.size = max(row.size, *map(_SIZE, part))
    return rows
