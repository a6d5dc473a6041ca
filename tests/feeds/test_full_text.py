import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.feeds.full_text import searched_texts, tsquery, tsvector


def test_terms_have_the_place_of_their_word():
    assert tsvector(["推进科技创新"]) == "'推进':1 '科技':2 '创新':3"
    assert tsvector(["财政", "拨款收入"]).startswith("'财政':1 ")


def test_words_inside_a_word_are_terms_at_its_place():
    terms = tsvector(["军民融合"])
    assert terms.split() == ["'军民融合':1", "'军民':1", "'融合':1"]


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("科技", "'科技'"),
        ("科技 成果转化", "'科技' & '成果' & '转化'"),
        ("军民融合", "'军民' & '融合'"),  # a text may be cut inside it
        ("ＧＤＰ", "'gdp'"),
        ("的，", ""),
        ("“三公”经费", "'三公' & '经费'"),
        ("O'Neil\\", "'neil'"),
    ],
)
def test_a_question_is_cut_the_same_way(asked, query):
    assert tsquery(asked) == query


@given(st.text("科技创新成果转化财政拨款收入的、 GDP'\\", max_size=20))
def test_a_text_has_the_terms_that_it_is_asked_with(text):
    terms = {each.rpartition(":")[0] for each in tsvector([text]).split(" ")}
    assert set(filter(None, tsquery(text).split(" & "))) <= terms


def test_lists_and_fields_that_are_null():
    row = {"path": ["科学技术支出", "其他"], "purpose": None}
    assert searched_texts("spending", row) == ["科学技术支出", "其他"]
