"""Words that cannot be meant: placeholders, doubled marks and words, another year, another body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_patterns
from fiscalnlp.model.money import YUAN_PER_UNIT
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Section
from fiscalnlp.text.forms import bare_form


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return read_patterns("rules/wording.toml")


def placeholders(view: Disclosure) -> Iterator[Draft]:
    """What the template left open, or left in; one finding a line."""
    for line in view.prose_lines:
        for name in ("placeholder", "alternative", "blank", "instruction"):
            match = _words()[name].search(view.form, *line)
            if match is not None:
                yield words_draft(
                    view,
                    "wording.placeholder",
                    Span(match.start(), max(match.end(), match.start() + 1)),
                    severity="info" if name == "instruction" else None,
                )
                break


def marks(view: Disclosure) -> Iterator[Draft]:
    """Two marks of punctuation where one can stand."""
    for line in view.prose_lines:
        for match in _words()["marks"].finditer(view.form, *line):
            yield words_draft(view, "wording.marks", Span(*match.span()))


def twice(view: Disclosure) -> Iterator[Draft]:
    """A word printed twice in a row."""
    for line in view.prose_lines:
        known = [Span(*match.span()) for match in _words()["twice"].finditer(view.form, *line)]
        others = [Span(*match.span()) for match in _words()["repeated"].finditer(view.form, *line)]
        for span in (*known, *(each for each in others if not any(each.overlaps(one) for one in known))):
            yield words_draft(view, "wording.twice", span)


def scopes(view: Disclosure) -> Iterator[Draft]:
    """Running text that says 部门 of itself all along and 单位 once, or the reverse, the glossary aside."""
    found: dict[str, list[Span]] = {"部门": [], "单位": []}
    for line in view.prose_lines:
        if view.topic_at(line.start) != "glossary":
            for match in _words()["itself"].finditer(view.form, *line):
                found[match["scope"]].append(Span(*match.span()))
    other, own = sorted(found, key=lambda scope: len(found[scope]))
    if len(found[own]) < _OVERWHELMING * max(1, len(found[other])):
        return
    for span in found[other]:
        certain = (
            view.document.scope == "unit" and own == "单位"
        )  # a department's text may speak of its own office
        yield words_draft(view, "scope.text", span, expected=f"本{own}", severity=None if certain else "info")


#: How many times as often as the other a scope is said by a disclosure that means it throughout.
_OVERWHELMING = 8


def commas(view: Disclosure) -> Iterator[Draft]:
    """A half-width comma between words and a figure, in a text that has full-width ones."""
    text = view.document.text
    found = [match for line in view.prose_lines for match in _words()["comma"].finditer(text, *line)]
    if text.count("，") >= _USUAL * len(found):
        for match in found:
            yield words_draft(view, "wording.comma", Span(*match.span()))


#: How many times as many full-width commas a text has that means to have no others in its prose.
_USUAL = 4


def units(view: Disclosure) -> Iterator[Draft]:
    """Amounts of the accounts in 元 and 万元 within one sentence."""
    sentences: dict[tuple[int, int], list[Amount]] = {}
    for amount in view.amounts:
        if amount.stage in _ACCOUNTS and amount.measure and amount.yuan:
            sentences.setdefault(view.sentence(amount.span.start), []).append(amount)
    for amounts in sentences.values():
        size = YUAN_PER_UNIT[amounts[0].unit]
        other = next((each for each in amounts if YUAN_PER_UNIT[each.unit] != size), None)
        if other is not None:
            yield Draft(
                "unit.mixed",
                other.span,
                (other.id, amounts[0].id),
                expected=amounts[0].unit,
                actual=other.text,
                words={"measure": other.measure or "", "other": amounts[0].text},
            )


#: Stages of the amounts of the accounts themselves.
_ACCOUNTS = frozenset({"initial_budget", "final_budget", "final_account"})


# -- another year ---------------------------------------------------------------------------------------------


def subjects(view: Disclosure) -> list[re.Match[str]]:
    """Return every year of the prose with who it is said of."""
    pattern = _words()["subject_year"]
    return [match for line in view.prose_lines for match in pattern.finditer(view.form, *line)]


def subject_years(view: Disclosure) -> Iterator[Draft]:
    """A sentence on the figures of a year that is not the one reported on."""
    year = view.document.fiscal_year
    for match in view.once(subjects) if year else ():
        if int(match["year"]) == year:
            continue
        sentence = view.form[match.start() : view.sentence(match.end())[1]]
        if str(year) in sentence or not _is_subject(view, match) or _words()["other_year"].search(sentence):
            continue
        if view.document.report == "budget" and _words()["other_year_of_budget"].search(sentence):
            # A budget speaks of what was planned and spent before, never of what comes after it.
            later = bool(year) and int(match["year"]) > (year or 0) and "预算" in sentence
            if later or _is_own_budget(view, match):
                yield _year(view, "year.subject", match)
            continue
        amounts = view.amounts_in(*view.sentence(match.end()))
        if any(a.stage in {"final_account", "change"} for a in amounts) or _words()["of_accounts"].search(
            sentence
        ):
            yield _year(view, "year.subject", match)


def _is_subject(view: Disclosure, match: re.Match[str]) -> bool:
    """Tell whether a sentence, or a clause of one, is about the year: not a payment for it, nor a comparison."""
    words = _words()
    issuer = bare_form(view.document.issuer or "")
    if issuer and match["who"].endswith(issuer):
        return True
    if words["compared"].search(match["who"]) or not words["subject"].search(match["who"]):
        return False
    opens = match.start() == 0 or view.form[match.start() - 1] in "\n。；.）"
    return opens or bool(match["who"]) or bool(words["on_accounts"].match(view.form, match.end()))


def _is_own_budget(view: Disclosure, match: re.Match[str]) -> bool:
    """Tell whether a sentence of a budget begins with a year and goes on with the body's own budget."""
    opens = match.start() == 0 or view.form[match.start() - 1] in "\n。"
    issuer = bare_form(view.document.issuer or "")
    behind = match.end() + view.form.startswith("，", match.end())
    named = bool(issuer) and view.form.startswith(issuer, behind)
    return opens and not match["who"] and (named or bool(_words()["own_plan"].match(view.form, match.end())))


