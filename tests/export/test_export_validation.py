"""Graphs against their shapes, as a user holds them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_factory import disclosure

from extras import extra
from fiscalnlp import Pipeline
from fiscalnlp.export.validation import violations
from fiscalnlp.graph import Graph, build_graph
from generator.styles import STYLES
from generator.writers.txt import write_txt


def test_a_sound_graph_breaks_no_shape() -> None:
    extra("pyshacl")
    assert violations(build_graph(disclosure())) == []


def test_what_is_wrong_is_named_with_its_node() -> None:
    extra("pyshacl")
    graph = build_graph(disclosure())
    (duty,) = graph.of_type("duty")
    broken = replace(duty, properties=tuple(each for each in duty.properties if each[0] != "confidence"))
    nodes = tuple(broken if node == duty else node for node in graph.nodes)
    said = violations(Graph(nodes, graph.edges))
    assert [line.split()[:2] for line in said] == [[duty.iri, "https://w3id.org/fiscalnlp/terms#confidence"]]


@pytest.mark.once
@pytest.mark.parametrize("name", STYLES)
def test_a_disclosure_of_every_style_breaks_no_shape(name: str, pipeline: Pipeline) -> None:
    extra("pyshacl")
    text = write_txt(STYLES[name].disclosure(1))
    assert violations(pipeline.read(text).graph()) == []
