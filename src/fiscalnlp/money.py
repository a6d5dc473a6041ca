"""Money, percentages, multiples and counts in Chinese text: exact values with their spans.

The component stands on its own: it needs no document, only a text. Values are `Decimal`; nothing is
rounded and the process-wide decimal context is not used.

>>> [(m.kind, str(m.value), m.unit, str(m.yuan)) for m in find_mentions("共5亿3000万元，增长3.5%。")]
[('money', '530000000', '元', '530000000'), ('percentage', '3.5', '%', 'None')]
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple, get_args

from fiscalnlp.data import read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.text.forms import matching_form

MentionKind = Literal["money", "percentage", "multiple", "quantity"]

#: Every kind of figure.
KINDS: tuple[MentionKind, ...] = get_args(MentionKind)


class Mention(NamedTuple):
    """A figure in the text.

    Args:
        kind: money, percentage, multiple (N倍) or quantity.
        start: offset of its first code point.
        end: offset after its last.
        value: the number in `unit` as printed, trailing zeros kept (`12.30`); of a range its lower end.
        unit: the unit as printed (`万元`, `万美元`), `%`, `‰`, `‱` or `个百分点`, `倍`, or the counting unit.
        yuan: the exact sum in yuan for money in 人民币, otherwise `None`.
        approximate: whether 约, 近, 余, 多, 不足, 以上 … qualify it, or it is a range.
        pattern: id of the pattern that found it.
        upper: the upper end of a range (3-5万元), in `unit`.
        currency: ISO 4217 code of money, otherwise `None`.
    """

    kind: MentionKind
    start: int
    end: int
    value: Decimal
    unit: str
    yuan: Decimal | None
    approximate: bool
    pattern: str
    upper: Decimal | None = None
    currency: str | None = None


_SCALES = {name[:-1]: value for name, value in YUAN_PER_UNIT.items() if len(name) > 1 and name.endswith("元")}
_SCALES |= {"仟": _SCALES["千"], "佰": _SCALES["百"]}
_SCALES |= {f"{banker}万": _SCALES[f"{plain_}万"] for banker, plain_ in (("拾", "十"), ("佰", "百"), ("仟", "千"))}
#: What a percentage is called → as it is given, and how many of that unit it counts.
_PERCENT_UNITS = {
    "百分之": ("%", Decimal(1)),
    "千分之": ("‰", Decimal(1)),
    "万分之": ("‱", Decimal(1)),
    "成": ("%", Decimal(10)),
}
_DIGITS = {digit: Decimal(value) for value, digit in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"两": Decimal(2), "半": Decimal(5)}


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row of the pattern file finds: its groups, and where they stand in the joint pattern."""

    kind: MentionKind
    id: str
    groups: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """All rows as one pattern; `rows` by the name of their group in it.

    `numeral` finds where a figure may stand, ten times faster than the rows could be tried at each place.
    Patterns are compiled by `re`, which is four times as fast on them as `regex`.
    """

    numeral: re.Pattern[str]
    pattern: re.Pattern[str]
    rows: dict[str, _Row]
    before: tuple[str, ...]
    after: tuple[str, ...]


@cache
def _grammar(kinds: tuple[MentionKind, ...]) -> _Grammar:
    data = read_toml("patterns/money.toml")
    chosen = [(kind, row) for kind, row in _in_file_order(data) if kind in kinds]
    branches = [_branch(_filled(row["pattern"], data["parts"]), index) for index, (_, row) in enumerate(chosen)]
    pattern = re.compile("|".join(branches))
    rows: dict[str, _Row] = {}
    for index, (kind, row) in enumerate(chosen):
        own = {name: place for name, place in pattern.groupindex.items() if name.endswith(f"_{index}")}
        groups = tuple(name.rpartition("_")[0] for name in own)
        rows[f"row{index}"] = _Row(kind, row["id"], groups, tuple(own.values()))
    numeral = data["numeral"]["counted" if "quantity" in kinds else "measured"]
    return _Grammar(
        re.compile(_filled(numeral, data["numeral"])),
        pattern,
        rows,
        tuple(data["approximate"]["before"]),
        tuple(data["approximate"]["after"]),
    )


