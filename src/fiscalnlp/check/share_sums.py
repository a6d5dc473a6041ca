"""Shares of one whole against 100%."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.figures import composed_whole
from fiscalnlp.check.view import Disclosure, last_digit
from fiscalnlp.data import read_toml
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Percentage, Spending

_FULL = Decimal(100)


def over_and_under(view: Disclosure) -> Iterator[Draft]:
    """Shares in one paragraph of parts that exclude each other: 100% at most, of all parts just 100%."""
    for (of, _), shares in _lists(view).items():
        found = sum((share.value for share in shares), Decimal(0))
        off = abs(found - _FULL)
        slack = sum((last_digit(share.value) for share in shares), Decimal(0)) / 2 * view.tolerance("share.sum")
        if len(shares) < _LIST or off <= slack or (found < _FULL and not _are_all(view, of, shares)):
            continue
        yield Draft(
            "share.sum",
            Span(shares[0].span.start, shares[-1].span.end),
            tuple(share.id for share in shares),
            expected=_FULL,
            actual=found,
            calculation=" + ".join(f"{share.value}%" for share in shares) + f" = {found}%",
            words={"whole": of, "parts": "、".join(share.measure or "" for share in shares)},
        )


#: How many shares make a list.
_LIST = 2


def _lists(view: Disclosure) -> dict[tuple[str, int], list[Percentage]]:
    """Return the shares that exclude each other, by their whole and the start of their paragraph."""
    classes = {
        share.id
        for line in view.of(Spending)
        if line.level == "类" and line.share is not None
        for share in view.percentages_in(*line.span)
    }
    found: dict[tuple[str, int], list[Percentage]] = {}
    for share in view.percentages:
        if share.role != "share" or share.percentage_points:
            continue
        of = share.of or composed_whole(view, share)
        if of is None or not (share.id in classes or share.measure in _parts().get(of, ())):
            continue
        shares = found.setdefault((of, view.paragraph_start(share.span.start)), [])
        if all(share.measure != other.measure for other in shares):
            shares.append(share)
    return found


def _are_all(view: Disclosure, of: str, shares: list[Percentage]) -> bool:
    """Tell whether shares are those of all parts that a whole has: no other is printed anywhere."""
    named = {share.measure for share in shares}
    return named >= _needed().get(of, {None}) and not any(
        view.amounts_named(part, "final_account") for part in _parts().get(of, ()) if part not in named
    )


@cache
def _parts() -> dict[str, tuple[str, ...]]:
    """Return the parts of a whole by its names, as shares have them."""
    data = read_toml("rules/identities.toml")
    by_total = {row["total"]: tuple(row["parts"]) for row in data["identity"]}
    others = {name: wholes for name, wholes in data["other_names"].items() if wholes[0] in by_total}
    return by_total | {name: by_total[wholes[0]] for name, wholes in others.items()}


@cache
def _needed() -> dict[str, set[str | None]]:
    """Return the parts without which a list of shares is not whole; one alone may be all there is."""
    rows = read_toml("rules/identities.toml")["identity"]
    needed: dict[str, set[str | None]] = {
        row["total"]: set(row["needed"]) for row in rows if len(row["needed"]) > 1
    }
    others = read_toml("rules/identities.toml")["other_names"]
    return needed | {name: needed[wholes[0]] for name, wholes in others.items() if wholes[0] in needed}
