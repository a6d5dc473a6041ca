"""Parts of more than their whole, in all the ways a disclosure tells of parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fiscalnlp import Document
from fiscalnlp.check import framed

Read = Callable[[str], Document]


def rules_of(document: Document) -> set[str]:
    return {finding.rule for finding in document.findings if finding.severity != "info"}


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("年末结转和结余143.78元，其中财政拨款结转和结余84.48万元。", True),
        ("年末结转和结余143.78万元，其中财政拨款结转和结余84.48万元。", False),
        ("公务接待费支出3.12万元。其中：国内公务接待支出8.12万元，主要用于接待来访。", True),
        ("公务接待费支出3.12万元。其中：国内公务接待支出3.12万元，主要用于接待来访。", False),
        ("公用经费91.53万元，主要包括办公费41.53万元、邮电费28.00万元、物业管理费52.00万元。", True),
        ("公用经费91.53万元，主要包括办公费41.53万元、邮电费28.00万元、物业管理费22.00万元。", False),
        ("公用经费50.00万元，主要包括办公费50.00万元，人员经费80.00万元，主要包括基本工资80.00万元。", False),
    ],
)
def test_parts_are_no_more_than_their_whole(read: Read, text: str, *, fires: bool) -> None:
    assert ("parts.exceed" in rules_of(read(framed(text)))) == fires


@pytest.mark.parametrize(("total", "fires"), [("3", True), ("1", False)])
def test_vehicles_to_be_bought(read: Read, total: str, *, fires: bool) -> None:
    kinds = "部级领导干部用车0辆、机要通信用车0辆、离退休干部用车0辆、其他用车1辆"
    text = f"2023年部门预算安排购置车辆{total}辆，其中：{kinds}。"
    assert ("asset.vehicles" in rules_of(read(framed(text)))) == fires
