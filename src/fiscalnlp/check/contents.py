"""The contents page (目录) against the body: what one of them names and the other does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_rows import title_span
from fiscalnlp.check.view import Disclosure
from fiscalnlp.classification import tables
from fiscalnlp.data import read_patterns
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Section, Table, TabularRecord
from fiscalnlp.segment.outline import title_topic
from fiscalnlp.text.forms import bare_form, matching_form
from fiscalnlp.text.markers import match_marker

#: A contents page has at least this many entries, of which the body has all but a few.
_ENTRIES, _KNOWN = 5, 0.7
#: Titles on one topic are alike from this share of common characters on, others from the second; lines longer than
#: the third are no titles.
_ALIKE, _SAME, _LONGEST = 0.7, 0.9, 60
#: Parts and tables that a contents page lists at least where it is meant to list all of them.
_PARTS, _TABLES = 2, 6


@dataclass(frozen=True, slots=True)
class _Title:
    """An entry of the contents or a heading of the body: where it stands, the style of its number, its name."""

    span: Span
    style: str | None
    name: str

    @property
    def key(self) -> str:
        return _key(self.name)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return read_patterns("rules/contents.toml")


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """Return what two prints of one title share: no numbers, years, marks and particles."""
    return _words()["aside"].sub("", matching_form(name))


def unheaded(view: Disclosure) -> Iterator[Draft]:
    """An entry of the contents that nothing in the body is headed with."""
    entries = view.once(_entries)
    headings = [_Title(each.span, _style(each.number), each.title) for each in view.of(Section)]
    exact = {heading.key for heading in headings}
    absent = [each for each in entries if not _is_headed(each, exact)]
    lines = view.once(_line_keys) if absent else frozenset()
    absent = [
        each for each in absent if not any(line.startswith(each.key) or line.endswith(each.key) for line in lines)
    ]
    free = [heading for heading in headings if heading.key not in {entry.key for entry in entries}]
    missing = [each for each in absent if not any(_is_alike(each, heading) for heading in free)]
    if len(entries) < _ENTRIES or len(missing) > (1 - _KNOWN) * len(entries):
        return
    for entry in missing:
        yield _draft(view, "contents.unheaded", entry, entry)


def unlisted(view: Disclosure) -> Iterator[Draft]:
    """A part or a disclosure table that the contents leave out, though they list the others."""
    entries = view.once(_entries)
    if len(entries) < _ENTRIES:
        return
    listed = [each for each in entries if each.style == "part"]
    if len(listed) >= _PARTS:
        for section in view.of(Section):
            part = _Title(section.span, _style(section.number), section.title)
            printed = _words()["leader"].sub("", matching_form(section.text))
            again = view.form.count(printed) > 1  # in contents that were not read to their end
            if part.style == "part" and not again and not any(_is_alike(part, each) for each in listed):
                yield _draft(view, "contents.unlisted", part, entries[0])
    keys = {tables().find(each.name) for each in entries} - {None}
    if len(keys) >= _TABLES:
        for table in view.of(Table):
            if table.table not in keys and not any(_is_alike_table(table, each) for each in entries):
                keys.add(table.table)
                figure = view.place(title_span(view.document.text, table))
                yield Draft(
                    "contents.unlisted",
                    figure.span,
                    (table.id,),
                    expected=None,
                    actual=table.title,
                    figures=(figure,),
                    boxes=figure.boxes,
                )


def _is_headed(entry: _Title, headings: set[str]) -> bool:
    """Tell whether a heading has the title of an entry, or none is asked for."""
    key = entry.key
    return (
        len(key) < _SHORTEST
        or key in headings
        or bool(_words()["announces"].search(matching_form(entry.name)))
        or tables().find(entry.name) is not None  # the rule on missing tables says so
    )


#: Titles with fewer characters than this are not told apart; a wrapped one leaves no more on a line.
_SHORTEST, _WRAPPED = 4, 6


def _is_alike(one: _Title, other: _Title) -> bool:
    """Tell whether two titles are prints of one, of which characters were lost or words left out."""
    first, second = one.key, other.key
    common = SequenceMatcher(None, first, second, False).ratio()
    topics = {title_topic(one.name), title_topic(other.name)}
    if len(topics) > 1:  # a character more or less may make another topic of a title, but not tables of prose
        return common >= _SAME and "disclosure_tables" not in topics
    return bool(first and second) and (first in second or second in first or common >= _ALIKE)


def _is_alike_table(table: Table, entry: _Title) -> bool:
    return _key(table.title) in entry.key or entry.key in _key(table.title)


def _entries(view: Disclosure) -> Sequence[_Title]:
    """Return the entries of the contents page, empty where there is none."""
    sections = view.of(Section)
    opening = _words()["opening"].search(view.form)
    if opening is None or not sections or opening.end() >= sections[0].span.start:
        return ()
    found: list[_Title] = []
    for start, end in _whole_lines(view.form, opening.end(), sections[0].span.start):
        form = view.form[start:end].replace("\n", "").strip()
        marker = match_marker(form)
        name = _words()["leader"].sub("", _without_markers(form)).strip()
        if "。" in name or len(name) > _LONGEST or any(each.name == name for each in found):
            break  # the body begins, with a cover of its own or the first heading printed once more
        if name and (marker is not None or found):
            found.append(_Title(Span(start, end), None if marker is None else marker.style, name))
    return tuple(found)


def _whole_lines(form: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of a contents page, those of an entry that is wrapped as one.

    Such an entry has its page number, or just a few characters, on a line that begins with no number of a heading.
    """
    begun: tuple[int, int] | None = None
    for line in _lines(form, start, end):
        words = form[slice(*line)].strip()
        name = _words()["leader"].sub("", words)
        has_page = len(name) < len(words)
        if begun is not None:
            if match_marker(words) is None and (has_page or len(name) <= _WRAPPED):
                yield begun[0], line[1]
                begun = None
                continue
            yield begun
        begun = None if has_page or match_marker(words) is None else line
        if begun is None:
            yield line
    if begun is not None:
        yield begun


def _without_markers(form: str) -> str:
    """Return a title without its number, also where that is printed twice."""
    while (marker := match_marker(form)) is not None:
        form = form[marker.end :]
    return form


def _line_keys(view: Disclosure) -> frozenset[str]:
    """Return the keys of the lines of the body that may be titles: short ones, and what others begin with."""
    sections = view.of(Section)
    start = sections[0].span.start if sections else 0
    titles = {_key(each.title) for each in view.of(TabularRecord) if each.title}
    lines = (view.form[slice(*line)] for line in _lines(view.form, start, len(view.form)))
    heads = (_HEAD.split(_without_markers(line.strip()), maxsplit=1)[0] for line in lines if "\t" not in line)
    return frozenset(titles | {_key(head) for head in heads if len(head) <= _LONGEST} - {""})


_HEAD = re.compile("[：。]")


def _lines(form: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = form.find("\n", start)
        stop = end if stop < 0 or stop > end else stop
        if stop > start:
            yield start, stop
        start = stop + 1


def _style(number: str | None) -> str | None:
    marker = match_marker(bare_form(number or ""))
    return None if marker is None else marker.style


def _draft(view: Disclosure, rule: str, title: _Title, beside: _Title) -> Draft:
    figure = view.place(title.span)
    places = (figure,) if beside is title else (figure, view.place(beside.span))
    return Draft(
        rule,
        title.span,
        (view.document.id,),
        expected=None,
        actual=title.name,
        figures=places,
        boxes=figure.boxes,
    )
