"""Spreadsheets: sheets as pages, titles and notes apart from the table, figures as a reader sees them."""

import datetime
import io

import openpyxl
import pytest
import xlwt

from fiscalnlp.errors import BrokenSourceError, EmptySourceError
from fiscalnlp.read import FlowLine, FlowTable, read_source
from fiscalnlp.read.sheets import MAX_SHEET_CELLS, shown
from office_factory import repacked


def xlsx(sheets: dict[str, list[list[object]]], merged: dict[str, list[str]] | None = None, hidden=()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for places in (merged or {}).get(name, []):
            sheet.merge_cells(places)
        if name in hidden:
            sheet.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def xls(rows: list[list[object]], merged: list[tuple[int, int, int, int, str]] = ()) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("收入决算表")
    for top, bottom, left, right, text in merged:
        sheet.write_merge(top, bottom, left, right, text)
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(index, column, value)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def flows(data: bytes):
    return [page.flow for page in read_source(data).pages]


def texts(flow):
    """Return lines as text and tables as rows of texts."""
    found = []
    for item in flow:
        if isinstance(item, FlowLine):
            found.append(item.text)
        else:
            rows: list[list[str]] = []
            for cell in item.cells:
                rows.extend([] for _ in range(cell.row + 1 - len(rows)))
                rows[cell.row].append(cell.text)
            found.append(rows)
    return found


HEAD = ["科目编码", "科目名称", "金额"]
BODY = [["201", "一般公共服务支出", 12.5], ["2010101", "行政运行", 12.5]]


def test_a_sheet_is_a_table_with_its_name():
    source = read_source(xlsx({"收入决算表": [HEAD, *BODY]}))
    (page,) = source.pages
    (table,) = page.flow
    assert isinstance(table, FlowTable)
    assert (page.number, table.name) == (None, "收入决算表")
    assert texts(page.flow) == [[HEAD, ["201", "一般公共服务支出", "12.5"], ["2010101", "行政运行", "12.5"]]]
    assert source.media_type.endswith("spreadsheetml.sheet")


def test_title_unit_and_notes_are_lines():
    rows = [
        ["收入决算表", None, None],
        ["编制单位：某局", None, "单位：万元"],
        HEAD,
        *BODY,
        ["注：本表反映本年度收入。", None, None],
    ]
    (flow,) = flows(xlsx({"Sheet1": rows}, {"Sheet1": ["A1:C1", "A6:C6"]}))
    title, unit, table, note = texts(flow)
    assert (title, unit, note) == ("收入决算表", "编制单位：某局  单位：万元", "注：本表反映本年度收入。")
    assert table[0] == HEAD


@pytest.mark.parametrize(
    "unit",
    [
        ["部门：", "某局", "单位：万元"],
        ["公开01表", None, None],
        [None, None, "金额单位：元"],
        ["2023年度", None, "单位：元"],
    ],
)
def test_rows_of_labels(unit):
    (flow,) = flows(xlsx({"Sheet1": [unit, HEAD, *BODY]}))
    assert texts(flow)[0] == "  ".join(text for text in unit if text)
    assert texts(flow)[1][0] == HEAD


def test_a_heading_of_all_columns_stays_in_the_table():
    rows = [["“三公”经费", None, None], ["合计", "出国（境）费", "接待费"], [1, 0, 1]]
    (flow,) = flows(xlsx({"s": rows}, {"s": ["A1:C1"]}))
    (table,) = flow
    assert table.cells[0] == ("“三公”经费", 0, 0, 1, 3)


def test_a_row_that_holds_only_a_name_stays_in_the_table():
    (flow,) = flows(xlsx({"s": [HEAD, *BODY, ["229", None, None], ["其他支出", None, None]]}))
    assert [row[0] for row in texts(flow)[0]] == ["科目编码", "201", "2010101", "229", "其他支出"]


def test_blank_rows_and_columns_are_left_out():
    rows = [[None], [None, *HEAD[:2], None, HEAD[2]], [None], *([None, *row[:2], None, row[2]] for row in BODY)]
    (flow,) = flows(xlsx({"s": rows}))
    assert texts(flow)[0][0] == HEAD
    assert [cell.column for cell in flow[0].cells[:3]] == [0, 1, 2]


def test_several_tables_on_a_sheet():
    rows = [["收入决算表"], HEAD, *BODY, [None], ["支出决算表"], ["单位：元"], HEAD, *BODY, ["备注：无"]]
    (flow,) = flows(xlsx({"s": rows}))
    first, table, second, unit, other, note = texts(flow)
    assert (first, second, unit, note) == ("收入决算表", "支出决算表", "单位：元", "备注：无")
    assert table == other
    assert [item.name for item in flow if isinstance(item, FlowTable)] == ["s", None]


def test_merged_cells_of_a_heading():
    rows = [["项目", "支出", None], [None, "基本", "项目"], ["合计", 1, 2]]
    (flow,) = flows(xlsx({"s": rows}, {"s": ["A1:A2", "B1:C1"]}))
    assert flow[0].cells[:2] == (("项目", 0, 0, 2, 1), ("支出", 0, 1, 1, 2))


def test_old_workbooks_alike():
    rows = [[None], ["科目编码", "科目名称", "金额"], ["0201", "行政运行", 3.0]]
    source = read_source(xls(rows, [(0, 0, 0, 2, "收入决算表")]))
    assert texts(source.pages[0].flow) == ["收入决算表", [HEAD, ["0201", "行政运行", "3"]]]
    assert source.media_type == "application/vnd.ms-excel"


def test_hidden_and_empty_sheets_are_left_out():
    source = read_source(xlsx({"a": [HEAD, *BODY], "b": [], "草稿": [HEAD, *BODY]}, hidden=["草稿"]))
    assert len(source.pages) == 1
    assert source.warnings == ("sheet '草稿' is hidden and was left out",)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5000000001, "1234.5"),
        (1234.5600000000002, "1234.56"),
        (0.1 + 0.2, "0.3"),
        (1e7, "10000000"),
        (123456789012.34, "123456789012.34"),
        (12.0, "12"),
        (-3.51, "-3.51"),
        (-0.0, "0"),
        (1e-9, "0"),
        (0.0839, "0.0839"),
        (float("nan"), ""),
        (7, "7"),
        (True, "TRUE"),
        ("0201", "0201"),
        (datetime.date(2024, 12, 31), "2024-12-31"),
        (datetime.datetime(2024, 12, 31), "2024-12-31"),
        (datetime.datetime(2024, 12, 31, 8, 30), "2024-12-31 08:30:00"),
    ],
)
def test_values_as_a_reader_sees_them(value, text):
    assert shown(value) == text


