"""Amounts, percentages and quantities: their measure over ellipsis, their stage, role, unit and whole."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from disclosure_factory import budget, final_accounts
from fiscalnlp import Document

Read = Callable[[str], Document]
ASSETS = "八、国有资产占用情况说明"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # a total and its parts after 其中
        (
            "本部门2023年度本年支出合计120.50万元，其中：基本支出80.50万元，占66.8%；项目支出40.00万元，占33.2%。",
            [("本年支出合计", "1205000"), ("基本支出", "805000"), ("项目支出", "400000")],
        ),
        # the fund that opens the sentence scopes the totals behind it
        (
            "政府性基金预算财政拨款本年收入合计1.00万元，与上年持平；本年支出合计0.50万元，与上年持平。",
            [("政府性基金预算财政拨款本年收入合计", "10000"), ("政府性基金预算财政拨款本年支出合计", "5000")],
        ),
        # the body's own name and the year are no part of the measure
        ("秦皇岛市海港区商务局2023年度机关运行经费支出14.72万元。", [("机关运行经费", "147200")]),
        # printed variants of one measure
        ("2023年度收入支出总计12.00万元。", [("收入支出总计", "120000")]),
        ("2023年度收、支总计（含结转和结余）12.00万元。", [("收入支出总计", "120000")]),
        # a measure that no vocabulary knows stays as printed
        ("电子商务专项补贴12.00万元。", [("电子商务专项补贴", "120000")]),
    ],
)
def test_measures(read: Read, text: str, figures: list[tuple[str, str]]) -> None:
    amounts = [a for a in read(final_accounts(text)).amounts if a.stage == "final_account"]
    assert [(a.measure, a.yuan) for a in amounts] == [(m, Decimal(y)) for m, y in figures]


@pytest.mark.parametrize(
    ("printed", "value", "unit", "yuan"),
    [
        ("12.30万元", "12.30", "万元", "123000"),
        ("12.30 万元", "12.30", "万元", "123000"),  # layout space
        ("5,806,105.16元", "5806105.16", "元", "5806105.16"),
        ("1.5亿元", "1.5", "亿元", "150000000"),
        ("79万元", "79", "万元", "790000"),
        ("0.00万元", "0.00", "万元", "0"),
        ("０．５０万元", "0.50", "万元", "5000"),  # full-width digits
    ],
)
def test_amount_units(read: Read, printed: str, value: str, unit: str, yuan: str) -> None:
    (amount,) = read(final_accounts(f"基本支出{printed}。")).amounts
    assert (amount.value, amount.unit, amount.yuan) == (Decimal(value), unit, Decimal(yuan))


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("公务接待费支出决算为1.20万元。", ["final_account"]),
        ("基本支出年初预算为75.00万元，支出决算为80.00万元。", ["initial_budget", "final_account"]),
        ("基本支出全年预算数为75.00万元，执行数为70.00万元。", ["final_budget", "final_account"]),
        ("基本支出调整预算数为75.00万元，支出决算为70.00万元。", ["final_budget", "final_account"]),
        ("基本支出80.00万元，比上年增加5.00万元。", ["final_account", "change"]),
        ("单位价值100万元（含）以上设备2台（套）。", ["other"]),  # a threshold
    ],
)
def test_stages(read: Read, text: str, stages: list[str]) -> None:
    assert [a.stage for a in read(final_accounts(text)).amounts] == stages


@pytest.mark.parametrize(
    ("text", "stage", "confidence"),
    [
        # an earlier sentence names the budget
        ("基本支出比年初预算减少1.00万元。2023年度公务接待费预算为2.00万元。", "initial_budget", 0.8),
        # nothing names it
        ("2023年度公务接待费预算为2.00万元。", "final_budget", 0.8),
    ],
)
def test_unnamed_budget_of_an_amount(read: Read, text: str, stage: str, confidence: float) -> None:
    amount = read(final_accounts(text)).amounts[-1]
    assert (amount.stage, amount.confidence) == (stage, confidence)


def test_amounts_of_a_budget_are_initial(read: Read) -> None:
    (amount,) = read(budget("2024年本部门支出预算总额120.00万元。")).amounts
    assert (amount.stage, amount.year) == ("initial_budget", 2024)


def test_a_range_is_one_amount_with_an_upper_end(read: Read) -> None:
    (amount,) = read(final_accounts("创新券补助3-5万元。")).amounts
    assert (amount.text, amount.yuan, amount.upper_yuan) == ("3-5万元", Decimal(30000), Decimal(50000))
    assert amount.approximate


@pytest.mark.parametrize("word", ["约", "近", "超过"])
def test_approximate_amounts(read: Read, word: str) -> None:
    (amount,) = read(final_accounts(f"基本支出{word}12.00万元。")).amounts
    assert amount.approximate


@pytest.mark.parametrize(
    ("text", "value", "role", "measure", "of"),
    [
        ("本年支出合计12.00万元，其中：基本支出6.00万元，占50%。", "50", "share", "基本支出", "本年支出合计"),
        ("基本支出6.00万元，占本年支出合计的50.00%。", "50.00", "share", "基本支出", "本年支出合计"),
        ("基本支出6.00万元，完成年初预算的98.5%。", "98.5", "completion", "基本支出", "年初预算"),
        ("基本支出6.00万元，比上年增长262%。", "262", "growth", "基本支出", None),
        ("基本支出6.00万元，占调整预算数98%。", "98", "completion", "基本支出", "调整预算"),  # 占 for a completion
        ("合格率99%。", "99", "other", "合格率", None),
    ],
)
def test_percentages(read: Read, *, text: str, value: str, role: str, measure: str, of: str | None) -> None:
    (percentage,) = read(final_accounts(text)).percentages
    assert (percentage.value, percentage.role, percentage.measure, percentage.of) == (
        Decimal(value),
        role,
        measure,
        of,
    )
    assert not percentage.percentage_points


def test_percentage_points(read: Read) -> None:
    (percentage,) = read(final_accounts("预算执行率较上年提高2.3个百分点。")).percentages
    assert (percentage.value, percentage.percentage_points, percentage.role) == (Decimal("2.3"), True, "growth")


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("公务用车保有量3辆。", [("公务用车保有量", "3", "辆")]),
        # one subject for two counts
        ("国内公务接待12批次、96人次。", [("国内公务接待", "12", "批次"), ("国内公务接待", "96", "人次")]),
        ("设备（不含车辆）2台（套）。", [("设备（不含车辆）", "2", "台（套）")]),
        ("因公出国（境）团组0个、共0人。", [("因公出国（境）团组", "0", "个"), ("因公出国（境）团组", "0", "人")]),
    ],
)
def test_quantities(read: Read, text: str, quantities: list[tuple[str, str, str]]) -> None:
    found = read(final_accounts(text, heading=ASSETS)).quantities
    assert [(q.measure, q.value, q.unit) for q in found] == [(m, Decimal(v), u) for m, v, u in quantities]


def test_figures_are_their_own_words(read: Read) -> None:
    document = read(final_accounts("基本支出 80.00 万元，占 66.8 %，公务用车 2 辆。"))
    assert [a.text for a in document.amounts] == ["80.00万元"]
    assert [p.text for p in document.percentages] == ["66.8%"]
    assert [q.text for q in document.quantities] == ["2辆"]


def test_printed_base_is_last_years(read: Read) -> None:
    base = read(final_accounts("基本支出80.00万元，比2022年的75.00万元增加5.00万元。")).amounts[1]
    assert (base.yuan, base.stage, base.year) == (Decimal(750000), "final_account", 2022)


def test_words_left_from_the_template_are_no_measure(read: Read) -> None:
    document = read(final_accounts("基本支出80.00万元，较上年增加（减少）0万元，增长（减少）0%。"))
    assert {a.measure for a in document.amounts} == {"基本支出"}
