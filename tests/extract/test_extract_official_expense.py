"""Lines of the official expenses (三公经费): budget and final figure, zero sentences, absent lines."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from disclosure_factory import budget, final_accounts
from fiscalnlp import Document
from fiscalnlp.extract.official_expense import expense_item

Read = Callable[[str], Document]
HEADING = "七、财政拨款“三公”经费支出决算情况说明"


def _lines(document: Document) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {e.item: (e.budget_yuan, e.final_yuan) for e in document.official_expense}


def test_all_lines(read: Read) -> None:
    text = (
        "2023年度“三公”经费财政拨款支出预算为5.00万元，支出决算为3.20万元，完成预算的64%。其中：因公出国（境）费支出"
        "决算为0.00万元；公务用车购置及运行维护费支出决算为2.00万元，其中：公务用车购置费0.00万元，公务用车运行维护费"
        "2.00万元；公务接待费支出决算为1.20万元。"
    )
    assert _lines(read(final_accounts(text, heading=HEADING))) == {
        "total": (Decimal(50000), Decimal(32000)),
        "abroad": (None, Decimal(0)),
        "vehicles": (None, Decimal(20000)),
        "vehicle_purchase": (None, Decimal(0)),
        "vehicle_running": (None, Decimal(20000)),
        "reception": (None, Decimal(12000)),
    }


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # a sentence that there was none is zero
        ("本年度未发生因公出国（境）费支出。", {"abroad": (None, Decimal(0))}),
        ("本年度没有公务接待费支出。", {"reception": (None, Decimal(0))}),
        # unchanged prints no budget
        ("公务接待费支出1.20万元，与预算持平。", {"reception": (None, Decimal(12000))}),
        # the change is no figure of the line
        ("公务接待费支出1.20万元，比上年减少0.30万元。", {"reception": (None, Decimal(12000))}),
        # counts are no money
        ("公务用车保有量3辆，国内公务接待12批次、96人次。", {}),
    ],
)
def test_single_lines(read: Read, text: str, lines: dict[str, tuple[Decimal | None, Decimal | None]]) -> None:
    assert _lines(read(final_accounts(text, heading=HEADING))) == lines


def test_budget_document(read: Read) -> None:
    text = "2024年“三公”经费预算5.00万元，比2023年预算减少1.00万元。其中：公务接待费预算1.00万元。"
    assert _lines(read(budget(text, heading="五、“三公”经费预算情况说明"))) == {
        "total": (Decimal(50000), None),
        "reception": (Decimal(10000), None),
    }


def test_only_the_section_counts(read: Read) -> None:
    text = "公务接待费支出1.20万元。"
    assert read(final_accounts(text, heading="三、支出决算情况说明")).official_expense == ()


@pytest.mark.parametrize(
    ("measure", "item"),
    [
        ("“三公”经费", "total"),
        ("财政拨款“三公”经费支出", "total"),
        ("因公出国（境）费用", "abroad"),
        ("公务用车购置及运行维护费", "vehicles"),
        ("公务用车购置和运行费", "vehicles"),
        ("公务用车购置费", "vehicle_purchase"),
        ("公务用车运行维护费", "vehicle_running"),
        ("公车运行费", "vehicle_running"),
        ("公务接待费", "reception"),
        ("会议费", None),
        ("机关运行经费", None),
    ],
)
def test_expense_item(measure: str, item: str | None) -> None:
    assert expense_item(measure) == item
