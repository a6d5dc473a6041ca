"""Economic classes that the section on basic expenditure lists, with or without amounts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Document

Read = Callable[[str], Document]
HEADING = "六、一般公共预算基本支出决算情况说明"


def test_lists_without_amounts(read: Read) -> None:
    text = (
        "2023年度财政拨款基本支出21.00万元，其中：人员经费20.00万元，主要包括：基本工资、津贴补贴、"
        "职工基本医疗保险缴费、离休费；公用经费1.00万元，主要包括：办公费、差旅费、其他交通费用。"
    )
    found = read(final_accounts(text, heading=HEADING)).economic
    assert [(e.code, e.group, e.yuan) for e in found] == [
        ("30101", "personnel", None),
        ("30102", "personnel", None),
        ("30110", "personnel", None),
        ("30301", "personnel", None),
        ("30201", "public", None),
        ("30211", "public", None),
        ("30239", "public", None),
    ]


def test_list_with_amounts(read: Read) -> None:
    text = "人员经费20.00万元，主要包括：基本工资12.00万元、奖金8.00万元。"
    found = read(final_accounts(text, heading=HEADING)).economic
    assert [(e.code, e.yuan) for e in found] == [("30101", Decimal(120000)), ("30103", Decimal(80000))]


def test_two_names_joined_by_and(read: Read) -> None:
    text = "公用经费1.00万元，主要包括：办公费、福利费和其他交通费用。"
    found = read(final_accounts(text, heading=HEADING)).economic
    assert [e.code for e in found] == ["30201", "30229", "30239"]


def test_name_that_holds_and_stays_whole(read: Read) -> None:
    text = "公用经费1.00万元，主要包括：办公费、其他商品和服务支出。"
    assert [e.code for e in read(final_accounts(text, heading=HEADING)).economic] == ["30201", "30299"]


def test_list_that_ends_in_and_so_on(read: Read) -> None:
    text = "公用经费1.00万元，主要包括：办公费、其他商品和服务支出等。"
    assert [e.code for e in read(final_accounts(text, heading=HEADING)).economic] == ["30201", "30299"]


def test_name_that_no_class_has(read: Read) -> None:
    text = "公用经费1.00万元，主要包括：办公费、差旅费、咖啡机维护费。"
    unknown = read(final_accounts(text, heading=HEADING)).economic[2]
    assert (unknown.code, unknown.name) == (None, "咖啡机维护费")
    assert unknown.confidence < 1


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (HEADING, "人员经费20.00万元，主要包括：基本工资、津贴补贴……。"),  # left from the template
        (HEADING, "人员经费20.00万元。"),  # no list
        (HEADING, "公用经费1.00万元，主要包括：食堂用米、咖啡机维护费。"),  # a list of something else
        ("第四部分 名词解释", "一、基本支出：指人员经费，主要包括：基本工资、奖金。"),  # a definition
    ],
)
def test_no_economic_classes(read: Read, heading: str, text: str) -> None:
    assert read(final_accounts(text, heading=heading)).economic == ()
