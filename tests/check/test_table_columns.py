from __future__ import annotations

import pytest

from fiscalnlp.check.table_columns import ColumnSum, column_sums


def sums(*columns: str) -> list[ColumnSum]:
    return list(column_sums(columns, tuple(range(len(columns)))))


@pytest.mark.parametrize(
    ("columns", "total", "parts"),
    [
        (("合计", "基本支出", "项目支出"), 0, (1, 2)),
        (
            ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
            0,
            (1, 2, 3, 4, 5),
        ),
        (("收入预算/合计", "收入预算/财政拨款收入", "收入预算/事业收入"), 0, (1, 2)),
        (("支出/合计", "支出/一般公共预算财政拨款", "支出/政府性基金预算财政拨款"), 0, (1, 2)),
        (("合计", "人员经费", "公用经费"), 0, (1, 2)),
        # a heading over several columns stands for its 小计, or for all of one family
        (("合计", "基本支出/小计", "基本支出/人员经费", "项目支出"), 0, (1, 3)),
        (("合计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"), 0, (1, 2, 3)),
    ],
)
def test_a_total_and_the_columns_beside_it(columns: tuple[str, ...], total: int, parts: tuple[int, ...]) -> None:
    assert ColumnSum(total, tuple((1, part) for part in parts)) in sums(*columns)


def test_official_expenses_for_budget_and_account() -> None:
    names = (
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行费/小计",
        "公务用车购置及运行费/购置费",
        "公务用车购置及运行费/运行费",
        "公务接待费",
    )
    found = sums(*(f"“三公”经费/{name}/{measure}" for name in names for measure in ("预算数", "决算数")))
    assert found == [
        ColumnSum(0, ((1, 2), (1, 4), (1, 10))),
        ColumnSum(4, ((1, 6), (1, 8))),
        ColumnSum(1, ((1, 3), (1, 5), (1, 11))),
        ColumnSum(5, ((1, 7), (1, 9))),
    ]


def test_what_is_left_over_at_the_end_of_the_year() -> None:
    columns = (
        "年初结转和结余",
        "本年收入",
        "本年支出/合计",
        "本年支出/基本支出",
        "本年支出/项目支出",
        "年末结转和结余",
    )
    assert ColumnSum(5, ((1, 0), (1, 1), (-1, 2))) in sums(*columns)


@pytest.mark.parametrize(
    "columns",
    [
        ("合计", "基本支出"),  # one part is no sum
        ("合计", "基本支出", "某项支出"),  # a heading nobody knows
        ("合计", "财政拨款收入", "一般公共预算拨款收入", "事业收入"),  # one holds the other
        ("合计", "小计", "基本支出", "项目支出"),
        ("预算数", "决算数", "完成率"),
        # the parts of a part stand beside it, without a heading over them
        ("合计", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费"),
        ("年初结转和结余", "本年收入", "本年支出", "结余分配", "年末结转和结余"),
    ],
)
def test_what_is_not_known_is_not_added(columns: tuple[str, ...]) -> None:
    assert sums(*columns) == []


def test_a_part_of_a_part_is_not_added() -> None:
    assert sums("合计", "财政拨款收入", "其中：政府性基金", "事业收入") == [ColumnSum(0, ((1, 1), (1, 3)))]
