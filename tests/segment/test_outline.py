"""The outline: headings and how they nest, the contents, the cover, and what is no heading."""

import pytest

from fiscalnlp.data import read_toml
from fiscalnlp.layout import as_printed
from fiscalnlp.segment.outline import build_outline, glossary_entry, title_topic
from fiscalnlp.text.forms import matching_form


def outline_of(text):
    layout = as_printed(text)
    return build_outline(layout, matching_form(layout.text))


def tree(text):
    """The headings as `(level, number, title)`."""
    return [(heading.level, heading.number, heading.title) for heading in outline_of(text).headings]


def words(text, spans):
    return [text[slice(*span)] for span in spans]


FULL = """第一部分 部门概况
一、主要职责
（一）贯彻执行教育方针政策，拟订教育发展规划。
（二）指导学校工作
二、机构设置
内设3个科室。
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收入支出总计100.00万元。
二、支出决算情况说明
（一）总体情况
本年支出合计100.00万元。
1.基本支出情况
基本支出80.00万元。
2.项目支出情况
项目支出20.00万元。
（二）结构情况
基本支出占80.0%。
三、政府采购支出说明
无政府采购支出。
"""


def test_styles_nest_by_the_order_they_are_opened_in():
    assert tree(FULL) == [
        (1, "第一部分", "部门概况"),
        (2, "一、", "主要职责"),
        (2, "二、", "机构设置"),
        (1, "第二部分", "2023年度部门决算情况说明"),
        (2, "一、", "收入支出决算总体情况说明"),
        (2, "二、", "支出决算情况说明"),
        (3, "（一）", "总体情况"),
        (4, "1.", "基本支出情况"),
        (4, "2.", "项目支出情况"),
        (3, "（二）", "结构情况"),
        (2, "三、", "政府采购支出说明"),
    ]


def test_parents_are_the_headings_one_level_up():
    headings = outline_of(FULL).headings
    for heading in headings:
        if heading.parent is None:
            assert heading.level == 1
        else:
            assert headings[heading.parent].level == heading.level - 1


def test_spans_number_and_title_are_slices_and_contents_meet():
    outline = outline_of(FULL)
    for heading in outline.headings:
        assert FULL[slice(*heading.span)].endswith(heading.title)
        assert FULL[slice(*heading.span)].startswith(heading.number)
    for heading, following in zip(outline.headings, outline.headings[1:], strict=False):
        assert heading.span.end == heading.content.start
        assert heading.content.end == following.span.start
    assert outline.headings[-1].content.end == len(FULL)


@pytest.mark.parametrize(
    ("phrase", "path"),
    [
        ("内设3个科室", ("部门概况", "机构设置")),
        ("指导学校", ("部门概况", "主要职责")),
        ("项目支出20", ("2023年度部门决算情况说明", "支出决算情况说明", "总体情况", "项目支出情况")),
    ],
)
def test_path_to_a_place(phrase, path):
    outline = outline_of(FULL)
    assert outline.path(outline.heading_at(FULL.index(phrase))) == path


def test_topics_run_from_the_innermost_heading_out():
    outline = outline_of(FULL)
    index = outline.heading_at(FULL.index("基本支出80"))
    assert outline.topics(index)[:2] == ("basic_expenditure", "expenditure")
    assert outline.path(None) == ()
    assert outline.topics(None) == ()


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        # a disclosure without parts
        (
            "一、部门概况\n（一）主要职责\n二、决算情况说明\n",
            [(1, "部门概况"), (2, "主要职责"), (1, "决算情况说明")],
        ),
        # bare titles without numbers (Shanghai budgets)
        (
            "长河县商务委员会主要职能\n负责商务工作。\n长河县商务委员会机构设置\n名词解释\n",
            [(1, "长河县商务委员会主要职能"), (1, "长河县商务委员会机构设置"), (1, "名词解释")],
        ),
        # a bare title under a part
        ("第一部分 概况\n主要职责\n负责教育工作。\n", [(1, "概况"), (2, "主要职责")]),
        # arabic numbers directly under Chinese ones
        (
            "一、支出说明\n1.基本支出情况\n2.项目支出情况\n",
            [(1, "支出说明"), (2, "基本支出情况"), (2, "项目支出情况")],
        ),
        # a part with its title in the same paragraph, colon between
        ("第一部分：部门概况\n", [(1, "部门概况")]),
        # quotes and brackets in a title
        (
            "一、“三公”经费（含会议费、培训费）支出决算情况说明\n",
            [(1, "“三公”经费（含会议费、培训费）支出决算情况说明")],
        ),
        # a title that begins with a year
        ("1.2023年度收入决算情况\n", [(1, "2023年度收入决算情况")]),
        # no headings at all
        ("本年度收入100.00万元，比上年增加。\n", []),
        ("", []),
    ],
)
def test_headings(text, headings):
    assert [(level, title) for level, _, title in tree(text)] == headings


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("1.收入情况。本年度收入100.00万元。", "收入情况", "本年度收入100.00万元。"),
        ("1.支出情况：本年度支出100.00万元。", "支出情况", "本年度支出100.00万元。"),
        ("（一）总体情况。收支总计100.00万元，比上年增加。", "总体情况", "收支总计100.00万元，比上年增加。"),
    ],
)
def test_a_run_in_title_leaves_its_prose_as_a_paragraph(text, title, rest):
    source = f"一、决算说明\n{text}\n"
    outline = outline_of(source)
    assert outline.headings[-1].title == title
    assert words(source, outline.paragraphs) == [rest]


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ("一、主要职责", "（一）负责教育工作"),  # a duty clause without a closing mark
        ("一、主要职责", "1.拟订规划"),
        ("一、机构设置", "1.办公室"),  # offices
        ("一、决算说明", "1.教育支出80.00万元"),  # a figure
        ("一、决算说明", "（一）比上年增加，主要原因"),  # prose
        ("一、决算说明", "一是加强管理"),  # an ordinal
        ("一、决算说明", "第一条 总则"),  # an article
        ("一、名词解释", "（一）财政拨款收入：指财政部门拨付的资金"),  # a glossary entry
        ("一、决算报表", "（一）事业收入"),  # a row of a table laid out as text
        ("第二部分 决算报表", "一、一般公共预算财政拨款收入"),
        ("一、决算说明", "收入支出100.00万元"),  # no number, no title
    ],
)
def test_what_is_no_heading(section, line):
    source = f"第一部分 概况\n{section}\n{line}\n"
    headings = outline_of(source).headings
    assert [source[slice(*heading.span)] for heading in headings] == ["第一部分 概况", section]
    assert words(source, outline_of(source).paragraphs) == [line]


