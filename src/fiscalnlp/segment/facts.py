"""What the document is: title, issuer, region, fiscal year, kind of report and scope.

Every candidate is weighed by where it was found: the cover, a part's title, a label, the running text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from fiscalnlp.classification import regions
from fiscalnlp.data import compile_pattern, read_patterns, read_toml
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Region, Report, Scope
from fiscalnlp.segment.outline import Outline


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a document; `None` means that it does not say.

    `other_kind` says what a document is that is no disclosure of one body's accounts or budget; it has neither
    `report` nor `scope` then.
    """

    title: str | None
    issuer: str | None
    region: Region | None
    fiscal_year: int | None
    report: Report | None
    scope: Scope | None
    other_kind: str | None = None


_Key = TypeVar("_Key", str, int)

_REPORTS: dict[str, Report] = {"决算": "final_accounts", "预算": "budget"}
_SCOPES: dict[str, Scope] = {"部门": "department", "单位": "unit"}


#: Code points of the longest name that is looked for, its ending apart.
_LONGEST_NAME = 38


@dataclass(frozen=True, slots=True)
class _Rules:
    name: re.Pattern[str]
    leading: re.Pattern[str]
    qualifier: re.Pattern[str]
    titles: tuple[re.Pattern[str], ...]
    labels: re.Pattern[str]
    not_issuer: re.Pattern[str]
    in_text: re.Pattern[str]
    from_mark: re.Pattern[str]
    before_qualifier: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = read_toml("patterns/issuer.toml")
    ending = data["ending"]
    return _Rules(
        name=compile_pattern(rf"[\p{{Han}}（）·]{{2,38}}{ending}"),
        leading=compile_pattern(data["leading"]),
        qualifier=compile_pattern(data["qualifier"]),
        titles=tuple(compile_pattern(title) for title in data["titles"]),
        labels=compile_pattern(data["labels"]),
        not_issuer=compile_pattern(data["not_issuer"]),
        in_text=compile_pattern(
            rf"(?P<ending>{ending})(?:{data['qualifier']})?(?=20\d\d年度?|部门(?:决算|预算)|是|的主要)"
        ),
        from_mark=compile_pattern(rf"(?:^|(?<=[，。；：、\s]))[\p{{Han}}（）·]{{2,{_LONGEST_NAME}}}$"),
        before_qualifier=compile_pattern(r"[\p{Han}]{4,38}$"),
    )


def _words() -> dict[str, re.Pattern[str]]:
    return read_patterns("patterns/issuer.toml")


def find_facts(form: str, outline: Outline, text: str | None = None) -> Facts:
    """Read the facts of a document.

    Args:
        form: the document's text in matching form.
        outline: its outline.
        text: the text as printed, from which the title is taken; `form` by default.
    """
    cover = _cover_text(form, outline)
    title = _find_title(form, form if text is None else text, outline)
    report, scope, year = _kind(form, cover, outline)
    other = _other_kind(form, form if text is None else text, outline)
    issuer = _issuer(form, cover, outline)
    region = regions().find(issuer, context=cover + form[:2000]) if issuer else None
    if region is None:
        region = regions().find(cover) if cover else None
    if other is not None:
        return Facts(other[1], issuer, region, year, None, None, other[0])
    if title is None and issuer and year and report:
        words = {"department": "部门", "unit": "单位", None: ""}[scope]
        title = f"{issuer}{year}年度{words}{'决算' if report == 'final_accounts' else '预算'}"
    return Facts(title, issuer, region, year, report, scope)


def _cover_text(form: str, outline: Outline) -> str:
    return " ".join(form[span.start : span.end] for span in outline.cover)[:600]


def _title_lines(form: str, outline: Outline) -> list[str]:
    """Return the cover's lines one by one, and last all of them in one: a title may be wrapped."""
    lines = [re.sub(r"\s+", "", form[span.start : span.end]) for span in outline.cover]
    return [*lines, "".join(lines)[:600]] if lines else []


def _other_kind(form: str, text: str, outline: Outline) -> tuple[str, str] | None:
    """Return what the cover calls a document that is no disclosure of one body, and its title."""
    lines = _title_lines(form, outline)[:-1]
    if any(_words()["own_title"].search(line) for line in lines):
        return None
    for kind, pattern in read_patterns("patterns/issuer.toml", "other_kinds").items():
        for line, printed in zip(lines, _title_lines(text, outline), strict=False):
            if pattern.search(line):
                return kind, printed
    return None


