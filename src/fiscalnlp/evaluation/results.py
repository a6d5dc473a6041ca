"""What an evaluation gives: tallies by measure, misses and inventions in context, by document and together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from fiscalnlp.evaluation.context import Context
from fiscalnlp.evaluation.measures import FIELDS, MEASURES, kind_of

Verdict = Literal["missed", "invented"]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Something true that was not read, or something read that is not true.

    Args:
        kind: the measure.
        verdict: which of the two.
        values: what was compared, by name, as text.
        context: its words in their sentence; `None` where the text does not print them.
        page: page of an invention, counted from 1, where the source has pages.
    """

    kind: str
    verdict: Verdict
    values: dict[str, str]
    context: Context | None
    page: int | None = None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one measure: what is true and what was read, and how much of each has no counterpart."""

    kind: str
    expected: int
    found: int
    missed: int
    invented: int

    @property
    def precision(self) -> float:
        """Share of what was read that is true; where nothing was read, 1 if nothing was to be read, else 0."""
        return 1 - self.invented / self.found if self.found else float(not self.expected)

    @property
    def recall(self) -> float:
        """Share of what is true that was read; where nothing is true, 1 if nothing was read, else 0."""
        return 1 - self.missed / self.expected if self.expected else float(not self.found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How one document was read; `failure` says why, where it could not be read at all."""

    name: str
    source: str
    style: str
    format: str
    tallies: tuple[Tally, ...]
    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()
    failure: str | None = None

    @property
    def macro_f1(self) -> float:
        """Mean F1 over the measures."""
        return macro_f1(self.tallies)

    @property
    def repeats(self) -> tuple[bool, ...]:
        """For each item, whether it only repeats one of its kind: what is missed has no right stage either."""
        told = Counter(_subject(item) for item in self.items if item.kind == kind_of(item.kind))
        seen: Counter[tuple[object, ...]] = Counter()
        repeats: list[bool] = []
        for item in self.items:
            seen[item.kind, *_subject(item)] += 1
            repeats.append(
                item.kind != kind_of(item.kind) and seen[item.kind, *_subject(item)] <= told[_subject(item)]
            )
        return tuple(repeats)

    @property
    def distinct(self) -> tuple[Item, ...]:
        """The items without repetitions."""
        return tuple(item for item, repeat in zip(self.items, self.repeats, strict=True) if not repeat)


def _subject(item: Item) -> tuple[object, ...]:
    """Return what an item is about: the values that the first measure of its kind looks at."""
    kind = kind_of(item.kind)
    return kind, item.verdict, *(item.values.get(field) for field in FIELDS.get(kind, item.values))


def macro_f1(tallies: Iterable[Tally]) -> float:
    """Return the mean F1 of the tallies, 0 if there is none."""
    scores = [tally.f1 for tally in tallies]
    return sum(scores) / len(scores) if scores else 0.0


def pooled(outcomes: Iterable[Outcome]) -> tuple[Tally, ...]:
    """Return the tallies of several documents together (micro average), in the order of the measures."""
    of_kind: dict[str, list[Tally]] = {}
    for outcome in outcomes:
        for tally in outcome.tallies:
            of_kind.setdefault(tally.kind, []).append(tally)
    return tuple(
        Tally(
            kind=kind,
            expected=sum(tally.expected for tally in of_kind[kind]),
            found=sum(tally.found for tally in of_kind[kind]),
            missed=sum(tally.missed for tally in of_kind[kind]),
            invented=sum(tally.invented for tally in of_kind[kind]),
        )
        for kind in MEASURES
        if kind in of_kind
    )


def by_style(outcome: Outcome) -> str:
    """Return the style of a document, to group by."""
    return outcome.style


def by_format(outcome: Outcome) -> str:
    """Return the format of a document, to group by."""
    return outcome.format


def grouped(outcomes: Iterable[Outcome], label: Callable[[Outcome], str]) -> dict[str, tuple[Outcome, ...]]:
    """Return the outcomes by label, labels in alphabetical order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(label(outcome), []).append(outcome)
    return {name: tuple(groups[name]) for name in sorted(groups)}


def worst_first(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return the outcomes, lowest macro F1 first, then those with most to correct."""

    def badness(outcome: Outcome) -> tuple[float, int, str]:
        wrong = sum(tally.missed + tally.invented for tally in outcome.tallies)
        return round(outcome.macro_f1, 9), -wrong, outcome.source

    return tuple(sorted(outcomes, key=badness))
