"""Plain text: encodings, lines with their offsets, pages parted by form feeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.read import read_source
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
