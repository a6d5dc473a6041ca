"""Differences that the text prints, against each other."""

from __future__ import annotations

import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Pipeline

PARTS = (
    "因公出国（境）费0万元，与上年持平；公务用车购置及运行维护费30.00万元，比上年{vehicles}；"
    "公务接待费10.00万元，比上年增加2.00万元。"
)


def _found(pipeline: Pipeline, words: str) -> list[tuple[str, str | None]]:
    return [
        (f.rule, f.severity) for f in pipeline.read(final_accounts(words)).findings if f.rule != "reason.missing"
    ]


@pytest.mark.parametrize(("whole", "vehicles", "found"), [
    ("增加10.00万元", "增加8.00万元", []),
    ("减少6.00万元", "减少8.00万元", []),
    ("增加10.01万元", "增加8.00万元", [("difference.sum", "info")]),  # rounding
    ("增加12.00万元", "增加8.00万元", [("difference.sum", "error")]),
    ("增加10.00万元", "减少8.00万元", [("difference.sum", "error")]),
    ("增加12.00万元", "基本持平", []),  # nobody knows by how much
])  # fmt: skip
def test_a_whole_differs_by_what_its_parts_do(
    pipeline: Pipeline, whole: str, vehicles: str, found: list[tuple[str, str]]
) -> None:
    text = f"“三公”经费支出40.00万元，比上年{whole}。其中：{PARTS.format(vehicles=vehicles)}"
    assert [each for each in _found(pipeline, text) if each[0] == "difference.sum"] == found


def test_one_amount_does_not_rise_and_fall(pipeline: Pipeline) -> None:
    text = "本年收入合计963.21万元，比上年{}83.25万元；本年支出合计963.21万元，比上年增加83.25万元。"
    assert _found(pipeline, text.format("增加")) == []
    assert _found(pipeline, text.format("减少")) == [("difference.conflict", "error")]
