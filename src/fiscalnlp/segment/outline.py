"""The outline: which paragraphs are headings, how they nest, and where the table of contents is.

Sections are known by their titles, never by their numbers, which shift from region to region.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.layout import Block, Layout
from fiscalnlp.model.place import Span
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.markers import Marker, match_marker


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and what hangs under it.

    Args:
        span: the heading as printed, number and title.
        number: the number as printed, `None` for a bare title.
        title: the title without its number.
        level: depth in the tree, 1 outermost.
        parent: index of the parent heading, `None` at the top.
        topic: what the section is about, from its title or its nearest ancestor's; `None` if unknown.
        content: from the end of the heading to where the next heading begins.
        style: style of the marker, `title` for a bare one.
    """

    span: Span
    number: str | None
    title: str
    level: int
    parent: int | None
    topic: str | None
    content: Span
    style: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings in order, the body's paragraphs, and the span of the table of contents."""

    headings: tuple[Heading, ...]
    paragraphs: tuple[Span, ...]
    contents: Span | None
    cover: tuple[Span, ...]
    detached: tuple[Span, ...]
    starts: tuple[int, ...]

    def heading_at(self, offset: int) -> int | None:
        """Return the index of the innermost heading that `offset` stands under, `None` if there is none."""
        if self.is_detached(offset):
            return None
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 else None

    def is_detached(self, offset: int) -> bool:
        """Tell whether `offset` stands in a part that is no longer under the heading before it."""
        index = bisect_right(self.detached, offset, key=itemgetter(0)) - 1
        return index >= 0 and offset < self.detached[index].end

    def path(self, index: int | None) -> tuple[str, ...]:
        """Return the titles from the outermost heading down to heading `index`."""
        titles: list[str] = []
        while index is not None:
            titles.append(self.headings[index].title)
            index = self.headings[index].parent
        return tuple(reversed(titles))

    def topics(self, index: int | None) -> tuple[str, ...]:
        """Return the topics from heading `index` up to the outermost, without gaps or repeats."""
        topics: list[str] = []
        while index is not None:
            topic = title_topic(self.headings[index].title)
            if topic is not None and topic not in topics:
                topics.append(topic)
            index = self.headings[index].parent
        return tuple(topics)


@dataclass(frozen=True, slots=True)
class _Rules:
    bare_title: re.Pattern[str]
    run_in_title: re.Pattern[str]
    run_in_topic: re.Pattern[str]
    section_title: re.Pattern[str]
    longest_title: int
    no_heading: re.Pattern[str]
    leader: re.Pattern[str]
    contents_title: re.Pattern[str]
    contents_table: re.Pattern[str]
    glossary_entry: re.Pattern[str]
    in_tables: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = read_toml("patterns/headings.toml")
    return _Rules(
        bare_title=compile_pattern(data["bare_title"]),
        run_in_title=compile_pattern(rf"({data['run_in_title']})[。：]"),
        run_in_topic=compile_pattern(data["run_in_topic"]),
        section_title=compile_pattern(rf"(?P<title>{data['section_title']})(?:[。：]|$)"),
        longest_title=data["longest_title"],
        no_heading=compile_pattern(data["no_heading"]),
        leader=compile_pattern(data["leader"]),
        contents_title=compile_pattern(data["contents_title"]),
        contents_table=compile_pattern(data["contents_table"]),
        glossary_entry=compile_pattern(data["glossary_entry"], re.DOTALL),
        in_tables=compile_pattern(data["in_tables"]),
    )


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["id"], compile_pattern(row["pattern"])) for row in read_toml("patterns/topics.toml")["topic"]
    )


@cache
def title_topic(title: str) -> str | None:
    """Return the topic that `title` names, `None` if it names none."""
    compact = re.sub(r'[\s"]', "", matching_form(title))
    return next((topic for topic, pattern in _topics() if pattern.search(compact)), None)


def glossary_entry(form: str) -> re.Match[str] | None:
    """Match `form`, a paragraph without its marker, as a glossary entry with groups `term`, `definition`."""
    return _rules().glossary_entry.fullmatch(form)


def build_outline(layout: Layout, form: str) -> Outline:
    """Find the headings of a laid-out document.

    Args:
        layout: the document's text and blocks.
        form: the text in matching form.
    """
    paragraphs = [block for block in layout.blocks if block.kind == "paragraph"]
    contents = _contents_range(paragraphs, form)
    cover, body = _split_cover(paragraphs, contents, form)
    finder = _Finder(layout.text, form)
    for block in body:
        finder.feed(block)
    headings = finder.finish(len(form))
    toc = None
    if contents is not None:
        toc = Span(paragraphs[contents.start].span.start, paragraphs[contents.end - 1].span.end)
    return Outline(
        headings=headings,
        paragraphs=tuple(finder.paragraphs),
        contents=toc,
        cover=tuple(block.span for block in cover),
        detached=tuple(finder.detached),
        starts=tuple(heading.span.start for heading in headings),
    )


