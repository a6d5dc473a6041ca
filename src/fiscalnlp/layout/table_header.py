"""Header lines of a table without ruling lines → merged header cells, told by where they stand.

The lowest headings name one column each, from left to right as the columns stand; those without a column
below them make one that is blank in the whole body. A heading over others stands over their middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fiscalnlp.layout.table_chunks import Chunk, Row
from fiscalnlp.layout.table_columns import Column

#: Baselines this near (in font sizes) are one line of headings, though their cells are set at other heights.
_LEVEL = 0.6
#: Lines of one heading stand under each other: their middles differ by this at most, or their left ends by half.
_SAME_PLACE = 1.0
#: They follow within this distance (font sizes).
_LEADING = 2.2
#: Farther apart than this they are more likely two headings, one over the other.
_APART = 1.5
#: What a column without heading, or a heading without column, costs (font sizes of misplacement).
_ALONE = 5.0
#: What a column left out under a heading costs that begins below it.
_LEFT_OUT = 1.5


@dataclass(slots=True)
class Heading:
    """A header cell: the run of columns `[start, end)` under it, and its lines, top to bottom."""

    pieces: list[tuple[Row, Chunk]]
    start: int = 0
    end: int = 0
    level: int = 0
    levels: int = 1
    x0: float = field(init=False)
    x1: float = field(init=False)

    def __post_init__(self) -> None:
        """Take the extent of the first line."""
        self.x0, self.x1 = self.pieces[0][1].x0, self.pieces[0][1].x1

    def add(self, row: Row, chunk: Chunk) -> None:
        """Add a line below."""
        self.pieces.append((row, chunk))
        self.x0, self.x1 = min(self.x0, chunk.x0), max(self.x1, chunk.x1)

    @property
    def centre(self) -> float:
        """The middle between both ends."""
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        """The baseline of its first line."""
        return self.pieces[0][0].y

    @property
    def foot(self) -> float:
        """The baseline of its last line."""
        return self.pieces[-1][0].y

    def overlaps(self, other: Heading | Chunk) -> bool:
        """Tell whether both share a place on the line."""
        return min(self.x1, other.x1) > max(self.x0, other.x0)


def read_header(head: Sequence[Row], columns: Sequence[Column]) -> tuple[list[Column], list[Heading]]:
    """Read the header lines of a table.

    Args:
        head: its lines, top to bottom.
        columns: the columns that its body shows.

    Returns: the columns with those added that are blank in the body, and the headings level by level.
    """
    if not head:
        return list(columns), []
    headings = _headings(head)
    em = max(row.em for row in head)
    parents = [heading for heading in headings if _is_parent(heading, headings, em)]
    leaves = sorted((h for h in headings if h not in parents), key=lambda heading: heading.centre)
    matched = _matched(leaves, columns, em)
    full: list[Column] = []
    for index, (leaf, column) in enumerate(matched):
        if leaf is not None:
            leaf.start, leaf.end = index, index + 1
            column = column or Column(leaf.x0, leaf.x1, numeric=True)  # noqa: PLW2901
        if column is not None:
            full.append(column)
    _place_parents(parents, leaves, _edges(matched), em)
    placed = [*leaves, *parents]
    _set_levels(placed)
    return full, placed


def _headings(head: Sequence[Row]) -> list[Heading]:
    """Put the lines of wrapped headings together."""
    headings: list[Heading] = []
    for row in head:
        above = list(reversed(headings))
        for chunk in row.chunks:
            near = (h for h in above if row.y - h.foot <= _LEADING * row.em and h.overlaps(chunk))
            wrapped = next((h for h in near if _is_under(h.pieces[-1][1], chunk, row.em)), None)
            if wrapped is None or _is_over_several(wrapped, row, chunk, headings, head):
                headings.append(Heading([(row, chunk)]))
            else:
                wrapped.add(row, chunk)
    return headings


def _is_under(above: Chunk, chunk: Chunk, em: float) -> bool:
    return abs(above.centre - chunk.centre) <= _SAME_PLACE * em or abs(above.x0 - chunk.x0) <= _SAME_PLACE * em / 2


def _is_over_several(
    heading: Heading, row: Row, chunk: Chunk, headings: Sequence[Heading], head: Sequence[Row]
) -> bool:
    """Tell a heading over several columns, one of which begins under it, or has its middle there."""
    level = [c for r in head if abs(r.y - row.y) <= _LEVEL * row.em for c in r.chunks]
    if sum(heading.overlaps(c) for c in level) > 1:
        return True
    if heading.x1 - heading.x0 <= chunk.x1 - chunk.x0:
        # No wider than what it stands over: then it must stand apart from it, its neighbours on one line.
        level = [c for c in row.chunks if c is not chunk] if row.y - heading.foot > _APART * row.em else []
    left = max((c for c in level if c.x1 <= chunk.x0), key=lambda c: c.x1, default=None)
    right = min((c for c in level if c.x0 >= chunk.x1), key=lambda c: c.x0, default=None)
    if left is None or right is None:
        return False
    lowest = heading.top - _LEVEL * row.em
    others = [h for h in headings if h is not heading and h.foot >= lowest and h.top < row.y - _LEVEL * row.em]
    return not any(other.overlaps(neighbour) for other in others for neighbour in (left, right))


def _is_parent(heading: Heading, headings: Sequence[Heading], em: float) -> bool:
    """Tell a heading over others: one begins below it, or on both sides of it there is nothing but lower ones."""
    others = [other for other in headings if other is not heading]
    if any(other.top > heading.foot + _LEVEL * em and other.overlaps(heading) for other in others):
        return True
    left = max((h for h in others if h.x1 <= heading.x0), key=lambda h: (h.x1, -h.top), default=None)
    right = min((h for h in others if h.x0 >= heading.x1), key=lambda h: (h.x0, h.top), default=None)
    if left is None or right is None:
        return False
    for neighbour in (left, right):
        if neighbour.top <= heading.foot + _LEVEL * em:
            return False
        if any(o.overlaps(neighbour) and abs(o.top - heading.top) <= _LEVEL * em for o in others):
            return False
    return True


def _matched(
    leaves: Sequence[Heading], columns: Sequence[Column], em: float
) -> list[tuple[Heading | None, Column | None]]:
    """Match headings with columns, both from left to right, so that they are least misplaced in sum."""
    n, m = len(leaves), len(columns)
    alone = _ALONE * em
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i == j == 0:
                continue
            steps = []
            if i:
                steps.append(best[i - 1][j] + alone)
            if j:
                steps.append(best[i][j - 1] + alone)
            if i and j:
                steps.append(best[i - 1][j - 1] + _misplaced(leaves[i - 1], columns[j - 1]))
            best[i][j] = min(steps)
    pairs: list[tuple[Heading | None, Column | None]] = []
    i, j = n, m
    while i or j:
        if i and j and best[i][j] == best[i - 1][j - 1] + _misplaced(leaves[i - 1], columns[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((leaves[i], columns[j]))
        elif i and best[i][j] == best[i - 1][j] + alone:
            i -= 1
            pairs.append((leaves[i], None))
        else:
            j -= 1
            pairs.append((None, columns[j]))
    return pairs[::-1]


def _misplaced(leaf: Heading, column: Column) -> float:
    gap = max(leaf.x0 - column.x1, column.x0 - leaf.x1, 0.0)
    return gap + 0.2 * abs(leaf.centre - (column.x0 + column.x1) / 2)


def _edges(matched: Sequence[tuple[Heading | None, Column | None]]) -> list[float]:
    """Return where columns begin and end, as body and headings show it together."""
    extents = []
    for leaf, column in matched:
        known = [item for item in (leaf, column) if item is not None]
        extents.append((min(item.x0 for item in known), max(item.x1 for item in known)))
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(extents)]
    return [extents[0][0], *inner, extents[-1][1]]


def _place_parents(
    parents: Sequence[Heading], leaves: Sequence[Heading], edges: Sequence[float], em: float
) -> None:
    """Find the run of columns under each heading that stands over others.

    Its middle is that of the run, about; of the columns that begin below it, none is left out lightly.
    """
    n = len(edges) - 1
    covered: set[int] = set()
    for parent in sorted(parents, key=lambda heading: heading.top):
        level = [h for h in (*parents, *leaves) if h is not parent and abs(h.top - parent.top) <= _LEVEL * em]
        higher = [h for h in leaves if h.top <= parent.top + _LEVEL * em]
        low = max((h.start + 1 for h in higher if h.centre < parent.x0), default=0)
        high = min((h.start for h in higher if h.centre > parent.x1), default=n)
        lower = {h.start for h in leaves if h not in higher and low <= h.start < high} - covered
        first = max(((h.centre + parent.centre) / 2 for h in level if h.centre < parent.centre), default=edges[0])
        last = min(((h.centre + parent.centre) / 2 for h in level if h.centre > parent.centre), default=edges[-1])
        lower = {i for i in lower if first < (edges[i] + edges[i + 1]) / 2 < last}

        def misfit(
            run: tuple[int, int], parent: Heading = parent, level: list[Heading] = level, lower: set[int] = lower
        ) -> float:
            inside = sum(edges[run[0]] < other.centre < edges[run[1]] for other in level)
            left_out = len(lower.difference(range(*run)))
            return (
                abs((edges[run[0]] + edges[run[1]]) / 2 - parent.centre)
                + inside * (edges[-1] - edges[0])
                + left_out * _LEFT_OUT * em
            )

        runs = [(start, end) for start in range(low, high - 1) for end in range(start + 2, high + 1)]
        runs = [run for run in runs if edges[run[0]] < parent.centre < edges[run[1]]]
        if runs:
            parent.start, parent.end = min(runs, key=misfit)
        else:
            nearest = min(range(n), key=lambda i: abs((edges[i] + edges[i + 1]) / 2 - parent.centre))
            parent.start, parent.end = nearest, nearest + 1
        covered.update(range(parent.start, parent.end))


def _set_levels(headings: list[Heading]) -> None:
    """Give each heading its row in the header and how many rows it reaches down."""
    ordered = sorted(headings, key=lambda heading: (-(heading.end - heading.start), heading.top))
    for index, heading in enumerate(ordered):
        over = [o.level + 1 for o in ordered[:index] if o.start <= heading.start and heading.end <= o.end]
        heading.level = max(over, default=0)
    depth = max((heading.level for heading in headings), default=-1) + 1
    for heading in headings:
        below = [o.level for o in headings if o.start < heading.end and heading.start < o.end]
        heading.levels = min((level for level in below if level > heading.level), default=depth) - heading.level
