"""Bodies under full and short names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_factory import HAIGANG, disclosure, document, make

from fiscalnlp.graph import build_graph
from fiscalnlp.graph.bodies import join_bodies, resolve
from fiscalnlp.graph.names import iri
from fiscalnlp.model.records import Duty

FULL = "科技和工业信息化局"


def body(name: str, region: str = "130302") -> str:
    return iri("body", region, name)


@pytest.mark.parametrize("short", ["科工信局", "科技和工信局", "科技工业信息化局"])
def test_a_short_name_is_that_of_the_one_body_of_its_region(short: str) -> None:
    assert resolve([body(FULL), body(short), body("财政局")]) == {body(short): body(FULL)}


def test_another_region_has_other_bodies() -> None:
    assert resolve([body(FULL), body("科工信局", "130303")]) == {}


def test_a_name_that_fits_two_bodies_is_left_alone() -> None:
    assert resolve([body("市场监督管理局"), body("市容监察管理局"), body("市管局")]) == {}


def test_shorter_and_shorter_names_are_one_body() -> None:
    names = [body(FULL), body("科技和工信局"), body("科工信局")]
    assert resolve(names) == {names[1]: names[0], names[2]: names[0]}


def test_a_body_without_a_region_is_never_joined() -> None:
    assert resolve([body(FULL, "unknown"), body("科工信局", "unknown")]) == {}


def test_two_documents_join_a_short_name_that_neither_could_alone() -> None:
    issuer = "秦皇岛市海港区教育和体育局"
    own = build_graph(disclosure("doc-a", issuer=issuer))
    other = build_graph(
        [document(id="doc-b", issuer="秦皇岛市海港区财政局"), make(Duty, doc="doc-b", partners=("区教体局",))]
    )
    joined = join_bodies(own.merge(other))
    edge = next(edge for edge in joined.edges_of_type("short_for") if edge.source == body("教体局"))
    assert edge.target == body("教育和体育局")
    assert {each.doc_id for each in edge.evidence} == {"doc-b"}
    assert edge.confidence < 1


def test_joining_twice_changes_nothing() -> None:
    graph = build_graph(disclosure())
    assert join_bodies(graph) == graph


@given(st.lists(st.text("科技工信息化局财政", min_size=2, max_size=7), max_size=6))
def test_no_body_is_short_for_itself_or_for_a_short_one(names: list[str]) -> None:
    found = resolve([body(name, HAIGANG.code) for name in names])
    assert not found.keys() & set(found.values())
