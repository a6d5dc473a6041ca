"""Statements: the figures of a paragraph with their subjects, what is compared with what, and why.

One walk over each paragraph's events in order. The walk keeps the subject over ellipsis (`其中：…；…`,
`本年支出合计 …，比上年增加 …，增长 …`), the whole that shares refer to, the basis of comparison and the budget
that was named last. It decides nothing about record kinds; the modules beside it do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.extract.class_paths import ClassPath, find_class_paths
from fiscalnlp.extract.content import Content, Paragraph
from fiscalnlp.extract.cues import Cue, Subjects, cue_noun, match_cue, measure_name, parts_follow
from fiscalnlp.extract.events import DIRECTIONS, Event, find_events
from fiscalnlp.extract.reason_spans import ReasonSpan, find_reason
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Basis, Direction, Fund
from fiscalnlp.money import Mention


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what its sentence says of it.

    Args:
        mention: the figure.
        measure: what it is a figure of, as the field names it.
        whole: the whole that the measure is a part of, where the text says so.
        cue: the cue before it, `None` where nothing says more.
        budget: the budget that the figure is, or is measured by.
        year: the year it belongs to.
        lead: offset where the words before it begin.
        paragraph: index of its paragraph.
        path: the class path it stands under in its paragraph, `None` outside one.
        in_reason: whether it stands inside an explanation.
    """

    mention: Mention
    measure: str | None
    whole: str | None
    cue: Cue | None
    budget: Basis | None
    year: int | None
    lead: int
    paragraph: int
    path: ClassPath | None
    in_reason: bool


@dataclass(slots=True)
class Comparison:
    """One thing compared on one basis; `figure` is the figure compared, where it is printed."""

    measure: str | None
    basis: Basis
    basis_year: int | None
    start: int
    end: int
    paragraph: int
    sentence: int
    clause: int
    direction: Direction | None = None
    amount: Figure | None = None
    percent: Figure | None = None
    completion: Figure | None = None
    figure: Figure | None = None
    certain: bool = True
    reasons: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Explanation:
    """A reason: its cue, its words, and the comparisons (indices) that it explains."""

    cue: str
    span: Span
    strength: str
    paragraph: int
    explains: list[int] = field(default_factory=list)
    near_figure: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """Everything the walk found, in text order; `paths` pairs each class path with its paragraph."""

    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]
    explanations: tuple[Explanation, ...]
    paths: tuple[tuple[int, ClassPath], ...]


#: Cues whose noun is the measure even where a subject could be carried on.
_OWN_NOUN = frozenset({"role.excellent_rate", "role.completion_rate"})
#: Sections whose running text states no figures of the accounts.
_SILENT = frozenset({"duties", "glossary"})


def read_statements(content: Content) -> Statements:
    """Walk over all paragraphs of `content`."""
    return _Walk(content).run()


