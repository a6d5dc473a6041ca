"""Nodes, edges and graphs as values."""

from __future__ import annotations

import pickle
import random

import pytest

from fiscalnlp.graph import Edge, Evidence, Graph, Node
from fiscalnlp.model.place import Span

A, B = Node("a", "body", "甲局"), Node("b", "body", "乙局")
HERE = Evidence("doc-1", Span(0, 2), "duty-1", 1)
THERE = Evidence("doc-2", Span(4, 6), "duty-2", None)


def test_order_of_arguments_does_not_matter() -> None:
    nodes = [A, B, Node("a", "body", "甲局（全称）", (("names", ("甲局（全称）",)),))]
    edges = [Edge("a", "runs", "b", 0.5, (HERE,)), Edge("a", "runs", "b", 0.9, (THERE, HERE))]
    graphs = []
    for seed in range(4):
        shuffle = random.Random(seed).sample
        graphs.append(Graph.of(shuffle(nodes, len(nodes)), shuffle(edges, len(edges))))
    assert graphs == [graphs[0]] * 4
    assert graphs[0].edges == (Edge("a", "runs", "b", 0.9, (HERE, THERE)),)


def test_nodes_of_one_iri_join_their_values() -> None:
    one = Node("a", "body", "甲局", (("names", ("甲局",)),))
    two = Node("a", "body", "市甲局", (("code", "1"), ("names", ("市甲局",))))
    merged = Graph.of([one], []).merge(Graph.of([two], []))
    assert merged.nodes == (Node("a", "body", "市甲局", (("code", "1"), ("names", ("市甲局", "甲局")))),)
    assert merged == Graph.of([two], []).merge(Graph.of([one], []))


def test_one_iri_has_one_type() -> None:
    with pytest.raises(ValueError, match="both"):
        Graph.of([A, Node("a", "region", "甲")], [])


def test_an_edge_needs_evidence() -> None:
    with pytest.raises(ValueError, match="no evidence"):
        Graph.of([A, B], [Edge("a", "runs", "b", 1.0, ())])


def test_an_edge_needs_both_ends() -> None:
    with pytest.raises(ValueError, match="ends at c"):
        Graph.of([A, B], [Edge("a", "runs", "c", 1.0, (HERE,))])


def test_networkx_keeps_parallel_statements_and_evidence() -> None:
    edges = [Edge("a", "runs", "b", 0.5, (HERE,)), Edge("a", "about", "b", 1.0, (THERE,))]
    result = Graph.of([A, B], edges).to_networkx()
    assert result.is_multigraph()
    assert sorted(result["a"]["b"]) == ["about", "runs"]
    assert result["a"]["b"]["runs"]["evidence"] == (HERE,)
    assert result.nodes["a"] == {"type": "body", "label": "甲局"}


def test_graph_survives_pickling() -> None:
    graph = Graph.of([A, B], [Edge("a", "runs", "b", 0.5, (HERE,))])
    assert pickle.loads(pickle.dumps(graph)) == graph