def _contents_range(paragraphs: Sequence[Block], form: str) -> Span | None:
    """Return the range of paragraph indices that the table of contents fills."""
    rules = _rules()
    texts = [re.sub(r"\s", "", form[block.span.start : block.span.end]) for block in paragraphs]
    for start, text in enumerate(texts[:60]):
        joined = text + (texts[start + 1] if text == "目" and start + 1 < len(texts) else "")
        if rules.contents_title.fullmatch(joined):
            first = start + (2 if joined != text else 1)
            return Span(start, _contents_end(texts, first))
    return None


def _contents_end(texts: Sequence[str], first: int) -> int:
    rules = _rules()
    seen: set[str] = set()
    opening = ""
    for index in range(first, len(texts)):
        text = texts[index]
        key = rules.leader.sub("", text)
        if key and key == opening:
            return index
        has_leader = key != text
        is_entry = has_leader or match_marker(text) is not None or rules.contents_table.search(text) is not None
        if "。" in key or (not is_entry and (len(key) > 12 or key in seen)):
            return index
        opening = opening or key
        seen.add(key)
    return len(texts)


#: A document's own title, which may name a topic: `某局2022年度“三公”经费支出决算情况说明`.
_DOCUMENT_TITLE = re.compile(r"20\d\d\s*年.*(?:决算|预算|报告$)")


#: Numbered styles, the widest first.
_WIDTH = ("chinese", "chinese_bracket", "arabic", "arabic_bracket", "circled")


def _doubled(text: str, marker: Marker | None) -> Marker | None:
    """Return the marker with its repetition, where a heading's number is printed twice: 一、一、."""
    again = match_marker(text, marker.end) if marker is not None else None
    if marker is None or again is None or (again.style, again.number) != (marker.style, marker.number):
        return marker
    return Marker(marker.style, marker.number, marker.start, again.end)


#: Topics that a run-in title opens.
_RUN_IN_TOPICS = frozenset(
    {
        "assets",
        "procurement",
        "evaluation",
        "operating_cost",
        "official_expense",
        "government_fund",
        "state_capital",
    }
)
#: Topics of the sections under 部门概况.
_OVERVIEW = ("duties", "organisation")
#: A line of spending by class is no heading, even where it stands alone.
_CLASS_LINE = re.compile(r"（[类款项]）")


def _split_cover(paragraphs: Sequence[Block], contents: Span | None, form: str) -> tuple[list[Block], list[Block]]:
    """Part the cover (what stands before the contents or the first heading) from the body."""
    if contents is not None:
        return list(paragraphs[: contents.start]), list(paragraphs[contents.end :])
    for index, block in enumerate(paragraphs[:40]):
        text = form[block.span.start : block.span.end]
        named = title_topic(text) is not None and not _DOCUMENT_TITLE.search(text)
        if match_marker(text) or "。" in text or named:
            return list(paragraphs[:index]), list(paragraphs[index:])
    return [], list(paragraphs)


