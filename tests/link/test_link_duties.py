from decimal import Decimal

import msgspec
import pytest

from fiscalnlp.link import link_duties
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import Citation, Duty, Spending, Table, TableLine, TableValue


def duty(text: str, number: int = 1) -> Duty:
    return Duty(
        id=f"duty-{number}",
        doc_id="doc-1",
        text=text,
        span=Span(10, 10 + len(text)),
        page=2,
        boxes=(Box(2, 1.0, 2.0, 3.0, 4.0),),
        section=("部门概况", "部门职责"),
        number=number,
        marker=None,
        actions=(),
        role="own",
    )


def spending(code: str, yuan: str, purpose: str | None = None, *, at: int = 500) -> Spending:
    return Spending(
        id=f"spending-{code}",
        doc_id="doc-1",
        text="",
        span=Span(at, at + 80),
        level={3: "类", 5: "款", 7: "项"}[len(code)],
        code=code,
        path=(),
        yuan=Decimal(yuan),
        share=None,
        initial_budget_yuan=None,
        final_budget_yuan=None,
        completion=None,
        purpose=purpose,
        fund="general",
    )


def links(text: str, issuer: str | None = None, **more):
    return link_duties([duty(text)], doc_id="doc-1", issuer=issuer, **more)


def test_link_has_the_place_of_its_duty():
    source = duty("指导人民调解和社区矫正工作。")
    (link, *_) = link_duties([source], doc_id="doc-1", issuer=None)
    assert (link.code, link.level, link.name) == ("20406", "款", "司法")
    assert (link.text, link.span, link.page, link.boxes, link.section) == (
        source.text,
        source.span,
        source.page,
        source.boxes,
        source.section,
    )
    assert link.duty == source.id
    assert link.terms == ("人民调解", "社区矫正")
    assert link.evidence == ()


@pytest.mark.parametrize(
    "text",
    [
        "完成区委、区政府交办的其他任务。",
        "承办市委、市政府交办的其他事项",
        "承担县委、县政府和上级业务部门交办的其他工作。",
        "法律、法规规定的其他职责。",
        "其他工作。",
    ],
)
def test_whatever_else_comes_has_no_link(text):
    assert links(text, "青川市教育局", spending=[spending("20501", "100")]) == ()


def test_duty_with_its_own_work_beside_handed_on_tasks_is_linked():
    assert links("负责全县学前教育管理。完成县委交办的其他任务。")[0].code == "20502"


@pytest.mark.parametrize("code", ["20805", "2080505", "21011", "2101101", "22102", "2210201"])
def test_staff_costs_are_never_a_dutys(code):
    found = links("负责机关离退休干部的养老、医疗和住房公积金。", "某某协会", spending=[spending(code, "900")])
    assert all(link.code[:5] != code[:5] for link in found)
    assert all(f"spending-{code}" not in link.evidence for link in found)


@pytest.mark.parametrize("code", ["208", "210", "221"])
def test_money_most_bodies_have_for_their_staff_makes_no_category(code):
    assert links("拟订有关规章制度并组织实施。", "某某协会", spending=[spending(code, "900")]) == ()


@pytest.mark.parametrize(
    ("issuer", "text", "code"),
    [
        ("平原县民政局", "推进社区养老服务。", "20810"),
        ("临河县卫生健康局", "组织传染病防治。", "21004"),
        ("永安区住房保障和房屋管理局", "分配公共租赁住房。", "22101"),
        ("丰泽县人力资源和社会保障局", "组织就业援助。", "20807"),
    ],
)
def test_those_classes_are_the_duties_of_the_bodies_that_work_there(issuer, text, code):
    found = links(text, issuer, spending=[spending(code[:3], "900", "人员经费")])
    assert found[0].code == code


def test_silent_duty_takes_the_bodys_own_category_less_surely_than_one_that_says_it():
    (silent,) = links("拟订有关规章制度并组织实施。", "永安区审计局")
    (said, *_) = links("拟订审计监督的规章制度并组织实施。", "永安区审计局")
    assert silent.code == said.code == "20108"
    assert silent.score < said.score
    assert links("拟订有关规章制度并组织实施。", None) == ()


def test_silent_duty_takes_the_group_that_pays_for_the_body():
    found = links(
        "拟订有关规章制度并组织实施。",
        None,
        spending=[spending("2013901", "500", "人员支出"), spending("2060702", "20", "活动")],
        fiscal_year=2024,
    )
    assert found[0].code == "20139"
    assert found[0].evidence == ("spending-2013901",)


