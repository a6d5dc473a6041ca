"""Header lines of a table without ruling lines → merged header cells, told by where they stand.

A heading over one column stands within it; one over several stands over their middle. Headings over columns
that are blank in the whole body make those columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fiscalnlp.layout.table_chunks import Chunk, Row
from fiscalnlp.layout.table_columns import Column

#: Baselines this near (in font sizes) are one line of headings, though their cells are set at other heights.
_LEVEL = 0.6
#: Two lines of one heading stand under each other: their middles or left ends differ by this at most.
_SAME_PLACE = 1.0


@dataclass(slots=True)
class Heading:
    """A header cell: the run of columns `[start, end)` under it, and its lines, top to bottom."""

    start: int
    end: int
    pieces: list[tuple[Row, Chunk]] = field(default_factory=list)
    level: int = 0
    levels: int = 1

    @property
    def top(self) -> float:
        """The baseline of its first line."""
        return self.pieces[0][0].y


@dataclass(slots=True)
class _Leaf:
    """A column with the headings found for it, bottom up."""

    column: Column
    pieces: list[tuple[Row, Chunk]] = field(default_factory=list)


def read_header(head: Sequence[Row], columns: Sequence[Column]) -> tuple[list[Column], list[Heading]]:
    """Read the header lines of a table.

    Args:
        head: its lines, top to bottom.
        columns: the columns that its body shows.

    Returns: the columns with those added that are blank in the body, and the headings level by level.
    """
    leaves = [_Leaf(Column(column.x0, column.x1, column.numeric)) for column in columns]
    over: list[tuple[Row, Chunk]] = []
    for row in reversed(head):
        for chunk in row.chunks:
            leaf = _leaf_of(row, chunk, leaves)
            if leaf is None:
                over.append((row, chunk))
            else:
                leaf.pieces.insert(0, (row, chunk))
    leaves.sort(key=lambda leaf: leaf.column.x0)
    headings = [
        Heading(index, index + 1, sorted(leaf.pieces, key=lambda piece: piece[0].y))
        for index, leaf in enumerate(leaves)
        if leaf.pieces
    ]
    widened = [_widened(leaf) for leaf in leaves]
    headings += _merged(over, widened, leaves)
    _set_levels(headings)
    return [leaf.column for leaf in leaves], headings


def _leaf_of(row: Row, chunk: Chunk, leaves: list[_Leaf]) -> _Leaf | None:
    """Return the one column that a heading names, a new one where it stands over none; `None` if several."""
    under = [leaf for leaf in leaves if min(leaf.column.x1, chunk.x1) - max(leaf.column.x0, chunk.x0) > 0]
    headed = [
        leaf for leaf in leaves if leaf not in under and leaf.pieces and _overlaps(leaf.pieces[0][1], chunk)
    ]
    under += headed
    if len(under) > 1:
        # A long heading over a narrow column may reach over the one beside it, which has its own.
        inner = [leaf for leaf in under if abs(_middle(leaf) - chunk.centre) <= _SAME_PLACE * row.em]
        free = [leaf for leaf in under if not _has_own(leaf, row, chunk)]
        if len(free) == 1:
            under = free
        elif len(inner) == 1 and not any(leaf.pieces and leaf.pieces[0][0].y > row.y for leaf in under):
            under = inner
        else:
            return None
    if under:
        leaf = under[0]
        if not leaf.pieces:
            return leaf
        if _is_wrapped(row, chunk, leaf) and not _is_over_three(row, chunk, leaf, leaves):
            return leaf
        if _has_own(leaf, row, chunk):
            return _new_leaf(chunk, leaves)
        return None
    left = [leaf for leaf in leaves if leaf.column.x1 <= chunk.x0]
    right = [leaf for leaf in leaves if leaf.column.x0 >= chunk.x1]
    beside = [max(left, key=lambda leaf: leaf.column.x1, default=None), min(right, key=lambda leaf: leaf.column.x0, default=None)]
    if all(leaf is not None and leaf.pieces and leaf.pieces[0][0].y > row.y + _LEVEL * row.em for leaf in beside):
        return None
    return _new_leaf(chunk, leaves)


def _new_leaf(chunk: Chunk, leaves: list[_Leaf]) -> _Leaf:
    leaf = _Leaf(Column(chunk.x0, chunk.x1, numeric=True))
    leaves.append(leaf)
    return leaf


def _overlaps(one: Chunk, other: Chunk) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _has_own(leaf: _Leaf, row: Row, chunk: Chunk) -> bool:
    """Tell whether the column has another heading on this line."""
    return any(abs(r.y - row.y) <= _LEVEL * row.em and c != chunk for r, c in leaf.pieces) or any(
        c != chunk and min(leaf.column.x1, c.x1) > max(leaf.column.x0, c.x0) for c in row.chunks
    )


def _middle(leaf: _Leaf) -> float:
    return leaf.pieces[0][1].centre if leaf.pieces else (leaf.column.x0 + leaf.column.x1) / 2


def _is_wrapped(row: Row, chunk: Chunk, leaf: _Leaf) -> bool:
    """Tell whether `chunk` is the line of a heading over the line that the column has already."""
    below = leaf.pieces[0][1]
    centred = abs(below.centre - chunk.centre) <= _SAME_PLACE * row.em
    flush = abs(below.x0 - chunk.x0) <= _SAME_PLACE * row.em / 2
    return centred or flush


def _is_over_three(row: Row, chunk: Chunk, leaf: _Leaf, leaves: Sequence[_Leaf]) -> bool:
    """Tell a heading over three columns, whose middle stands over the one in the middle."""
    below = leaf.pieces[0][0]
    ordered = sorted(leaves, key=lambda other: other.column.x0)
    place = next(i for i, other in enumerate(ordered) if other is leaf)
    if not 0 < place < len(ordered) - 1:
        return False
    for other in (ordered[place - 1], ordered[place + 1]):
        if not other.pieces or abs(other.pieces[0][0].y - below.y) > _LEVEL * row.em:
            return False
        if any(abs(r.y - row.y) <= _LEVEL * row.em for r, _ in other.pieces):
            return False
        if any(_overlaps(c, piece) for c in row.chunks if c != chunk for _, piece in other.pieces):
            return False
    return True


def _widened(leaf: _Leaf) -> Column:
    """Return the column's extent with its heading."""
    return Column(
        min([leaf.column.x0, *(chunk.x0 for _, chunk in leaf.pieces)]),
        max([leaf.column.x1, *(chunk.x1 for _, chunk in leaf.pieces)]),
        leaf.column.numeric,
    )


