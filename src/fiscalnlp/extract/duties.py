"""Duty clauses (部门职责): one record a clause, with its actions, its role and its partners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fiscalnlp.data import read_patterns
from fiscalnlp.extract.actions import find_actions, find_partners, find_role
from fiscalnlp.extract.content import Content, Paragraph
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Duty, FunctionalShift
from fiscalnlp.text.markers import match_marker
from fiscalnlp.text.numerals import chinese_integer


@dataclass(frozen=True, slots=True)
class _Clause:
    span: Span
    marker: str | None
    style: str | None
    confidence: float = 1.0


def _rules() -> dict[str, re.Pattern[str]]:
    return read_patterns("patterns/duties.toml", "clauses")


def extract_duties(content: Content) -> tuple[tuple[Duty, ...], tuple[FunctionalShift, ...]]:
    """Return the duty clauses in order, and the paragraphs on the change of functions that follow them."""
    paragraphs = [p for p in content.paragraphs if p.topic == "duties"]
    shifts = [p for p in paragraphs if _is_shift(content, p)]
    if shifts:
        paragraphs = [p for p in paragraphs if p.span.start < shifts[0].span.start]
    paragraphs = [_after_lead_in(content, p) for p in paragraphs]
    clauses = _numbered(content, paragraphs) or _unnumbered(content, paragraphs)
    return (
        tuple(_duty(content, number, clause) for number, clause in enumerate(clauses, start=1)),
        tuple(_shift(content, paragraph) for paragraph in shifts[:1]),
    )


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


def _shift(content: Content, paragraph: Paragraph) -> FunctionalShift:
    match = _rules()["shift"].match(content.form, paragraph.body.start, paragraph.body.end)
    assert match is not None
    marker = content.text[paragraph.span.start : paragraph.body.start].strip() or None
    span = Span(match.end(), paragraph.body.end)
    return content.record(FunctionalShift, span, marker=marker, title=match.group("title"))


def _numbered(content: Content, paragraphs: Sequence[Paragraph]) -> list[_Clause]:
    """Return the clauses of a numbered list: the outermost marker style that counts up from 1."""
    marked = [p for p in paragraphs if p.marker is not None and p.marker.style != "article"]
    if not marked:
        return []
    style = marked[0].marker.style if marked[0].marker else ""
    clauses: list[_Clause] = []
    stop = new_list = False
    for paragraph in paragraphs:
        if stop or (not clauses and paragraph.marker is None):
            continue
        marker = paragraph.marker
        if marker is None and _rules()["sub_head"].fullmatch(content.form, *paragraph.body):
            new_list = True  # 党委工作职责： … 政府工作职责：
            continue
        if marker is not None and marker.style == style and (new_list or not _is_nested(clauses, paragraph)):
            new_list = False
            text = content.text[paragraph.span.start : paragraph.body.start].strip()
            for index, piece in enumerate(_inline(content, paragraph, style)):
                clauses.append(_Clause(piece[0], text if index == 0 else piece[1], style))
        elif clauses and not _is_foreign(content, paragraph):
            last = clauses[-1]
            clauses[-1] = _Clause(Span(last.span.start, paragraph.span.end), last.marker, last.style)
        else:
            stop = bool(clauses)
    return [c for c in clauses if c.span.end > c.span.start]


def _is_nested(clauses: Sequence[_Clause], paragraph: Paragraph) -> bool:
    """Tell a list that starts again at 1 inside the last clause (进行下列…：) from the next clause."""
    return False if paragraph.marker is None or paragraph.marker.number != 1 else len(clauses) > 0


def _is_foreign(content: Content, paragraph: Paragraph) -> bool:
    return bool(_rules()["foreign"].match(content.form, paragraph.body.start, paragraph.body.end))


def _inline(content: Content, paragraph: Paragraph, style: str) -> list[tuple[Span, str | None]]:
    """Part a paragraph that holds several clauses of its style: `（1）…；（2）…`."""
    body = paragraph.body
    pattern = read_patterns("patterns/duties.toml", "inline").get(style)
    assert paragraph.marker is not None
    number = paragraph.marker.number
    if pattern is None or number is None:
        return [(body, None)]
    pieces: list[tuple[Span, str | None]] = []
    start, marker = body.start, None
    for match in pattern.finditer(content.form, body.start + 1, body.end):
        if not _follows(match.group("n"), number + len(pieces) + 1):
            continue
        pieces.append((Span(start, match.start()), marker))
        start, marker = match.end(), content.text[match.start() : match.end()].strip()
    pieces.append((Span(start, body.end), marker))
    return [(content.trimmed(span.start, span.end, closing=" "), m) for span, m in pieces]


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
        for lead in rules["lead_in"].finditer(content.form, paragraph.body.start, paragraph.body.end):
            start, led = lead.end(), True
            spans.clear()
        if start < paragraph.body.end and not _is_foreign(content, paragraph):
            spans.append(Span(start, paragraph.body.end))
    one_each = len(spans) < 2 or sum(_sentence_count(content, span) == 1 for span in spans) > len(spans) // 2
    clauses: list[Span] = []
    for span in spans:
        parts = _split(content, span, "；")
        if len(parts) == 1 and one_each:  # a line that is full hides that a new one begins behind it
            parts = _split(content, span, "。")
        clauses.extend(parts)
    duties = [span for span in clauses if led or rules["verb_start"].match(content.form, span.start, span.end)]
    confidence = 1.0 if led else 0.8
    return [_Clause(span, None, None, confidence) for span in duties]


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
