"""What the walk over a paragraph carries from word to word."""

from __future__ import annotations

import msgspec

from fiscalnlp.extract.class_paths import ClassPath
from fiscalnlp.extract.statements import Comparison, Figure
from fiscalnlp.model.records import Basis, Direction


class State(msgspec.Struct):
    """Subject, whole, basis and budget as they stand; offsets count in the document's text.

    Args:
        heading: index of the heading above, `heading_subject` the measure that it names.
        subject: the measure last named; `counted` what was counted last.
        scope: the fund that the plain totals of the sentence belong to (财政拨款).
        whole: the total whose parts are being listed (其中：).
        path: the class line that the words stand under.
        figure: the amount that a comparison behind it compares.
        basis: what is being compared with, and the year, place, clause and certainty of that.
        joined: a basis named together with `basis`: 与年初预算及上年决算数均持平.
        base: the figure that the comparison starts from, where it is printed.
        pending: measures whose sums follow in their order (…、…分别为…、…).
        aside: where the bracket ends that the words stand in, and the subject and figure to go on with behind it.
        judged: the last verdict on final account and budget, `judged_end` where its words end.
        restated: the comparison of a paragraph above that the last verdict takes up again.
        budget: the budget that the text named last.
        position: where the walk has got to.
        sentence: number of the sentence in the paragraph, `clause` of the ；-clause in the sentence.
        threshold: where a name that holds a figure begins (单位价值100万元以上设备).
        cause: where a cause in front of its effect begins, and its cue (因…，支出增加…).
        continues: whether the paragraph goes on in the next one (it ends with ： or ；).
        style: style of the paragraph's list marker.
        opened: the state that the list which the paragraph stands in was opened with.
    """

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
    basis_end: int = -1
    basis_clause: int = -1
    basis_certain: bool = True
    joined: tuple[Basis, int | None] | None = None
    base: Figure | None = None
    pending: tuple[str, ...] = ()
    aside: tuple[int, str | None, Figure | None] | None = None
    judged: Direction | None = None
    judged_end: int = -1
    restated: Comparison | None = None
    budget: Basis | None = None
    position: int = 0
    sentence: int = 0
    clause: int = 0
    threshold: int | None = None
    cause: tuple[int, str] | None = None
    continues: bool = False
    style: str | None = None
    opened: State | None = None

    def following(self, heading: int | None, heading_subject: str | None, style: str | None) -> State:
        """Return the state in which the next paragraph begins.

        What a paragraph that ends in ： has named holds for the whole list behind it.
        """
        state = State(heading=heading, heading_subject=heading_subject, style=style)
        if self.heading != heading:
            return state
        if self.continues:
            state.opened = msgspec.structs.replace(self, opened=None)
        elif style is not None and style == self.style:
            state.opened = self.opened
        if state.opened is not None:
            state.whole, state.scope, state.budget = state.opened.whole, state.opened.scope, state.opened.budget
            state.basis, state.basis_year = state.opened.basis, state.opened.basis_year
        return state
