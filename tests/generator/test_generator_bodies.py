"""Bodies that are made up stand in real divisions, under classes that a source attests."""

from __future__ import annotations

import re

import pytest

from fiscalnlp.classification import functional_classes, regions
from fiscalnlp.model.records import Fund
from generator.bodies import Body, bodies
from generator.figures import PAID_AS

YEARS = (2023, 2024, 2025)
#: What a clause begins with → the role the body has in it; any other beginning is its own work.
ROLES = {"牵头": "lead", "会同": "joint", "配合": "support", "协助": "support", "参与": "support"}
PROVINCES = {
    *("北京市", "河北省", "内蒙古自治区", "辽宁省", "上海市", "江苏省", "浙江省", "福建省", "江西省"),
    *("湖南省", "广东省", "广西壮族自治区", "重庆市", "四川省", "云南省", "陕西省", "甘肃省"),
}
FIELDS = {
    *("education", "health", "transport", "agriculture", "civil_affairs", "culture", "township", "street"),
    *("court", "party", "market", "housing", "emergency", "environment", "employment", "science"),
    "urban_management",
}

each_body = pytest.mark.parametrize("body", bodies(), ids=lambda body: body.name)


def attested(code: str, fund: Fund, year: int) -> bool:
    classes = functional_classes()
    rows = (*classes.ancestors(code, fund=fund, year=year), classes.by_code(code, fund=fund, year=year))
    return len(code) == 7 and len(rows) == 3 and all(row is not None and row.confirmed for row in rows)


@each_body
def test_a_body_stands_in_a_real_division_that_its_name_begins_with(body: Body) -> None:
    division = regions().by_code(body.region_code)
    assert division is not None
    assert body.region_name.endswith(division.name)
    found = regions().find(body.name)
    assert found is not None
    assert (found.name, found.code) == (body.region_name, body.region_code)


@each_body
@pytest.mark.parametrize("year", YEARS)
def test_a_source_attests_every_class_that_a_body_spends_under(body: Body, year: int) -> None:
    for code in (body.running, *(project.code for project in body.projects)):
        assert attested(code, "general", year), code
    for project in body.fund_projects:
        assert attested(project.code, "government_fund", year), project.code


@each_body
def test_a_class_stands_once_in_the_accounts_of_a_body(body: Body) -> None:
    codes = [body.running, *(project.code for project in body.projects), *PAID_AS]
    assert len(codes) == len(set(codes))


@each_body
def test_the_role_of_a_duty_is_that_of_its_first_verb(body: Body) -> None:
    for duty in body.duties:
        assert duty.role == ROLES.get(duty.text[:2], "own"), duty.text


@each_body
def test_duties_are_distinct_sentences_that_end_with_other_tasks(body: Body) -> None:
    texts = [duty.text for duty in body.duties]
    assert 6 <= len(texts) <= 16
    assert len(set(texts)) == len(texts)
    assert all(re.fullmatch(r"[\u4e00-\u9fff，、（）]+。", text) for text in texts), texts
    assert re.search("交办的其他(任务|事项|工作)。$", texts[-1])


@each_body
def test_a_purpose_is_one_phrase(body: Body) -> None:
    for project in (*body.projects, *body.fund_projects):
        assert re.fullmatch(r"[\u4e00-\u9fff]+", project.purpose), project.purpose


@each_body
def test_a_unit_reports_for_itself_and_a_department_first_for_itself(body: Body) -> None:
    if body.kind == "unit":
        assert body.units == (body.name,)
    else:
        assert body.units[0].removesuffix("（本级）") == body.name


def test_no_two_bodies_share_a_name() -> None:
    names = [body.name for body in bodies()]
    assert len(names) == len(set(names))


def test_the_bodies_cover_provinces_fields_kinds_and_funds() -> None:
    index = regions()
    provinces = [index.by_code(f"{body.region_code[:2]}0000") for body in bodies()]
    assert {province.name for province in provinces if province} >= PROVINCES
    assert {body.field for body in bodies()} == FIELDS
    assert {body.kind for body in bodies()} == {"department", "unit"}
    assert any(body.fund_projects for body in bodies())