class _Walk:
    def __init__(self, content: Content) -> None:
        self._content = content
        self._form = content.form
        self._year = content.facts.fiscal_year
        self._is_budget = content.facts.report == "budget"
        self._subjects = Subjects(_self_names(content))
        self.figures: list[Figure] = []
        self.comparisons: list[Comparison] = []
        self.explanations: list[Explanation] = []
        self.paths: list[tuple[int, ClassPath]] = []
        self._state = _State()

    def run(self) -> Statements:
        for index, paragraph in enumerate(self._content.paragraphs):
            self._paragraph(index, paragraph)
        return Statements(
            tuple(self.figures), tuple(self.comparisons), tuple(self.explanations), tuple(self.paths)
        )

    def _paragraph(self, index: int, paragraph: Paragraph) -> None:
        body = paragraph.body
        previous = self._state
        self._state = _State(heading_subject=self._heading_subject(paragraph))
        if previous.continues and previous.heading == paragraph.heading:
            self._state.whole, self._state.scope = previous.whole, previous.scope
            self._state.basis, self._state.basis_year = previous.basis, previous.basis_year
            self._state.budget = previous.budget
        self._state.heading = paragraph.heading
        silent = paragraph.topic in _SILENT
        paths = find_class_paths(self._form, body, fund=_fund(paragraph.topics), year=self._year)
        self.paths.extend((index, path) for path in paths)
        mentions = self._content.mentions_in(body)
        if silent:
            self._plain_figures(index, mentions)
            return
        for sentence_number, sentence in enumerate(_sentence_spans(self._form, body)):
            self._sentence(index, sentence_number, sentence, mentions, paths)
        self._enter_parts(body.end)
        self._state.continues = self._form[body.start : body.end].rstrip().endswith(("：", "；")) or bool(
            regex.search(r"其中[：，]?$|如下[：。]?$", self._form[body.start : body.end])
        )

    def _plain_figures(self, index: int, mentions: Sequence[Mention]) -> None:
        for mention in mentions:
            self.figures.append(
                Figure(mention, None, None, None, None, self._year, mention.start, index, None, False)
            )

    def _heading_subject(self, paragraph: Paragraph) -> str | None:
        if paragraph.heading is None:
            return None
        title = _form_title(self._content, paragraph.heading)
        title = regex.sub(
            r"(?:的)?(?:支出|收入)?(?:决算|预算)?(?:数)?(?:总体|具体|执行)?(?:情况)?(?:说明)?$", "", title
        )
        return self._subjects.clean(title)

    # -- one sentence ---------------------------------------------------------------------------------

    def _sentence(
        self, index: int, number: int, sentence: Span, mentions: Sequence[Mention], paths: Sequence[ClassPath]
    ) -> None:
        state = self._state
        if not regex.match(r"\s*其中|\s*具体", self._form[sentence.start : sentence.end]):
            state.basis = None if not state.continues else state.basis
        state.sentence, state.clause = number, 0
        state.position = sentence.start
        reasons: list[ReasonSpan] = []
        for kind, item in self._timeline(sentence, mentions, paths):
            start, end = _bounds(item)
            if state.position > start and kind != "mention":
                continue
            state.clause += self._form.count("；", state.position, start) + self._form.count(
                "。", state.position, start
            )
            in_reason = any(reason.span.start <= start < reason.span.end for reason in reasons)
            if kind == "path":
                assert isinstance(item, ClassPath)
                self._enter_parts(start)
                state.path, state.subject, state.position = item, item.name, end
            elif kind == "mention":
                assert isinstance(item, Mention)
                self._figure(index, item, in_reason)
            else:
                assert isinstance(item, Event)
                if item.kind == "reason":
                    found = find_reason(
                        self._form, item, sentence.end, self._content.paragraphs[index].span.end
                    )
                    if found is not None and not in_reason:
                        reasons.append(found)
                        self._explain(index, item, found)
                    state.position = max(state.position, end)
                else:
                    self._event(index, item, in_reason)

    def _timeline(
        self, sentence: Span, mentions: Sequence[Mention], paths: Sequence[ClassPath]
    ) -> Iterator[tuple[str, Mention | Event | ClassPath]]:
        items: list[tuple[int, int, str, Mention | Event | ClassPath]] = []
        items += [(m.start, 1, "mention", m) for m in mentions if sentence.start <= m.start < sentence.end]
        items += [(e.span.start, 2, "event", e) for e in find_events(self._form, sentence)]
        items += [
            (p.span.start, 0, "path", p) for p in paths if sentence.start <= p.span.start < sentence.end
        ]
        for _, _, kind, item in sorted(items, key=lambda entry: (entry[0], entry[1])):
            yield kind, item

    def _enter_parts(self, end: int) -> None:
        """Make the current subject the whole when the words up to `end` say that its parts follow."""
        state = self._state
        between = self._form[state.position : end]
        if parts_follow().search(between) and state.subject is not None:
            state.whole = state.subject

    # -- figures --------------------------------------------------------------------------------------

    def _figure(self, index: int, mention: Mention, in_reason: bool) -> None:
        state = self._state
        self._enter_parts(mention.start)
        lead = self._lead(mention.start)
        family = "role" if mention.kind == "percentage" else "stage"
        cue = match_cue(family, self._form, lead, mention.start) if mention.kind != "quantity" else None
        explicit = self._named(lead, cue.start if cue else mention.start)
        measure = self._measure(index, explicit, cue, mention)
        budget = self._budget_of(cue, index)
        figure = Figure(
            mention=mention,
            measure=measure,
            whole=self._whole_of(cue, measure),
            cue=cue,
            budget=budget,
            year=self._year_of(lead, mention.start, cue),
            lead=lead,
            paragraph=index,
            path=state.path,
            in_reason=in_reason,
        )
        self.figures.append(figure)
        self._compare_figure(index, figure)
        if mention.kind == "money" and (cue is None or cue.row.get("stage") not in {"change", "other"}):
            state.figure = figure
        # `单位价值100万元（含）以上设备0台`: the threshold belongs to the name of what is counted.
        state.threshold = lead if _THRESHOLD.match(self._form, mention.end) else None
        state.position = max(state.position, mention.end)

    def _lead(self, end: int) -> int:
        """Return where the words before a figure begin: after the last mark, figure or event."""
        lead = self._state.position
        threshold = self._state.threshold
        if threshold is not None and not regex.search(r"[，；。：、]", self._form[lead:end]):
            return threshold
        for mark in "，；。：（":
            lead = max(lead, self._form.rfind(mark, self._state.position, end) + 1)
        opening = self._form.rfind("（", self._state.position, end)
        if opening >= 0 and lead == opening + 1 and "）" in self._form[opening:end]:
            # A closed bracket belongs to the name: 单位价值100万元（含）以上设备（不含车辆）.
            lead = max(
                [self._state.position]
                + [self._form.rfind(m, self._state.position, opening) + 1 for m in "，；。："]
            )
        return lead

    def _named(self, start: int, end: int, *, scoped: bool = True) -> str | None:
        """Return the measure that the words of `[start, end)` name, as the field names it."""
        words = self._form[start:end]
        clean = self._subjects.clean(words)
        if clean is None:
            return None
        scope = self._subjects.scope_of(clean)
        name = measure_name(
            self._subjects.in_scope(clean, self._state.scope if scoped and not scope else None)
        )
        if scoped:
            self._state.scope = scope or self._state.scope
        if name != clean:
            return name
        # Not in the vocabulary: as printed, not in matching form.
        offset = start + words.find(clean)
        return self._content.text[offset : offset + len(clean)]

    def _measure(self, index: int, explicit: str | None, cue: Cue | None, mention: Mention) -> str | None:
        """Return the measure of a figure: named before it, in its cue, or carried on from the figure before."""
        state = self._state
        if mention.kind == "quantity":
            state.counted = explicit or state.counted or state.subject or state.heading_subject
            return state.counted
        state.counted = None
        if explicit is not None:
            # A rate with a name of its own (…率) leaves the subject to the figures behind it.
            if not (cue is not None and cue.row.get("role") in {"share", "completion"}):
                state.subject = explicit
            return explicit
        noun = cue_noun(self._form[cue.start : mention.start]) if cue is not None else None
        if cue is not None and cue.row.get("stage") == "budget" and state.subject is None:
            total = regex.search(r"(?:收入|支出)预算", self._form[self._lead(mention.start) : mention.start])
            if total:
                state.subject = total.group()
        if noun is not None and (
            cue is None or cue.row.get("stage") == "other" or cue.row["id"] in _OWN_NOUN
        ):
            return noun
        if "evaluation" in self._content.paragraphs[index].topics:
            return noun or state.subject
        return state.subject or state.heading_subject

    def _whole_of(self, cue: Cue | None, measure: str | None) -> str | None:
        if cue is not None and cue.groups.get("of"):
            of = cue.groups["of"] or ""
            offset = self._form.find(of, cue.start)
            named = self._named(offset, offset + len(of), scoped=False)
            if named is not None:
                return named
        return self._state.whole if self._state.whole != measure else None

    def _year_of(self, lead: int, end: int, cue: Cue | None) -> int | None:
        if cue is not None and cue.row.get("stage") == "change":
            return self._year
        if cue is not None and cue.row.get("prior"):
            named = regex.search(r"20\d\d", self._form[cue.start : end])
            return int(named.group()) if named else (self._year - 1 if self._year else None)
        years = regex.findall(r"(?<![比较与同])(20\d\d)年", self._form[lead:end])
        return int(years[-1]) if years else self._year

    def _budget_of(self, cue: Cue | None, index: int) -> Basis | None:
        """Return the budget that a cue names; one without a name takes the budget named before it."""
        if cue is None:
            return None
        state = self._state
        named = cue.row.get("budget")
        if named is None and cue.groups.get("budget") is not None:
            named = _named_budget(cue.groups["budget"] or "")
        elif named is None and cue.row.get("role") != "completion" and cue.row.get("stage") != "budget":
            return None
        if named is not None:
            basis: Basis = named
            state.budget = basis
            return basis
        return self._unnamed_budget(index)[0]

    def _unnamed_budget(self, index: int) -> tuple[Basis, bool]:
        """Return what a bare 预算 means here, and whether the text leaves no choice."""
        if self._state.budget is not None:
            return self._state.budget, True
        paragraph = self._content.paragraphs[index]
        named = _named_budget(self._content.heading_title(paragraph))
        if named is not None:
            return named, True
        if self._is_budget:
            return "initial_budget", True
        return "final_budget", "official_expense" in paragraph.topics

    # -- comparisons ----------------------------------------------------------------------------------

    def _event(self, index: int, event: Event, in_reason: bool) -> None:
        state = self._state
        start = event.span.start
        if event.kind == "basis":
            self._enter_parts(start)
            self._take_subject(start)
            self._set_basis(index, event)
            state.basis_start = start
            state.basis_clause = state.clause
        elif event.kind == "verdict" and not in_reason:
            named = _named_budget(event.groups.get("base") or "")
            basis, certain = (named, True) if named else self._unnamed_budget(index)
            if named:
                state.budget = named
            self._take_subject(start)
            judged = DIRECTIONS[event.groups["word"] or ""]
            self._judge(index, basis, self._year, judged, event.span, certain)
        elif event.kind in {"unchanged", "direction"} and not in_reason and state.basis is not None:
            if state.clause != state.basis_clause and event.kind == "direction":
                state.position = max(state.position, event.span.end)
                return
            self._take_subject(start)
            word = event.groups.get("word")
            direction: Direction = DIRECTIONS[word] if word else "unchanged"
            self._judge(index, state.basis, state.basis_year, direction, event.span, state.basis_certain)
        state.position = max(state.position, event.span.end)

    def _take_subject(self, end: int) -> None:
        """Let the words before a comparison name its subject: `公务接待费支出与预算持平`."""
        state = self._state
        name = self._named(self._lead(end), end)
        if name is None or not regex.search(r"[费款支收余经金算用资产车辆计入出员]", name):
            return
        if name != state.subject:
            state.subject = name
            state.figure = None
            state.counted = None

    def _set_basis(self, index: int, event: Event) -> None:
        state = self._state
        named: str = event.row["basis"]
        state.basis_certain = True
        year = event.groups.get("year")
        if named == "budget":
            state.basis, state.basis_certain = self._unnamed_budget(index)
            state.basis_year = self._year
            if self._is_budget and state.basis == "initial_budget":
                state.basis_certain = False
        elif named == "prior_year":
            state.basis = "prior_year"
            state.basis_year = int(year) if year else (self._year - 1 if self._year else None)
            if year and self._year and int(year) == self._year:
                what = event.groups.get("what") or ""
                if "预算" in what:
                    state.basis = _named_budget(what) or self._unnamed_budget(index)[0]
                    state.basis_year = self._year
        else:
            basis: Basis = event.row["basis"]
            state.basis, state.basis_year, state.budget = basis, self._year, basis

    def _compare_figure(self, index: int, figure: Figure) -> None:
        """Take a figure into the comparison it belongs to: a difference, a rate, a completion."""
        state = self._state
        cue = figure.cue
        if cue is None or figure.mention.kind == "quantity":
            return
        role = cue.row.get("role")
        if role == "completion":
            if figure.budget is not None and not figure.in_reason:
                opened = self._open(index, figure.measure, figure.budget, self._year, cue.start)
                if opened.completion is None:
                    opened.completion = figure
                    opened.end = figure.mention.end
            return
        if cue.row.get("stage") != "change" and role != "growth":
            return
        if state.basis is None:
            return
        direction = cue.direction
        start = min(state.basis_start, cue.start) if state.basis_clause == state.clause else figure.lead
        opened = self._open(index, figure.measure, state.basis, state.basis_year, start, direction)
        opened.certain = opened.certain and state.basis_certain
        slot = "amount" if figure.mention.kind == "money" else "percent"
        if getattr(opened, slot) is None:
            setattr(opened, slot, figure)
            opened.direction = opened.direction or direction
            opened.end = figure.mention.end

    def _judge(
        self, index: int, basis: Basis, year: int | None, direction: Direction, span: Span, certain: bool
    ) -> None:
        state = self._state
        start = (
            state.basis_start
            if state.basis_clause == state.clause and state.basis_start <= span.start
            else span.start
        )
        opened = self._open(
            index, state.counted or state.subject or state.heading_subject, basis, year, start, direction
        )
        opened.direction = opened.direction or direction
        opened.certain = opened.certain and certain
        opened.end = max(opened.end, span.end)

    def _open(
        self,
        index: int,
        measure: str | None,
        basis: Basis,
        year: int | None,
        start: int,
        direction: Direction | None = None,
    ) -> Comparison:
        """Return the comparison of `measure` on `basis` that is still open, or begin one.

        A restatement (比年初预算增加…，决算数大于预算数) goes on with the open one; another direction, another
        measure or a new paragraph does not.
        """
        state = self._state
        for comparison in reversed(self.comparisons[state.first_comparison :]):
            if comparison.paragraph != index or comparison.sentence < state.sentence - 1:
                break
            if comparison.basis != basis or comparison.measure != measure:
                continue
            agrees = direction is None or comparison.direction in {None, direction}
            if agrees and not comparison.reasons:
                return comparison
            break
        comparison = Comparison(
            measure, basis, year, start, start, index, state.sentence, state.clause, figure=state.figure
        )
        self.comparisons.append(comparison)
        return comparison

    # -- reasons --------------------------------------------------------------------------------------

    def _explain(self, index: int, event: Event, found: ReasonSpan) -> None:
        state = self._state
        number = len(self.explanations)
        candidates = [
            (i, c)
            for i, c in enumerate(self.comparisons)
            if c.paragraph == index
            and c.direction is not None
            and not c.reasons
            and c.end <= event.span.start
        ]
        same = [(i, c) for i, c in candidates if c.sentence == state.sentence]
        if same:
            last = same[-1][1]
            chosen = [i for i, c in same if c.measure == last.measure]
        else:
            latest = max((c.sentence for _, c in candidates), default=-1)
            chosen = [i for i, c in candidates if c.sentence == latest]
        if not candidates:
            chosen = self._explained_above(index, event)
        for i in chosen:
            self.comparisons[i].reasons.append(number)
        near = any(f.paragraph == index and f.mention.start < event.span.start for f in self.figures)
        self.explanations.append(
            Explanation(found.cue, found.span, event.row["strength"], index, chosen, near)
        )

    def _explained_above(self, index: int, event: Event) -> list[int]:
        """Return the unexplained comparisons of the paragraphs above, under the same heading."""
        heading = self._content.paragraphs[index].heading
        cue_subject = self._subjects.clean(
            regex.sub(
                r"(?:增加|减少|变化|变动|下降|增长|的|主要|较大)+$",
                "",
                self._form[self._lead(event.span.start) : event.span.start],
            )
        )
        chosen = [
            i
            for i, c in enumerate(self.comparisons)
            if c.direction is not None
            and not c.reasons
            and index - 3 <= c.paragraph < index
            and self._content.paragraphs[c.paragraph].heading == heading
        ]
        if cue_subject:
            named = [i for i in chosen if _about(self.comparisons[i].measure, cue_subject)]
            return named or chosen
        return chosen if chosen and self.comparisons[chosen[-1]].paragraph == index - 1 else []


