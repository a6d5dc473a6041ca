"""Places that keep their distance, words that fit, amounts for reading."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.export.drawing.geometry import bow, curve, pixels, ribbon, spread
from fiscalnlp.export.drawing.lettering import fitted, printable, ten_thousands, width

BOXES = st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(1, 100)), max_size=30)


def test_boxes_stay_where_there_is_room() -> None:
    assert spread([10, 50, 90], [20, 20, 20]) == [10, 50, 90]


def test_boxes_that_want_one_place_share_it_around_that_place() -> None:
    assert spread([100, 100, 100], [20, 20, 20]) == [80, 100, 120]


def test_nothing_reaches_above_the_top() -> None:
    assert spread([0, 0], [20, 10], top=50) == [60, 75]


@given(boxes=BOXES, top=st.floats(-100, 100))
def test_boxes_keep_order_and_distance(boxes: list[tuple[float, float]], top: float) -> None:
    heights = [height for _, height in boxes]
    centres = spread([wanted for wanted, _ in boxes], heights, top)
    placed = list(zip(centres, heights, strict=True))
    assert all(centre - height / 2 >= top - 1e-6 for centre, height in placed)
    for (one, one_height), (two, two_height) in pairwise(placed):
        assert two - one >= (one_height + two_height) / 2 - 1e-6


@given(boxes=BOXES)
def test_boxes_placed_once_are_content(boxes: list[tuple[float, float]]) -> None:
    heights = [height for _, height in boxes]
    centres = spread([wanted for wanted, _ in boxes], heights)
    assert spread(centres, heights) == pytest.approx(centres, abs=1e-6)


def test_paths() -> None:
    assert curve(0, 10, 100, 20) == "M0 10C50 10 50 20 100 20"
    assert ribbon(0, 10, 100, 20, 4) == "M0 8C50 8 50 18 100 18L100 22C50 22 50 12 0 12Z"
    assert bow(5, 0, 5, 30, -10) == "M5 0C-5 0 -5 30 5 30"


@pytest.mark.parametrize(
    ("value", "written"), [(3, "3"), (3.04, "3"), (2.96, "3"), (-0.01, "0"), (10.25, "10.2"), (-1.5, "-1.5")]
)
def test_coordinates_are_short(value: float, written: str) -> None:
    assert pixels(value) == written


@pytest.mark.parametrize(
    ("yuan", "printed"),
    [
        ("5840000", "584.00"),
        ("4005224", "400.5224"),
        ("293810000", "29,381.00"),
        ("0", "0.00"),
        ("1", "0.0001"),
        ("1234.56", "0.123456"),
        ("1E+8", "10,000.00"),
    ],
)
def test_amounts_are_exact(yuan: str, printed: str) -> None:
    assert ten_thousands(Decimal(yuan)) == printed


def test_text_is_cut_where_there_is_no_room() -> None:
    assert fitted("拟订科技发展规划", 10, 100) == "拟订科技发展规划"
    assert fitted("拟订科技发展规划", 10, 60) == "拟订科技…"
    assert fitted("", 10, 0) == ""


@given(text=st.text(max_size=40), room=st.floats(20, 400))
def test_fitted_text_fits(text: str, room: float) -> None:
    assert width(fitted(text, 13, room), 13) <= room


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert printable("经\x00费\ud800支\uffff出\n") == "经费支出\n"
