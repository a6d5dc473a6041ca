"""Excerpts: the words around places, each piece with the place it belongs to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.export.excerpts import excerpts
from fiscalnlp.model.place import Span


def _marked(text: str, *words: str) -> list[str]:
    """Return the excerpts of `text` for these words, each place in brackets with its number."""
    places = [Span(text.index(word), text.index(word) + len(word)) for word in words]
    return [
        "".join(p.text if p.place is None else f"[{p.place}:{p.text}]" for p in excerpt.pieces)
        for excerpt in excerpts(text, places)
    ]


def test_places_of_one_sentence_are_one_excerpt() -> None:
    text = "前文。本年支出合计10元，其中基本支出3元，占40%。后文。"
    assert _marked(text, "40%", "3元", "10元") == ["本年支出合计[2:10元]，其中基本支出[1:3元]，占[0:40%]。"]


def test_places_far_apart_are_excerpts_of_their_own() -> None:
    text = f"甲为10元。{'乙' * 100}丙为20元。"
    assert _marked(text, "10元", "20元") == ["甲为[0:10元]。", f"{'乙' * 58}丙为[1:20元]。"]


def test_where_places_overlap_words_belong_to_the_shorter() -> None:
    assert _marked("比上年增加5元，增长3%。", "增加5元，增长3%", "5元") == ["比上年[0:增加][1:5元][0:，增长3%]。"]


def test_a_row_of_a_table_is_shown_whole() -> None:
    text = "栏目\t金额\n合计\t10.00\t7.00\n"
    assert _marked(text, "7.00") == ["合计\t10.00\t[0:7.00]"]


@given(st.text("甲。\n\t1", max_size=300), st.data())
def test_an_excerpt_is_a_run_of_the_text_and_shows_where_each_place_begins(text: str, data: st.DataObject) -> None:
    offset = st.integers(0, len(text))
    places = [
        Span(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(offset, offset), min_size=1, max_size=4))
    ]
    found = excerpts(text, places)
    shown = [Span(e.start, e.start + sum(len(p.text) for p in e.pieces)) for e in found]
    for excerpt, span in zip(found, shown, strict=True):
        assert "".join(piece.text for piece in excerpt.pieces) == text[span.start : span.end]
    assert all(any(span.start <= place.start <= span.end for span in shown) for place in places)
