"""Statements that there is nothing to report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_factory import final_accounts, glossary
from fiscalnlp import Document

Read = Callable[[str], Document]
FUND = "八、政府性基金预算财政拨款收入支出决算情况说明"


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("无政府性基金预算财政拨款收入和支出。", [("政府性基金预算财政拨款收入和支出", "government_fund", None)]),
        # two of them in one sentence
        (
            "本年度没有国有资本经营预算财政拨款收入，也没有使用国有资本经营预算安排的支出。",
            [
                ("国有资本经营预算财政拨款收入", "state_capital", None),
                ("国有资本经营预算安排的支出", "state_capital", None),
            ],
        ),
        # no table of the nine
        ("本部门2023年度未发生政府采购支出。", [("政府采购支出", None, None)]),
        ("本部门无机关运行经费支出。", [("机关运行经费支出", None, None)]),
        ("本部门没有“三公”经费财政拨款支出。", [("“三公”经费财政拨款支出", "official_expense", None)]),
        # a table published empty, named by its number
        (
            "国有资本经营预算财政拨款无收支及结转结余情况，故公开08表以空表列示。",
            [("国有资本经营预算财政拨款", "state_capital", "08")],
        ),
    ],
)  # fmt: skip
def test_nil_returns(read: Read, text: str, returns: list[tuple[str, str | None, str | None]]) -> None:
    found = read(final_accounts(text, heading=FUND)).nil_returns
    assert [(n.measure, n.table, n.table_number) for n in found] == returns


@pytest.mark.parametrize(
    "document",
    [
        final_accounts("本部门XX年度无政府性基金预算财政拨款收入和支出。", heading=FUND),  # left from the template
        final_accounts("本部门2023年度政府性基金预算财政拨款收入10.00万元。", heading=FUND),
        final_accounts("本部门无二级预算单位。", heading=FUND),
        glossary("一、结余：指无政府性基金预算财政拨款收入和支出。"),  # a definition
    ],
)
def test_no_nil_return(read: Read, document: str) -> None:
    assert read(document).nil_returns == ()


def test_year_is_no_part_of_the_measure(read: Read) -> None:
    text = "本部门2023年度政府性基金预算财政拨款无收支及结转结余情况，故公开07表以空表列示。"
    (found,) = read(final_accounts(text, heading=FUND)).nil_returns
    assert found.measure == "政府性基金预算财政拨款"
