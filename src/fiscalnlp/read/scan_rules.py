"""Ruling lines of a page that is a picture: dark ridges, long and straight, that make up a frame.

A rule is told from its neighbourhood, not by a threshold for the page: it is darker than the paper close by on
both sides. So grey rules and shaded cells are found alike, and the edge of a shade is no rule. Strokes of
characters are ridges too; what tells them apart is length, and that short rules end at others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]

#: A rule is darker than the paper beside it by at least so much (of 255).
_CONTRAST = 24
#: Lengths in points. A rule by itself is at least `_LONG`; a shorter one ends at two others.
_LONG_ACROSS, _LONG_DOWN, _SHORT = 36.0, 26.0, 7.0
#: A frame is larger than any character.
_FRAME = 80.0
#: Share of a rule of up to so many points that is about as dark as its darkest part; long ones may be dotted.
_SOLID = ((_LONG_DOWN, 0.93), (120.0, 0.85), (float("inf"), 0.5))
_GAP = 1.6  # between the dots or dashes of a rule
_REACH = 3.0  # how far a rule may end short of the one it meets
_TOUCH = 1.0  # the same for a short rule: characters come nearer than `_REACH` to the rules around them
_HALF_THICK = 2.2  # how far from the middle of a rule the paper is seen at the latest
_MAX_RUNS = 30_000  # a picture with more is a photograph


class Bar(NamedTuple):
    """A ruling line in pixels: it stands at `first`…`last` and runs from `start` to `end` (half-open)."""

    first: int
    last: int
    start: int
    end: int

    @property
    def at(self) -> float:
        """Where its middle stands."""
        return (self.first + self.last + 1) / 2


def find_bars(grey: Grey, scale: float) -> tuple[list[Bar], list[Bar]]:
    """Return the ruling lines of a straight page: those that run across, by row, and those down, by column.

    Args:
        grey: the page, rows by columns.
        scale: pixels a point.
    """
    across, down = _Runs(grey, scale), _Runs(np.ascontiguousarray(grey.T), scale)
    long_across, long_down = across.bars(_LONG_ACROSS), down.bars(_LONG_DOWN)
    rows = _in_one([*long_across, *across.bars(_SHORT, between=long_down)])
    columns = _in_one([*long_down, *down.bars(_SHORT, between=long_across)])
    rows, columns = _framed(rows, columns, scale)
    return _trimmed(rows, columns, scale), _trimmed(columns, rows, scale)


def erase_bars(grey: Grey, rows: Sequence[Bar], columns: Sequence[Bar], scale: float) -> Grey:
    """Return the page without these lines; what crosses them is bridged from one side to the other."""
    clean = grey.copy()
    for page, bars in ((clean, rows), (clean.T, columns)):
        for bar in bars:
            margin = max(1, round(0.4 * scale))
            top, foot = max(0, bar.first - margin), min(page.shape[0] - 1, bar.last + margin)
            start, end = max(0, bar.start - margin), bar.end + margin
            above = page[max(0, top - 1), start:end].astype(np.float32)
            below = page[min(page.shape[0] - 1, foot + 1), start:end].astype(np.float32)
            steps = np.linspace(0, 1, foot - top + 3, dtype=np.float32)[1:-1, None]
            page[top : foot + 1, start:end] = np.rint(above * (1 - steps) + below * steps)
    return clean


class _Runs:
    """The dark runs along the rows of a page."""

    def __init__(self, grey: Grey, scale: float) -> None:
        self.scale = scale
        self.height, self.width = grey.shape
        self.ridges = _ridges(grey, scale)
        contrast = max(_CONTRAST, 4 * int(np.median(self.ridges[:: max(1, self.height // 400)])))
        dark = self.ridges > contrast
        near = dark.copy()  # a line that is not quite level steps from row to row
        near[1:] |= dark[:-1]
        near[:-1] |= dark[1:]
        # A white column at the end parts the rows, so that all are searched as one.
        flat = np.zeros((self.height, self.width + 2), dtype=np.int8)
        flat[:, 1:-1] = near
        edges = np.flatnonzero(np.diff(flat.ravel()))
        starts, ends = edges[::2] + 1, edges[1::2] + 1
        if len(starts):
            gaps = (starts[1:] - ends[:-1] > round(_GAP * scale)) | (
                starts[1:] // (self.width + 2) != starts[:-1] // (self.width + 2)
            )
            starts, ends = starts[np.r_[True, gaps]], ends[np.r_[gaps, True]]
        kept = ends - starts >= _SHORT * scale
        self.rows = starts[kept] // (self.width + 2)
        self.starts = starts[kept] % (self.width + 2) - 1
        self.ends = ends[kept] % (self.width + 2) - 1

    def bars(self, shortest: float, *, between: Sequence[Bar] | None = None) -> list[Bar]:
        """Return the runs of at least `shortest` points as bars, those of neighbouring rows as one.

        Args:
            shortest: least length in points.
            between: where given, the crossing bars at which a run has to begin and to end.
        """
        kept = self.ends - self.starts >= shortest * self.scale
        if between is not None:
            crossing = np.zeros((self.height, self.width + 1), dtype=bool)
            reach, touch = round(_REACH * self.scale), round(_TOUCH * self.scale)
            for bar in between:
                rows = slice(max(0, bar.start - reach), bar.end + reach)
                crossing[rows, max(0, bar.first - touch) : bar.last + touch + 1] = True
            kept &= crossing[self.rows, self.starts] & crossing[self.rows, self.ends]
        if np.count_nonzero(kept) > _MAX_RUNS:
            return []
        runs = zip(self.rows[kept].tolist(), self.starts[kept].tolist(), self.ends[kept].tolist(), strict=True)
        return [bar for bar in _grouped(runs, round(2 * _HALF_THICK * self.scale) + 2) if self._is_solid(bar)]

    def _is_solid(self, bar: Bar) -> bool:
        """Tell a line, of one darkness from end to end, from strokes of characters side by side."""
        ends = round(0.5 * self.scale)  # where rules meet, both are fainter
        darkness = self.ridges[bar.first : bar.last + 1, bar.start + ends : bar.end - ends].max(axis=0)
        share = float(np.mean(2 * darkness >= np.percentile(darkness, 75)))
        length = (bar.end - bar.start) / self.scale
        return share >= next(least for longest, least in _SOLID if length <= longest)


def _ridges(grey: Grey, scale: float) -> npt.NDArray[np.int16]:
    """Return by how much each pixel is darker than the lightest near it, above and below, whichever is less."""
    width = max(1, round(scale))
    sums = np.cumsum(np.pad(grey, ((0, 0), (width // 2 + 1, width - width // 2 - 1)), mode="edge"), 1, np.int32)
    smooth = ((sums[:, width:] - sums[:, :-width]) // width).astype(np.int16)
    reach = max(2, round(_HALF_THICK * scale))
    padded = np.pad(smooth, ((reach, reach), (0, 0)), mode="edge")
    height = grey.shape[0]
    above, below = padded[:height].copy(), padded[2 * reach :].copy()
    for step in range(1, reach):
        np.maximum(above, padded[step : step + height], out=above)
        np.maximum(below, padded[2 * reach - step : 2 * reach - step + height], out=below)
    ridges: npt.NDArray[np.int16] = np.minimum(above, below) - smooth
    return ridges


def _grouped(runs: Iterable[tuple[int, int, int]], thickest: int) -> list[Bar]:
    """Join runs `(row, start, end)`, sorted by row, that touch; what gets too thick is no line."""
    groups: list[list[tuple[int, int, int]]] = []
    growing: list[list[tuple[int, int, int]]] = []
    for run in runs:
        touching: list[list[tuple[int, int, int]]] = []
        apart: list[list[tuple[int, int, int]]] = []
        for group in growing:
            if group[-1][0] < run[0] - 1:
                groups.append(group)
            else:
                (touching if _touches(group, run) else apart).append(group)
        joined = touching[0] if len(touching) == 1 else sorted(part for group in touching for part in group)
        joined.append(run)
        growing = [*apart, joined]
    bars = []
    for group in (*groups, *growing):
        start, end = min(run[1] for run in group), max(run[2] for run in group)
        # The rows that most of the line runs in, but for the outermost, which the widening gave it.
        whole = [row for row, first, last in group if 2 * (last - first) > end - start]
        top, foot = (min(whole), max(whole)) if whole else (group[len(group) // 2][0],) * 2
        top, foot = (top + 1, foot - 1) if foot - top > 1 else (top, foot)
        if group[-1][0] - group[0][0] < thickest:
            bars.append(Bar(top, foot, start, end))
    return bars


def _touches(group: Sequence[tuple[int, int, int]], run: tuple[int, int, int]) -> bool:
    """Tell whether `run` overlaps one of the last rows of `group`."""
    for row, start, end in reversed(group):
        if row < run[0] - 1:
            return False
        if start < run[2] and run[1] < end:
            return True
    return False


def _in_one(bars: list[Bar]) -> list[Bar]:
    """Return the bars sorted, without those that lie in another one."""
    kept: list[Bar] = []
    for bar in sorted(set(bars), key=lambda bar: (-(bar.end - bar.start), bar)):
        inside = any(
            other.first - 2 <= bar.at <= other.last + 3
            and other.start - 2 <= bar.start
            and bar.end <= other.end + 2
            for other in kept
        )
        if not inside:
            kept.append(bar)
    return sorted(kept)


def _trimmed(bars: Sequence[Bar], crossing: Sequence[Bar], scale: float) -> list[Bar]:
    """Cut off what sticks out over a frame's side by itself: a character that stands in line with the rule."""
    reach = _REACH * scale
    trimmed = []
    for bar in bars:
        start, end = bar.start, bar.end
        met = [other for other in crossing if other.start - reach <= bar.at <= other.end + reach]
        met = [other for other in met if start - reach <= other.at <= end + reach]
        if met:
            first, last = min(met, key=lambda other: other.at), max(met, key=lambda other: other.at)
            if _ends_there(
                first, [other.start for other in bars if other is not bar and _meet(other, first)], reach
            ):
                start = max(start, first.first)
            if _ends_there(last, [other.end for other in bars if other is not bar and _meet(other, last)], reach):
                end = min(end, last.last + 1)
        trimmed.append(bar._replace(start=start, end=end))
    return trimmed


