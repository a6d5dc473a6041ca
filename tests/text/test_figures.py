"""What a printed figure looks like."""

import pytest

from fiscalnlp.text.figures import (
    ends_cut,
    gaps_in_figures,
    is_exact_amount,
    is_figure,
    is_gapped_figure,
    is_placeholder,
    starts_with_unit,
)
from fiscalnlp.text.forms import matching_form


@pytest.mark.parametrize("text", ["0", "12.50", "1,234,567.89", "-3.5", "100%", "2013901"])
def test_one_number_alone_is_a_figure(text):
    assert is_figure(text)


@pytest.mark.parametrize("text", ["", "1,23", "12.", "3万元", "一", "1 2", "-"])
def test_anything_else_is_none(text):
    assert not is_figure(text)


@pytest.mark.parametrize(("text", "exact"), [("12.50", True), ("1,234", True), ("2023", False), ("201", False)])
def test_an_amount_shows_groups_or_decimals(text, exact):
    assert is_exact_amount(text) is exact


@pytest.mark.parametrize(("text", "dash"), [("-", True), ("——", True), ("/", True), ("-3", False), ("", False)])
def test_a_dash_stands_for_no_figure(text, dash):
    assert is_placeholder(text) is dash


@pytest.mark.parametrize(
    ("text", "whole"), [("1 234 567.89", True), ("1, 234.50", True), ("264.87 62.63", False), ("0 0", False)]
)
def test_gaps_between_digit_groups(text, whole):
    assert is_gapped_figure(matching_form(text)) is whole


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("收入1 234 567.89元", [3, 7]),
        ("收入1, 234.50万元", [4]),
        ("2024 123万元", []),  # a year and a figure
        ("第3 201行政运行", []),  # no unit follows
        ("各是12 34万元", []),
    ],
)
def test_only_gaps_inside_one_figure_are_found(text, offsets):
    assert gaps_in_figures(matching_form(text)) == offsets


def test_a_figure_cut_from_its_unit():
    assert ends_cut("决算0.00万")
    assert starts_with_unit("元，为")
    assert not ends_cut("决算0.00万元")
    assert not starts_with_unit("的")
