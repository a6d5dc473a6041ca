from __future__ import annotations

from decimal import Decimal

import pytest

from fiscalnlp.data import read_toml
from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.model.place import Box
from fiscalnlp.segment.tables import find_title, find_unit, name_tables


def grid(rows, *, above=("单位：万元", "支出决算表"), spans=None, below=()):
    """A grid of `rows`; `None` marks what a cell to the left or above covers, as `spans` says."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is not None:
                row_span, column_span = (spans or {}).get((r, c), (1, 1))
                cells.append(GridCell(text, r, c, row_span, column_span, Box(2, c, r, c + 1, r + 1)))
    return Grid(
        tuple(cells),
        len(rows),
        len(rows[0]),
        page=2,
        y=0.0,
        boxes=(Box(2, 0, 0, 9, 9),),
        above=tuple((text, 2) for text in above),
        below=tuple((text, 2) for text in below),
    )


def texts(draft):
    return [[cell.text for cell in row] for row in draft.rows]


def only(*args, **kwargs):
    (draft,) = name_tables([grid(*args, **kwargs)]).tables
    return draft


EXPENDITURE = [
    ["项目", None, "本年支出合计", "基本支出"],
    ["科目编码", "科目名称", None, None],
    ["合计", None, "1,307.82", "-105.58"],
    ["201", "一般公共服务支出", "264.87", ""],
]
SPANS = {(0, 0): (1, 2), (0, 2): (2, 1), (0, 3): (2, 1), (2, 0): (1, 2)}


def test_a_table_is_named_and_read():
    draft = only(EXPENDITURE, spans=SPANS)
    assert (draft.key, draft.title, draft.unit, draft.empty) == ("expenditure", "支出决算表", "万元", False)
    assert draft.head.columns == ("项目/科目编码", "项目/科目名称", "本年支出合计", "基本支出")
    assert texts(draft) == [["合计", "", "1,307.82", "-105.58"], ["201", "一般公共服务支出", "264.87", ""]]
    assert [cell.yuan for cell in draft.rows[0]] == [None, None, Decimal("13078200"), Decimal("-1055800")]
    assert [cell.yuan for cell in draft.rows[1]] == [None, None, Decimal("2648700"), None]
    assert [line.code for line in draft.lines] == [None, "201"]
    assert draft.rows[1][2].box == Box(2, 2, 3, 3, 4)
    assert draft.grid_rows == (2, 3)


@pytest.mark.parametrize(
    ("above", "key", "title"),
    [
        (["单位：元", "收入决算表"], "income", "收入决算表"),
        (["编制部门：某局 单位：元", "2025年部门财务收支预算总表"], "income_expenditure_summary", None),
        (["单位：元", "2025年部门收入预算总表"], "income", None),
        (["单位：元", "2025年部门支出预算总表"], "expenditure", None),
        (["单位：元", "2025年部门财政拨款收支预算总表"], "appropriation_summary", None),
        (["单位：元", "2025年部门一般公共预算支出功能分类预算表"], "general_expenditure", None),
        (
            ["单位：元", "2025年部门一般公共预算基本支出部门预算经济分类预算表"],
            "general_basic_expenditure",
            None,
        ),
        (["单位:万元", "2025年部门“三公”经费和机关运行经费预算表"], "official_expense", None),
        (["单位：元", "2025年部门政府性基金预算支出功能分类预算表"], "government_fund", None),
        (["单位：元", "2025年部门国有资本经营预算支出功能分类预算表"], "state_capital", None),
        # spaced letters, other quotes, the form's number beside or above
        (["收 入 决 算 表"], "income", "收入决算表"),
        (['财政拨款"三公"经费支出决算表'], "official_expense", '财政拨款"三公"经费支出决算表'),
        (["支出决算表 公开03表"], "expenditure", "支出决算表"),
        (["公开03表", "支出决算表", "某局2023年度部门决算表"], "expenditure", "支出决算表"),
        # wrapped over two lines
        (["单位：万元", "支出决算表", "一般公共预算财政拨款基本"], "general_basic_expenditure", None),
    ],
)
def test_titles(above, key, title):
    found = find_title(above)
    assert found is not None
    assert found[0] == key
    if title is not None:
        assert found[1] == title


@pytest.mark.parametrize(
    "above",
    [[], ["单位：万元"], ["纳入决算编制范围的单位包括："], ["项目支出决算表"], ["见下。", "支出决算表"]],
)
def test_no_title(above):
    assert find_title(above) is None


def other(*args, **kwargs):
    result = name_tables([grid(*args, **kwargs)])
    assert result.tables == ()
    return result.others[0] if result.others else None


def test_data_tables_of_other_kinds_keep_their_rows():
    rows = [["序号", "单位名称"], ["1", "某局本级"], ["2", "某中心"]]
    draft = other(rows, above=("包括：",))
    assert (draft.key, draft.topic, draft.title, draft.empty) == (None, "units", None, True)
    assert texts(draft) == rows[1:]


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("2024年项目支出预算表", "project_expenditure"),
        ("政府采购预算表", "procurement"),
        ("政府购买服务预算表", "service_purchase"),
        ("部门整体支出绩效目标表", "performance_target"),
        ("项目支出绩效目标申报表", "performance_target"),
        ("支出经济分类预算表", "economic_expenditure"),
        ("机关运行经费情况表", "operating_expense"),
        ("国有资产占用情况表", "assets"),
        ("年度重点工作表", None),
    ],
)
def test_topics_of_other_tables(title, topic):
    rows = [["事项", "预算数"], ["甲事项", "1.00"], ["乙事项", "2.00"]]
    draft = other(rows, above=("单位：万元", title))
    assert (draft.title, draft.topic, draft.unit) == (title, topic, "万元")
    assert [line.values[0].yuan for line in draft.lines] == [Decimal(10000), Decimal(20000)]


def test_in_other_tables_money_stands_only_where_a_heading_says_so():
    rows = [["项目名称", "楼层", "金额"], ["甲项目", "3", "1.00"], ["乙项目", "4", "2.00"]]
    draft = other(rows, above=("单位：万元", "项目明细表"))
    assert [cell.yuan for cell in draft.rows[0]] == [None, None, Decimal(10000)]


@pytest.mark.parametrize(
    "rows",
    [
        [["本部门贯彻落实党中央决策部署。", ""], ["主要职责是：拟订规划。", ""]],  # a frame round text
        [["目录", "页码"], ["第一部分 概况", "1"], ["一、主要职责", "2"], ["二、机构设置", "3"]],
        [["填报单位：某局", "日期："], ["单位负责人：甲", "填表人：乙"], ["审核：丙", "电话："]],
        [["序号", "职责"], ["1", "贯彻落实党中央决策部署。"], ["2", "拟订规划。"]],
        [
            ["名词", "解释"],
            ["基本支出", "指为保障机构正常运转发生的支出。"],
            ["项目支出", "指为完成任务发生的支出。"],
        ],
    ],
)
def test_grids_without_data_are_handed_back(rows):
    unknown = grid(rows, above=())
    result = name_tables([unknown])
    assert (result.tables, result.others, result.grids) == ((), (), (unknown,))


def test_a_title_at_the_foot_of_the_page_before():
    table = grid(EXPENDITURE, spans=SPANS, above=("单位：万元",))
    assert name_tables([table]).tables == ()
    assert name_tables([table], [["支出决算表", "见下页"]]).tables[0].key == "expenditure"


@pytest.mark.parametrize(
    ("texts_above", "unit"),
    [
        (["单位：万元"], "万元"),
        (["编制部门：某局 单位：元"], "元"),
        (["金额单位：人民币元"], "元"),
        (["金额单位:千元"], "千元"),
        (["收入决算表（万元）"], "万元"),
        (["单位（万元）"], "万元"),
        (["部门：某局 2023年度"], None),
        (["单位：某局"], None),
    ],
)
def test_units(texts_above, unit):
    assert find_unit(texts_above) == unit


def test_without_a_unit_figures_have_no_yuan_but_the_table_is_not_empty():
    draft = only(EXPENDITURE, spans=SPANS, above=("支出决算表",))
    assert draft.unit is None
    assert not draft.empty
    assert {cell.yuan for row in draft.rows for cell in row} == {None}


def test_a_unit_that_is_not_printed_follows_from_a_total_shared_with_another_table():
    income = [["科目编码", "科目名称", "合计"], ["合计", "", "1,307.82"]]
    known = grid(income, above=("单位：万元", "收入决算表"))
    unknown = grid(EXPENDITURE, spans=SPANS, above=("支出决算表",))
    draft = name_tables([known, unknown]).tables[1]
    assert (draft.unit, draft.unit_proved) == ("万元", True)
    assert draft.rows[0][2].yuan == draft.lines[0].values[0].yuan == Decimal("13078200")


@pytest.mark.parametrize("totals", [["1,400.00"], ["1,307.82", "1,307.82"]], ids=["another", "units differ"])
def test_a_unit_is_not_guessed(totals):
    tables = [
        grid([["科目编码", "科目名称", "合计"], ["合计", "", total]], above=(f"单位：{unit}", "收入决算表"))
        for total, unit in zip(totals, ("万元", "元"), strict=False)
    ]
    draft = name_tables([*tables, grid(EXPENDITURE, spans=SPANS, above=("支出决算表",))]).tables[-1]
    assert (draft.unit, draft.unit_proved, draft.lines[0].values[0].yuan) == (None, False, None)
    assert draft.lines[0].values[0].value == Decimal("1307.82")


def test_numbering_rows_belong_to_the_header_and_line_numbers_are_no_money():
    rows = [
        ["收入", None, None, "支出", None, None],
        ["项目", "行次", "决算数", "项目", "行次", "决算数"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一、财政拨款收入", "1", "5.00", "一、外交支出", "31", ""],
    ]
    draft = only(rows, spans={(0, 0): (1, 3), (0, 3): (1, 3)}, above=("单位：万元", "收入支出决算总表"))
    assert draft.head.columns[:3] == ("收入/项目", "收入/行次", "收入/决算数")
    assert [cell.yuan for cell in draft.rows[0]] == [None, None, Decimal(50000), None, None, None]
    assert len(draft.rows) == 1


def test_codes_over_three_cells_stay_as_printed_and_are_put_together_beside():
    rows = [
        ["科目编码", None, None, "科目名称", "合计"],
        ["类", "款", "项", None, None],
        ["201", "", "", "一般公共服务支出", "9"],
        ["201", "05", "", "统计信息事务", "9"],
        ["201", "5", "07", "专项普查活动", "9"],
        ["合计", None, None, None, "9"],
    ]
    draft = only(rows, spans={(0, 0): (1, 3), (0, 3): (2, 1), (0, 4): (2, 1), (5, 0): (1, 4)})
    assert [line.code for line in draft.lines] == ["201", "20105", "2010507", None]
    assert texts(draft)[2] == ["201", "5", "07", "专项普查活动", "9"]
    assert [row[-1].yuan for row in draft.rows] == [Decimal(90000)] * 4
    assert {cell.yuan for row in draft.rows for cell in row[:3]} == {None}


def test_a_total_on_the_line_of_the_sub_headings_is_a_row_too():
    rows = [
        ["项目", None, "年初结转", "本年支出", None],
        ["科目编码", "科目名称", None, None, None],
        ["合计", None, "3.00", "小计", "基本支出"],
        ["229", "其他支出", "", "5.00", "5.00"],
    ]
    spans = {(0, 0): (1, 2), (0, 2): (2, 1), (0, 3): (2, 2), (2, 0): (1, 2)}
    draft = only(rows, spans=spans, above=("单位：万元", "政府性基金预算财政拨款收入支出决算表"))
    assert draft.head.columns == (
        "项目/科目编码",
        "项目/科目名称",
        "年初结转",
        "本年支出/小计",
        "本年支出/基本支出",
    )
    assert texts(draft) == [["合计", "", "3.00", "", ""], ["229", "其他支出", "", "5.00", "5.00"]]


def test_a_table_without_figures_is_empty_and_has_no_rows():
    draft = only([*EXPENDITURE[:2], ["合计", None, "", ""], ["205", "教育支出", "", ""]], spans=SPANS)
    assert draft.empty
    assert draft.rows == ()


def test_title_and_unit_printed_inside_the_frame():
    rows = [["支出决算表", None, None, None], ["单位：元", None, None, None], *EXPENDITURE]
    spans = {(0, 0): (1, 4), (1, 0): (1, 4)} | {(r + 2, c): span for (r, c), span in SPANS.items()}
    draft = only(rows, spans=spans, above=())
    assert (draft.key, draft.unit) == ("expenditure", "元")
    assert draft.head.columns[2] == "本年支出合计"


def test_title_and_unit_in_the_first_rows_of_a_sheet():
    rows = [
        ["支出决算表", "", "", ""],
        ["", "", "", "公开03表"],
        ["部门：某局", "", "", "单位：元"],
        *EXPENDITURE,
    ]
    draft = only(rows, spans={(r + 3, c): span for (r, c), span in SPANS.items()}, above=())
    assert (draft.key, draft.title, draft.unit) == ("expenditure", "支出决算表", "元")
    assert texts(draft)[0] == ["合计", "", "1,307.82", "-105.58"]
    sheet = [["政府采购预算表", "", ""], ["品目", "数量", "预算金额"], ["电脑", "3", "1.00"], ["纸", "5", "2.00"]]
    draft = other(sheet, above=("单位：万元",))
    assert (draft.title, draft.topic) == ("政府采购预算表", "procurement")
    assert [value.column for value in draft.lines[0].values] == [2]


def test_header_rows_repeated_in_the_body_are_dropped():
    spans = SPANS | {(4, 0): (1, 2), (4, 2): (2, 1), (4, 3): (2, 1)}
    draft = only([*EXPENDITURE, *EXPENDITURE[:2], ["208", "社会保障支出", "1.00", ""]], spans=spans)
    assert [row[0] for row in texts(draft)] == ["合计", "201", "208"]


def test_years_may_head_columns():
    rows = [["项目", "2022", "2023"], ["公务接待费", "1.00", "0.50"]]
    draft = only(rows, above=("单位：万元", "“三公”经费支出决算表"))
    assert draft.head.columns == ("项目", "2022", "2023")
    assert texts(draft) == [["公务接待费", "1.00", "0.50"]]


def test_counts_and_rates_are_no_money():
    rows = [["项目", "决算数", "完成率（%）", "批次"], ["公务接待费", "1.00", "50.00", "3"]]
    draft = only(rows, above=("单位：万元", "“三公”经费支出决算表"))
    assert [cell.yuan for cell in draft.rows[0]] == [None, Decimal(10000), None, None]


def test_lines_that_count_hold_no_money_whatever_their_column_says():
    rows = [
        ["项目", "预算数", "决算数"],
        ["1.因公出国（境）费", "-", "△1.00"],
        ["2.公务用车保有量（辆）", "3", "2"],
        ["3.国内公务接待人次", "30", "20"],
    ]
    draft = only(rows, above=("单位：万元", "“三公”经费支出决算表"))
    assert [[cell.yuan for cell in row[1:]] for row in draft.rows] == [
        [None, Decimal(-10000)],
        [None, None],
        [None, None],
    ]
    assert [[value.value for value in line.values] for line in draft.lines][1:] == [[None, None]] * 2


def test_vocabulary_is_complete():
    data = read_toml("vocab/tables.toml")
    assert set(data) == {"between", "title", "unit", "header", "line", "topic"}
    assert all("(?P<unit>" in pattern for pattern in data["unit"]["patterns"])
