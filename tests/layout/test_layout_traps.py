"""What real files do to a page: each test draws one such trap."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pymupdf
import pytest

from fiscalnlp.layout import lay_out
from fiscalnlp.layout.glyph_lines import group_lines
from fiscalnlp.layout.tables import find_grids, join_grids
from fiscalnlp.read import read_source
from fiscalnlp.read.pdf import read_pdf
from fiscalnlp.read.source import Source
from fiscalnlp.segment.tables import name_tables
from pdf_factory import PageSpec, draw

XS = (50, 120, 250, 350, 450)
HEAD = ["编码", "名称", "合计", "基本支出"]
BODY = [["201", "一般公共服务支出", "264.87", "62.63"], ["208", "社会保障支出", "10.82", "10.82"]]
PROSE = "为加强财政资金管理提高资金使用效益根据有关规定结合本部门实际情况制定如下安排意见请各单位认真贯彻执行落实"


def ruled(rows, *, top=100, merged=(), xs=XS, height=20, **page):
    return PageSpec(**page).table(xs, [top + height * n for n in range(len(rows) + 1)], rows, merged=merged)


def grids_of(*specs):
    grids = []
    for page in read_pdf(draw(*specs), "x.pdf")[0]:
        grids += find_grids(page, group_lines(page), before=grids[-1] if grids else None)[0]
    return list(join_grids(grids))


def table(grid):
    rows = [[""] * grid.n_columns for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def layout_of(*specs):
    return lay_out(read_source(draw(*specs), name="x.pdf"))


def paragraphs(*specs):
    layout = layout_of(*specs)
    return [layout.text[slice(*block.span)] for block in layout.blocks if block.kind == "paragraph"]


def test_glyph_boxes_twice_as_high_as_the_type():
    pages, _ = read_pdf(draw(ruled([HEAD, *BODY])), "x.pdf")
    page = replace(pages[0], glyphs=tuple(g._replace(y0=g.y - 2 * g.size, y1=g.y) for g in pages[0].glyphs))
    (grid,), _ = find_grids(page, group_lines(page))
    assert table(grid) == [HEAD, *BODY]
    layout = lay_out(Source("x", "", "application/pdf", (page,)))
    heights = [box.y1 - box.y0 for block in layout.blocks for box in layout.boxes_of(block.span) or ()]
    assert heights
    assert max(heights) < 12


def test_text_is_read_as_seen_whatever_the_order_in_the_file():
    lines = [(60, 100, PROSE[:40]), (60, 118, PROSE[40:] + "。"), (80, 136, "本年支出共计12.50万元。")]
    assert paragraphs(PageSpec(texts=lines)) == paragraphs(PageSpec(texts=lines[::-1]))
    half = [(60, 100, PROSE[:20]), (260, 100, PROSE[20:40]), *lines[1:]]
    assert paragraphs(PageSpec(texts=[half[1], half[2], half[0], half[3]])) == paragraphs(PageSpec(texts=lines))


def test_the_last_row_alone_on_the_next_page():
    (grid,) = grids_of(ruled([HEAD, *BODY]), ruled([["合计", "", "275.69", "73.45"]], top=60))
    assert table(grid)[-1] == ["合计", "", "275.69", "73.45"]


def test_a_row_cut_by_the_page_break_whose_name_wraps_over_it():
    first = ruled(
        [HEAD, ["2080505", "机关事业单位基本养老保\n险缴费以及其他各项保险缴", "6.18", "6.18"]], height=30
    )
    second = ruled([["", "费支出", "", ""], BODY[1]], top=60)
    (grid,) = grids_of(first, second)
    whole = "机关事业单位基本养老保险缴费以及其他各项保险缴费支出"
    assert table(grid) == [HEAD, ["2080505", whole, "6.18", "6.18"], BODY[1]]


def test_continued_without_header_and_with_blank_columns_on_the_right():
    (grid,) = grids_of(ruled([HEAD, *BODY]), ruled([["210", "卫生健康支出", "2.71"]], top=60, xs=XS[:4]))
    assert table(grid)[-1] == ["210", "卫生健康支出", "2.71", ""]


@pytest.mark.parametrize("total_last", [False, True])
def test_the_total_may_stand_first_or_last(total_last):
    total = ["合计", "", "275.69", "73.45"]
    rows = [*BODY, total] if total_last else [total, *BODY]
    merged = [(len(rows) if total_last else 1, 0, 1, 2)]
    spec = ruled([HEAD, *rows], merged=merged)
    spec.texts += [(200, 70, "支出决算表"), (400, 90, "单位：万元")]
    (draft,) = name_tables(grids_of(spec)).tables
    assert [cell.text for cell in draft.rows[-1 if total_last else 0]] == total
    assert draft.rows[-1 if total_last else 0][2].yuan == 2756900


def test_codes_over_three_cells():
    xs = (50, 90, 120, 150, 300, 400)
    rows = [["类", "款", "项", "科目名称", "合计"], ["201", "39", "01", "行政运行", "51.32"]]
    spec = ruled(rows, xs=xs)
    spec.texts += [(200, 70, "支出决算表"), (300, 90, "单位：万元")]
    (draft,) = name_tables(grids_of(spec)).tables
    assert [line.code for line in draft.lines] == ["2013901"]


@pytest.mark.parametrize("figure", ["1 234 567.89", "1,234,567.89", "1, 234, 567.89"])
def test_gaps_between_digit_groups_in_a_cell(figure):
    spec = ruled([HEAD, ["201", "一般公共服务", figure, "2"]])
    spec.texts += [(200, 70, "支出决算表"), (400, 90, "单位：元")]
    (draft,) = name_tables(grids_of(spec)).tables
    assert str(draft.rows[0][2].yuan) == "1234567.89"


@pytest.mark.parametrize("figure", ["1 234 567.89", "1, 234, 567.89"])
def test_gaps_between_digit_groups_in_prose(figure):
    from fiscalnlp.money import find_mentions

    (text,) = paragraphs(PageSpec(texts=[(60, 100, f"本年收入合计{figure}元。")]))
    (mention,) = find_mentions(text)
    assert str(mention.yuan) == "1234567.89"


def test_landscape_among_portrait_pages():
    wide = ruled([HEAD, *BODY], width=842, height=20)
    wide.width, wide.height = 842, 595
    specs = [PageSpec(texts=[(60, 100, "一、支出情况说明")]), wide, PageSpec(texts=[(60, 100, "二、其他说明")])]
    layout = layout_of(*specs)
    assert [block.kind for block in layout.blocks] == ["paragraph", "table", "paragraph"]
    assert layout.page_sizes == ((595, 842), (842, 595), (595, 842))


def test_a_table_goes_on_from_a_portrait_to_a_landscape_page():
    second = PageSpec(width=842, height=595)
    second.table(XS, [60, 80], [["210", "卫生健康支出", "2.71", "2.71"]])
    (grid,) = grids_of(ruled([HEAD, *BODY]), second)
    assert table(grid)[-1] == ["210", "卫生健康支出", "2.71", "2.71"]


def test_stray_empty_header_cells():
    rows = [["编码", "", "名称", "合计"], ["201", "", "一般公共服务支出", "264.87"], ["208", "", "社会", "10.82"]]
    spec = ruled(rows, xs=(50, 120, 124, 250, 350))
    spec.texts += [(200, 70, "支出决算表"), (300, 90, "单位：万元")]
    (draft,) = name_tables(grids_of(spec)).tables
    assert [[cell.text for cell in row if cell.text] for row in draft.rows] == [
        [t for t in r if t] for r in rows[1:]
    ]


def test_two_tables_side_by_side_over_a_page_break():
    head = ["收入", "决算数", "支出", "决算数"]
    rows = [["一、财政拨款", "307.82", "一、公共服务", "264.87"], ["", "", "二、外交", ""]]
    second = ruled([["本年合计", "307.82", "本年合计", "307.82"]], top=60)
    (grid,) = grids_of(ruled([head, *rows]), second)
    assert table(grid) == [head, *rows, ["本年合计", "307.82", "本年合计", "307.82"]]


def test_a_title_at_the_foot_of_the_page_before():
    first = PageSpec(texts=[(60, 100, "第二部分 决算表"), (240, 800, "支出决算表")])
    specs = [first, ruled([HEAD, *BODY], top=60)]
    pages, _ = read_pdf(draw(*specs), "x.pdf")
    found = [find_grids(page, group_lines(page)) for page in pages]
    foot = [line.text for line in reversed(found[0][1])]
    assert [draft.key for draft in name_tables(found[1][0], [foot]).tables] == ["expenditure"]
    layout = layout_of(*specs)
    assert layout.blocks[-1].kind == "table"


def test_a_frame_round_the_table():
    spec = ruled([HEAD, *BODY])
    spec.boxes += [(40, 60, 460, 240)]
    spec.texts += [(200, 80, "支出决算表")]
    (grid,) = grids_of(spec)
    assert table(grid) == [HEAD, *BODY]


@pytest.mark.parametrize("kind", ["double", "dashed", "bars", "boxes", "gaps"])
def test_ways_to_draw_borders(kind):
    spec = ruled([HEAD, *BODY])
    lines, spec.lines = spec.lines, []
    for x0, y0, x1, y1 in lines:
        flat = y0 == y1
        if kind == "double":
            spec.lines += [
                (x0, y0, x1, y1),
                (x0, y0 + 1.5, x1, y1 + 1.5) if flat else (x0 + 1.5, y0, x1 + 1.5, y1),
            ]
        elif kind == "dashed":
            length = int(max(x1 - x0, y1 - y0))
            for n in range(0, length, 4):
                end = min(n + 2, length)
                spec.lines.append((x0 + n, y0, x0 + end, y0) if flat else (x0, y0 + n, x0, y0 + end))
        elif kind == "bars":
            spec.bars.append((x0, y0 - 0.25, x1, y0 + 0.25) if flat else (x0 - 0.25, y0, x0 + 0.25, y1))
        elif kind == "gaps":
            spec.lines.append((x0 + 1, y0, x1 - 1, y1) if flat else (x0, y0 + 1, x1, y1 - 1))
    if kind == "boxes":
        rows = range(len(BODY) + 1)
        spec.boxes += [
            (a + 0.7, 100 + 20 * r + 0.7, b - 0.7, 119.3 + 20 * r) for r in rows for a, b in pairwise(XS)
        ]
    (grid,) = grids_of(spec)
    assert table(grid) == [HEAD, *BODY]


def test_a_shaded_header():
    data = pymupdf.open(stream=draw(ruled([HEAD, *BODY])), filetype="pdf")
    data[0].draw_rect((50, 100, 450, 120), color=None, fill=(0.8, 0.9, 1), overlay=False)
    page = read_pdf(data.tobytes(), "x.pdf")[0][0]
    (grid,), _ = find_grids(page, group_lines(page))
    assert table(grid) == [HEAD, *BODY]


def body_page(number, *, head=(), foot=()):
    texts = [(60, 50 + 12 * n, text) for n, text in enumerate(head)]
    texts += [
        (80 if n % 2 == 0 else 60, 120 + 18 * n, f"{PROSE[n + number : n + number + 30]}第{number}页")
        for n in range(6)
    ]
    texts += [(280, 800 + 12 * n, text) for n, text in enumerate(foot)]
    return PageSpec(texts=texts)


@pytest.mark.parametrize(
    "heads",
    [
        lambda n: ["某局2024年度部门决算"],
        lambda n: ["某局2024年度部门决算"] if n % 2 else ["第三部分 情况说明"],
        lambda n: [f"某局2024年度部门决算 {n}"],
        lambda n: ["某局", "2024年度部门决算", "公开稿"],
        lambda n: ["某局2024年度部门决算"] if n > 1 else [],
    ],
)
def test_running_heads_are_dropped(heads):
    specs = [body_page(n, head=heads(n), foot=[f"— {n} —"]) for n in range(1, 7)]
    text = layout_of(*specs).text
    for n in range(1, 7):
        for head in heads(n):
            assert head not in text
    assert "—" not in text
    assert text.count("页") == 36


def test_a_watermark_over_the_text_is_left_out():
    document = pymupdf.open(stream=draw(*[body_page(n) for n in range(1, 4)]), filetype="pdf")
    for page in document:
        page.insert_text((200, 176), "仅供参考", fontname="china-s", fontsize=60, color=(0.85, 0.85, 0.85))
    assert "仅供参考" not in lay_out(read_source(document.tobytes(), name="x.pdf")).text


def test_two_columns_of_prose_are_read_one_after_the_other():
    left = [PROSE[n : n + 20] for n in range(0, 20, 2)]
    right = [PROSE[n : n + 20] for n in range(21, 1, -2)]
    spec = PageSpec()
    for n in range(10):
        spec.texts += [(60, 100 + 18 * n, left[n]), (320, 100 + 18 * n, right[n])]
    text = layout_of(spec).text.replace("\n", "")
    assert text == "".join(left) + "".join(right)


def test_contents_with_leaders_and_page_numbers_that_wrap_are_no_table():
    spec = PageSpec(texts=[(280, 60, "目录")])
    for n, title in enumerate(["部门概况", "决算表", "情况说明", "名词解释"]):
        spec.texts += [
            (60, 100 + 36 * n, f"第{n + 1}部分 {title}" + "." * 60),
            (500, 118 + 36 * n, f"..{3 * n + 3}"),
        ]
    assert grids_of(spec) == []


def test_a_clause_that_runs_on_behind_another_stays_in_reading_order():
    lines = [(80, 100, "（一）负责财政资金管理，组织实施。（二）指导监督检查工作，"), (60, 118, "承办其他任务。")]
    assert "".join(paragraphs(PageSpec(texts=lines))) == "".join(text for *_, text in lines)
