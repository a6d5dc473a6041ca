"""What printed lines say of the classification's rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.classification import functional_classes
from fiscalnlp.classification.attestation import (
    Attestation,
    PrintedClass,
    attest,
    confirmed_rows,
    merged,
    printed_classes,
)
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Cell, Economic, Spending, Table, TableLine


def names(seen: Attestation) -> list[tuple[str, str]]:
    return [(each.row.code, each.row.name) for each in seen.attested]


@pytest.mark.parametrize(
    ("code", "printed", "official"),
    [
        ("2014004", "信访业务", "信访业务"),
        ("20140", " 信访 事务", "信访事务"),
        ("2080505", "机关事业单位基本养老保险缴费支出", "机关事业单位基本养老保险缴费支出"),
        ("215", "资源勘探信息等支出", "资源勘探信息等支出"),  # a former name
        ("2100601", "中医(民族医)药专项", "中医（民族医）药专项"),
        ("30101", "基本工资", "基本工资"),
        ("21208", "国有土地使用权出让收入安排的支出", "国有土地使用权出让收入安排的支出"),
    ],
)
def test_code_and_official_name_attest_the_row(code, printed, official):
    seen = attest([PrintedClass(code, printed)], 2024)
    assert names(seen) == [(code, official)]
    assert seen.attested[0].years == (2024,)
    assert seen.contradicted == seen.unknown == ()


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("206", "科学技术"),  # 支出 left out
        ("2013201", "行政运行（组织）"),  # a remark
        ("30213", "维修费"),  # a known other spelling
        ("206", "科学技术支出"),  # which fund's?
        ("206", ""),
    ],
)
def test_what_comes_near_says_nothing(code, printed):
    assert attest([PrintedClass(code, printed)], 2024) == Attestation()


def test_the_fund_of_the_table_decides_between_rows_of_one_name():
    (seen,) = attest([PrintedClass("206", "科学技术支出", "government_fund")]).attested
    assert seen.row.fund == "government_fund"
    assert seen.years == ()


@pytest.mark.parametrize(
    ("code", "printed"), [("30201", "车辆运行费"), ("2013904", "志愿服务"), ("205", "卫生健康支出")]
)
def test_another_name_contradicts_the_rows_of_the_code(code, printed):
    seen = attest([PrintedClass(code, printed)], 2024)
    (found,) = seen.contradicted
    assert (found.code, found.name, found.years) == (code, printed, (2024,))
    assert {row.code for row in found.rows} == {code}
    assert seen.attested == ()


def test_a_code_without_rows_is_unknown():
    seen = attest([PrintedClass("2069999", "其他科技支出"), PrintedClass("50101", "工资奖金津补贴")])
    assert [each.code for each in seen.unknown if each.code.startswith("5")] == ["50101"]


def test_documents_together_give_the_years_of_a_name():
    one = attest([PrintedClass("2014004", "信访业务"), PrintedClass("205", "卫生健康支出")], 2025)
    other = attest([PrintedClass("2014004", "信访业务")], 2024)
    seen = merged([one, other, other])
    assert [each.years for each in seen.attested] == [(2024, 2025)]
    assert seen == merged([other, one])
    assert [each.years for each in seen.contradicted] == [(2025,)]


def test_attested_rows_from_memory_become_confirmed():
    rows = functional_classes().names("2014004")
    assert [row.status for row in rows] == ["unconfirmed"]
    after = confirmed_rows(rows, attest([PrintedClass("2014004", "信访业务")], 2024))
    assert [(row.name, row.source, row.status) for row in after] == [("信访业务", "disclosure", "confirmed")]


def test_other_rows_stay_as_they_are():
    rows = functional_classes().rows
    assert confirmed_rows(rows, attest([PrintedClass("20601", "科学技术管理事务")])) == rows  # confirmed already
    assert confirmed_rows(rows, attest([PrintedClass("2014004", "别的业务")])) == rows


@given(
    st.lists(st.tuples(st.sampled_from(["2014004", "205", "30101", "299"]), st.text("信访业务教育", max_size=4)))
)
def test_merging_with_nothing_or_itself_changes_nothing(pairs):
    seen = attest([PrintedClass(*pair) for pair in pairs], 2024)
    assert merged([seen]) == merged([seen, Attestation(), seen]) == seen


# ------------------------------------------------------------------ out of records


def line(row, label, code):
    return TableLine(
        row=row,
        side=0,
        label=label,
        code=code,
        level=None,
        path=None,
        confirmed=False,
        parent=None,
        values=(),
        total=False,
    )


def table(*rows, key="general_expenditure"):
    """A table of (cells, label, code) rows."""
    return Table(
        id="t", doc_id="d", text="", span=Span(0, 0), table=key, title="", unit=None, columns=(), empty=False,
        rows=tuple(tuple(Cell(text=text) for text in cells) for cells, _, _ in rows),
        lines=tuple(line(index, label, code) for index, (_, label, code) in enumerate(rows)),
    )  # fmt: skip


def test_lines_of_tables_give_what_is_printed():
    record = table(
        (("205", "教育支出", "3.00"), "教育支出", "205"),
        (("205", "02", "01", "学前 教育", "3.00"), "学前教育", "2050201"),
        (("", "", "2", "小学教育", "3.00"), "小学教育", "2050202"),
        (("合计", "", "3.00"), "合计", None),
    )
    assert list(printed_classes([record])) == [
        ("205", "教育支出", "general"),
        ("2050201", "学前教育", "general"),
        ("2050202", "小学教育", "general"),
    ]


def test_a_code_that_was_worked_out_from_the_name_is_not_printed():
    record = table(
        (("八、社会保障和就业支出", "30.00"), "社会保障和就业支出", "208"),
        (("基本工资", "301.01"), "基本工资", "30101"),
        (("301 | 01", "基本工资", "3.00"), "基本工资", "30101"),
        (("30102津贴补贴", "3.00"), "津贴补贴", "30102"),
        key="expenditure",
    )
    assert list(printed_classes([record])) == [("30102", "津贴补贴", None)]


def spending(text, **fields):
    blank = dict.fromkeys(
        ("yuan", "share", "initial_budget_yuan", "final_budget_yuan", "completion", "purpose"), None
    )
    record = (
        {"id": "s", "doc_id": "d", "span": Span(0, len(text)), "level": "款", "fund": "general"} | blank | fields
    )
    return Spending(text=text, **record)


def test_prose_counts_where_it_prints_code_and_name():
    path = ("科学技术支出", "科学技术管理事务")
    both = spending("科学技术管理事务（20601）3.00万元", code="20601", path=path)
    as_printed = spending(
        "20601科技管理事务3.00万元", code="20601", path=path, printed_path=("科学技术支出", "科技管理事务")
    )
    name_only = spending("科学技术管理事务3.00万元", code="20601", path=path)
    code_only = spending("20601款3.00万元", code="20601", path=path)
    in_a_figure = spending("科学技术管理事务20601.00万元", code="20601", path=path)
    assert list(printed_classes([both, as_printed, name_only, code_only, in_a_figure])) == [
        ("20601", "科学技术管理事务", "general"),
        ("20601", "科技管理事务", "general"),
    ]


def test_economic_outlays_count_where_the_code_is_printed():
    def outlay(text):
        return Economic(
            id="e",
            doc_id="d",
            text=text,
            span=Span(0, len(text)),
            code="30101",
            name="基本工资",
            yuan=None,
            group="personnel",
        )

    assert list(printed_classes([outlay("基本工资3.00万元")])) == []
    assert list(printed_classes([outlay("30101基本工资")])) == [("30101", "基本工资", None)]
