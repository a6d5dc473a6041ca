"""The reference graphs: whole, sound SKOS, and saying of every row how far it is confirmed."""

from __future__ import annotations

import io
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from fiscalnlp.classification.names import code_rows
from fiscalnlp.data import read_toml
from fiscalnlp.export import skos
from fiscalnlp.export.terms import FORMATS, encoded
from fiscalnlp.graph.names import iri, plain_name
from fiscalnlp.link.vocabulary import vocabulary

FN = rdflib.Namespace("https://w3id.org/fiscalnlp/terms#")
XL = rdflib.Namespace("http://www.w3.org/2008/05/skos-xl#")
SCHEMA = rdflib.Namespace("https://schema.org/")
ROWS = {
    "functional": [*code_rows("functional.csv"), *code_rows("functional_former.csv")],
    "economic": list(code_rows("economic.csv")),
}


def parsed(triples) -> rdflib.Graph:
    return rdflib.Graph().parse(data=encoded(triples, "ntriples"), format="nt")


@pytest.fixture(scope="module")
def graphs() -> dict[str, rdflib.Graph]:
    return {"functional": parsed(skos.functional_scheme()), "economic": parsed(skos.economic_scheme())}


@pytest.fixture(scope="module", params=ROWS)
def scheme(request, graphs) -> tuple[str, rdflib.Graph]:
    return request.param, graphs[request.param]


def node(*key: str) -> rdflib.URIRef:
    return rdflib.URIRef(iri(*key))


def zh(text: str) -> rdflib.Literal:
    return rdflib.Literal(text, lang="zh")


# ------------------------------------------------------------------ classes


def test_one_concept_a_code_and_one_label_a_row(scheme):
    name, graph = scheme
    codes = {row["code"] for row in ROWS[name]}
    assert {str(each) for each in graph.objects(None, SKOS.notation)} == codes
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == len(codes)
    assert len(set(graph.subjects(RDF.type, XL.Label))) == len(ROWS[name])


def test_every_row_carries_its_status_and_its_source(scheme):
    name, graph = scheme
    expected = Counter(
        (row["code"], row["name"], "unconfirmed" if row["source"] == "recalled" else "confirmed", row["source"])
        for row in ROWS[name]
    )
    found = Counter()
    for kind in (XL.prefLabel, XL.altLabel):
        for concept, label in graph.subject_objects(kind):
            source = str(graph.value(label, DCTERMS.source)).rpartition("/")[2]
            code, text = graph.value(concept, SKOS.notation), graph.value(label, XL.literalForm)
            found[str(code), str(text), str(graph.value(label, FN.status)), source] += 1
    assert found == expected
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        names = {graph.value(each, XL.literalForm) for each in graph.objects(concept, XL.prefLabel)}
        assert names == set(graph.objects(concept, SKOS.prefLabel))


def test_every_source_says_what_it_is(scheme):
    _, graph = scheme
    for source in set(graph.objects(None, DCTERMS.source)):
        assert {each.language for each in graph.objects(source, RDFS.label)} == {"zh", "en"}
        assert graph.value(source, FN.trust) is not None


def test_notations_are_unique_and_labels_are_one_a_language(scheme):
    _, graph = scheme
    concepts = list(graph.subjects(RDF.type, SKOS.Concept))
    assert len({graph.value(each, SKOS.notation) for each in concepts}) == len(concepts)
    for concept in concepts:
        preferred = list(graph.objects(concept, SKOS.prefLabel))
        assert [each.language for each in preferred] == ["zh"]
        assert not set(preferred) & set(graph.objects(concept, SKOS.altLabel))


def test_every_chain_of_broader_concepts_ends_at_a_top_concept(scheme):
    name, graph = scheme
    top = set(graph.objects(node("scheme", name), SKOS.hasTopConcept))
    assert top == set(graph.subjects(SKOS.topConceptOf, node("scheme", name)))
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        above = concept
        for _ in range(3):
            if above in top:
                break
            (above,) = graph.objects(above, SKOS.broader)
        assert above in top
        assert graph.value(concept, SKOS.inScheme) == node("scheme", name)


def test_broader_and_narrower_are_inverse_and_have_no_circle(scheme):
    _, graph = scheme
    broader = set(graph.subject_objects(SKOS.broader))
    assert broader == {(inner, outer) for outer, inner in graph.subject_objects(SKOS.narrower)}
    assert not broader & {(outer, inner) for inner, outer in broader}


def test_names_over_the_years_can_be_asked_for(graphs):
    question = """
        SELECT ?name ?to ?status WHERE {
            ?class skos:notation "215" ; skosxl:prefLabel|skosxl:altLabel ?label .
            ?label skosxl:literalForm ?name ; fn:fund "general" ; fn:status ?status .
            OPTIONAL { ?label fn:validTo ?to }
        } ORDER BY DESC(BOUND(?to)) ?to"""
    rows = graphs["functional"].query(question, initNs={"skosxl": XL, "fn": FN, "skos": SKOS})
    assert [(str(row.name), row.to.value if row.to else None, str(row.status)) for row in rows] == [
        ("资源勘探电力信息等事务", 2012, "unconfirmed"),
        ("资源勘探电力信息等支出", 2015, "unconfirmed"),
        ("资源勘探信息等支出", 2020, "confirmed"),
        ("资源勘探工业信息等支出", None, "confirmed"),
    ]


