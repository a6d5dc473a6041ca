"""Reasons against the direction that they explain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fiscalnlp import Document
from fiscalnlp.check import framed
from fiscalnlp.data import read_patterns, read_toml

Read = Callable[[str], Document]
WORDS = read_toml("rules/reasons.toml")


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        *((name, words, True) for name, examples in WORDS["found_in"].items() for words in examples),
        *((name, words, False) for name, examples in WORDS["not_found_in"].items() for words in examples),
    ],
)
def test_a_reason_is_one_sided_only_where_that_is_sure(name: str, words: str, *, expected: bool) -> None:
    assert bool(read_patterns("rules/reasons.toml")[name].fullmatch(words)) is expected


@pytest.mark.parametrize(
    ("change", "reason", "fires"),
    [
        ("减少20.00万元，下降14.29%", "在职人员增加", True),
        ("减少20.00万元，下降14.29%", "人员增加、物价上涨", True),
        ("减少20.00万元，下降14.29%", "在职人员减少", False),
        ("减少20.00万元，下降14.29%", "人员增加、厉行节约", False),
        ("减少20.00万元，下降14.29%", "退休人员增加，在职人员减少", False),
        ("增加20.00万元，增长20%", "厉行节约，压减一般性支出", True),
        ("增加20.00万元，增长20%", "上年压减支出", False),
    ],
)
def test_the_direction_that_a_reason_explains(read: Read, change: str, reason: str, *, fires: bool) -> None:
    document = read(framed(f"基本支出120.00万元，比上年{change}，主要原因是{reason}。"))
    assert [f.actual for f in document.findings if f.rule == "reason.direction"] == ([reason] if fires else [])


def test_what_is_left_over_falls_where_more_is_spent(read: Read) -> None:
    document = read(framed("年末结转和结余20.00万元，比上年减少5.00万元，下降20%，主要原因是人员增加。"))
    assert not [f for f in document.findings if f.rule == "reason.direction"]
