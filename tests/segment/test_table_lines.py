"""Rows of printed tables and the lines they give."""

from __future__ import annotations

from decimal import Decimal

from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.model.place import Box
from fiscalnlp.read.source import Glyph
from fiscalnlp.segment.tables import name_tables


def read(*rows, title="支出决算表", unit="单位：万元", indents=()):
    """Read a table of `rows`, the first its header; `indents` says how far in the first column's names begin."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = Box(1, 200.0 * c, 20.0 * r, 200.0 * c + 200, 20.0 * r + 20) if indents else None
            glyphs = ()
            if indents and c == 0 and r and text:
                x = float(indents[r - 1])
                glyphs = tuple(
                    Glyph(letter, x + 10 * i, 0, x + 10 * i, 0, x + 10 * i + 10, 10, 10)
                    for i, letter in enumerate(text)
                )
            cells.append(GridCell(text, r, c, 1, 1, box, glyphs))
    above = ((unit, 1), (title, 1))
    (draft,) = name_tables([Grid(tuple(cells), len(rows), len(rows[0]), 1, 0.0, above=above)], year=2024).tables
    return draft.lines


def tree(lines):
    """Label and label of the parent of each line."""
    return [(line.label, None if line.parent is None else lines[line.parent].label) for line in lines]


CODED = ("科目编码", "科目名称", "合计")


def test_lines_by_code():
    lines = read(
        CODED,
        ("合计", "", "3.00"),
        ("205", "教育支出", "3.00"),
        ("20502", "普通教育", "3.00"),
        ("2050201", "学前教育", "1.00"),
        ("2050202", "小学教育", "2.00"),
    )
    assert [line.level for line in lines] == [None, "类", "款", "项", "项"]
    assert [line.parent for line in lines] == [None, None, 1, 2, 2]
    assert [line.total for line in lines] == [True, False, False, False, False]
    assert lines[4].path == ("教育支出", "普通教育", "小学教育")
    assert (lines[4].values[0].column, lines[4].values[0].yuan) == (2, Decimal(20000))


def test_code_and_name_in_one_cell():
    lines = read(("科目", "合计"), ("205 教育支出", "3.00"), ("20502 普通教育", "3.00"))
    assert [(line.code, line.label, line.parent) for line in lines] == [
        ("205", "教育支出", None),
        ("20502", "普通教育", 0),
    ]


def test_the_rest_of_a_name_in_a_row_of_its_own():
    lines = read(
        CODED,
        ("2080505", "机关事业单位基本养老保险", "3.00"),
        ("", "缴费支出", ""),
        ("210", "卫生健康支出", "1.00"),
    )
    assert [line.label for line in lines] == ["机关事业单位基本养老保险缴费支出", "卫生健康支出"]


def test_a_row_that_is_not_the_rest_of_a_name_stays_a_line():
    lines = read(CODED, ("205", "教育支出", "3.00"), ("", "其他说明", ""))
    assert [line.label for line in lines] == ["教育支出", "其他说明"]


def test_a_printed_name_that_is_not_the_official_one_stays():
    (line,) = read(CODED, ("2080505", "养老保险", "3.00"))
    assert line.label == "养老保险"
    assert line.path[-1] == "机关事业单位基本养老保险缴费支出"


def test_blank_cells_are_null_and_zero_is_zero():
    (line,) = read((*CODED, "基本支出", "项目支出"), ("205", "教育支出", "3.00", "—", "0"))
    assert [(value.value, value.yuan) for value in line.values] == [
        (Decimal("3.00"), Decimal(30000)),
        (None, None),
        (Decimal(0), Decimal(0)),
    ]


def test_two_tables_side_by_side():
    lines = read(
        ("收入", "预算数", "支出", "预算数"),
        ("一、财政拨款收入", "5.00", "一、教育支出", "4.00"),
        ("1.一般公共预算资金", "5.00", "二、卫生健康支出", "1.00"),
        ("2.政府性基金", "", "", ""),
        ("二、事业收入", "", "", ""),
        ("收入总计", "5.00", "支出总计", "5.00"),
        title="收支预算总表",
    )
    assert [line.side for line in lines] == [0] * 5 + [2] * 3
    assert [(line.code, line.path) for line in lines[5:7]] == [("205", ("教育支出",)), ("210", ("卫生健康支出",))]
    assert tree(lines)[:4] == [
        ("一、财政拨款收入", None),
        ("1.一般公共预算资金", "一、财政拨款收入"),
        ("2.政府性基金", "一、财政拨款收入"),
        ("二、事业收入", None),
    ]


def test_a_second_column_of_names_is_no_second_table():
    lines = read(
        ("项目名称", "预算数", "单位名称", "决算数"),
        ("课后服务", "5.00", "某小学", "4.00"),
        title="支出决算表",
    )
    assert [(line.label, [value.column for value in line.values]) for line in lines] == [("课后服务", [1, 3])]


def test_economic_classes_that_go_on_in_the_second_half():
    lines = read(
        ("编码", "名称", "金额", "编码", "名称", "金额"),
        ("302", "商品和服务支出", "3.00", "30202", "印刷费", "1.00"),
        ("30201", "办公费", "2.00", "310", "资本性支出", ""),
        title="一般公共预算财政拨款基本支出决算表",
    )
    assert [(line.side, line.code, line.parent) for line in lines] == [
        (0, "302", None),
        (0, "30201", 0),
        (3, "30202", 0),
        (3, "310", None),
    ]


def test_numbers_that_begin_anew_belong_to_the_line_over_them():
    lines = read(
        ("项目", "决算数"),
        ("一、一般公共预算财政拨款", "5.00"),
        ("本年收入合计", "5.00"),
        ("年初财政拨款结转和结余", "1.00"),
        ("一、一般公共预算财政拨款", "1.00"),
        ("二、政府性基金预算财政拨款", ""),
        ("总计", "6.00"),
        title="财政拨款收入支出决算总表",
    )
    assert [line.parent for line in lines] == [None, None, None, 2, 2, None]


def test_official_expenses_line_by_line():
    lines = read(
        ("项目", "预算数", "决算数"),
        ("合计", "6.00", "5.00"),
        ("因公出国（境）费", "", ""),
        ("公务用车购置及运行维护费", "5.00", "5.00"),
        ("其中：公务用车购置费", "", ""),
        ("公务用车运行维护费", "5.00", "5.00"),
        ("公务接待费", "1.00", ""),
        title="“三公”经费支出决算表",
    )
    assert tree(lines)[3:] == [
        ("其中：公务用车购置费", "公务用车购置及运行维护费"),
        ("公务用车运行维护费", "公务用车购置及运行维护费"),
        ("公务接待费", None),
    ]


def test_a_row_of_figures_without_a_name():
    (line,) = read(
        ("合计", "因公出国（境）费", "公务接待费", "公务用车运行费"),
        ("3.00", "", "1.00", "2.00"),
        title="“三公”经费预算表",
    )
    assert (line.label, [value.column for value in line.values]) == ("", [0, 1, 2, 3])


def test_indents_say_what_a_line_is_a_part_of():
    lines = read(
        ("项目", "决算数"),
        ("因公出国", "1.00"),
        ("会议费", "3.00"),
        ("一类", "1.00"),
        ("二类", "2.00"),
        ("培训费", "1.00"),
        title="“三公”经费支出决算表",
        indents=(5, 5, 25, 25, 5),
    )
    assert tree(lines) == [
        ("因公出国", None),
        ("会议费", None),
        ("一类", "会议费"),
        ("二类", "会议费"),
        ("培训费", None),
    ]


def test_notes_are_no_lines():
    lines = read(CODED, ("205", "教育支出", "3.00"), ("注：本表反映支出情况", "", ""), ("*含结转", "", ""))
    assert [line.label for line in lines] == ["教育支出"]
