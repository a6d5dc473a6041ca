"""The matching form of a text: one spelling for marks and digits, code point for code point.

Disclosures print （境）, (境) and 〔境〕, “三公”, "三公" and ＂三公＂, １２ and 12. Patterns are written once,
against the matching form; because it has exactly as many code points as the text, every offset found in
it holds in the text too.

The form uses full-width Chinese brackets and marks (so that patterns need no escapes), half-width digits
and Latin letters, and `"` for every double quote.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from fiscalnlp.data import compile_pattern

_FULLWIDTH_LATIN = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
_MARKS = {
    "(": "（", ")": "）", "〔": "（", "〕": "）", "﹙": "（", "﹚": "）",
    ",": "，", "﹐": "，", ";": "；", ":": "：", "︰": "：", "∶": "：", "!": "！", "?": "？",
    "［": "[", "］": "]", "．": ".", "。": "。", "｡": "。", "､": "、",
    "“": '"', "”": '"', "„": '"', "‟": '"', "＂": '"', "〝": '"', "〞": '"', "「": '"', "」": '"',
    "『": '"', "』": '"', "‘": "'", "’": "'", "％": "%", "﹪": "%", "－": "-", "−": "-", "–": "-", "—": "—",
    "⋯": "…",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u3000": " ",
}  # fmt: skip
#: What is spelt otherwise in the matching form, brackets and marks that have the wanted form left out.
_SPELLING = {
    char: form
    for char, form in {**_FULLWIDTH_LATIN, **_MARKS}.items()
    if char != form and char not in "（），：；！？"
}
_FULLWIDTH_DIGITS = {char: form for char, form in _FULLWIDTH_LATIN.items() if form in "0123456789."}
_RESPELT = re.compile(f"[{re.escape(''.join(_SPELLING))}\u2e80-\u2fdf\uf900-\ufaff]")
_FULLWIDTH_DIGIT = re.compile(f"[{''.join(_FULLWIDTH_DIGITS)}]")

# A comma between digit groups of three belongs to the number. A full-width one does only before decimals:
# `各是4125.49，4143.91` and `2023，100` are lists.
_GROUPED = re.compile(r"(?<=\d)，\d{3}")
_THOUSANDS = re.compile(  # the digit stands before what must not stand before it: that makes the search fast
    r"\d(?<![\d.]\d)(?:(?<!\d,\d)\d{0,2}(?:,\d{3})+(?![\d,，]\d)(?!\d)(?:\.\d+)?|\d{0,2}(?:[,，]\d{3}){1,9}\.\d{2}(?!\d))"
)
_CHINESE_YEAR = re.compile(r"[二一][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def _respelt(text: str, chars: re.Pattern[str]) -> str:
    """Return `text` with the characters that `chars` finds respelt, each kind at one go: there are few kinds."""
    for char in set(chars.findall(text)):
        form = _SPELLING.get(char) or unicodedata.normalize("NFKC", char)
        if len(form) == 1:
            text = text.replace(char, form)
    return text


def matching_form(text: str) -> str:
    """Return `text` in the spelling that patterns are written against; `len(result) == len(text)`."""
    form = _respelt(text, _RESPELT)
    if _GROUPED.search(form):
        pieces, last = [], 0
        for match in _THOUSANDS.finditer(_respelt(text, _FULLWIDTH_DIGIT)):
            pieces += [form[last : match.start()], match.group().replace("，", ",")]
            last = match.end()
        form = "".join([*pieces, form[last:]])
    return _CHINESE_YEAR.sub(lambda match: match.group().translate(_CHINESE_DIGITS), form)


@lru_cache(maxsize=4096)
def bare_form(words: str) -> str:
    """Return the matching form of a few words, such as a label, without white space."""
    return "".join(matching_form(words).split())


_WORD_END = compile_pattern(r"[\p{Latin}\d.,;:!?%)]")
_WORD_START = compile_pattern(r"[\p{Latin}\d(]")
_SPACES = re.compile(r"[\s\x1c-\x1f]+")


def kept_ranges(text: str) -> list[tuple[int, int]]:
    """Return the ranges of code points that `squeeze` keeps, in order; none is empty.

    White space is layout wherever a CJK character or mark stands beside it; between two Latin words or
    figures one space is kept.
    """
    ranges: list[tuple[int, int]] = []
    last = 0
    for gap in _SPACES.finditer(text):
        start, end = gap.span()
        inside = start > 0 and end < len(text)
        if inside and _WORD_END.match(text, start - 1) and _WORD_START.match(text, end):
            start += 1
        if start > last:
            ranges.append((last, start))
        last = end
    if last < len(text):
        ranges.append((last, len(text)))
    return ranges


def kept_offsets(text: str) -> list[int]:
    """Return the offsets of the code points that `squeeze` keeps, in order."""
    return [offset for start, end in kept_ranges(text) for offset in range(start, end)]


def squeeze(text: str) -> str:
    """Return `text` without layout spaces: CJK joined, one space kept between two Latin words.

    Squeezing twice changes nothing.
    """
    return _SPACES.sub(" ", "".join([text[start:end] for start, end in kept_ranges(text)]))


def display_width(text: str) -> int:
    """Return the number of columns `text` fills: 2 for a wide (CJK) code point, 1 for any other."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
