"""List markers that Word prints by itself: `numbering.xml` and the counters that run over a document.

Source: ECMA-376, part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: Namespace of WordprocessingML, as it stands before the names of elements and attributes.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: Levels of a list.
LEVELS = 9
_LARGEST = 9999  # of a marker; more is a mistake

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _counting(number: int) -> str:
    import cn2an  # noqa: PLC0415 - heavy

    return str(cn2an.an2cn(number, "low"))


def _legal(number: int) -> str:
    import cn2an  # noqa: PLC0415

    return str(cn2an.an2cn(number, "up"))


def _digits(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographEnclosedCircle": _counting,
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
}


def numeral(number: int, number_format: str) -> str:
    """Return `number` in one of Word's number formats; in decimal where the format is another one."""
    if not 0 < number <= _LARGEST:
        return str(number)
    return _FORMATS.get(number_format, str)(number)


@dataclass(slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None  # the level after which it restarts, counted from 1; 0 never
    legal: bool = False
    style: str | None = None
    gap: str = " "  # between the marker and the text


@dataclass(slots=True)
class _List:
    """A list as used in the document: its levels, and the counters it shares with others of its kind."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counted while its paragraphs are read in order.

    Args:
        root: root element of `numbering.xml`, `None` for a document without lists.
    """

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        abstracts: dict[str, dict[int, _Level]] = {}
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in root.findall(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            abstracts[key] = dict(map(_level, element.findall(W + "lvl")))
            if style := _value(element, "styleLink"):
                by_style[style] = key
            if style := _value(element, "numStyleLink"):
                links[key] = style
        for element in root.findall(W + "num"):
            key = _value(element, "abstractNumId") or ""
            key = by_style.get(links.get(key, ""), key)
            used = _List(key, dict(abstracts.get(key, {})))
            for override in element.findall(W + "lvlOverride"):
                index = _integer(override.get(W + "ilvl"), 0)
                level = override.find(W + "lvl")
                if level is not None:
                    used.levels[index] = _level(level)[1]
                start = _value(override, "startOverride")
                if start is not None:
                    used.starts[index] = _integer(start, 1)
            self._lists[element.get(W + "numId", "")] = used

    def level_of_style(self, list_id: str, style: str) -> int:
        """Return the level of a list that paragraphs of a style stand on."""
        used = self._lists.get(list_id)
        levels = used.levels.items() if used else ()
        return next((index for index, level in levels if level.style == style), 0)

    def marker(self, list_id: str, index: int) -> str:
        """Count a paragraph of a list and return the marker printed before it, empty for a bullet."""
        used = self._lists.get(list_id)
        if used is None or index not in used.levels:
            return ""
        counters = self._counters.setdefault(used.abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            counters.update((counted, start - 1) for counted, start in used.starts.items())
        level = used.levels[index]
        counters[index] = counters.get(index, level.start - 1) + 1
        for lower in [known for known in counters if known > index]:
            restart = used.levels[lower].restart if lower in used.levels else None
            if restart is None or 0 < index + 1 <= restart:
                del counters[lower]
        if level.number_format == "bullet":
            return ""

        def printed(match: re.Match[str]) -> str:
            shown = int(match.group(1)) - 1
            other = used.levels.get(shown, _Level())
            number = counters.setdefault(shown, used.starts.get(shown, other.start))
            if other.number_format == "none":
                return ""
            return numeral(number, "decimal" if level.legal and shown != index else other.number_format)

        text = re.sub(r"%([1-9])", printed, level.text)
        return text + level.gap if text else ""


def _level(element: Any) -> tuple[int, _Level]:
    restart = _value(element, "lvlRestart")
    legal = element.find(W + "isLgl")
    return _integer(element.get(W + "ilvl"), 0), _Level(
        start=_integer(_value(element, "start"), 1),
        number_format=_number_format(element),
        text=_value(element, "lvlText") or "",
        restart=None if restart is None else _integer(restart, 0),
        legal=legal is not None and legal.get(W + "val", "1") not in {"0", "false", "off"},
        style=_value(element, "pStyle"),
        gap="" if _value(element, "suff") == "nothing" else " ",
    )


def _number_format(element: Any) -> str:
    """Return the number format; Word 2010 writes newer ones beside a fallback, inside `mc:AlternateContent`."""
    for found in element.iter(W + "numFmt"):
        value = found.get(W + "val", "decimal")
        if value != "custom":
            return str(value)
    return "decimal"


def _value(element: Any, tag: str) -> str | None:
    child = element.find(W + tag)
    return None if child is None else child.get(W + "val")


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None and len(text) < 10 else default
    except ValueError:
        return default
