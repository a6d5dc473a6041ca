"""Tables that contradict others, on demand: each adds up by itself, but was made from other accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from generator.figures import GENERAL as GENERAL_FUND
from generator.figures import Accounts
from generator.mistakes import Mistakes
from generator.model import Cell, Table

#: Money that is moved or added: no rounding explains it.
_MONEY = Decimal(31_300)


def contradicting(key: str, books: Accounts, mistakes: Mistakes, make: Callable[[Accounts], Table]) -> Table:
    """Return the table `key` as `make` makes it of `books`, or of other accounts if a mistake is due."""
    right = make(books)
    for kind, (keys, change) in _CHANGES.items():
        if key not in keys:
            continue
        other = change(books)
        if other is not None and mistakes.due(kind):
            return _marked(kind, make(other), right, mistakes)
    return right


def _marked(kind: str, wrong: Table, right: Table, mistakes: Mistakes) -> Table:
    """Mark every cell that is another one; of a table that came out empty, note its title."""
    if wrong.empty:
        mistakes.note(kind, wrong.title, "")
        return wrong
    body = []
    for row, other in zip(wrong.body, right.body, strict=True):
        pairs = zip(row, other, strict=True)
        body.append(tuple(_marked_cell(kind, cell, was, mistakes) for cell, was in pairs))
    return replace(wrong, body=tuple(body))


def _marked_cell(kind: str, cell: Cell, was: Cell, mistakes: Mistakes) -> Cell:
    return cell if cell.text == was.text else replace(cell, text=mistakes.mark(kind, cell.text, was.text))


def _more_spent(books: Accounts) -> Accounts | None:
    """Return accounts with more spent on the first project of the general budget."""
    at = next((n for n, line in enumerate(books.lines) if line.project and line.fund == GENERAL_FUND), None)
    if at is None:
        return None
    line = replace(books.lines[at], project=books.lines[at].project + _MONEY)
    return replace(books, lines=(*books.lines[:at], line, *books.lines[at + 1 :]))


def _otherwise_spent(books: Accounts) -> Accounts | None:
    """Return accounts in which money went to another 类, as much in all."""
    general = [n for n, line in enumerate(books.lines) if line.fund == GENERAL_FUND]
    one = general[0]
    other = next((n for n in reversed(general) if books.lines[n].code[:3] != books.lines[one].code[:3]), None)
    if other is None:
        return None
    moved = {one: _MONEY, other: -_MONEY}
    lines = tuple(replace(line, project=line.project + moved.get(n, 0)) for n, line in enumerate(books.lines))
    return replace(books, lines=lines)


def _more_paid(books: Accounts) -> Accounts:
    """Return accounts with more basic expenditure of the first economic class."""
    first, *rest = books.economic
    return replace(books, economic=(replace(first, yuan=first.yuan + _MONEY), *rest))


def _less_received(books: Accounts) -> Accounts | None:
    """Return accounts with less spent on receptions than their economic class says."""
    half = books.reception.final // 200 * 100
    return replace(books, reception=replace(books.reception, final=half)) if half else None


def _no_fund(books: Accounts) -> Accounts | None:
    """Return accounts without a government fund, if there was one."""
    if not books.fund_lines:
        return None
    return replace(books, lines=tuple(line for line in books.lines if line.fund == GENERAL_FUND))


_Change = Callable[[Accounts], Accounts | None]

#: Kind → the tables in which it is planted, and what other accounts they are made of.
_CHANGES: dict[str, tuple[tuple[str, ...], _Change]] = {
    "table_total": (("income", "expenditure", "general_expenditure"), _more_spent),
    "table_basic": (("general_basic_expenditure",), _more_paid),
    "table_class": (("income_expenditure_summary",), _otherwise_spent),
    "table_official": (("official_expense",), _less_received),
    "project_table": (("general_project",), _more_spent),
    "table_empty": (("government_fund",), _no_fund),
}
