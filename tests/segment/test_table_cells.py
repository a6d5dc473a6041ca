from __future__ import annotations

from decimal import Decimal

import pytest

from fiscalnlp.segment.table_cells import is_blank, parse_figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("264.87", "264.87"),
        ("1,234,567.00 ", "1234567.00"),
        ("1 234.50", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        ("-12", "-12"),
        ("−0.5", "-0.5"),
        ("－1.00", "-1.00"),
        ("(1.00)", "-1.00"),
        ("（1,000.00）", "-1000.00"),
        ("△1.00", "-1.00"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("", None),
        ("-", None),
        ("—", None),
        ("/", None),
        ("12%", None),
        ("1,23", None),
        ("(1.00", None),
        ("(-1.00)", None),
        ("XX", None),
        ("3541.07万元2.3", None),
    ],
)
def test_figures(text, value):
    assert parse_figure(text) == (None if value is None else Decimal(value))


def test_a_figure_keeps_the_decimals_it_is_printed_with():
    assert str(parse_figure("12.30")) == "12.30"


@pytest.mark.parametrize("text", ["", " ", "-", "—", "－", "/", "--", "……"])
def test_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "0.00", "-1", "无", "合计"])
def test_not_blank(text):
    assert not is_blank(text)