CONTENTS = """目 录
第一部分 部门概况{0}1
一、主要职责{0}1
二、机构设置{0}2
第二部分 2023年度部门决算情况说明{0}3
一、收入支出决算总体情况说明{0}3
"""


@pytest.mark.parametrize("leader", ["........", "…………", "······", " ", ". . . . "])
def test_the_contents_are_skipped_and_kept_as_a_span(leader):
    contents = CONTENTS.format(leader)
    outline = outline_of("长河县教育局\n2023年度部门决算\n" + contents + FULL)
    assert [(h.level, h.number, h.title) for h in outline.headings] == tree(FULL)
    assert outline.contents is not None
    text = "长河县教育局\n2023年度部门决算\n" + contents + FULL
    assert text[slice(*outline.contents)] == contents.rstrip("\n")
    assert words(text, outline.cover) == ["长河县教育局", "2023年度部门决算"]


@pytest.mark.parametrize("title", ["目录", "目 录", "目\u3000录", "（目录）", "(目录)", "目\n录"])
def test_titles_of_the_contents(title):
    outline = outline_of(CONTENTS.format("......").replace("目 录", title) + FULL)
    assert outline.contents is not None
    assert [h.title for h in outline.headings] == [row[2] for row in tree(FULL)]


def test_without_contents_the_cover_ends_where_the_first_heading_begins():
    source = "长河县教育局\n2023年度部门决算\n" + FULL
    outline = outline_of(source)
    assert outline.contents is None
    assert words(source, outline.cover) == ["长河县教育局", "2023年度部门决算"]
    assert outline.headings[0].title == "部门概况"


GLOSSARY = """一、财政拨款收入：指单位从同级财政部门取得的资金。
二、事业收入：指事业单位开展业务活动取得的收入。
"""


def test_a_glossary_whose_part_title_is_missing_stands_under_no_heading():
    source = FULL + GLOSSARY
    outline = outline_of(source)
    assert tree(source) == tree(FULL)
    assert words(source, outline.detached) == [GLOSSARY]
    assert outline.heading_at(source.index("事业收入")) is None
    assert outline.heading_at(source.index("无政府采购支出")) is not None


def test_a_glossary_with_its_title_is_not_detached():
    outline = outline_of(FULL + "第三部分 名词解释\n" + GLOSSARY)
    assert outline.detached == ()
    assert (outline.headings[-1].title, outline.headings[-1].topic) == ("名词解释", "glossary")


def test_a_detached_glossary_ends_at_the_next_heading():
    source = FULL + GLOSSARY + "第四部分 附件\n"
    outline = outline_of(source)
    assert words(source, outline.detached) == [GLOSSARY]
    assert outline.headings[-1].title == "附件"


@pytest.mark.parametrize(
    ("entry", "term"),
    [
        ("财政拨款收入：指单位取得的资金。", "财政拨款收入"),
        ("基本支出:指为保障机构正常运转的支出。", "基本支出"),  # half-width colon
        ("“三公”经费：纳入预算管理的费用。", '"三公"经费'),
        ("机关运行经费是指用于日常运转的经费。", "机关运行经费"),  # no colon
        ("年末结转系指本年度未用完的资金。", "年末结转"),
        ("教育支出（类）：反映政府教育事务支出。", "教育支出（类）"),
    ],
)
def test_glossary_entries(entry, term):
    match = glossary_entry(matching_form(entry))
    assert match is not None
    assert match.group("term").strip() == term


@pytest.mark.parametrize(
    "text", ["无政府采购支出。", "收入情况：本年度收入100.00万元。", "负责教育工作，完成任务。", "", "说明："]
)
def test_what_is_no_glossary_entry(text):
    assert glossary_entry(matching_form(text)) is None


TOPICS = read_toml("patterns/topics.toml")["topic"]


@pytest.mark.parametrize(("topic", "title"), [(row["id"], title) for row in TOPICS for title in row["examples"]])
def test_topic_of_a_title(topic, title):
    assert title_topic(matching_form(title)) == topic


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("机构设置", "organisation"),
        ("部 门 职 责", "duties"),  # spaced out
        ("“三公”经费支出决算情况说明", "official_expense"),
        ("一般公共预算财政拨款基本支出决算情况说明", "basic_expenditure"),  # narrower than the one below
        ("一般公共预算财政拨款支出决算情况说明", "general_expenditure"),
        ("附件", None),
        ("", None),
    ],
)
def test_narrower_topics_go_first(title, topic):
    assert title_topic(matching_form(title)) == topic


def test_a_heading_without_a_topic_takes_that_of_its_parent():
    outline = outline_of("一、支出决算情况说明\n（一）总体\n")
    assert [h.topic for h in outline.headings] == ["expenditure", "expenditure"]
