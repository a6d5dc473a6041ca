"""Chinese numerals of markers and dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.text.numerals import chinese_integer, chinese_numeral

DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """Write 1…99 as list markers do: 十一, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else DIGITS[tens]) + "十"
    return head + (DIGITS[ones] if ones else "")


@given(st.integers(1, 99))
def test_spelled_and_read_is_the_same_number(number):
    assert chinese_integer(spell(number)) == number


@given(st.integers(0, 10**12))
def test_arabic_digits(number):
    assert chinese_integer(str(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("两", 2),
        ("一百零二", 102),
        ("一千二百三十四", 1234),
        ("二〇二三", 2023),  # a year, digit by digit
        ("二零一四", 2014),
        ("〇", 0),
        ("", None),
        ("第一", None),
        ("若干", None),
        ("12.5", None),
        ("三点五", None),
        ("²", None),  # a digit to Python, not to a reader
    ],
)
def test_values(text, value):
    assert chinese_integer(text) == value


@given(st.integers(0, 999))
def test_a_count_in_chinese_is_read_back(number: int) -> None:
    assert chinese_integer(chinese_numeral(number)) == number


def test_ten_is_printed_without_one() -> None:
    assert [chinese_numeral(number) for number in (3, 10, 12, 20)] == ["三", "十", "十二", "二十"]
