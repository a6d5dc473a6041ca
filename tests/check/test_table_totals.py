from __future__ import annotations

from decimal import Decimal

import pytest
from table_factory import table

from fiscalnlp.check import compare_totals


def verdicts(*rows, **kwargs):
    """Label, verdict and printed total of each comparison."""
    found = compare_totals(table(*rows, **kwargs))
    return {(each.total.label, each.total.value, each.expected): each.verdict for each in found}


CODED = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")


def coded(whole="6.00", class_="6.00", section="6.00", item="4.00", **kwargs):
    return compare_totals(
        table(
            CODED,
            ("205", "教育支出", class_, "5.00", "1.00"),
            ("20502", "普通教育", section, "5.00", "1.00"),
            ("2050201", "学前教育", "2.00", "1.00", "1.00"),
            ("2050202", "小学教育", item, "4.00", "0.00"),
            ("合计", None, whole, "5.00", "1.00"),
            **kwargs,
        )
    )


def test_a_table_that_adds_up():
    found = coded()
    # five rows of 合计 = 基本支出 + 项目支出; three columns of 类 = 款, 款 = 项 and 合计 = 类
    assert len(found) == 5 + 3 * 3
    assert {each.verdict for each in found} == {"equal"}


@pytest.mark.parametrize(
    ("wrong", "upset"),
    [
        ({"whole": "7.00"}, {"合计"}),
        ({"section": "7.00"}, {"教育支出", "普通教育"}),
        ({"item": "3.00"}, {"普通教育", "小学教育"}),
    ],
)
def test_what_one_wrong_figure_upsets(wrong, upset):
    found = [each for each in coded(**wrong) if each.verdict != "equal"]
    assert {each.verdict for each in found} == {"mismatch"}
    assert {each.total.label.split("·")[0] for each in found} == upset


def test_rounding_moves_a_sum_by_half_a_unit_a_figure():
    (off,) = [each for each in coded(whole="6.01") if each.off and each.total.row == 4 and len(each.parts) == 1]
    assert (off.verdict, off.slack) == ("rounded", Decimal("0.01"))
    (off,) = [each for each in coded(whole="6.02") if each.off and each.total.row == 4 and len(each.parts) == 1]
    assert off.verdict == "mismatch"


def test_fen_are_not_rounded():
    assert {each.verdict for each in coded(whole="6.01", unit="元")} == {"equal", "mismatch"}


def blanks(figure, beside="1.00"):
    return compare_totals(
        table(
            CODED,
            ("205", "教育支出", figure, "1.00", ""),
            ("210", "卫生健康支出", "1.00", beside, "1.00" if not beside else ""),
        )
    )


def test_a_blank_part_leaves_a_sum_open_that_it_may_explain():
    first, _ = blanks("3.00", beside="0.50")
    assert (first.blanks, first.verdict) == (True, "open")
    first, _ = blanks("0.30", beside="0.50")  # too small already: no blank explains that
    assert first.verdict == "mismatch"


def test_a_table_shows_that_blank_stands_for_nothing():
    first, second = blanks("3.00")
    assert (second.verdict, first.verdict) == ("equal", "mismatch")


def test_a_blank_total_is_not_compared():
    assert [each.total.row for each in blanks("")] == [1]


SUMMARY = ("项目", "决算数", "项目", "决算数")


def summary(income="7.00", expenditure="7.00", year="5.00"):
    return verdicts(
        SUMMARY,
        ("一、财政拨款收入", "4.00", "一、教育支出", "6.00"),
        ("二、事业收入", "1.00", "二、卫生健康支出", ""),
        ("本年收入合计", year, "本年支出合计", "6.00"),
        ("使用非财政拨款结余", "", "结余分配", ""),
        ("年初结转和结余", "2.00", "年末结转和结余", "1.00"),
        ("总计", income, "总计", expenditure),
        title="收入支出决算总表",
    )


def test_a_summary_of_income_and_expenditure():
    found = summary()
    assert set(found.values()) == {"equal"}
    assert {label for label, _, _ in found} == {"本年收入合计", "本年支出合计", "总计"}


@pytest.mark.parametrize(
    ("wrong", "off"),
    [
        ({"year": "6.00"}, {"本年收入合计", "总计"}),
        ({"income": "8.00"}, {"总计"}),
        ({"expenditure": "8.00"}, {"总计"}),
    ],
)
def test_a_summary_that_does_not_add_up(wrong, off):
    assert {label for (label, _, _), verdict in summary(**wrong).items() if verdict != "equal"} == off


def test_a_summary_with_an_unknown_line_is_not_added():
    found = verdicts(
        SUMMARY,
        ("一、财政拨款收入", "4.00", "一、教育支出", "6.00"),
        ("某项目", "1.00", "二、卫生健康支出", "1.00"),
        ("本年收入合计", "9.00", "本年支出合计", "7.00"),
        ("暂存款", "1.00", "结余分配", "1.00"),
        ("总计", "8.00", "总计", "8.00"),
        title="收入支出决算总表",
    )
    assert {label for label, _, _ in found} == {"本年支出合计", "总计"}
    assert set(found.values()) == {"equal"}


def test_numbered_lines_make_the_line_over_them():
    found = verdicts(
        ("项目", "预算数", "项目", "预算数"),
        ("一、财政拨款收入", "5.00", "一、教育支出", "5.00"),
        ("1.一般公共预算资金", "3.00", "", ""),
        ("2.政府性基金", "1.00", "", ""),
        ("收入总计", "5.00", "支出总计", "5.00"),
        title="收支预算总表",
    )
    assert found["一、财政拨款收入", Decimal("5.00"), Decimal("4.00")] == "mismatch"


