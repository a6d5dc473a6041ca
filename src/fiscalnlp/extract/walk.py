"""The walk over the running text: figures with their subjects, in one pass over each paragraph's events.

It keeps the subject over ellipsis (`其中：…；…`, `本年支出合计…，比上年增加…，增长…`), the whole that shares
refer to, and the budget that was named last. It decides nothing about record kinds; the modules beside it do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter

from fiscalnlp.data import read_patterns
from fiscalnlp.extract.class_paths import ClassPath, find_class_paths
from fiscalnlp.extract.comparer import Comparer, named_budget
from fiscalnlp.extract.content import Content, Paragraph, sentences
from fiscalnlp.extract.cues import (
    BARE_SHARE,
    Cue,
    base_cue,
    cue_noun,
    is_base,
    match_cue,
    parts_follow,
    verdict_cue,
)
from fiscalnlp.extract.events import Event, find_events
from fiscalnlp.extract.naming import Namer
from fiscalnlp.extract.reason_spans import find_reason
from fiscalnlp.extract.state import State
from fiscalnlp.extract.statements import Figure, Statements
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Basis, Fund
from fiscalnlp.money import Mention

_YEAR = re.compile(r"20\d\d")
_OWN_YEAR = re.compile(r"(?<![比较与同])(20\d\d)年")
#: Cues whose noun is the measure even where a subject could be carried on.
_OWN_NOUN = frozenset({"role.excellent_rate"})
#: Sections whose running text states no figures of the accounts.
_SILENT = frozenset({"duties", "glossary"})
_PLAIN_SUBJECTS = (None, "收入预算", "支出预算")
#: Code points within which a bracket closes, from the first figure or event in it.
_LONGEST_ASIDE = 200
#: The fund that plain totals belong to, by the words that name it.
FUND_SCOPES: dict[Fund, str] = {
    "government_fund": "政府性基金预算财政拨款",
    "state_capital": "国有资本经营预算财政拨款",
}
#: Code points of the shortest name in a list of names.
_SHORTEST_NAME = 3

#: Something in a sentence: where it begins, its rank among what begins there, and what it is.
_Place = tuple[int, int, Mention | Event | ClassPath]
_START, _PLACE = itemgetter(0), itemgetter(0, 1)


def read_statements(content: Content) -> Statements:
    """Walk over all paragraphs of `content`."""
    return _Walk(content).run()


class _Walk:
    def __init__(self, content: Content) -> None:
        self._content, self._form = content, content.form
        self._year = content.facts.fiscal_year
        self._is_budget = content.facts.report == "budget"
        self._words = read_patterns("patterns/sentences.toml", "walk")
        self._namer = Namer(content)
        self._comparer = Comparer(content, self._namer)
        self._figures: list[Figure] = []
        self._paths: list[tuple[int, ClassPath]] = []
        self._state = State()

    def run(self) -> Statements:
        for index, paragraph in enumerate(self._content.paragraphs):
            self._paragraph(index, paragraph)
        return Statements(
            tuple(self._figures),
            tuple(self._comparer.comparisons),
            tuple(self._comparer.explanations),
            tuple(self._paths),
        )

    def _paragraph(self, index: int, paragraph: Paragraph) -> None:
        body = paragraph.body
        style = paragraph.marker.style if paragraph.marker else None
        self._state = self._state.following(paragraph.heading, self._namer.of_heading(paragraph), style)
        before = self._paths[-1] if self._paths else None
        goes_on = before is not None and self._content.paragraphs[before[0]].heading == paragraph.heading
        paths = find_class_paths(
            self._form,
            body,
            fund=fund_of(paragraph.topics),
            year=self._year,
            before=before[1] if before is not None and goes_on else None,
        )
        self._paths.extend((index, path) for path in paths)
        mentions = self._content.mentions_in(body)
        if paragraph.topic in _SILENT:
            self._figures += [
                Figure(m, None, None, None, None, self._year, m.start, index, None, False) for m in mentions
            ]
            return
        self._state.subject = self._label(paragraph)
        self._state.scope = self._state.scope or FUND_SCOPES.get(fund_of(paragraph.topics))
        known: list[_Place] = [*((p.span.start, 0, p) for p in paths), *((m.start, 1, m) for m in mentions)]
        known.sort(key=_PLACE)
        for number, sentence in enumerate(sentences(self._form, body)):
            self._sentence(index, number, sentence, self._timeline(sentence, known))
        self._enter_parts(body.end)
        self._state.continues = bool(self._words["goes_on"].search(self._form[body.start : body.end].rstrip()))

    def _label(self, paragraph: Paragraph) -> str | None:
        """Return the measure that opens a list item: `1.因公出国（境）费用。2023年度决算数…`."""
        label = (
            self._words["label"].match(self._form, paragraph.body.start, paragraph.body.end)
            if paragraph.marker
            else None
        )
        return self._namer.named(self._state, *label.span("name")) if label else None

    def _timeline(self, sentence: Span, known: Sequence[_Place]) -> list[_Place]:
        """Return what stands in a sentence, in order; of two that begin at one place, a path, then a figure."""
        first, last = (bisect_left(known, offset, key=_START) for offset in sentence)
        places = [*known[first:last], *((event.span.start, 2, event) for event in self._events(sentence))]
        places.sort(key=_PLACE)
        return places

    def _events(self, sentence: Span) -> list[Event]:
        """Return a sentence's events; a weak cue of a reason (由于) yields to a strong one behind it."""
        events = find_events(self._form, sentence)
        strong = -1
        for event in events:
            strong = event.span.start if event.row.get("strength") == "strong" else strong
        return [e for e in events if e.span.start > strong or e.row.get("strength") != "weak"]

    def _sentence(self, index: int, number: int, sentence: Span, timeline: Sequence[_Place]) -> None:
        state = self._state
        if number and not self._words["opens_parts"].match(self._form, sentence.start, sentence.end):
            state.basis = None
        if number and self._form[sentence.start] != "；":  # `…增加。；本年支出合计…` goes on
            state.scope = FUND_SCOPES.get(fund_of(self._content.paragraphs[index].topics))
        within = self._words["within"].match(self._form, *sentence)
        if within:
            state.whole = self._namer.named(state, *within.span("whole"), scoped=False) or state.whole
        state.sentence, state.clause, state.basis_clause = number, 0, -1
        state.position, state.cause, state.aside, state.base = sentence.start, None, None, None
        state.restated = None
        reason = Span(0, 0)  # the last one; where it ends, the next may begin
        resumed: tuple[int, str | None] | None = None  # where a cause in front ends, and the subject before it
        for start, _, item in timeline:
            end = item.end if isinstance(item, Mention) else item.span.end
            if resumed is not None and start >= resumed[0]:
                state.subject, state.counted, resumed = resumed[1], None, None
            if state.position > start and not isinstance(item, Mention):
                continue  # inside what has been read already
            state.clause += self._form.count("；", state.position, start)
            self._bracket(start, sentence.end)
            in_reason = reason.start <= start < reason.end
            if isinstance(item, Mention):
                self._figure(index, item, in_reason)
            elif isinstance(item, ClassPath):
                self._enter_parts(start)
                state.path, state.subject = item, item.name
            elif item.kind == "reason":
                paragraph_end = self._content.paragraphs[index].span.end
                found = None if in_reason else find_reason(self._form, item, sentence.end, paragraph_end)
                if found is not None:
                    near = bool(self._figures) and self._figures[-1].paragraph == index
                    if self._comparer.explain(state, index, item, found, near_figure=near):
                        reason = found.span
                    elif not self._words["only_behind"].match(found.cue):
                        state.cause = (found.span.start, found.cue)
                        resumed = (found.span.end, state.counted or state.subject)
            else:
                self._compare(index, item, in_reason)
            self._comparer.explain_ahead(state, index)
            state.position = max(state.position, end)

    def _bracket(self, start: int, end: int) -> None:
        """Note that the words at `start` stand in a bracket, which leaves the subject to what stands behind it."""
        state, form = self._state, self._form
        if state.aside is not None:
            closing, subject, figure = state.aside
            if start < closing:
                return
            state.aside = None
            if subject is not None:
                state.subject, state.figure = subject, figure
        opening = form.rfind("（", state.position, start)
        if opening >= 0 and form.find("）", opening, start) < 0:
            closing = form.find("）", start, min(end, start + _LONGEST_ASIDE))
            if closing >= 0:
                state.aside = (closing, state.subject, state.figure)

    def _compare(self, index: int, event: Event, in_reason: bool) -> None:
        """Hand an event on; a comparison inside a reason counts only where it carries a figure."""
        state = self._state
        if event.kind == "basis":
            self._enter_parts(event.span.start)
            self._comparer.basis(state, index, event)
        elif in_reason:
            return
        elif event.kind == "verdict":
            self._comparer.verdict(state, index, event)
        else:
            self._comparer.direction(state, index, event)

    def _enter_parts(self, end: int) -> None:
        """Make the subject the whole when the words up to `end` say that its parts follow."""
        state = self._state
        current = state.counted or state.subject
        if current is not None and parts_follow().search(self._form, state.position, end):
            state.whole = current

    # -- figures --------------------------------------------------------------------------------------

    def _figure(self, index: int, mention: Mention, in_reason: bool) -> None:
        state = self._state
        self._enter_parts(mention.start)
        lead = self._namer.lead(state, mention.start)
        cue = None
        if mention.kind == "money" and state.basis is not None and mention.start == state.basis_end:
            cue = base_cue(state.basis, mention.start)
        elif mention.kind == "money" and state.judged is not None and mention.start == state.judged_end:
            cue = verdict_cue(state.judged, mention.start)
        elif mention.kind == "money":
            cue = match_cue("stage", self._form, lead, mention.start)
        elif mention.kind == "percentage":
            cue = match_cue("role", self._form, lead, mention.start) or self._beside_amount(mention)
        explicit = self._respective(lead, mention) if mention.kind == "money" and cue is None else None
        if explicit is None:
            explicit = self._namer.named(state, lead, max(lead, cue.start) if cue else mention.start)
        measure = self._measure(index, explicit, cue, mention, lead)
        figure = Figure(
            mention=mention,
            measure=measure,
            whole=self._whole_of(cue, measure),
            cue=cue,
            budget=self._budget_of(cue, index),
            year=state.basis_year if is_base(cue) else self._year_of(lead, mention.start, cue),
            lead=lead,
            paragraph=index,
            path=state.path,
            in_reason=in_reason,
        )
        self._figures.append(figure)
        self._comparer.figure(state, index, figure)
        if is_base(cue) or (state.basis is None and figure.budget is not None and mention.kind == "money"):
            state.base = figure
        if mention.kind == "money" and self._is_compared(cue) and figure.year in {None, self._year}:
            state.figure = figure
        # `单位价值100万元（含）以上设备0台`: the threshold belongs to the name of what is counted.
        state.threshold = lead if self._words["threshold"].match(self._form, mention.end) else None

    def _respective(self, lead: int, mention: Mention) -> str | None:
        """Return the measure of a sum in a list that names all measures first: `…、…分别为…、…`."""
        state, form = self._state, self._form
        if state.pending and self._words["joint"].fullmatch(form, state.position, mention.start):
            name, *rest = state.pending
            state.pending = tuple(rest)
            return name
        state.pending = ()
        if form.find("分别", lead, mention.start) < 0:
            return None
        match = self._words["respectively"].fullmatch(form, lead, mention.start)
        if match is None:
            return None
        names: list[str] = []
        start, end = match.span("names")
        for mark in [*self._words["joint"].finditer(form, start, end), None]:
            stop = mark.start() if mark else end
            named = self._namer.named(state, start, stop, scoped=False) if stop - start >= _SHORTEST_NAME else None
            if named is None:
                return None  # 收、支总计分别为…
            names.append(named)
            start = mark.end() if mark else end
        state.pending = tuple(names[1:])
        return names[0] if len(names) > 1 else None

    def _beside_amount(self, mention: Mention) -> Cue | None:
        """Return the cue of a percentage right behind an amount: `2.5万元，7%`, `完成预算2.5万元的71%`."""
        last = self._figures[-1] if self._figures else None
        if last is None or last.mention.kind != "money" or last.mention.end + 1 != mention.start:
            return None
        if self._form[mention.start - 1] == "的":
            return match_cue("role", self._form, last.lead, mention.start)
        changed = last.cue is not None and last.cue.row["stage"] == "change"
        alone = self._form[mention.start - 1] == "，" and self._form[mention.end : mention.end + 1] in {
            "；",
            "。",
            "，",
        }
        return BARE_SHARE if alone and not changed else None

    def _is_compared(self, cue: Cue | None) -> bool:
        """Tell an amount that a comparison behind it compares: the account in accounts, the budget in budgets."""
        if cue is None:
            return True
        return cue.row["stage"] == "final_account" or (self._is_budget and "budget" in cue.row["stage"])

    def _measure(
        self, index: int, explicit: str | None, cue: Cue | None, mention: Mention, lead: int
    ) -> str | None:
        """Return a figure's measure: named before it, in its cue, or carried on from the figure before."""
        state = self._state
        if mention.kind == "quantity":
            state.counted = explicit or state.counted or state.subject or state.heading_subject
            return state.counted
        state.counted = None
        if explicit is not None:
            # A rate with a name of its own leaves the subject to the figures behind it.
            if cue is None or cue.row.get("role") not in {"share", "completion"}:
                if explicit != state.subject and cue is not None and cue.row.get("stage") == "change":
                    state.figure = None  # what is compared is not the figure before
                state.subject = explicit
            return explicit
        noun = None
        if cue is not None:
            noun = cue_noun(self._form[cue.start : mention.start])
            total = self._words["plain_total"].search(self._form, lead, mention.start)
            plain = total and (
                state.subject in _PLAIN_SUBJECTS or _is_contrary(state.subject or "", total.group())
            )
            if cue.row.get("stage") == "budget" and total and plain:
                state.subject = total.group()
            own = cue.row["id"] in _OWN_NOUN or (cue.row["id"] == "role.completion_rate" and state.subject is None)
            if noun is not None and (cue.row.get("stage") == "other" or own):
                return noun
        if "evaluation" in self._content.paragraphs[index].topics:
            return noun or state.subject
        return state.subject or state.heading_subject

    def _whole_of(self, cue: Cue | None, measure: str | None) -> str | None:
        of = cue.groups.get("of") if cue is not None else None
        if cue is not None and of:
            offset = self._form.find(of, cue.start)
            named = self._namer.named(self._state, offset, offset + len(of), scoped=False)
            if named is not None:
                return named
        return self._state.whole if self._state.whole != measure else None

    def _year_of(self, lead: int, end: int, cue: Cue | None) -> int | None:
        if cue is not None and cue.row.get("stage") == "change":
            return self._year
        if cue is not None and cue.row.get("prior"):
            named = _YEAR.search(self._form, cue.start, end)
            return int(named.group()) if named else (self._year - 1 if self._year else None)
        years = _OWN_YEAR.findall(self._form, lead, end)
        return int(years[-1]) if years else self._year

    def _budget_of(self, cue: Cue | None, index: int) -> Basis | None:
        """Return the budget that a figure is, or is measured by; without a name, the one named before."""
        if cue is None:
            return None
        named: Basis | None = cue.row.get("budget")
        if named is None and cue.groups.get("budget"):
            named = named_budget(cue.groups["budget"] or "")
        elif named is None and cue.row.get("role") != "completion" and cue.row.get("stage") != "budget":
            return None
        if named is None:
            return self._comparer.unnamed_budget(self._state, index)[0]
        self._state.budget = named
        return named


def _is_contrary(subject: str, total: str) -> bool:
    """Tell an income that can be no subject of 支出预算, and the other way round."""
    return ("收入" in subject and total.startswith("支出")) or ("支出" in subject and total.startswith("收入"))


def fund_of(topics: Sequence[str]) -> Fund:
    """Return the fund that a section's topics speak of."""
    if "government_fund" in topics:
        return "government_fund"
    return "state_capital" if "state_capital" in topics else "general"
