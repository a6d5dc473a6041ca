"""Money, percentages and counts in Chinese text: exact values with their spans.

The component stands on its own: it needs no document, only a text. Values are `Decimal`; nothing is
rounded and the process-wide decimal context is not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

import regex

from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain, to_yuan
from fiscalnlp.text.forms import matching_form

MentionKind = Literal["money", "percentage", "quantity"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in the text.

    Args:
        kind: money, percentage or quantity.
        start: offset of its first code point.
        end: offset after its last.
        value: the number in `unit` as printed, trailing zeros kept (`12.30`).
        unit: the unit as printed (`万元`), `%`, `‰` or `个百分点`, or the counting unit.
        yuan: the exact sum in yuan for money, otherwise `None`.
        approximate: whether 约, 近, 余, 多, 不足, 以上 … qualify it.
        pattern: id of the pattern that found it.
    """

    kind: MentionKind
    start: int
    end: int
    value: Decimal
    unit: str
    yuan: Decimal | None
    approximate: bool
    pattern: str


_SCALES = {name[:-1]: value for name, value in YUAN_PER_UNIT.items() if len(name) > 1 and name.endswith("元")}


@cache
def _patterns() -> tuple[tuple[MentionKind, str, regex.Pattern[str]], ...]:
    data = read_toml("patterns/money.toml")
    kinds: tuple[MentionKind, ...] = ("money", "percentage", "quantity")
    return tuple(
        (kind, row["id"], regex.compile(_fill(row["pattern"], data["parts"])))
        for kind in kinds
        for row in data[kind]
    )


def _fill(pattern: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", f"(?:{part})" if name != "number" else part)
    return pattern


def find_mentions(text: str, *, form: str | None = None) -> list[Mention]:
    """Return the money, percentages and counts in `text`, in order, none overlapping another.

    Args:
        text: any text.
        form: its matching form, where the caller has it already.
    """
    form = matching_form(text) if form is None else form
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for kind, name, pattern in _patterns():
        for match in pattern.finditer(form):
            mention = _mention(kind, name, match, form)
            if mention is not None and not any(
                s < mention.end and mention.start < e for s, e in _near(taken, mention)
            ):
                found.append(mention)
        taken = sorted((mention.start, mention.end) for mention in found)
    found.sort(key=lambda mention: mention.start)
    return found


def _near(taken: list[tuple[int, int]], mention: Mention) -> list[tuple[int, int]]:
    from bisect import bisect_left  # noqa: PLC0415

    index = bisect_left(taken, (mention.start, mention.end))
    return taken[max(0, index - 2) : index + 2]


def _mention(kind: MentionKind, name: str, match: regex.Match[str], form: str) -> Mention | None:
    groups = match.groupdict()
    unit = groups.get("unit") or groups.get("sign") or ""
    more = groups.get("more") or groups.get("more2")
    if groups.get("chain"):
        value = _chain(groups["chain"])
    elif groups.get("chinese"):
        number = _chinese(groups["chinese"])
        if number is None or (kind == "money" and not regex.search(r"[十百千万亿点]", groups["chinese"])):
            return None
        value = number
    else:
        value = Decimal(groups["number"].replace(",", ""))
    if more:
        unit = unit.replace(more, "") if groups.get("more2") else unit
    yuan = to_yuan(value, unit) if kind == "money" else None
    about = read_patterns("patterns/money.toml", "approximate")
    approximate = bool(
        more
        or about["before"].search(form, max(0, match.start() - 7), match.start())
        or about["after"].match(form, match.end())
    )
    unit = {"百分之": "%"}.get(unit, unit)
    return Mention(kind, match.start(), match.end(), value, unit, yuan, approximate, name)


_LINK = regex.compile(r"(\d+(?:\.\d+)?)(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?")


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
    if text[0].isascii():
        return Decimal(text.replace(",", ""))
    if text == "百":
        return Decimal(100)
    import cn2an  # noqa: PLC0415 - only for Chinese numerals

    whole, point, rest = text.replace("〇", "零").partition("点")
    scale = _SCALE_END.search(rest)
    digits = rest[: scale.start()] if scale else rest
    try:
        value = Decimal(str(cn2an.cn2an(f"{whole}{point}{digits}", "smart")))
    except (ValueError, KeyError):
        return None
    return plain(EXACT.multiply(value, _SCALES[scale.group()])) if scale else value


_SCALE_END = regex.compile(r"(?:万亿|亿|千万|百万|十万|万|千|百)$")
