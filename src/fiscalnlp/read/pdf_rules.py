"""Ruling lines among the line segments drawn on a PDF page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fiscalnlp.read.pdf_engine import Segment
from fiscalnlp.read.pdf_turn import Turn
from fiscalnlp.read.source import Rule

#: A filled rectangle up to this thick (points) is a ruling line, thicker it is shading.
MAX_RULE_THICKNESS = 3.0
#: Ruling lines kept of one page; a page with more is a drawing, not a table.
MAX_RULES = 20_000

_WHITE = 0.98  # from this share of full light on, all colours count as the paper's


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


def is_thin(box: Segment) -> bool:
    """Tell whether a filled box is seen as a line."""
    x0, y0, x1, y1 = box
    return abs(x1 - x0) <= MAX_RULE_THICKNESS or abs(y1 - y0) <= MAX_RULE_THICKNESS


def is_white(colour: Sequence[float] | None) -> bool:
    """Tell whether a colour, its components from 0 to 1, is the paper's."""
    return colour is not None and min(colour, default=1.0) > _WHITE


def box_segments(box: Segment, stroked: bool) -> Iterator[Segment]:
    """Yield the lines that a drawn box shows: itself if it is thin, else its sides if they are stroked."""
    x0, y0, x1, y1 = box
    if is_thin(box):
        yield box
    elif stroked:
        yield x0, y0, x1, y0
        yield x0, y1, x1, y1
        yield x0, y0, x0, y1
        yield x1, y0, x1, y1


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
