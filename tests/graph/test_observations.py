"""Money by class: one observation however often the document prints the figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_factory import document, make

from fiscalnlp.graph.observations import CONTRADICTED, Observation, observe
from fiscalnlp.model.records import Economic, OfficialExpense, Record, Spending, Table, TableLine, TableValue

PATH = ("科学技术支出", "科学技术管理事务", "行政运行")


def line(code: str | None, *yuan: str | None, row: int = 0) -> TableLine:
    values = tuple(
        TableValue(column=2 + at, yuan=Decimal(each) if each is not None else None) for at, each in enumerate(yuan)
    )
    path = PATH[: (len(code) - 1) // 2] if code else None
    return TableLine(
        row=row, side=0, label="", code=code, level=None, path=path, confirmed=True, parent=None, values=values,
        total=code is None,
    )  # fmt: skip


def table(key: str, columns: Sequence[str], *lines: TableLine, **fields: Any) -> Any:
    return make(Table, at=400, table=key, columns=("科目编码", "科目名称", *columns), lines=lines, **fields)


def observed(*records: Record, report: str = "final_accounts") -> list[tuple[str, str, str, str]]:
    found = observe(records, document(report=report))
    return [(each.key.code, each.key.fund, each.key.stage, str(each.yuan)) for each in found]


def only(*records: Record) -> Observation:
    (found,) = observe(records, document())
    return found


def test_a_table_gives_whole_basic_and_project_expenditure() -> None:
    spent = only(
        table("general_expenditure", ["合计", "基本支出", "项目支出"], line("206", "30", "10", "20", row=4))
    )
    assert (spent.yuan, spent.basic_yuan, spent.project_yuan, spent.row) == (30, 10, 20, 4)
    assert spent.names == ("科学技术支出",)


@pytest.mark.parametrize(
    ("key", "fund"),
    [
        ("expenditure", "all"),
        ("general_expenditure", "general"),
        ("government_fund", "government_fund"),
        ("state_capital", "state_capital"),
    ],
)
def test_the_table_tells_the_fund(key: str, fund: str) -> None:
    assert observed(table(key, ["本年支出/合计"], line("206", "30"))) == [("206", fund, "final_account", "30")]


@pytest.mark.parametrize("key", ["income", "appropriation_summary", "official_expense"])
def test_other_tables_are_not_by_class_of_spending(key: str) -> None:
    assert observed(table(key, ["合计"], line("206", "30"))) == []


def test_carry_over_and_income_are_no_spending() -> None:
    columns = ["年初结转和结余", "本年收入", "本年支出/小计", "本年支出/基本支出", "年末结转和结余"]
    spent = only(table("government_fund", columns, line("206", "1", "2", "3", "4", "5")))
    assert (spent.yuan, spent.basic_yuan) == (3, 4)


def test_a_column_may_be_of_another_stage() -> None:
    columns = ["年初预算数", "调整预算数", "决算数"]
    assert observed(table("general_expenditure", columns, line("206", "1", "2", "3"))) == [
        ("206", "general", "final_account", "3"),
        ("206", "general", "final_budget", "2"),
        ("206", "general", "initial_budget", "1"),
    ]


def test_a_budget_plans() -> None:
    plan = table("general_expenditure", ["一般公共预算支出/合计"], line("206", "30"))
    assert observed(plan, report="budget") == [("206", "general", "initial_budget", "30")]


def test_blank_cells_and_totals_give_none() -> None:
    assert observed(table("expenditure", ["合计"], line("206", None), line(None, "30"))) == []


def test_a_class_printed_twice_with_two_figures_is_no_fact() -> None:
    assert observed(table("expenditure", ["合计"], line("206", "1"), line("20601", "2"), line("206", "3"))) == [
        ("20601", "all", "final_account", "2")
    ]


def test_prose_and_table_are_one_observation() -> None:
    told = make(Spending, code="206", path=PATH[:1], level="类", yuan=Decimal(300050))
    printed = table("general_expenditure", ["合计", "基本支出"], line("206", "300000", "1"))
    spent = only(told, printed)
    assert (spent.yuan, spent.confidence) == (300000, 1.0)
    assert {each.kind for each in spent.records} == {"spending", "table"}


def test_a_contradiction_is_doubted() -> None:
    told = make(Spending, code="206", path=PATH[:1], level="类", yuan=Decimal(310000))
    spent = only(told, table("general_expenditure", ["合计"], line("206", "300000")))
    assert (spent.yuan, spent.confidence) == (300000, CONTRADICTED)


def test_the_budgets_told_with_a_line_of_spending_are_observations_too() -> None:
    told = make(Spending, initial_budget_yuan=Decimal(5), final_budget_yuan=Decimal(6))
    assert [(stage, yuan) for _, _, stage, yuan in observed(told)] == [
        ("final_account", "15512500"), ("final_budget", "6"), ("initial_budget", "5"),
    ]  # fmt: skip


def test_economic_classes_and_official_expenses() -> None:
    wages, reception = make(Economic, yuan=Decimal(7)), make(OfficialExpense)
    assert observed(wages, reception) == [
        ("30101", "general", "final_account", "7"),
        ("reception", "all", "final_account", "0"),
        ("reception", "all", "final_budget", "5000"),
    ]


def test_what_is_only_listed_is_no_observation() -> None:
    assert observed(make(Economic, yuan=None), make(Spending, code=None), make(Spending, yuan=None)) == []


@given(st.permutations([("206", "1"), ("20601", "2"), ("2060101", "3")]))
def test_the_order_of_records_does_not_matter(rows: list[tuple[str, str]]) -> None:
    records = [
        make(Spending, at=int(yuan), code=code, path=PATH[: (len(code) - 1) // 2], yuan=Decimal(yuan))
        for code, yuan in rows
    ]
    assert observe(records, document()) == observe(sorted(records, key=lambda each: each.id), document())
