"""Spending by functional class: paths as printed and official, their amounts, shares, purposes and funds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from disclosure_factory import budget, final_accounts
from fiscalnlp import Document
from fiscalnlp.model.records import Spending

Read = Callable[[str], Document]
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
FUND = "八、政府性基金预算财政拨款收入支出决算情况说明"
CAPITAL = "九、国有资本经营预算财政拨款支出决算情况说明"
COMMERCE = ("一般公共服务支出", "商贸事务", "行政运行")


def _only(document: Document) -> Spending:
    (line,) = document.spending
    return line


@pytest.mark.parametrize(
    ("line", "level", "code", "path"),
    [
        # all three levels
        ("一般公共服务支出（类）商贸事务（款）行政运行（项）", "项", "2011301", COMMERCE),
        # half-width brackets
        ("一般公共服务支出(类)商贸事务(款)行政运行(项)", "项", "2011301", COMMERCE),
        # two levels
        ("住房保障支出（类）住房改革支出（款）", "款", "22102", ("住房保障支出", "住房改革支出")),
        # the word 支出 behind the bracket, or nowhere
        ("科学技术（类）支出", "类", "206", ("科学技术支出",)),
        ("教育（类）", "类", "205", ("教育支出",)),
        # codes inside the brackets
        (
            "卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）",
            "项",
            "2101101",
            ("卫生健康支出", "行政事业单位医疗", "行政单位医疗"),
        ),
        # names of former years
        ("医疗卫生与计划生育支出（类）", "类", "210", ("卫生健康支出",)),
        ("文化体育与传媒支出（类）", "类", "207", ("文化旅游体育与传媒支出",)),
        # a class without any level word
        ("教育支出", "类", "205", ("教育支出",)),
    ],
)  # fmt: skip
def test_paths(read: Read, line: str, level: str, code: str, path: tuple[str, ...]) -> None:
    spent = _only(read(final_accounts(f"1.{line}12.30万元。", heading=GENERAL)))
    assert (spent.level, spent.code, spent.path, spent.yuan) == (level, code, path, Decimal(123000))


def test_former_name_stays_as_printed(read: Read) -> None:
    spent = _only(read(final_accounts("1.医疗卫生与计划生育支出（类）12.30万元。", heading=GENERAL)))
    assert spent.printed_path == ("医疗卫生与计划生育支出",)


def test_official_name_is_not_printed_twice(read: Read) -> None:
    assert _only(read(final_accounts("1.教育支出（类）12.30万元。", heading=GENERAL))).printed_path is None


def test_unknown_class_keeps_its_words_without_a_code(read: Read) -> None:
    spent = _only(read(final_accounts("1.星际航行支出（类）12.30万元。", heading=GENERAL)))
    assert (spent.code, spent.path) == (None, ("星际航行支出",))
    assert spent.confidence < 1


def test_budget_account_and_completion(read: Read) -> None:
    line = "1.一般公共服务支出（类）商贸事务（款）行政运行（项）。"
    text = f"{line}年初预算为100.00万元，全年预算为99.00万元，支出决算为98.50万元，完成年初预算的98.5%。"
    spent = _only(read(final_accounts(text, heading=GENERAL)))
    assert (spent.initial_budget_yuan, spent.final_budget_yuan) == (Decimal(1000000), Decimal(990000))
    assert (spent.yuan, spent.completion) == (Decimal(985000), Decimal("98.5"))


def test_completion_without_a_budget(read: Read) -> None:
    text = "1.教育支出（类）普通教育（款）小学教育（项）：支出决算为12.30万元，完成预算100%。"
    spent = _only(read(final_accounts(text, heading=GENERAL)))
    assert (spent.yuan, spent.completion, spent.initial_budget_yuan) == (Decimal(123000), Decimal(100), None)


def test_list_of_classes_with_shares(read: Read) -> None:
    text = (
        "2023年度财政拨款支出合计300.00万元，主要用于以下方面：一般公共服务（类）支出200.00万元，占66.7%，"
        "主要用于人员经费等支出；卫生健康支出（类）60.00万元，占20.0%；住房保障（类）支出40.00万元，占13.3%。"
    )
    lines = read(final_accounts(text, heading="（三）财政拨款支出决算结构情况")).spending
    assert [(s.code, s.yuan, s.share) for s in lines] == [
        ("201", Decimal(2000000), Decimal("66.7")),
        ("210", Decimal(600000), Decimal("20.0")),
        ("221", Decimal(400000), Decimal("13.3")),
    ]
    # 主要用于以下方面 opens a list and is nobody's purpose
    assert [s.purpose for s in lines] == ["人员经费等支出", None, None]


@pytest.mark.parametrize(
    ("words", "purpose"),
    [
        ("支出决算为12.30万元，主要用于人员工资等支出。", "人员工资等支出"),
        ("主要用于：人员工资。支出决算为12.30万元。", "人员工资"),
        ("支出决算为12.30万元，主要用于人员工资，完成年初预算的90%。", "人员工资"),
        (
            "支出决算为12.30万元，主要用于拨付秦财教【2022】770号资金5.00万元。",
            "拨付秦财教【2022】770号资金5.00万元",
        ),
        ("支出决算为12.30万元，主要用于XXX。", None),  # left from the template
        ("支出决算为12.30万元。", None),
    ],
)
def test_purposes(read: Read, words: str, purpose: str | None) -> None:
    spent = _only(read(final_accounts(f"1.教育支出（类）普通教育（款）小学教育（项）。{words}", heading=GENERAL)))
    assert (spent.purpose, spent.yuan) == (purpose, Decimal(123000))


@pytest.mark.parametrize(
    ("heading", "line", "fund"),
    [
        (GENERAL, "教育支出（类）普通教育（款）小学教育（项）", "general"),
        (FUND, "城乡社区支出（类）国有土地使用权出让收入安排的支出（款）", "government_fund"),
        (CAPITAL, "国有资本经营预算支出（类）", "state_capital"),
    ],
)
def test_funds(read: Read, heading: str, line: str, fund: str) -> None:
    assert _only(read(final_accounts(f"1.{line}。支出决算为50.00万元。", heading=heading))).fund == fund


def test_budget_line_in_quotes(read: Read) -> None:
    text = "1.“一般公共服务支出（类）商贸事务（款）行政运行（项）”科目100.00万元，主要用于人员工资。"
    spent = _only(read(budget(text, heading="四、财政拨款支出预算情况说明")))
    assert (spent.code, spent.yuan, spent.purpose) == ("2011301", Decimal(1000000), "人员工资")


@pytest.mark.parametrize(
    "text",
    [
        "1.住房保障支出（类）住房改革支出（款）住房公积金（项）。与上年持平。",  # no amount
        "本部门没有教育支出。",
        "公务接待费支出1.00万元。",  # no class
    ],
)
def test_no_spending(read: Read, text: str) -> None:
    assert read(final_accounts(text, heading=GENERAL)).spending == ()


def test_spending_explained_by_its_reason(read: Read) -> None:
    line = "1.教育支出（类）普通教育（款）小学教育（项）。"
    text = f"{line}年初预算为10.00万元，支出决算为9.00万元。决算数小于预算数的主要原因是人员调出。"
    document = read(final_accounts(text, heading=GENERAL))
    (change,) = document.changes
    assert (change.measure, change.direction, change.basis) == ("小学教育", "decrease", "initial_budget")
    assert [document.find(r).text for r in change.reasons] == ["人员调出"]
