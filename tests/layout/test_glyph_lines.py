from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.layout.glyph_lines import group_lines
from fiscalnlp.read.pdf import read_pdf
from fiscalnlp.read.source import Glyph, Page
from pdf_factory import PageSpec, draw


def lines_of(*texts, **spec):
    (page,), _ = read_pdf(draw(PageSpec(texts=list(texts), **spec)), "x.pdf")
    return group_lines(page)


def glyph(text, x, y, *, size=10.0, width=None, height=None):
    """A glyph whose box may lie about its height."""
    width = size * (0.5 if text < "\u2000" else 1) if width is None else width
    height = size if height is None else height
    return Glyph(text, x, y, x, y - height, x + width, y + 0.2 * height, size)


def row(text, x, y, **kwargs):
    glyphs = []
    for character in text:
        glyphs.append(glyph(character, x, y, **kwargs))
        x += 5 if character < "\u2000" else 10
    return glyphs


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # drawn bottom up, read top down
        ([(50, 90, "第二行"), (50, 60, "第一行")], ["第一行", "第二行"]),
        # pieces of one line drawn right to left
        ([(80, 60, "预算"), (50, 60, "收入")], ["收入 预算"]),
        # a wide gap parts columns, a narrow one does not
        ([(50, 60, "单位"), (120, 60, "万元")], ["单位 万元"]),
        ([(50, 60, "单位"), (74, 60, "万元")], ["单位万元"]),
        # drawn spaces between Chinese and digits are layout
        ([(50, 60, "2024 年度 收入")], ["2024年度收入"]),
        # Latin words keep one space, figures stay whole
        ([(50, 60, "GDP per capita 1,234.56")], ["GDP per capita 1,234.56"]),
        # leading and trailing white space goes
        ([(50, 60, "  收入  ")], ["收入"]),
    ],
)
def test_lines_in_visual_order_with_visible_spaces(texts, expected):
    assert [line.text for line in lines_of(*texts)] == expected


def test_first_line_of_the_page_is_marked():
    assert [line.first_on_page for line in lines_of((50, 60, "一"), (50, 90, "二"))] == [True, False]


def test_superscripts_stay_on_their_line():
    (line,) = group_lines(Page(1, 595, 842, (*row("面积", 50, 60), glyph("2", 70, 56.5, size=6))))
    assert (line.text, line.y, line.size) == ("面积2", 60, 10)


def test_lines_that_overlap_by_their_boxes_are_told_apart_by_baseline():
    glyphs = row("上面一行", 50, 60, height=24) + row("下面一行", 50, 72, height=24)
    lines = group_lines(Page(1, 595, 842, tuple(glyphs)))
    assert [line.text for line in lines] == ["上面一行", "下面一行"]


def test_letter_spaced_figures_are_one_figure():
    glyphs = [glyph(c, 50 + 9 * i, 60) for i, c in enumerate("1234.56")]
    (line,) = group_lines(Page(1, 595, 842, tuple(glyphs)))
    assert line.text == "1234.56"


@given(st.randoms(use_true_random=False))
def test_the_order_of_drawing_does_not_matter(shuffler: random.Random):
    glyphs = row("收入支出总体情况 2024", 50, 60) + row("单位：万元", 300, 61) + row("第二行", 50, 80)
    expected = group_lines(Page(1, 595, 842, tuple(glyphs)))
    shuffler.shuffle(glyphs)
    assert group_lines(Page(1, 595, 842, tuple(glyphs))) == expected


@given(st.lists(st.tuples(st.sampled_from("收入A1. "), st.floats(0, 500), st.floats(0, 800)), max_size=40))
def test_every_code_point_has_its_glyph(placed):
    page = Page(1, 595, 842, tuple(glyph(text, x, y) for text, x, y in placed))
    lines = group_lines(page)
    assert sum(g is not None for line in lines for g in line.glyphs) == sum(text != " " for text, _, _ in placed)
    for line in lines:
        assert line.text == line.text.strip() != ""
        assert [g.text if g else " " for g in line.glyphs] == list(line.text)
        assert line.x0 <= line.x1