def _branch(pattern: str, index: int) -> str:
    """Return a row as a group of the joint pattern, its own groups named for it."""
    own = _GROUP.sub(lambda group: f"(?P<{group[1]}_{index}>", pattern)
    return f"(?P<row{index}>{own})"


_SETS = {"digits", "follows"}  # of characters, for brackets
_GROUP = re.compile(r"\(\?P<(\w+)>")


def _in_file_order(data: dict[str, list[dict[str, str]]]) -> list[tuple[MentionKind, dict[str, str]]]:
    """Return the rows, Arabic numerals before Chinese ones, and in each the kinds in their order."""
    rows = [(kind, row) for kind in KINDS for row in data[kind]]
    return sorted(rows, key=lambda each: "(?P<chinese>" in each[1]["pattern"])


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", part if name in _SETS else f"(?:{part})")
    return pattern


def find_mentions(text: str, *, form: str | None = None, kinds: Collection[MentionKind] = KINDS) -> list[Mention]:
    """Return the figures in `text`, in order, none overlapping another.

    Args:
        text: any text.
        form: its matching form, where the caller has it already.
        kinds: the kinds of figures to look for.
    """
    form = matching_form(text) if form is None else form
    grammar = _grammar(tuple(kind for kind in KINDS if kind in kinds))
    found: list[Mention] = []
    free = 0  # what stands before this offset has been read
    for place in grammar.numeral.finditer(form):
        start, end = place.span()
        start = max(free, start - 1 if form[start - 1 : start] in _SIGNS and start else start)
        while start < end:
            match = grammar.pattern.match(form, start)
            if match is not None and match.end() - start > _LONGEST:
                start = match.end()
                continue
            mention = None if match is None else _mention(grammar, match, form)
            if mention is not None:
                found.append(mention)
                start = free = mention.end
            else:
                start += 1
                while start < end and form[start].isdecimal() and form[start - 1].isdecimal():
                    start += 1  # no figure begins inside a number
    return found


_SIGNS = ("-", "负", "（")
#: Code points of the longest figure: whatever its scale, it is exact in `EXACT`. What is longer is no figure.
_LONGEST = 48


def _mention(grammar: _Grammar, match: re.Match[str], form: str) -> Mention | None:
    start, end = match.span()
    row = grammar.rows[str(match.lastgroup)]
    found = match.group(*row.places)
    groups = {name: value for name, value in zip(row.groups, found, strict=True) if value}
    value = _value(groups)
    unit = groups.get("unit", "")
    if "more2" in groups:
        unit = unit.replace(groups["more2"], "")
    if value is None or (row.kind == "money" and "chinese" in groups and _is_name(groups, unit)):
        return None
    if "minus" in groups or "bracket" in groups:
        value = -value
    upper = Decimal(groups["upper"].replace(",", "")) if "upper" in groups else None
    yuan = currency = None
    if row.kind == "money":
        value, unit, yuan, currency = _sum(groups, value, unit)
    elif row.kind == "percentage" and unit in _PERCENT_UNITS:
        unit, factor = _PERCENT_UNITS[unit]
        value = plain(EXACT.multiply(value, factor)) if factor != 1 else value
        if "tenth" in groups:
            value = EXACT.add(value, _DIGITS[groups["tenth"]])
    approximate = bool(
        upper is not None
        or "more" in groups
        or "more2" in groups
        or form.startswith(grammar.after, end)
        or form[max(0, start - 5) : start].removesuffix("人民币").endswith(grammar.before)
    )
    return Mention(row.kind, start, end, value, unit, yuan, approximate, row.id, upper, currency)


def _value(groups: dict[str, str]) -> Decimal | None:
    """Return the number of a match as printed, `None` for a numeral that is none."""
    if "number" in groups:
        return Decimal(groups["number"].replace(",", ""))
    return _chain(groups["chain"]) if "chain" in groups else _chinese(groups["chinese"])


