"""List and heading markers: 第一部分, 一、, （一）, 1., （1）, ①, 一是."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.text.numerals import chinese_integer


class Marker(msgspec.Struct, frozen=True):
    """A marker as printed: its style, its number and the half-open range it fills in the text searched."""

    style: str
    number: int | None
    start: int
    end: int


@cache
def marker_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the `(style, compiled pattern)` pairs, outermost style first."""
    rows = read_toml("patterns/markers.toml")["marker"]
    return tuple((row["style"], compile_pattern(row["pattern"])) for row in rows)


def match_marker(form: str, start: int = 0, end: int | None = None) -> Marker | None:
    """Return the marker at `start` of `form` (a text in matching form), `None` if there is none."""
    stop = len(form) if end is None else end
    if start >= stop or not _FIRST.match(form, start):
        return None
    for style, pattern in marker_patterns():
        match = pattern.match(form, start, stop)
        if match:
            return Marker(style, _value(match.group("number") or ""), match.start(), match.end())
    return None


_FIRST = re.compile(r"[第部一二三四五六七八九十（\d①-⑳]")


def _value(numeral: str) -> int | None:
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    return chinese_integer(numeral)
