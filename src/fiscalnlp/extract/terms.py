"""Glossary entries (名词解释) and numbered instruments (文号)."""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _CitationRules:
    number: re.Pattern[str]
    code: re.Pattern[str]
    lead: re.Pattern[str]
    not_code: re.Pattern[str]


@cache
def _citation_rules() -> _CitationRules:
    data = read_toml("patterns/citations.toml")
    return _CitationRules(*(compile_pattern(data[name]) for name in ("pattern", "code", "lead", "not_code")))


def extract_citations(content: Content) -> tuple[Citation, ...]:
    """Return every numbered instrument cited, in running text and headings; mentions are not merged."""
    rules = _citation_rules()
    records: list[Citation] = []
    for match in rules.number.finditer(content.form):
        before = rules.code.search(content.form, max(0, match.start() - _LONGEST_RUN), match.start())
        code = _without_words(_without_lead(rules.lead, before.group())) if before else ""
        if not code or rules.not_code.search(code):
            continue
        span = Span(match.start() - len(code), match.end())
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


#: Code points before the year in which the code is looked for.
_LONGEST_RUN = 14


def _without_lead(lead: re.Pattern[str], code: str) -> str:
    stripped = lead.sub("", code)
    while stripped != code:
        code, stripped = stripped, lead.sub("", stripped)
    return code
