"""A body's own name where a disclosure opens on its duties and offices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fiscalnlp import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("name", "fires"),
    [
        ("秦皇岛市海港区商务局", False),
        ("秦皇岛市海港区档案局", True),
        ("秦皇岛市海港区商务和投资促进局", False),  # the longer name of the same body
    ],
)
def test_the_first_sentence_on_duties(read: Read, name: str, *, fires: bool) -> None:
    document = read(
        "秦皇岛市海港区商务局2023年度部门决算\n\n第一部分 部门概况\n一、主要职责\n"
        f"{name}的主要职责是：\n1.贯彻执行商务工作的方针政策。\n二、机构设置\n纳入决算编报范围的单位共1个。\n"
    )
    assert any(finding.rule == "name.other_body" for finding in document.findings) == fires
