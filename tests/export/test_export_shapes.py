"""The shipped SHACL shapes: sound graphs pass, and a graph with one damaged node does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import PROV, RDF, RDFS, SH, SKOS
from record_factory import disclosure

import fiscalnlp
from extras import extra
from fiscalnlp.data import read_text
from fiscalnlp.export import rdf, shapes, skos
from fiscalnlp.export.terms import encoded
from fiscalnlp.graph import Graph, build_graph
from fiscalnlp.graph.schema import schema

FN = rdflib.Namespace(schema().prefixes["fn"])
NIF = rdflib.Namespace(schema().prefixes["nif"])

QB = rdflib.Namespace(schema().prefixes["qb"])
SHAPE = rdflib.Namespace("https://w3id.org/fiscalnlp/shapes#")
DISCLOSURES = Path(__file__).parents[2] / "corpora" / "disclosures"


@pytest.fixture(scope="module")
def shipped() -> rdflib.Graph:
    return rdflib.Graph().parse(data=read_text(shapes.SHAPES_FILE), format="turtle")


def triples(graph: Graph) -> rdflib.Graph:
    return rdflib.Graph().parse(data="".join(rdf.triples(graph)), format="nt")


@pytest.fixture(scope="module")
def sound() -> str:
    return "".join(rdf.triples(build_graph(disclosure())))


def violated(graph: rdflib.Graph, shipped: rdflib.Graph) -> set[str]:
    """Return the names of the property shapes that `graph` does not hold to."""
    _, report, _ = extra("pyshacl").validate(graph, shacl_graph=shipped)
    return {str(each).partition("#")[2] for each in report.objects(None, SH.sourceShape)}


# ------------------------------------------------------------------ the file


def test_the_shipped_file_is_what_schema_and_types_give() -> None:
    assert read_text(shapes.SHAPES_FILE).encode() == shapes.encoded_shapes()


def test_every_node_type_and_statements_have_a_shape(shipped: rdflib.Graph) -> None:
    targets = set(shipped.objects(None, SH.targetClass))
    expected = {rdflib.URIRef(schema().expand(node.classes[0])) for node in schema().nodes.values()}
    assert targets == expected | {RDF.Statement}
    assert not any(isinstance(each, rdflib.BNode) for triple in shipped for each in triple)


def test_closed_lists_are_those_of_the_record_types(shipped: rdflib.Graph) -> None:
    def choices(shape: str) -> list[str]:
        return [str(each) for each in shipped.items(shipped.value(SHAPE[shape], SH["in"]))]

    assert choices("Duty-role") == ["lead", "joint", "support", "own"]
    assert choices("Finding-severity") == ["error", "warning", "info"]
    assert choices("Report-report") == ["final_accounts", "budget"]
    assert choices("Report-scope") == ["department", "unit"]
    assert choices("Change-direction") == ["increase", "decrease", "unchanged"]
    assert "general" in choices("Spending-fund")
    assert "all" in choices("Observation-fund")
    assert "final_account" in choices("Observation-stage")


@pytest.mark.once
def test_the_shapes_are_shapes(shipped: rdflib.Graph) -> None:
    conforms, _, words = extra("pyshacl").validate(rdflib.Graph(), shacl_graph=shipped, meta_shacl=True)
    assert conforms, words


# ------------------------------------------------------------------ sound graphs


def test_one_record_of_every_kind_passes(sound: str, shipped: rdflib.Graph) -> None:
    assert violated(rdflib.Graph().parse(data=sound, format="nt"), shipped) == set()


def test_what_a_store_gives_back_passes(sound: str, shipped: rdflib.Graph) -> None:
    store = ox.Store()
    store.load(sound.encode(), ox.RdfFormat.N_TRIPLES)
    kept = ox.serialize((quad.triple for quad in store), format=ox.RdfFormat.N_TRIPLES)
    assert violated(rdflib.Graph().parse(data=kept, format="nt"), shipped) == set()


@pytest.mark.parametrize("name", ["final-accounts-2.txt", "department-budget-3.txt", "haigang-2023.txt"])
def test_bundled_disclosures_pass(name: str, shipped: rdflib.Graph) -> None:
    document = fiscalnlp.load().read(DISCLOSURES / name)
    assert violated(triples(build_graph(tuple(document.records()))), shipped) == set()


def test_reference_graphs_pass(shipped: rdflib.Graph) -> None:
    graph = rdflib.Graph().parse(data=encoded(skos.economic_scheme(), "ntriples"), format="nt")
    assert violated(graph, shipped) == set()


# ------------------------------------------------------------------ damaged ones


def first(graph: rdflib.Graph, class_: rdflib.URIRef) -> rdflib.URIRef:
    return min(graph.subjects(RDF.type, class_))


def without(class_: rdflib.URIRef, predicate: rdflib.URIRef) -> Callable[[rdflib.Graph], None]:
    return lambda graph: graph.remove((first(graph, class_), predicate, None)) and None


def instead(
    class_: rdflib.URIRef, predicate: rdflib.URIRef, other: object, **typed: object
) -> Callable[[rdflib.Graph], None]:
    value = other if isinstance(other, rdflib.URIRef) else rdflib.Literal(other, **typed)
    return lambda graph: graph.set((first(graph, class_), predicate, value)) and None


def twice(class_: rdflib.URIRef, predicate: rdflib.URIRef, other: str) -> Callable[[rdflib.Graph], None]:
    return lambda graph: graph.add((first(graph, class_), predicate, rdflib.Literal(other))) and None


@pytest.mark.parametrize(
    ("damage", "shape"),
    [
        (without(FN.Duty, RDFS.label), "Duty-label"),
        (without(FN.Reason, NIF.beginIndex), "Reason-beginIndex"),
        (without(FN.Change, FN.confidence), "Change-confidence"),
        (without(FN.Spending, PROV.wasDerivedFrom), "Spending-wasDerivedFrom"),
        (without(QB.Observation, FN.supportedBy), "Observation-supportedBy"),
        (without(RDF.Statement, PROV.wasDerivedFrom), "Statement-wasDerivedFrom"),
        (without(RDF.Statement, RDF.object), "Statement-object"),
        (instead(FN.Change, FN.confidence, "1.5", datatype=rdflib.XSD.double), "Change-confidence"),
        (instead(FN.Change, FN.yuan, "10000", datatype=rdflib.XSD.double), "Change-yuan"),
        (instead(FN.Reason, NIF.endIndex, 0, datatype=rdflib.XSD.nonNegativeInteger), "Reason-beginIndex"),
        (instead(FN.Duty, NIF.beginIndex, -1, datatype=rdflib.XSD.integer), "Duty-beginIndex"),
        (instead(FN.Duty, NIF.endIndex, "99.5", datatype=rdflib.XSD.decimal), "Duty-endIndex"),
        (instead(FN.Duty, FN.role, "boss"), "Duty-role"),
        (instead(FN.Duty, FN.carriedOutUnder, FN.nothing), "Duty-carriedOutUnder"),
        (instead(FN.Spending, FN.classifiedAs, FN.nothing), "Spending-classifiedAs"),
        (instead(FN.FunctionalClass, SKOS.broader, FN.nothing), "FunctionalClass-broader"),
        (twice(FN.Spending, FN.level, "类"), "Spending-level"),
        (twice(QB.Observation, FN.stage, "other"), "Observation-stage"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_damaged_node_is_found(
    damage: Callable[[rdflib.Graph], None], shape: str, sound: str, shipped: rdflib.Graph
) -> None:
    graph = rdflib.Graph().parse(data=sound, format="nt")
    damage(graph)
    assert shape in violated(graph, shipped)
