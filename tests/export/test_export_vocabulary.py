"""The shipped vocabulary: what the schema gives, every term of ours, in two languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS
from record_factory import disclosure

import fiscalnlp
from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export import skos, vocabulary
from fiscalnlp.graph import build_graph
from fiscalnlp.graph.schema import schema

FN = schema().prefixes["fn"]
SCHEMA = rdflib.Namespace("https://schema.org/")
QB = rdflib.Namespace(schema().prefixes["qb"])


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(data=read_text(vocabulary.VOCABULARY_FILE), format="turtle")


def fn(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(FN + name)


def own_terms() -> set[rdflib.URIRef]:
    """Every term of ours that the schema names."""
    spec = schema()
    names = [name for node in spec.nodes.values() for name in (*node.classes, *node.constants.values())]
    names += [each.property for each in (*spec.edges.values(), *spec.properties.values())]
    return {fn(name[3:]) for name in names if name.startswith("fn:")} | {fn(name) for name in spec.edges}


def test_the_shipped_file_is_what_the_schema_gives() -> None:
    assert read_text(vocabulary.VOCABULARY_FILE).encode() == vocabulary.encoded_vocabulary()


def test_every_term_of_the_schema_has_a_type_and_a_label_in_both_languages(ontology: rdflib.Graph) -> None:
    for term in own_terms():
        assert list(ontology.objects(term, RDF.type)), term
        assert {label.language for label in ontology.objects(term, RDFS.label)} == {"zh", "en"}, term


def test_words_are_kept_for_properties_of_ours_only() -> None:
    own = {name for name, each in schema().properties.items() if each.property.startswith("fn:")}
    assert read_toml("graph/vocabulary.toml")["properties"].keys() == own


def test_every_term_of_ours_in_a_reference_graph_is_described(ontology: rdflib.Graph) -> None:
    used = {
        each.value
        for quad in skos.reference_quads()
        for each in (quad.predicate, quad.object)
        if str(getattr(each, "value", "")).startswith(FN)
    }
    assert used
    for term in used:
        assert (rdflib.URIRef(term), RDFS.label, None) in ontology, term


def test_every_term_that_code_writes_is_described(ontology: rdflib.Graph) -> None:
    sources = sorted(Path(fiscalnlp.__file__).parent.rglob("*.py"))
    used = {name for file in sources for name in re.findall(r'"fn:(\w+)"', file.read_text("utf-8"))}
    used |= {"observations", "referenceVersion", "unsettled"}  # of the store
    assert {name for name in used if (fn(name), RDFS.label, None) not in ontology} == set()


def test_classes_stand_below_those_of_other_vocabularies(ontology: rdflib.Graph) -> None:
    assert rdflib.URIRef(schema().expand("prov:Entity")) in set(ontology.objects(fn("Duty"), RDFS.subClassOf))
    assert (fn("Duty"), RDF.type, OWL.Class) in ontology


def test_domain_and_range_are_the_ends_that_the_schema_allows(ontology: rdflib.Graph) -> None:
    assert ontology.value(fn("carriedOutUnder"), RDFS.domain) == fn("Duty")
    assert ontology.value(fn("carriedOutUnder"), RDFS.range) == fn("FunctionalClass")
    assert ontology.value(fn("yuan"), RDFS.range) == rdflib.XSD.decimal
    # several classes: a single rdfs:domain would say that a thing is all of them
    assert ontology.value(fn("classifiedAs"), RDFS.domain) is None
    assert fn("Spending") in set(ontology.objects(fn("classifiedAs"), SCHEMA.domainIncludes))
    for term in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        assert len(list(ontology.objects(term, RDFS.domain))) <= 1
        assert len(list(ontology.objects(term, RDFS.range))) == 1


def test_the_schema_knows_the_owners_of_a_property() -> None:
    assert vocabulary.owners("role") == ("duty", "percentage")
    assert vocabulary.owners("cue") == ("reason",)
    assert "table" not in vocabulary.owners("text")  # its words are too many for a node


def test_nodes_have_no_property_that_the_vocabulary_gives_to_others() -> None:
    for node in build_graph(disclosure()).nodes:
        for name, _ in node.properties:
            assert node.type in vocabulary.owners(name), (node.type, name)


def test_observations_have_a_structure(ontology: rdflib.Graph) -> None:
    parts = list(ontology.objects(fn("spendingByCategory"), QB.component))
    found = {
        (kind, next(ontology.objects(part, kind), None)) for part in parts for kind in (QB.dimension, QB.measure)
    }
    assert {(QB.dimension, fn("body")), (QB.dimension, fn("stage")), (QB.measure, fn("yuan"))} <= found
    assert (fn("body"), RDF.type, QB.DimensionProperty) in ontology


def test_the_ontology_has_a_version_and_no_blank_nodes(ontology: rdflib.Graph) -> None:
    version = ontology.value(rdflib.URIRef(FN.rstrip("#")), OWL.versionInfo)
    assert re.fullmatch(r"\d+\.\d+", str(version))
    assert not any(isinstance(each, rdflib.BNode) for triple in ontology for each in triple)