def _is_name(groups: dict[str, str], unit: str) -> bool:
    """Tell 三元 and 万元, parts of names and units, from sums of money: a sum in 元 has a scale word or 角."""
    return unit == "元" and not ({"jiao", "fen"} & groups.keys() or _SCALE_WORD.search(groups["chinese"]))


_SCALE_WORD = re.compile(r"[十百千万亿点拾佰仟]")


def _sum(groups: dict[str, str], value: Decimal, unit: str) -> tuple[Decimal, str, Decimal | None, str]:
    """Return value, unit, yuan and currency of a sum of money."""
    if "symbol" in groups:
        scale = groups.get("scale", "")
        unit, currency = scale or groups["symbol"], _currency(groups["symbol"])[1]
    else:
        scale, currency = _currency(unit)
    factor = _SCALES.get(scale, _ONE)
    if "upper" in groups and "scale" in groups:  # 500万至1000万元
        value = EXACT.divide(EXACT.multiply(value, _SCALES[groups["scale"]]), factor)
    if "jiao" in groups or "fen" in groups:
        value = EXACT.add(EXACT.multiply(value, factor), _minor(groups).copy_sign(value))
        factor, unit = _ONE, unit.removeprefix(scale)
    return value, unit, plain(EXACT.multiply(value, factor)) if currency == "CNY" else None, currency


_ONE = Decimal(1)


@cache
def _currency(unit: str) -> tuple[str, str]:
    """Part a unit (万美元) into its scale and the code of its currency."""
    codes: dict[str, str] = read_toml("patterns/money.toml")["currencies"]
    name = next((name for name in codes if unit.endswith(name)), None)
    if name is not None:
        return unit.removesuffix(name), codes[name]
    return unit.rstrip("元圆"), "CNY"


def _minor(groups: dict[str, str]) -> Decimal:
    """Return the 角 and 分 of a sum in yuan."""
    tenths, hundredths = (
        Decimal(digit) if digit.isdecimal() else _DIGITS[digit]
        for digit in (groups.get("jiao", "0"), groups.get("fen", "0"))
    )
    return tenths / 10 + hundredths / 100


_LINK = re.compile(r"(\d+(?:\.\d+)?)(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?")


def _chain(text: str) -> Decimal:
    """Add up a chain such as `5亿3000万`; `1亿3千万` and `3万5` (= 35,000) are read as spoken."""
    total, last = Decimal(0), Decimal(10)
    for number, scale in _LINK.findall(text):
        # A bare last digit counts the next lower power of the scale before it: 3万5 is 35,000.
        spoken = not scale and len(number) == 1
        factor = _SCALES[scale] if scale else (last / 10 if spoken else Decimal(1))
        total = EXACT.add(total, EXACT.multiply(Decimal(number), factor))
        last = factor
    return plain(total)


def _chinese(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, a scale behind its decimals included (三点五万)."""
    if text == "半":
        return Decimal("0.5")
    if text in {"百", "千", "万", "亿"}:  # 百分之百
        return Decimal(100) if text == "百" else None
    if _SEVERAL.search(text):
        return None  # 二三十: twenty to thirty
    import cn2an  # noqa: PLC0415 - only for Chinese numerals

    whole, point, rest = text.translate(_USUAL).partition("点")
    scale = _SCALE_END.search(rest)
    digits = rest[: scale.start()] if scale else rest
    try:
        value = Decimal(str(cn2an.cn2an(f"{whole}{point}{digits}", "smart")))
    except (ValueError, KeyError):
        return None
    return plain(EXACT.multiply(value, _SCALES[scale.group()])) if scale else value


_USUAL = str.maketrans({"〇": "零", "貳": "贰", "陸": "陆", "萬": "万", "億": "亿"})
_SEVERAL = re.compile(r"[一二两三四五六七八九]{2}[十百千万亿]")
_SCALE_END = re.compile(r"(?:万亿|亿|千万|百万|十万|万|千|百)$")
