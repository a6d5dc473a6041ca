"""Tables without ruling lines: on printed pages, and in text whose columns are aligned with spaces."""

from __future__ import annotations

import pymupdf
import pytest

from fiscalnlp.layout import lay_out
from fiscalnlp.layout.glyph_lines import group_lines
from fiscalnlp.layout.tables import find_grids, join_grids
from fiscalnlp.read import read_source
from fiscalnlp.read.pdf import read_pdf
from pdf_factory import PageSpec, draw

XS = (50, 130, 330, 420, 510)  # borders of the columns: code, name, two of figures
HEAD = ["编码", "名称", "合计", "基本支出"]
BODY = [
    ["201", "一般公共服务支出", "264.87", "62.63"],
    ["20139", "社会工作事务", "264.87", "62.63"],
    ["2013901", "行政运行", "51.32", "51.32"],
    ["208", "社会保障和就业支出", "10.82", "10.82"],
]


def width_of(text, size=10):
    return sum(pymupdf.get_text_length(c, "helv", size) if c < "\x7f" else size for c in text)


def printed(rows, *, top=100.0, xs=XS, height=20, header=1, title="支出决算表", unit="单位：万元", centred=False):
    """A page with a table as offices print it: headings centred, names flush left, figures flush right."""
    spec = PageSpec()
    if title:
        spec.texts.append((240, top - 30, title))
    if unit:
        spec.texts.append((450, top - 12, unit))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            left, right = xs[c], xs[c + 1]
            for n, piece in enumerate(text.split("\n")):
                x = left + 3
                if r < header or centred:
                    x = (left + right - width_of(piece)) / 2
                elif piece[-1:].isdigit() and c > 1:
                    x = right - 3 - width_of(piece)
                if piece:
                    spec.texts.append((x, top + height * r + 12 * (n + 1), piece))
    return spec


def grids_of(*specs):
    pages, _ = read_pdf(draw(*specs), "x.pdf")
    grids, running = [], []
    for page in pages:
        found, lines = find_grids(page, group_lines(page), before=grids[-1] if grids else None)
        grids += found
        running += [line.text for line in lines]
    return grids, running


