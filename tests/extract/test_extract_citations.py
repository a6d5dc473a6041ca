"""Numbered instruments (文号) in running text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("支付秦财教【2022】770号资金。", [("秦财教【2022】770号", "秦财教", 2022, "770")]),
        ("支付冀财建〔2022〕239 号资金。", [("冀财建〔2022〕239号", "冀财建", 2022, "239")]),  # layout space
        ("依据财预[2023]5号文件。", [("财预[2023]5号", "财预", 2023, "5")]),
        ("根据《预算公开办法》（国办发〔2016〕13号）执行。", [("国办发〔2016〕13号", "国办发", 2016, "13")]),
        # two joined by a slash, without 号
        (
            "支付秦财【2022】679/冀财建【2022】239关于提前下达的资金。",
            [("秦财【2022】679", "秦财", 2022, "679"), ("冀财建【2022】239", "冀财建", 2022, "239")],
        ),
        ("2023年度（2023）12个项目。", []),
        ("基本支出12.00万元。", []),
    ],
)
def test_citations(read: Read, text: str, citations: list[tuple[str, str, int, str]]) -> None:
    found = read(final_accounts(text)).citations
    assert [(c.number, c.issuer_code, c.year, c.serial) for c in found] == citations
    assert [c.text for c in found] == [c.number for c in found]


@pytest.mark.parametrize("verb", ["拨付", "使用"])
def test_verb_before_the_number_is_none_of_it(read: Read, verb: str) -> None:
    (citation,) = read(final_accounts(f"{verb}冀财建〔2022〕239号资金。")).citations
    assert citation.issuer_code == "冀财建"


def test_mentions_are_not_merged(read: Read) -> None:
    text = "支付秦财教【2022】770号资金，支付秦财教【2022】770号资金。"
    assert len(read(final_accounts(text)).citations) == 2