def test_tables_of_a_workbook_are_named(pipeline):
    rows = [["某局2023年度收入决算表"], ["单位：万元"], ["科目编码", "科目名称", "本年收入合计"], *BODY]
    (table,) = pipeline.read(xlsx({"Sheet1": rows, "Sheet2": [["说明"]]})).tables
    assert (table.table, table.unit) == ("income", "万元")
    assert [row[2].yuan for row in table.rows] == [125000, 125000]


def test_a_sheet_may_be_named_after_its_table(pipeline):
    (table,) = pipeline.read(xlsx({"收入决算表": [[*HEAD[:2], "本年收入合计（万元）"], *BODY]})).tables
    assert table.table == "income"


GOOD = xlsx({"s": [HEAD, *BODY]})


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (xlsx({"s": []}), EmptySourceError, "no visible sheet"),
        (repacked(GOOD, workbook_xml=b"<workbook"), BrokenSourceError, "damaged workbook"),
        (repacked(GOOD, sheet1_xml=b"<worksheet><row"), BrokenSourceError, "damaged workbook"),
        (xls([["a", "b"]])[:512] + bytes(512) + xls([["a", "b"]])[1024:], BrokenSourceError, "damaged workbook"),
    ],
)
def test_damaged_workbooks(data, error, words):
    with pytest.raises(error, match=words) as caught:
        read_source(data, name="表.xlsx")
    assert caught.value.source == "表.xlsx"


def test_a_sheet_that_reaches_too_far_is_refused_before_memory_is_asked_for():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "项目", 1
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(BrokenSourceError, match=f"more than {MAX_SHEET_CELLS:,} cells"):
        read_source(data.getvalue())
