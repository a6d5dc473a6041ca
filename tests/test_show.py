"""A disclosure as tables for the terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

import fiscalnlp
from disclosure_factory import final_accounts, overview
from fiscalnlp import Document
from fiscalnlp.show import show_document, yuan

CORPORA = Path(__file__).parents[1] / "corpora"

Read = Callable[[str], Document]


def _shown(document: Document) -> str:
    console = Console(file=io.StringIO(), width=160, force_terminal=False)
    show_document(document, console)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),  # the document does not say
        (Decimal(0), "0"),
        (Decimal(15512500), "15,512,500"),
        (Decimal("1551.25"), "1,551.25"),
        (Decimal("1E+4"), "10,000"),
    ],
)
def test_yuan(value: Decimal | None, shown: str) -> None:
    assert yuan(value) == shown


def test_duties_with_role_and_actions(read: Read) -> None:
    shown = _shown(read(overview("（一）牵头拟订商务发展规划。", "（二）完成其他任务。")))
    assert "牵头拟订 → 商务发展规划" in shown
    assert "lead" in shown


def test_changes_with_their_reason(read: Read) -> None:
    shown = _shown(read(final_accounts("基本支出80.00万元，比上年增加5.00万元，增长6.67%，主要原因是人员增加。")))
    assert "↑ 50,000 6.67%" in shown
    assert "人员增加" in shown


def test_findings_with_their_calculation(read: Read) -> None:
    shown = _shown(read(final_accounts("基本支出120.00万元，比上年增加20.00万元，增长25%。")))
    assert "growth.rate" in shown
    assert "20.00万元 ÷ (120.00万元 − 20.00万元)" in shown


def test_no_contradictions(read: Read) -> None:
    assert "no contradictions found" in _shown(read(final_accounts("基本支出80.00万元。")))


def test_square_brackets_are_no_markup(read: Read) -> None:
    shown = _shown(read(overview("（一）负责[red]商务[/red]管理工作。", "（二）完成其他任务。")))
    assert "[red]商务[/red]管理工作" in shown


def test_bundled_disclosure(haigang: Document) -> None:
    shown = _shown(haigang)
    assert "秦皇岛市海港区 (130302) · 2023 · 决算" in shown or "秦皇岛市海港区 (130302)" in shown
    for words in ("206 科学技术支出", "5,840,000", "37.6%", "evaluation.excellent_rate", "94.17"):
        assert words in shown


def test_a_page_without_text_is_not_called_free_of_contradictions() -> None:
    scan = fiscalnlp.load(ocr="off").read(CORPORA / "disclosures" / "final-accounts-2-scan.pdf")
    shown = _shown(scan)
    assert "no text was read" in shown
    assert "no contradictions" not in shown
