"""The contents page against the body: what one of them leaves out, and what only looks so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fiscalnlp import Document
from fiscalnlp.check.contents import _whole_lines

Read = Callable[[str], Document]

BODY = """第一部分 部门概况
一、部门职责
贯彻执行商务工作的方针政策。
二、机构设置
纳入本部门决算编报范围的单位共1个。
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
本部门2023年度收入支出总计120.00万元。
二、政府采购支出情况说明
本部门2023年度政府采购支出总额10.00万元。
第三部分 名词解释
一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的支出。
"""
ENTRIES = (
    "第一部分 部门概况",
    "一、部门职责",
    "二、机构设置",
    "第二部分 2023年度部门决算情况说明",
    "一、收入支出决算总体情况说明",
    "二、政府采购支出情况说明",
    "第三部分 名词解释",
)


def found(read: Read, entries: tuple[str, ...]) -> list[tuple[str, str | None]]:
    contents = "\n".join(("目录", *entries))
    document = read(f"秦皇岛市海港区商务局2023年度部门决算\n{contents}\n{BODY}")
    return [(each.rule, each.actual) for each in document.findings if each.rule.startswith("contents.")]


def test_contents_that_are_those_of_the_body(read: Read) -> None:
    assert found(read, ENTRIES) == []


def test_an_entry_without_a_heading(read: Read) -> None:
    entries = (*ENTRIES[:-1], "三、国有资产占用情况说明", ENTRIES[-1])
    assert found(read, entries) == [("contents.unheaded", "国有资产占用情况说明")]


def test_a_part_that_is_not_listed(read: Read) -> None:
    assert found(read, ENTRIES[:-1]) == [("contents.unlisted", "名词解释")]


@pytest.mark.parametrize(
    "printed",
    [
        "一、一、收入支出决算总体情况说明",
        "一、收入支出决算总体情况说明…………………………3",
        "一、收入支出决算总体情况",
        "一、收入支决算总体情况说明",
        "一、关于2023年度收入支出决算总体情况的说明",
    ],
    ids=["number twice", "dots and page", "words left out", "a character lost", "words added"],
)
def test_prints_of_one_title(read: Read, printed: str) -> None:
    assert found(read, (*ENTRIES[:4], printed, *ENTRIES[5:])) == []


def test_tables_on_pages_of_their_own(read: Read) -> None:
    entries = (*ENTRIES[:3], "第二部分 2023年度部门决算表", "一、收入支出决算总表", *ENTRIES[3:])
    assert [each for each in found(read, entries) if each[0] == "contents.unheaded"] == []


def test_contents_that_were_not_understood(read: Read) -> None:
    entries = ("第一部分 甲", "一、乙乙乙乙", "二、丙丙丙丙", "三、丁丁丁丁", "四、戊戊戊戊", ENTRIES[-1])
    assert [each for each in found(read, entries) if each[0] == "contents.unheaded"] == []


@pytest.mark.parametrize(
    ("lines", "entries"),
    [
        (("十、机关运行经费情", "况表......19", "十一、其他"), ["十、机关运行经费情况表......19", "十一、其他"]),
        (("第四部分：部门预算报", "表", "附件"), ["第四部分：部门预算报表", "附件"]),
        (("一、概况......4", "附表：收入表"), ["一、概况......4", "附表：收入表"]),
    ],
)
def test_an_entry_that_is_wrapped_is_one(lines: tuple[str, ...], entries: list[str]) -> None:
    form = "\n".join(lines)
    assert [form[slice(*line)].replace("\n", "") for line in _whole_lines(form, 0, len(form))] == entries
