"""Duty clauses (部门职责): one record a clause, with its actions, its role and its partners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fiscalnlp.data import read_patterns
from fiscalnlp.extract.actions import find_actions, find_partners, find_role, opens_with_verb
from fiscalnlp.extract.content import Content, Paragraph
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Duty, FunctionalShift
from fiscalnlp.text.markers import match_marker
from fiscalnlp.text.numerals import chinese_integer


@dataclass(frozen=True, slots=True)
class _Clause:
    span: Span
    marker: str | None = None
    number: int | None = None
    confidence: float = 1.0


def _rules() -> dict[str, re.Pattern[str]]:
    return read_patterns("patterns/duties.toml", "clauses")


def extract_duties(content: Content) -> tuple[tuple[Duty, ...], tuple[FunctionalShift, ...]]:
    """Return the duty clauses in order, and the paragraphs on the change of functions that follow them."""
    titled = [_without_ordinal(p) for p in content.paragraphs if p.topic == "duties"]
    # 第一部分 概况 may hold the duties without a heading of their own.
    paragraphs = titled or [_without_ordinal(p) for p in content.paragraphs if p.topic == "overview"]
    shift = next((index for index, p in enumerate(paragraphs) if _is_shift(content, p)), len(paragraphs))
    after = paragraphs[shift : shift + 2]
    paragraphs = [_after_lead_in(content, p) for p in paragraphs[:shift]]
    clauses = _numbered(content, paragraphs) or _unnumbered(content, paragraphs)
    if titled:
        clauses = clauses or _described(content, paragraphs)
    else:
        verbs = sum(_opens_duty(content, clause.span) for clause in clauses)
        clauses = [replace(c, confidence=0.8) for c in clauses] if 2 * verbs > len(clauses) else []
    return (
        tuple(_duty(content, number, clause) for number, clause in enumerate(clauses, start=1)),
        (_shift(content, after),) if after else (),
    )


def _without_ordinal(paragraph: Paragraph) -> Paragraph:
    """Return the paragraph with 一是 as its marker, which elsewhere is a part of the sentence."""
    if paragraph.marker is None or paragraph.marker.style != "ordinal":
        return paragraph
    return replace(paragraph, body=Span(paragraph.span.start + paragraph.marker.end, paragraph.span.end))


def _after_lead_in(content: Content, paragraph: Paragraph) -> Paragraph:
    """Return the paragraph from the list marker on, where its lead-in is followed by one: `主要职能是：（1）…`."""
    if paragraph.marker is not None and paragraph.marker.style != "ordinal":
        return paragraph
    for lead in _rules()["lead_in"].finditer(content.form, paragraph.body.start, paragraph.body.end):
        marker = match_marker(content.form, lead.end(), paragraph.body.end)
        if marker is not None and marker.number == 1:
            body = Span(marker.end, paragraph.body.end)
            return replace(paragraph, span=Span(marker.start, paragraph.span.end), body=body, marker=marker)
    return paragraph


def _is_shift(content: Content, paragraph: Paragraph) -> bool:
    return bool(_rules()["shift"].match(content.form, paragraph.body.start, paragraph.body.end))


def _shift(content: Content, paragraphs: Sequence[Paragraph]) -> FunctionalShift:
    """Return the record of a title with its text: behind it, or the paragraph after it."""
    titled, text = paragraphs[0], paragraphs[-1].body
    match = _rules()["shift"].match(content.form, *titled.body)
    assert match is not None
    marker = content.text[titled.span.start : titled.body.start].strip() or None
    span = Span(match.end(), titled.body.end) if match.end() < titled.body.end else text
    return content.record(FunctionalShift, span, marker=marker, title=match.group("title"))


def _numbered(content: Content, paragraphs: Sequence[Paragraph]) -> list[_Clause]:
    """Return the clauses of a numbered list: the outermost marker style that counts up.

    A list that starts again at 1 is nested where the clause before it announces it (进行下列检查：), else it goes
    on. A paragraph without a number is one where the number is lost (10负责…) or its neighbours leave one out.
    """
    style = _list_style(content, paragraphs)
    if style is None:
        return []
    clauses: list[_Clause] = []
    new_list = nested = False
    for index, paragraph in enumerate(paragraphs):
        marker = paragraph.marker
        if not clauses and marker is None:
            continue
        if marker is None and _rules()["sub_head"].fullmatch(content.form, *paragraph.body):
            new_list = True  # 党委工作职责： … 政府工作职责：
            continue
        if marker is not None and marker.style == style:
            if style == "article" and not _opens_duty(content, paragraph.body):
                if clauses:
                    break  # 第五条 行政编制10名
                continue
            again = bool(clauses) and marker.number is not None and marker.number <= (clauses[-1].number or 0)
            nested = (
                again and not new_list and (nested or (marker.number == 1 and _announces(content, clauses[-1])))
            )
            if not nested:
                if again and not new_list and marker.number == 1 and not _opens_duty(content, paragraph.body):
                    break  # （一）办公室 …
                new_list = False
                clauses.extend(_inline(content, paragraph, style))
                continue
        unmarked = _unmarked_clause(content, paragraphs[index : index + 2], clauses, style)
        if unmarked is not None:
            clauses.append(unmarked)
        elif clauses and not _is_foreign(content, paragraph.body):
            clauses[-1] = replace(clauses[-1], span=Span(clauses[-1].span.start, paragraph.span.end))
        elif clauses:
            break
    return [c for c in clauses if c.span.end > c.span.start]


def _list_style(content: Content, paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the style of the first marker; of articles (第三条) only where several are duties themselves."""
    styles = [p.marker.style for p in paragraphs if p.marker is not None]
    inner = next((style for style in styles if style != "article"), None)
    if inner is not None:
        return inner
    duties = [p for p in paragraphs if p.marker is not None and _opens_duty(content, p.body)]
    return "article" if len(duties) > 1 else None


