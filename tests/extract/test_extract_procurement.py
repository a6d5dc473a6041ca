"""Government procurement (政府采购): sums, awards and set-asides with look-alike subjects."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from disclosure_factory import budget, final_accounts
from fiscalnlp import Document

Read = Callable[[str], Document]
HEADING = "八、政府采购支出情况"


def _fields(document: Document) -> dict[str, Decimal]:
    record = document.procurement
    assert record is not None
    names = [name for name in record.__struct_fields__ if name.endswith("_yuan")]
    return {name.removesuffix("_yuan"): value for name in names if (value := getattr(record, name)) is not None}


@pytest.mark.parametrize(
    ("paragraphs", "fields"),
    [
        # the form of most regions, 、 between the parts
        (
            [
                "本部门2023年度政府采购支出总额10.00万元，其中：政府采购货物支出4.00万元、政府采购工程支出0.00万元、"
                "政府采购服务支出6.00万元。授予中小企业合同金额8.00万元，占政府采购支出总额的80%，其中：授予小微企业"
                "合同金额2.00万元，占政府采购支出总额的20%。"
            ],
            {"total": 100000, "goods": 40000, "works": 0, "services": 60000, "sme": 80000, "micro": 20000},
        ),
        # short names
        (
            ["2023年度政府采购支出总额10.00万元，其中：货物支出4.00万元，工程支出0.00万元，服务支出6.00万元。"],
            {"total": 100000, "goods": 40000, "works": 0, "services": 60000},
        ),
        # set aside (预留) is not awarded
        (
            [
                "2023年度本部门政府采购金额（以合同签订为准）100.00万元，其中：货物采购金额20.00万元、工程采购金额"
                "0.00万元、服务采购金额80.00万元。",
                "2023年度本部门面向中小企业预留政府采购项目预算金额90.00万元，其中，面向小微企业预留政府采购项目预算"
                "金额60.00万元。在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额85.00万元；"
                "由小微企业供应商中标或成交的，采购金额50.00万元。在其他政府采购项目中，由中小企业供应商中标或成交的，"
                "采购金额5.00万元。",
            ],
            {
                "total": 1000000, "goods": 200000, "works": 0, "services": 800000, "reserved_sme": 900000,
                "reserved_micro": 600000, "sme": 850000, "micro": 500000, "other_sme": 50000,
            },
        ),
        # a change between the total and its parts
        (
            ["2023年度政府采购支出总额10.00万元，比上年增加2.00万元，增长25%。其中：货物支出10.00万元。"],
            {"total": 100000, "goods": 100000},
        ),
    ],
)  # fmt: skip
def test_procurement(read: Read, paragraphs: list[str], fields: dict[str, int]) -> None:
    assert _fields(read(final_accounts(*paragraphs, heading=HEADING))) == fields


def test_procurement_of_a_budget(read: Read) -> None:
    text = "2024年本部门政府采购预算10.00万元，其中：政府采购货物预算4.00万元、政府采购服务预算6.00万元。"
    assert _fields(read(budget(text, heading="六、政府采购预算情况"))) == {
        "total": 100000,
        "goods": 40000,
        "services": 60000,
    }


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (HEADING, "本部门2023年度无政府采购支出。"),  # a nil return
        ("三、支出决算情况说明", "政府采购支出总额10.00万元。"),  # not the section
    ],
)
def test_no_procurement(read: Read, heading: str, text: str) -> None:
    assert read(final_accounts(text, heading=heading)).procurement is None
