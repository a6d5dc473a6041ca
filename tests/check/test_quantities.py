"""What tables and running text print of one thing: the declarations hold together, and rounding is understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from fiscalnlp import Document
from fiscalnlp.check import framed
from fiscalnlp.check.catalogue import built_in_rules
from fiscalnlp.data import read_toml
from fiscalnlp.model.records import OfficialExpenseItem, TableKey, TableTopic

Read = Callable[[str], Document]
DATA = read_toml("rules/quantities.toml")
NAMES = {row["name"] for row in DATA["quantity"]}
PLACES = [
    *(place for row in (*DATA["quantity"], *DATA["by_class"]) for place in row["places"]),
    *(row[side] for row in DATA["part"] for side in ("part", "whole")),
]


def fired(read: Read, words: str) -> list[tuple[str, str]]:
    return [(each.rule, each.severity) for each in read(framed(words)).findings]


def example(rule: str) -> str:
    return built_in_rules()[rule].counter_example


@pytest.mark.parametrize("row", [*DATA["said"], *DATA["whole"]], ids=lambda row: row.get("measure") or row["of"])
def test_what_the_text_says_is_a_quantity(row: dict[str, list[str]]) -> None:
    assert set(row["quantities"]) <= NAMES


def test_places_are_in_disclosure_tables() -> None:
    assert {place["table"] for place in PLACES} <= {*get_args(TableKey), *get_args(TableTopic)}


def test_items_of_the_official_expenses_are_known() -> None:
    assert [row["item"] for row in DATA["official"]] == list(get_args(OfficialExpenseItem))
    assert {row["item"] for row in DATA["counted"]} <= set(get_args(OfficialExpenseItem))


def test_the_text_may_round_what_the_table_prints_in_yuan(read: Read) -> None:
    words = example("prose.total").replace("万元\n科目", "元\n科目").replace("30.00\t", "300049\t")
    assert "300049" in words
    assert ("prose.total", "error") not in fired(read, words)


def test_the_last_decimal_is_information_only(read: Read) -> None:
    assert fired(read, example("prose.total").replace("合计30.00万元", "合计30.01万元")) == [
        ("prose.total", "info")
    ]


def test_two_tables_may_differ_by_the_last_decimal(read: Read) -> None:
    words = example("tables.total").replace("合计		29.00	28.00", "合计		29.01	28.01")
    words = words.replace("教育支出	29.00	28.00", "教育支出	29.01	28.01")
    assert fired(read, words) == [("tables.total", "info")]


def test_the_unit_is_what_slipped_where_the_digits_are_the_table_s(read: Read) -> None:
    words = example("prose.total").replace("合计30.00万元", "合计30.00元")
    assert fired(read, words) == [("unit.slip", "error")]


def test_a_wrong_total_of_the_text_is_reported_once(read: Read) -> None:
    words = example("prose.total").replace(
        "合计30.00万元", "合计31.00万元，其中：基本支出20.00万元，占66.67%；项目支出10.00万元，占33.33%"
    )
    assert fired(read, words) == [("prose.total", "error")]


def test_figures_say_where_both_stand(read: Read) -> None:
    (finding,) = read(framed(built_in_rules()["prose.total"].example)).findings
    assert [figure.text for figure in finding.figures] == ["31.00万元", "30.00"]
    assert finding.figures[1].record == finding.evidence[1]
