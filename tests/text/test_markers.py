"""List and heading markers: what they are, which number they carry and where they end."""

import pytest

from fiscalnlp.data import read_toml
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.markers import Marker, marker_patterns, match_marker

ROWS = read_toml("patterns/markers.toml")["marker"]


@pytest.mark.parametrize(("style", "text"), [(row["style"], text) for row in ROWS for text in row["examples"]])
def test_marker_is_found_in_its_examples(style, text):
    marker = match_marker(matching_form(text))
    assert marker is not None
    assert marker.style == style
    assert marker.start == 0
    assert marker.end > 0


@pytest.mark.parametrize(("style", "text"), [(row["style"], text) for row in ROWS for text in row["not_examples"]])
def test_marker_is_not_found_in_its_counter_examples(style, text):
    marker = match_marker(matching_form(text))
    assert marker is None or marker.style != style


def test_styles_are_unique_and_in_file_order():
    styles = [style for style, _ in marker_patterns()]
    assert styles == [row["style"] for row in ROWS]
    assert len(set(styles)) == len(styles)


@pytest.mark.parametrize(
    ("text", "style", "number", "end"),
    [
        ("第一部分 部门概况", "part", 1, 4),
        ("第十部分", "part", 10, 4),  # nothing after it
        ("第 二 部 分：决算表", "part", 2, 8),  # spaced out, colon taken in
        ("第十二条 职责", "article", 12, 4),
        ("十一、经营支出", "chinese", 11, 3),
        ("一、2025年预算", "chinese", 1, 2),  # the year behind it is no part of the number
        ("（二十八）完成", "chinese_bracket", 28, 5),
        ("(一)、机构", "chinese_bracket", 1, 4),  # half-width brackets, mark taken in
        ("1.2025年部门预算", "arabic", 1, 2),  # a title that begins with a year
        ("12、 负责", "arabic", 12, 3),
        ("2．政府性基金", "arabic", 2, 2),  # full-width point
        ("（12）组织", "arabic_bracket", 12, 4),
        ("3）指导", "arabic_bracket", 3, 2),
        ("①贯彻", "circled", 1, 1),
        ("⑳其他", "circled", 20, 1),
        ("一是加强管理", "ordinal", 1, 2),
    ],
)
def test_number_and_range(text, style, number, end):
    assert match_marker(matching_form(text)) == Marker(style, number, 0, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "部门概况",
        "1551.25万元",  # a sum
        "3.5%",  # a rate
        "2023.12.31",  # a date
        "2023年度",
        "一般公共预算",
        "二级项目",
        "十四五规划",
        "第一季度",  # an ordinal that counts no section
        "（一般公共预算）",
        "（2023）12号",
        "1,234.56万元",
    ],
)
def test_no_marker(text):
    assert match_marker(matching_form(text)) is None


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (3, None, Marker("arabic", 2, 3, 5)),  # in the middle of the text
        (3, 4, None),  # the range ends before the point
        (8, None, None),  # at the end of the text
    ],
)
def test_marker_in_a_range(start, end, found):
    assert match_marker("概况，2.机构设", start, end) == found
