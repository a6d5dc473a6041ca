"""What a disclosure consists of: parts and sections in order, tables and terms once each, one scope throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import get_args

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_rows import title_span
from fiscalnlp.check.view import Disclosure
from fiscalnlp.classification import tables
from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.records import NilReturn, Record, Report, Section, Severity, Table, TableKey, Term
from fiscalnlp.text.forms import bare_form
from fiscalnlp.text.markers import match_marker
from fiscalnlp.text.numerals import chinese_numeral


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return read_patterns("rules/wording.toml")


def numbers(view: Disclosure) -> Iterator[Draft]:
    """Headings side by side of which two have one number, or between whose numbers one is left out."""
    siblings: dict[tuple[int, str | None], list[Section]] = {}
    for section in view.of(Section):
        siblings.setdefault((section.level, section.parent), []).append(section)
    for row in siblings.values():
        for one, other in pairwise(row):
            first, second = _marker(one.number), _marker(other.number)
            if first is None or second is None or first[0] != second[0] or one.title == other.title:
                continue
            if first[1] == second[1]:
                yield _on(
                    view, other, "parts.number", (other.id, one.id), expected=one.number, actual=other.number
                )
            elif second[1] == first[1] + 2 and first[0] == "part":
                missing = str(other.number).replace(chinese_numeral(second[1]), chinese_numeral(second[1] - 1))
                if view.form.count(missing) < 2:  # once in the contents, or where no heading was recognised
                    yield _on(
                        view,
                        other,
                        "parts.missing",
                        (other.id, one.id),
                        expected=missing,
                        actual=other.number,
                        severity="info" if missing in view.form else None,
                    )


@lru_cache(maxsize=1024)
def _marker(number: str | None) -> tuple[str, int] | None:
    marker = match_marker(bare_form(number or ""))
    return None if marker is None or marker.number is None else (marker.style, marker.number)


def doubled_parts(view: Disclosure) -> Iterator[Draft]:
    """A part, or a section of a part, that is there twice under one title."""
    seen: dict[tuple[str | None, str], Section] = {}
    for section in view.of(Section):
        title = bare_form(section.title)
        if section.level > _LEVELS or section.number is None or len(title) < _SHORT_TITLE:
            continue
        first = seen.setdefault((section.parent, title), section)
        if first is not section and _marker(first.number) != _marker(section.number):
            yield _on(view, section, "parts.doubled", (section.id, first.id), expected=None, actual=section.title)


#: Levels of headings that a disclosure has once each; a title with fewer characters may come again.
_LEVELS, _SHORT_TITLE = 2, 4


def absent_parts(view: Disclosure) -> Iterator[Draft]:
    """What a disclosure has to speak of, and this one, which has most of it, does not."""
    report, sections = view.document.report, view.of(Section)
    rows = [row for row in read_toml("rules/required.toml")["required"] if report in row["reports"]]
    topics = {section.topic for section in sections}
    absent = [row for row in rows if row["topic"] not in topics and not re.search(row["words"], view.form)]
    if not sections or len(absent) * 2 > len(rows):
        return
    for row in absent:
        last = sections[-1]
        words = {"measure": row["name"], "measure_en": row["name_en"]}
        yield Draft("parts.absent", last.span, (last.id,), expected=row["name"], actual=None, words=words)


def absent_terms(view: Disclosure) -> Iterator[Draft]:
    """A term of the figures that the glossary, which explains others, leaves out."""
    explained = view.of(Term)
    if len(explained) < _GLOSSARY:
        return
    for row in read_toml("rules/required.toml")["term"]:
        name = re.compile(row["pattern"])
        if any(name.search(bare_form(term.term)) for term in explained):
            continue
        used = next((a for a in view.amounts if a.yuan and a.measure and name.search(bare_form(a.measure))), None)
        if used is not None:
            yield Draft(
                "terms.absent",
                used.span,
                (used.id, explained[0].id),
                expected=row["name"],
                actual=None,
                figures=(view.figure(used),),
            )


#: A glossary with so many terms is meant to explain those of the figures.
_GLOSSARY = 5


def terms(view: Disclosure) -> Iterator[Draft]:
    """A term that the glossary explains twice, or with the definition of another."""
    by_term: dict[str, Term] = {}
    by_definition: dict[str, Term] = {}
    for term in view.of(Term):
        name, definition = "".join(term.term.split()), "".join(term.definition.split())
        same = by_term.setdefault(name, term)
        if same is not term:
            yield _on(view, term, "terms.doubled", (term.id, same.id), expected=None, actual=term.term)
            continue
        copied = by_definition.setdefault(definition, term)
        if copied is not term and len(definition) > _SHORT:
            yield _on(view, term, "terms.copied", (term.id, copied.id), expected=copied.term, actual=term.term)


#: Definitions up to this length may say the same of several terms (见上).
_SHORT = 12


def missing_tables(view: Disclosure) -> Iterator[Draft]:
    """A table of the nine that is not there, in a disclosure that holds most of them."""
    present = {table.table for table in view.of(Table)}
    year, report = view.document.fiscal_year, view.document.report
    if len(present) < _MOST or report is None or year is None or year < _ALL_NINE[report]:
        return
    said = {each.table for each in view.of(NilReturn)}
    for key in get_args(TableKey):
        if key not in present:
            last = view.of(Table)[-1]
            name = tables().name_of(key)
            yield Draft(
                "tables.missing",
                title_span(view.document.text, last),
                (last.id,),
                expected=name,
                actual=None,
                words={"measure": name, "measure_en": key},
                severity="info" if key in said else None,
            )


#: A disclosure with this many of the nine is meant to hold them all; it is so since this year.
_MOST = 7
_ALL_NINE: dict[Report, int] = {"final_accounts": 2019, "budget": 2021}


def doubled_tables(view: Disclosure) -> Iterator[Draft]:
    """One table printed twice: its title and figures, or title and total line, are those of a table before."""
    seen: dict[tuple[str, str], Table] = {}
    for table in view.of(Table):
        title = bare_form(table.title)
        if table.empty:
            continue
        first = seen.setdefault((table.table, title), table)
        if first is not table and (first.text == table.text or (_has_total(first) and _has_total(table))):
            yield _on(view, table, "tables.doubled", (table.id, first.id), expected=None, actual=table.title)


def _has_total(table: Table) -> bool:
    return any(line.total for line in table.lines)


def scopes(view: Disclosure) -> Iterator[Draft]:
    """A heading that speaks of the accounts of a unit (单位决算), while the title or another says 部门决算."""
    first = _words()["scope_of_title"].search(bare_form(view.document.title or ""))
    said, where = (first[1], view.document.title) if first else (None, None)
    before: Section | None = None
    for section in view.of(Section):
        match = _words()["scope"].search(bare_form(section.title))
        if section.level > 1 or match is None:
            continue
        if said is None:
            said, where, before = match[1], section.title, section
        elif match[1] != said:
            evidence = (section.id,) if before is None else (section.id, before.id)
            yield _on(view, section, "scope.mixed", evidence, expected=where, actual=section.title)
            return


def _on(
    view: Disclosure,
    record: Record,
    rule: str,
    evidence: tuple[str, ...],
    *,
    expected: str | None,
    actual: str | None,
    severity: Severity | None = None,
) -> Draft:
    span = record.span
    if isinstance(record, Table):
        span = title_span(view.document.text, record)
    return Draft(rule, span, evidence, expected=expected, actual=actual, severity=severity)