def _merged(over: Sequence[tuple[Row, Chunk]], columns: Sequence[Column], leaves: Sequence[_Leaf]) -> list[Heading]:
    """Find the runs of columns under the headings that stand over more than one."""
    edges = [
        columns[0].x0,
        *((before.x1 + after.x0) / 2 for before, after in pairwise(columns)),
        columns[-1].x1,
    ]
    found: dict[tuple[int, int], Heading] = {}
    for row, chunk in sorted(over, key=lambda piece: (piece[0].y, piece[1].x0)):
        limits = _limits(row, chunk, leaves)
        runs = [
            (start, end)
            for start in range(limits[0], limits[1] - 1)
            for end in range(start + 2, limits[1] + 1)
            if edges[start] - row.em <= chunk.x0 and chunk.x1 <= edges[end] + row.em
        ]
        rivals = [other for other in row.chunks if other != chunk and (row, other) in over]
        run = min(runs, key=lambda run: _misfit(run, chunk, edges, rivals), default=None)
        if run is None:
            nearest = min(range(len(columns)), key=lambda i: abs((edges[i] + edges[i + 1]) / 2 - chunk.centre))
            run = (nearest, nearest + 1)
        found.setdefault(run, Heading(*run)).pieces.append((row, chunk))
    return list(found.values())


def _limits(row: Row, chunk: Chunk, leaves: Sequence[_Leaf]) -> tuple[int, int]:
    """Return the columns between the neighbours on the same line that name a column of their own."""
    low, high = 0, len(leaves)
    for index, leaf in enumerate(leaves):
        for other_row, other in leaf.pieces:
            if abs(other_row.y - row.y) <= _LEVEL * row.em or (len(leaf.pieces) > 0 and leaf.pieces[0][0].y <= row.y):
                if other.centre < chunk.x0:
                    low = max(low, index + 1)
                elif other.centre > chunk.x1:
                    high = min(high, index)
    return low, max(high, low + 1)


def _misfit(run: tuple[int, int], chunk: Chunk, edges: Sequence[float], rivals: Sequence[Chunk]) -> float:
    """Return how far the middle of `run` is from that of the heading; a column nearer to a rival costs."""
    start, end = run
    misfit = abs((edges[start] + edges[end]) / 2 - chunk.centre)
    for rival in rivals:
        if edges[start] < rival.centre < edges[end]:
            misfit += edges[-1] - edges[0]
    return misfit


def _set_levels(headings: list[Heading]) -> None:
    """Give each heading its row in the header and how many rows it reaches down."""
    ordered = sorted(headings, key=lambda heading: (-(heading.end - heading.start), heading.top))
    for heading in ordered:
        above = [o for o in ordered if o.start <= heading.start and heading.end <= o.end and o is not heading]
        wider = [o for o in above if o.end - o.start > heading.end - heading.start]
        heading.level = max((o.level + 1 for o in wider), default=0)
    depth = max((heading.level for heading in headings), default=-1) + 1
    for heading in headings:
        below = [o.level for o in headings if o.start < heading.end and heading.start < o.end and o.level > heading.level]
        heading.levels = min(below, default=depth) - heading.level
