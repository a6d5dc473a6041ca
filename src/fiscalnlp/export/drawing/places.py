"""Where everything in the flow stands."""

from __future__ import annotations

from fiscalnlp.export.drawing.flow import (
    BAND_RIGHT,
    BAND_X,
    BAR,
    DUTY_BAR_X,
    DUTY_HEIGHT,
    HEAD_HEIGHT,
    ITEM_X,
    ROW_HEIGHT,
    Band,
    DutyMark,
    Flow,
    Row,
    Strand,
)
from fiscalnlp.export.drawing.geometry import curve, ribbon, spread

#: Where the columns begin: title, source and column headings stand above.
TOP = 128.0

_BAND_GAP, _ROW_GAP, _PADDING = 16.0, 5.0, 6.0


def place(flow: Flow) -> float:
    """Place bands, then duties and amounts as near to them as may be; return the lower end, in pixels."""
    y = TOP
    for band in flow.bands:
        y = _place_band(band, y) + _BAND_GAP
    ends = [y - _BAND_GAP, _place_duties(flow.marks), _place_items(flow)]
    return max(ends)


def _place_band(band: Band, top: float) -> float:
    """Stack head and rows from `top` down; return the lower end."""
    band.y = y = top
    for row in band.all_rows:
        row.y = y
        # Money of the whole band leaves from its middle, so the head need not be as high.
        money = 0.0 if band.whole else row.money_room
        room = max(row.strands_room, money)
        row.height = max(HEAD_HEIGHT if row is band.head else ROW_HEIGHT, room + _PADDING)
        y += row.height + (0.0 if row is band.head else _ROW_GAP)
    band.height = max(y - top, band.head.money_room + _PADDING if band.whole else 0.0)
    for row in band.all_rows:
        _place_ends(row, band.y + band.height / 2 if band.whole else row.middle)
    return top + band.height


def _place_ends(row: Row, middle_of_money: float) -> None:
    y = row.middle - row.strands_room / 2
    for strand in row.strands:
        strand.end = y + strand.room / 2
        y += strand.room
    y = middle_of_money - row.money_room / 2
    for item in row.items:
        item.start = y + item.height / 2
        y += item.height


def _place_duties(marks: list[DutyMark]) -> float:
    wanted = [mark.strands[0].end for mark in marks]  # the best comes first
    for mark, y in zip(marks, spread(wanted, [DUTY_HEIGHT] * len(marks), TOP), strict=True):
        mark.y = y
        for strand in mark.strands:
            strand.path = _path(strand, y)
    return max((mark.y + DUTY_HEIGHT / 2 for mark in marks), default=TOP)


def _path(strand: Strand, y: float) -> str:
    x = DUTY_BAR_X + BAR
    if strand.style == "best":
        return ribbon(x, y, BAND_X, strand.end, strand.width)
    return curve(x, y, BAND_X, strand.end)


def _place_items(flow: Flow) -> float:
    items = flow.items
    wanted = [item.start for item in items]
    for item, y in zip(items, spread(wanted, [item.room for item in items], TOP), strict=True):
        item.y = y
        item.path = ribbon(BAND_RIGHT, item.start, ITEM_X, y, item.height)
    return max((item.y + item.room / 2 for item in items), default=TOP)
