"""The graph as RDF, JSON-LD and GraphML, read back by other people's libraries."""

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
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import PROV, RDF, SKOS
from record_factory import disclosure, document, make

from fiscalnlp.data import read_text
from fiscalnlp.export import graphml, jsonld, rdf
from fiscalnlp.export.tables import kind_of
from fiscalnlp.graph import Graph, build_graph
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.provenance import Provenance
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


def test_every_edge_is_a_plain_triple(graph: Graph, triples: rdflib.Graph) -> None:
    for edge in graph.edges:
        kind = schema().edges[edge.type]
        ends = [rdflib.URIRef(each) for each in (edge.source, edge.target)]
        subject, object_ = reversed(ends) if kind.reverse else ends
        assert (subject, rdflib.URIRef(schema().expand(kind.property)), object_) in triples


def test_an_edge_says_where_it_is_stated_unless_an_end_of_it_does(graph: Graph, triples: rdflib.Graph) -> None:
    provenance = Provenance(graph)
    statements = {str(each).rpartition("/")[2]: each for each in triples.subjects(RDF.type, RDF.Statement)}
    assert statements.keys() == {edge.id for edge in graph.edges if not provenance.is_told_by_an_end(edge)}
    for edge in graph.edges:
        if edge.id not in statements:
            continue
        statement = statements[edge.id]
        assert (
            tuple(triples.value(statement, each) for each in (RDF.subject, RDF.predicate, RDF.object)) in triples
        )
        assert float(str(triples.value(statement, TERMS.confidence))) == edge.confidence
        sources = {str(each).rpartition("/")[2] for each in triples.objects(statement, PROV.wasDerivedFrom)}
        assert sources == {each.record_id for each in edge.evidence}
        for record in triples.objects(statement, PROV.wasDerivedFrom):
            assert triples.value(record, NIF.beginIndex) is not None


def test_every_node_has_its_classes_and_label(graph: Graph, triples: rdflib.Graph) -> None:
    for node in graph.nodes:
        classes = {str(each) for each in triples.objects(rdflib.URIRef(node.iri), RDF.type)}
        assert classes >= {schema().expand(name) for name in schema().nodes[node.type].classes}
        assert str(triples.value(rdflib.URIRef(node.iri), rdflib.RDFS.label)) == node.label


def test_nothing_is_lost_on_the_way_to_triples(graph: Graph, triples: rdflib.Graph) -> None:
    values = sum(
        len(value) if isinstance(value, tuple) and not schema().properties[name].ordered else 1
        for node in graph.nodes
        for name, value in node.properties
    )
    kinds = [schema().nodes[node.type] for node in graph.nodes]
    heads = sum(len(kind.classes) + len(kind.constants) for kind in kinds)
    told = Provenance(graph)
    statements = [edge for edge in graph.edges if not told.is_told_by_an_end(edge)]
    said = sum(7 + bool(schema().edges[e.type].authority) + len(told.records(e)) for e in statements)
    assert len(triples) == values + heads + len(graph) + len(graph.edges) + said


@pytest.mark.parametrize("format_", rdf.RdfFormat)
def test_every_rdf_format_says_the_same(graph: Graph, triples: rdflib.Graph, format_: rdf.RdfFormat) -> None:
    out = io.BytesIO()
    rdf.write(graph, out, format_)
    names = {"ntriples": "nt", "nquads": "nquads", "trig": "trig", "turtle": "turtle"}
    back = rdflib.Dataset(default_union=True).parse(data=out.getvalue(), format=names[format_])
    assert {(s, p, o) for s, p, o, _ in back.quads()} == set(triples)
    named = {str(each.identifier) for each in back.graphs() if len(each)}
    own = iri("document", "doc-2023")
    assert (own in named) is (format_ in ("nquads", "trig"))


def test_a_named_graph_is_that_of_one_document(graph: Graph) -> None:
    two = graph.merge(build_graph(disclosure("doc-2024", 2024)))
    with pytest.raises(ValueError, match="here are 2"):
        list(rdf.quads(two))


def test_a_graph_parts_into_what_is_its_documents_and_what_is_shared(graph: Graph) -> None:
    own, shared = rdf.parted(graph)
    assert shared.keys() == {node.iri for node in graph.nodes if schema().nodes[node.type].shared}
    joined = [edge.id for edge in graph.edges_of_type("short_for")]
    whole = {line for line in rdf.triples(graph) if not any(f"/{each}>" in line for each in joined)}
    named = {f"<{node.iri}> {line} .\n" for node in shared.values() for line in rdf.named(node.names)}
    together = {*own, *named, *(line for node in shared.values() for line in node.lines)}
    assert {line for line in whole - together if "label>" not in line and "shortFor" not in line} == set()
    assert {line for line in together - whole if "altLabel>" not in line} == set()


@given(st.text())
def test_any_text_comes_back_from_a_literal(text: str) -> None:
    duty = make(Duty, text=text or "x")
    line = next(line for line in rdf.triples(build_graph([document(), duty])) if "anchorOf" in line)
    back = rdflib.Graph().parse(data=line, format="nt")
    expected = "".join(
        "\ufffd" if "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff" else char for char in duty.text
    )
    assert [str(each) for each in back.objects()] == [expected]


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
    assert "科学技术支出 › 科学技术管理事务 › 行政运行" in {
        str(each) for each in triples.objects(None, TERMS.path)
    }


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


def test_graphml_declares_the_types_of_the_schema(graph: Graph) -> None:
    native = {"integer": "long", "double": "double", "boolean": "boolean"}
    keys = ElementTree.fromstring(written(graphml.write, graph)).iterfind("{*}key[@for='node']")
    declared = {key.get("attr.name"): key.get("attr.type") for key in keys}
    assert declared.pop("type") == "string"
    assert declared == {name: native.get(kind_of(name), "string") for name in declared}
    assert (declared["yuan"], declared["year"], declared["confidence"]) == ("string", "long", "double")


def test_networkx_has_every_node_and_edge_with_its_values(graph: Graph) -> None:
    whole = graph.to_networkx()
    assert {name: dict(values) for name, values in whole.nodes(data=True)} == {
        node.iri: {"type": node.type, "label": node.label, **dict(node.properties)} for node in graph.nodes
    }
    assert {edge.key for edge in graph.edges} == {(source, key, target) for source, target, key in whole.edges}
    for edge in graph.edges:
        values = whole.edges[edge.source, edge.target, edge.type]
        assert (values["id"], values["confidence"], values["evidence"]) == (
            edge.id,
            edge.confidence,
            edge.evidence,
        )


def test_graphml_leaves_out_what_xml_cannot_hold() -> None:
    broken = make(Duty, text="组织\x00实施\uffff规划")
    data = written(graphml.write, build_graph([document(), broken]))
    assert "组织实施规划" in {each.text for each in ElementTree.fromstring(data).iter()}
