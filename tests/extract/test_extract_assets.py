"""State-owned assets (国有资产占用): vehicles by kind, equipment above a threshold, buildings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Document

Read = Callable[[str], Document]
HEADING = "九、国有资产占用情况"


@pytest.mark.parametrize(
    ("text", "assets"),
    [
        # the date is no count, the body no part of the item
        (
            "截至2023年12月31日，本部门共有车辆2辆，其中，主要负责人用车1辆，其他用车1辆。",
            [("车辆", 2, "辆"), ("主要负责人用车", 1, "辆"), ("其他用车", 1, "辆")],
        ),
        # a closed bracket belongs to the kind
        ("副部（省）级及以上领导用车0辆。", [("副部（省）级及以上领导用车", 0, "辆")]),
        # the threshold belongs to the name
        (
            "单位价值100万元（含）以上设备（不含车辆）2台（套）。",
            [("单位价值100万元（含）以上设备（不含车辆）", 2, "台（套）")],
        ),
        (
            "单价50万元以上通用设备3台（套），单价100万元以上专用设备1台（套）。",
            [("单价50万元以上通用设备", 3, "台（套）"), ("单价100万元以上专用设备", 1, "台（套）")],
        ),
        ("办公用房面积1200平方米。", [("办公用房面积", 1200, "平方米")]),
        ("本单位无车辆。", []),
    ],
)
def test_assets(read: Read, text: str, assets: list[tuple[str, int, str]]) -> None:
    found = read(final_accounts(text, heading=HEADING)).assets
    assert [(a.item, a.count, a.unit) for a in found] == assets


def test_every_asset_is_a_quantity_too(read: Read) -> None:
    document = read(final_accounts("本部门共有车辆2辆，其中，其他用车2辆。", heading=HEADING))
    assert [q.value for q in document.quantities] == [a.count for a in document.assets] == [2, 2]


def test_vehicles_of_the_official_expenses_are_no_assets(read: Read) -> None:
    document = read(final_accounts("公务用车保有量3辆。", heading="七、“三公”经费支出决算情况说明"))
    assert document.assets == ()


def test_words_of_an_asset_begin_with_its_name(read: Read) -> None:
    text = "本部门共有车辆2辆，其中：主要负责人用车1辆、其他用车1辆。"
    assert [a.text for a in read(final_accounts(text, heading=HEADING)).assets][1:] == [
        "主要负责人用车1辆",
        "其他用车1辆",
    ]