def test_the_documents_money_makes_a_link_surer():
    text = "推动技术转移，组织攻关。"
    alone = links(text, "永安区科技局")[0]
    funded = links(text, "永安区科技局", spending=[spending("2060404", "300", "技术转移奖补")])[0]
    assert alone.code == funded.code == "20604"
    assert alone.score < funded.score
    assert funded.evidence == ("spending-2060404",)


def test_of_two_works_the_paid_one_leads():
    text = "动员社会力量参与社区治理，整治市容环境。"
    by_money = {
        code: links(text, spending=[spending(code, "900")], fiscal_year=2024)[0].code
        for code in ("2013999", "2120501")
    }
    assert by_money == {"2013999": "20139", "2120501": "21205"}


def test_numbered_instruments_of_a_supporting_purpose_are_evidence():
    citation = Citation(
        id="citation-1",
        doc_id="doc-1",
        text="某财建〔2022〕239号",
        span=Span(510, 523),
        number="某财建〔2022〕239号",
        issuer_code="某财建",
        year=2022,
        serial="239",
    )
    (link, *_) = links(
        "负责全区军民融合发展工作。",
        spending=[spending("215", "300", "支付某财建〔2022〕239号军民融合发展专项资金")],
        citations=[citation],
    )
    assert link.code == "21505"
    assert link.evidence == ("spending-215", "citation-1")


def test_lines_of_spending_tables_are_evidence():
    line = TableLine(
        row=0,
        side=0,
        label="学前教育",
        code="2050201",
        level="项",
        path=("教育支出", "普通教育", "学前教育"),
        confirmed=True,
        parent=None,
        values=(TableValue(column=1), TableValue(column=2, value=Decimal("3.00"), yuan=Decimal(30000))),
        total=False,
    )
    table = Table(
        id="table-1",
        doc_id="doc-1",
        text="",
        span=Span(0, 1),
        table="general_expenditure",
        title="一般公共预算财政拨款支出决算表",
        unit="万元",
        columns=(),
        rows=(),
        lines=(line,),
        empty=False,
    )
    (link, *_) = links("管理幼儿园，发展学前教育。", tables=[table])
    assert (link.code, link.evidence) == ("20502", ("table-1",))
    unpaid = msgspec.structs.replace(line, values=(TableValue(column=1),))
    (link, *_) = links("发展学前教育。", tables=[msgspec.structs.replace(table, lines=(unpaid,))])
    assert link.evidence == ()


def test_named_item_follows_the_group():
    codes = [link.code for link in links("发展学前教育。")]
    assert codes == ["20502", "2050201"]


def test_clause_with_two_works_has_two_links():
    codes = {link.code for link in links("管理公共租赁住房，查处违法建设和占道经营。")}
    assert {"22101", "21201"} <= codes


def test_category_gives_way_to_its_forerunner_before_its_year():
    text = "指导人民信访工作，办理群众来信来访。"
    assert links(text, fiscal_year=2024)[0].code == "20140"
    assert links(text, fiscal_year=2021)[0].code == "20103"


@pytest.mark.parametrize(
    ("issuer", "text", "code"),
    [
        # other bodies a clause names, and by-duties of every body, do not decide
        ("南岭区交通运输局", "会同公安机关整治道路客运秩序。", "21401"),
        ("南岭区交通运输局", "承担道路运输行业的安全生产监督管理。", "21401"),
        ("和顺县应急管理局", "承担工矿商贸行业的安全生产监督管理。", "22401"),
        ("云台县农业农村局", "做好农作物生产，负责本系统的职业教育和宣传工作。", "21301"),
    ],
)
def test_by_duties_and_partners_do_not_decide(issuer, text, code):
    assert links(text, issuer)[0].code == code


def test_links_are_the_same_on_every_run_and_ordered_by_score():
    duties = [duty("指导农村饮水安全和灌区节水改造。", 1), duty("推进医养结合，办好托育服务。", 2)]
    first = link_duties(duties, doc_id="doc-1", issuer=None)
    assert first == link_duties(duties, doc_id="doc-1", issuer=None)
    assert len({link.id for link in first}) == len(first)
    for each in duties:
        scores = [link.score for link in first if link.duty == each.id]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def test_purpose_that_restates_its_category_supports_nothing():
    text = "指导社区居委会建设，组织社区居民参与管理。"
    restated = spending("2120102", "900", "城乡社区管理事务一般行政管理事务")
    found = links(text, spending=[restated], fiscal_year=2024)
    assert found[0].code == links(text, fiscal_year=2024)[0].code
    assert "spending-2120102" not in found[0].evidence


@pytest.mark.parametrize("fund", ["government_fund", "state_capital"])
def test_other_funds_are_no_evidence(fund):
    (link, *_) = links(
        "管理城市道路和桥梁。", spending=[msgspec.structs.replace(spending("21203", "9"), fund=fund)]
    )
    assert link.evidence == ()
