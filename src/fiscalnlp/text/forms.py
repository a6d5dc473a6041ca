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

from fiscalnlp.data import compile_pattern


class _Spelling(dict[int, int]):
    """A translation table that keeps what it does not name.

    Without an entry, `str.translate` raises and catches an error for each Chinese character.
    """

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


_FULLWIDTH_LATIN = {0xFF01 + i: 0x21 + i for i in range(94)}
_MARKS = {
    "(": "（", ")": "）", "〔": "（", "〕": "）", "﹙": "（", "﹚": "）",
    ",": "，", "﹐": "，", ";": "；", ":": "：", "︰": "：", "∶": "：", "!": "！", "?": "？",
    "［": "[", "］": "]", "．": ".", "。": "。", "｡": "。", "､": "、",
    "“": '"', "”": '"', "„": '"', "‟": '"', "＂": '"', "〝": '"', "〞": '"', "「": '"', "」": '"',
    "『": '"', "』": '"', "‘": "'", "’": "'", "％": "%", "﹪": "%", "－": "-", "−": "-", "–": "-", "—": "—",
    "⋯": "…",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u3000": " ",
}  # fmt: skip
_TABLE = _Spelling({**_FULLWIDTH_LATIN, **{ord(k): ord(v) for k, v in _MARKS.items()}})
for _code in (0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF01, 0xFF1F):  # already the wanted form
    _TABLE.pop(_code, None)

# A comma between digit groups of three belongs to the number. A full-width one does only before decimals:
# `各是4125.49，4143.91` and `2023，100` are lists.
_GROUPED = re.compile(r"(?<=\d)，\d{3}")
_THOUSANDS = re.compile(
    r"(?<![\d.])(?<!\d,)\d{1,3}(?:,\d{3})+(?![\d,，]\d)(?!\d)(?:\.\d+)?|(?<![\d.])\d{1,3}(?:[,，]\d{3})+\.\d{2}(?!\d)"
)
_CHINESE_YEAR = re.compile(r"[二一][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_COMPATIBILITY = re.compile(r"[\u2E80-\u2FDF\uF900-\uFAFF]")


def _compatible(match: re.Match[str]) -> str:
    form = unicodedata.normalize("NFKC", match.group())
    return form if len(form) == 1 else match.group()


def matching_form(text: str) -> str:
    """Return `text` in the spelling that patterns are written against; `len(result) == len(text)`."""
    form = text.translate(_TABLE)
    if _COMPATIBILITY.search(form):
        form = _COMPATIBILITY.sub(_compatible, form)
    if _GROUPED.search(form):
        pieces, last = [], 0
        for match in _THOUSANDS.finditer(text.translate(_FULLWIDTH_DIGITS)):
            pieces += [form[last : match.start()], match.group().replace("，", ",")]
            last = match.end()
        form = "".join([*pieces, form[last:]])
    return _CHINESE_YEAR.sub(lambda match: match.group().translate(_CHINESE_DIGITS), form)


_FULLWIDTH_DIGITS = _Spelling({0xFF10 + i: 0x30 + i for i in range(10)} | {ord("．"): ord(".")})

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
