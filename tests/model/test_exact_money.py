"""Exact money: no rounding, no exponent, and the process-wide decimal context plays no part."""

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.model.money import YUAN_PER_UNIT, half_unit, plain, to_yuan

SUMS = st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=6)


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        ("1551.25", "万元", "15512500"),
        ("0.000001", "万元", "0.01"),
        ("1.5", "亿元", "150000000"),
        ("1.5", "万亿元", "1500000000000"),
        ("2.5", "千元", "2500"),
        ("12.30", "元", "12.3"),  # trailing zeros say nothing about the sum
        ("-12.5", "万元", "-125000"),
        ("0.00", "万元", "0"),
        ("-0.00", "万元", "0"),  # there is no negative nothing
        ("5", "角", "0.5"),
    ],
)
def test_to_yuan_prints_as_plain_digits(value, unit, yuan):
    assert str(to_yuan(Decimal(value), unit)) == yuan


def test_unknown_unit_is_an_error():
    with pytest.raises(KeyError):
        to_yuan(Decimal(1), "美元")


@given(SUMS, st.sampled_from(sorted(unit for unit, yuan in YUAN_PER_UNIT.items() if yuan >= 1)))
def test_to_yuan_loses_nothing(value, unit):
    yuan = to_yuan(value, unit)
    assert Context(prec=60).divide(yuan, YUAN_PER_UNIT[unit]) == value
    assert "E" not in str(yuan)


@given(SUMS)
def test_plain_is_the_same_number_and_settled(value):
    assert plain(value) == value
    assert str(plain(plain(value))) == str(plain(value))


def test_the_process_wide_context_plays_no_part():
    with localcontext(Context(prec=3)):
        assert to_yuan(Decimal("123456.789012"), "万元") == Decimal("1234567890.12")


@pytest.mark.parametrize(
    ("value", "half"),
    [("12.30", "0.005"), ("12.3", "0.05"), ("12", "0.5"), ("0.00", "0.005"), ("1E+3", "0.5")],
)
def test_half_unit_of_the_last_printed_decimal(value, half):
    assert half_unit(Decimal(value)) == Decimal(half)
