from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.link.terms import TermFinder


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["高新技术", "高新技术产业开发区"], "指导高新技术产业开发区建设", ["高新技术产业开发区"]),
        # the better cover wins over the earlier word
        (["上市", "市场主体"], "县级以上市场主体", ["市场主体"]),
        # of two equal covers the earlier word
        (["居民", "民进"], "对居民进行教育", ["居民"]),
        (["教育", "职业"], "职业教育与成人教育", ["职业", "教育", "教育"]),
        (["教育"], "", []),
        (["单"], "单字不算", []),
    ],
)
def test_finds_best_cover(words, text, found):
    assert [hit.word for hit in TermFinder(words).find(text)] == found


@given(
    st.lists(st.text("甲乙丙", min_size=2, max_size=4), max_size=6),
    st.text("甲乙丙丁", max_size=30),
)
def test_hits_are_slices_in_order_without_overlap(words, text):
    hits = TermFinder(words).find(text)
    assert all(text[hit.start : hit.end] == hit.word for hit in hits)
    assert all(left.end <= right.start for left, right in pairwise(hits))
