"""Plain text: encodings, lines with their offsets, pages parted by form feeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.read import FlowLine, FlowTable, read_source
from fiscalnlp.read.plain import decode, read_plain

TEXT = "第一部分　部门概况\n负责本区域的教育工作；“三公”经费12.30万元。\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", TEXT),
        ("utf-8-sig", TEXT),  # with a byte order mark
        ("gb18030", TEXT),
        ("gbk", TEXT),
        ("gb2312", TEXT),
        ("utf-16", TEXT),  # with a byte order mark, little-endian
        ("gb18030", "负责䶮县与𠮷镇的教育工作，完成交办的其他任务。"),  # characters beyond GBK
        ("ascii", "Plain English text."),
        ("latin-1", "Café au lait, tout court.\n"),
    ],
)
def test_encodings(encoding, text):
    assert decode(text.encode(encoding), "x") == text


@pytest.mark.parametrize("mark", [b"\xfe\xff", b"\xff\xfe"])
def test_utf_16_of_both_byte_orders(mark):
    encoding = {b"\xfe\xff": "utf-16-be", b"\xff\xfe": "utf-16-le"}[mark]
    assert decode(mark + TEXT.encode(encoding), "x") == TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03" * 50,  # control characters are valid UTF-8
        ("部门" + "\x01" * 5).encode(),
        b"\xff\xfe\x00\xd8",  # half a surrogate pair
    ],
)
def test_bytes_that_are_no_text(data):
    with pytest.raises(BrokenSourceError, match=r"^x: "):
        decode(data, "x")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一\n二", [(0, "一"), (2, "二")]),
        ("一\r\n二\r三", [(0, "一"), (3, "二"), (5, "三")]),  # line ends of other systems
        ("一\n\n\n二\n", [(0, "一"), (4, "二")]),  # blank lines
        ("一\u2028二\u2029三\x85四\x0b五", [(0, "一"), (2, "二"), (4, "三"), (6, "四"), (8, "五")]),
        ("  一 \n", [(0, "  一 ")]),  # white space is kept for layout
        ("", []),
    ],
)
def test_lines_and_their_offsets(text, lines):
    (page,) = read_plain(text)
    assert list(page.flow) == lines


def test_form_feeds_part_numbered_pages():
    pages = read_plain("一\n\f二\n三\f\f四")
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert [list(page.flow) for page in pages] == [
        [(0, "一")],
        [(3, "二"), (5, "三")],
        [],  # an empty page still counts
        [(8, "四")],
    ]


def test_text_without_form_feeds_has_no_page_numbers():
    assert [page.number for page in read_plain(TEXT)] == [None]


@given(st.text(alphabet=st.sampled_from("一二 \u3000\n\r\f\x0b\x85\u2028a1，。"), max_size=40))
def test_every_line_stands_where_its_offset_says(text):
    for page in read_plain(text):
        for offset, line in page.flow:
            assert text[offset : offset + len(line)] == line
            assert "\n" not in line


def test_byte_order_mark_is_no_part_of_the_text():
    assert read_source("\ufeff" + TEXT).pages == read_source(TEXT).pages
    assert read_source(b"\xef\xbb\xbf" + TEXT.encode()).pages == read_source(TEXT).pages
    (page,) = read_plain("\ufeff" + TEXT)  # here the mark still has its place
    assert page.flow[0] == (1, "第一部分　部门概况")


def test_traditional_characters_in_big5_are_read_or_refused():
    text = "部門職責：負責教育工作。\n" * 20
    try:
        assert decode(text.encode("big5"), "x") == text
    except BrokenSourceError as error:
        assert error.cause  # noqa: PT017 - either outcome is right


# -- tables -------------------------------------------------------------------------------------------------


def rows_of(text):
    """Return lines as text, tables as rows of `text` or `(text, columns)` where a cell reaches over several."""
    (page,) = read_plain(text)
    found = []
    for item in page.flow:
        if isinstance(item, FlowLine):
            found.append(item.text)
            continue
        rows = [[] for _ in range(max(cell.row for cell in item.cells) + 1)]
        for cell in item.cells:
            rows[cell.row].append(cell.text if cell.column_span == 1 else (cell.text, cell.column_span))
        found.append(rows)
    return found


TABLE = [["科目", "金额"], ["教育支出", "12.30"], ["合计", "12.30"]]


@pytest.mark.parametrize(
    "text",
    [
        "科目\t金额\n教育支出\t12.30\n合计\t12.30\n",
        "科目\t金额\r\n教育支出\t12.30\r\n合计\t12.30\r\n",
        "| 科目 | 金额 |\n|---|---:|\n| 教育支出 | 12.30 |\n| 合计 | 12.30 |\n",
        "科目|金额\n教育支出|12.30\n合计|12.30",
    ],
)
def test_rows_of_fields_are_tables(text):
    assert rows_of(text) == [TABLE]


def test_lines_round_a_table_stay_lines_with_their_offsets():
    (page,) = read_plain("收入决算表\n科目\t金额\n合计\t12.30\n注：无。\n")
    first, table, last = page.flow
    assert (first, last) == ((0, "收入决算表"), (21, "注：无。"))
    assert isinstance(table, FlowTable)


def test_rows_may_leave_out_blank_fields_at_their_end():
    assert rows_of("科目\t名称\t金额\n201\t教育\n205\t卫生\t3.00\n") == [
        [["科目", "名称", "金额"], ["201", "教育"], ["205", "卫生", "3.00"]]
    ]


def test_headings_reach_over_blank_fields_with_headings_below():
    assert rows_of("收入\t\t支出\n项目\t金额\t项目\t金额\n合计\t1\t合计\t1\n")[0][0] == [("收入", 2), ("支出", 2)]


def test_tables_without_figures_need_three_columns():
    assert len(rows_of("编码\t名称\t金额\n合计\t无\t无\n")) == 1
    assert rows_of("甲\t乙\n丙\t丁\n") == ["甲\t乙", "丙\t丁"]


@pytest.mark.parametrize(
    "text",
    [
        "一、部门职责\t3\n二、机构设置\t4\n",  # a table of contents
        "\t负责教育工作。\n\t完成其他任务。\n",  # indents
        "科目\t金额\n",  # one row
        "负责A|B两类工作，共12人。\n负责C|D。\n",
    ],
)
def test_other_lines_with_tabs_are_text(text):
    assert rows_of(text) == text.strip("\n").split("\n")


def test_blank_lines_part_tables():
    tables = rows_of("甲\t1.0\n乙\t2.0\n\n丙\t3.0\n丁\t4.0\n")
    assert tables == [[["甲", "1.0"], ["乙", "2.0"]], [["丙", "3.0"], ["丁", "4.0"]]]


def test_rows_parted_by_commas_are_a_table_where_their_number_of_fields_is_the_same():
    rows = [["项目", "合计", "基本支出"], ["教育支出", "1,264.87", "62.63"], ["住房支出", "29.42", "29.42"]]
    assert rows_of('项目,合计,基本支出\n教育支出,"1,264.87",62.63\n住房支出,29.42,29.42\n') == [rows]
    prose = "本年收入307.82万元,其中财政拨款\n收入307.82万元,占100.00%,\n没有其他收入,与上年持平\n"
    (page,) = read_plain(prose)
    assert all(isinstance(item, FlowLine) for item in page.flow)


def test_digit_groups_of_wrapped_prose_are_no_rows():
    lines = [
        "计为1,234.56万元比上年减少0.",
        "00万元本年度收入合计为1,23",
        "4.56万元本年度收入合计为1,23",
        "4.56万元。",
    ]
    (page,) = read_plain("\n".join(lines))
    assert [line.text for line in page.flow] == lines
