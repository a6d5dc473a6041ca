from __future__ import annotations

from decimal import Decimal

from table_factory import disclosure, table

from fiscalnlp.check import check_records
from fiscalnlp.model.place import Box

CODED = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")


def findings(record):
    return check_records(disclosure(record))


def expenditure(section="6.00"):
    return table(
        CODED,
        ("205", "教育支出", "6.00", "5.00", "1.00"),
        ("20502", "普通教育", section, "5.00", "1.00"),
        ("2050201", "学前教育", "6.00", "5.00", "1.00"),
        ("合计", None, "6.00", "5.00", "1.00"),
    )


def test_a_table_that_adds_up_is_not_reported():
    assert findings(expenditure()) == ()


def test_one_wrong_figure_is_reported_once_with_every_sum_it_upsets():
    record = expenditure(section="7.00")
    (finding,) = findings(record)
    assert (finding.rule, finding.severity, finding.evidence) == ("table.sum", "error", (record.id,))
    assert (finding.expected, finding.actual) == ("6.00", "7.00")
    assert (
        finding.message
        == "支出决算表中普通教育·合计为7.00万元，分项（普通教育·基本支出、普通教育·项目支出）相加为6.00万元"
    )
    assert finding.calculation == "5.00 + 1.00 = 6.00 ≠ 7.00；6.00 ≠ 7.00；7.00 ≠ 6.00"
    assert finding.text == "20502\t普通教育\t7.00\t5.00\t1.00"
    assert finding.boxes == (Box(1, 20, 20, 30, 30),)


def test_rounding_is_information_only():
    (finding,) = findings(expenditure(section="6.01"))
    assert (finding.rule, finding.severity) == ("table.sum", "info")


def test_grand_totals_that_differ():
    record = table(
        ("收入", "预算数", "支出", "预算数"),
        ("一、财政拨款收入", "5.00", "一、教育支出", "6.00"),
        ("收入总计", "5.00", "支出总计", "6.00"),
        title="收支预算总表",
    )
    (finding,) = findings(record)
    assert (finding.rule, finding.severity) == ("table.balance", "error")
    assert (Decimal(finding.expected), Decimal(finding.actual)) == (Decimal(5), Decimal(6))
    assert finding.message == "收支预算总表中支出总计为6.00万元，收入总计为5.00万元，收支总计不相等"


def test_a_table_of_another_kind_is_checked_too():
    record = table(
        CODED,
        ("205", "教育支出", "7.00", "5.00", "1.00"),
        ("210", "卫生健康支出", "1.00", "1.00", "0.00"),
        title="项目支出表",
    )
    assert record.kind == "other_table"
    assert [finding.rule for finding in findings(record)] == ["table.sum"]


def test_every_figure_compared_has_its_cell_and_every_finding_its_id():
    """Two sums of one row are wrong: two findings, each at its own cells."""
    heads = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
    record = table(
        heads,
        ("合计", None, "9", "6", "0"),
        ("205", "教育支出", "5", "5", "0"),
        ("208", "社保支出", "2", "2", "0"),
    )
    found = check_records(disclosure(record))
    assert len({finding.id for finding in found}) == len(found) > 1
    for finding in found:
        for figure in finding.figures:
            assert record.text[slice(*figure.span)] == figure.text
            assert any(cell.box in (figure.boxes or ()) for row in record.rows for cell in row)
    [total] = [finding for finding in found if finding.actual == "6"]
    assert [figure.text for figure in total.figures] == ["6", "5", "2"]
