"""The document's own text: every code point keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.layout import as_printed, lay_out
from fiscalnlp.layout.document_text import LayoutBuilder, text_layout
from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.paragraphs import Paragraph
from fiscalnlp.model.place import Box, Span
from fiscalnlp.read import read_source
from fiscalnlp.read.source import Glyph, Page, Source

SOURCES = st.text(
    alphabet=st.sampled_from("一、（二）支出12.5万元，。 \u3000\n\f\tab"), min_size=1, max_size=60
).filter(lambda text: "\n" in text and any(char.isalnum() for char in text))  # without words it is refused


@given(SOURCES)
def test_offsets_point_at_the_same_character_in_the_source(source):
    layout = lay_out(read_source(source))
    assert len(layout.text) == len(layout.pages) == len(layout.source_offsets)
    for block in layout.blocks:
        for at in range(*block.span):
            offset = layout.source_offsets[at]
            if block.kind == "table":  # the cells of a table in a text do not say where they stood
                assert offset == -1
            elif layout.text[at].strip():
                assert source[offset] == layout.text[at]


@given(SOURCES)
def test_blocks_are_ordered_apart_and_hold_the_whole_text(source):
    layout = lay_out(read_source(source))
    assert "\n".join(layout.text[slice(*block.span)] for block in layout.blocks) == layout.text


def test_pages_are_those_of_the_source():
    layout = lay_out(read_source("第一页的收入，\n\f第二页的支出。\n"))
    assert [layout.pages[layout.text.index(word)] for word in ("第一", "第二")] == [1, 2]
    assert layout.page_of(Span(0, len(layout.text))) == 1
    assert layout.blocks[-1].page in {1, 2}


def test_text_without_pages_has_neither_page_nor_box():
    layout = lay_out(read_source("本年度收入，比上年增加。\n"))
    assert layout.page_of(Span(0, 3)) is None
    assert layout.boxes_of(Span(0, 3)) is None


@given(st.text(max_size=60))
def test_text_layout_keeps_the_text_to_the_letter(text):
    layout = text_layout(text)
    assert layout.text == text
    assert list(layout.source_offsets) == list(range(len(text)))
    assert layout.places is None
    assert len(layout.pages) == len(text)
    assert [text[slice(*block.span)] for block in layout.blocks] == [
        line.strip() for line in text.splitlines() if line.strip()
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("\n \n", []),
        ("  收入 \n\n支出\n", [(2, 4), (7, 9)]),
        ("收入\r\n收入", [(0, 2), (4, 6)]),  # the same words twice
    ],
)
def test_as_printed_gives_one_block_a_line(text, spans):
    assert [tuple(block.span) for block in as_printed(text).blocks] == spans


def glyph(char, x, y, size=10.0):
    return Glyph(char, x, y, x, y - size, x + size, y, size)


def drawn_line(words, y, *, page=1, x=50.0):
    glyphs = tuple(glyph(char, x + 10 * index, y) for index, char in enumerate(words))
    return Line(words, page, False, None, glyphs, x, x + 10 * len(words), y, 10.0)


def paragraph_of(lines):
    return Paragraph(
        "".join(line.text for line in lines),
        [(index, 0, len(line.text)) for index, line in enumerate(lines)],
        list(range(len(lines))),
    )


def built(lines, *, sizes=((595.0, 842.0), (595.0, 842.0))):
    builder = LayoutBuilder(sizes)
    builder.add_paragraph(paragraph_of(lines), lines)
    return builder.build()


def test_one_box_a_printed_line():
    layout = built([drawn_line("收入支出", 100.0), drawn_line("总计", 120.0)])
    assert layout.boxes_of(Span(2, 6)) == (Box(1, 70.0, 91.2, 90.0, 102.0), Box(1, 50.0, 111.2, 70.0, 122.0))


def test_lines_on_two_pages_have_boxes_on_two_pages():
    layout = built([drawn_line("收入", 800.0), drawn_line("支出", 800.0, page=2)])
    assert [box.page for box in layout.boxes_of(Span(0, 4))] == [1, 2]
    assert layout.page_of(Span(1, 3)) == 1
    assert layout.page_of(Span(2, 4)) == 2


def test_boxes_stay_on_the_page():
    (box,) = built([drawn_line("收入", 841.5, x=580.0)]).boxes_of(Span(0, 2))
    assert (box.x1, box.y1) == (595.0, 842.0)


def test_a_table_is_a_line_a_row_with_tabs_between_cells():
    box = Box(1, 0, 0, 10, 10)
    cells = [
        GridCell(text, row, column, 1, 1, box)
        for row, texts in enumerate([["项目", "金额"], ["教育支出", ""]])
        for column, text in enumerate(texts)
    ]
    builder = LayoutBuilder(((595.0, 842.0),))
    builder.add_table(Grid(tuple(cells), 2, 2, page=1, y=0.0, boxes=(box,)))
    layout = builder.build()
    assert layout.text == "项目\t金额\n教育支出\t"
    (block,) = layout.blocks
    assert (block.kind, block.span, block.page) == ("table", Span(0, len(layout.text)), 1)
    assert len(layout.pages) == len(layout.source_offsets) == len(layout.text)


def test_an_empty_paragraph_and_an_empty_table_leave_nothing():
    box = Box(1, 0, 0, 10, 10)
    builder = LayoutBuilder(())
    builder.add_paragraph(Paragraph(), [])
    builder.add_table(Grid((GridCell("", 0, 0, 1, 1, box),), 1, 1, page=1, y=0.0, boxes=(box,)))
    assert builder.build().text == ""
    assert builder.build().blocks == ()


def test_boxes_of_a_straightened_scan_are_where_it_shows_the_words():
    glyphs = tuple(
        Glyph(text, 500 + 10 * n, 400, 500 + 10 * n, 391, 510 + 10 * n, 402, 10) for n, text in enumerate("收入")
    )
    page = Page(1, 600, 800, glyphs=glyphs, confidence=0.9, skew=2.0)
    layout = lay_out(Source("scan", "", "application/pdf", (page,)))
    (box,) = layout.boxes_of(Span(0, 2)) or ()
    # It was turned clockwise to be level: on the scan what is on the right stands higher.
    assert (box.y0 + box.y1) / 2 == pytest.approx(396.6 - 210 * 0.0349, abs=0.5)
    assert (box.x0 + box.x1) / 2 == pytest.approx(510, abs=0.5)