def test_a_line_that_names_a_part_only():
    found = verdicts(
        ("项目", "预算数"),
        ("一、财政拨款收入", "5.00"),
        ("其中：政府性基金", "1.00"),
        ("收入总计", "5.00"),
        title="收支预算总表",
    )
    assert not [label for label, _, _ in found if label == "一、财政拨款收入"]


def basic(personnel="4.00", public="3.00"):
    return verdicts(
        ("编码", "名称", "金额", "编码", "名称", "金额"),
        ("301", "工资福利支出", "3.00", "302", "商品和服务支出", "2.00"),
        ("30101", "基本工资", "3.00", "30201", "办公费", "2.00"),
        ("303", "对个人和家庭的补助", "1.00", "310", "资本性支出", "1.00"),
        ("人员经费合计", None, personnel, "公用经费合计", None, public),
        title="一般公共预算财政拨款基本支出决算表",
    )


def test_basic_expenditure_by_group():
    assert set(basic().values()) == {"equal"}
    assert {label for label, _, _ in basic()} == {"工资福利支出", "商品和服务支出", "人员经费合计", "公用经费合计"}
    assert basic(personnel="5.00")["人员经费合计", Decimal("5.00"), Decimal("4.00")] == "mismatch"
    assert basic(public="2.00")["公用经费合计", Decimal("2.00"), Decimal("3.00")] == "mismatch"


def test_official_expenses_by_line_and_by_column():
    rows = [
        ("项目", "预算数", "决算数"),
        ("“三公”经费合计", "6.00", "5.00"),
        ("1.因公出国（境）费", "0.00", "0.00"),
        ("2.公务接待费", "1.00", "1.00"),
        ("3.公务用车购置及运行费", "5.00", "5.00"),
        ("（1）公务用车购置费", "3.00", "3.00"),
        ("（2）公务用车运行费", "2.00", "2.00"),
    ]
    found = verdicts(*rows, title="“三公”经费支出决算表")
    assert found["“三公”经费合计·决算数", Decimal("5.00"), Decimal("6.00")] == "mismatch"
    assert found["“三公”经费合计·预算数", Decimal("6.00"), Decimal("6.00")] == "equal"
    assert found["3.公务用车购置及运行费·决算数", Decimal("5.00"), Decimal("5.00")] == "equal"
    across = verdicts(
        ("合计", "因公出国（境）费", "公务接待费", "公务用车购置及运行费", None, None),
        ("", "", "", "小计", "购置费", "运行费"),
        ("47.91", "0", "1.35", "46.56", "25", "21.56"),
        title="“三公”经费预算表",
        heads=2,
    )
    assert list(across.values()) == ["equal", "equal"]


def test_a_fund_carries_over_what_it_does_not_spend():
    def left(figure):
        return verdicts(
            ("科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", None, None, "年末结转和结余"),
            ("", "", "", "", "小计", "基本支出", "项目支出", ""),
            ("212", "城乡社区支出", "1.00", "5.00", "4.00", "0.00", "4.00", figure),
            title="政府性基金预算财政拨款收入支出决算表",
            heads=2,
        )

    assert set(left("2.00").values()) == {"equal"}
    assert sorted(left("3.00").values()) == ["equal", "mismatch"]


def test_without_a_unit_the_figures_still_add_up():
    assert {each.verdict for each in coded(unit=None)} == {"equal"}


def test_two_lists_in_one_table_are_not_added_together():
    found = verdicts(CODED[:3], ("205", "教育支出", "1.00"), ("205", "教育支出", "2.00"), ("合计", None, "2.00"))
    assert found == {}


def test_projects_below_their_class_are_no_parts_of_it():
    found = verdicts(
        CODED[:3],
        ("20502", "普通教育", "7.00"),
        ("2050201", "学前教育", "7.00"),
        ("2050201", "甲项目", "3.00"),
        ("2050201", "乙项目", "4.00"),
        title="项目支出预算表",
    )
    assert found == {}


def test_a_plain_total_of_more_than_the_official_expenses():
    rows = [
        ("项目", "决算数"),
        ("合计", "9.00"),
        ("1.因公出国（境）费", "0.00"),
        ("2.公务接待费", "1.00"),
        ("3.公务用车购置及运行费", "5.00"),
    ]
    title = "“三公”经费及会议费、培训费支出决算表"
    assert set(verdicts(*rows, title=title).values()) == {"mismatch"}
    assert verdicts(*rows, ("4.会议费", "3.00"), title=title) == {}
    counts = [("（二）相关统计数", "—"), ("1.因公出国（境）团组数（个）", "3")]
    assert len(verdicts(*rows, *counts, title=title)) == 1


def test_each_half_with_a_total_of_its_own():
    found = verdicts(
        ("编码", "名称", "金额", "编码", "名称", "金额"),
        ("301", "工资福利支出", "3.00", "302", "商品和服务支出", "2.00"),
        ("合计", None, "3.00", "合计", None, "2.00"),
        title="一般公共预算财政拨款基本支出决算表",
    )
    assert found == {}


def test_an_economic_class_that_nobody_knows_leaves_the_groups_open():
    found = verdicts(
        ("编码", "名称", "金额"),
        ("301", "工资福利支出", "3.00"),
        ("398", "某支出", "2.00"),
        ("公用经费合计", None, "2.00"),
        title="一般公共预算财政拨款基本支出决算表",
    )
    assert found == {}
