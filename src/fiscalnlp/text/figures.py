"""What a printed figure looks like: alone in a table cell, cut by a line wrap, with gaps between its digits.

Everything here takes text in matching form (`forms.matching_form`); the patterns are in `patterns/money.toml`.
"""

from __future__ import annotations

from functools import cache

import regex

from fiscalnlp.data import read_toml


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    data = read_toml("patterns/money.toml")
    unit = "|".join(data["printed"]["units"])
    return {
        name: regex.compile(pattern.replace("{unit}", unit))
        for name, pattern in data["printed"]["patterns"].items()
    }


@cache
def is_figure(text: str) -> bool:
    """Tell whether `text` is one number and nothing else, whatever its sign, groups, decimals and %."""
    return _patterns()["figure"].fullmatch(text) is not None


def is_exact_amount(text: str) -> bool:
    """Tell a number that is printed as money is: with digit groups or with decimals."""
    return _patterns()["amount"].fullmatch(text) is not None


def is_placeholder(text: str) -> bool:
    """Tell the dash or stroke that stands in a cell without a figure."""
    return _patterns()["placeholder"].fullmatch(text) is not None


def ends_cut(text: str) -> bool:
    """Tell whether `text` ends in a figure whose unit may stand on the next line (`0.00万` | `元`)."""
    return _patterns()["cut"].search(text) is not None


def starts_with_unit(text: str) -> bool:
    """Tell whether `text` begins with a unit that a figure may have been cut from."""
    return _patterns()["unit"].match(text) is not None


def gaps_in_figures(text: str) -> list[int]:
    """Return the offsets of the spaces that only set off digit groups (`1 234 567.89元`, `1, 234.50`)."""
    if " " not in text:
        return []
    return [
        offset
        for match in _patterns()["gapped"].finditer(text)
        for offset in range(*match.span())
        if text[offset].isspace()
    ]


def is_gapped_figure(text: str) -> bool:
    """Tell whether all of `text` is one number with gaps between its digit groups."""
    return _patterns()["gapped_cell"].fullmatch(text) is not None
