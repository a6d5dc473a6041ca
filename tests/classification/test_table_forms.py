import pytest

from fiscalnlp.classification import tables
from fiscalnlp.classification.tables import title_key


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("收入支出决算总表", "income_expenditure_summary"),
        ("表一:收入支出决算总表", "income_expenditure_summary"),
        ("表五：一般公共预算支出情况表", "general_expenditure"),
        ("（公开01表）收入支出决算总表", "income_expenditure_summary"),
        ("2024年部门财务收支预算总表", "income_expenditure_summary"),
        ("部门收支总表", "income_expenditure_summary"),
        ("收入决算表", "income"),
        ("海港区科技和工业信息化局2023年度收入决算表", "income"),
        ("3．2025年部门支出预算总表", "expenditure"),
        ("财政拨款收入支出决算总表", "appropriation_summary"),
        ("2024年部门一般公共预算支出功能分类预算表", "general_expenditure"),
        ("十、一般公共预算财政拨款支出决算表", "general_expenditure"),
        ("一般公共预算财政拨款基本支出决算明细表", "general_basic_expenditure"),
        ('7.财政拨款"三公"经费支出决算表', "official_expense"),
        ("“三公”经费支出决算表", "official_expense"),
        ("一般公共预算财政拨款 “三公”经费支出决算表", "official_expense"),
        ("政府性基金预算财政拨款收入支出决算表", "government_fund"),
        ("国有资本经营预算财政拨款支出决算表", "state_capital"),
        ("国有资本经营预算财政拨款收入支出决算表", "state_capital"),
        ("“三公”经费及会议费、培训费支出决算表", "official_expense"),
        ("一般公共预算“三公”经费支出预算表", "official_expense"),
        ("2025年收入支出预算总表", "income_expenditure_summary"),
        ("收入决算表（按功能分类列示）", "income"),
        ("收入决算表(分单位)", "income"),
        ("一般公共预算支出表（按功能分类）", "general_expenditure"),
        ("一般公共预算财政拨款基本支出决算表（经济科目）", "general_basic_expenditure"),
        ("政府性基金支出预算表", "government_fund"),
    ],
)
def test_finds_table(title, key):
    assert tables().find(title) == key


@pytest.mark.parametrize(
    "title",
    [
        "",
        "项目支出决算表",
        "政府采购情况表",
        "决算表",
        "支出决算情况说明",
        "一般公共预算支出表（按经济分类）",
        "会议费、培训费支出决算表",
        "部门预算支出经济分类预算表",
        "政府购买服务支出预算表",
    ],
)
def test_other_tables_are_none_of_the_nine(title):
    assert tables().find(title) is None


def test_no_title_stands_for_two_tables():
    owners: dict[str, set[str]] = {}
    for form in tables().forms:
        for title in form.titles:
            owners.setdefault(title_key(title), set()).add(form.key)
    assert [title for title, keys in owners.items() if len(keys) > 1] == []


def test_number_orders_differ_in_the_place_of_the_official_expenses():
    first, second = tables().number_orders
    assert sorted(first) == sorted(second) == sorted(form.key for form in tables().forms)
    assert (first.index("official_expense"), second.index("official_expense")) == (6, 8)