def _meet(bar: Bar, other: Bar) -> bool:
    slack = 4
    return other.start - slack <= bar.at <= other.end + slack and bar.start - slack <= other.at <= bar.end + slack


def _ends_there(side: Bar, ends: Sequence[int], reach: float) -> bool:
    """Tell whether a frame ends at `side`: all but one of the bars that meet it do."""
    return len(ends) > 1 and all(abs(end - side.at) <= reach for end in ends)


def _framed(rows: list[Bar], columns: list[Bar], scale: float) -> tuple[list[Bar], list[Bar]]:
    """Keep the bars that, with all they meet, are larger than a character."""
    reach = _REACH * scale
    parent = list(range(len(rows) + len(columns)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            meets = row.start - reach <= column.at <= row.end + reach
            if meets and column.start - reach <= row.at <= column.end + reach:
                parent[root(len(rows) + j)] = root(i)
    lengths: dict[int, int] = {}
    for index, bar in enumerate([*rows, *columns]):
        lengths[root(index)] = max(lengths.get(root(index), 0), bar.end - bar.start)
    large = {index for index, length in lengths.items() if length >= _FRAME * scale}
    return (
        [row for i, row in enumerate(rows) if root(i) in large],
        [column for j, column in enumerate(columns) if root(len(rows) + j) in large],
    )
