"""What the rules look at: a document's records by kind, id, measure and place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from fiscalnlp.check.catalogue import CheckSettings, built_in_rules
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import (
    Amount,
    DocumentRecord,
    Finding,
    FindingFigure,
    Link,
    Percentage,
    Record,
    Section,
    Stage,
    TabularRecord,
)
from fiscalnlp.text.forms import matching_form

_R = TypeVar("_R", bound=Record)
_T = TypeVar("_T")


#: Gives the boxes of words of the text, one a printed line; `None` where the source has no geometry.
BoxesOf = Callable[[Span], tuple[Box, ...] | None]


class Disclosure:
    """The records of one document, in the order of the text.

    Args:
        records: its records, the document's own among them; findings are left out.
        settings: how much each rule tolerates.
        boxes_of: where words of the text stand on the pages, if that is known.
    """

    def __init__(
        self,
        records: Iterable[Record],
        settings: CheckSettings | None = None,
        boxes_of: BoxesOf | None = None,
    ) -> None:
        kept = (record for record in records if not isinstance(record, Finding))
        self.records: Sequence[Record] = sorted(kept, key=lambda r: (r.span, r.id))
        self._by_class: dict[type[Record], list[Record]] = {}
        for record in self.records:
            self._by_class.setdefault(type(record), []).append(record)
        self._settings = settings or CheckSettings()
        self._boxes_of = boxes_of
        self._of: dict[type[Record], list[Any]] = {}
        self._made: dict[Callable[[Disclosure], Any], Any] = {}

    def tolerance(self, rule: str) -> Decimal:
        """Return how much the built-in rule with the id `rule` tolerates."""
        return self._settings.tolerance(built_in_rules()[rule])

    def once(self, make: Callable[[Disclosure], _T]) -> _T:
        """Return `make` of these records, made when it is first asked for; the result is shared."""
        if make not in self._made:
            self._made[make] = make(self)
        result: _T = self._made[make]
        return result

    def of(self, cls: type[_R]) -> list[_R]:
        """Return the records of one class, in the order of the text; the result is shared."""
        if cls not in self._of:
            classes = [each for each in self._by_class if issubclass(each, cls)]
            self._of[cls] = (
                self._by_class[classes[0]]
                if len(classes) == 1
                else [record for record in self.records if type(record) in classes]
            )
        return self._of[cls]

    @cached_property
    def document(self) -> DocumentRecord:
        """The document's own record."""
        return next(record for record in self.records if isinstance(record, DocumentRecord))

    @cached_property
    def amounts(self) -> list[Amount]:
        """The amounts of the running text."""
        return self.of(Amount)

    def amounts_in(self, start: int, end: int) -> list[Amount]:
        """Return the amounts that lie wholly between two offsets."""
        return _lying_in(self.amounts, self._amount_starts, start, end)

    @cached_property
    def _amount_starts(self) -> list[int]:
        return [amount.span.start for amount in self.amounts]

    @cached_property
    def percentages(self) -> list[Percentage]:
        """The percentages of the running text."""
        return self.of(Percentage)

    def percentages_in(self, start: int, end: int) -> list[Percentage]:
        """Return the percentages that lie wholly between two offsets."""
        return _lying_in(self.percentages, self._percentage_starts, start, end)

    @cached_property
    def _percentage_starts(self) -> list[int]:
        return [percentage.span.start for percentage in self.percentages]

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """Every record by its id."""
        return {record.id: record for record in self.records}

    @cached_property
    def form(self) -> str:
        """The text in matching form: as many code points."""
        return matching_form(self.document.text)

    @cached_property
    def prose_lines(self) -> list[Span]:
        """The lines of the text that are no heading, stand in no table and belong to no cover or contents."""
        tables = self.of(TabularRecord)
        headings = {section.span.start: section.span.end for section in self.of(Section)}
        text = self.document.text
        first, position, nearest = min(headings, default=0), 0, 0  # tables follow each other
        found: list[Span] = []
        while position < len(text):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            while nearest < len(tables) and tables[nearest].span.end <= position:
                nearest += 1
            if nearest < len(tables) and tables[nearest].span.start <= position:
                end = max(end, tables[nearest].span.end)
            else:
                start = headings.get(position, position)  # prose may follow a heading in its line
                # Before the first heading stand cover and contents, and now and then a sentence.
                if start < end and (start >= first or _SENTENCE.search(text, start, end)):
                    found.append(Span(start, end))
            position = end + 1
        return found

    def place(self, span: Span) -> FindingFigure:
        """Return where words stand that are no record of their own, and the narrowest record that holds them."""
        boxes = self._boxes_of(span) if self._boxes_of else None
        holding = (r for r in self.records if r.span.start <= span.start and span.end <= r.span.end)
        words = [r for r in holding if not isinstance(r, DocumentRecord | Link)]
        narrowest = min(words, key=lambda r: r.span.end - r.span.start, default=None)
        return FindingFigure(
            text=self.document.text[slice(*span)],
            span=span,
            page=boxes[0].page if boxes else None,
            boxes=boxes or None,
            record=narrowest.id if narrowest else None,
        )

    def section_at(self, offset: int) -> tuple[str, ...]:
        """Return the titles of the headings that `offset` stands under."""
        heading = self._heading_at(offset)
        return heading.section if heading else ()

    def topic_at(self, offset: int) -> str | None:
        """Return what the innermost heading that `offset` stands under is about."""
        heading = self._heading_at(offset)
        return heading.topic if heading else None

    def section_start(self, offset: int) -> int:
        """Return where the words under the innermost heading of `offset` begin."""
        heading = self._heading_at(offset)
        return heading.span.end if heading else 0

    def _heading_at(self, offset: int) -> Section | None:
        return last_before(self.of(Section), offset)

    def figure(self, record: Record) -> FindingFigure:
        """Return the place of a record, as one of those that a finding compares."""
        return FindingFigure(
            text=record.text, span=record.span, page=record.page, boxes=record.boxes, record=record.id
        )

    def paragraph_start(self, offset: int) -> int:
        """Return where the paragraph that holds `offset` begins."""
        return self.document.text.rfind("\n", 0, offset) + 1

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return the borders of the words between 。 or ； that hold `offset`."""
        text = self.document.text
        start = self.paragraph_start(offset)
        start = max(start, text.rfind("。", start, offset) + 1, text.rfind("；", start, offset) + 1)
        end = _SENTENCE_END.search(text, offset)
        return start, end.start() if end else len(text)

    def amounts_named(self, measure: str, stage: Stage) -> list[Amount]:
        """Return the amounts of a measure at a stage, of the fiscal year; the result is shared."""
        return self._named.get((measure, stage), [])

    @cached_property
    def _named(self) -> dict[tuple[str, Stage], list[Amount]]:
        year = self.document.fiscal_year
        found: dict[tuple[str, Stage], list[Amount]] = {}
        for amount in self.amounts:
            if amount.measure is not None and amount.year in {year, None}:
                found.setdefault((amount.measure, amount.stage), []).append(amount)
        return found

    def settled(self, measure: str, stage: Stage = "final_account") -> Amount | None:
        """Return the amount of a measure where the text prints one value for it, otherwise `None`."""
        return self._settled.get((measure, stage))

    @cached_property
    def _settled(self) -> dict[tuple[str, Stage], Amount]:
        return {
            key: amounts[0] for key, amounts in self._named.items() if len({each.yuan for each in amounts}) == 1
        }


_SENTENCE = re.compile(r"^(?!.*[….·]{3})[^\n]{12,}[。]{1,2}$", re.MULTILINE)
_SENTENCE_END = re.compile("[。；\n]")


def _lying_in(records: Sequence[_R], starts: Sequence[int], start: int, end: int) -> list[_R]:
    first = bisect_left(starts, start)
    last = bisect_left(starts, end, first)
    return [record for record in records[first:last] if record.span.end <= end]


def last_before(records: Sequence[_R], offset: int) -> _R | None:
    """Return the last of `records`, in order and none overlapping, that ends before `offset`."""
    following = bisect_right(records, offset, key=_end)
    return records[following - 1] if following else None


def _end(record: Record) -> int:
    return record.span.end


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """Return `part` as a percentage of `whole`, unrounded; `whole` is not zero."""
    return EXACT.multiply(EXACT.divide(part, whole), Decimal(100))


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """Return `value` with as many decimals as `like` was printed with, at least two."""
    exponent = like.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    return value.quantize(Decimal(1).scaleb(-places), context=EXACT)


def last_digit(printed: Decimal) -> Decimal:
    """Return one unit of the last decimal of a printed number: 0.01 for 3.10."""
    exponent = printed.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)


def slack_yuan(amount: Amount) -> Decimal:
    """Return how far a printed amount may be from the true one: half a unit of its last decimal, in yuan."""
    return half_unit(amount.value, amount.yuan, amount.unit)


def half_unit(value: Decimal, yuan: Decimal, unit: str | None) -> Decimal:
    """Return half a unit of the last decimal of a printed figure, in yuan."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    per_unit = EXACT.divide(yuan, value) if value else YUAN_PER_UNIT.get(unit or "", Decimal(10_000))
    return EXACT.multiply(per_unit, Decimal(5).scaleb(-places - 1))


def quotient_slack(part: Amount, whole: Amount, printed: Decimal) -> Decimal:
    """Return how far a printed percentage may be from the quotient of two printed amounts, in points.

    Half a unit of the percentage's last decimal, and what the rounding of both amounts can move.
    """
    exponent = printed.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    own = Decimal(5).scaleb(-places - 1)
    if not whole.yuan:
        return own
    ratio = abs(EXACT.divide(part.yuan, whole.yuan))
    moved = EXACT.divide(EXACT.add(slack_yuan(part), EXACT.multiply(ratio, slack_yuan(whole))), abs(whole.yuan))
    return EXACT.add(own, EXACT.multiply(moved, Decimal(100)))
