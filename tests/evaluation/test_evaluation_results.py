"""Precision, recall and F1, pooled and averaged."""

from __future__ import annotations

import pytest

from fiscalnlp.evaluation import Item, Outcome, Tally, macro_f1, pooled
from fiscalnlp.evaluation.results import by_style, grouped, worst_first


def tally(kind: str, expected: int, found: int, missed: int, invented: int) -> Tally:
    return Tally(kind=kind, expected=expected, found=found, missed=missed, invented=invented)


def outcome(name: str, *tallies: Tally, style: str = "plain") -> Outcome:
    return Outcome(name=name, source=f"{name}.txt", style=style, format="txt", tallies=tallies)


@pytest.mark.parametrize(
    ("counts", "scores"),
    [
        ((4, 5, 1, 2), (0.6, 0.75, 2 / 3)),
        ((3, 3, 0, 0), (1, 1, 1)),
        ((0, 0, 0, 0), (1, 1, 1)),  # nothing to read, nothing read
        ((0, 2, 0, 2), (0, 0, 0)),
        ((2, 0, 2, 0), (0, 0, 0)),
    ],
)
def test_scores(counts: tuple[int, int, int, int], scores: tuple[float, float, float]) -> None:
    one = tally("amounts", *counts)
    assert (one.precision, one.recall, one.f1) == pytest.approx(scores)


def test_counts_are_pooled_and_kinds_averaged() -> None:
    outcomes = [
        outcome("a", tally("amounts", 9, 9, 0, 0), tally("terms", 1, 0, 1, 0)),
        outcome("b", tally("amounts", 1, 1, 1, 1)),
    ]
    amounts, terms = pooled(outcomes)
    assert (amounts.kind, amounts.expected, amounts.missed) == ("amounts", 10, 1)
    assert macro_f1([amounts, terms]) == pytest.approx((0.9 + 0.0) / 2)


def test_groups_and_the_worst() -> None:
    good, bad = tally("amounts", 1, 1, 0, 0), tally("amounts", 1, 1, 1, 1)
    outcomes = [outcome("a", good, style="z"), outcome("b", bad, style="y"), outcome("c", good, style="z")]
    assert {style: [each.name for each in group] for style, group in grouped(outcomes, by_style).items()} == {
        "y": ["b"],
        "z": ["a", "c"],
    }
    assert [each.name for each in worst_first(outcomes)] == ["b", "a", "c"]


def test_what_is_missed_is_told_once_though_two_measures_miss_it() -> None:
    figure = {"text": "1.00万元", "yuan": "10000"}
    items = (
        Item(kind="amounts", verdict="missed", values=figure, context=None),
        Item(kind="amounts.stage", verdict="missed", values={**figure, "stage": "other"}, context=None),
        Item(kind="amounts.stage", verdict="missed", values={**figure, "stage": "change"}, context=None),
        Item(kind="amounts.stage", verdict="invented", values={**figure, "stage": "other"}, context=None),
    )
    told = Outcome(name="a", source="a.txt", style="s", format="txt", tallies=(), items=items)
    assert told.repeats == (False, True, False, False)
    assert told.distinct == (items[0], *items[2:])
