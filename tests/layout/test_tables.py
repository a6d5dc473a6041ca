from __future__ import annotations

import pytest

from fiscalnlp.layout.glyph_lines import group_lines
from fiscalnlp.layout.table_rulings import GridSettings, find_frames
from fiscalnlp.layout.tables import find_grids, join_grids
from fiscalnlp.read.pdf import read_pdf
from fiscalnlp.read.source import Rule
from pdf_factory import PageSpec, draw

XS = (50, 120, 250, 350, 450)
HEAD = ["编码", "名称", "合计", "基本支出"]


def grids_of(*specs):
    pages, _ = read_pdf(draw(*specs), "x.pdf")
    found = [find_grids(page, group_lines(page)) for page in pages]
    return [grid for grids, _ in found for grid in grids], [line.text for _, lines in found for line in lines]


def table(grid):
    rows = [[""] * grid.n_columns for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def ruled(rows, *, top=100, merged=(), rotation=0, xs=XS, height=20):
    spec = PageSpec(rotation=rotation, width=595, height=842)
    return spec.table(xs, [top + height * n for n in range(len(rows) + 1)], rows, merged=merged)


BODY = [["201", "一般公共服务支出", "264.87", "62.63"], ["", "", "", ""], ["208", "社会保障", "10.82", ""]]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_ruled_table_gives_its_cells(rotation):
    spec = ruled([HEAD, *BODY], rotation=rotation)
    spec.texts += [(200, 70, "支出决算表"), (400, 90, "单位：万元"), (50, 200, "注：本表反映支出。")]
    (grid,), running = grids_of(spec)
    assert table(grid) == [HEAD, *BODY]
    assert [round(value) for value in grid.boxes[0]] == [1, 50, 100, 450, 180]
    assert grid.above == (("单位：万元", 1), ("支出决算表", 1))
    assert grid.below == (("注：本表反映支出。", 1),)
    assert running == ["支出决算表", "单位：万元", "注：本表反映支出。"]


def test_merged_header_cells_keep_their_spans():
    rows = [["项目", "", "本年支出", ""], ["编码", "名称", "", ""], BODY[0]]
    (grid,), _ = grids_of(ruled(rows, merged=[(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 2, 1)]))
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in grid.cells}
    assert spans[0, 0] == (1, 2)
    assert spans[0, 2] == (2, 1)
    assert (1, 2) not in spans
    assert len(grid.cells) == 3 + 2 + 4


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("机关事业单位基\n本养老保险缴费", "机关事业单位基本养老保险缴费"),
        ("R&D\nspending", "R&D spending"),
        ("1,234,\n567.00", "1,234,567.00"),
        ("264.87\n62.63", "264.87 62.63"),
        ("项  目", "项目"),
    ],
)
def test_wrapped_cell_lines_are_joined(printed, text):
    rows = [HEAD, ["201", printed, "1", "2"]]
    spec = PageSpec().table(XS, [100, 120, 150], rows)
    (grid,), _ = grids_of(spec)
    cell = next(cell for cell in grid.cells if (cell.row, cell.column) == (1, 1))
    assert cell.text == text
    assert len(cell.glyphs) == len(text)


def test_a_figure_too_wide_for_its_column_stays_whole():
    spec = ruled([HEAD, ["201", "", "", ""]])
    spec.texts.append((330, 131, "123,456.78"))  # runs over the border at 350
    (grid,), _ = grids_of(spec)
    assert table(grid)[1] == ["201", "", "", "123,456.78"]


def test_a_box_round_text_is_no_table():
    spec = PageSpec(texts=[(60, 120, "温馨提示")], boxes=[(50, 100, 300, 140)])
    assert grids_of(spec) == ([], ["温馨提示"])


def test_text_beside_a_table_stays_running_text():
    spec = ruled([HEAD, *BODY])
    spec.texts.append((500, 111, "见附注"))
    (grid,), running = grids_of(spec)
    assert running == ["见附注"]
    assert table(grid)[0] == HEAD


def test_dotted_and_doubled_borders_are_single_edges():
    spec = PageSpec(texts=[(x + 5, y + 12, "字") for x in XS[:-1] for y in (100, 120)])
    for y in (100, 120, 140):
        spec.bars += [(x, y, x + 1, y + 0.5) for x in range(50, 450, 3)]
    for x in XS:
        spec.lines += [(x, 100, x, 140), (x + 1.5, 100, x + 1.5, 140)]
    (grid,), _ = grids_of(spec)
    assert (grid.n_rows, grid.n_columns) == (2, 4)


def test_open_sides_are_closed():
    spec = PageSpec(texts=[(x + 5, y + 12, "字") for x in XS[:-1] for y in (100, 120)])
    spec.lines = [(50, y, 450, y) for y in (100, 120, 140)] + [(x, 100, x, 140) for x in XS[1:-1]]
    (grid,), _ = grids_of(spec)
    assert (grid.n_rows, grid.n_columns) == (2, 4)


