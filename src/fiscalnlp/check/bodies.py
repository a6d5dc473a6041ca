"""Another body than the one whose disclosure it is: a paragraph or table copied, a name not changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.check.wording import subjects, words_draft
from fiscalnlp.data import read_patterns
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Section


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return read_patterns("rules/wording.toml")


def foreign_names(view: Disclosure) -> Iterator[Draft]:
    """A sentence or heading on another body: one that the document names nowhere else."""
    issuer = "".join((view.document.issuer or "").split())
    if not issuer or issuer not in view.form:
        return
    yield from _opening_names(view, issuer)
    if view.form.count(issuer) < 2:
        return
    pattern = _words()["subject_year"]
    titles = (match for each in view.of(Section) for match in pattern.finditer(view.form, *each.span))
    found = [
        match
        for match in (*view.once(subjects), *titles)
        if _is_body(match["who"]) and match["who"] not in issuer and issuer not in match["who"]
    ]
    yield from _other_names(view, issuer)
    for match in found:
        if view.form.count(match["who"]) > sum(1 for each in found if each["who"] == match["who"]):
            continue  # a unit of the body, or one that the text speaks of
        yield words_draft(
            view,
            "name.other_body",
            Span(match.start("who"), match.end("year")),
            expected=issuer,
            actual=match["who"],
        )


def _other_names(view: Disclosure, issuer: str) -> Iterator[Draft]:
    """A table that is another body's, and what a disclosure says of itself said of another body of its place."""
    place, form = _words()["place"].match(issuer), view.form
    for start, end in view.prose_lines:
        made_by = _words()["made_by"].match(form, start, end)
        spans = [made_by.span("who")] if made_by else []
        at = form.find(place[0], start, end) if place else -1
        while place and at >= 0:
            if another := _words()["rest_of_name"].match(form, at + len(place[0]), end):
                spans.append((at, another.end()))
            at = form.find(place[0], at + 1, end)
        for span in spans:
            name = form[slice(*span)]
            if _is_body(name) and name not in issuer and issuer not in name and form.count(name) == 1:
                yield words_draft(view, "name.other_body", Span(*span), expected=issuer, actual=name)


def _opening_names(view: Disclosure, issuer: str) -> Iterator[Draft]:
    """The heading or first sentence on duties or organisation that names another body of the place."""
    place, form, words = _words()["place"].match(issuer), view.form, _words()
    for section in view.of(Section) if place else ():
        start = section.span.end + form.startswith("\n", section.span.end)
        for span in (section.span, Span(start, view.sentence(start)[1])) if section.topic in _ON_ITSELF else ():
            at = form.find(place[0], *span) if place else -1
            rest = at + len(place[0]) if place else 0
            if (
                at < 0
                or (at > span.start and form[at - 1] not in "，、")
                or words["rest_of_name"].match(form, rest)
            ):
                continue
            another = words["opening_name"].match(form, rest, span.end)
            name = form[at : another.end()] if another else ""
            if (
                another
                and form.count(name) == 1
                and _is_body(name)
                and _is_another(another[0], issuer[rest - at :])
            ):
                yield words_draft(view, "name.other_body", Span(at, another.end()), expected=issuer, actual=name)


#: What sections speak of that a disclosure opens with its own name.
_ON_ITSELF = frozenset({"duties", "organisation"})


def _is_another(one: str, other: str) -> bool:
    """Tell two bodies from two names of one: 住建局 is short for 住房和城乡建设局, 区委员会 is 区委."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    if all(char in rest for char in short):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() < _ALIKE


#: Names of which half is the same may be those of one body.
_ALIKE = 0.5


def _is_body(name: str) -> bool:
    return len(name) > 3 and bool(_words()["body"].search(name)) and not _words()["no_body"].search(name)
