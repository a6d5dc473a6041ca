"""Words figures in a document's own way and keeps account of what was said: the document's true records.

A style writes its sentences as f-strings whose figures come from a `Teller`; since they are told in reading
order, the records stand in document order. What is kept is what is *printed*: 12.35万元 is 123500 yuan.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator.bodies import Body
from generator.figures import ZERO, Line
from generator.model import Clause, Table

WAN = Decimal(10_000)
CENT = Decimal("0.01")

Row = dict[str, Any]


@cache
def reasons() -> dict[str, list[str]]:
    """Return the stock of reasons: by what moved (running, project, …) and where to (more, less)."""
    return tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))


@cache
def glossary() -> dict[str, str]:
    """Return the stock of glossary entries: term → definition."""
    return tomllib.loads(Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8"))


def in_wan(yuan: Decimal) -> Decimal:
    """Return yuan as 万元 with two decimals, as printed."""
    return (yuan / WAN).quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return `part` in percent of `whole` with two decimals, as printed."""
    return (part / whole * 100).quantize(CENT, ROUND_HALF_UP)


class Teller:
    """Tells figures and keeps the records; one document's worth."""

    def __init__(self, year: int, seed: int, *, stage: str, separators: bool) -> None:
        """Tell figures of `year` at `stage`, in thousands with commas if `separators`."""
        self.year = year
        self.stage = stage
        self.dice = random.Random(f"words {seed}")
        self._mark = "," if separators else ""
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        self._single: dict[str, Row] = {}
        self._used: set[str] = set()

    # -- figures --------------------------------------------------------------------------------------

    def wan(self, yuan: Decimal) -> str:
        """Return the figure in 万元 without telling it: 1,234.56."""
        return format(in_wan(yuan), f"{self._mark}.2f")

    def money(self, yuan: Decimal, measure: str, stage: str | None = None) -> str:
        """Tell an amount in 万元."""
        return self._amount(self.wan(yuan), measure, stage or self.stage)

    def money_as_printed(self, figure: str, measure: str, stage: str) -> str:
        """Tell an amount of 万元 that is printed without decimals."""
        return self._amount(figure, measure, stage)

    def _amount(self, figure: str, measure: str, stage: str) -> str:
        value = Decimal(figure.replace(",", ""))
        self.tell(
            "amounts",
            text=f"{figure}万元",
            value=str(value),
            unit="万元",
            yuan=str(int(value * WAN)),
            measure=measure,
            year=None if stage == "other" else self.year,
            stage=stage,
        )
        return f"{figure}万元"

    def rate(self, value: Decimal, role: str, measure: str, of: str | None = None) -> str:
        """Tell a percentage."""
        printed = f"{value:.2f}"
        self.tell("percentages", text=f"{printed}%", value=printed, role=role, measure=measure, of=of)
        return f"{printed}%"

    def share(self, part: Decimal, whole: Decimal, measure: str, of: str) -> str:
        """Tell the share of a part in a whole."""
        return self.rate(percent(part, whole), "share", measure, of)

    def count(self, value: int | str, unit: str, measure: str) -> str:
        """Tell a count with its unit."""
        self.tell("quantities", text=f"{value}{unit}", value=str(value), unit=unit, measure=measure)
        return f"{value}{unit}"

    def asset(self, item: str, value: int, unit: str) -> str:
        """Tell a count of assets: a quantity and an asset."""
        self.tell("assets", item=item, count=str(value), unit=unit)
        return self.count(value, unit, item)

    # -- comparisons ----------------------------------------------------------------------------------

    def moved(
        self,
        measure: str,
        now: Decimal,
        before: Decimal,
        *,
        why: str,
        cue: str,
        growth: bool = True,
        each: str = "",
    ) -> str:
        """Tell the difference from last year: （各）增加N万元，增长P%，and a reason of kind `why` after `cue`."""
        if in_wan(now) == in_wan(before):
            self._change(measure, "prior_year", "unchanged")
            return "与上年持平"
        more = now > before
        size = abs(in_wan(now) - in_wan(before)) * WAN
        words = f"{each}{'增加' if more else '减少'}{self.money(size, measure, 'change')}"
        rate = None
        if growth:
            rate = percent(abs(now - before), before)
            words += f"，{'增长' if more else '下降'}{self.rate(rate, 'growth', measure)}"
        reason = self.reason(why, more, cue)
        self._change(
            measure,
            "prior_year",
            "increase" if more else "decrease",
            yuan=str(int(size)),
            percent=None if rate is None else str(rate),
            reason=reason,
        )
        return f"{words}{cue}{reason}"

    def outcome(
        self, measure: str, final: Decimal, budget: Decimal, *, basis: str, called: str, why: str, cue: str
    ) -> tuple[str, Decimal | None]:
        """Tell budget and outcome: 年初预算为…，支出决算为…，完成年初预算的…; return words and completion."""
        words = f"{called}为{self.money(budget, measure, basis)}，支出决算为{self.money(final, measure)}"
        if final == budget:
            self._change(measure, basis, "unchanged")
            return f"{words}，决算数与{called}数持平", None
        rate = percent(final, budget)
        words += f"，完成{called}的{self.rate(rate, 'completion', measure)}"
        reason = self.reason(why, final > budget, cue)
        direction = "increase" if final > budget else "decrease"
        self._change(measure, basis, direction, completion=str(rate), reason=reason)
        return f"{words}。决算数{'大于' if final > budget else '小于'}{called}数{cue}{reason}", rate

    def reason(self, why: str, more: bool, cue: str) -> str:
        """Draw a reason not given yet (where one is left), tell it and return its words."""
        stock = reasons()[f"{why}_{'more' if more else 'less'}"]
        fresh = [each for each in stock if each not in self._used] or stock
        text = self.dice.choice(fresh)
        self._used.add(text)
        self.tell("reasons", text=text, cue=cue.lstrip("，。的"))
        return text

    def _change(self, measure: str, basis: str, direction: str, **known: str | None) -> None:
        row: Row = {"yuan": None, "percent": None, "completion": None, "reason": None, **known}
        self.tell("changes", measure=measure, basis=basis, direction=direction, **row)

    # -- other records --------------------------------------------------------------------------------

    def spending(self, level: str, line: Line, yuan: Decimal, **known: Decimal | int | str | None) -> None:
        """Keep a line of spending under the class of `line` at `level`."""
        depth = ("类", "款", "项").index(level) + 1
        row: Row = dict.fromkeys(("share", "initial_budget_yuan", "final_budget_yuan", "completion", "purpose"))
        row |= {name: value if value is None else str(value) for name, value in known.items()}
        self.tell(
            "spending",
            level=level,
            code=line.code[: 2 * depth + 1],
            path=list(line.path[:depth]),
            yuan=str(int(in_wan(yuan) * WAN)),
            fund="general",
            **row,
        )

    def duties(self, body: Body, marker: str = "（{}）") -> list[Clause]:
        """Tell the duties as numbered clauses."""
        found = []
        for number, duty in enumerate(body.duties, 1):
            mark = marker.format(chinese(number))
            self.tell("duties", number=number, marker=mark, text=duty.text, role=duty.role)
            found.append(Clause(mark, duty.text))
        return found

    def terms(self, names: Sequence[str], marker: str = "{}、") -> list[Clause]:
        """Tell glossary entries as numbered clauses: 一、财政拨款收入：指…."""
        found = []
        for number, name in enumerate(names, 1):
            definition = glossary()[name]
            mark = marker.format(chinese(number))
            self.tell("terms", number=mark, term=name, definition=definition)
            found.append(Clause(mark, f"{name}：{definition}"))
        return found

    def table(self, table: Table) -> Table:
        """Keep a disclosure table with its rows, the head left out."""
        grid = table.matrix()[len(table.head) :]
        rows = [] if table.empty else grid
        unit = None if table.unit_line is None else table.unit_line.partition("：")[2]
        self.tell("tables", table=table.key, title=table.title, unit=unit, empty=table.empty, rows=rows)
        return table

    def tell(self, group: str, /, **row: Any) -> None:
        """Keep one record."""
        self._rows[group].append(row)

    def tell_once(self, group: str, /, **row: Any) -> None:
        """Keep a record that a document has one of: document, procurement."""
        self._single[group] = row

    def truth(self, name: str, kinds: Sequence[str]) -> Row:
        """Return the true records, an empty list for each of `kinds` that was not told."""
        lists = {kind: self._rows.get(kind, []) for kind in kinds}
        return {"doc": name, **self._single, **lists, "errors": []}


#: The lists of a truth file, in order. `errors` are the mistakes planted: none in a sound document.
KINDS = (
    *("duties", "amounts", "percentages", "quantities", "changes", "reasons", "spending", "economic"),
    *("official_expense", "assets", "evaluations", "terms", "citations", "tables"),
)

#: The kind of reason that each line of the 三公经费 takes.
WHY = {
    "total": "official",
    "abroad": "abroad",
    "vehicles": "vehicles",
    "vehicle_purchase": "purchase",
    "vehicle_running": "vehicles",
    "reception": "reception",
}

_DIGITS = "零一二三四五六七八九十"


def chinese(number: int) -> str:
    """Return 1 to 99 in Chinese numerals: 十二."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def classes_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines grouped by their 类, in code order."""
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.code[:3]].append(line)
    return [groups[code] for code in sorted(groups)]


def total(lines: Sequence[Line], name: str) -> Decimal:
    """Return the sum of one field or property of the lines."""
    return sum((getattr(line, name) for line in lines), ZERO)
