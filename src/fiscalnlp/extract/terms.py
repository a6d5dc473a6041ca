"""Glossary entries (名词解释) and numbered instruments (文号)."""

from __future__ import annotations

import re
from functools import cache

from fiscalnlp.data import compile_pattern, read_patterns, read_toml
from fiscalnlp.extract.content import Content
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Citation, Term
from fiscalnlp.segment.outline import glossary_entry
from fiscalnlp.text.words import cut


def extract_terms(content: Content) -> tuple[Term, ...]:
    """Return the glossary's entries; a paragraph without a number of its own goes on the entry before it."""
    entries: list[tuple[Span, Span, Span, str | None]] = []  # whole, term, definition, number
    after = read_patterns("patterns/headings.toml")["after_glossary"]
    for paragraph in content.paragraphs:
        if paragraph.topic != "glossary":
            continue
        body = paragraph.body
        match = glossary_entry(content.form[body.start : body.end])
        if match is not None:
            term = content.trimmed(body.start + match.start("term"), body.start + match.end("term"))
            definition = Span(body.start + match.start("definition"), body.end)
            number = content.text[paragraph.span.start : body.start].strip(" 、.．（）()") or None
            entries.append((body, term, definition, number))
        elif after.match(content.form, *body):
            break
        elif entries and paragraph.marker is None and entries[-1][0].end + 1 == paragraph.span.start:
            whole, term, definition, number = entries[-1]
            entries[-1] = (Span(whole.start, body.end), term, Span(definition.start, body.end), number)
    return tuple(
        content.record(
            Term,
            whole,
            term=content.text[slice(*term)],
            definition=content.text[slice(*definition)].replace("\n", ""),
            number=number,
        )
        for whole, term, definition, number in entries
    )


def _without_words(code: str) -> str:
    """Cut what runs into an overlong code from before: a code is made of single characters, not of words."""
    if len(code) <= read_toml("patterns/citations.toml")["longest_code"]:
        return code
    words = list(cut(code, hmm=False))
    kept = [words.pop()]
    while words and len(words[-1]) == 1:
        kept.append(words.pop())
    return "".join(reversed(kept))


@cache
def _citation_rules() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = read_toml("patterns/citations.toml")
    return compile_pattern(data["pattern"]), compile_pattern(data["lead"]), compile_pattern(data["not_code"])


def extract_citations(content: Content) -> tuple[Citation, ...]:
    """Return every numbered instrument cited, in running text and headings; mentions are not merged."""
    pattern, lead, not_code = _citation_rules()
    records: list[Citation] = []
    for match in pattern.finditer(content.form):
        start = match.start()
        code = match.group("code")
        stripped = lead.sub("", code)
        while stripped != code:
            start += len(code) - len(stripped)
            code, stripped = stripped, lead.sub("", stripped)
        short = _without_words(code)
        start += len(code) - len(short)
        code = short
        if not code or not_code.search(code):
            continue
        span = Span(start, match.end())
        records.append(
            content.record(
                Citation,
                span,
                number=content.text[span.start : span.end],
                issuer_code=code,
                year=int(match.group("year")),
                serial=match.group("serial"),
            )
        )
    return tuple(records)