class _Finder:
    """Walks the body's paragraphs and keeps the stack of open headings."""

    def __init__(self, text: str, form: str) -> None:
        self._text = text
        self._form = form
        self._found: list[Heading] = []
        self._open: list[int] = []
        self._detach_from: int | None = None
        self.paragraphs: list[Span] = []
        self.detached: list[Span] = []

    def feed(self, block: Block) -> None:
        span = block.span
        text = self._form[span.start : span.end]
        marker = _doubled(text, match_marker(text))
        title_end = self._title_end(text, marker)
        if title_end is None:
            if marker is not None and self._restarts(text, marker):
                self._open.clear()
                self._detach_from = self._detach_from if self._detach_from is not None else span.start
            self.paragraphs.append(span)
            return
        self._close_detached(span.start)
        self._push(span, marker, title_end)
        if title_end < len(text):
            rest = span.start + title_end + 1
            if rest < span.end:
                self.paragraphs.append(Span(rest, span.end))

    def _title_end(self, text: str, marker: Marker | None) -> int | None:
        """Return where the title ends in `text`, `None` where the paragraph is no heading."""
        rules = _rules()
        if marker is None:
            bare = len(text) <= rules.longest_title and rules.bare_title.fullmatch(text.rstrip("："))
            return len(text) if bare and not rules.no_heading.search(text) else None
        if marker.style == "part":
            return len(text)
        if marker.style in {"ordinal", "article"}:
            return None
        body = text[marker.end :]
        if self._in_topic("glossary") and glossary_entry(body):
            return None
        section = rules.section_title.match(body)
        if section is not None:
            return marker.end + section.end("title")
        if self._is_closed_title(body):
            return len(text) - 1
        in_list = self._in_topic("duties", "organisation") and marker.style != "chinese"
        plain = _without_brackets(body)
        if _CLASS_LINE.search(body):
            return None
        if body.strip() and len(body) <= rules.longest_title and not rules.no_heading.search(plain):
            if in_list and title_topic(body) is None:
                return None
            if self._in_topic("disclosure_tables") and not rules.in_tables.search(body):
                return None
            return len(text)
        run_in = rules.run_in_title.match(body)
        if (
            run_in
            and not self._in_topic("duties")
            and not rules.no_heading.search(_without_brackets(run_in.group(1)))
        ):
            return marker.end + run_in.end(1)
        topical = rules.run_in_topic.match(body)
        if topical and not self._in_topic("duties") and not glossary_entry(body):
            topic = title_topic(topical.group("title"))
            if topic in _RUN_IN_TOPICS and not self._in_topic(topic):
                return marker.end + topical.end("title")
        return None

    def _is_closed_title(self, body: str) -> bool:
        """Tell a title of duties or organs that ends in a full stop: `（一）部门职责及机构设置。`."""
        title = body.removesuffix("。")
        if title == body or len(title) > _rules().longest_title or _rules().no_heading.search(title):
            return False
        return title_topic(title) in _OVERVIEW and not self._in_topic(*_OVERVIEW)

    def _in_topic(self, *topics: str) -> bool:
        return bool(self._open) and self._found[self._open[-1]].topic in topics

    def _restarts(self, text: str, marker: Marker) -> bool:
        """Tell a glossary whose part title is missing: its numbers restart in the style of the section."""
        if marker.number != 1 or not glossary_entry(text[marker.end :]):
            return False
        return any(
            self._found[index].style == marker.style and self._found[index].topic != "glossary"
            for index in self._open
        )

    def _close_detached(self, end: int) -> None:
        if self._detach_from is not None:
            self.detached.append(Span(self._detach_from, end))
            self._detach_from = None

    def _push(self, span: Span, marker: Marker | None, title_end: int) -> None:
        style = marker.style if marker else "title"
        number = marker.number if marker else None
        while self._open and not self._may_hold(self._open[-1], style, number):
            self._open.pop()
        parent = self._open[-1] if self._open else None
        text = self._text[span.start : span.start + title_end]
        start = marker.end if marker else 0
        title = text[start:].strip(" ：:")
        topic = title_topic(title)
        if topic is None and parent is not None:
            topic = self._found[parent].topic
        level = 1 if parent is None else self._found[parent].level + 1
        self._open.append(len(self._found))
        self._found.append(
            Heading(
                span=Span(span.start, span.start + title_end),
                number=text[: marker.end].strip() if marker else None,
                title=title,
                level=level,
                parent=parent,
                topic=topic,
                content=Span(span.start + title_end, span.end),
                style=style,
            )
        )

    def _may_hold(self, index: int, style: str, number: int | None) -> bool:
        """Tell whether the open heading can hold one of `style`: no style nests in itself.

        One nests in a narrower style only where it counts from 1: （一）主要职责 → 一、部门主要职责.
        """
        held = [self._found[i].style for i in self._open[: self._open.index(index) + 1]]
        if style in {"part", "title"}:
            return style == "title" and held == ["part"]
        wider = style in _WIDTH and held[-1] in _WIDTH and _WIDTH.index(style) < _WIDTH.index(held[-1])
        return style not in held and not (wider and number is not None and number > 1)

    def finish(self, end: int) -> tuple[Heading, ...]:
        """Return the headings with their contents stretched to the next heading."""
        self._close_detached(end)
        if not self._found:
            return ()
        stops = [*(heading.span.start for heading in self._found[1:]), end]
        return tuple(
            Heading(h.span, h.number, h.title, h.level, h.parent, h.topic, Span(h.span.end, stop), h.style)
            for h, stop in zip(self._found, stops, strict=True)
        )


def _without_brackets(text: str) -> str:
    return re.sub(r'（[^（）]*）|"[^"]*"|《[^》]*》', "", text)