@dataclass(slots=True)
class _State:
    """What the walk carries from word to word within a paragraph."""

    heading: int | None = None
    heading_subject: str | None = None
    subject: str | None = None
    counted: str | None = None
    scope: str | None = None
    whole: str | None = None
    path: ClassPath | None = None
    figure: Figure | None = None
    basis: Basis | None = None
    basis_year: int | None = None
    basis_start: int = 0
    basis_clause: int = -1
    basis_certain: bool = True
    budget: Basis | None = None
    threshold: int | None = None
    position: int = 0
    sentence: int = 0
    clause: int = 0
    first_comparison: int = 0
    continues: bool = False


_THRESHOLD = regex.compile(r"（含）?以[上下]|（含）以|以上|（含")


def _about(measure: str | None, subject: str) -> bool:
    return measure is not None and (measure in subject or subject in measure or measure[:4] == subject[:4])


def _bounds(item: Mention | Event | ClassPath) -> tuple[int, int]:
    if isinstance(item, Mention):
        return item.start, item.end
    return item.span.start, item.span.end


def _sentence_spans(form: str, span: Span) -> Iterator[Span]:
    from fiscalnlp.extract.content import sentences

    return sentences(form, span)


def _named_budget(words: str) -> Basis | None:
    """Return the budget that `words` name; the last name counts."""
    initial = max(words.rfind("年初预算"), words.rfind("年初批复"), words.rfind("年初"))
    final = max(words.rfind("全年"), words.rfind("调整"), words.rfind("变动后"))
    if initial < 0 and final < 0:
        return None
    return "initial_budget" if initial > final else "final_budget"


def _fund(topics: Sequence[str]) -> Fund:
    if "government_fund" in topics:
        return "government_fund"
    return "state_capital" if "state_capital" in topics else "general"


def _self_names(content: Content) -> tuple[str, ...]:
    names = list(read_toml("patterns/issuer.toml")["self_names"])
    issuer = content.facts.issuer
    if issuer:
        names.append(issuer)
    return tuple(names)


def _form_title(content: Content, heading: int) -> str:
    item = content.outline.headings[heading]
    start = item.span.end - len(item.title)
    return (
        content.form[start : item.span.end]
        if content.text[start : item.span.end] == item.title
        else item.title
    )
