"""What the document is: issuer, year, kind of report and scope, from cover, headings and text."""

import pytest

from fiscalnlp.layout import as_printed
from fiscalnlp.segment.facts import Facts, find_facts, title_span
from fiscalnlp.segment.outline import build_outline
from fiscalnlp.text.forms import matching_form

BODY = "\n第一部分 概况\n一、主要职责\n负责教育工作。\n"


def facts_of(text) -> Facts:
    layout = as_printed(text)
    form = matching_form(layout.text)
    return find_facts(form, build_outline(layout, form))


@pytest.mark.parametrize(
    ("cover", "title", "issuer", "kind"),
    [
        # issuer, year, kind
        ("长河县教育局2023年度部门决算", None, "长河县教育局", (2023, "final_accounts", "department")),
        # year, issuer, kind
        ("2023年度长河县教育局部门决算", None, "长河县教育局", (2023, "final_accounts", "department")),
        # on two lines, either way round
        ("长河县教育局\n2023年度部门决算", None, "长河县教育局", (2023, "final_accounts", "department")),
        ("2023年度\n长河县教育局部门决算", None, "长河县教育局", (2023, "final_accounts", "department")),
        # spaced out as covers are
        ("长 河 县 教 育 局\n2023 年度 部门 决算", None, "长河县教育局", (2023, "final_accounts", "department")),
        # a unit's accounts
        ("长河县第一小学2022年度单位决算", None, "长河县第一小学", (2022, "final_accounts", "unit")),
        # budgets, without 度
        ("长河县教育局2024年部门预算", None, "长河县教育局", (2024, "budget", "department")),
        ("2024年长河县教育局部门预算", None, "长河县教育局", (2024, "budget", "department")),
        # a qualifier is no part of the name
        ("长河县教育局（本级）2023年度决算", None, "长河县教育局", (2023, "final_accounts", None)),
        ("长河县教育局(汇总)2023年度部门决算", None, "长河县教育局", (2023, "final_accounts", "department")),
        # the issuer on a label
        (
            "2023年度部门决算\n编制单位：长河县教育局",
            "2023年度部门决算",
            "长河县教育局",
            (2023, "final_accounts", "department"),
        ),
        # no issuer anywhere
        ("2023年度部门决算", None, None, (2023, "final_accounts", "department")),
        # a remark behind
        ("长河县教育局2014年部门决算情况说明", None, "长河县教育局", (2014, "final_accounts", "department")),
        ("长河县教育局2023年度部门决算公开", None, "长河县教育局", (2023, "final_accounts", "department")),
        ("长河县教育局2024年部门预算公开说明", None, "长河县教育局", (2024, "budget", "department")),
        ("长河县教育局二〇二三年度部门决算", None, "长河县教育局", (2023, "final_accounts", "department")),
    ],
)
def test_cover(cover, title, issuer, kind):
    facts = facts_of(cover + BODY)
    compact = "".join(cover.split())
    assert matching_form(facts.title or "") == matching_form(title or compact)
    assert facts.issuer == issuer
    assert (facts.fiscal_year, facts.report, facts.scope) == kind


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("上海市普陀区教育局", "310107"),
        ("秦皇岛市海港区科学技术局", "130302"),
        ("北京市海淀区人民法院", "110108"),
        ("中共上海市普陀区委社会工作部", "310107"),
        ("长河县教育局", None),  # there is no such county
        # places that begin like words that are no part of a name
        ("本溪市平山区统计局", "210502"),
        ("和平县教育局", "441624"),
        ("故城县水利局", "131126"),
        ("从江县林业局", "522633"),
    ],
)
def test_region_of_the_issuer(name, code):
    facts = facts_of(f"{name}2023年度部门决算{BODY}")
    assert facts.issuer == name
    assert (facts.region.code if facts.region else None) == code


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        # a part's title
        ("第一部分 长河县教育局概况\n一、主要职责\n负责教育。\n第二部分 2023年度部门决算表\n", "长河县教育局"),
        # bare titles
        ("长河县教育局主要职能\n负责教育。\n长河县教育局机构设置\n2024年部门预算编制说明\n", "长河县教育局"),
        # the running text
        ("第一部分 概况\n长河县教育局是县政府工作部门。\n第二部分 2023年度部门决算情况说明\n", "长河县教育局"),
        # a body that is only mentioned is no issuer
        ("第一部分 概况\n负责与财政部门联系。\n第二部分 2023年度部门决算情况说明\n", None),
    ],
)
def test_issuer_without_a_cover(text, issuer):
    assert facts_of(text).issuer == issuer


def test_title_is_put_together_where_no_cover_is_left():
    text = "第一部分 长河县教育局概况\n一、主要职责\n负责教育。\n第二部分 2023年度部门决算情况说明\n"
    assert facts_of(text).title == "长河县教育局2023年度部门决算"


@pytest.mark.parametrize(
    ("text", "year", "report", "scope"),
    [
        # part titles weigh more than the comparisons with other years in the text
        (
            "第一部分 概况\n第二部分 2023年度部门决算情况说明\n"
            "本部门收入12.00万元，与2022年度决算相比增加；与2022年度决算数相比，支出增加；2022年度决算已公开。\n",
            2023,
            "final_accounts",
            "department",
        ),
        # a budget that compares with last year's final accounts
        ("第一部分 概况\n第二部分 2025年单位预算情况说明\n比2024年决算增加1.00万元。\n", 2025, "budget", "unit"),
        # the scope from how the body speaks of itself
        ("第一部分 概况\n本单位负责教育。\n第二部分 2023年度决算情况说明\n", 2023, "final_accounts", "unit"),
        # nothing said
        ("负责教育工作，完成任务。\n", None, None, None),
        (
            "一、概况\n本部门2023年度收入12.00万元，与2022年度决算相比增加。\n",
            2023,
            "final_accounts",
            "department",
        ),
    ],
)
def test_kind_without_a_cover(text, year, report, scope):
    facts = facts_of(text)
    assert (facts.fiscal_year, facts.report, facts.scope) == (year, report, scope)


def test_the_cover_outweighs_the_text():
    text = "长河县教育局2023年度部门决算\n第一部分 概况\n" + "2022年度单位预算执行情况良好。\n" * 50
    facts = facts_of(text)
    assert (facts.fiscal_year, facts.report, facts.scope) == (2023, "final_accounts", "department")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("长河县教育局\n2023年度部门决算\n第一部分 概况\n", "长河县教育局\n2023年度部门决算"),
        ("第一部分 概况\n", "第"),  # no cover: the first code point
        ("", ""),
    ],
)
def test_span_of_the_title(text, words):
    layout = as_printed(text)
    form = matching_form(layout.text)
    span = title_span(form, build_outline(layout, form))
    assert text[slice(*span)] == words


@pytest.mark.parametrize(("word", "report"), [("决算", "final_accounts"), ("预算", "budget")])
def test_tables_alone_tell_the_report_by_their_titles(word, report):
    lines = [
        f"收入支出{word}总表",
        "一般公共预算财政拨款收入",
        "政府性基金预算财政拨款收入",
        "国有资本经营预算财政拨款收入",
    ]
    assert facts_of("\n".join([*lines, f"支出{word}表", *lines[1:]])).report == report


def test_an_empty_text_says_nothing():
    assert facts_of("") == Facts(None, None, None, None, None, None)
