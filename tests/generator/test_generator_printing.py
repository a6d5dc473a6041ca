"""Figures are printed in a document's own way, and hold what they say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.printing import Printing

YUAN = Decimal("12345678.90")


@pytest.mark.parametrize(
    ("printing", "words", "yuan"),
    [
        (Printing(), "1234.57万元", "12345700"),
        (Printing(separators=True), "1,234.57万元", "12345700"),
        (Printing(unit="元"), "12345678.90元", "12345678.90"),
        (Printing(places=1, gap=" "), "1234.6 万元", "12346000"),
        (Printing(unit="亿元", places=4), "0.1235亿元", "12350000"),
        (Printing(wide=True), "１２３４．５７万元", "12345700"),
    ],
)
def test_money_says_what_is_printed(printing: Printing, words: str, yuan: str) -> None:
    printed = printing.money(YUAN)
    assert printed == words
    assert printed.value == Decimal(yuan)


def test_trimmed_figures_end_at_their_last_digit() -> None:
    printing = Printing(trimmed=True)
    assert [printing.figure(Decimal(each)) for each in (790000, 402000, 4980, 0)] == ["79", "40.2", "0.5", "0"]


def test_rates_have_their_own_places() -> None:
    assert Printing(percent_places=1).percent(Decimal("12.345")) == "12.3%"
    assert Printing(wide=True).percent(Decimal(5)) == "５．００％"
