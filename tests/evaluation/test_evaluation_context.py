"""Words in their sentence, and where they stand."""

from __future__ import annotations

from fiscalnlp.evaluation.context import Finder, context_of
from fiscalnlp.model.place import Span

TEXT = "收入1.00万元。支出2.00万元，\n减少1.00万元。结余（1.00万元）"


def places(words: str) -> list[str]:
    return [TEXT[span.start : span.end] for span in Finder(TEXT).all(words)]


def test_words_stand_in_their_sentence() -> None:
    context = context_of(Span(11, 17), TEXT)
    assert (context.before, context.words, context.after) == ("支出", "2.00万元"[:6], "，")


def test_sentences_that_fill_a_page_are_cut() -> None:
    context = context_of(Span(1000, 1002), "长" * 3000)
    assert context.before == "…" + "长" * 160
    assert context.after == "长" * 160 + "…"


def test_words_are_found_over_line_breaks_and_other_marks() -> None:
    assert places("支出2.00万元,减少") == ["支出2.00万元，\n减少"]
    assert places("(1.00万元)") == ["（1.00万元）"]
    assert places("1.00万元") == ["1.00万元"] * 3
    assert places("无") == places("") == []


def test_the_place_that_is_free_is_the_best_then_the_one_between_the_neighbours() -> None:
    finder = Finder(TEXT)
    first, second, third = finder.all("1.00万元")
    assert finder.best("1.00万元", Span(0, len(TEXT)), ()) == first
    assert finder.best("1.00万元", Span(0, len(TEXT)), (first,)) == second
    assert finder.best("1.00万元", Span(third.start - 1, len(TEXT)), ()) == third
    assert finder.best("1.00万元", Span(third.start - 1, len(TEXT)), (third,)) == first
