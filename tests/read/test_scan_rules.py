"""Ruling lines found in pixels: drawn with numpy, no engine needed."""

import numpy as np
import pytest

from fiscalnlp.layout.table_rulings import GridSettings, find_frames
from fiscalnlp.read.scan_rules import erase_bars, find_bars
from fiscalnlp.read.source import Rule

SCALE = 200 / 72


def page(width=400, height=300, paper=255):
    return np.full((round(height * SCALE), round(width * SCALE)), paper, dtype=np.uint8)


def line(grey, x0, y0, x1, y1, *, ink=0, thick=2):
    left, top, right, foot = (round(edge * SCALE) for edge in (x0, y0, x1, y1))
    grey[top : max(foot, top + thick), left : max(right, left + thick)] = ink


def table(grey, xs, ys, ink=0):
    for y in ys:
        line(grey, xs[0], y, xs[-1], y, ink=ink)
    for x in xs:
        line(grey, x, ys[0], x, ys[-1], ink=ink)


def points(bars):
    return [(round(bar.at / SCALE), round(bar.start / SCALE), round(bar.end / SCALE)) for bar in bars]


@pytest.mark.parametrize("ink", [0, 120, 190])
def test_a_grid_is_found_where_it_is_drawn_in_black_and_in_grey(ink):
    grey = page()
    table(grey, (50, 150, 300), (40, 60, 80), ink)
    rows, columns = find_bars(grey, SCALE)
    assert [at for at, _, _ in points(rows)] == [40, 60, 80]
    assert [at for at, _, _ in points(columns)] == [50, 150, 300]
    for _, start, end in points(columns):
        assert (start, end) == pytest.approx((40, 80), abs=1)


def test_rules_are_found_on_noisy_grey_paper_and_in_a_shaded_row():
    grey = page(paper=225)
    line(grey, 50, 40, 300, 60, ink=190)  # shade
    table(grey, (50, 150, 300), (40, 60, 80), 60)
    noisy = (grey + np.random.default_rng(0).normal(0, 6, grey.shape)).clip(0, 255).astype(np.uint8)
    rows, columns = find_bars(noisy, SCALE)
    assert [at for at, _, _ in points(rows)] == [40, 60, 80]
    assert [at for at, _, _ in points(columns)] == [50, 150, 300]


def test_short_walls_that_end_at_rules_are_found_and_make_cells():
    grey = page()
    for y in (40, 54, 68):
        line(grey, 50, y, 300, y)
    for x in (50, 300):
        line(grey, x, 40, x, 68)
    line(grey, 170, 54, 170, 68)  # a wall of one row, 14 points high
    rows, columns = find_bars(grey, SCALE)
    rules = [Rule(r.start, r.at, r.end, r.at) for r in rows] + [Rule(c.at, c.start, c.at, c.end) for c in columns]
    (frame,) = find_frames([Rule(*(edge / SCALE for edge in rule)) for rule in rules], GridSettings())
    assert [(cell.row, cell.column, cell.column_span) for cell in frame.cells] == [(0, 0, 2), (1, 0, 1), (1, 1, 1)]


def test_strokes_of_characters_are_no_rules():
    grey = page()
    for x in range(40, 300, 14):  # 王, again and again: three strokes across and one down
        for y in (100, 105, 110):
            line(grey, x, y, x + 10, y)
        line(grey, x + 5, 100, x + 5, 110)
    assert find_bars(grey, SCALE) == ([], [])


def test_the_edge_of_a_shade_and_a_thick_band_are_no_rules():
    grey = page()
    line(grey, 40, 40, 300, 70, ink=170)
    line(grey, 0, 280, 400, 300, ink=0)
    assert find_bars(grey, SCALE) == ([], [])


def test_a_stroke_in_line_with_a_border_does_not_lengthen_it():
    grey = page()
    table(grey, (50, 150, 300), (40, 60, 80))
    line(grey, 50, 81.5, 50, 92)  # the first stroke of the note under the table
    _, columns = find_bars(grey, SCALE)
    assert max(end for _, _, end in points(columns)) <= 81


def test_erasing_leaves_paper_and_what_crosses_a_rule():
    grey = page()
    table(grey, (50, 150, 300), (40, 60, 80))
    line(grey, 100, 55, 100, 65)  # a stroke over the middle rule
    clean = erase_bars(grey, *find_bars(grey, SCALE), SCALE)
    middle = round(60 * SCALE)
    assert clean[middle, round(200 * SCALE)] > 250
    assert clean[middle, round(100 * SCALE)] < 50
    assert (
        np.count_nonzero(clean < 128)
        < 1.5 * np.count_nonzero(grey[round(55 * SCALE) : round(59 * SCALE)] < 128) + 200
    )
