"""What a reader finds in the bundled disclosure (秦皇岛市海港区科技和工业信息化局, 2023), taken down by hand.

Every expectation is from the text of the disclosure itself, none from a result of the library.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from fiscalnlp import Document
from fiscalnlp.model.records import Finding, Region


def test_haigang_document(haigang: Document) -> None:
    record = haigang.record
    assert record.title == "秦皇岛市海港区科技和工业信息化局2023年度部门决算"
    assert record.issuer == "秦皇岛市海港区科技和工业信息化局"
    assert record.region == Region(name="秦皇岛市海港区", code="130302")
    assert (record.fiscal_year, record.report, record.scope) == (2023, "final_accounts", "department")
    assert (record.media_type, record.pages, record.warnings) == ("text/plain", None, ())


def test_haigang_text_has_no_line_wraps_or_layout_spaces(haigang: Document) -> None:
    assert "贯彻落实党中央和省、市、区委关于科技、工业和信息化工作的方针政策和决策部署" in haigang.text
    assert "本部门2023年度财政拨款本年收入合计1551.25万元" in haigang.text
    assert "  " not in haigang.text


# -- outline ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "title", "level", "topic"),
    [
        ("第一部分", "部门概况", 1, "overview"),
        ("一、", "部门职责", 2, "duties"),
        ("二、", "机构设置", 2, "organisation"),
        ("第二部分", "2023年度部门决算报表", 1, "disclosure_tables"),  # title on the line below
        ("第三部分", "2023年度部门决算情况说明", 1, "explanation"),  # title over two lines
        ("四、", "财政拨款收入支出决算总体情况说明", 2, "appropriation"),
        ("（二）", "财政拨款收支与年初预算数对比情况", 3, "initial_budget_comparison"),
        ("2.", "公务用车购置及运行维护费支出情况", 4, "official_expense"),  # run-in heading
        ("九、", "预算绩效情况说明", 2, "evaluation"),
        ("十、", "其他需要说明的情况", 2, "notes"),
    ],
)
def test_haigang_headings(haigang: Document, number: str, title: str, level: int, topic: str) -> None:
    found = [section for section in haigang.sections if section.title == title]
    assert [(s.number, s.level, s.topic) for s in found] == [(number, level, topic)]


def test_haigang_has_three_parts_and_27_headings(haigang: Document) -> None:
    # 3 parts, 2 + 10 sections, 9 sub-sections in brackets (4 + 2 + 3), 3 run-in heads of the 三公 items
    assert len(haigang.sections) == 27
    assert [s.number for s in haigang.sections if s.level == 1] == ["第一部分", "第二部分", "第三部分"]


def test_haigang_sections_hang_under_each_other(haigang: Document) -> None:
    reception = next(s for s in haigang.sections if s.title == "公务接待费支出情况")
    assert reception.parent is not None
    assert haigang.find(reception.parent).text == "（二）“三公”经费财政拨款支出决算具体情况说明"


# -- duties -------------------------------------------------------------------------------------------------


def test_haigang_has_28_duties(haigang: Document) -> None:
    assert [duty.number for duty in haigang.duties] == list(range(1, 29))
    assert [haigang.duties[i].marker for i in (0, 9, 19, 27)] == ["（一）", "（十）", "（二十）", "（二十八）"]


def test_haigang_last_duty_is_what_else_is_assigned(haigang: Document) -> None:
    assert haigang.duties[-1].text == "完成区委、区政府交办的其他任务。"
    assert not [link for link in haigang.links if link.duty == haigang.duties[-1].id]


def test_haigang_preamble_and_change_of_functions_are_no_duties(haigang: Document) -> None:
    texts = [duty.text for duty in haigang.duties]
    assert texts[0].startswith("贯彻落实创新驱动发展战略方针，拟订科技发展、引进国外智力规划和政策")
    assert not [text for text in texts if "主要职责是" in text or "转变职能" in text or "碎片化" in text]


def test_haigang_article_four_is_the_change_of_functions(haigang: Document) -> None:
    (shift,) = haigang.functional_shifts
    assert (shift.marker, shift.title) == ("第四条", "转变职能")
    assert shift.text.startswith("围绕贯彻实施创新驱动发展战略")
    assert shift.text.endswith("重在加强规划布局和绩效评价。")


def test_haigang_duty_over_a_page_break_is_whole(haigang: Document) -> None:
    assert haigang.duties[9].text.endswith("对外科技合作交流工作，组织科技援外和科技援区相关事宜。")


@pytest.mark.parametrize(
    ("number", "role"),
    [
        (1, "own"),
        (3, "lead"),  # 牵头建立…；会同有关部门 comes second and decides nothing
        (5, "own"),  # 编制… first, 牵头组织 later
        (7, "lead"),
        (12, "joint"),  # 会同有关部门拟订…
        (18, "own"),  # 负责…，会同有关部门…
        (21, "own"),  # 拟订… first, 参与拟订 later
    ],
)
def test_haigang_roles(haigang: Document, number: int, role: str) -> None:
    assert haigang.duties[number - 1].role == role


def test_haigang_partners(haigang: Document) -> None:
    assert [d.number for d in haigang.duties if d.partners == ("有关部门",)] == [2, 3, 12, 18]


def test_haigang_first_duty_actions(haigang: Document) -> None:
    actions = {(action.verb, action.object) for action in haigang.duties[0].actions}
    assert {("贯彻落实", "创新驱动发展战略方针"), ("起草", "有关科技方面的政府规范性文件")} <= actions


# -- figures ------------------------------------------------------------------------------------------------


def _amounts(document: Document, measure: str, stage: str = "final_account") -> set[Decimal]:
    return {a.yuan for a in document.amounts if a.measure == measure and a.stage == stage}


@pytest.mark.parametrize(
    ("measure", "yuan"),
    [
        ("收入支出总计", "15512500"),
        ("本年收入合计", "15512500"),
        ("财政拨款收入", "15512500"),
        ("上级补助收入", "0"),
        ("附属单位上缴收入", "0"),
        ("本年支出合计", "15512500"),
        ("基本支出", "2114400"),
        ("项目支出", "13398100"),
        ("对附属单位补助支出", "0"),
        ("政府性基金预算财政拨款本年收入合计", "0"),
        ("人员经费", "1967100"),
        ("公用经费", "147200"),
        ("机关运行经费", "147200"),
    ],
)
def test_haigang_amounts(haigang: Document, measure: str, yuan: str) -> None:
    assert _amounts(haigang, measure) == {Decimal(yuan)}


def test_haigang_unit_slip_is_kept_as_printed(haigang: Document) -> None:
    (slip,) = [a for a in haigang.amounts if a.text == "1551.25元"]
    assert (slip.value, slip.unit, slip.yuan) == (Decimal("1551.25"), "元", Decimal("1551.25"))
    assert slip.measure == "财政拨款本年支出合计"


@pytest.mark.parametrize(
    ("measure", "value", "of"),
    [
        ("财政拨款收入", "100.0", "本年收入合计"),
        ("基本支出", "13.6", "本年支出合计"),
        ("项目支出", "86.4", "本年支出合计"),
    ],
)
def test_haigang_shares(haigang: Document, measure: str, value: str, of: str) -> None:
    found = [(p.value, p.of) for p in haigang.percentages if p.role == "share" and p.measure == measure]
    assert (Decimal(value), of) in found


def test_haigang_threshold_of_equipment_is_no_amount_of_the_body(haigang: Document) -> None:
    (threshold,) = [a for a in haigang.amounts if a.text == "100万元"]
    assert threshold.stage == "other"


# -- changes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "basis", "direction", "yuan", "percent", "completion"),
    [
        ("收入支出总计", "prior_year", "increase", "15512500", None, None),
        ("财政拨款本年收入合计", "prior_year", "increase", "15512500", None, None),
        ("财政拨款本年支出合计", "prior_year", "increase", "15512500", None, None),
        ("一般公共预算财政拨款本年支出合计", "prior_year", "increase", "15512500", None, None),
        ("国有资本经营预算财政拨款本年支出合计", "prior_year", "unchanged", None, None, None),
        # one record for completion, difference and the restatement in words
        ("财政拨款本年收入合计", "initial_budget", "increase", "4369500", None, "139.2"),
        ("一般公共预算财政拨款本年支出合计", "initial_budget", "increase", "4369500", None, "139.2"),
        # 与预算持平 under a heading that names 年初预算
        ("政府性基金预算财政拨款本年收入合计", "initial_budget", "unchanged", None, None, None),
        # 与预算持平 in the 三公 section
        ("“三公”经费", "final_budget", "unchanged", None, None, None),
        ("公务接待费", "final_budget", "unchanged", None, None, None),
        ("公务用车运行维护费", "prior_year", "unchanged", None, None, None),
        ("机关运行经费", "prior_year", "increase", "147200", "0.0", None),
    ],
)
def test_haigang_changes(
    haigang: Document,
    *,
    measure: str,
    basis: str,
    direction: str,
    yuan: str | None,
    percent: str | None,
    completion: str | None,
) -> None:
    (change,) = [c for c in haigang.changes if c.measure == measure and c.basis == basis]
    figures = [None if v is None else Decimal(v) for v in (yuan, percent, completion)]
    assert (change.direction, change.yuan, change.percent, change.completion) == (direction, *figures)
    assert change.year == 2023
    assert change.basis_year == (2022 if basis == "prior_year" else 2023)


def test_haigang_has_no_change_of_a_mere_execution(haigang: Document) -> None:
    # 执行数为125万元，完成预算的41.67% says no direction
    assert not [c for c in haigang.changes if c.completion == Decimal("41.67")]
    assert len(haigang.changes) == 31


def test_haigang_reason_of_income_ends_before_expenditure(haigang: Document) -> None:
    (change,) = [c for c in haigang.changes if c.measure == "财政拨款本年收入合计" and c.basis == "prior_year"]
    (reason,) = [haigang.find(name) for name in change.reasons]
    assert reason.text == "本部门为2023年新设部门，本年承担项目的资金支出规模较上年增加"


# -- topics -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "path", "yuan", "share", "purpose"),
    [
        ("201", "一般公共服务支出", "2596000", "16.7", "人员经费等支出"),
        (
            "206",
            "科学技术支出",
            "5840000",
            "37.6",
            "支付高新技术企业认定奖补资金、支付2022年度创新发展奖励资金等支出",
        ),
        ("208", "社会保障和就业支出", "253100", "1.6", "人员的各项补助等支出"),
        ("210", "卫生健康支出", "96800", "0.6", "人员公务员医疗、基本医疗等支出"),
        ("215", "资源勘探工业信息等支出", "6553000", "42.2", None),  # lists documents, see below
        ("221", "住房保障支出", "173600", "1.1", "住房公积金支出"),
    ],
)
def test_haigang_spending(
    haigang: Document, *, code: str, path: str, yuan: str, share: str, purpose: str | None
) -> None:
    (line,) = [s for s in haigang.spending if s.code == code]
    assert (line.level, line.path, line.fund) == ("类", (path,), "general")
    assert (line.yuan, line.share) == (Decimal(yuan), Decimal(share))
    assert line.printed_path == (path.removesuffix("支出"),)
    assert purpose is None or line.purpose == purpose


def test_haigang_has_six_classes_and_they_add_up(haigang: Document) -> None:
    assert [s.code for s in haigang.spending] == ["201", "206", "208", "210", "215", "221"]
    assert sum(s.yuan or 0 for s in haigang.spending) == Decimal("15512500")


def test_haigang_purpose_may_cite_documents(haigang: Document) -> None:
    purpose = next(s.purpose for s in haigang.spending if s.code == "215") or ""
    assert purpose.startswith("支付工业转型升级（技改）专项资金第二批、")
    assert purpose.endswith("（省级工业设计中心-尼特）等支出")


def test_haigang_economic_classes_are_listed_without_amounts(haigang: Document) -> None:
    assert [e.code for e in haigang.economic if e.group == "personnel"] == [
        "30101", "30102", "30103", "30107", "30108", "30110", "30111", "30112", "30113", "30302",
    ]  # fmt: skip
    assert [e.code for e in haigang.economic if e.group == "public"] == [
        "30201", "30207", "30211", "30227", "30228", "30239",
    ]  # fmt: skip
    assert {e.yuan for e in haigang.economic} == {None}


@pytest.mark.parametrize(
    ("item", "budget", "final"),
    [
        ("total", "0", "0"),
        ("abroad", "0", "0"),
        ("vehicles", "0", "0"),
        ("vehicle_purchase", None, "0"),  # 与预算持平 prints no budget
        ("vehicle_running", None, "0"),
        ("reception", "0", "0"),
    ],
)
def test_haigang_official_expense(haigang: Document, item: str, budget: str | None, final: str) -> None:
    (line,) = [e for e in haigang.official_expense if e.item == item]
    assert (line.budget_yuan, line.final_yuan) == (None if budget is None else Decimal(budget), Decimal(final))


def test_haigang_procurement(haigang: Document) -> None:
    procurement = haigang.procurement
    assert procurement is not None
    assert procurement.total_yuan == Decimal("2686800")
    parts = (procurement.goods_yuan, procurement.works_yuan, procurement.services_yuan)
    assert parts == (Decimal("227100"), Decimal(0), Decimal("2459700"))
    assert (procurement.sme_yuan, procurement.micro_yuan) == (Decimal(0), Decimal(0))
    assert procurement.reserved_sme_yuan is None


def test_haigang_assets(haigang: Document) -> None:
    assert [(a.item, a.count, a.unit) for a in haigang.assets] == [
        ("车辆", 0, "辆"),
        ("副部（省）级及以上领导用车", 0, "辆"),
        ("主要负责人用车", 0, "辆"),
        ("机要通信用车", 0, "辆"),
        ("应急保障用车", 0, "辆"),
        ("执法执勤用车", 0, "辆"),
        ("特种专业技术用车", 0, "辆"),
        ("离退休干部用车", 0, "辆"),
        ("其他用车", 0, "辆"),
        ("单位价值100万元（含）以上设备（不含车辆）", 0, "台（套）"),
    ]


def test_haigang_self_evaluation_of_28_projects(haigang: Document) -> None:
    first = haigang.evaluations[0]
    assert (first.projects, first.yuan) == (28, Decimal("35933100"))


def test_haigang_department_review(haigang: Document) -> None:
    (review,) = [e for e in haigang.evaluations if e.grades]
    assert (review.projects, review.yuan) == (28, Decimal("13398100"))
    assert review.grades == {"优": 27, "良": 1, "中": 0, "差": 0}


def test_haigang_evaluated_project(haigang: Document) -> None:
    (project,) = [e for e in haigang.evaluations if e.score == Decimal("94.17")]
    assert project.subject == "秦财教【2022】770号-提前下达2023年技术创新引导专项资金项目"
    assert (project.budget_yuan, project.executed_yuan) == (Decimal("3000000"), Decimal("1250000"))
    assert project.completion == Decimal("41.67")
    assert project.findings == "支出率不足100%，预算执行率低及成本指标未完成"
    assert (project.improvements or "").startswith("一是加强项目支出管理。")
    assert (project.improvements or "").endswith("保证财政资金高效使用")


def test_haigang_whole_department_scored_90(haigang: Document) -> None:
    last = haigang.evaluations[-1]
    assert (last.score, last.grade) == (Decimal(90), "优")


def test_haigang_terms(haigang: Document) -> None:
    assert len(haigang.terms) == 19
    assert [haigang.terms[i].term for i in (0, 10, 13, 18)] == [
        "财政拨款收入",
        "经营支出",
        "“三公”经费",
        "经费形式",
    ]
    assert haigang.terms[0].definition == "指单位从同级财政部门取得的财政预算资金。"


def test_haigang_citations(haigang: Document) -> None:
    numbers = [citation.number for citation in haigang.citations]
    assert numbers[:2] == ["秦财【2022】679", "冀财建【2022】239"]
    assert numbers.count("秦财教【2022】770号") == 4
    assert numbers.count("秦财教【2023】63号") == 1
    assert len(numbers) == 7


def test_haigang_three_tables_are_noted_as_empty(haigang: Document) -> None:
    assert [(n.table, n.table_number) for n in haigang.nil_returns] == [
        ("government_fund", "07"),
        ("state_capital", "08"),
        ("official_expense", "09"),
    ]


def test_haigang_nil_returns_name_what_there_is_none_of(haigang: Document) -> None:
    assert [n.measure for n in haigang.nil_returns] == [
        "政府性基金预算财政拨款",
        "国有资本经营预算经费",
        "财政拨款“三公”经费",
    ]


def test_haigang_prints_no_tables(haigang: Document) -> None:
    assert haigang.tables == ()


# -- contradictions -----------------------------------------------------------------------------------------


def _grave(document: Document) -> dict[str, Finding]:
    return {finding.rule: finding for finding in document.findings if finding.severity != "info"}


def test_haigang_has_four_contradictions_and_no_others(haigang: Document) -> None:
    grave = [(finding.severity, finding.rule) for finding in haigang.findings if finding.severity != "info"]
    assert sorted(grave) == [
        ("error", "evaluation.excellent_rate"),
        ("error", "evaluation.funds_share"),
        ("error", "growth.zero_base"),
        ("error", "unit.slip"),
        ("warning", "wording.marks"),  # 增加。；
    ]


@pytest.mark.parametrize(
    ("rule", "text", "expected", "actual"),
    [
        ("unit.slip", "1551.25元", "15512500", "1551.25"),
        ("growth.zero_base", "较2022年度增加14.72万元，增长0.0%", None, "0.0"),
        ("evaluation.funds_share", "3593.31万元，占一般公共预算项目支出总额的100%", "1339.81", "3593.31"),
        ("evaluation.excellent_rate", "评优率为97.68%", "96.43", "97.68"),
    ],
)
def test_haigang_contradictions(
    haigang: Document, rule: str, text: str, expected: str | None, actual: str
) -> None:
    finding = _grave(haigang)[rule]
    assert (finding.text, finding.expected, finding.actual) == (text, expected, actual)


def test_haigang_rounding_of_basic_expenditure_is_no_contradiction(haigang: Document) -> None:
    # 196.71 + 14.72 = 211.43, printed 211.44: the note in section 十 says why
    notes = [finding for finding in haigang.findings if finding.rule == "parts.sum"]
    assert [(f.severity, f.expected, f.actual) for f in notes] == [("info", "211.43", "211.44")]


def test_haigang_evaluations_end_with_their_own_words(haigang: Document) -> None:
    assert not [e.text[-6:] for e in haigang.evaluations if e.text.endswith("组织")]
