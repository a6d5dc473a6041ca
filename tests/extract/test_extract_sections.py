"""Headings and the document's own record."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_factory import ISSUER, budget, final_accounts
from fiscalnlp import Document

Read = Callable[[str], Document]


def _outline(document: Document) -> list[tuple[int, str | None, str]]:
    return [(section.level, section.number, section.title) for section in document.sections]


def test_parts_sections_and_run_in_heads(read: Read) -> None:
    document = read(
        final_accounts(
            "（一）财政拨款收支与2022年度决算对比情况",
            "1.公务接待费支出情况。公务接待费支出1.00万元。",
            "二、其他需要说明的情况",
            "无。",
            heading="一、收入支出决算总体情况说明",
        )
    )
    assert _outline(document) == [
        (1, "第三部分", "2023年度部门决算情况说明"),
        (2, "一、", "收入支出决算总体情况说明"),
        (3, "（一）", "财政拨款收支与2022年度决算对比情况"),
        (4, "1.", "公务接待费支出情况"),
        (2, "二、", "其他需要说明的情况"),
    ]


def test_without_parts_the_outermost_heading_is_level_1(read: Read) -> None:
    document = read(
        "一、部门（单位）概况\n（一）主要职责\n1.负责全区商务管理工作。\n二、2023年度部门决算情况说明\n（一）收入决算情况说明\n"
    )
    assert [level for level, _, _ in _outline(document)] == [1, 2, 1, 2]


def test_parent_is_the_heading_above(read: Read) -> None:
    sections = read(final_accounts("（一）支出决算结构情况", heading="三、支出决算情况说明")).sections
    assert [section.parent for section in sections] == [None, sections[0].id, sections[1].id]
    assert sections[2].section == ("2023年度部门决算情况说明", "支出决算情况说明", "支出决算结构情况")


def test_contents_are_no_headings(read: Read) -> None:
    document = read(
        "秦皇岛市海港区商务局\n2023年度部门决算\n目 录\n第一部分 部门概况....1\n一、部门职责....1\n"
        "第四部分 名词解释....9\n第一部分 部门概况\n一、部门职责\n（一）负责全区商务管理工作。\n"
    )
    assert _outline(document) == [(1, "第一部分", "部门概况"), (2, "一、", "部门职责")]
    assert len(document.duties) == 1


def test_records_name_the_headings_above_them(read: Read) -> None:
    (amount,) = read(final_accounts("基本支出12.00万元。", heading="三、支出决算情况说明")).amounts
    assert amount.section == ("2023年度部门决算情况说明", "支出决算情况说明")


@pytest.mark.parametrize(
    ("text", "title", "year", "report"),
    [
        (final_accounts("无。"), f"{ISSUER}2023年度部门决算", 2023, "final_accounts"),
        (final_accounts("无。", year=2019), f"{ISSUER}2019年度部门决算", 2019, "final_accounts"),
        (budget("无。"), f"{ISSUER}2024年部门预算", 2024, "budget"),
    ],
)
def test_document_record(read: Read, text: str, title: str, year: int, report: str) -> None:
    record = read(text).record
    assert (record.title, record.issuer) == (title, ISSUER)
    assert (record.fiscal_year, record.report, record.scope) == (year, report, "department")
    assert record.region is not None
    assert record.region.code == "130302"


def test_what_the_document_does_not_say_is_none(read: Read) -> None:
    record = read("一、其他情况\n天气晴朗，适宜出行。\n").record
    assert (record.title, record.issuer, record.region, record.fiscal_year, record.report, record.scope) == (
        None,
    ) * 6
