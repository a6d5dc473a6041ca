"""Styles: what a document says and what its truth says is one."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from generator.bodies import bodies
from generator.model import Clause, Disclosure, Heading, Paragraph, Table
from generator.styles import STYLES

SEEDS = range(len(bodies()))  # each body once
CASES = [(style, seed) for style in STYLES for seed in SEEDS]
each_document = pytest.mark.parametrize(("style", "seed"), CASES)
WAN = Decimal(10_000)


@cache
def disclosure(style: str, seed: int) -> Disclosure:
    return STYLES[style].disclosure(seed)


def prose(document: Disclosure) -> str:
    return "\n".join(
        block.text if not isinstance(block, Clause) else block.marker + block.text
        for block in document.blocks
        if isinstance(block, Heading | Paragraph | Clause)
    )


def rows(document: Disclosure, kind: str) -> list[dict[str, Any]]:
    found = document.truth[kind]
    assert isinstance(found, list)
    return found


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "") or "0")


@each_document
def test_the_amounts_of_the_truth_are_those_printed_in_order(style: str, seed: int) -> None:
    document = disclosure(style, seed)
    printed = re.findall(r"\d[\d,]*(?:\.\d+)?[万亿千]?元", prose(document).replace(" ", ""))
    assert printed == [row["text"] for row in rows(document, "amounts")]


@each_document
def test_the_percentages_of_the_truth_are_those_printed_in_order(style: str, seed: int) -> None:
    document = disclosure(style, seed)
    printed = re.findall(r"\d[\d.]*(?:%|个百分点)", prose(document).replace(" ", ""))
    assert printed == [row["text"] for row in rows(document, "percentages")]


@each_document
def test_every_reason_duty_and_term_is_printed(style: str, seed: int) -> None:
    document = disclosure(style, seed)
    text = prose(document)
    assert rows(document, "reasons")
    for row in rows(document, "reasons"):
        assert row["text"] in text
    for row in rows(document, "duties"):
        assert (row["marker"] or "") + row["text"] in text
    for row in rows(document, "terms"):
        assert f"{row['term']}：{row['definition']}" in text


@each_document
def test_a_document_has_the_nine_tables(style: str, seed: int) -> None:
    document = disclosure(style, seed)
    keys = [table.key for table in document.tables if table.key]
    assert len(keys) == len(set(keys)) == 9
    assert [row["table"] for row in rows(document, "tables")] == keys


@each_document
def test_the_items_of_a_table_by_class_add_up_to_its_total(style: str, seed: int) -> None:
    for table in disclosure(style, seed).tables:
        if table.key not in ("income", "expenditure", "general_expenditure") or table.empty:
            continue
        whole, items = by_code(table)
        for length in (3, 5, 7):
            of_level = [figures for code, figures in items.items() if len(code) == length]
            assert [sum(column) for column in zip(*of_level, strict=True)] == whole


def by_code(table: Table) -> tuple[list[Decimal], dict[str, list[Decimal]]]:
    """Return the figures of the row of totals, and those of each class by its code."""
    whole: list[Decimal] = []
    items = {}
    for row in table.matrix()[len(table.head) :]:
        width = 4 if "类" in table.matrix()[2] else 2  # the code stands in three columns
        figures = [number(text) for text in row[width:]]
        if row[0] == "合计":
            whole = figures
        else:
            items["".join(row[: width - 1])] = figures
    return whole, items


@each_document
def test_every_row_of_a_table_fills_its_columns(style: str, seed: int) -> None:
    for table in disclosure(style, seed).tables:
        places = {(r, c) for row, column, cell in table.placed() for r, c in covered(row, column, cell)}
        assert len(places) == len(table.widths) * len((*table.head, *table.body))


def covered(row: int, column: int, cell: Any) -> set[tuple[int, int]]:
    return {(row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_prose_of_final_accounts_prints_the_totals_of_the_tables(seed: int) -> None:
    document = disclosure("final-accounts", seed)
    tables = {table.key: table for table in document.tables}
    amounts = {row["measure"]: Decimal(row["yuan"]) for row in reversed(rows(document, "amounts"))}
    summary = {row[0]: row[1] for row in tables["income_expenditure_summary"].matrix()}
    assert amounts["收、支总计"] == number(summary["总计"]) * WAN
    assert amounts["本年收入合计"] == number(summary["本年收入合计"]) * WAN
    whole, _ = by_code(tables["general_expenditure"])
    assert amounts["一般公共预算财政拨款支出"] == whole[0] * WAN


@pytest.mark.parametrize("seed", SEEDS)
def test_meetings_and_training_cost_what_the_economic_classes_of_basic_expenditure_say(seed: int) -> None:
    document = disclosure("shaanxi-final-accounts", seed)
    spent = {row["name"]: Decimal(row["yuan"]) for row in rows(document, "economic")}
    _, finals = next(row["rows"] for row in rows(document, "tables") if row["table"] == "official_expense")
    assert [number(text) * WAN for text in finals[-2:]] == [spent["会议费"], spent["培训费"]]


@pytest.mark.parametrize("style", STYLES)
def test_a_seed_gives_the_same_document_and_another_seed_another(style: str) -> None:
    assert STYLES[style].disclosure(1) == STYLES[style].disclosure(1)
    one, other = (STYLES[style].disclosure(seed) for seed in (1, 1 + len(STYLES[style].bodies())))
    assert one.blocks != other.blocks  # the same body, other figures
