"""What spending is said to be for against its class: a purpose that is another's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.model.records import Spending
from fiscalnlp.text.forms import matching_form


def copied_purposes(view: Disclosure) -> Iterator[Draft]:
    """A purpose that is another line's, word for word, and speaks of that line's class."""
    lines = [line for line in view.of(Spending) if line.purpose and line.level != "类" and len(line.path) == 3]
    alike: dict[str | None, list[Spending]] = {}
    for line in lines:
        alike.setdefault(line.purpose, []).append(line)
    for line in lines:
        own = line.path[-1]
        for other in alike[line.purpose]:
            if other.path[0] == line.path[0]:
                continue
            name = other.path[-1]
            if _shared(line.purpose or "", name) >= 4 and _shared(line.purpose or "", own) < 3:
                yield Draft(
                    "spending.copied_purpose",
                    line.span,
                    (line.id, other.id),
                    expected=None,
                    actual=line.purpose,
                    words={"measure": own, "other": name},
                    blames=line.id,
                )
                break


def _shared(text: str, name: str) -> int:
    """Return the length of the longest run of characters that both have."""
    best = 0
    for start in range(len(name)):
        while start + best < len(name) and name[start : start + best + 1] in text:
            best += 1
    return best


@cache
def _rows() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    rows = read_toml("rules/purposes.toml")["purpose"]
    return tuple(
        (compile_pattern(row["class"]), compile_pattern(row["own"]), compile_pattern(row["foreign"]))
        for row in rows
    )


def foreign(view: Disclosure) -> Iterator[Draft]:
    """A purpose that names what only another class pays for: 住房公积金 … 主要用于缴纳医疗保险."""
    for line in view.of(Spending):
        if line.purpose is None:
            continue
        form = matching_form(line.purpose)
        for name, own, others in _rows():
            word = others.search(form) if name.fullmatch(line.path[-1]) and not own.search(form) else None
            if word is not None:
                yield Draft(
                    "spending.foreign_purpose",
                    line.span,
                    (line.id,),
                    expected=None,
                    actual=line.purpose,
                    words={"measure": line.path[-1], "other": word[0]},
                    blames=line.id,
                )
