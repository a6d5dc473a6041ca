"""Evaluations, purposes and assets: near twins of what the rules report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fiscalnlp import Document
from fiscalnlp.check import framed

Read = Callable[[str], Document]


def rules_of(document: Document) -> set[str]:
    return {finding.rule for finding in document.findings if finding.severity != "info"}


@pytest.mark.parametrize(
    ("score", "grade", "fires"),
    [
        ("90", "优", False),
        ("89.99", "优", True),
        ("89.99", "良", False),
        ("80", "良", False),
        ("95", "中", True),
        ("60", "中", False),
        ("59.9", "差", False),
        ("100", "优", False),
        ("85", "合格", False),
    ],
)
def test_the_score_of_a_grade(read: Read, score: str, grade: str, *, fires: bool) -> None:
    words = f"十、预算绩效情况说明\n甲项目绩效自评得分为{score}分，评价等级为“{grade}”。"
    assert ("evaluation.score" in rules_of(read(framed(words)))) is fires


@pytest.mark.parametrize(
    ("name", "purpose", "fires"),
    [
        ("住房公积金", "缴存职工住房公积金", False),
        ("住房公积金", "缴纳职工医疗保险", True),
        ("住房公积金", "缴纳职工社会保障费用", False),
        ("住房公积金", "缴存公积金和医疗保险", False),
        ("购房补贴", "缴存职工住房公积金", False),
        ("购房补贴", "缴纳职业年金", True),
    ],
)
def test_what_a_class_pays_for(read: Read, name: str, purpose: str, *, fires: bool) -> None:
    line = f"1.住房保障支出（类）住房改革支出（款）{name}（项）。支出决算为10.00万元，主要用于{purpose}。"
    document = read(framed(f"五、一般公共预算财政拨款支出决算情况说明\n{line}"))
    assert ("spending.foreign_purpose" in rules_of(document)) is fires


def test_a_table_of_assets_in_one_row(read: Read) -> None:
    words = """九、国有资产占用情况
本部门共有车辆5辆。
国有资产占用情况表
金额单位：万元
单位名称\t车辆数量\t机要通信用车\t其他用车\t资产原值合计\t房屋金额
海港区商务局\t6\t2\t4\t120.00\t100.00
合计\t6\t2\t4\t120.00\t100.00
"""
    document = read(framed(words))
    assert "asset.table" in rules_of(document)
    assert "asset.table" not in rules_of(read(framed(words.replace("车辆5辆", "车辆6辆"))))
