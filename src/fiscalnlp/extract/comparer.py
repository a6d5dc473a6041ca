"""Comparisons and explanations: what is compared with what, in which direction, and why."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from fiscalnlp.data import read_patterns
from fiscalnlp.extract.content import Content
from fiscalnlp.extract.events import Event, cause_direction, direction_words
from fiscalnlp.extract.naming import Namer
from fiscalnlp.extract.reason_spans import ReasonSpan
from fiscalnlp.extract.state import State
from fiscalnlp.extract.statements import Comparison, Explanation, Figure
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Basis, Direction

_BUDGETS: tuple[Basis, ...] = ("final_budget", "initial_budget")
#: Paragraphs above a reason that it may speak of.
_REACH = 3
#: Code points of a clause that says that there was nothing.
_LONGEST_CLAUSE = 40
#: Code points before a reason's cue in which it may name a direction: 减少的主要原因是.
_CUE_LEAD = 6
#: Cues left from the template that name both directions.
_EITHER = frozenset({"stage.either", "role.either"})


@lru_cache(maxsize=4096)
def named_budget(words: str) -> Basis | None:
    """Return the budget that `words` name, `None` if they name none; the last name counts."""
    budgets = read_patterns("patterns/comparisons.toml", "budgets")
    last = {name: max((m.start() for m in budgets[name].finditer(words)), default=-1) for name in _BUDGETS}
    best = max(_BUDGETS, key=last.__getitem__)
    return best if last[best] >= 0 else None


class Comparer:
    """Collects the comparisons and explanations of one document.

    Args:
        content: the document.
        namer: names its measures.
    """

    def __init__(self, content: Content, namer: Namer) -> None:
        self._content, self._form, self._namer = content, content.form, namer
        self._words = read_patterns("patterns/sentences.toml", "compare")
        self._year = content.facts.fiscal_year
        self._is_budget = content.facts.report == "budget"
        self.comparisons: list[Comparison] = []
        self.explanations: list[Explanation] = []

    # -- events ---------------------------------------------------------------------------------------

    def basis(self, state: State, index: int, event: Event) -> None:
        """Take in what is compared with: 比上年, 与年初预算相比."""
        joins = event.span.start == state.basis_end
        state.joined = (state.basis, state.basis_year) if joins and state.basis is not None else None
        if not joins:
            self._take_subject(state, event.span.start)
            state.basis_start = event.span.start
        state.basis_end, state.base = event.span.end, None
        state.basis_clause, state.basis_certain = state.clause, True
        named: str = event.row["basis"]
        if self._is_budget and event.groups.get("year") not in {None, str(self._year)}:
            named = "prior_year"  # 较2023年年初预算数, in the budget of 2024
        if named == "budget":
            state.basis, state.basis_certain = self.unnamed_budget(state, index)
            state.basis_year = self._year
        elif named == "prior_year":
            self._prior_year(state, index, event)
        else:
            basis: Basis = event.row["basis"]
            state.basis, state.basis_year, state.budget = basis, self._year, basis

    def _prior_year(self, state: State, index: int, event: Event) -> None:
        printed = event.groups.get("year")
        year = int(printed) if printed else None
        what = event.groups.get("what") or ""
        if year is not None and year == self._year and "预算" in what:
            state.basis = named_budget(what) or self.unnamed_budget(state, index)[0]
            state.basis_year = self._year
            return
        state.basis = "prior_year"
        state.basis_year = year or (self._year - 1 if self._year else None)

    def verdict(self, state: State, index: int, event: Event) -> None:
        """Take in a judgement on final account and budget: 决算数大于预算数."""
        self._take_subject(state, event.span.start)
        direction = direction_words()[event.groups["word"] or ""]
        if event.row.get("basis") == "prior_year":  # 决算数小于上年决算数
            compared: tuple[Basis, int | None] = "prior_year", self._year - 1 if self._year else None
            certain = True
        else:
            named = named_budget(event.groups.get("base") or "")
            basis, certain = (named, True) if named else self.unnamed_budget(state, index)
            state.budget = named or state.budget
            compared = (basis, self._year)
        state.restated = self._restated(state, index, event, compared, direction)
        opened = state.restated
        if opened is None:
            opened = self._judged(state, index, basis=compared, direction=direction, span=event.span)
        opened.certain = opened.certain and certain
        state.judged_end, state.judged = event.span.end, direction

    def direction(self, state: State, index: int, event: Event) -> None:
        """Take in a direction without a figure: 持平, 有所减少."""
        if state.basis is None or (event.kind == "direction" and state.clause != state.basis_clause):
            return
        self._take_subject(state, event.span.start)
        word = event.groups.get("word")
        direction: Direction = direction_words()[word] if word else "unchanged"
        bases = [state.joined] if state.joined is not None else []
        for basis in (*bases, (state.basis, state.basis_year)):
            opened = self._judged(state, index, basis=basis, direction=direction, span=event.span)
            opened.certain = opened.certain and state.basis_certain
        state.joined = None

    def figure(self, state: State, index: int, figure: Figure) -> None:
        """Take a figure into the comparison it belongs to: a difference, a rate, a completion."""
        cue = figure.cue
        if cue is None or figure.mention.kind == "quantity":
            return
        role = cue.row.get("role")
        if figure.mention.unit == "个百分点":
            self._points(state, index, figure, cue.direction)
            return
        if cue.row["id"] == "stage.verdict":  # 决算数高于年初预算数74.16万元
            opened = self.comparisons[-1]
            opened.amount, opened.end = opened.amount or figure, figure.mention.end
            return
        if role == "completion":
            if figure.budget is not None and not figure.in_reason:
                basis = (figure.budget, self._year)
                opened = self._open(state, index, figure.measure, basis=basis, start=cue.start)
                if opened.completion is None:
                    opened.completion, opened.end = figure, figure.mention.end
            return
        base = state.base if cue.row["id"] == "stage.difference" else None
        if state.basis is None and base is not None and base.budget is not None:
            state.basis, state.basis_year, state.basis_clause = base.budget, self._year, -1  # 年初预算为A，差值为B
        if state.basis is None or (cue.row.get("stage") != "change" and role != "growth"):
            return
        if figure.in_reason and not self._words["comparable"].search(figure.measure or ""):
            return  # 年中追加5万元
        start = min(state.basis_start, cue.start) if state.basis_clause == state.clause else figure.lead
        if any(c.start == start and c.measure != figure.measure for c in self.comparisons[-1:]):
            start = figure.lead  # 与上年相比，收入增加…，支出增加…: the second begins with its own words
        direction = _direction(figure, state)
        compared = (state.basis, state.basis_year)
        opened = self._open(state, index, figure.measure, basis=compared, start=start, direction=direction)
        opened.certain = opened.certain and state.basis_certain
        if figure.mention.kind == "money":
            if opened.amount is not None:
                return
            opened.amount = figure
        elif opened.percent is None:
            opened.percent = figure
        else:
            return
        opened.direction, opened.end = opened.direction or direction, figure.mention.end
        opened.sentence = state.sentence

    def _points(self, state: State, index: int, figure: Figure, direction: Direction | None) -> None:
        """Take in a rate that moved by points, which are no percentage: 清扫率达到85%，比上年提高6个百分点."""
        if state.basis is None or direction is None or figure.in_reason or figure.cue is None:
            return
        span = Span(min(state.basis_start, figure.cue.start), figure.mention.end)
        compared = (state.basis, state.basis_year)
        opened = self._judged(state, index, basis=compared, direction=direction, span=span)
        if opened.figure is not None and opened.figure.measure != opened.measure:
            opened.figure = None

    # -- budgets --------------------------------------------------------------------------------------

    def unnamed_budget(self, state: State, index: int) -> tuple[Basis, bool]:
        """Return what a bare 预算 means here, and whether the text leaves no choice.

        It takes the budget that the sentences before or the nearest heading name; where none does, the
        full-year budget (全年预算数), which is what the forms print beside the final account.
        """
        if state.budget is not None:
            return state.budget, True
        paragraph = self._content.paragraphs[index]
        named = named_budget(self._content.heading_title(paragraph))
        if named is not None:
            return named, True
        if self._is_budget:
            return "initial_budget", True
        return "final_budget", "official_expense" in paragraph.topics

    # -- comparisons ----------------------------------------------------------------------------------

    def _take_subject(self, state: State, end: int) -> None:
        """Let the words before a comparison name its subject: `公务接待费支出与预算持平`."""
        name = self._namer.named(state, self._namer.lead(state, end), end)
        start = max(state.position, end - _LONGEST_CLAUSE)
        if name is None and (nothing := self._words["nothing"].search(self._form, start, end)):
            name = self._namer.named(state, *nothing.span("name" if nothing["name"] else "none"))
        if name is not None and name != state.subject and self._words["comparable"].search(name):
            state.subject = name
            state.figure = state.counted = None

    def _judged(
        self,
        state: State,
        index: int,
        *,
        basis: tuple[Basis, int | None],
        direction: Direction,
        span: Span,
    ) -> Comparison:
        start = span.start
        if state.basis_clause == state.clause and basis in {(state.basis, state.basis_year), state.joined}:
            start = min(start, state.basis_start)
        counted = state.counted if basis[0] == "prior_year" else None  # a budget is of money
        measure = counted or state.subject or state.heading_subject
        opened = self._open(state, index, measure, basis=basis, start=start, direction=direction)
        opened.direction = opened.direction or direction
        opened.end = max(opened.end, span.end)
        opened.sentence = state.sentence
        return opened

    def _restated(
        self,
        state: State,
        index: int,
        event: Event,
        basis: tuple[Basis, int | None],
        direction: Direction,
    ) -> Comparison | None:
        """Return the comparison of a paragraph above that a paragraph of its own gives the reason for.

        `“三公”经费支出决算小于预算数的主要原因：…` says no more than the figures above it did.
        """
        own = bool(self.comparisons) and self.comparisons[-1].paragraph == index
        if own or not self._words["gives_reason"].match(self._form, event.span.end):
            return None
        heading = self._content.paragraphs[index].heading
        for comparison in self.comparisons[::-1]:
            if comparison.paragraph < index - _REACH:
                break
            if (
                comparison.paragraph < index
                and self._content.paragraphs[comparison.paragraph].heading == heading
                and comparison.basis == basis[0]
                and not comparison.reasons
                and comparison.direction in {None, direction}
                and state.subject is not None
                and _is_about(comparison.measure, state.subject)
            ):
                comparison.direction = direction
                return comparison
        return None

    def _open(
        self,
        state: State,
        index: int,
        measure: str | None,
        *,
        basis: tuple[Basis, int | None],
        start: int,
        direction: Direction | None = None,
    ) -> Comparison:
        """Return the comparison of `measure` on `basis` that is still open, or begin one.

        A restatement (比年初预算增加…，决算数大于预算数) goes on with the open one; another direction, another
        measure or a new paragraph does not, nor does one that has its reason already.
        """
        for comparison in reversed(self.comparisons):
            if comparison.paragraph != index:
                break
            if comparison.basis != basis[0] or comparison.measure != measure:
                continue
            if comparison.sentence < state.sentence - 1 and comparison.direction is not None:
                break
            explained = any(self.explanations[n].span.start > comparison.start for n in comparison.reasons)
            if explained or (direction is not None and comparison.direction not in {None, direction}):
                break
            return comparison
        comparison = Comparison(
            measure, *basis, start, start, index, state.sentence, state.clause, figure=state.figure
        )
        self.comparisons.append(comparison)
        return comparison

    # -- reasons --------------------------------------------------------------------------------------

    def explain(self, state: State, index: int, event: Event, found: ReasonSpan, *, near_figure: bool) -> bool:
        """Attach a reason to the comparisons it explains, and tell whether it is one at all.

        Those of its own sentence that share the last one's measure; a reason with a sentence of its own
        explains all of the sentence before, or what its cue names (…支出减少的主要原因是); one with a paragraph
        of its own, those of the paragraphs above. A weak cue (主要是) that explains nothing gives no reason.
        """
        number = len(self.explanations)
        candidates = [
            (i, c) for i, c in self._unexplained(index) if c.paragraph == index and c.end <= event.span.start
        ]
        same = [(i, c) for i, c in candidates if c.sentence == state.sentence]
        if same:
            every = read_patterns("patterns/comparisons.toml", "reason")["every_difference"].match(found.cue)
            chosen = [i for i, c in same if every or c.measure == same[-1][1].measure]
            lead = self._form[max(0, event.span.start - _CUE_LEAD) : event.span.start]
            named = cause_direction(lead + found.cue)
            chosen = [i for i in chosen if self._moves(i, named)] or chosen
        elif state.restated is not None:
            chosen = [i for i, c in self._unexplained(index - _REACH) if c is state.restated]
        elif candidates:
            latest = max(c.sentence for _, c in candidates)
            chosen = self._named_in_cue(state, index, event, [i for i, _ in candidates])
            chosen = chosen or [i for i, c in candidates if c.sentence == latest]
        else:
            chosen = self._explained_above(state, index, event, near_figure=near_figure)
        strength: str = event.row["strength"]
        if strength == "weak" and not chosen:
            return False
        for i in chosen:
            self.comparisons[i].reasons.append(number)
        self.explanations.append(Explanation(found.cue, found.span, strength, index, chosen, near_figure))
        return True

    def _moves(self, number: int, direction: Direction | None) -> bool:
        """Tell that a comparison has a direction that a reason's cue names (增加的原因), if it names one."""
        comparison = self.comparisons[number]
        stands = comparison.amount is not None and not comparison.amount.mention.value
        return direction is None or (comparison.direction == direction and not stands)

    def explain_ahead(self, state: State, index: int) -> None:
        """Attach a cause that stands in front to the comparison just judged: `因人员调出，…较上年减少…`."""
        last = self.comparisons[-1] if self.comparisons else None
        if state.cause is None or last is None or last.paragraph != index or last.sentence != state.sentence:
            return
        start, cue = state.cause
        if last.direction is None or last.reasons or last.end <= start:
            return
        # One opened before the cause (完成年初预算的134%。因…，决算数超出年初预算数) was judged at its end.
        judged = last.start if last.start > start else last.end
        stated = self._words["stated"].search(self._form, start, judged)
        end = stated.start() if stated else self._form.rfind("，", start, judged)
        if end <= start:
            return
        closing = read_patterns("patterns/comparisons.toml", "reason")["closing"].search(self._form, start, end)
        span = Span(start, closing.start() if closing else end)
        last.reasons.append(len(self.explanations))
        self.explanations.append(Explanation(cue, span, "weak", index, [len(self.comparisons) - 1], True))
        state.cause = None

    def _unexplained(self, paragraph: int) -> list[tuple[int, Comparison]]:
        """Return the judged comparisons from `paragraph` on that have no reason yet, in order."""
        found: list[tuple[int, Comparison]] = []
        for i in range(len(self.comparisons) - 1, -1, -1):
            comparison = self.comparisons[i]
            if comparison.paragraph < paragraph:
                break
            if comparison.direction is not None and not comparison.reasons:
                found.append((i, comparison))
        return found[::-1]

    def _named_in_cue(self, state: State, index: int, event: Event, candidates: list[int]) -> list[int]:
        """Return the candidates whose measure the words before a cue name: `公务接待费减少的主要原因是`."""
        paragraph = self._content.paragraphs[index].body
        words_start = max(self._form.rfind(mark, paragraph.start, event.span.start) + 1 for mark in "，；。：")
        words_start = max(words_start, paragraph.start)
        words = self._words["cue_tail"].sub("", self._form[words_start : event.span.start])
        name = self._namer.named(state, words_start, words_start + len(words), scoped=False)
        return [i for i in candidates if name is not None and self.comparisons[i].measure == name]

    def _explained_above(self, state: State, index: int, event: Event, *, near_figure: bool) -> list[int]:
        """Return the unexplained comparisons of the paragraphs above, under the same heading.

        A reason behind a figure of its own paragraph explains those that its cue names alone.
        """
        heading = self._content.paragraphs[index].heading
        words = self._form[self._namer.lead(state, event.span.start) : event.span.start]
        subject = self._namer.clean(self._words["cue_tail"].sub("", words))
        chosen = [
            i
            for i, c in self._unexplained(index - _REACH)
            if c.paragraph < index and self._content.paragraphs[c.paragraph].heading == heading
        ]
        if subject:
            named = [i for i in chosen if _is_about(self.comparisons[i].measure, subject)]
            return named or ([] if near_figure else chosen)
        return chosen if chosen and not near_figure and self.comparisons[chosen[-1]].paragraph == index - 1 else []


def _direction(figure: Figure, state: State) -> Direction | None:
    """Return the direction of a change: its word's (增加-5万元 is a decrease), else that of its figures.

    A difference without a word of direction (差值为1.18万元) has the direction from the figure that it starts from
    to the one compared; where these are not printed, and for a rate (预决算差异率-5.20%), the sign tells it.
    """
    assert figure.cue is not None
    value, word = figure.mention.value, figure.cue.direction
    if word is not None:
        return "decrease" if value < 0 else word
    if figure.cue.row["id"] in _EITHER and value:
        return None  # 增加（减少）5万元
    base, compared = state.base, state.figure
    if base is not None and compared is not None and figure.mention.kind == "money":
        value = (compared.mention.yuan or Decimal()) - (base.mention.yuan or Decimal())
    return "increase" if value > 0 else "decrease" if value < 0 else "unchanged"


def _is_about(measure: str | None, subject: str) -> bool:
    return measure is not None and (measure in subject or subject in measure or measure[:4] == subject[:4])
