"""The flow: duties → functional classes → what is printed as spent there, laid out from left to right.

Only money that is printed has its size in the picture. A strand from a duty to a class is as wide as the score of
the link, since no disclosure tells money by duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fiscalnlp.export.drawing.geometry import curve, ribbon, spread
from fiscalnlp.export.drawing.lettering import fitted
from fiscalnlp.export.drawing.subject import SpendingClass, Subject, Tie, total
from fiscalnlp.model.records import Duty

#: Places from left to right, in pixels.
NUMBER_X, LABEL_X, DUTY_BAR_X = 46.0, 54.0, 400.0
BAND_X, BAND_RIGHT, ITEM_X = 590.0, 950.0, 1070.0
AMOUNT_X, ITEM_LABEL_X, WIDTH = 1172.0, 1184.0, 1520.0
BAR = 8.0
#: Where the columns begin: title, source and column headings stand above.
TOP = 128.0

_DUTY_HEIGHT = 25.0
_STRAND, _HAIRLINE, _BETWEEN_STRANDS = 14.0, 1.6, 2.0
_HEADER_HEIGHT, _ROW_HEIGHT, _ROW_GAP, _BAND_GAP = 30.0, 26.0, 5.0, 16.0
_ITEM_HEIGHT, _ITEM_HEIGHT_TOLD = 22.0, 40.0
_ALL_MONEY = 460.0  # pixels that the sum of all money is high
_LEAST = 1.5  # an amount is drawn this high at least, else nobody sees it


@dataclass(slots=True)
class Strand:
    """A duty's link: its path, filled if it is `best`.

    `style` is `best` for the first link of a duty, `further` for another; with `unfunded` if the class has no money.
    """

    tie: Tie | None
    style: str
    path: str
    band: int


@dataclass(slots=True)
class DutyMark:
    """A duty at height `y`."""

    duty: Duty
    label: str
    y: float
    strands: list[Strand] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """An amount: a bar of `height` pixels around `y`, and the ribbon to it from its class, around `start`.

    `spending` is the class it is printed for; `rest` marks what is left of its amount beside its parts.
    """

    spending: SpendingClass
    yuan: Decimal
    rest: bool
    name: str
    purpose: str | None
    linked: bool
    height: float
    start: float = 0.0
    y: float = 0.0
    path: str = ""


@dataclass(slots=True)
class Row:
    """A class with its place: the head of a band (a 类), or one of the 款 within."""

    spending: SpendingClass
    name: str
    linked: bool
    ties: list[Tie]
    items: list[Item]
    least: float
    y: float = 0.0

    @property
    def money_height(self) -> float:
        """Height of its amounts, one upon the other."""
        return sum(item.height for item in self.items)

    @property
    def height(self) -> float:
        """Height of the box: strands end at its left, money leaves at its right."""
        room = max(_stack(self.ties), self.money_height)
        return max(self.least, room + 6 if room else 0)

    @property
    def middle(self) -> float:
        """The middle of the box."""
        return self.y + self.height / 2


@dataclass(slots=True)
class Band:
    """A 类 with its 款; `spending` is `None` for the duties that have no class.

    `linked` tells whether it is the best class of any duty; `whole` marks money that is printed for the 类 alone:
    it leaves from the middle of the band.
    """

    spending: SpendingClass | None
    head: Row | None
    rows: list[Row]
    linked: bool
    whole: bool
    y: float = 0.0
    height: float = _HEADER_HEIGHT

    @property
    def tied(self) -> bool:
        """Tell whether any duty links here, and be it second-best."""
        return self.head is None or any(row.ties for row in (self.head, *self.rows))

    @property
    def items(self) -> list[Item]:
        """All amounts, from the top down."""
        return [item for row in ([self.head] if self.head else []) + self.rows for item in row.items]


@dataclass(slots=True)
class Flow:
    """The picture: duties and bands with their places, and its height."""

    duties: list[DutyMark]
    bands: list[Band]
    height: float

    @property
    def kinds(self) -> set[str]:
        """Return what the legend has to explain: styles of strands, `linked` and `unlinked` money."""
        strands = {style for mark in self.duties for strand in mark.strands for style in strand.style.split()}
        money = {"linked" if item.linked else "unlinked" for band in self.bands for item in band.items}
        return strands | money


def flow(subject: Subject) -> Flow:
    """Lay out the flow of a disclosure."""
    bands = _bands(subject)
    best = {tie.duty.id: tie for tie in reversed(subject.ties)}
    places = {row.spending.key: place for place, row in enumerate(_rows(bands))}
    duties = sorted(
        subject.duties,
        key=lambda duty: (places[best[duty.id].to] if duty.id in best else len(places), duty.number),
    )
    marks = [DutyMark(duty, _duty_label(duty), 0.0) for duty in duties]
    order = {duty.id: place for place, duty in enumerate(duties)}
    for row in _rows(bands):
        row.ties.sort(key=lambda tie: order[tie.duty.id])
    bottom = _place_bands(bands, sum(1 for duty in duties if duty.id not in best))
    _tie_up(marks, bands, best)
    items_bottom = _place_items(bands)
    duties_bottom = max((mark.y + _DUTY_HEIGHT / 2 for mark in marks), default=TOP)
    return Flow(marks, bands, max(bottom, items_bottom, duties_bottom))


def duty_words(duty: Duty) -> str:
    """Return a duty in short: its first action, else how the clause begins."""
    return duty.actions[0].verb + duty.actions[0].object if duty.actions else duty.text


def _duty_label(duty: Duty) -> str:
    return fitted(duty_words(duty), 13, DUTY_BAR_X - LABEL_X - 10)


def _rows(bands: Iterable[Band]) -> list[Row]:
    return [row for band in bands for row in ([band.head] if band.head else []) + band.rows]


# -- what stands in the picture ---------------------------------------------------------------------------


def _bands(subject: Subject) -> list[Band]:
    """Return the 类 as bands: those with duties in the order of these, duties without class, the others."""
    everything = total(root.known_yuan for root in subject.classes)
    scale = _ALL_MONEY / float(everything) if everything else 0.0
    best = {tie.duty.id: tie.to for tie in reversed(subject.ties)}
    numbers: dict[str, list[int]] = {}
    further: dict[str, list[int]] = {}
    for tie in subject.ties:
        group = numbers if best[tie.duty.id] == tie.to else further
        for key in {tie.to, tie.to[:3]}:
            group.setdefault(key, []).append(tie.duty.number)

    def place(spending: SpendingClass) -> tuple[bool, float, str]:
        ties = numbers.get(spending.key) or further.get(spending.key)
        return ties is None, sum(ties) / len(ties) if ties else 0.0, spending.key

    bands = [_band(root, subject.ties, set(best.values()), scale) for root in sorted(subject.classes, key=place)]
    for band in bands:
        band.rows.sort(key=lambda row: place(row.spending))
    if len(best) < len(subject.duties):
        split = sum(1 for band in bands if band.tied)
        bands.insert(split, Band(None, None, [], linked=True, whole=False))
    return bands


def _band(root: SpendingClass, ties: Sequence[Tie], best: set[str], scale: float) -> Band:
    to_root = [tie for tie in ties if tie.to == root.key]
    linked = any(key[:3] == root.key for key in best)
    whole = root.yuan is not None and not root.itemised
    rows = []
    for part in root.parts:
        to_part = [tie for tie in ties if tie.to == part.key]
        part_linked = part.key in best or root.key in best
        items = [_item(each, rest, part_linked, scale) for each, rest in _amounts(part)]
        rows.append(Row(part, _class_label(part), part_linked, to_part, items, _ROW_HEIGHT))
    own = [(root, False)] if whole else [(root, True)] if root.itemised and root.rest else []
    items = [_item(each, rest, linked, scale) for each, rest in own]
    head = Row(root, _class_label(root), linked, to_root, items, _HEADER_HEIGHT)
    return Band(root, head, rows, linked, whole)


def _amounts(spending: SpendingClass) -> Iterable[tuple[SpendingClass, bool]]:
    """Go through the innermost printed amounts of a class, and what they leave of the amounts above them."""
    if not spending.itemised:
        if spending.yuan is not None:
            yield spending, False
        return
    for part in spending.parts:
        yield from _amounts(part)
    if spending.rest:
        yield spending, True


def _item(spending: SpendingClass, rest: bool, linked: bool, scale: float) -> Item:
    yuan = spending.rest if rest else spending.known_yuan
    height = max(_LEAST, float(abs(yuan)) * scale)
    room = WIDTH - ITEM_LABEL_X - 12
    name = fitted(f"{spending.code or ''} {spending.name}".strip(), 13, room)
    told = None if rest or spending.purpose_repeats_names else spending.purpose
    purpose = fitted(told, 12, room) if told else None
    return Item(spending, yuan, rest, name, purpose, linked, height)


def _class_label(spending: SpendingClass) -> str:
    return fitted(f"{spending.code or ''} {spending.name}".strip(), 13, BAND_RIGHT - BAND_X - 120)


# -- where it stands --------------------------------------------------------------------------------------


def _stack(ties: Sequence[Tie]) -> float:
    return sum(_STRAND * tie.score + _BETWEEN_STRANDS for tie in ties)


def _place_bands(bands: Sequence[Band], classless: int) -> float:
    y = TOP
    for band in bands:
        band.y = y
        if band.head is None:
            band.height = max(_HEADER_HEIGHT, classless * (_STRAND / 2 + _BETWEEN_STRANDS))
        else:
            band.height = _place_rows(band)
        y += band.height + _BAND_GAP
    return y - _BAND_GAP


def _place_rows(band: Band) -> float:
    assert band.head is not None
    band.head.y = band.y
    if band.whole:  # its money leaves from the band, so the head need not be as high
        band.head.least = max(_HEADER_HEIGHT, _stack(band.head.ties) + 6)
    head_height = band.head.least if band.whole else band.head.height
    y = band.y + head_height
    for row in band.rows:
        row.y = y
        y += row.height + _ROW_GAP
    return max(y - band.y + (3 if band.rows else 0), band.head.money_height + 8 if band.whole else 0)


def _tie_up(marks: list[DutyMark], bands: Sequence[Band], best: dict[str, Tie]) -> None:
    ends: dict[tuple[str, str], tuple[float, int, bool]] = {}
    for number, band in enumerate(bands):
        for row in ([band.head] if band.head else []) + band.rows:
            room = band.head.least if band.head and row is band.head else row.height
            y = row.y + room / 2 - _stack(row.ties) / 2
            funded = row.spending.has_money or band.whole
            for tie in row.ties:
                thickness = _STRAND * tie.score + _BETWEEN_STRANDS
                ends[tie.duty.id, tie.to] = (y + thickness / 2, number, funded)
                y += thickness
    nowhere = next((number for number, band in enumerate(bands) if band.head is None), 0)
    without = [mark for mark in marks if mark.duty.id not in best]
    for place, mark in enumerate(without):
        band = bands[nowhere]
        ends[mark.duty.id, ""] = (band.y + band.height * (place + 0.5) / len(without), nowhere, False)

    wanted = [ends[mark.duty.id, best[mark.duty.id].to if mark.duty.id in best else ""][0] for mark in marks]
    heights = [_DUTY_HEIGHT] * len(marks)
    ties: dict[str, list[Tie]] = {}
    for band in bands:
        for row in ([band.head] if band.head else []) + band.rows:
            for tie in row.ties:
                ties.setdefault(tie.duty.id, []).append(tie)
    for mark, y in zip(marks, spread(wanted, heights, TOP), strict=True):
        mark.y = y
        if mark.duty.id not in best:
            end, number, _ = ends[mark.duty.id, ""]
            mark.strands = [Strand(None, "unfunded", curve(DUTY_BAR_X + BAR, y, BAND_X, end), number)]
        for tie in ties.get(mark.duty.id, ()):
            end, number, funded = ends[mark.duty.id, tie.to]
            mark.strands.append(_strand(tie, tie is best[mark.duty.id], funded, y, end, number))


def _strand(tie: Tie, first: bool, funded: bool, y: float, end: float, band: int) -> Strand:
    x = DUTY_BAR_X + BAR
    if first and funded:
        return Strand(tie, "best", ribbon(x, y, BAND_X, end, _STRAND * tie.score), band)
    style = " ".join(["further"] * (not first) + ["unfunded"] * (not funded))
    return Strand(tie, style, curve(x, y, BAND_X, end), band)


def _place_items(bands: Sequence[Band]) -> float:
    items: list[Item] = []
    for band in bands:
        for row in ([band.head] if band.head else []) + band.rows:
            whole = band.whole and row is band.head
            middle = band.y + band.height / 2 if whole else row.middle
            y = middle - row.money_height / 2
            for item in row.items:
                items.append(item)
                item.start = y + item.height / 2
                y += item.height
    heights = [max(_ITEM_HEIGHT_TOLD if item.purpose else _ITEM_HEIGHT, item.height + 6) for item in items]
    for item, y in zip(items, spread([item.start for item in items], heights, TOP), strict=True):
        item.y = y
        item.path = ribbon(BAND_RIGHT, item.start, ITEM_X, y, item.height)
    return max((item.y + height / 2 for item, height in zip(items, heights, strict=True)), default=TOP)
