"""Changes and reasons: what is compared with what, in which direction, by how much, and why."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from disclosure_factory import budget, final_accounts
from fiscalnlp import Document
from fiscalnlp.model.records import Change

Read = Callable[[str], Document]
OFFICIAL = "七、财政拨款“三公”经费支出决算情况说明"


def _row(change: Change) -> tuple[Any, ...]:
    figures = (change.yuan, change.percent, change.completion)
    return (change.measure, change.basis, change.direction, *(None if f is None else str(f) for f in figures))


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        # amount and rate
        (
            "基本支出80.00万元，比上年增加5.00万元，增长6.67%。",
            [("基本支出", "prior_year", "increase", "50000", "6.67", None)],
        ),
        # parted by 、
        (
            "基本支出80.00万元，较上年决算数减少5.00万元、下降5.88%。",
            [("基本支出", "prior_year", "decrease", "50000", "5.88", None)],
        ),
        # the basis stands before the subject
        (
            "与2022年度相比，收、支总计各增加12.30万元，增长5.1%。",
            [("收入支出总计", "prior_year", "increase", "123000", "5.1", None)],
        ),
        # … and in a sentence of its own behind the total
        (
            "2023年度收、支总计1200.00万元。与上年相比，收、支总计各减少100.00万元，下降7.7%。",
            [("收入支出总计", "prior_year", "decrease", "1000000", "7.7", None)],
        ),
        # a rate alone
        ("基本支出80.00万元，同比增长3.5%。", [("基本支出", "prior_year", "increase", None, "3.5", None)]),
        # an amount alone, other verbs
        (
            "基本支出80.00万元，较2022年度决算数压缩5.00万元，降低5.88%。",
            [("基本支出", "prior_year", "decrease", "50000", "5.88", None)],
        ),
        # a direction without any figure
        ("基本支出80.00万元，较上年有所减少。", [("基本支出", "prior_year", "decrease", None, None, None)]),
        # two bases in one sentence, in either order
        (
            "基本支出80.00万元，较上年决算数减少10.00万元，下降11.11%；较年初预算数减少5.00万元，下降5.88%。",
            [
                ("基本支出", "prior_year", "decrease", "100000", "11.11", None),
                ("基本支出", "initial_budget", "decrease", "50000", "5.88", None),
            ],
        ),
        (
            "基本支出80.00万元，较年初预算数增加5.00万元；较上年决算数减少10.00万元，下降11.11%。",
            [
                ("基本支出", "initial_budget", "increase", "50000", None, None),
                ("基本支出", "prior_year", "decrease", "100000", "11.11", None),
            ],
        ),
        # the subject goes on over ；
        (
            "本年收入合计10.00万元，比上年增加5.00万元；本年支出合计9.00万元，比上年减少1.00万元。",
            [
                ("本年收入合计", "prior_year", "increase", "50000", None, None),
                ("本年支出合计", "prior_year", "decrease", "10000", None, None),
            ],
        ),
        # completion, difference and restatement are one change
        (
            "基本支出80.00万元，完成年初预算的106.67%，比年初预算增加5.00万元，决算数大于预算数。",
            [("基本支出", "initial_budget", "increase", "50000", None, "106.67")],
        ),
        # completion and a verdict without a difference
        (
            "基本支出年初预算为75.00万元，支出决算为80.00万元，完成年初预算的106.67%，决算数大于预算数。",
            [("基本支出", "initial_budget", "increase", None, None, "106.67")],
        ),
        # a completion without a direction is none
        ("基本支出全年预算数为80.00万元，支出决算为78.00万元，完成全年预算的97.50%。", []),
        # unchanged on two bases
        (
            "公务接待费支出1.00万元，与年初预算持平，与上年持平。",
            [
                ("公务接待费", "initial_budget", "unchanged", None, None, None),
                ("公务接待费", "prior_year", "unchanged", None, None, None),
            ],
        ),
        # no comparison is made up from a composition
        ("本年收入合计10.00万元，其中：财政拨款收入9.00万元，占90%；其他收入1.00万元，占10%。", []),
    ],
)
def test_changes(read: Read, text: str, changes: list[tuple[Any, ...]]) -> None:
    assert [_row(change) for change in read(final_accounts(text)).changes] == changes


@pytest.mark.parametrize(
    "words",
    [
        "与上年持平",
        "与2022年度决算数持平",
        "与上年基本持平",
        "较上年无变化",
        "较上年无增减变化",
        "与2022年一致",
        "与上年保持一致",
        "较上年零增长",
    ],
)
def test_unchanged_wordings(read: Read, words: str) -> None:
    (change,) = read(final_accounts(f"基本支出80.00万元，{words}。")).changes
    assert _row(change) == ("基本支出", "prior_year", "unchanged", None, None, None)
    assert change.basis_year == 2022


@pytest.mark.parametrize("words", ["决算数等于预算数", "决算数与预算数持平", "支出决算与年初预算数一致"])
def test_unchanged_verdicts(read: Read, words: str) -> None:
    (change,) = read(final_accounts(f"基本支出年初预算为80.00万元，支出决算为80.00万元，{words}。")).changes
    assert (change.basis, change.direction, change.yuan) == ("initial_budget", "unchanged", None)


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("大于", "increase"),
        ("高于", "increase"),
        ("小于", "decrease"),
        ("低于", "decrease"),
        ("等于", "unchanged"),
    ],
)
def test_verdict_words(read: Read, words: str, direction: str) -> None:
    text = final_accounts(f"基本支出全年预算为80.00万元，支出决算为78.00万元。决算数{words}全年预算数。")
    (change,) = read(text).changes
    assert (change.basis, change.direction) == ("final_budget", direction)


@pytest.mark.parametrize(
    ("heading", "text", "basis", "confidence"),
    [
        # a heading names the budget
        ("（二）财政拨款收支与年初预算数对比情况", "基本支出8.00万元，与预算持平。", "initial_budget", 1.0),
        # an earlier sentence of the paragraph does
        ("三、支出决算情况说明", "基本支出8.00万元，完成年初预算的90%。决算数小于预算数。", "initial_budget", 1.0),
        # in the 三公 section a bare 预算 is the full year's
        (OFFICIAL, "公务接待费支出1.00万元，与预算持平。", "final_budget", 1.0),
        # elsewhere nothing tells, and the confidence says so
        ("三、支出决算情况说明", "基本支出8.00万元，与预算持平。", "final_budget", 0.7),
    ],
)
def test_unnamed_budget(read: Read, heading: str, text: str, basis: str, confidence: float) -> None:
    (change,) = read(final_accounts(text, heading=heading)).changes
    assert (change.basis, change.confidence) == (basis, confidence)


def test_basis_years(read: Read) -> None:
    text = final_accounts("基本支出8.00万元，比2022年增加1.00万元，比年初预算增加0.50万元。", year=2023)
    assert [(c.year, c.basis_year) for c in read(text).changes] == [(2023, 2022), (2023, 2023)]


def test_a_budget_compares_with_last_years_budget(read: Read) -> None:
    (change,) = read(budget("2024年基本支出预算8.00万元，比2023年预算减少1.00万元，下降11.11%。")).changes
    assert (change.year, change.basis, change.basis_year) == (2024, "prior_year", 2023)
    assert (change.direction, change.yuan) == ("decrease", Decimal(10000))


def test_change_names_the_amount_compared(read: Read) -> None:
    document = read(final_accounts("基本支出80.00万元，比上年增加5.00万元。"))
    (change,) = document.changes
    assert change.amount is not None
    assert document.find(change.amount).text == "80.00万元"


def test_change_with_a_printed_base_names_the_amount_of_the_year(read: Read) -> None:
    document = read(final_accounts("基本支出80.00万元，比2022年的75.00万元增加5.00万元，增长6.67%。"))
    (change,) = document.changes
    assert document.find(change.amount or "").text == "80.00万元"
    assert [each for each in document.findings if each.severity != "info"] == []


def test_comparison_inside_a_reason_without_a_figure_is_none(read: Read) -> None:
    document = read(final_accounts("基本支出8.00万元，比上年增加1.00万元，主要原因是项目较上年增加。"))
    assert len(document.changes) == 1


# -- reasons ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("主要原因是人员增加", "人员增加"),
        ("主要原因是：人员增加", "人员增加"),
        ("主要原因：人员增加", "人员增加"),
        ("原因是人员增加", "人员增加"),
        ("主要是人员增加", "人员增加"),
        ("主要是因为人员增加", "人员增加"),
        ("增加原因主要是人员增加", "人员增加"),
        ("增加的主要原因是人员增加", "人员增加"),
        ("主要变动原因是人员增加", "人员增加"),
        ("主要系人员增加", "人员增加"),
        # numbered causes are one reason
        ("主要原因是：一是人员增加；二是工资调整", "一是人员增加；二是工资调整"),
        # a cause may hold commas
        ("主要原因是新设部门，本年承担项目", "新设部门，本年承担项目"),
    ],
)
def test_reason_cues(read: Read, words: str, reason: str) -> None:
    document = read(final_accounts(f"基本支出80.00万元，比上年增加5.00万元，{words}。"))
    (found,) = document.reasons
    (change,) = document.changes
    assert (found.text, found.explains, change.reasons) == (reason, (change.id,), (found.id,))


def test_reason_behind_a_full_stop(read: Read) -> None:
    document = read(final_accounts("基本支出80.00万元，比上年增加5.00万元。主要原因是：人员增加。"))
    assert [r.text for r in document.reasons] == ["人员增加"]
    assert document.changes[0].reasons == (document.reasons[0].id,)


def test_reason_in_the_paragraph_below(read: Read) -> None:
    document = read(final_accounts("1.基本支出80.00万元，比上年增加5.00万元。", "增加的主要原因是：人员增加。"))
    assert document.changes[0].reasons == (document.reasons[0].id,)


def test_one_reason_for_two_bases(read: Read) -> None:
    document = read(
        final_accounts("基本支出80.00万元，较上年减少10.00万元；较年初预算数减少5.00万元，主要原因是厉行节约。")
    )
    (reason,) = document.reasons
    assert reason.explains == tuple(change.id for change in document.changes)
    assert len(reason.explains) == 2


@pytest.mark.parametrize("mark", ["；", "。；", "，"])
def test_reason_ends_where_the_next_figure_begins(read: Read, mark: str) -> None:
    text = (
        f"本年收入合计10.00万元，比上年增加5.00万元，主要原因是：人员增加{mark}本年支出合计10.00万元，与上年持平。"
    )
    document = read(final_accounts(text))
    assert [r.text for r in document.reasons] == ["人员增加"]
    assert [c.measure for c in document.changes] == ["本年收入合计", "本年支出合计"]


def test_numbered_reasons_run_on_over_full_stops(read: Read) -> None:
    document = read(
        final_accounts(
            "基本支出8.00万元，比上年增加1.00万元，主要原因：一是人员增加。二是工资调整。项目支出2.00万元。"
        )
    )
    assert [r.text for r in document.reasons] == ["一是人员增加。二是工资调整"]
    assert [a.measure for a in document.amounts] == ["基本支出", "基本支出", "项目支出"]


@pytest.mark.parametrize(
    "text",
    [
        "发现的主要问题及原因是：预算执行率低。",  # problems of an evaluation
        "基本支出8.00万元，主要用于人员经费。",  # a purpose
        "由于机构改革，部门名称变更。",  # explains no figure
        "基本支出8.00万元，比上年增加1.00万元，主要原因是。",  # nothing after the cue
        "基本支出8.00万元，比上年增加1.00万元，主要原因是XXX。",  # left from the template
    ],
)
def test_no_reason(read: Read, text: str) -> None:
    assert read(final_accounts(text)).reasons == ()


def test_reason_before_its_figure(read: Read) -> None:
    document = read(final_accounts("因人员调出，基本支出80.00万元，较上年减少5.00万元。"))
    assert [(r.text, r.explains) for r in document.reasons] == [("人员调出", (document.changes[0].id,))]