def class_years(view: Disclosure) -> Iterator[Draft]:
    """What can only be of the year reported on, said of another: a note on a table, targets, what was spent."""
    own = ["note_year", "targeted_year", *_OWN_YEARS.get(view.document.report or "", ())]
    for pattern in own:
        yield from _other_years(view, "year.subject", pattern, view.document.fiscal_year)


#: What is of the year reported on, in each kind of report.
_OWN_YEARS = {
    "final_accounts": ("class_year", "evaluated_year", "budget_year", "same_accounts"),
    "budget": ("same_year",),
}


def founding_years(view: Disclosure) -> Iterator[Draft]:
    """The year in which the body was set up, told once otherwise than elsewhere (单位2024年新成立)."""
    pattern = _words()["founded"]
    told = [match for line in view.prose_lines for match in pattern.finditer(view.form, *line)]
    years = Counter(match["year"] for match in told).most_common()
    if len(years) == 2 and years[0][1] > years[1][1] == 1:
        for match in told:
            if match["year"] == years[1][0]:
                yield _year(view, "year.founded", match, expected=int(years[0][0]))


def as_of_dates(view: Disclosure) -> Iterator[Draft]:
    """Accounts that state their assets at the end of another year."""
    if view.document.report == "final_accounts":
        yield from _other_years(view, "year.as_of", "as_of", view.document.fiscal_year)


def basis_years(view: Disclosure) -> Iterator[Draft]:
    """A comparison with the year reported on itself, where the year before is meant."""
    year, pattern = view.document.fiscal_year, _BASIS_YEARS.get(view.document.report or "")
    for start, end in view.prose_lines if pattern and year else ():
        for match in _words()[pattern or ""].finditer(view.form, start, end):
            if year is not None and int(match["year"]) == year:
                yield _year(view, "year.basis", match, expected=year - 1)


#: What years compared with are found by, in each kind of report.
_BASIS_YEARS = {"final_accounts": "basis_year", "budget": "budget_basis_year"}


def title_years(view: Disclosure) -> Iterator[Draft]:
    """A heading on accounts or a budget of another year than the document is of."""
    year = view.document.fiscal_year
    for section in view.of(Section) if year else ():
        match = _words()["title_year"].search(view.form, *section.span)
        if match is not None and int(match["year"]) != year and str(year) not in section.title:
            yield _year(view, "year.title", match)
    for start, end in view.prose_lines if year else ():
        match = _words()["title_line"].fullmatch(view.form, start, end)
        if match is not None and int(match["year"]) != year:
            yield _year(view, "year.title", match)


def _other_years(view: Disclosure, rule: str, pattern: str, year: int | None) -> Iterator[Draft]:
    for start, end in view.prose_lines if year else ():
        for match in _words()[pattern].finditer(view.form, start, end):
            if int(match["year"]) != year:
                yield _year(view, rule, match)


def _year(view: Disclosure, rule: str, match: re.Match[str], expected: int | None = None) -> Draft:
    return words_draft(
        view,
        rule,
        Span(*match.span()),
        expected=str(expected or view.document.fiscal_year),
        actual=match["year"],
    )


def words_draft(
    view: Disclosure,
    rule: str,
    span: Span,
    *,
    expected: str | None = None,
    actual: str | None = None,
    severity: str | None = None,
) -> Draft:
    """Word a draft on `span`, shown with the clause it stands in."""
    figure = view.place(span)
    return Draft(
        rule,
        span,
        (view.document.id,),
        expected=expected,
        actual=actual if actual is not None else view.document.text[slice(*span)],
        words={"where": _around(view, span)},
        severity="info" if severity == "info" else None,
        figures=(figure,),
        boxes=figure.boxes,
    )


def _around(view: Disclosure, span: Span) -> str:
    """Return the words of the line around a span."""
    text = view.document.text
    start = max(view.paragraph_start(span.start), span.start - _BEFORE)
    end = text.find("\n", span.end)
    return text[start : min(len(text) if end < 0 else end, span.end + _BEHIND)]


_BEFORE, _BEHIND = 12, 8
