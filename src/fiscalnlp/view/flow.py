"""Spending as streams: from the funds that pay to functional classes (类) to their innermost amounts.

What is drawn is what is printed: one stream for each amount, exact to the cent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from fiscalnlp.export.drawing.money import money_by_fund
from fiscalnlp.export.drawing.subject import SpendingClass, funded_classes, innermost_amounts, total
from fiscalnlp.graph.observations import SAME_WITHIN_YUAN
from fiscalnlp.model.money import EXACT
from fiscalnlp.model.records import DocumentRecord, Record

#: Who pays: a fund, all money where it is printed for no fund, or what all money holds beyond the funds.
Payer = Literal["general", "government_fund", "state_capital", "all", "other"]


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """An amount on its way: who pays it, under which 类, under which class, for what; `yuan` in plain figures.

    `rest` marks what is left of the amount of a class beside those of its parts; `record` is what prints it.
    """

    payer: Payer
    root: str
    root_name: str
    code: str
    name: str
    yuan: str
    purpose: str | None
    rest: bool
    contradicted: bool
    record: str | None


def streams(records: Sequence[Record], document: DocumentRecord) -> tuple[Stream, ...]:
    """Return the streams of a disclosure, by payer and code; empty where it prints no money by class.

    Args:
        records: those of the document.
        document: its own record.
    """
    trees = {
        fund: funded_classes(money.rows, document.fiscal_year)
        for fund, money in money_by_fund(records, document).items()
    }
    everything = trees.pop("all", ())
    if not trees:
        return tuple(_of_trees("all", everything))
    known = [each for fund, roots in trees.items() for each in _of_trees(fund, roots)]
    return (*known, *_others(everything, paid=_by_class(trees.values()), innermost={each.code for each in known}))


def _of_trees(payer: Payer, roots: Iterable[SpendingClass]) -> Iterator[Stream]:
    for root in roots:
        for spending, is_rest in innermost_amounts(root):
            yuan = spending.rest if is_rest else spending.known_yuan
            if yuan > 0:  # what is nothing, or was paid back, has no width
                yield _stream(payer, root, spending, yuan, rest=is_rest)


def _others(
    roots: Iterable[SpendingClass], *, paid: Mapping[str, Decimal], innermost: Collection[str]
) -> Iterator[Stream]:
    """Yield what is printed of all money beyond that of the funds, as of money that no budget gives.

    Nothing is said of a class of which the funds print only the class above.
    """
    for root in roots:
        for spending, is_rest in innermost_amounts(root):
            above = any(spending.code.startswith(code) and spending.code != code for code in innermost)
            yuan = EXACT.subtract(spending.known_yuan, paid.get(spending.code, Decimal(0)))
            if not is_rest and not above and yuan > SAME_WITHIN_YUAN:
                yield _stream("other", root, spending, yuan, rest=False)


def _by_class(trees: Iterable[Iterable[SpendingClass]]) -> dict[str, Decimal]:
    found: dict[str, list[Decimal]] = {}
    for roots in trees:
        for root in roots:
            for spending in root.below():
                found.setdefault(spending.code, []).append(spending.known_yuan)
    return {code: total(amounts) for code, amounts in found.items()}


def _stream(payer: Payer, root: SpendingClass, spending: SpendingClass, yuan: Decimal, *, rest: bool) -> Stream:
    return Stream(
        payer=payer,
        root=root.code,
        root_name=root.name,
        code=spending.code,
        name=spending.name,
        yuan=f"{yuan:f}",
        purpose=None if spending.purpose_repeats_names else spending.purpose,
        rest=rest,
        contradicted=spending.contradicted,
        record=spending.record,
    )
