"""Each rule with a text that contradicts itself and a near twin that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Document
from fiscalnlp.check.catalogue import built_in_rules

Read = Callable[[str], Document]

ASSETS = "九、国有资产占用情况"
EVALUATION = "十、预算绩效情况说明"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
TABLES = "二、2023年度部门决算表"
EXPENDITURE_TABLE = (
    *("支出决算表", "金额单位：万元", "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出"),
    *("合计\t\t30.00\t20.00\t10.00", "205\t教育支出\t30.00\t20.00\t10.00", "20502\t普通教育\t30.00\t20.00\t10.00"),
)
OFFICIAL = "七、“三公”经费支出决算情况"
PROCUREMENT = "八、政府采购情况"


def _vehicles(total: int) -> str:
    kinds = "副部（省）级及以上领导用车0辆，主要负责人用车1辆，机要通信用车1辆，应急保障用车1辆，其他用车1辆"
    return final_accounts(f"本部门共有车辆{total}辆，其中，{kinds}。", heading=ASSETS)


def _official(total: str) -> str:
    parts = (
        "因公出国（境）费支出决算为1.00万元；公务用车购置及运行维护费支出决算为2.00万元；"
        "公务接待费支出决算为1.00万元"
    )
    return final_accounts(f"“三公”经费支出决算为{total}万元，其中：{parts}。", heading=OFFICIAL)


def _evaluated(funds: str, general: str = "120.00") -> str:
    return final_accounts(
        "本部门2023年度本年支出合计120.00万元，其中：基本支出80.00万元，占66.7%；项目支出40.00万元，占33.3%。",
        "四、财政拨款支出决算情况说明",
        f"一般公共预算财政拨款本年支出合计{general}万元，比上年减少。",
        EVALUATION,
        f"对5个项目开展绩效自评，共涉及资金{funds}万元，占一般公共预算项目支出总额的100%。",
    )


def _reviewed(excellent: int, good: int, rate: str) -> str:
    grades = f"评价等级为“优”项目{excellent}个，“良”项目{good}个，评优率为{rate}%"
    opening = f"组织对“甲”等{excellent + good}个项目开展了部门评价，涉及一般公共预算支出50.00万元"
    return final_accounts(f"{opening}。{grades}。", heading=EVALUATION)


def _purpose(words: str) -> str:
    return final_accounts(
        f"1.住房保障支出（类）住房改革支出（款）住房公积金（项）。支出决算为10.00万元，主要用于{words}。",
        "2.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。支出决算为9.00万元，主要用于缴纳行政单位医疗保险。",
        heading=GENERAL,
    )


def _unit(unit: str) -> str:
    return final_accounts(
        f"本年收入合计1551.25万元；本年支出合计1551.25{unit}。",
        "四、各项支出决算情况说明",
        "本年支出合计1551.25万元。",
    )


def _expenditure(second: str) -> str:
    return final_accounts(
        "本部门2023年度本年支出合计120.00万元。",
        "四、支出情况说明",
        f"2023年度本年支出合计{second}万元，比上年减少。",
    )


#: Rule, the text, the words in question, what it should be, what is printed.
FIRES: list[tuple[str, str, str, str | None, str]] = [
    ("asset.vehicles", _vehicles(5), "本部门共有车辆5辆", "4", "5"),
    (
        "completion.quotient",
        final_accounts("基本支出年初预算为100.00万元，支出决算为80.00万元，完成年初预算的85.0%。"),
        "完成年初预算的85.0%",
        "80.00",
        "85.0",
    ),
    (
        "completion.zero_base",
        final_accounts("基本支出年初预算为0.00万元，支出决算为80.00万元，完成年初预算的95.89%。"),
        "完成年初预算的95.89%",
        None,
        "95.89",
    ),
    (
        "table.empty_note",
        final_accounts(
            "\n".join((*EXPENDITURE_TABLE, "说明：本部门本年度没有支出，故本表无数据。")), heading=TABLES
        ),
        "说明：本部门本年度没有支出，故本表无数据。",
        None,
        "说明：本部门本年度没有支出，故本表无数据。",
    ),
    (
        "direction.contradiction",
        final_accounts("本年支出合计100.00万元，比上年增加5.00万元，下降5.26%。"),
        "比上年增加5.00万元，下降5.26%",
        None,
        None,
    ),
    (
        "direction.word",
        final_accounts("基本支出年初预算为100.00万元，支出决算为80.00万元，决算数大于年初预算数。"),
        "决算数大于年初预算数",
        "100.00万元",
        "80.00万元",
    ),
    (
        "direction.word",
        final_accounts("基本支出全年预算为100.00万元，支出决算为80.00万元，与全年预算数持平。"),
        "与全年预算数持平",
        "100.00万元",
        "80.00万元",
    ),
    ("evaluation.excellent_rate", _reviewed(9, 1, "80"), "评优率为80%", "90.00", "80"),
    ("evaluation.excellent_rate", _reviewed(27, 1, "97.68"), "评优率为97.68%", "96.43", "97.68"),
    (
        "evaluation.funds_share",
        _evaluated("90.00"),
        "90.00万元，占一般公共预算项目支出总额的100%",
        "40",
        "90.00",
    ),
    (
        "growth.rate",
        final_accounts("基本支出120.00万元，比上年增加20.00万元，增长25%。"),
        "比上年增加20.00万元，增长25%",
        "20.00",
        "25",
    ),
    (
        "growth.zero_base",
        final_accounts("机关运行经费14.72万元，较2022年度增加14.72万元，增长0.0%。"),
        "较2022年度增加14.72万元，增长0.0%",
        None,
        "0.0",
    ),
    ("measure.conflict", _expenditure("135.00"), "135.00万元", "120.00万元", "135.00万元"),
    ("official_expense.sum", _official("5.00"), "“三公”经费支出决算为5.00万元", "40000", "50000"),
    (
        "parts.sum",
        final_accounts("本部门2023年度本年支出合计120.00万元，其中：基本支出80.00万元；项目支出45.00万元。"),
        "120.00万元",
        "125",
        "120.00",
    ),
    (
        "procurement.exceeds_total",
        final_accounts("政府采购支出总额10.00万元。授予中小企业合同金额12.00万元。", heading=PROCUREMENT),
        "授予中小企业合同金额12.00万元",
        "10",
        "12",
    ),
    (
        "procurement.sum",
        final_accounts(
            "政府采购支出总额10.00万元，其中：货物支出4.00万元、工程支出0.00万元、服务支出7.00万元。",
            heading=PROCUREMENT,
        ),
        "10.00万元",
        "11",
        "10",
    ),
    (
        "share.quotient",
        final_accounts("本年支出合计120.00万元，其中：基本支出80.00万元，占60.0%；项目支出40.00万元，占33.3%。"),
        "80.00万元，占60.0%",
        "66.67",
        "60.0",
    ),
    (
        "spending.copied_purpose",
        _purpose("缴纳行政单位医疗保险"),
        "住房保障支出（类）住房改革支出（款）住房公积金（项）。支出决算为10.00万元，主要用于缴纳行政单位医疗保险",
        None,
        "缴纳行政单位医疗保险",
    ),
    ("unit.slip", _unit("元"), "1551.25元", "15512500", "1551.25"),
]

#: Near twins of the above, and what they are about.
SILENT: list[tuple[str, str]] = [
    ("vehicles add up", _vehicles(4)),
    (
        "vehicles of two bodies, each list under its own total",
        final_accounts(
            "（一）本级情况",
            "本级共有车辆2辆，其中，主要负责人用车1辆，机要通信用车1辆，应急保障用车0辆，其他用车0辆。",
            "（二）下属单位情况",
            "下属单位共有车辆3辆，其中，主要负责人用车1辆，机要通信用车1辆，应急保障用车1辆，其他用车0辆。",
            heading=ASSETS,
        ),
    ),
    (
        "completion within rounding",
        final_accounts("基本支出年初预算为100.00万元，支出决算为80.04万元，完成年初预算的80.0%。"),
    ),
    ("no rate for a budget of zero", final_accounts("基本支出年初预算为0.00万元，支出决算为80.00万元。")),
    (
        "the other budget is the base",
        final_accounts(
            "基本支出年初预算为0.00万元，全年预算为100.00万元，支出决算为80.00万元，完成全年预算的80%。"
        ),
    ),
    (
        "word and figures agree",
        final_accounts("基本支出年初预算为100.00万元，支出决算为80.00万元，决算数小于年初预算数。"),
    ),
    (
        "基本持平 may hide a small change",
        final_accounts("基本支出全年预算为100.00万元，支出决算为99.00万元，与全年预算数基本持平。"),
    ),
    ("rate of excellent projects, rounded", _reviewed(27, 1, "96.43")),
    ("funds are project expenditure", _evaluated("40.00")),
    ("funds off by a rounding", _evaluated("40.01")),
    ("other funds pay for projects too", _evaluated("90.00", general="100.00")),
    ("growth agrees", final_accounts("基本支出120.00万元，比上年增加20.00万元，增长20%。")),
    ("growth within the rounding of whole 万元", final_accounts("基本支出12万元，比上年增加2万元，增长19%。")),
    (
        "the customary 100% of a new body",
        final_accounts("机关运行经费14.72万元，较2022年度增加14.72万元，增长100%。"),
    ),
    ("nothing changed from zero", final_accounts("机关运行经费0.00万元，较2022年度增加0.00万元，增长0%。")),
    ("two prints of a total, a rounding apart", _expenditure("120.01")),
    ("official expenses add up", _official("4.00")),
    (
        "total and parts agree",
        final_accounts("本部门2023年度本年支出合计120.00万元，其中：基本支出80.00万元；项目支出40.00万元。"),
    ),
    (
        "procurement adds up",
        final_accounts(
            "政府采购支出总额10.00万元，其中：货物支出4.00万元、工程支出0.00万元、服务支出6.00万元。",
            heading=PROCUREMENT,
        ),
    ),
    (
        "awards equal the total",
        final_accounts("政府采购支出总额10.00万元。授予中小企业合同金额10.00万元。", heading=PROCUREMENT),
    ),
    (
        "the budget set aside may exceed what was bought",
        final_accounts(
            "政府采购支出总额10.00万元。面向中小企业预留政府采购项目预算金额12.00万元。", heading=PROCUREMENT
        ),
    ),
    (
        "shares agree",
        final_accounts("本年支出合计120.00万元，其中：基本支出80.00万元，占66.7%；项目支出40.00万元，占33.3%。"),
    ),
    (
        "a table with figures and a plain note",
        final_accounts("\n".join((*EXPENDITURE_TABLE, "注：本表反映部门本年度各项支出情况。")), heading=TABLES),
    ),
    (
        "the note of the next table, which is printed without a grid",
        final_accounts(
            "\n".join(
                (*EXPENDITURE_TABLE, "政府性基金预算财政拨款收入支出决算表", "本部门没有收支，故本表无数据。")
            ),
            heading=TABLES,
        ),
    ),
    ("a purpose of its own", _purpose("缴纳职工住房公积金")),
    ("one unit throughout", _unit("万元")),
    ("one figure of two measures", final_accounts("本年支出合计12万元，人均12元。")),
]


@pytest.mark.parametrize(
    ("rule", "text", "words", "expected", "actual"), FIRES, ids=[f"{r[0]}-{r[2][:12]}" for r in FIRES]
)
def test_rule_fires(read: Read, *, rule: str, text: str, words: str, expected: str | None, actual: str) -> None:
    (finding,) = [finding for finding in read(text).findings if finding.severity != "info"]
    assert (finding.rule, finding.text) == (rule, words)
    assert (finding.expected, finding.actual) == (expected, actual)
    assert finding.severity == built_in_rules()[rule].severity


@pytest.mark.parametrize(("about", "text"), SILENT, ids=[about for about, _ in SILENT])
def test_rule_is_silent(read: Read, about: str, text: str) -> None:
    assert [(f.rule, f.message) for f in read(text).findings if f.severity != "info"] == [], about


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("official_expense.sum", _official("4.01")),
        (
            "parts.sum",
            final_accounts("本部门2023年度本年支出合计120.01万元，其中：基本支出80.00万元；项目支出40.00万元。"),
        ),
        # off by a last decimal, so that the shares make 100
        (
            "share.quotient",
            final_accounts(
                "本年支出合计120.00万元，其中：基本支出80.00万元，占66.8%；项目支出40.00万元，占33.3%。"
            ),
        ),
    ],
)
def test_rounding_is_information_only(read: Read, rule: str, text: str) -> None:
    assert [(f.rule, f.severity) for f in read(text).findings] == [(rule, "info")]


# -- what every finding has ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [row[1] for row in FIRES], ids=[f"{r[0]}-{r[2][:12]}" for r in FIRES])
def test_findings_rest_on_records(read: Read, text: str) -> None:
    found = read(text)
    for finding in found.findings:
        assert finding.evidence
        assert [found.find(name).id for name in finding.evidence] == list(finding.evidence)
        assert "{" not in finding.message
        assert "None" not in finding.message


def test_one_mistake_is_reported_once(read: Read) -> None:
    # the slip of unit would break the sum of the parts and the shares as well
    parts = "基本支出80.00万元，占66.7%；项目支出40.00万元，占33.3%"
    text = f"本年收入合计120.00万元；本年支出合计120.00元，其中：{parts}。"
    found = read(final_accounts(text, "四、支出情况说明", "2023年度本年支出合计120.00万元。")).findings
    assert [f.rule for f in found] == ["unit.slip"]


def test_findings_in_the_order_of_the_text(haigang: Document) -> None:
    starts = [finding.span for finding in haigang.findings]
    assert starts == sorted(starts)
