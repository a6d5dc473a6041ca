"""Glossary entries (名词解释): term, definition and number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_factory import final_accounts, glossary
from fiscalnlp import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("entry", "term", "definition", "number"),
    [
        ("一、事业收入：指开展专业活动取得的收入。", "事业收入", "指开展专业活动取得的收入。", "一"),
        ("1.事业收入：指开展专业活动取得的收入。", "事业收入", "指开展专业活动取得的收入。", "1"),
        ("（一）事业收入：指开展专业活动取得的收入。", "事业收入", "指开展专业活动取得的收入。", "一"),
        # half-width colon, and a space before it
        ("一、事业收入 :指开展专业活动取得的收入。", "事业收入", "指开展专业活动取得的收入。", "一"),
        # no colon
        ("一、事业收入是指开展专业活动取得的收入。", "事业收入", "是指开展专业活动取得的收入。", "一"),
        # other verbs
        ("一、其他交通费用：填列单位的交通费用。", "其他交通费用", "填列单位的交通费用。", "一"),
        # quotes and brackets within the term
        ("一、“三公”经费：指安排的经费。", "“三公”经费", "指安排的经费。", "一"),
        ("一、非财政拨款结余（含专用结余）：指结余。", "非财政拨款结余（含专用结余）", "指结余。", "一"),
        # without a number
        ("事业收入：指开展专业活动取得的收入。", "事业收入", "指开展专业活动取得的收入。", None),
    ],
)
def test_terms(read: Read, entry: str, term: str, definition: str, number: str | None) -> None:
    (found,) = read(glossary(entry)).terms
    assert (found.term, found.definition, found.number) == (term, definition, number)


def test_entries_in_order(read: Read) -> None:
    document = read(
        glossary("一、基本支出：指人员支出。", "二、项目支出：指专项支出。", "三、结余分配：指提取的结余。")
    )
    assert [term.term for term in document.terms] == ["基本支出", "项目支出", "结余分配"]


def test_paragraph_without_a_number_goes_on_the_entry(read: Read) -> None:
    document = read(
        glossary("一、“三公”经费：指三项经费。", "其中，公务接待费反映接待支出。", "二、结余分配：指结余。")
    )
    assert [term.definition for term in document.terms] == [
        "指三项经费。其中，公务接待费反映接待支出。",
        "指结余。",
    ]


def test_figures_of_a_definition_are_no_figures_of_the_accounts(read: Read) -> None:
    document = read(glossary("一、大额资金：指单笔金额100万元以上的资金。"))
    assert [amount.measure for amount in document.amounts] == [None]


def test_definitions_elsewhere_are_no_terms(read: Read) -> None:
    assert read(final_accounts("本表所称基本支出：指人员支出。")).terms == ()


def test_glossary_whose_part_title_is_missing(read: Read) -> None:
    lines = [
        "十、其他需要说明的情况",
        "本部门无其他需要说明的情况。",
        "一、事业收入：指开展专业活动取得的收入。",
        "二、结余分配：指提取的结余。",
    ]
    document = read(final_accounts("无。", *lines, heading="一、收入支出决算总体情况说明"))
    assert [term.term for term in document.terms] == ["事业收入", "结余分配"]
