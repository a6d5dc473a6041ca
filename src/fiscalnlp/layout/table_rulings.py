"""Ruling lines → the cell frames of tables: edges, intersections, grids of walls, merged cells.

Named small steps after pdfplumber's (edges → intersections → cells → tables), with the difference that
cells are found from the walls between elementary cells, so a merged cell keeps its row and column span.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from fiscalnlp.read.source import Rule


@dataclass(frozen=True, slots=True)
class GridSettings:
    """Tolerances in points.

    Args:
        snap: parallel lines closer than this are one (double borders, rounding).
        join_gap: pieces of a line closer than this are one (dotted borders, one piece a cell).
        reach: how far a line may end short of the one it meets.
        min_length: shorter lines (after joining) are no edges of a table.
        overhang: a table side without a line of its own is where its rows end, if they stick out this far.
        max_edges: the longest so many edges of a page are looked at, so that a drawing costs no time.
        lines_above: how many text lines over a table are kept with it.
        lines_below: how many text lines under a table are kept with it.
    """

    snap: float = 2.5
    join_gap: float = 3.0
    reach: float = 3.0
    min_length: float = 6.0
    overhang: float = 8.0
    max_edges: int = 1500
    lines_above: int = 8
    lines_below: int = 6


class Edge(NamedTuple):
    """A straight line of a frame: where it stands (`at`) and from where to where it runs."""

    at: float
    start: float
    end: float


class FrameCell(NamedTuple):
    """A cell as a block of elementary cells."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The rulings of one table: column borders `xs`, row borders `ys`, and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[FrameCell, ...]


