"""Records → graph."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_factory import RECALLED, disclosure, document, make

from fiscalnlp.graph import Graph, build_graph
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.schema import schema
from fiscalnlp.model.records import (
    Action,
    Change,
    Citation,
    Duty,
    Economic,
    Evaluation,
    Finding,
    Record,
    Region,
    Spending,
    Term,
)

BUREAU = iri("body", "130302", "科技和工业信息化局")


def statements(graph: Graph, type_: str) -> list[tuple[str, str]]:
    labels = {node.iri: node.label for node in graph.nodes}
    return [(labels[edge.source], labels[edge.target]) for edge in graph.edges_of_type(type_)]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(disclosure())


def test_the_whole_schema_is_used(graph: Graph) -> None:
    assert {edge.type for edge in graph.edges} == schema().edges.keys()
    assert {node.type for node in graph.nodes} == schema().nodes.keys()
    assert graph.warnings == ()


def test_every_edge_fits_the_schema_and_has_evidence(graph: Graph) -> None:
    types = {node.iri: node.type for node in graph.nodes}
    records = {record.id: record for record in disclosure()}
    for edge in graph.edges:
        assert schema().allows(edge.type, types[edge.source], types[edge.target]), edge
        assert 0 < edge.confidence <= 1
        assert edge.evidence
        for each in edge.evidence:
            record = records[each.record_id]
            assert (each.doc_id, each.span, each.page) == (record.doc_id, record.span, record.page)


def test_every_property_is_in_the_schema(graph: Graph) -> None:
    names = {name for node in graph.nodes for name, _ in node.properties}
    assert names <= schema().properties.keys()


@given(st.integers(0, 999))
@settings(max_examples=10)
def test_order_of_records_does_not_matter(seed: int) -> None:
    records = disclosure()
    shuffled = random.Random(seed).sample(records, len(records))
    assert build_graph(shuffled) == build_graph(records)


def test_merging_with_itself_changes_nothing(graph: Graph) -> None:
    assert graph.merge(graph) == graph


def test_merging_two_documents_is_building_them_together() -> None:
    one, two = disclosure("doc-2022", 2022), disclosure("doc-2023", 2023)
    together = build_graph([*one, *two])
    assert build_graph(one).merge(build_graph(two)) == together
    assert build_graph(two).merge(build_graph(one)) == together


@pytest.mark.parametrize(
    "later",
    [
        "秦皇岛市海港区科技和工业信息化局",
        "海港区科技和工业信息化局（本级）",
        "秦皇岛市海港区 科技和工业信息化局",
    ],
)
def test_two_years_of_one_body_share_it(later: str) -> None:
    both = build_graph([document(id="doc-1", fiscal_year=2022), document(id="doc-2", issuer=later)])
    assert [node.iri for node in both.of_type("body")] == [BUREAU]
    assert len(both.edges_of_type("publishes")) == 2
    assert both.of_type("body")[0].label == "秦皇岛市海港区科技和工业信息化局"


def test_bodies_of_one_name_in_two_regions_stay_two() -> None:
    putuo = Region(name="上海市普陀区", code="310107")
    both = build_graph(
        [
            document(id="doc-1", issuer="秦皇岛市海港区教育局"),
            document(id="doc-2", issuer="上海市普陀区教育局", region=putuo),
        ]
    )
    assert len(both.of_type("body")) == 2


def test_a_body_without_region_is_its_documents_alone() -> None:
    both = build_graph([document(id=doc, issuer="教育局", region=None) for doc in ("doc-1", "doc-2")])
    assert len(both.of_type("body")) == 2
    assert not both.of_type("region")


def test_regions_go_up_to_the_province(graph: Graph) -> None:
    assert statements(graph, "part_of") == [("秦皇岛市", "河北省"), ("秦皇岛市海港区", "秦皇岛市")]


def test_partners_are_bodies_but_not_the_one_that_speaks(graph: Graph) -> None:
    partners = [target for _, target in statements(graph, "carried_out_with")]
    assert partners == [
        "秦皇岛市科技局", "秦皇岛市海港区市场监督管理局", "秦皇岛市海港区市场监管局", "秦皇岛市海港区财政局",
    ]  # fmt: skip
    assert statements(graph, "short_for") == [("秦皇岛市海港区市场监管局", "秦皇岛市海港区市场监督管理局")]


def test_link_gives_the_duty_its_class(graph: Graph) -> None:
    (edge,) = graph.edges_of_type("carried_out_under")
    assert edge.target == iri("functional_class", "206")
    assert edge.confidence == 0.75
    kinds = sorted(each.record_id.partition("-")[0] for each in edge.evidence)
    assert kinds == ["duty", "link", "spending"]


def test_an_observation_is_whose_money_in_which_year_under_which_class(graph: Graph) -> None:
    (spent,) = (node for node in graph.of_type("observation") if node.label == "行政运行")
    assert (spent.get("yuan"), spent.get("stage"), spent.get("fund")) == (
        Decimal(15512500),
        "final_account",
        "general",
    )
    ends = {edge.type: edge.target for edge in graph.edges if edge.source == spent.iri}
    assert ends["observed_for"] == BUREAU
    assert ends["observed_in"] == iri("fiscal_year", "2023")
    assert ends["classified_as"] == iri("functional_class", "2060101")
    assert ends["in_dataset"] == iri("document", "doc-2023")


def test_a_duty_concerns_the_fields_that_linked_it(graph: Graph) -> None:
    assert statements(graph, "concerns") == [("拟订科技发展规划，会同区财政局、有关部门管理资金。", "科技")]
    assert statements(graph, "paid_under") == [("科技", "科学技术支出")]


def test_a_document_attests_the_unconfirmed_classes_that_it_prints(graph: Graph) -> None:
    (edge,) = graph.edges_of_type("attests")
    assert (edge.source, edge.target) == (iri("document", "doc-2023"), iri("functional_class", RECALLED.code))
    assert [each.record_id.partition("-")[0] for each in edge.evidence] == ["table"]


def test_a_change_told_within_a_line_of_spending_is_its_movement(graph: Graph) -> None:
    assert statements(graph, "moved") == [("行政运行", "原文")]


def test_classes_are_a_tree_with_names(graph: Graph) -> None:
    assert ("行政运行", "科学技术管理事务") in statements(graph, "broader")
    assert ("科学技术管理事务", "科学技术支出") in statements(graph, "broader")
    assert ("基本工资", "工资福利支出") in statements(graph, "broader")


def test_class_without_code_is_keyed_by_its_names() -> None:
    spending = make(Spending, code=None, path=("科学技术支出", "某新设事务"), level="款")
    result = build_graph([document(), spending])
    assert statements(result, "classified_as") == [("某新设事务", "某新设事务")]
    assert result.node(iri("functional_class", "name", "科学技术支出", "某新设事务")) is not None


def test_class_of_unknown_code_keeps_its_code() -> None:
    economic = make(Economic, code="39999", name="其他支出")
    assert statements(build_graph([document(), economic]), "classified_as") == [("其他支出", "其他支出")]
    # 999 is no known class, so that it is called by its code alone
    spending = make(Spending, code="99901", path=("某款",), level="款")
    assert ("某款", "999") in statements(build_graph([document(), spending]), "broader")


def test_reason_explains_the_change_once(graph: Graph) -> None:
    (edge,) = graph.edges_of_type("explains")
    assert edge.confidence == 0.9
    assert len(edge.evidence) == 2


def test_term_defines_only_what_is_measured() -> None:
    records = [
        document(),
        make(Change),
        make(Term, at=30, term="“基本支出”"),
        make(Term, at=40, term="经费形式"),
    ]
    assert statements(build_graph(records), "defines") == [("“基本支出”", "“基本支出”")]


def test_instrument_is_one_in_every_spelling() -> None:
    cited = [
        make(Citation, at=at, number=number)
        for at, number in ((10, "秦财教【2022】770号"), (20, "秦财教〔2022〕770 号"))
    ]
    result = build_graph([document(), *cited])
    assert [node.label for node in result.of_type("instrument")] == ["秦财教〔2022〕770号"]
    assert len(result.edges_of_type("cites")[0].evidence) == 2


def test_subject_of_many_projects_is_no_project() -> None:
    evaluation = make(Evaluation, subject="一般公共预算项目支出绩效自评", projects=28)
    assert not build_graph([document(), evaluation]).of_type("project")


def test_figures_stay_exact(graph: Graph) -> None:
    (spending,) = graph.of_type("spending")
    assert spending.get("yuan") == Decimal(15512500)
    assert spending.label == "行政运行"
    assert graph.of_type("official_expense")[0].label == "公务接待费"


@pytest.mark.parametrize(
    ("record", "warning"),
    [
        (make(Finding, evidence=("amount-gone",)), "amount-gone, which is not among the records"),
        (make(Change, amount="doc-2023"), "doc-2023, which is a record of kind document"),
    ],
)
def test_references_that_lead_nowhere_are_named(record: Record, warning: str) -> None:
    result = build_graph([document(), record])
    assert len(result.warnings) == 1
    assert warning in result.warnings[0]


def test_records_without_their_document_are_kept_and_named() -> None:
    result = build_graph([make(Duty, actions=(Action(verb="拟订", object="规划"),))])
    assert statements(result, "consists_of") == [("原文", "拟订规划")]
    assert result.warnings == ("doc-2023 has no document record",)


def test_document_that_says_nothing_is_one_node() -> None:
    silent = document(title=None, issuer=None, region=None, fiscal_year=None, report=None, scope=None)
    result = build_graph([silent])
    assert [node.label for node in result.nodes] == ["doc-2023"]
    assert not result.edges


def test_no_records_give_an_empty_graph() -> None:
    assert len(build_graph([])) == 0


def test_import_loads_neither_networkx_nor_rdflib() -> None:
    code = (
        "import sys, fiscalnlp.graph, fiscalnlp.export.jsonld, fiscalnlp.export.graphml;"
        "print(sorted({'networkx', 'rdflib'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
