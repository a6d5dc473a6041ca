"""What every extractor works on: the text with its matching form, outline, facts and places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from fiscalnlp.data import read_patterns
from fiscalnlp.layout import Layout
from fiscalnlp.model.ids import record_id
from fiscalnlp.model.money import to_yuan
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import Record, kind_name
from fiscalnlp.money import Mention, find_mentions
from fiscalnlp.segment.facts import Facts
from fiscalnlp.segment.outline import Outline, title_topic
from fiscalnlp.text.markers import Marker, match_marker

_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text with what it hangs under.

    Args:
        span: the whole paragraph.
        body: the paragraph without its list marker.
        marker: its list marker, `None` where it has none.
        heading: index of the heading above it, `None` at the top.
        topics: topics of its headings, innermost first.
    """

    span: Span
    body: Span
    marker: Marker | None
    heading: int | None
    topics: tuple[str, ...]

    @property
    def topic(self) -> str | None:
        """Topic of the innermost heading that has one."""
        return self.topics[0] if self.topics else None


@dataclass(frozen=True)
class Content:
    """A segmented document, ready for extraction.

    Args:
        doc_id: id of the document.
        layout: its text with the place of every code point.
        form: the text in matching form.
        outline: its headings and paragraphs.
        facts: issuer, year, kind of report …
    """

    doc_id: str
    layout: Layout
    form: str
    outline: Outline
    facts: Facts
    _ids: dict[tuple[object, ...], int] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The document's own text, the base of every span."""
        return self.layout.text

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every figure in the text, tables included, in order."""
        found = find_mentions(self.text, form=self.form, kinds=("money", "percentage", "quantity"))
        kept = [mention for mention in found if mention.currency in {"CNY", None}]
        return tuple(with_carried_units(self.form, kept))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of running text, in order; tables, headings and contents are none."""
        return tuple(self._paragraphs())

    def _paragraphs(self) -> Iterator[Paragraph]:
        for span in self.outline.paragraphs:
            marker = match_marker(self.form[span.start : span.end])
            heading = self.outline.heading_at(span.start)
            start = span.start + (marker.end if marker and marker.style != "ordinal" else 0)
            while start < span.end and self.text[start].isspace():
                start += 1
            yield Paragraph(span, Span(start, span.end), marker, heading, self._topics(span, heading))

    def _topics(self, span: Span, heading: int | None) -> tuple[str, ...]:
        if heading is None and self.outline.is_detached(span.start):
            return ("glossary",)
        if heading is None:
            return self._title_topics
        return self.outline.topics(heading)

    @cached_property
    def _title_topics(self) -> tuple[str, ...]:
        """What a document without headings is about: a 三公 notice says so in its title alone."""
        if self.outline.headings:
            return ()
        titles = [title_topic(self.form[span.start : span.end]) for span in reversed(self.outline.cover)]
        return tuple(topic for topic in titles if topic is not None)[:1]

    def mentions_in(self, span: Span) -> list[Mention]:
        """Return the figures that lie wholly in `span`."""
        first = bisect_left(self._mention_starts, span.start)
        last = bisect_left(self._mention_starts, span.end)
        return [mention for mention in self.mentions[first:last] if mention.end <= span.end]

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def heading_title(self, paragraph: Paragraph) -> str:
        """Return the titles above `paragraph`, outermost first, as one string in matching form."""
        return " ".join(self.outline.path(paragraph.heading))

    @cached_property
    def _sections(self) -> tuple[tuple[str, ...], ...]:
        """The titles above and of each heading, and last those of no heading."""
        return (*map(self.outline.path, range(len(self.outline.headings))), ())

    def record(
        self,
        cls: type[_R],
        span: Span,
        *key: object,
        confidence: float = 1.0,
        boxes: tuple[Box, ...] | None = None,
        section: tuple[str, ...] = (),
        **fields: Any,
    ) -> _R:
        """Build a record of `span`: its id, text, place and section are filled in.

        Args:
            cls: class of the record.
            span: what it was read from.
            key: what tells it from another record of its kind at the same span.
            confidence: how sure the reading is, were the characters certain.
            boxes: where it stands, if not where `span` does.
            section: its titles, if not those that `span` stands under.
            fields: the fields of its own.
        """
        layout = self.layout
        natural = (cls, *span, *key)
        ordinal = self._ids.get(natural, 0)
        self._ids[natural] = ordinal + 1
        identity = (*natural[1:], ordinal) if ordinal else natural[1:]
        heading = self.outline.heading_at(span.start)
        return cls(
            id=record_id(kind_name(cls), self.doc_id, *identity),
            doc_id=self.doc_id,
            text=layout.text[span.start : span.end],
            span=span,
            page=layout.page_of(span),
            boxes=boxes or layout.boxes_of(span),
            section=section or self._sections[-1 if heading is None else heading],
            confidence=min(confidence, layout.confidence_of(span)),
            **fields,
        )

    def trimmed(self, start: int, end: int, closing: str = "。；;，,、：: ") -> Span:
        """Return `[start, end)` without white space at its ends and closing marks at its end."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and (self.text[end - 1] in closing or self.text[end - 1].isspace()):
            end -= 1
        return Span(start, end)


#: Code points that a unit is carried at most.
_LONGEST_CARRY = 120


def with_carried_units(form: str, mentions: list[Mention]) -> list[Mention]:
    """Return `mentions` and the sums printed without a unit behind a comparison: `2.05万元，较上年2.08减少…`.

    They take the unit of the last sum before them in their sentence; without one they are no sums.
    """
    starts = [mention.start for mention in mentions]
    carried: list[Mention] = []
    for match in read_patterns("patterns/sentences.toml", "carried")["figure"].finditer(form):
        start, end = match.span("number")
        last = place = bisect_left(starts, start)
        if (place and mentions[place - 1].end > start) or (place < len(starts) and starts[place] < end):
            continue  # read already
        opening = max(form.rfind(mark, max(0, start - _LONGEST_CARRY), start) for mark in "。\n")
        while last and mentions[last - 1].kind != "money" and starts[last - 1] > opening:
            last -= 1
        if (
            not last
            or starts[last - 1] < max(opening, start - _LONGEST_CARRY)
            or mentions[last - 1].upper is not None
        ):
            continue
        unit = mentions[last - 1].unit
        value = Decimal(match["number"].replace(",", ""))
        yuan = to_yuan(value, unit)
        carried.append(Mention("money", start, end, value, unit, yuan, False, "money.carried", None, "CNY"))
    return sorted([*mentions, *carried], key=lambda mention: mention.start) if carried else mentions


_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*")


def sentences(form: str, span: Span) -> Iterator[Span]:
    """Yield the sentences in `span`: each ends after 。！？ or with the span."""
    for match in _SENTENCE.finditer(form, span.start, span.end):
        yield Span(match.start(), match.end())
