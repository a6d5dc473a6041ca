"""Streams of money: funds, classes and purposes, exact, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from disclosure_factory import final_accounts
from fiscalnlp import Document
from fiscalnlp.view.flow import Stream, streams

Read = Callable[[str], Document]


def _streams(document: Document) -> tuple[Stream, ...]:
    return streams(document.records(), document.record)


def test_streams_of_a_fund_add_up_to_its_spending(haigang: Document) -> None:
    found = _streams(haigang)
    assert {stream.payer for stream in found} == {"general"}
    assert sum(Decimal(stream.yuan) for stream in found) == Decimal("15512500")


def test_a_stream_goes_to_the_innermost_class_and_tells_its_purpose(read: Read) -> None:
    document = read(
        final_accounts(
            "一般公共服务支出（类）商贸事务（款）行政运行（项）支出决算为83.20万元，主要用于：机关人员工资。",
            heading="五、一般公共预算财政拨款支出决算情况说明",
        )
    )
    (stream,) = _streams(document)
    assert (stream.payer, stream.root, stream.code, stream.name) == ("general", "201", "2011301", "行政运行")
    assert (stream.yuan, stream.rest) == ("832000", False)
    assert stream.record == document.spending[0].id


def _tables(general: str, everything: str) -> str:
    head = "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    return (
        "秦皇岛市海港区商务局2023年度部门决算\n第二部分 2023年度部门决算报表\n"
        f"支出决算表\n公开03表\n单位：万元\n{head}{everything}"
        f"一般公共预算财政拨款支出决算表\n公开05表\n单位：万元\n{head}{general}"
    )


def test_what_all_money_holds_beyond_the_funds_is_other_money(read: Read) -> None:
    row = "2011301\t行政运行\t{}\t{}\t0.00\n"
    document = read(_tables(row.format("83.20", "83.20"), row.format("100.00", "100.00")))
    assert [(each.payer, each.code, Decimal(each.yuan)) for each in _streams(document)] == [
        ("general", "2011301", Decimal(832000)),
        ("other", "2011301", Decimal(168000)),
    ]


def test_rounding_is_no_other_money(read: Read) -> None:
    row = "2011301\t行政运行\t{}\t{}\t0.00\n"
    document = read(_tables(row.format("83.20", "83.20"), row.format("83.21", "83.21")))
    assert [each.payer for each in _streams(document)] == ["general"]


def test_nothing_is_other_money_where_a_fund_prints_only_the_class_above(read: Read) -> None:
    row = "{}\t{}\t83.20\t83.20\t0.00\n"
    document = read(_tables(row.format("201", "一般公共服务支出"), row.format("2011301", "行政运行")))
    assert [(each.payer, each.code) for each in _streams(document)] == [("general", "201")]


def test_without_money_by_class_there_are_no_streams(read: Read) -> None:
    assert _streams(read(final_accounts("本年支出合计963.20万元。"))) == ()
