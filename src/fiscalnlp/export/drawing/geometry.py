"""Places on a line that keep their distance, and the curves between them."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], heights: Sequence[float], top: float = 0.0) -> list[float]:
    """Return the centres of boxes stacked in the given order, as near to the `wanted` centres as may be.

    No two boxes overlap, none reaches above `top`. Neighbours that want the same room form a block, which
    moves to the mean of what its members want (pooling adjacent violators: least squares).

    Args:
        wanted: the centre that each box would like.
        heights: the height of each box, the distance to its neighbours included.
        top: upper end of the line.
    """
    blocks: list[tuple[float, float, int]] = []  # sum of wanted upper ends of the first box, height, boxes
    for centre, height in zip(wanted, heights, strict=True):
        pull, size, count = centre - height / 2, height, 1
        while blocks and _start(blocks[-1], top) + blocks[-1][1] > max(top, pull / count):
            before_pull, before_size, before_count = blocks.pop()
            pull = before_pull + pull - before_size * count
            size, count = before_size + size, before_count + count
        blocks.append((pull, size, count))
    centres: list[float] = []
    boxes = iter(heights)
    for block in blocks:
        edge = _start(block, top)
        for _ in range(block[2]):
            height = next(boxes)
            centres.append(edge + height / 2)
            edge += height
    return centres


def _start(block: tuple[float, float, int], top: float) -> float:
    return max(top, block[0] / block[2])


def ribbon(x0: float, y0: float, x1: float, y1: float, thickness: float) -> str:
    """Return the SVG path of a band from the point `x0`, `y0` to `x1`, `y1`, the middles of its ends."""
    half, middle = thickness / 2, (x0 + x1) / 2
    out = curve(x0, y0 - half, x1, y1 - half)
    corner, *bend = map(_pair, ((x1, y1 + half), (middle, y1 + half), (middle, y0 + half), (x0, y0 + half)))
    return f"{out}L{corner}C{' '.join(bend)}Z"


def curve(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the SVG path of a line that leaves and arrives level."""
    middle = (x0 + x1) / 2
    start, *bend = map(_pair, ((x0, y0), (middle, y0), (middle, y1), (x1, y1)))
    return f"M{start}C{' '.join(bend)}"


def bow(x0: float, y0: float, x1: float, y1: float, depth: float) -> str:
    """Return the SVG path of a bow between two points of a column, `depth` pixels to the right (left below 0)."""
    start, *bend = map(_pair, ((x0, y0), (x0 + depth, y0), (x1 + depth, y1), (x1, y1)))
    return f"M{start}C{' '.join(bend)}"


def pixels(value: float) -> str:
    """Return a coordinate as it is written: to a tenth of a pixel, the same on every machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _pair(point: tuple[float, float]) -> str:
    return f"{pixels(point[0])} {pixels(point[1])}"