def test_successions_run_both_ways_and_carry_year_and_status(graphs):
    graph = graphs["functional"]
    replaces = set(graph.subject_objects(DCTERMS.replaces))
    assert (node("functional_class", "20139"), node("functional_class", "20132")) in replaces
    assert replaces == {(new, old) for old, new in graph.subject_objects(DCTERMS.isReplacedBy)}
    assert len(replaces) == len(list(code_rows("functional_successions.csv")))
    for each in graph.subjects(RDF.type, FN.Succession):
        assert (graph.value(each, FN.successor), graph.value(each, FN.predecessor)) in replaces
        assert graph.value(each, FN.validFrom) is not None
        assert str(graph.value(each, FN.status)) == "unconfirmed"


def test_a_code_that_has_ended_is_deprecated_under_its_last_name(graphs):
    graph = graphs["functional"]
    ended = node("functional_class", "20115")
    assert graph.value(ended, OWL.deprecated).value is True
    assert graph.value(ended, SKOS.prefLabel) == zh("工商行政管理事务")
    assert graph.value(node("functional_class", "20138"), OWL.deprecated) is None


def test_schemes_say_version_edition_and_title(scheme):
    name, graph = scheme
    root = node("scheme", name)
    assert {each.language for each in graph.objects(root, DCTERMS.title)} == {"zh", "en"}
    assert str(graph.value(root, OWL.versionInfo)) == read_toml("codes/classification.toml")["version"]
    assert graph.value(root, FN.edition) is not None


def test_other_spellings_of_economic_classes_are_labels_too(graphs):
    labels = set(graphs["economic"].objects(node("economic_class", "30213"), SKOS.altLabel))
    assert zh("维修费") in labels


# ------------------------------------------------------------------ policy fields, regions


def test_every_term_is_a_policy_field_with_the_classes_it_is_paid_under():
    graph = parsed(skos.policy_fields())
    meanings = vocabulary().meanings
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == len(meanings)
    for term, uses in meanings.items():
        classes = {
            each
            for kind in (FN.paidUnder, FN.mayBePaidUnder)
            for each in graph.objects(node("policy_field", term), kind)
        }
        assert classes == {node("functional_class", use.code) for use in uses}
    transfer = node("policy_field", "技术转移")
    assert list(graph.objects(transfer, FN.paidUnder)) == [node("functional_class", "20604")]
    assert graph.value(node("policy_field", "创新"), FN.paidUnder) is None  # a weak sign
    assert graph.value(transfer, RDFS.label) == zh("技术转移")


def test_no_two_policy_fields_are_one_word_printed_differently():
    terms = vocabulary().meanings
    assert len({plain_name(term) for term in terms}) == len(terms)


def test_regions_lie_in_the_next_one_that_the_standard_has():
    graph = parsed(skos.regions_graph())
    codes = {row["code"] for row in code_rows("regions.csv")}
    assert {str(each) for each in graph.objects(None, SKOS.notation)} == codes
    inside = dict(graph.subject_objects(SCHEMA.containedInPlace))
    assert inside[node("region", "130302")] == node("region", "130300")
    assert inside[node("region", "130300")] == node("region", "130000")
    assert inside[node("region", "310107")] == node("region", "310000")  # no prefecture between
    assert {node("region", code) for code in codes if not code.endswith("0000")} == inside.keys()
    assert zh("楚雄州") in set(graph.objects(node("region", "532300"), SKOS.altLabel))
    assert all(len(list(graph.objects(node("region", code), RDFS.label))) == 1 for code in codes)


# ------------------------------------------------------------------ together


def test_each_scheme_is_a_graph_of_its_own_without_blank_nodes():
    quads = list(skos.reference_quads())
    assert len(set(quads)) == len(quads)
    assert {each.graph_name.value for each in quads} == {
        skos.scheme_iri(each) for each in ("functional", "economic", "policy_fields", "regions")
    }
    assert not any(isinstance(each, ox.BlankNode) for quad in quads for each in quad)


def test_two_runs_give_the_same_triples():
    assert list(skos.functional_scheme()) == list(skos.functional_scheme())


@pytest.mark.parametrize("syntax", FORMATS)
def test_every_format_holds_every_triple(syntax):
    file = io.BytesIO()
    skos.write(file, syntax)
    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "trig": ox.RdfFormat.TRIG,
        "nquads": ox.RdfFormat.N_QUADS,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    read = {quad.triple for quad in ox.parse(file.getvalue(), format=formats[syntax])}
    assert read == {quad.triple for quad in skos.reference_quads()}
