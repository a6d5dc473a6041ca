"""The two cuts of a text: what is found by, what is ranked by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.search.forms import covering, offsets, pairs, search_form, words


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("“三公”经费", "三公经费"),
        ("因公出国(境)费", "因公出国（境）费"),
        ("Ｗindows １０", "windows 10"),
        ("秦财教〔2022〕770号", "秦财教（2022）770号"),
    ],
)
def test_one_spelling(printed, form):
    assert search_form(printed) == form


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_character_is_spelt_alike_beside_any_other(left, right):
    assert search_form(left + right) == search_form(left) + search_form(right)
    assert search_form(search_form(left)) == search_form(left)


@given(st.text(alphabet=st.one_of(st.sampled_from('“”"「科技A１'), st.characters()), max_size=30))
def test_every_character_of_the_form_has_its_place(text):
    places = offsets(text)
    assert "".join(search_form(text[place]) for place in places) == search_form(text)


def test_words_and_the_words_inside_them():
    found = words("一般公共预算财政拨款收入减少")
    assert (found[0], found[-1]) == ("一般公共预算财政拨款收入", "减少")
    assert {"公共", "一般公共预算", "财政拨款", "收入"} <= set(found)
    assert "款收" not in found


def test_each_character_begins_a_pair_and_one_more_parts_the_text_from_the_next():
    *found, last, parting = pairs("军民融合")
    assert found == ["军民", "民融", "融合"]
    assert last[0] == "合"
    assert parting == last[1]


def test_no_pair_has_white_space_in_it():
    assert not any(char.isspace() for pair in pairs("Windows 10\t\x1f\u2028\n软件") for char in pair)


@pytest.mark.parametrize(
    ("word", "needed"),
    [("科技", [(0, "科技")]), ("一二三", [(0, "一二"), (1, "二三")]), ("一二三四", [(0, "一二"), (2, "三四")])],
)
def test_as_few_pairs_as_cover_a_word(word, needed):
    assert covering(word) == needed


@given(st.text(alphabet="军民融合 ", min_size=2, max_size=9), st.text(alphabet="军民融合 ", max_size=12))
def test_a_word_stands_where_its_pairs_do(word, text):
    there = pairs(text) + pairs(word[1:])  # of two texts, one after the other
    by_pairs = [
        start
        for start in range(len(text))
        if all(there[start + place : start + place + 1] == [pair] for place, pair in covering(word))
    ]
    assert by_pairs == [start for start in range(len(text)) if text.startswith(word, start)]
