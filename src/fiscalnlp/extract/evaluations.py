"""Performance evaluations (绩效评价, 绩效自评): scope, money, scores, grades, problems and measures.

The text of an evaluation runs from the words that open it to the next opening; what stands in between
belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from fiscalnlp.data import compile_pattern, read_patterns, read_toml
from fiscalnlp.extract.content import Content
from fiscalnlp.extract.statements import Figure, Statements
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Evaluation

#: Cues of a budget that an evaluation measures itself by.
_NAMED_BUDGETS = frozenset({"stage.initial_budget", "stage.final_budget"})


@dataclass(frozen=True, slots=True)
class _Opening:
    span: Span
    subject: str
    projects: int | None
    paragraph: int
    announces: bool
    is_project: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A way to open an evaluation: its words and, where these stand apart, those of the subject before them."""

    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    announces: bool
    is_project: bool

    def first(self, form: str, position: int, end: int) -> _Words | None:
        """Return the first place in `[position, end)` where the words stand."""
        for match in self.pattern.finditer(form, position, end):
            lead = match
            if self.before is not None:
                found = self.before.search(form, max(position, match.start() - _LONGEST_SUBJECT), match.start())
                if found is None:
                    continue
                lead = found
            groups = match.groupdict()
            return _Words(
                Span(lead.start(), match.end()),
                Span(*lead.span("subject")),
                groups.get("projects"),
                groups.get("kind"),
                self,
            )
        return None


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that open an evaluation, where they stand, and what they say."""

    span: Span
    subject: Span
    projects: str | None
    kind: str | None
    row: _Row


#: Code points before the words of an opening in which its subject is looked for.
_LONGEST_SUBJECT = 82


@cache
def _rules() -> tuple[tuple[_Row, ...], dict[str, re.Pattern[str]]]:
    data = read_toml("patterns/evaluations.toml")
    openings = tuple(
        _Row(
            compile_pattern(row["pattern"]),
            compile_pattern(f"(?:{row['before']})$") if "before" in row else None,
            row.get("announces", False),
            row.get("single", False),
        )
        for row in data["opening"]
    )
    return openings, {name: compile_pattern(pattern) for name, pattern in data["parts"].items()}


def extract_evaluations(content: Content, statements: Statements) -> tuple[Evaluation, ...]:
    """Return the evaluations that the performance sections report, in text order."""
    openings = _openings(content)
    announced = [opening for opening in openings if opening.announces]
    real = [opening for opening in openings if not opening.announces]
    records: list[Evaluation] = []
    for position, opening in enumerate(real):
        following = real[position + 1] if position + 1 < len(real) else None
        region = _region(content, opening, following)
        figures = statements.figures_in(region)
        record = _record(content, opening, region, figures, announced)
        if record is not None:
            records.append(record)
    return tuple(records)


def _openings(content: Content) -> list[_Opening]:
    rows, _ = _rules()
    found: list[_Opening] = []
    for index, paragraph in enumerate(content.paragraphs):
        if "evaluation" not in paragraph.topics:
            continue
        for words in _words_in(rows, content.form, paragraph.body):
            if found and found[-1].paragraph == index and _is_again(content, found[-1], words):
                continue
            found.append(
                _Opening(
                    span=words.span,
                    subject=_subject(content, words),
                    projects=int(words.projects) if words.projects else None,
                    paragraph=index,
                    announces=words.row.announces,
                    is_project=words.row.is_project,
                )
            )
    return found


def _words_in(rows: Sequence[_Row], form: str, span: Span) -> Iterator[_Words]:
    """Yield the openings in `span`, the first each time, none overlapping one before."""
    position = span.start
    ahead = [row.first(form, *span) for row in rows]
    while True:
        # Only what begins in words that were read must be looked for anew.
        ahead = [
            words if words.span.start >= position else words.row.first(form, position, span.end)
            for words in ahead
            if words is not None
        ]
        following = [words for words in ahead if words is not None]
        if not following:
            return
        words = min(following, key=lambda each: each.span.start)
        yield words
        position = words.span.end


def _subject(content: Content, words: _Words) -> str:
    """Return what is evaluated, and how where the words part the two: `一般公共预算项目支出…绩效自评`."""
    span = content.trimmed(*words.subject, closing="，。；：、 ")
    subject = content.text[slice(*span)].replace("了绩效目标", "绩效目标")
    if words.kind is None:
        return subject
    return words.kind if subject in {"项目", "项目支出"} else subject + words.kind


#: Two subjects this long that hold one another are one project, not a kind of evaluation.
_SHORTEST_NAME = 8


def _is_again(content: Content, opening: _Opening, words: _Words) -> bool:
    """Tell that the words open again what is open: `A项目绩效自评情况：…A项目绩效自评得分…`."""
    again = _subject(content, words).strip("“”")
    subject = opening.subject.strip("“”")
    same = min(len(again), len(subject)) >= _SHORTEST_NAME and (again in subject or subject in again)
    return not opening.announces and (
        again == subject or same or again.startswith(("该", "平均")) or again == "项目"
    )


def _region(content: Content, opening: _Opening, following: _Opening | None) -> Span:
    """Return the words of an evaluation: to the next opening, but not beyond its heading."""
    heading = content.paragraphs[opening.paragraph].heading
    end = opening.span.end
    for paragraph in content.paragraphs[opening.paragraph :]:
        if paragraph.heading != heading:
            break
        end = paragraph.span.end
    if following is not None and following.span.start < end:
        # The sentence that opens the next evaluation is not part of this one.
        stop = max(content.form.rfind(mark, opening.span.end, following.span.start) for mark in "。；，\n")
        end = stop + 1 if stop >= 0 else following.span.start
    return Span(opening.span.start, end)


def _record(
    content: Content,
    opening: _Opening,
    region: Span,
    figures: Sequence[Figure],
    announced: Sequence[_Opening],
) -> Evaluation | None:
    _, parts = _rules()
    form = content.form
    money = [f for f in figures if f.mention.kind == "money" and not f.in_reason]
    projects = opening.projects
    if projects is None:
        projects = _projects(content, region, parts)
    subject = opening.subject
    if projects is None:
        for other in announced:
            if other.projects is not None and subject[:12] in content.text[slice(*other.span)]:
                projects = other.projects
    grades = _grades(form, region, parts)
    budgets = _NAMED_BUDGETS | {"stage.budget"} if opening.is_project else _NAMED_BUDGETS
    fields: dict[str, Any] = {
        "projects": projects,
        "yuan": _money(money, parts["covered"], form),
        "score": _score(figures),
        "grade": _grade(content, region, parts, grades),
        "budget_yuan": next((f.mention.yuan for f in money if f.cue and f.cue.row["id"] in budgets), None),
        "executed_yuan": next(
            (f.mention.yuan for f in money if f.cue and f.cue.row["id"] == "stage.executed"), None
        ),
        "completion": next(
            (
                f.mention.value
                for f in figures
                if f.cue and f.cue.row.get("role") == "completion" and not f.in_reason
            ),
            None,
        ),
        "findings": _words(content, region, parts["findings"]),
        "improvements": _words(content, region, parts["improvements"]),
    }
    if all(value is None for value in fields.values()):
        return None
    span = content.trimmed(*region)
    return content.record(Evaluation, span, opening.span.start, subject=subject, grades=grades, **fields)


def _projects(content: Content, region: Span, parts: dict[str, re.Pattern[str]]) -> int | None:
    match = parts["projects"].search(content.form, *region)
    if match is None:
        return None
    return int(next(group for group in match.groups() if group is not None))


def _money(money: Sequence[Figure], covered: re.Pattern[str], form: str) -> Decimal | None:
    return next(
        (f.mention.yuan for f in money if covered.search(form, max(0, f.mention.start - 24), f.mention.start)),
        None,
    )


def _score(figures: Sequence[Figure]) -> Decimal | None:
    return next(
        (f.mention.value for f in figures if f.mention.kind == "quantity" and f.mention.unit == "分"), None
    )


def _grades(form: str, region: Span, parts: dict[str, re.Pattern[str]]) -> dict[str, int] | None:
    for name in ("grade_count_before", "grade_count"):
        grades = {m.group("grade"): int(m.group("count")) for m in parts[name].finditer(form, *region)}
        if grades:
            return grades
    return None


def _grade(
    content: Content, region: Span, parts: dict[str, re.Pattern[str]], grades: dict[str, int] | None
) -> str | None:
    """Return the grade given: named outright, or the only one that a single project received."""
    if grades is not None:
        given = [grade for grade, count in grades.items() if count]
        return given[0] if len(given) == 1 and grades[given[0]] == 1 else None
    match = parts["grade"].search(content.form, *region)
    return content.text[slice(*match.span("grade"))] if match else None


def _words(content: Content, region: Span, pattern: re.Pattern[str]) -> str | None:
    match = pattern.search(content.form, *region)
    if match is None:
        return None
    span = content.trimmed(*match.span("words"))
    if read_patterns("patterns/sentences.toml", "template")["placeholder"].search(content.form, *span):
        return None
    return content.text[slice(*span)].replace("\n", "") or None
