"""Tables of a drawn PDF, from the file to the records."""

from __future__ import annotations

from decimal import Decimal

import pytest

import fiscalnlp
from fiscalnlp.model.records import OtherTable, Table
from pdf_factory import PageSpec, draw

XS = (50, 120, 250, 350, 450)
HEAD = ["科目编码", "科目名称", "合计", "基本支出"]


def ruled(rows, *, above=(), texts=(), top=100, xs=XS):
    spec = PageSpec(texts=list(texts)).table(xs, [top + 20 * n for n in range(len(rows) + 1)], rows)
    spec.texts += [(200, 60 + 18 * n, text) for n, text in enumerate(above)]
    return spec


@pytest.fixture(scope="module")
def nlp():
    return fiscalnlp.load()


def read(nlp, *specs):
    cover = PageSpec(texts=[(100, 100, "某市教育局2023年度部门决算", 20)])
    return nlp.read(draw(cover, *specs))


EXPENDITURE = [HEAD, ["205", "教育支出", "3.00", "3.00"], ["20502", "普通教育", "3.00", ""]]


def test_a_table_with_lines_boxes_and_place(nlp):
    document = read(nlp, ruled(EXPENDITURE, above=("支出决算表", "单位：万元")))
    (table,) = document.tables
    assert (table.table, table.unit, table.page, table.confidence) == ("expenditure", "万元", 2, 1.0)
    assert [(line.label, line.parent) for line in table.lines] == [("教育支出", None), ("普通教育", 0)]
    assert [value.yuan for value in table.lines[1].values] == [Decimal(30000), None]
    box = table.rows[0][2].box
    assert box is not None
    assert [round(edge) for edge in box] == [2, 250, 120, 350, 140]
    assert document.text[table.span.start : table.span.end] == table.text


def test_a_title_on_the_page_before(nlp):
    before = PageSpec(texts=[(60, 760, "第二部分 2023年度部门决算表"), (200, 790, "支出决算表")])
    document = read(nlp, before, ruled(EXPENDITURE, above=("单位：万元",)))
    assert [table.table for table in document.tables] == ["expenditure"]


def test_a_title_over_the_table_before_is_not_taken_again(nlp):
    first = ruled(EXPENDITURE, above=("支出决算表", "单位：万元"))
    second = ruled([["项目名称", "金额"], ["甲", "1.00"], ["乙", "2.00"]], above=("其他",), xs=(50, 250, 450))
    document = read(nlp, first, second)
    assert [record.kind for record in document.records() if isinstance(record, Table | OtherTable)] == [
        "table",
        "other_table",
    ]


def test_a_table_of_another_kind(nlp):
    rows = [["项目名称", "金额"], ["课后服务", "1.00"], ["教师培训", "2.00"]]
    document = read(nlp, ruled(rows, above=("项目支出预算表", "单位：万元"), xs=(50, 250, 450)))
    assert document.tables == ()
    (table,) = document.other_tables
    assert (table.title, table.topic, table.unit, table.confidence) == (
        "项目支出预算表",
        "project_expenditure",
        "万元",
        0.7,
    )
    assert [line.label for line in table.lines] == ["课后服务", "教师培训"]


def test_a_unit_proved_by_another_table_is_less_certain(nlp):
    whole = ["合计", "", "1307.82", "1307.82"]
    first = ruled([*EXPENDITURE, whole], above=("收入决算表", "单位：万元"))
    second = ruled([*EXPENDITURE, whole], above=("支出决算表",))
    income, expenditure = read(nlp, first, second).tables
    assert (income.unit, income.confidence) == ("万元", 1.0)
    assert (expenditure.unit, expenditure.confidence) == ("万元", 0.8)


def test_a_frame_round_text_gives_no_record(nlp):
    rows = [["说明", "本表为空表，无数据。"], ["", ""]]
    document = read(nlp, ruled(rows, xs=(50, 250, 450)))
    assert (document.tables, document.other_tables) == ((), ())
