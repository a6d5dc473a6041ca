"""What a document says was spent, or is to be, under each class: one observation a class, fund and stage.

Prose and tables print the same figure more than once; an observation is the figure with all records that print
it. The observations of a document are a data set in the sense of the W3C Data Cube vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from fiscalnlp.data import read_toml
from fiscalnlp.model.records import (
    DocumentRecord,
    Economic,
    OfficialExpense,
    Record,
    Spending,
    Stage,
    Table,
    TableLine,
)
from fiscalnlp.text.forms import matching_form

#: What the money is told by: a functional class, an economic class, or a line of the 三公经费.
Dimension = Literal["functional_class", "economic_class", "official_expense"]
#: The fund that pays; `all` is whatever money the body has.
ObservedFund = Literal["general", "government_fund", "state_capital", "all"]

#: Two figures this near each other are one, printed in 万元 to two decimals and to the yuan.
SAME_WITHIN_YUAN = Decimal(100)
#: Confidence in a figure that other records of the document contradict.
CONTRADICTED = 0.5


class Key(NamedTuple):
    """What makes a figure one observation of its document."""

    dimension: Dimension
    code: str
    fund: ObservedFund
    stage: Stage


@dataclass(frozen=True, slots=True)
class Observation:
    """The money under one class: exact yuan, what of it is basic and project expenditure (基本支出, 项目支出).

    `names` are the class's names from 类 down, `row` is the row of the first of `records` where that is a table.
    """

    key: Key
    names: tuple[str, ...]
    yuan: Decimal
    basic_yuan: Decimal | None
    project_yuan: Decimal | None
    confidence: float
    records: tuple[Record, ...]
    row: int | None = None


def observe(records: Sequence[Record], document: DocumentRecord) -> tuple[Observation, ...]:
    """Return the observations of a document, by key.

    A figure is taken from the table that prints it, else from the prose. Where the document contradicts itself
    the first figure stands with confidence `CONTRADICTED`; a class that one table prints twice with different
    figures has none of that table. What is not said by class is no observation.

    Args:
        records: all records of the document.
        document: its own record, which tells whether figures are accounts or a budget.
    """
    own: Stage = "initial_budget" if document.report == "budget" else "final_account"
    found: dict[Key, Observation] = {}
    tables = sorted((r for r in records if isinstance(r, Table)), key=lambda r: r.span)
    prose = sorted((r for r in records if not isinstance(r, Table)), key=lambda r: (r.span, r.id))
    for each in [*(o for table in tables for o in _of_table(table, own)), *_of_prose(prose, own)]:
        known = found.get(each.key)
        found[each.key] = each if known is None else _joined(known, each)
    return tuple(found[key] for key in sorted(found))


def _joined(one: Observation, two: Observation) -> Observation:
    """Return the first figure with the evidence of both, doubted where they differ."""
    same = abs(one.yuan - two.yuan) < SAME_WITHIN_YUAN
    return replace(
        one,
        basic_yuan=one.basic_yuan if one.basic_yuan is not None else two.basic_yuan,
        project_yuan=one.project_yuan if one.project_yuan is not None else two.project_yuan,
        confidence=max(one.confidence, two.confidence) if same else min(CONTRADICTED, one.confidence),
        records=tuple(dict.fromkeys((*one.records, *two.records))),
    )


def _of_table(table: Table, own: Stage) -> Iterable[Observation]:
    kinds = read_toml("vocab/observations.toml")
    if fund := kinds["functional"].get(table.table):
        dimension: Dimension = "functional_class"
    elif fund := kinds["economic"].get(table.table):
        dimension = "economic_class"
    else:
        return ()
    roles = [_role(matching_form("".join(name.split())), own) for name in table.columns]
    found: dict[Key, Observation | None] = {}
    for line in table.lines:
        for each in _of_line(table, line, roles, dimension, fund):
            known = found.get(each.key, each)
            found[each.key] = each if known is not None and known.yuan == each.yuan else None
    return [each for each in found.values() if each is not None]


def _of_line(
    table: Table,
    line: TableLine,
    roles: Sequence[tuple[str, Stage] | None],
    dimension: Dimension,
    fund: ObservedFund,
) -> Iterator[Observation]:
    if line.code is None or line.path is None:
        return
    figures: dict[tuple[str, Stage], Decimal] = {}
    for value in line.values:
        role = roles[value.column]
        if role is not None and value.yuan is not None:
            figures.setdefault(role, value.yuan)
    for (part, stage), yuan in figures.items():
        if part == "total":
            yield Observation(
                Key(dimension, line.code, fund, stage),
                line.path,
                yuan,
                figures.get(("basic", stage)),
                figures.get(("project", stage)),
                table.confidence,
                (table,),
                line.row,
            )


@cache
def _columns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in read_toml("vocab/observations.toml")["columns"].items()}


def _role(heading: str, own: Stage) -> tuple[str, Stage] | None:
    """Return what a column holds, total, basic or project expenditure, and at which stage."""
    patterns = _columns()
    if patterns["not"].search(heading):
        return None
    stage = own
    if patterns["final_budget"].search(heading):
        stage = "final_budget"
    elif own == "final_account" and patterns["initial_budget"].search(heading):
        stage = "initial_budget"
    return next(
        ((part, stage) for part in ("total", "basic", "project") if patterns[part].fullmatch(heading)), None
    )


def _of_prose(records: Iterable[Record], own: Stage) -> Iterator[Observation]:
    for record in records:
        match record:
            case Spending(code=str(code)):
                key = Key("functional_class", code, record.fund, own)
                yield from _stages(key, record.path, _spent(record, own), record)
            case Economic(code=str(code)):
                key = Key("economic_class", code, "general", own)
                yield from _stages(key, (record.name,), {own: record.yuan}, record)
            case OfficialExpense():
                # The budget of the 三公经费 is the year's where accounts compare with it.
                planned: Stage = "final_budget" if own == "final_account" else "initial_budget"
                key = Key("official_expense", record.item, "all", own)
                stages = {planned: record.budget_yuan, "final_account": record.final_yuan}
                yield from _stages(key, (record.item,), stages, record)
            case _:
                pass


def _spent(spending: Spending, own: Stage) -> dict[Stage, Decimal | None]:
    if own == "final_account":
        return {
            own: spending.yuan,
            "initial_budget": spending.initial_budget_yuan,
            "final_budget": spending.final_budget_yuan,
        }
    return {own: spending.yuan if spending.yuan is not None else spending.initial_budget_yuan}


def _stages(
    key: Key, names: tuple[str, ...], figures: dict[Stage, Decimal | None], record: Record
) -> Iterator[Observation]:
    for stage, yuan in figures.items():
        if yuan is not None:
            yield Observation(key._replace(stage=stage), names, yuan, None, None, record.confidence, (record,))