def test_a_drawing_of_many_lines_costs_little_and_tables_in_it_survive():
    hatching = [Rule(60 + n % 97, 300 + n * 0.02, 75 + n % 89, 300 + n * 0.02) for n in range(15_000)]
    frame = [Rule(50, y, 450, y) for y in (100, 120, 140)] + [Rule(x, 100, x, 140) for x in XS]
    frames = find_frames([*hatching, *frame], GridSettings())
    assert any(len(found.xs) == 5 and found.ys == (100, 120, 140) for found in frames)


def continued(first, second, **kwargs):
    grids, _ = grids_of(first, second, **kwargs)
    return join_grids(grids)


def test_a_table_over_two_pages_is_one_without_the_repeated_header():
    first = ruled([HEAD, BODY[0]])
    second = ruled([HEAD, BODY[2], ["合计", "", "275.69", "62.63"]], top=60)
    for number, spec in enumerate((first, second), 1):
        spec.texts.append((290, 820, f"- {number} -"))
    (grid,) = continued(first, second)
    assert table(grid) == [HEAD, BODY[0], BODY[2], ["合计", "", "275.69", "62.63"]]
    assert [box.page for box in grid.boxes] == [1, 2]


def test_a_last_row_alone_with_fewer_columns_is_joined():
    first = ruled([HEAD, BODY[0]])
    second = ruled([["合计", "275.69", "62.63"]], top=60, xs=(50, 250, 350, 450))
    (grid,) = continued(first, second)
    assert table(grid)[-1] == ["合计", "", "275.69", "62.63"]


def test_columns_missing_on_the_right_are_filled_up():
    first = ruled([HEAD, BODY[0]])
    second = ruled([["208", "社会保障", "10.82"]], top=60, xs=XS[:4])
    (grid,) = continued(first, second)
    assert table(grid)[-1] == ["208", "社会保障", "10.82", ""]
    assert len([cell for cell in grid.cells if cell.row == 2]) == 4


@pytest.mark.parametrize("centred", [False, True])
def test_a_row_cut_by_the_page_break_is_one_row(centred):
    head, tail = ["2080505", "机关事业单位基本养老保险", "6.18", "6.18"], ["", "缴费支出", "", ""]
    if centred:  # figures stand in the middle of the row, which falls on the second page
        head, tail = ["", head[1], "", ""], ["2080505", tail[1], "6.18", "6.18"]
    (grid,) = continued(ruled([HEAD, head]), ruled([tail, BODY[2]], top=60))
    whole = ["2080505", "机关事业单位基本养老保险缴费支出", "6.18", "6.18"]
    assert table(grid) == [HEAD, whole, BODY[2]]
    assert all(len(cell.glyphs) in (0, len(cell.text)) for cell in grid.cells)


def test_rows_with_blank_cells_are_not_taken_for_cut_ones():
    first = ruled([HEAD, ["", "三、国防支出", "", ""]])
    second = ruled([["", "四、公共安全支出", "", ""], BODY[0]], top=60)
    (grid,) = continued(first, second)
    assert [row[1] for row in table(grid)[1:]] == ["三、国防支出", "四、公共安全支出", "一般公共服务支出"]


@pytest.mark.parametrize(
    ("title", "note", "joined"),
    [
        ("", "", True),
        ("（续表）", "", True),
        ("单位：万元", "", True),
        ("支出决算表", "", False),
        ("", "注：本表反映支出。", False),
    ],
)
def test_a_title_or_a_note_between_parts_two_tables(title, note, joined):
    first, second = ruled([HEAD, BODY[0]]), ruled([HEAD, BODY[2]], top=100)
    first.texts += [(50, 80, "收入决算表"), (50, 200, note)]
    second.texts.append((50, 80, title))
    assert len(continued(first, second)) == (1 if joined else 2)


def test_a_title_row_inside_the_frame_parts_two_tables():
    merged = [(0, 0, 1, 4)]
    first = ruled([["收入决算表", "", "", ""], HEAD, BODY[0]], merged=merged)
    second = ruled([["支出决算表", "", "", ""], HEAD, BODY[2]], merged=merged, top=60)
    third = ruled([["支出决算表", "", "", ""], HEAD, BODY[0]], merged=merged, top=60)
    assert [grid.n_rows for grid in continued(first, second)] == [3, 3]
    assert [grid.n_rows for grid in continued(second, third)] == [4]


def test_a_page_between_parts_two_tables():
    first, second = ruled([HEAD, BODY[0]]), ruled([HEAD, BODY[2]])
    assert len(join_grids(grids_of(first, PageSpec(texts=[(50, 60, "说明")]), second)[0])) == 2
