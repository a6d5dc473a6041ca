"""The flow: duties → functional classes → what is printed as spent there, from left to right.

Only money that is printed has its size in the picture. A strand from a duty to a class is as wide as the score of
the link, since no disclosure tells money by duty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fiscalnlp.export.drawing.lettering import fitted, width
from fiscalnlp.export.drawing.subject import SpendingClass, Subject, Tie, amount, innermost_amounts, total
from fiscalnlp.link.vocabulary import staff_costs
from fiscalnlp.model.records import Duty

#: Places from left to right, in pixels.
NUMBER_X, LABEL_X, DUTY_BAR_X = 46.0, 54.0, 400.0
BAND_X, BAND_RIGHT, ITEM_X = 590.0, 950.0, 1070.0
AMOUNT_X, ITEM_LABEL_X, WIDTH = 1190.0, 1202.0, 1540.0
BAR = 8.0
#: Heights in pixels: of a duty, of the head of a 类, of a 款, of an amount, of one whose purpose is told.
DUTY_HEIGHT, HEAD_HEIGHT, ROW_HEIGHT, ITEM_HEIGHT, ITEM_HEIGHT_TOLD = 25.0, 30.0, 26.0, 22.0, 40.0

_STRAND = 14.0  # width of a strand of score 1
_LINE_ROOM = 7.0  # what a link takes that is drawn as a line
_ALL_MONEY = 460.0  # what the sum of all money takes
_TAG_ROOM = 70.0  # what words take that stand in place of an amount
_LEAST = 1.5  # an amount is drawn this high at least, else nobody sees it


@dataclass(slots=True)
class DutyMark:
    """A duty around the height `y`."""

    duty: Duty
    label: str
    y: float = 0.0
    strands: list[Strand] = field(default_factory=list)


@dataclass(slots=True)
class Strand:
    """A duty's link: a ribbon if it is its best one and there is money, a line else.

    `style` is `best` for that, `further` for a lesser link; with `unfunded`, or this alone, if the class has no
    money. `band` is the number of the band it leads to; `end` the height it arrives at.
    """

    mark: DutyMark
    tie: Tie
    style: str
    band: int
    end: float = 0.0
    path: str = ""

    @property
    def width(self) -> float:
        """How wide it is as a ribbon."""
        return _STRAND * self.tie.score

    @property
    def room(self) -> float:
        """What it takes at its class."""
        return self.width + 2 if self.style == "best" else _LINE_ROOM


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

    @property
    def room(self) -> float:
        """What it takes in its column, words included."""
        return max(ITEM_HEIGHT_TOLD if self.purpose else ITEM_HEIGHT, self.height + 6)


@dataclass(slots=True)
class Row:
    """A class with its box, from `y` down: the head of a band (a 类), or one of the 款 within.

    `linked` tells whether it is the best class of any duty.
    """

    spending: SpendingClass
    name: str
    linked: bool
    items: list[Item]
    strands: list[Strand] = field(default_factory=list)
    y: float = 0.0
    height: float = 0.0

    @property
    def middle(self) -> float:
        """The middle of the box."""
        return self.y + self.height / 2

    @property
    def strands_room(self) -> float:
        """What its strands take, one upon the other."""
        return sum(strand.room for strand in self.strands)

    @property
    def money_room(self) -> float:
        """What its amounts take, one upon the other."""
        return sum(item.height for item in self.items)


@dataclass(slots=True)
class Band:
    """A 类 with its 款, from `y` down; the class of one band has no code: that of the duties without class.

    `whole` marks money that is printed for the 类 alone: it leaves from the middle of the band.
    """

    head: Row
    rows: list[Row]
    whole: bool
    y: float = 0.0
    height: float = 0.0

    @property
    def all_rows(self) -> list[Row]:
        """The head and the rows."""
        return [self.head, *self.rows]

    @property
    def linked(self) -> bool:
        """Tell whether any class of it is the best one of a duty."""
        return any(row.linked for row in self.all_rows)

    @property
    def tied(self) -> bool:
        """Tell whether any duty links here, and be it second-best."""
        return any(row.strands for row in self.all_rows)

    @property
    def items(self) -> list[Item]:
        """All amounts, from the top down."""
        return [item for row in self.all_rows for item in row.items]


@dataclass(slots=True)
class Flow:
    """What stands in the picture, in order; `places.place` gives it its places."""

    marks: list[DutyMark]
    bands: list[Band]

    @property
    def items(self) -> list[Item]:
        """All amounts, from the top down."""
        return [item for band in self.bands for item in band.items]

    @property
    def kinds(self) -> set[str]:
        """Return what a legend has to explain: styles of strands, kinds of money."""
        strands = {style for mark in self.marks for strand in mark.strands for style in strand.style.split()}
        money = {"linked" if item.linked else "unlinked" for item in self.items}
        rows = [row.spending for band in self.bands for row in band.all_rows]
        doubts = {"contradicted" for row in rows for each in row.below() if each.contradicted}
        return strands | money | doubts


def flow(subject: Subject) -> Flow:
    """Return duties, bands and amounts, so ordered that no best link crosses another.

    类 and 款 stand in the order of the duties they are best for; after them what no duty links to. Duties stand in
    the order of their best classes, and by number.
    """
    first = subject.best_ties
    classless = [Tie(duty, "", 0.0, (), ()) for duty in subject.duties if duty.id not in first]
    ties = [*subject.ties, *classless]
    best = first | {tie.duty.id: tie for tie in classless}
    bands = _bands(subject, {tie.to for tie in best.values()})
    _order(bands, ties, best)
    places = {row.spending.code: place for place, row in enumerate(row for band in bands for row in band.all_rows)}
    marks = [
        DutyMark(duty, fitted(duty_words(duty), 13, DUTY_BAR_X - LABEL_X - 10))
        for duty in sorted(subject.duties, key=lambda duty: (places[best[duty.id].to], duty.number))
    ]
    _link(marks, bands, ties, best)
    return Flow(marks, bands)


def duty_words(duty: Duty) -> str:
    """Return a duty in short: its first action, else how the clause begins."""
    return duty.actions[0].verb + duty.actions[0].object if duty.actions else duty.text


def _bands(subject: Subject, best: set[str]) -> list[Band]:
    everything = total(abs(root.known_yuan) for root in subject.classes)
    scale = _ALL_MONEY / float(everything) if everything else 0.0
    bands = [_band(root, best, scale) for root in subject.classes]
    if "" in best:
        bands.append(Band(Row(SpendingClass("", "", ""), "", True, []), [], whole=False))
    return bands


def _band(root: SpendingClass, best: set[str], scale: float) -> Band:
    whole = root.yuan is not None and not root.itemised
    linked = root.code in best
    rows = []
    for part in root.parts:
        # A link to the 类 speaks for all its 款, but for those that only pay for staff.
        part_linked = part.code in best or (linked and part.code not in staff_costs().codes)
        items = [_item(each, part_linked, scale, rest=rest) for each, rest in innermost_amounts(part)]
        rows.append(Row(part, _class_label(part), part.code in best, items))
    # Money of the 类 alone belongs to all its 款.
    own = [_item(root, linked or any(row.linked for row in rows), scale, rest=not whole)]
    head = Row(root, _class_label(root), linked, own if whole or (root.itemised and root.rest) else [])
    return Band(head, rows, whole)


def _item(spending: SpendingClass, linked: bool, scale: float, *, rest: bool) -> Item:
    yuan = spending.rest if rest else spending.known_yuan
    height = max(_LEAST, float(abs(yuan)) * scale) if yuan else 0.0
    room = WIDTH - ITEM_LABEL_X - 12
    told = None if rest or spending.purpose_repeats_names else spending.purpose
    purpose = fitted(told, 12, room) if told else None
    return Item(spending, yuan, rest, fitted(spending.label, 13, room), purpose, linked, height)


def _class_label(spending: SpendingClass) -> str:
    beside = max(_TAG_ROOM, width(amount(spending), 14))
    return fitted(spending.label, 13, BAND_RIGHT - BAND_X - 44 - beside)


def _order(bands: list[Band], ties: Iterable[Tie], best: dict[str, Tie]) -> None:
    """Sort bands and their rows by the mean number of the duties they are best for, else linked to."""
    numbers: dict[str, defaultdict[str, list[int]]] = {"best": defaultdict(list), "further": defaultdict(list)}
    for tie in ties:
        kind = "best" if best[tie.duty.id] is tie else "further"
        for code in {tie.to, tie.to[:3]}:
            numbers[kind][code].append(tie.duty.number)

    def place(row: Row) -> tuple[int, float, str]:
        code = row.spending.code
        found = numbers["best"].get(code) or numbers["further"].get(code)
        if not code:
            return 1, 0.0, code
        return (0, sum(found) / len(found), code) if found else (2, 0.0, code)

    bands.sort(key=lambda band: place(band.head))
    for band in bands:
        band.rows.sort(key=place)


def _link(marks: Sequence[DutyMark], bands: Sequence[Band], ties: Iterable[Tie], best: dict[str, Tie]) -> None:
    """Give each duty its strands, and each row those that end there, in the order of the duties."""
    by_duty: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        by_duty[tie.duty.id].append(tie)
    ends = {row.spending.code: (number, row) for number, band in enumerate(bands) for row in band.all_rows}
    for mark in marks:
        for tie in by_duty[mark.duty.id]:
            number, row = ends[tie.to]
            first, funded = best[mark.duty.id] is tie, row.spending.has_money or bands[number].whole
            words = [] if first else ["further"]
            style = "best" if first and funded else " ".join([*words, *([] if funded else ["unfunded"])])
            strand = Strand(mark, tie, style, number)
            mark.strands.append(strand)
            row.strands.append(strand)
