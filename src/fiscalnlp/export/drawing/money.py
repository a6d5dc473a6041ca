"""The money of a disclosure by functional class, as it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from fiscalnlp.model.records import Record, Spending, Table, TableKey

#: Tables that tell spending by functional class, the most comprehensive first.
_TABLES: tuple[TableKey, ...] = ("expenditure", "general_expenditure")


class ClassMoney(NamedTuple):
    """What is printed for one functional class.

    `code` is `None` where neither the document nor the classification gives one; `path` holds the names from
    类 down; `purpose` is what the document says that the money was for.
    """

    code: str | None
    path: tuple[str, ...]
    yuan: Decimal
    purpose: str | None


class Money(NamedTuple):
    """The rows of one source: a table, whose title is `source`, or the prose, where that is `None`."""

    source: str | None
    rows: tuple[ClassMoney, ...]


def money_by_class(records: Sequence[Record]) -> Money:
    """Return what a disclosure says was spent, or is to be spent, under each functional class.

    One source is taken, so that nothing counts twice: the table of all spending, else that of the general
    budget, else the prose. Purposes are from the prose in any case.
    """
    prose = [each for each in records if isinstance(each, Spending)]
    purposes = {each.code: each.purpose for each in reversed(prose) if each.code and each.purpose}
    for key in _TABLES:
        for table in records:
            if isinstance(table, Table) and table.table == key and (rows := _lines(table, purposes)):
                return Money(table.title, rows)
    told = (
        ClassMoney(each.code, each.path, each.yuan, each.purpose) for each in prose if each.yuan is not None
    )
    return Money(None, _once(told))


def _lines(table: Table, purposes: dict[str, str]) -> tuple[ClassMoney, ...]:
    return _once(
        ClassMoney(line.code, line.path or (line.label,), yuan, purposes.get(line.code))
        for line in table.lines
        # The first money column is that of the totals; what stands right of it is part of it.
        if line.code and line.level and line.values and (yuan := line.values[0].yuan) is not None
    )


def _once(rows: Iterable[ClassMoney]) -> tuple[ClassMoney, ...]:
    """Keep the first row of each class."""
    return tuple({row.code or row.path: row for row in reversed(list(rows))}.values())[::-1]
