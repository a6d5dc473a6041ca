"""Differences that the text prints, against each other: of a whole and its parts, of one measure told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import NamedTuple

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.growth import difference_of, is_nearly
from fiscalnlp.check.view import Disclosure, slack_yuan
from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.records import Amount, Change


class _Difference(NamedTuple):
    """A change with its amount, signed difference (yuan) and the most that rounding can move that by."""

    change: Change
    amount: Amount
    yuan: Decimal
    slack: Decimal
    unit: str


def _differences(view: Disclosure) -> list[_Difference]:
    """Return the changes that print an amount and by how much it differs; nothing for 持平, 基本持平 left out."""
    found = []
    for change in view.of(Change):
        amount = view.by_id.get(change.amount) if change.amount else None
        if not isinstance(amount, Amount) or not change.measure or change.measure != amount.measure:
            continue
        if change.direction == "unchanged" and not is_nearly(change) and change.yuan is None:
            found.append(_Difference(change, amount, Decimal(0), Decimal(0), amount.unit))
        elif (printed := difference_of(view, change)) is not None and change.yuan is not None:
            sign = -1 if change.direction == "decrease" else 1
            found.append(_Difference(change, amount, sign * change.yuan, slack_yuan(printed), printed.unit))
    return found


def conflicts(view: Disclosure) -> Iterator[Draft]:
    """One amount that differs from one basis in two ways: by another sum, or by the same sum the other way."""
    groups: dict[tuple[object, ...], list[_Difference]] = {}
    for each in view.once(_differences):
        if each.yuan:
            groups.setdefault((each.amount.yuan, each.change.basis, each.change.basis_year), []).append(each)
    for group in groups.values():
        for one, other in combinations(group, 2):
            same = one.change.measure == other.change.measure and one.amount.stage == other.amount.stage
            other_way = one.yuan == -other.yuan and _is_odd(one.yuan) and _is_odd(one.amount.yuan)
            slack = (one.slack + other.slack) * view.tolerance("difference.conflict")
            if other_way or (same and abs(EXACT.subtract(one.yuan, other.yuan)) > slack):
                yield Draft(
                    "difference.conflict",
                    other.change.span,
                    (other.change.id, one.change.id),
                    expected=one.change.text,
                    actual=other.change.text,
                    calculation=f"{other.change.text} ≠ {one.change.text}",
                    words={"measure": other.change.measure or "", "other": one.change.measure or ""},
                    blames=other.change.id,
                )


def _is_odd(yuan: Decimal) -> bool:
    """Tell whether a figure is not met twice by chance."""
    return len(str(abs(yuan).normalize()).replace(".", "").strip("0")) >= _ODD


#: Digits of such a figure.
_ODD = 4


def sums(view: Disclosure) -> Iterator[Draft]:
    """The difference of a whole against those of its parts, where all are printed for one basis."""
    told: dict[tuple[object, ...], dict[str, _Difference | None]] = {}
    for each in view.once(_differences):
        key = each.change.basis, each.change.basis_year, each.amount.stage
        measures = told.setdefault(key, {})
        name = each.change.measure or ""
        twice = name in measures and (known := measures[name]) is not None and known.yuan != each.yuan
        measures[name] = None if twice else each
    for measures in told.values():
        for total, parts in (*_wholes(), *_funds(measures)):
            whole = measures.get(total)
            found = [measures.get(part) for part in parts]
            if whole is not None and all(part is not None for part in found):
                yield from _compare(view, whole, [part for part in found if part is not None])


@cache
def _wholes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = read_toml("rules/identities.toml")["difference"]
    return tuple((row["total"], tuple(row["parts"])) for row in rows)


def _funds(measures: dict[str, _Difference | None]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what all funds have together, with what each of the three has."""
    by_rest: dict[str, dict[str, str]] = {}
    for name in measures:
        match: re.Match[str] | None = read_patterns("rules/identities.toml")["fund"].fullmatch(name)
        if match is not None:
            by_rest.setdefault(match["rest"], {})[match["fund"][:2]] = name
    for rest, of_fund in by_rest.items():
        if len(of_fund) == _ALL_FUNDS:
            yield f"财政拨款{rest}", tuple(of_fund.values())


_ALL_FUNDS = 3


def _compare(view: Disclosure, whole: _Difference, parts: list[_Difference]) -> Iterator[Draft]:
    found = sum((part.yuan for part in parts), Decimal(0))
    off = abs(EXACT.subtract(whole.yuan, found))
    slack = sum((part.slack for part in parts), whole.slack) * view.tolerance("difference.sum")
    if not off:
        return
    unit = YUAN_PER_UNIT[whole.unit]
    terms = [plain(EXACT.divide(each.yuan, unit)) for each in (*parts, whole)]
    yield Draft(
        "difference.sum",
        whole.change.span,
        (whole.change.id, *(part.change.id for part in parts)),
        expected=plain(EXACT.divide(found, unit)),
        actual=terms[-1],
        calculation=" + ".join(f"({term})" for term in terms[:-1]) + f" ≠ {terms[-1]}",
        words={
            "measure": whole.change.measure or "",
            "unit": whole.unit,
            "parts": "、".join(part.change.measure or "" for part in parts),
        },
        severity="info" if off <= slack else None,
        blames=whole.change.id,
    )
