"""What a table cell says: its text in one spelling, the figure it prints, whether it is blank."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import lru_cache

import regex

from fiscalnlp.text.forms import matching_form

# A minus sign, or what accountants print for one: (1.00), △1.00.
_FIGURE = regex.compile(
    r"(?P<open>\()?[¥￥]?(?P<sign>[-+△▲])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?(?(open)\))"
)
_DASHES = regex.compile(r"[-—–―/\\*.。…]{0,6}")


@lru_cache(maxsize=4096)
def cell_form(text: str) -> str:
    """Return a cell's text in matching form and without white space, to compare it with vocabularies."""
    return "".join(matching_form(text).split())


@lru_cache(maxsize=4096)
def parse_figure(text: str) -> Decimal | None:
    """Return the number that a cell prints, exactly; `None` if it is blank, a dash or anything else.

    `(1.00)`, `△1.00` and `－1.00` are negative; spaces inside a number are layout.
    """
    match = _FIGURE.fullmatch("".join(unicodedata.normalize("NFKC", text).replace("−", "-").split()))
    if match is None:
        return None
    negative = match["open"] is not None or match["sign"] in {"-", "△", "▲"}
    if match["open"] is not None and match["sign"] is not None:
        return None
    value = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    return value.copy_negate() if negative and value else value


def is_blank(text: str) -> bool:
    """Tell whether a cell says nothing: no text, or the dash, stroke or dots that stand for none."""
    return bool(_DASHES.fullmatch(cell_form(text)))
