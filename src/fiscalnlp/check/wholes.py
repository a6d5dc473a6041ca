"""Parts that are more than their whole: of an amount, of a kind of expense, of the vehicles bought."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, slack_yuan
from fiscalnlp.data import read_patterns
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Economic


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return read_patterns("rules/wholes.toml")


def first_parts(view: Disclosure) -> Iterator[Draft]:
    """年末结转和结余143.78元，其中财政拨款结转和结余84.48万元: a whole that is less than its first part."""
    for whole, part in zip(view.amounts, view.amounts[1:], strict=False):
        between = view.form[whole.span.end : part.span.start]
        if whole.stage != part.stage or whole.stage not in _ACCOUNTS or not _words()["of_it"].fullmatch(between):
            continue
        if whole.year == part.year and not whole.approximate:
            yield from _exceed(view, whole, [part])


#: Stages of the amounts of the accounts themselves.
_ACCOUNTS = frozenset({"initial_budget", "final_budget", "final_account"})


def receptions(view: Disclosure) -> Iterator[Draft]:
    """公务接待费3.12万元…其中：国内公务接待支出8.12万元: receptions at home and of foreigners, in a paragraph."""
    wholes: dict[tuple[int, str], Amount] = {}
    for amount in view.amounts:
        key = view.paragraph_start(amount.span.start), amount.stage
        if amount.stage not in _ACCOUNTS or amount.year != view.document.fiscal_year:
            continue
        if _words()["receptions"].fullmatch(amount.measure or ""):
            wholes.setdefault(key, amount)
        elif key in wholes and _words()["some_receptions"].fullmatch(amount.measure or ""):
            yield from _exceed(view, wholes[key], [amount])


def listed_expenses(view: Disclosure) -> Iterator[Draft]:
    """公用经费191.53万元，主要包括办公费41.53万元、…: what is listed of a kind of expense, against all of it."""
    listed: dict[tuple[int, int], list[Amount]] = {}
    for item in view.of(Economic):
        amount = next(
            (a for a in view.amounts_in(item.span.start, item.span.end + _BEHIND) if a.yuan == item.yuan), None
        )
        if amount is not None and len(item.code or "") == _ITEM:
            listed.setdefault(view.sentence(item.span.start), []).append(amount)
    for (start, _), parts in listed.items():
        before = view.amounts_in(start, parts[0].span.start)
        alone = view.amounts_in(start, parts[-1].span.end) == [*before, *parts]  # no other whole among the parts
        if len(before) == 1 and alone and _words()["expenses"].fullmatch(before[0].measure or ""):
            yield from _exceed(view, before[0], parts)


#: How far behind its name the amount of an economic class stands, in code points.
_BEHIND = 30
#: Digits of the code of an economic class of the second level (款).
_ITEM = 5


def _exceed(view: Disclosure, whole: Amount, parts: Sequence[Amount]) -> Iterator[Draft]:
    found = sum((part.yuan for part in parts), Decimal(0))
    slack = sum((slack_yuan(part) for part in parts), slack_yuan(whole)) * view.tolerance("parts.exceed")
    if EXACT.subtract(found, whole.yuan) <= slack:
        return
    unit = YUAN_PER_UNIT[parts[-1].unit]
    yield Draft(
        "parts.exceed",
        Span(whole.span.start, parts[-1].span.end),
        (parts[0].id, whole.id, *(part.id for part in parts[1:])),
        expected=plain(EXACT.divide(whole.yuan, unit)),
        actual=plain(EXACT.divide(found, unit)),
        calculation=f"{' + '.join(part.text for part in parts)} > {whole.text}",
        words={"measure": whole.measure or "", "unit": parts[-1].unit, "whole": whole.text},
        blames=whole.id,
    )


def bought_vehicles(view: Disclosure) -> Iterator[Draft]:
    """安排购置车辆1辆，其中：…: the vehicles to be bought, against their kinds."""
    for line in view.prose_lines:
        for match in _words()["bought"].finditer(view.form, *line):
            kinds = [int(number) for number in _words()["kind"].findall(match["kinds"])]
            if int(match["total"]) == sum(kinds):
                continue
            figure = view.place(Span(*match.span()))
            yield Draft(
                "asset.vehicles",
                Span(*match.span()),
                (view.document.id,),
                expected=str(sum(kinds)),
                actual=match["total"],
                calculation=" + ".join(map(str, kinds)) + f" ≠ {match['total']}",
                figures=(figure,),
                boxes=figure.boxes,
            )
