"""The money of a disclosure by functional class, as it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from fiscalnlp.graph.observations import CONTRADICTED, Observation, ObservedFund, observe
from fiscalnlp.model.records import DocumentRecord, Record, Spending, Stage, Table

#: One fund is drawn, so that nothing counts twice: all money, or the first that there is.
_FUNDS: tuple[ObservedFund, ...] = ("all", "general", "government_fund", "state_capital")


class ClassMoney(NamedTuple):
    """What is printed for one functional class.

    `path` holds the names from 类 down, `purpose` what the document says that the money was for; `contradicted`
    tells that the document prints another figure too, `record` is the id of the shortest record that prints it.
    """

    code: str
    path: tuple[str, ...]
    yuan: Decimal
    purpose: str | None
    contradicted: bool
    record: str


class Money(NamedTuple):
    """The rows, their fund, and the titles of the tables they are from; an empty title is the prose."""

    fund: ObservedFund | None
    sources: tuple[str, ...]
    rows: tuple[ClassMoney, ...]


def money_by_class(records: Sequence[Record], document: DocumentRecord) -> Money:
    """Return what `document` says was spent, or is to be spent in a budget, under each functional class.

    Args:
        records: those of the document.
        document: its own record.
    """
    return next(iter(money_by_fund(records, document).values()), Money(None, (), ()))


def money_by_fund(records: Sequence[Record], document: DocumentRecord) -> dict[ObservedFund, Money]:
    """Return the same for each fund that money is printed for: all money first, which the others are parts of."""
    stage: Stage = "initial_budget" if document.report == "budget" else "final_account"
    seen = [
        each
        for each in observe(records, document)
        if each.key.dimension == "functional_class" and each.key.stage == stage
    ]
    purposes = {
        each.code: each.purpose for each in reversed(records) if isinstance(each, Spending) and each.purpose
    }
    by_fund = {fund: [each for each in seen if each.key.fund == fund] for fund in _FUNDS}
    return {fund: _money(fund, chosen, purposes) for fund, chosen in by_fund.items() if chosen}


def _money(fund: ObservedFund, chosen: Sequence[Observation], purposes: Mapping[str | None, str | None]) -> Money:
    rows = tuple(
        ClassMoney(
            each.key.code,
            each.names,
            each.yuan,
            purposes.get(each.key.code),
            each.confidence <= CONTRADICTED,
            min(each.records, key=lambda record: record.span.end - record.span.start).id,
        )
        for each in chosen
    )
    return Money(fund, tuple(dict.fromkeys(_source(each) for each in chosen)), rows)


def _source(observation: Observation) -> str:
    first = observation.records[0]
    return first.title if isinstance(first, Table) else ""
