"""Lines become paragraphs again: wraps, page breaks, blank lines and furniture leave no trace."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fiscalnlp.layout import lay_out
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.paragraphs import drop_furniture, join_lines
from fiscalnlp.read import read_source
from fiscalnlp.text.forms import display_width, squeeze


def paragraphs(text):
    return lay_out(read_source(text)).text.split("\n")


def wrap(text, columns, *, indent=0, whole="."):
    """Cut `text` into lines that fill at most `columns`, as a page does; what matches `whole` is not cut."""
    lines, line = [], " " * indent
    for part in re.findall(whole, text):
        if display_width(line + part) > columns:
            lines.append(line)
            line = ""
        line += part
    return [*lines, line]


PROSE = (
    "长河县教育局2023年度收入支出总计1,234.56万元，与上年度相比增加12.30万元，增长1.0%，主要原因是人员经费增加，"
    "公务接待费减少；其中一般公共预算财政拨款收入1,000.00万元，占本年收入合计的81.0%，事业收入234.56万元。"
)


@pytest.mark.parametrize("columns", [40, 47, 56, 61, 72, 90])
@pytest.mark.parametrize("indent", [0, 4])
def test_a_wrapped_paragraph_is_one_again(columns, indent):
    assert paragraphs("\n".join(wrap(PROSE, columns, indent=indent)) + "\n") == [PROSE]


@pytest.mark.parametrize("columns", range(44, 80, 3))
def test_lines_that_stop_short_of_a_figure_are_joined(columns):
    """Office programs do not cut figures: 与上年度相比增加 | 12.30万元."""
    assert paragraphs("\n".join(wrap(PROSE, columns, whole=r"[\d.,]+(?:万元|%)|.")) + "\n") == [PROSE]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        # a word cut by the wrap
        (["本年度机构运行经费支出共计12.30万元，其中机构运行经", "费减少。"], "其中机构运行经费减少。"),
        # numbers cut by the wrap: before, at and behind the point, after a thousands comma, before the unit
        (["收入支出总计较上年度相比有所增加，共计增加了12345", "6.78万元。"], "共计增加了123456.78万元。"),
        (["收入支出总计较上年度相比有所增加，共计增加了12345.", "67万元。"], "共计增加了12345.67万元。"),
        (["收入支出总计较上年度相比有所增加，共计增加了12345", ".67万元。"], "共计增加了12345.67万元。"),
        (["收入支出总计较上年度相比有所增加，共计增加了12,", "345.67万元。"], "共计增加了12,345.67万元。"),
        (["收入支出总计较上年度相比有所增加，共计增加了0.00万", "元。"], "共计增加了0.00万元。"),
        (["收入支出总计较上年度相比有所增加，与上年度相比增长1.0", "%。"], "相比增长1.0%。"),
        # two Latin words are two
        (["购置办公设备及软件共计3套，其中包括操作系统Microsoft", "Windows一套。"], "Microsoft Windows一套。"),
        # an opening bracket at the line's end; the numeral behind it is no marker
        (["公务接待费支出及因公出国境费支出均按规定执行，其中（", "1）接待费。"], "其中（1）接待费。"),
    ],
)
def test_what_the_wrap_cut_is_whole_again(lines, text):
    (paragraph,) = paragraphs("\n".join(lines))
    assert paragraph.endswith(text)
    assert paragraph.startswith(squeeze(lines[0]).rstrip("，.（")[:10])


@pytest.mark.parametrize(
    "lines",
    [
        ["4.配合疾病预防控制中心开展传染病监测和健康教育工", "作。"],
        ["1.教育支出（类）普通教育（款）小学教育（项）年初预", "算为12.00万元，支出决算为12.00万元。"],
    ],
)
def test_what_cannot_begin_a_paragraph_goes_on_even_where_other_lines_are_whole(lines):
    whole = [f"{PROSE[:30]}。"] * 6
    assert paragraphs("\n".join([*whole, *lines]))[-1] == "".join(lines)


def test_nothing_to_report_is_a_paragraph_of_its_own():
    assert paragraphs("（二）公务接待费支出情况\n无。") == ["（二）公务接待费支出情况", "无。"]


def test_blank_lines_between_the_lines_of_a_paragraph_part_nothing():
    assert paragraphs("\n\n".join(wrap(PROSE, 56))) == [PROSE]


@pytest.mark.parametrize(
    "furniture",
    [
        "\n\f",  # a bare page break
        "\n\f ",  # a space opens the new page
        "\n12\n\f",  # a page number at the foot
        "\n- 12 -\n\f",
        "\n— 12 —\n\f",
        "\n第 12 页 共 30 页\n\f",
        "\n\f12\n",  # a page number at the head
        "\n12/30\n\f",
    ],
)
@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_page_break_inside_a_sentence_changes_nothing(furniture, after):
    lines = wrap(PROSE, 56)
    text = "\n".join(lines[:after]) + furniture + "\n".join(lines[after:])
    assert paragraphs(text) == [PROSE]


def test_running_heads_and_feet_are_dropped():
    head, clauses = "长河县教育局2023年度部门决算", [f"（{n}）讲述收入，也讲述支出。" for n in "一二三四"]
    pages = [f"{head}\n{clause}\n{number}\n" for number, clause in enumerate(clauses, start=7)]
    assert paragraphs("\f".join(pages)) == clauses


def test_a_figure_alone_on_a_line_inside_a_page_is_kept():
    assert "1234" in paragraphs("收入支出决算总表\n项目\n1234\n5678.00\n合计\n")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        # a numbered heading over two lines
        (
            "一、2023年度一般公共预算财政拨款基本支出决算\n情况说明\n本年度基本支出12.30万元，比上年减少。",
            ["一、2023年度一般公共预算财政拨款基本支出决算情况说明", "本年度基本支出12.30万元，比上年减少。"],
        ),
        # a heading that just fills its line is not glued to the prose under it
        (
            "二、支出决算情况说明\n本年度支出合计12.30万元，比上年减少1.00万元。",
            ["二、支出决算情况说明", "本年度支出合计12.30万元，比上年减少1.00万元。"],
        ),
        # a part's title on the next line, and on two
        ("第二部分\n2023年度部门决算表\n一、收入", ["第二部分2023年度部门决算表", "一、收入"]),
        ("第三部分\n2023年度部门决算\n情况说明\n一、收入", ["第三部分2023年度部门决算情况说明", "一、收入"]),
        ("第一部分\n长河县教育局\n概况\n一、职责", ["第一部分长河县教育局概况", "一、职责"]),
        # a number alone on its line belongs to the clause under it
        ("（一）\n贯彻执行教育方针政策，拟订规划。", ["（一）贯彻执行教育方针政策，拟订规划。"]),
        # short list items
        ("1.办公室\n2.人事科\n3.财务科", ["1.办公室", "2.人事科", "3.财务科"]),
        # a paragraph that ends short of the margin
        (
            "\n".join([*wrap(PROSE, 60), "本年度支出合计12.30万元。"]),
            [PROSE, "本年度支出合计12.30万元。"],
        ),
        # a clause whose first line happens to end as titles do
        (
            "\n".join(wrap("    （一）本部门按照“三公”经费管理规定完成年初预算的139.2%，比上年增加。", 52)),
            ["（一）本部门按照“三公”经费管理规定完成年初预算的139.2%，比上年增加。"],
        ),
        (
            "本年度收入合计12.30万元，有所减少。\n本年度支出合计12.30万元，有所减少。",
            ["本年度收入合计12.30万元，有所减少。", "本年度支出合计12.30万元，有所减少。"],
        ),
    ],
)
def test_headings_and_items_stay_apart_from_what_follows(text, result):
    assert paragraphs(text) == result


@pytest.mark.parametrize(
    "cells",
    [
        ["收入支出决算总表", "项目", "行次", "决算数", "合计", "1234.56"],
        ["科目编码", "205", "教育支出", "1,000.00", "20502", "普通教育", "1,000.00"],
        ["一、一般公共预算财政拨款收入", "1", "1234.56", "二、政府性基金预算财政拨款收入", "2", "0.00"],
    ],
)
def test_table_cells_on_lines_of_their_own_are_not_joined(cells):
    assert paragraphs("\n".join(cells)) == cells


def test_table_cells_do_not_join_the_prose_before_them():
    text = "\n".join([*wrap(PROSE, 56), "项目", "行次", "决算数"])
    assert paragraphs(text) == [PROSE, "项目", "行次", "决算数"]


# Prose as sentences of clauses; no Latin letters, of which a wrap cannot tell one word from two.
CLAUSES = st.lists(
    st.sampled_from(
        [
            *["本年度收入合计为1,234.56万元", "比上年减少0.00万元", "完成年初预算的139.2%", "其中教育支出（类）"],
            *["主要原因是人员经费增加", "用于12个项目", "保有公务用车3辆", "按照“三公”经费管理规定", "在2023年度"],
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)
SENTENCES = st.lists(CLAUSES, min_size=2, max_size=5).map("，".join)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4).map(lambda texts: "本年度，本部门" + "。".join(texts) + "。")


WIDTHS = st.integers(20, 60)  # in characters


@st.composite
def wrapped(draw, texts=TEXTS, indents=(0, 4), characters=WIDTHS):
    """A paragraph and its lines; none but the last ends a sentence, for then nothing tells that it goes on."""
    text, columns, indent = draw(texts), 2 * draw(characters), draw(st.sampled_from(indents))
    lines = wrap(text, columns, indent=indent)
    assume(not any(line.endswith("。") for line in lines[:-1]))
    return text, lines


@given(wrapped())
def test_wrapped_at_any_width_a_paragraph_comes_back(paragraph):
    text, lines = paragraph
    assert paragraphs("\n".join(lines) + "\n") == [text]


@settings(max_examples=50)
@given(st.data(), WIDTHS)
def test_numbered_paragraphs_come_back_one_by_one(data, characters):
    numbered = [
        data.draw(wrapped(TEXTS.map(f"（{number}）".__add__), (4,), st.just(characters))) for number in "一二三"
    ]
    assert paragraphs("\n".join("\n".join(lines) for _, lines in numbered)) == [text for text, _ in numbered]


@given(wrapped(indents=(0,)), st.data())
def test_a_page_break_put_in_changes_nothing(paragraph, data):
    text, lines = paragraph
    place = data.draw(st.integers(0, len(lines) - 1))
    broken = "\n".join([*lines[:place], "— 3 —\f" + lines[place], *lines[place + 1 :]])
    assert paragraphs(broken) == [text]


def line(text, number, *, page=1):
    return Line(text, page, False, None, (), 0.0, float(display_width(text)), float(number), 1.0)


@given(wrapped())
def test_places_point_at_the_code_point_they_stand_for(paragraph):
    lines = [line(words.strip(), number) for number, words in enumerate(paragraph[1])]
    for joined in join_lines(lines):
        places = [(i, at) for i, start, end in joined.places for at in range(start, end)]
        assert all(lines[i].text[at] == char for char, (i, at) in zip(joined.text, places, strict=True))


def test_no_lines_give_no_paragraphs():
    assert join_lines([]) == []
    assert drop_furniture([]) == []


def test_a_repeated_line_that_stands_at_no_edge_is_kept():
    lines = [
        line(words, i, page=page)
        for page in (1, 2, 3, 4)
        for i, words in enumerate(["头部", "合计", f"尾{page}页"])
    ]
    assert [x.text for x in drop_furniture(lines)] == ["合计"] * 4


def test_labels_over_tables_do_not_tell_whether_text_is_wrapped():
    """Many `单位：元` end no sentence; the paragraphs between them are still one a line."""
    first, second = "收入预算1084.52万元，占98.80%；其他收入12.96万元，占1.20%。", "支出预算1084.52万元，占100%。"
    labels = [f"编制部门：长河县教育局第{number}中学" for number in "一二三四"]
    assert paragraphs("\n".join([first, second, *labels]) + "\n")[:2] == [first, second]


def test_a_sentence_that_leans_on_the_one_before_goes_on_its_paragraph_in_a_short_line():
    wide = "一般公共预算财政拨款支出年初预算为0万元，全年预算为321.02万元，支出决算为307.82"
    short = "万元，为这样的一行文字比上面窄一些，完成年初预算的95.89%。"
    verdict = "决算数小于预算数的主要原因：人员经费支出数小于预算数。"
    assert paragraphs(f"{wide}\n{short}\n{verdict}\n") == [wide + short + verdict]
    other = "本部门今年新设立了两个机构。"
    assert paragraphs(f"{wide}\n{short}\n{other}\n") == [wide + short, other]


def test_a_table_title_behind_a_note_is_a_paragraph():
    note = "注：本表反映部门本年度的总收支和年末结转结余情况，以及与此有关的其他事项。"
    assert paragraphs(f"{note}\n收入决算表\n单位：万元\n") == [note, "收入决算表", "单位：万元"]


def test_an_ordinal_within_a_paragraph_begins_none():
    lines = ["与上年相比，收入增加49.24万元，主要原因：一是新增重点项目；", "二是上年结转资金在本年形成支出。"]
    assert paragraphs("\n".join(lines)) == ["".join(lines)]
    assert paragraphs("一是加强项目管理；\n二是加快支付进度。\n") == ["一是加强项目管理；", "二是加快支付进度。"]