def _announces(content: Content, clause: _Clause) -> bool:
    """Tell a clause that ends as one does before a list of its own (进行下列检查：)."""
    return content.form.endswith("：", *clause.span)


def _unmarked_clause(
    content: Content, paragraphs: Sequence[Paragraph], clauses: Sequence[_Clause], style: str
) -> _Clause | None:
    """Return the clause that the first of `paragraphs` is although it has no number, by the one after it."""
    paragraph, following = paragraphs[0], paragraphs[-1].marker
    number = clauses[-1].number if clauses else None
    if paragraph.marker is not None or number is None:
        return None
    lost = _rules()["lost_mark"].match(content.form, *paragraph.body) if style == "arabic" else None
    if lost is not None and int(lost.group()) == number + 1:
        return _Clause(Span(lost.end(), paragraph.body.end), lost.group(), number + 1)
    skipped = following is not None and following.style == style and following.number == number + 2
    if skipped and _opens_duty(content, paragraph.body):
        return _Clause(paragraph.body, None, number + 1)
    return None


def _is_foreign(content: Content, span: Span) -> bool:
    """Tell a paragraph on organs, staff or funds, which follows the duties."""
    rules = _rules()
    if rules["foreign"].match(content.form, *span):
        return True
    return not _opens_duty(content, span) and bool(rules["staffing"].match(content.form, *span))


def _opens_duty(content: Content, span: Span) -> bool:
    """Tell words that begin with a verb of duty, behind the name of an office at most (办公室：负责…)."""
    label = _rules()["label"].match(content.form, *span)
    return any(
        _rules()["verb_start"].match(content.form, start, span.end)
        or opens_with_verb(content.form, start, span.end)
        for start in ((span.start,) if label is None else (span.start, label.end()))
    )


def _inline(content: Content, paragraph: Paragraph, style: str) -> list[_Clause]:
    """Return the clauses of a paragraph, which may hold several: `（1）…；（2）…`."""
    body = paragraph.body
    assert paragraph.marker is not None
    number = paragraph.marker.number
    marker = content.text[paragraph.span.start : body.start].strip()
    pattern = read_patterns("patterns/duties.toml", "inline").get(style)
    if pattern is None or number is None:
        return [_Clause(body, marker, number)]
    clauses: list[_Clause] = []
    start = body.start
    for match in pattern.finditer(content.form, body.start + 1, body.end):
        if not _follows(match.group("n"), number + 1):
            continue
        clauses.append(_Clause(Span(start, match.start()), marker, number))
        start, marker, number = match.end(), content.text[match.start() : match.end()].strip(), number + 1
    clauses.append(_Clause(Span(start, body.end), marker, number))
    return [replace(c, span=content.trimmed(*c.span, closing=" ")) for c in clauses]


def _follows(value: str | None, expected: int) -> bool:
    if not value:
        return False
    if "①" <= value <= "⑳":
        return ord(value) - ord("①") + 1 == expected
    return chinese_integer(value) == expected


def _unnumbered(content: Content, paragraphs: Sequence[Paragraph]) -> list[_Clause]:
    """Return the clauses of a list without numbers: parted by ；, else one a paragraph, after the lead-in."""
    rules = _rules()
    spans: list[Span] = []
    led = False
    for paragraph in paragraphs:
        start = paragraph.body.start
        for lead in rules["lead_in"].finditer(content.form, *paragraph.body):
            start = lead.end()
            if not led:  # a second one opens another list: 政府主要职责：
                spans.clear()
            led = True
        span = Span(start, paragraph.body.end)
        if start < paragraph.body.end and not _is_foreign(content, span):
            spans.append(span)
    one_each = len(spans) < 2 or sum(_sentence_count(content, span) == 1 for span in spans) > len(spans) // 2
    clauses: list[Span] = []
    for span in spans:
        parts = _split(content, span, "；")
        if len(parts) == 1 and one_each:  # a line that is full hides that a new one begins behind it
            parts = _split(content, span, "。")
        clauses.extend(parts)
    duties = [span for span in clauses if led or _opens_duty(content, span)]
    return [_Clause(span, confidence=1.0 if led else 0.8) for span in duties]


def _described(content: Content, paragraphs: Sequence[Paragraph]) -> list[_Clause]:
    """Return the sentences of a section that describes the unit instead of listing its duties."""
    spans = [part for p in paragraphs for part in _split(content, p.body, "。") if not _is_foreign(content, part)]
    withheld = _rules()["withheld"]
    return [_Clause(span, confidence=0.5) for span in spans if not withheld.search(content.form, *span)]


def _sentence_count(content: Content, span: Span) -> int:
    return content.form.count("。", *span)


def _split(content: Content, span: Span, mark: str) -> list[Span]:
    parts: list[Span] = []
    start = span.start
    for match in re.finditer(mark, content.form[span.start : span.end]):
        parts.append(content.trimmed(start, span.start + match.start()))
        start = span.start + match.end()
    parts.append(content.trimmed(start, span.end))
    return [part for part in parts if part.end - part.start > 3]


def _duty(content: Content, number: int, clause: _Clause) -> Duty:
    span = content.trimmed(clause.span.start, clause.span.end, closing=" ")
    form = content.form[span.start : span.end]
    return content.record(
        Duty,
        span,
        confidence=clause.confidence,
        number=number,
        marker=clause.marker,
        actions=find_actions(form, content.text[span.start : span.end]),
        role=find_role(form),
        partners=find_partners(form),
    )