def find_frames(rules: Sequence[Rule], settings: GridSettings) -> list[Frame]:
    """Return the frames that `rules` draw, top to bottom and left to right; boxes round text are none."""
    steep = [rule for rule in rules if rule.x1 - rule.x0 < rule.y1 - rule.y0]
    across = level_edges(rules, settings)
    down = merge_edges((Edge((r.x0 + r.x1) / 2, r.y0, r.y1) for r in steep), settings)
    if len(across) + len(down) > settings.max_edges:
        across = sorted(nlargest(settings.max_edges // 2, across, key=_length))
        down = sorted(nlargest(settings.max_edges // 2, down, key=_length))
    frames = []
    for rows, columns in _components(across, down, settings.reach):
        frame = _frame(rows, columns, settings)
        if frame is not None:
            frames.append(frame)
    return sorted(frames, key=lambda frame: (frame.ys[0], frame.xs[0]))


def level_edges(rules: Sequence[Rule], settings: GridSettings) -> list[Edge]:
    """Return the horizontal lines of a page, the pieces of each joined."""
    flat = (rule for rule in rules if rule.x1 - rule.x0 >= rule.y1 - rule.y0)
    return merge_edges((Edge((r.y0 + r.y1) / 2, r.x0, r.x1) for r in flat), settings)


def merge_edges(edges: Iterable[Edge], settings: GridSettings) -> list[Edge]:
    """Snap parallel edges to one position, join the pieces of each, and drop what stays short."""
    merged: list[Edge] = []
    cluster: list[Edge] = []
    for edge in sorted(edges):
        if cluster and edge.at - cluster[0].at > settings.snap:
            merged += _join_pieces(cluster, settings)
            cluster = []
        cluster.append(edge)
    if cluster:
        merged += _join_pieces(cluster, settings)
    return sorted(merged)


def _join_pieces(cluster: list[Edge], settings: GridSettings) -> list[Edge]:
    if len(cluster) == 1:
        return cluster if _length(cluster[0]) >= settings.min_length else []
    at = max(cluster, key=_length).at
    pieces: list[Edge] = []
    for edge in sorted(cluster, key=lambda edge: (edge.start, edge.end)):
        if pieces and edge.start - pieces[-1].end <= settings.join_gap:
            last = pieces[-1]
            pieces[-1] = Edge(at, last.start, max(last.end, edge.end))
        else:
            pieces.append(Edge(at, edge.start, edge.end))
    return [piece for piece in pieces if _length(piece) >= settings.min_length]


def _length(edge: Edge) -> float:
    return edge.end - edge.start


def _components(across: Sequence[Edge], down: Sequence[Edge], reach: float) -> list[tuple[list[Edge], list[Edge]]]:
    """Group edges that meet, one group a table: `(horizontal, vertical)` edges by position."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    positions = [edge.at for edge in down]
    for i, row in enumerate(across):
        own = root(i)
        first = bisect_left(positions, row.start - reach)
        for j in range(first, bisect_right(positions, row.end + reach)):
            if down[j].start - reach <= row.at <= down[j].end + reach:
                parent[root(len(across) + j)] = own
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, edge in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(edge)
    for j, edge in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(edge)
    return [(rows, columns) for rows, columns in groups.values() if rows and columns]


def _frame(rows: list[Edge], columns: list[Edge], settings: GridSettings) -> Frame | None:
    """Build the frame of one group of edges, `None` where it is a box round text or a mere rule."""
    rows, columns = _closed(rows, columns, settings), _closed(columns, rows, settings)
    xs = _positions(columns, settings.snap)
    ys = _positions(rows, settings.snap)
    n_rows, n_columns = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_columns < 2 or (n_rows == 1 and n_columns < 3):
        return None
    cells = _cells(_walls(columns, xs, ys, settings.snap), _walls(rows, ys, xs, settings.snap))
    return Frame(tuple(xs), tuple(ys), tuple(cells)) if len(cells) > 2 else None


def _closed(edges: list[Edge], crossing: list[Edge], settings: GridSettings) -> list[Edge]:
    """Add the outer edges that were not drawn: a table open at its sides or at a page break."""
    first, last = edges[0].at, edges[-1].at
    start = min(edge.start for edge in crossing)
    end = max(edge.end for edge in crossing)
    low = min(edge.at for edge in crossing)
    high = max(edge.at for edge in crossing)
    closed = list(edges)
    if first - start > settings.overhang:
        closed.insert(0, Edge(start, low, high))
    if end - last > settings.overhang:
        closed.append(Edge(end, low, high))
    return closed


def _positions(edges: Sequence[Edge], snap: float) -> list[float]:
    positions: list[float] = []
    for at in sorted({edge.at for edge in edges}):
        if not positions or at - positions[-1] > snap:
            positions.append(at)
    return positions


def _walls(edges: Sequence[Edge], at: Sequence[float], along: Sequence[float], snap: float) -> list[list[bool]]:
    """Return `walls[i][k]`: whether an edge at `at[i]` shuts off the stretch `along[k]`…`along[k + 1]`."""
    middles = [(a + b) / 2 for a, b in pairwise(along)]
    walls = [[False] * len(middles) for _ in at]
    for edge in edges:
        i = min(bisect_left(at, edge.at - snap), len(at) - 1)
        for k in range(bisect_left(middles, edge.start), bisect_right(middles, edge.end)):
            walls[i][k] = True
    return walls


def _cells(upright: Sequence[Sequence[bool]], level: Sequence[Sequence[bool]]) -> list[FrameCell]:
    """Join elementary cells that no wall parts; each cell is a full rectangle.

    Args:
        upright: `upright[c][r]`, the wall to the left of column `c` in row `r`.
        level: `level[r][c]`, the wall over row `r` in column `c`.
    """
    n_rows, n_columns = len(level) - 1, len(upright) - 1
    taken = [[False] * n_columns for _ in range(n_rows)]
    cells = []
    for row in range(n_rows):
        for column in range(n_columns):
            if taken[row][column]:
                continue
            right = column + 1
            if upright[right][row] and level[row + 1][column]:  # most are elementary
                cells.append(FrameCell(row, column, 1, 1))
                continue
            while right < n_columns and not upright[right][row] and not taken[row][right]:
                right += 1
            foot = row + 1
            while (
                foot < n_rows
                and not any(level[foot][c] or taken[foot][c] for c in range(column, right))
                and not any(upright[c][foot] for c in range(column + 1, right))
            ):
                foot += 1
            for r in range(row, foot):
                for c in range(column, right):
                    taken[r][c] = True
            cells.append(FrameCell(row, column, foot - row, right - column))
    return cells
