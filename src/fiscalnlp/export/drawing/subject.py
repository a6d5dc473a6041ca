"""What there is to draw of one disclosure: its duties, the classes as a tree, money where it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fiscalnlp.classification import functional_classes
from fiscalnlp.export.drawing.lettering import ten_thousands
from fiscalnlp.export.drawing.money import ClassMoney, Money, money_by_class
from fiscalnlp.model.money import EXACT
from fiscalnlp.model.records import DocumentRecord, Duty, Link, Record

_CODE_LENGTHS = (3, 5, 7)
# Half of 0.01万元, the last place that most disclosures print, in yuan.
_ROUNDING = Decimal(50)


@dataclass(slots=True)
class SpendingClass:
    """A functional class that the disclosure links a duty to or prints money for, or one above such a class.

    `yuan` and `purpose` are as printed, `None` where the document does not say; `contradicted` tells that it
    prints another figure too, `record` is the id of what prints the money. `names` are those from 类 down, put
    together.
    """

    code: str
    name: str
    names: str
    yuan: Decimal | None = None
    purpose: str | None = None
    contradicted: bool = False
    record: str | None = None
    parts: list[SpendingClass] = field(default_factory=list)

    def below(self) -> Iterator[SpendingClass]:
        """Go through the class itself and all classes below it."""
        yield self
        for part in self.parts:
            yield from part.below()

    @property
    def label(self) -> str:
        """Return code and name."""
        return f"{self.code} {self.name}".rstrip()

    @property
    def has_money(self) -> bool:
        """Tell whether any amount is printed for the class or below it."""
        return any(each.yuan is not None for each in self.below())

    @property
    def itemised(self) -> bool:
        """Tell whether money is printed for parts of the class."""
        return any(part.has_money for part in self.parts)

    @property
    def known_yuan(self) -> Decimal:
        """Return the printed amount, or where none is the sum of what is printed below."""
        return total(part.known_yuan for part in self.parts) if self.yuan is None else self.yuan

    @property
    def rest(self) -> Decimal:
        """Return what of the printed amount is printed for no part: 0 where rounding explains it, never less."""
        parts = total(part.known_yuan for part in self.parts)
        rest = EXACT.subtract(self.known_yuan, parts)
        return rest if rest > _ROUNDING * (len(self.parts) + 1) else Decimal(0)

    @property
    def purpose_repeats_names(self) -> bool:
        """Tell whether the purpose says no more than the names of the class."""
        return self.purpose is not None and self.purpose in self.names


@dataclass(frozen=True, slots=True)
class Tie:
    """A link of a duty that is drawn: `to` is the code of a 款, or of a 类 where the link goes no deeper.

    `items` holds the codes of links to 项 within it.
    """

    duty: Duty
    to: str
    score: float
    terms: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A disclosure as it is drawn; `ties` are those of each duty, best first."""

    document: DocumentRecord
    duties: tuple[Duty, ...]
    ties: tuple[Tie, ...]
    classes: tuple[SpendingClass, ...]
    money: Money

    @property
    def best_ties(self) -> dict[str, Tie]:
        """Return the best tie of each duty that has any, by the duty's id."""
        return {tie.duty.id: tie for tie in reversed(self.ties)}


def subject(records: Sequence[Record]) -> Subject:
    """Return what there is to draw of the first disclosure among `records`.

    Raises:
        ValueError: if there is no document record.
    """
    document = next((each for each in records if isinstance(each, DocumentRecord)), None)
    if document is None:
        raise ValueError("no document record: a picture shows one disclosure")
    own = sorted(
        (each for each in records if each.doc_id == document.doc_id), key=lambda each: (each.span, each.id)
    )
    money = money_by_class(own, document)
    duties = tuple(each for each in own if isinstance(each, Duty))
    links = [each for each in own if isinstance(each, Link)]
    tree = _Tree(document.fiscal_year)
    for link in links:
        tree.add(link.code, (link.name,))
    tree.fund(money.rows)
    return Subject(document, duties, tuple(_ties(duties, links)), tree.sorted(), money)


def funded_classes(rows: Iterable[ClassMoney], year: int | None) -> tuple[SpendingClass, ...]:
    """Return the 类 that money is printed for, as trees in the order of codes; `year` tells their names."""
    tree = _Tree(year)
    tree.fund(rows)
    return tree.sorted()


def innermost_amounts(spending: SpendingClass) -> Iterator[tuple[SpendingClass, bool]]:
    """Go through the innermost printed amounts of a class, and the rests they leave of the amounts above them."""
    if not spending.itemised:
        if spending.yuan is not None:
            yield spending, False
        return
    for part in spending.parts:
        yield from innermost_amounts(part)
    if spending.rest:
        yield spending, True


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum."""
    result = Decimal(0)
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result


def amount(spending: SpendingClass) -> str:
    """Return the money of a class in 万元: after Σ where it is added up, ≠ where another figure is printed too."""
    mark = "Σ " if spending.yuan is None else "≠ " if spending.contradicted else ""
    return mark + ten_thousands(spending.known_yuan)


def _ties(duties: Iterable[Duty], links: Sequence[Link]) -> Iterator[Tie]:
    for duty in duties:
        own = sorted((link for link in links if link.duty == duty.id), key=lambda link: (-link.score, link.code))
        groups = list(dict.fromkeys(link.code[:5] for link in own))
        for group in groups:
            if len(group) == 3 and any(other != group and other.startswith(group) for other in groups):
                continue  # a 款 of it says more
            links_here = [link for link in own if link.code[:5] == group]
            best = links_here[0]
            items = tuple(link.code for link in links_here if len(link.code) > 5)
            yield Tie(duty, group, best.score, best.terms, items)


class _Tree:
    """Classes under their 类, made as they are named."""

    def __init__(self, year: int | None) -> None:
        self._year = year
        self._by_code: dict[str, SpendingClass] = {}
        self._roots: list[SpendingClass] = []

    def add(self, code: str, path: tuple[str, ...]) -> SpendingClass:
        """Return the class of this code, made with those above it; `path` ends with its name."""
        codes = [code[:length] for length in _CODE_LENGTHS if length < len(code)] + [code]
        names = path if len(path) == len(codes) else (*[None] * (len(codes) - 1), *path[-1:])
        node: SpendingClass | None = None
        for each, name in zip(codes, names, strict=True):
            node = self._under(node, each, name)
        assert node is not None
        return node

    def fund(self, rows: Iterable[ClassMoney]) -> None:
        """Put money where it is printed."""
        for row in rows:
            spending = self.add(row.code, row.path)
            spending.yuan, spending.purpose, spending.contradicted = row.yuan, row.purpose, row.contradicted
            spending.record = row.record

    def sorted(self) -> tuple[SpendingClass, ...]:
        """Return the 类, everything in the order of codes."""
        for node in self._by_code.values():
            node.parts.sort(key=lambda part: part.code)
        return tuple(sorted(self._roots, key=lambda root: root.code))

    def _under(self, above: SpendingClass | None, code: str, name: str | None) -> SpendingClass:
        node = self._by_code.get(code)
        if node is None:
            row = functional_classes().by_code(code, year=self._year)
            name = name or (row.name if row else "")
            node = SpendingClass(code, name, (above.names if above else "") + name)
            self._by_code[code] = node
            (above.parts if above else self._roots).append(node)
        return node