def table(grid):
    rows = [[""] * grid.n_columns for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def text_grids(text):
    layout = lay_out(read_source(text))
    return [block.grid for block in layout.blocks if block.grid is not None]


def test_columns_are_told_by_what_stands_under_each_other():
    (grid,), running = grids_of(printed([HEAD, *BODY]))
    assert table(grid) == [HEAD, *BODY]
    assert running == ["支出决算表", "单位：万元"]
    assert [text for text, _ in grid.above] == ["单位：万元", "支出决算表"]
    assert all(len(cell.glyphs) == len(cell.text) for cell in grid.cells)
    assert all(cell.box.page == 1 for cell in grid.cells)


def test_figures_may_be_centred():
    (grid,), _ = grids_of(printed([HEAD, *BODY], centred=True))
    assert table(grid) == [HEAD, *BODY]


@pytest.mark.parametrize(
    "lines",
    [
        [(50, 98, 510, 98), (50, 118, 510, 118), (50, 205, 510, 205)],  # three lines
        [(50, 98, 510, 98), (510, 98, 510, 205), (50, 205, 510, 205), (50, 98, 50, 205)],  # a frame
        [(50, y, 510, y) for y in (98, 118, 138, 158, 178, 205)],  # a line under each row
        [*((x, 98, x, 205) for x in XS), *((50, y, 510, y) for y in (98, 118, 205))],  # no line between the rows
    ],
)
def test_a_few_ruling_lines_change_nothing(lines):
    spec = printed([HEAD, *BODY])
    spec.lines = lines
    (grid,), _ = grids_of(spec)
    assert table(grid) == [HEAD, *BODY]


def test_headings_over_several_columns_are_merged_cells():
    xs = (50, 250, 320, 390, 460)
    rows = [["项目", "", "", ""], ["", "小计", "购置费", "运行费"], ["本年支出", "12.50", "8.00", "4.50"]]
    rows += [["上年支出", "10.00", "6.00", "4.00"]]
    spec = printed(rows, xs=xs, header=2)
    spec.texts.append((335, 112, "公务用车"))
    (grid,), _ = grids_of(spec)
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans["公务用车"] == (0, 1, 1, 3)
    assert spans["项目"] == (0, 0, 2, 1)
    assert spans["购置费"] == (1, 2, 1, 1)
    assert table(grid)[2] == ["本年支出", "12.50", "8.00", "4.50"]


def test_wrapped_headings_are_one_and_blank_columns_stay():
    head = ["编码", "名称", "一般公共预\n算财政拨款", "政府性基金\n财政拨款"]
    body = [[*row[:3], ""] for row in BODY]
    (grid,), _ = grids_of(printed([head, *body], top=100, height=26))
    assert table(grid)[0] == ["编码", "名称", "一般公共预算财政拨款", "政府性基金财政拨款"]
    assert table(grid)[1] == [*BODY[0][:3], ""]


def test_a_name_wrapped_over_lines_belongs_to_one_row():
    rows = [HEAD, BODY[0], ["2080505", "", "6.18", "6.18"], BODY[3]]
    spec = printed(rows, height=30)
    spec.texts += [(133, 166, "机关事业单位基本养老保险缴费"), (133, 179, "支出")]
    (grid,), _ = grids_of(spec)
    assert table(grid)[2] == ["2080505", "机关事业单位基本养老保险缴费支出", "6.18", "6.18"]
    assert grid.n_rows == 4


def test_rows_without_figures_are_rows_of_their_own():
    xs = (50, 330, 420)
    rows = [["项目", "决算数"], ["一、一般公共服务支出", "264.87"], ["二、外交支出", ""], ["三、国防支出", ""]]
    rows += [["四、教育支出", "10.82"], ["五、其他支出", ""], ["本年支出合计", "275.69"]]
    (grid,), _ = grids_of(printed(rows, xs=xs))
    assert table(grid) == rows


def test_a_code_and_its_name_in_one_go_are_two_cells():
    spec = printed([HEAD, *[["", "", *row[2:]] for row in BODY]])
    spec.texts += [(53, 132 + 20 * n, f"{row[0]} {row[1]}") for n, row in enumerate(BODY)]
    (grid,), _ = grids_of(spec)
    assert table(grid)[1:] == BODY


def test_a_table_goes_on_on_the_next_page_whose_right_column_is_blank():
    first = printed([HEAD, *BODY])
    second = printed([["210", "卫生健康支出及其他长的名称", "2.71", ""]], top=60, header=0, title="", unit="")
    second.texts.append((290, 820, "- 2 -"))
    (grid,) = join_grids(grids_of(first, second)[0])
    assert table(grid) == [HEAD, *BODY, ["210", "卫生健康支出及其他长的名称", "2.71", ""]]
    assert [box.page for box in grid.boxes] == [1, 2]


def test_a_repeated_header_on_the_next_page_is_dropped():
    first = printed([HEAD, *BODY])
    second = printed([HEAD, ["210", "卫生健康支出", "2.71", "2.71"]], top=60, title="", unit="")
    (grid,) = join_grids(grids_of(first, second)[0])
    assert table(grid)[-2:] == [BODY[-1], ["210", "卫生健康支出", "2.71", "2.71"]]


def test_another_title_on_the_next_page_begins_another_table():
    second = printed([HEAD, *BODY[:2]], title="收入决算表")
    assert len(join_grids(grids_of(printed([HEAD, *BODY]), second)[0])) == 2


@pytest.mark.parametrize(
    "texts",
    [
        [("第一部分 部门概况", "3"), ("第二部分 决算表", "5"), ("第三部分 情况说明", "14"), ("名词解释", "20")],
        [("一、主要职能……………", "1"), ("二、机构设置……………", "2"), ("三、名词解释……………", "3")],
        [("联系人：张三", "电话：12345678"), ("地址：某路1号", "2024年8月"), ("（盖章）", "")],
        [("（一）负责组织实施。", ""), ("（二）指导监督检查，", ""), ("（三）承办其他任务。", "")],
        [("本年收入合计307.82万元，其中：", ""), ("财政拨款收入307.82万元，占", "100%"), ("支出300万元。", "")],
    ],
)
def test_contents_lists_signatures_and_prose_are_no_tables(texts):
    spec = PageSpec(texts=[(240, 60, "某局部门决算")])
    for n, (left, right) in enumerate(texts):
        spec.texts += [(60, 100 + 20 * n, left), (480, 100 + 20 * n, right)]
    grids, _ = grids_of(spec)
    assert grids == []


def test_a_blank_table_is_found_by_title_and_unit():
    (grid,), _ = grids_of(printed([HEAD, ["201", "", "", ""]][:1], title="政府性基金预算财政拨款支出决算表"))
    assert table(grid) == [HEAD]
    assert grids_of(printed([HEAD], title="几句话", unit=""))[0] == []


TEXT = """\
                    支出决算表
                                          单位：万元
         项目
                                    合计    基本支出
编码           名称

201       一般公共服务支出        264.87       62.63
2013901     行政运行               51.32       51.32
            机关事业单位基本
2080505                             6.18        6.18
            养老保险缴费支出
221       住房保障支出             29.42       29.42
"""
ROWS = [
    ["201", "一般公共服务支出", "264.87", "62.63"],
    ["2013901", "行政运行", "51.32", "51.32"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "6.18", "6.18"],
    ["221", "住房保障支出", "29.42", "29.42"],
]


def test_text_with_aligned_columns_gives_the_same_grid():
    (grid,) = text_grids(TEXT + "\n注：本表反映部门本年度各项支出情况。\n")
    assert table(grid) == [["项目", "", "合计", "基本支出"], ["编码", "名称", "", ""], *ROWS]
    assert [text for text, _ in grid.above] == ["单位：万元", "支出决算表"]
    assert grid.below == (("注：本表反映部门本年度各项支出情况。", None),)
    assert grid.boxes == ()


def test_columns_parted_by_tabs():
    rows = [["项目", "决算数"], ["一、财政拨款收入", "307.82"], ["二、事业收入", ""], ["合计", "307.82"]]
    text = "收入决算表\n单位：万元\n" + "\n".join("\t".join(row) for row in rows) + "\n"
    (grid,) = text_grids(text)
    assert table(grid) == rows


def test_text_tables_go_on_over_page_breaks_although_aligned_anew():
    second = "210       卫生健康支出      2.71      2.71\n"
    (grid,) = text_grids(TEXT + "\f" + second)
    assert table(grid)[2:] == [*ROWS, ["210", "卫生健康支出", "2.71", "2.71"]]


def test_wrapped_prose_with_figures_at_its_line_ends_stays_text():
    text = (
        "本年收入合计 307.82\n万元，比上年增加 12.50\n万元，增长 4.2%。主要原因是人员\n经费增加 3.10\n"
        "万元。财政拨款收入 307.82\n万元，占 100%。\n"
    )
    assert text_grids(text) == []


SPACED = [
    "201 一般公共服务支出 264.87 62.63",
    "2013901 行政运行 51.32 51.32",
    "221 住房保障支出 29.42 29.42",
    "合 计 294.29 92.05",
]


def test_cells_parted_by_single_spaces_are_read_by_turn():
    (grid,) = text_grids("支出决算表\n单位：万元\n编码 名称 合计 基本支出\n" + "\n".join(SPACED) + "\n")
    assert [row for row in table(grid) if row[0] == "201"] == [["201", "一般公共服务支出", "264.87", "62.63"]]
    assert table(grid)[-1] == ["", "合计", "294.29", "92.05"]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("支出决算表\n单位：万元", [*SPACED[:3], "210 卫生健康支出 2.71"]),  # whose figure is it?
        ("第三部分 情况说明", SPACED),
        ("支出决算表\n单位：万元", SPACED[:2]),
    ],
)
def test_cells_parted_by_single_spaces_stay_text_where_in_doubt(title, rows):
    assert text_grids(title + "\n" + "\n".join(rows) + "\n") == []
