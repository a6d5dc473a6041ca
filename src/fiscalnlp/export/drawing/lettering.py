"""Text in a picture: how wide it is, cut to fit, amounts for reading."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain

_XML_CANNOT_HOLD = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Em a character takes, a little more than in the common fonts, so that text fits in any of them.
_WIDE, _NARROW = 1.02, 0.62
_CUT = "…"


def printable(text: str) -> str:
    """Return `text` without what XML 1.0 cannot hold; broken PDFs give such characters."""
    return _XML_CANNOT_HOLD.sub("", text)


def width(text: str, size: float) -> float:
    """Return about how many pixels `text` takes at font size `size`: a Chinese character is one em."""
    return size * sum(_WIDE if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in text)


def fitted(text: str, size: float, room: float) -> str:
    """Return `text`, cut and ended with … where it does not fit into `room` pixels."""
    if width(text, size) <= room:
        return text
    while text and width(text + _CUT, size) > room:
        text = text[:-1]
    return text + _CUT


def ten_thousands(yuan: Decimal) -> str:
    """Return an amount of yuan in 万元, exact, with two decimals at least (`480.78`, `400.5224`)."""
    value = plain(EXACT.divide(yuan, YUAN_PER_UNIT["万元"]))
    exponent = value.as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 0)
    return f"{value:,.{decimals}f}"
