"""Statements: what a walk over the running text found, before it is made into records."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import msgspec

from fiscalnlp.extract.class_paths import ClassPath
from fiscalnlp.extract.cues import Cue
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Basis, Direction
from fiscalnlp.money import Mention


class Figure(msgspec.Struct, frozen=True):
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


class Comparison(msgspec.Struct):
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
    reasons: list[int] = msgspec.field(default_factory=list)


class Explanation(msgspec.Struct):
    """A reason: its cue, its words, and the comparisons (indices) that it explains."""

    cue: str
    span: Span
    strength: str
    paragraph: int
    explains: list[int] = msgspec.field(default_factory=list)
    near_figure: bool = False


@dataclass(frozen=True)
class Statements:
    """Everything the walk found, in text order; `paths` pairs each class path with its paragraph."""

    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]
    explanations: tuple[Explanation, ...]
    paths: tuple[tuple[int, ClassPath], ...]

    def figures_in(self, span: Span) -> tuple[Figure, ...]:
        """Return the figures that begin in `span`."""
        first = bisect_left(self._starts, span.start)
        return self.figures[first : bisect_left(self._starts, span.end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [figure.mention.start for figure in self.figures]
