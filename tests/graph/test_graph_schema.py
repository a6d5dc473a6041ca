"""The schema's data: complete, closed, and true to the record types."""

from __future__ import annotations

import pytest

from fiscalnlp.graph.schema import ANY_RECORD, EdgeType, NodeType, schema
from fiscalnlp.model.records import KINDS

NODES = list(schema().nodes.values())
EDGES = list(schema().edges.values())


def test_every_record_kind_makes_one_type_of_node() -> None:
    assert sorted(node.kind for node in NODES if node.kind) == sorted(KINDS)


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.id)
def test_node_type_names_fields_that_exist(node: NodeType) -> None:
    fields = set(KINDS[node.kind].__struct_fields__) if node.kind else set()
    assert fields >= {*node.label, *node.properties}
    assert set(node.properties) <= schema().properties.keys()
    assert node.kind is None or node.label
    assert node.zh
    assert node.en


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.id)
def test_edge_type_names_nodes_and_fields_that_exist(edge: EdgeType) -> None:
    assert {*edge.source, *edge.target} - {ANY_RECORD} <= schema().nodes.keys()
    for kind, fields in edge.made_by.items():
        known = KINDS[kind].__struct_fields__ if kind != ANY_RECORD else ("doc_id",)
        assert set(fields) <= set(known)
    assert 0 < edge.certainty <= 1


def test_prefixed_names_have_their_prefix_declared() -> None:
    names = [name for node in NODES for name in node.classes]
    names += [edge.property for edge in EDGES]
    names += [each.property for each in schema().properties.values()]
    names += [each.type for each in schema().properties.values() if each.type]
    assert {name.partition(":")[0] for name in names} <= schema().prefixes.keys()
    assert schema().expand("skos:broader") == "http://www.w3.org/2004/02/skos/core#broader"


def test_a_name_is_a_property_or_an_edge_but_not_both() -> None:
    assert not schema().properties.keys() & schema().edges.keys()


@pytest.mark.parametrize(
    ("edge", "source", "target", "allowed"),
    [
        ("publishes", "body", "document", True),
        ("publishes", "document", "body", False),
        ("about", "finding", "table", True),
        ("about", "finding", "region", False),  # only what a record made
    ],
)
def test_domain_and_range(edge: str, source: str, target: str, allowed: bool) -> None:
    assert schema().allows(edge, source, target) is allowed
