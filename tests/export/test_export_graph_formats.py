"""The graph as JSON-LD and GraphML, read back by other people's libraries."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import networkx
import pytest
import rdflib
from rdflib.namespace import PROV, RDF, SKOS
from record_factory import disclosure, document, make

from fiscalnlp.data import read_text
from fiscalnlp.export import graphml, jsonld
from fiscalnlp.graph import Graph, build_graph
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.schema import schema
from fiscalnlp.model.records import Duty

TERMS = rdflib.Namespace(schema().prefixes["fn"])
NIF = rdflib.Namespace(schema().prefixes["nif"])
ORG = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(disclosure())


@pytest.fixture(scope="module")
def triples(graph: Graph) -> rdflib.Graph:
    out = io.BytesIO()
    jsonld.write(graph, out)
    return rdflib.Graph().parse(data=out.getvalue(), format="json-ld")


def written(write: Callable[[Graph, io.BytesIO], None], graph: Graph) -> bytes:
    out = io.BytesIO()
    write(graph, out)
    return out.getvalue()


@pytest.mark.parametrize("module", [jsonld, graphml], ids=lambda module: module.__name__)
def test_bytes_are_the_same_whatever_the_order_of_records(module: ModuleType, graph: Graph) -> None:
    records = disclosure()
    again = build_graph(random.Random(1).sample(records, len(records)))
    assert written(module.write, again) == written(module.write, graph)


def test_shipped_context_is_what_the_schema_gives() -> None:
    assert read_text(jsonld.CONTEXT_FILE).encode() == jsonld.encoded_context()


def test_statement_terms_do_not_hide_terms_of_the_schema() -> None:
    names = [*schema().prefixes, *schema().properties, *schema().edges]
    assert len(names) == len(set(names))
    assert len(jsonld.context()["@context"]) == len(names) + len(jsonld._STATEMENT_TERMS)


def test_every_edge_is_a_plain_triple_and_a_statement(graph: Graph, triples: rdflib.Graph) -> None:
    statements = list(triples.subjects(RDF.type, RDF.Statement))
    assert len(statements) == len(graph.edges)
    for statement in statements:
        subject, predicate, object_ = (
            triples.value(statement, each) for each in (RDF.subject, RDF.predicate, RDF.object)
        )
        assert (subject, predicate, object_) in triples
        assert triples.value(statement, TERMS.confidence) is not None
        for passage in triples.objects(statement, PROV.wasDerivedFrom):
            assert triples.value(passage, NIF.referenceContext) is not None
            assert triples.value(passage, NIF.beginIndex) is not None


def test_every_node_has_its_classes_and_label(graph: Graph, triples: rdflib.Graph) -> None:
    for node in graph.nodes:
        classes = {str(each) for each in triples.objects(rdflib.URIRef(node.iri), RDF.type)}
        assert classes >= {schema().expand(name) for name in schema().nodes[node.type].classes}
        assert str(triples.value(rdflib.URIRef(node.iri), rdflib.RDFS.label)) == node.label


def test_nothing_is_lost_on_the_way_to_triples(graph: Graph, triples: rdflib.Graph) -> None:
    out = json.loads(written(jsonld.write, graph))["@graph"]
    assert {str(each) for each in triples.subjects() if isinstance(each, rdflib.URIRef)} == {
        each["@id"] for each in out
    }
    # One triple a value; a list is one triple and two more for each of its items.
    ordered = {name for name, each in schema().properties.items() if each.ordered}
    expected = 0
    for each in out:
        for name, value in each.items():
            values = value if isinstance(value, list) else [value]
            expected += 0 if name == "@id" else 1 + 2 * len(values) if name in ordered else len(set(values))
    plain = len({(edge.source, edge.type, edge.target) for edge in graph.edges})
    assert plain == len(graph.edges)
    assert len(triples) == expected


def test_publisher_runs_from_the_document(triples: rdflib.Graph) -> None:
    body = rdflib.URIRef(iri("body", "130302", "科技和工业信息化局"))
    assert (rdflib.URIRef(iri("document", "doc-2023")), ORG.publisher, body) in triples


def test_classes_are_skos_concepts(triples: rdflib.Graph) -> None:
    group = rdflib.URIRef(iri("functional_class", "20601"))
    assert (group, SKOS.broader, rdflib.URIRef(iri("functional_class", "206"))) in triples
    assert str(triples.value(group, SKOS.notation)) == "20601"


def test_every_literal_is_valid_for_its_datatype(triples: rdflib.Graph) -> None:
    literals = [each for each in triples.objects() if isinstance(each, rdflib.Literal)]
    assert literals
    assert [each for each in literals if each.ill_typed] == []
    money = triples.value(None, TERMS.yuan, rdflib.Literal("15512500", datatype=rdflib.XSD.decimal))
    assert money is not None
    assert not [each for each in literals if each.datatype == rdflib.XSD.decimal and "E" in each.upper()]


def test_order_of_a_path_is_kept(triples: rdflib.Graph) -> None:
    head = next(iter(triples.objects(None, TERMS.path)))
    names = [str(each) for each in rdflib.collection.Collection(triples, head)]
    assert names == ["科学技术支出", "科学技术管理事务", "行政运行"]


def test_graphml_comes_back_whole(graph: Graph, tmp_path: Path) -> None:
    graphml.write(graph, tmp_path / "g.graphml")
    back = networkx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert (back.number_of_nodes(), back.number_of_edges()) == (len(graph), len(graph.edges))
    assert {key for _, _, key in back.edges(keys=True)} == {edge.id for edge in graph.edges}
    for node in graph.nodes:
        assert (back.nodes[node.iri]["label"], back.nodes[node.iri]["type"]) == (node.label, node.type)
    (spending,) = graph.of_type("spending")
    assert back.nodes[spending.iri]["yuan"] == "15512500"
    for _, _, values in back.edges(data=True):
        assert json.loads(values["evidence"])[0]["record_id"] in values["records"]
        assert isinstance(values["confidence"], float)


def test_graphml_declares_each_property_once(graph: Graph) -> None:
    keys = ElementTree.fromstring(written(graphml.write, graph)).iterfind("{*}key")
    declared = [(key.get("for"), key.get("attr.name")) for key in keys]
    assert len(declared) == len(set(declared)) > 20


def test_graphml_leaves_out_what_xml_cannot_hold() -> None:
    broken = make(Duty, text="组织\x00实施\uffff规划")
    data = written(graphml.write, build_graph([document(), broken]))
    assert "组织实施规划" in {each.text for each in ElementTree.fromstring(data).iter()}
