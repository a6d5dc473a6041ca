"""Ruling lines among the drawings of a PDF page, in the two forms the PDF engine reports drawings in.

Vectors come with the page's text and cost little more, but are boxes: one a line, bar or rectangle, and one
for all the rest of a path. Where there is such a rest, only the paths themselves tell what was drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fiscalnlp.read.pdf_turn import Turn
from fiscalnlp.read.source import Rule

#: A filled rectangle up to this thick (points) is a ruling line, thicker it is shading.
MAX_RULE_THICKNESS = 3.0
#: Ruling lines kept of one page; a page with more is a drawing, not a table.
MAX_RULES = 20_000

_WHITE = 0.98  # from this share of full light on, all colours count as the paper's

Segment = tuple[float, float, float, float]


def needs_paths(vectors: Iterable[dict[str, Any]]) -> bool:
    """Tell whether a vector stands for more than a box can show: bent, aslant or several lines in one."""
    return any(
        not vector["isrect"] and not _is_thin(vector["bbox"]) and not _is_paper(vector) for vector in vectors
    )


def vector_segments(vectors: Iterable[dict[str, Any]]) -> Iterator[Segment]:
    """Yield the line segments that the engine's vectors show, in the order drawn."""
    for vector in vectors:
        if _is_paper(vector):
            continue
        x0, y0, x1, y1 = box = vector["bbox"]
        if not _is_thin(box):
            if vector["stroked"]:
                yield from _sides(x0, y0, x1, y1)
        elif not vector["stroked"]:
            yield box
        elif x1 - x0 >= y1 - y0:  # the box of a stroke is wider than the line by half its pen on every side
            middle, reach = (y0 + y1) / 2, (y1 - y0) / 2
            yield x0 + reach, middle, x1 - reach, middle
        else:
            middle, reach = (x0 + x1) / 2, (x1 - x0) / 2
            yield middle, y0 + reach, middle, y1 - reach


def path_segments(drawings: Iterable[dict[str, Any]]) -> Iterator[Segment]:
    """Yield the line segments of the engine's drawn paths, in the order drawn."""
    for drawing in drawings:
        filled = "f" in drawing["type"] and not _is_white(drawing.get("fill"))
        stroked = "s" in drawing["type"] and not _is_white(drawing.get("color"))
        if not (filled or stroked):
            continue
        for item in drawing["items"]:
            yield from _item_segments(item, stroked)


def straight_rules(segments: Iterable[Segment], turn: Turn) -> tuple[tuple[Rule, ...], bool]:
    """Return the ruling lines among `segments`, each once, and whether there were more than are kept."""
    found: dict[Rule, None] = {}
    for segment in segments:
        rule = _straight(segment, turn)
        if rule is not None:
            found[rule] = None
            if len(found) > MAX_RULES:
                return tuple(found)[:MAX_RULES], True
    return tuple(found), False


def _is_thin(box: Segment) -> bool:
    x0, y0, x1, y1 = box
    return x1 - x0 <= MAX_RULE_THICKNESS or y1 - y0 <= MAX_RULE_THICKNESS


def _is_paper(vector: dict[str, Any]) -> bool:
    """Tell whether a vector cannot be seen, being white or fully transparent."""
    colour: int = vector["color"]
    light: int = min(colour >> 16, colour >> 8 & 255, colour & 255)
    return light > _WHITE * 255 or not vector["alpha"]


def _is_white(colour: Sequence[float] | None) -> bool:
    return colour is not None and min(colour, default=1.0) > _WHITE


def _sides(x0: float, y0: float, x1: float, y1: float) -> Iterator[Segment]:
    yield x0, y0, x1, y0
    yield x0, y1, x1, y1
    yield x0, y0, x0, y1
    yield x1, y0, x1, y1


def _item_segments(item: Sequence[Any], stroked: bool) -> Iterator[Segment]:
    """Yield a path item's line segments: a line, a thin bar, or the four sides of an outline."""
    if item[0] == "l":
        if stroked:
            yield (*item[1], *item[2])
        return
    if item[0] == "re":
        x0, y0, x1, y1 = item[1]
    elif item[0] == "qu":
        corners = item[1]
        x0, x1 = min(c[0] for c in corners), max(c[0] for c in corners)
        y0, y1 = min(c[1] for c in corners), max(c[1] for c in corners)
    else:
        return
    if min(abs(x1 - x0), abs(y1 - y0)) <= MAX_RULE_THICKNESS:
        yield x0, y0, x1, y1
    elif stroked:
        yield from _sides(x0, y0, x1, y1)


def _straight(segment: Segment, turn: Turn) -> Rule | None:
    """Return the segment as a rule, `None` where it is a dot or runs aslant."""
    x0, y0, x1, y1 = segment
    if turn.degrees:
        (x0, y0), (x1, y1) = turn.point(x0, y0), turn.point(x1, y1)
    if x0 > x1:
        x0, x1 = x1, x0
    if y0 > y1:
        y0, y1 = y1, y0
    across, down = x1 - x0, y1 - y0
    if (across > MAX_RULE_THICKNESS and down > MAX_RULE_THICKNESS) or not (across > 0 or down > 0):
        return None
    return Rule(x0, y0, x1, y1)
