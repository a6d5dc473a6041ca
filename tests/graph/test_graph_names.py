"""Names: when two of them are one body, and IRIs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_factory import HAIGANG, make

from fiscalnlp.graph import names
from fiscalnlp.model.records import Citation, Region

CITY = Region(name="秦皇岛市", code="130300")
PROVINCE = Region(name="河北省", code="130000")
AROUND = (HAIGANG, CITY, PROVINCE)


@pytest.mark.parametrize(
    ("printed", "code", "rest"),
    [
        ("秦皇岛市海港区财政局", "130302", "财政局"),
        ("河北省秦皇岛市海港区财政局", "130302", "财政局"),
        ("海港区财政局", "130302", "财政局"),
        ("区财政局", "130302", "财政局"),
        ("秦皇岛市海港区 财政局（本级）", "130302", "财政局"),
        ("秦皇岛市海港区财政局(本级)", "130302", "财政局"),
        ("秦皇岛市海港区财政局本级", "130302", "财政局"),
        ("市财政局", "130300", "财政局"),  # the city's, not the district's
        ("秦皇岛市财政局", "130300", "财政局"),
        ("省科技厅", "130000", "科技厅"),
        ("市市场监督管理局", "130300", "市场监督管理局"),
        ("市场监督管理局", None, "市场监督管理局"),  # 市场 is no 市
        ("区划办公室", None, "区划办公室"),
        ("财政局", None, "财政局"),
        ("中共秦皇岛市海港区委社会工作部", "130302", "委社会工作部"),
        ("中国共产党秦皇岛市海港区委员会社会工作部", "130302", "委社会工作部"),
        ("区委社会工作部", "130302", "委社会工作部"),
        ("海港区", None, "海港区"),  # nothing would be left
    ],
)
def test_split_body_name(printed: str, code: str | None, rest: str) -> None:
    name = names.split_body_name(printed, AROUND)
    assert (name.region.code if name.region else None, name.rest) == (code, rest)


@pytest.mark.parametrize("own", ["上海市普陀区", "普陀区"])  # however the document calls its region
def test_region_is_found_inside_its_city(own: str) -> None:
    around = (Region(name=own, code="310107"), Region(name="上海市", code="310000"))
    name = names.split_body_name("上海市普陀区财政局", around)
    assert name.region is not None
    assert (name.region.code, name.rest) == ("310107", "财政局")


@pytest.mark.parametrize(
    ("name", "none"),
    [
        ("有关部门", True),
        ("公安部门", True),
        ("各镇街", True),
        ("区财政局等有关单位", True),
        ("", True),
        ("区财政局", False),
        ("区财政局等", False),
        ("区委组织部", False),
    ],
)
def test_names_no_body(name: str, none: bool) -> None:
    assert names.names_no_body(name) is none


@pytest.mark.parametrize(
    ("name", "itself"),
    [("我局", True), ("本部门", True), ("该单位", True), ("本溪市财政局", False), ("区财政局", False)],
)
def test_names_itself(name: str, itself: bool) -> None:
    assert names.names_itself(name) is itself


@pytest.mark.parametrize(
    ("short", "long", "result"),
    [
        ("科工信局", "科技和工业信息化局", True),
        ("教育局", "教育体育局", True),
        ("财政局", "科技和工业信息化局", False),
        ("科技和工业信息化局", "科技和工业信息化局", False),  # the same name is no abbreviation
        ("委部", "委社会工作部", False),  # too short to tell
        ("信工科局", "科技和工业信息化局", False),
    ],
)
def test_abbreviates(short: str, long: str, result: bool) -> None:
    assert names.abbreviates(short, long) is result


@pytest.mark.parametrize(
    ("subject", "result"),
    [
        ("提前下达2023年技术创新引导专项资金项目", True),
        ("老旧小区改造工程", True),
        ("绩效自评", False),
        ("一般公共预算项目支出绩效自评", False),
        ("一般公共预算项目", False),
        ("部门整体支出绩效评价", False),
        ("项目", False),
    ],
)
def test_names_project(subject: str, result: bool) -> None:
    assert names.names_project(subject) is result


@pytest.mark.parametrize(("issuer_code", "serial"), [("秦财教", "770"), ("秦 财教", "０770"), ("秦财教", "7 70")])
def test_instrument_key_is_the_same_in_every_spelling(issuer_code: str, serial: str) -> None:
    citation = make(Citation, issuer_code=issuer_code, serial=serial)
    assert names.instrument_key(citation) == ("秦财教", "2022", "770")


@pytest.mark.parametrize(
    ("one", "other"),
    [("“三公”经费", '"三公" 经费'), ("因公出国（境）费", "因公出国(境)费"), ("２０２３年", "2023年")],
)
def test_plain_name_joins_spellings(one: str, other: str) -> None:
    assert names.plain_name(one) == names.plain_name(other)


@given(st.text())
def test_plain_name_twice_changes_nothing(name: str) -> None:
    once = names.plain_name(name)
    assert names.plain_name(once) == once


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_iri_is_one_path_segment_a_part(one: list[str], other: list[str]) -> None:
    result = names.iri("measure", *one)
    assert result.count("/") == names.iri("measure").count("/") + len(one)
    assert not set(result) & set(' <>"{}|\\^`')
    assert (result == names.iri("measure", *other)) == (one == other)
