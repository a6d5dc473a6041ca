"""Totals against their parts, and one measure against itself, over the running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure, last_before, slack_yuan
from fiscalnlp.data import read_patterns, read_toml
from fiscalnlp.model.money import EXACT, YUAN_PER_UNIT, plain
from fiscalnlp.model.records import Amount, Spending


def sums(view: Disclosure) -> Iterator[Draft]:
    """Every identity of `data/rules/identities.toml`, and the 类 lines against the total of their list."""
    for identity in read_toml("rules/identities.toml")["identity"]:
        total = view.settled(identity["total"])
        parts = {name: view.settled(name) for name in identity["parts"]}
        if total is None or any(parts[name] is None for name in identity["needed"]):
            continue
        if any(view.amounts_named(name, "final_account") for name, part in parts.items() if part is None):
            continue  # a part is printed with two values: nobody knows which belongs to the sum
        yield from _compare(view, total, [part for part in parts.values() if part is not None])
    yield from _class_sums(view)


def _class_sums(view: Disclosure) -> Iterator[Draft]:
    """The 类 lines of one paragraph that print shares of one whole, against that whole."""
    lists: dict[tuple[str, int], list[Amount]] = {}
    classes = [s for s in view.of(Spending) if s.level == "类" and s.share is not None and s.yuan is not None]
    for line in classes:
        share = next((p for p in view.percentages_in(*line.span) if p.role == "share"), None)
        amount = next((a for a in view.amounts_in(*line.span) if a.yuan == line.yuan), None)
        if share is not None and share.of is not None and amount is not None:
            lists.setdefault((share.of, view.paragraph_start(line.span.start)), []).append(amount)
    unshared = [s for s in view.of(Spending) if s.level == "类" and s.share is None and s.yuan is not None]
    for (whole, start), parts in lists.items():
        if any(view.paragraph_start(line.span.start) == start for line in unshared):
            continue  # a share without its sign hides a part
        total = last_before(view.amounts_named(whole, parts[0].stage), parts[0].span.start)
        if total is not None and start - total.span.end < 400 and len(parts) > 1:
            yield from _compare(view, total, parts)


def _compare(view: Disclosure, total: Amount, parts: list[Amount]) -> Iterator[Draft]:
    found = sum((part.yuan for part in parts), Decimal(0))
    off = abs(EXACT.subtract(total.yuan, found))
    if not off:
        return
    slack = sum((slack_yuan(part) for part in parts), slack_yuan(total)) * view.tolerance("parts.sum")
    unit = YUAN_PER_UNIT[total.unit]
    yield Draft(
        "parts.sum",
        total.span,
        (total.id, *(part.id for part in parts)),
        expected=plain(EXACT.divide(found, unit)),
        actual=total.value,
        calculation=" + ".join(part.text for part in parts) + f" ≠ {total.text}",
        words={
            "measure": total.measure or "",
            "unit": total.unit,
            "parts": "、".join(part.measure or "" for part in parts),
        },
        severity="info" if off <= slack else None,
        blames=total.id,
    )


def conflicts(view: Disclosure) -> Iterator[Draft]:
    """One total of the whole document printed with two values; slips of unit are another rule's."""
    for name in read_toml("rules/identities.toml")["single"]:
        amounts = view.amounts_named(name, "final_account")
        mentions = Counter(amount.yuan for amount in amounts)
        if len(mentions) < 2:
            continue
        usual = max(amounts, key=lambda amount: mentions[amount.yuan])
        for amount in amounts:
            if amount.yuan == usual.yuan or (amount.value == usual.value and amount.unit != usual.unit):
                continue
            slack = EXACT.add(slack_yuan(amount), slack_yuan(usual)) * view.tolerance("measure.conflict")
            if abs(EXACT.subtract(amount.yuan, usual.yuan)) <= slack:
                continue
            yield Draft(
                "measure.conflict",
                amount.span,
                (amount.id, usual.id),
                expected=usual.text,
                actual=amount.text,
                calculation=f"{amount.text} ≠ {usual.text}",
                words={"measure": name},
                blames=amount.id,
            )


def lines_twice(view: Disclosure) -> Iterator[Draft]:
    """A class line whose amount is printed again in it with another value (…257.14万元 … 预算安排245.53万元)."""
    again_words = read_patterns("rules/identities.toml")["restated"]
    for line in view.of(Spending):
        inside = [a for a in view.amounts_in(*line.span) if a.year == view.document.fiscal_year]
        first = next((a for a in inside if a.yuan == line.yuan), None)
        if first is None:
            continue
        for again in inside:
            if again.yuan == first.yuan or again.stage != first.stage or again.measure != first.measure:
                continue
            before = view.document.text[max(0, again.span.start - 8) : again.span.start]
            off = abs(EXACT.subtract(again.yuan, first.yuan))
            slack = EXACT.add(slack_yuan(again), slack_yuan(first)) * view.tolerance("measure.conflict")
            if off > slack and again_words.search(before):
                yield Draft(
                    "measure.conflict",
                    again.span,
                    (again.id, first.id, line.id),
                    expected=first.text,
                    actual=again.text,
                    calculation=f"{again.text} ≠ {first.text}",
                    words={"measure": again.measure or ""},
                    blames=again.id,
                )