def _find_title(form: str, text: str, outline: Outline) -> str | None:
    printed = _title_lines(text, outline)
    for pattern in _rules().titles:
        for line, words in zip(_title_lines(form, outline), printed, strict=True):
            match = pattern.search(line)
            if match is not None:
                tail = _words()["title_tail"].match(line, match.end())
                return words[match.start() : tail.end() if tail else match.end()]
    return None


def _kind(form: str, cover: str, outline: Outline) -> tuple[Report | None, Scope | None, int | None]:
    """Count how the document speaks of itself: `2023年度部门决算`, on the cover with more weight."""
    reports: Counter[str] = Counter()
    scopes: Counter[str] = Counter()
    years: Counter[int] = Counter()
    titles = " ".join(heading.title for heading in outline.headings)
    for text, weight in ((re.sub(r"\s+", "", cover), 1000), (titles, _TITLED), (form, 1)):
        for match in _words()["self_reference"].finditer(text):
            reports[match.group("report")] += weight
            if match.group("scope"):
                scopes[match.group("scope")] += weight
            if match.group("year"):
                years[int(match.group("year"))] += weight
    if not _words()["self_reference"].search(f"{cover} {titles}"):
        tables = Counter(match.group("report") for match in _words()["table_reference"].finditer(form))
        reports.update({report: _TITLED * count for report, count in tables.items()})
    years.update(int(found) for found in re.findall(r"(?<![与比较同])(20\d\d)年度", form))
    own = Counter(_words()["self_scope"].findall(form))
    scopes.update(own)
    if own["单位"] >= _OWN_WORDS and not own["部门"]:
        scopes["单位"] += 100_000  # many units title their accounts 部门决算
    best = _best(reports)
    return (
        _REPORTS.get(best) if best else None,
        _SCOPES.get(_best(scopes) or ""),
        _best(years),
    )


#: What a heading counts where a document speaks of itself.
_TITLED = 20
#: So many times 本单位, and never 本部门, tell a unit whatever its title says.
_OWN_WORDS = 3


def _best(counts: Counter[_Key]) -> _Key | None:
    """Return the commonest key; of equals the first that was counted."""
    return counts.most_common(1)[0][0] if counts else None


def _issuer(form: str, cover: str, outline: Outline) -> str | None:
    rules = _rules()
    votes: Counter[str] = Counter()

    def vote(name: str, weight: int) -> None:
        clean = _clean_name(name)
        if clean is not None:
            votes[clean] += weight

    lines = _title_lines(form, outline)
    for pattern in rules.titles[:2]:
        found = [match for line in lines[:-1] or lines if (match := pattern.search(line))]
        full = [match for match in found if _clean_name(match.group("issuer"))]
        for match in full or [match for line in lines[-1:] if (match := pattern.search(line))]:
            vote(match.group("issuer"), 50)
    for match in rules.labels.finditer(cover + " " + form[:4000]):
        vote(match.group("issuer"), 20)
    for heading in outline.headings:
        title = _words()["named_title"].match(heading.title)
        if title is not None:
            vote(title.group("issuer"), 10)
    for qualifier in rules.qualifier.finditer(form):
        words = rules.before_qualifier.search(form, max(0, qualifier.start() - _LONGEST_NAME), qualifier.start())
        if words is not None:
            vote(words.group(), 5)
    for name in _named_in_text(form):
        vote(name, 3)
    if not votes:
        return None
    # A longer name that ends in a shorter one is the same body's full name.
    best = max(votes, key=lambda name: (votes[name], -list(votes).index(name)))
    fuller = [name for name in votes if name != best and name.endswith(best) and regions().find(name) is not None]
    return max(fuller, key=lambda name: votes[name]) if fuller and regions().find(best) is None else best


def _named_in_text(form: str) -> Iterator[str]:
    """Yield the bodies that a clause begins with: `…，市科技局是…`; found by their endings."""
    rules = _rules()
    begun = -1
    for match in rules.in_text.finditer(form):
        end = match.start("ending")
        name = rules.from_mark.search(form, max(0, end - _LONGEST_NAME), end)
        if name is not None and name.start() > begun:
            begun = name.start()
            yield form[begun : match.end("ending")]


def _clean_name(name: str) -> str | None:
    rules = _rules()
    name = rules.qualifier.sub("", name).strip("（）· ")
    name = rules.leading.sub("", name)
    match = rules.name.match(name)
    if match is None or rules.not_issuer.search(match.group()):
        return None
    return match.group()


def title_span(form: str, outline: Outline) -> Span:
    """Return the span of the cover, or of the first code point where there is no cover."""
    if outline.cover:
        return Span(outline.cover[0].start, outline.cover[-1].end)
    return Span(0, min(1, len(form)))
