"""Reference graphs: what classes, regions and policy fields there are, before any document is read.

Functional and economic classes and policy fields are SKOS concept schemes, regions are schema.org
administrative areas. Their IRIs are those of the documents' graphs, so the two join by themselves. Each scheme
is a named graph, whose name is the scheme's IRI too (`scheme_iri`). Every node has an IRI; the order is that
of the codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from fiscalnlp.classification import economic_classes, functional_classes, regions, release
from fiscalnlp.classification.attestation import ClassRow
from fiscalnlp.classification.economic import EconomicClass
from fiscalnlp.classification.names import code_rows
from fiscalnlp.classification.release import status_of
from fiscalnlp.data import read_toml
from fiscalnlp.export.target import Target, opened
from fiscalnlp.export.terms import Format, about, encoded, term, value, words
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.schema import schema
from fiscalnlp.link.vocabulary import vocabulary_files

# A term of a weak list stands for a class only together with others.
_PAID_UNDER = {"strong": "fn:paidUnder", "terms": "fn:paidUnder", "weak": "fn:mayBePaidUnder"}


def scheme_iri(scheme: str) -> str:
    """Return the IRI of a scheme of `release().schemes`, which names its graph too."""
    return iri("scheme", scheme)


def write(target: Target, syntax: Format = "turtle") -> None:
    """Write all reference graphs as one file.

    Args:
        target: a path or an open binary stream.
        syntax: `trig`, `nquads` and `jsonld` keep the named graphs apart, `turtle` and `ntriples` do not.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        file.write(encoded(reference_quads(), syntax))


def reference_quads() -> Iterator[ox.Quad]:
    """Yield all reference graphs, each triple in the graph of its scheme."""
    for scheme, triples in (
        ("functional", functional_scheme()),
        ("economic", economic_scheme()),
        ("policy_fields", policy_fields()),
        ("regions", regions_graph()),
    ):
        name = _node(scheme)
        for each in triples:
            yield ox.Quad(each.subject, each.predicate, each.object, name)


def functional_scheme() -> Iterator[ox.Triple]:
    """Yield the functional classification (支出功能分类): concepts, their names over the years, successions."""
    classes = functional_classes()
    below = _below((code, classes.names(code)[-1].parent) for code in classes.codes())
    yield from _scheme("functional", "skos:ConceptScheme", below[None])
    rows_of_all = (*classes.rows, *classes.former)
    yield from _sources({row.source for row in rows_of_all} | {each.source for each in classes.successions})
    for code in classes.codes():
        rows = classes.names(code)
        yield from about(
            _class(code).value,
            {
                **_concept("functional", rows, below[code]),
                "owl:deprecated": value(True) if all(row.valid_to is not None for row in rows) else [],
                "fn:fund": [value(fund) for fund in dict.fromkeys(row.fund for row in reversed(rows))],
                "dct:replaces": [_class(each.before) for each in classes.predecessors(code)],
                "dct:isReplacedBy": [_class(each.code) for each in classes.successors(code)],
            },
        )
        yield from _labels(rows)
    for each in classes.successions:
        yield from about(
            iri("succession", each.before, each.code),
            {
                "rdf:type": term("fn:Succession"),
                "fn:predecessor": _class(each.before),
                "fn:successor": _class(each.code),
                "fn:validFrom": value(each.year),
                **_standing(each.source),
            },
        )


def economic_scheme() -> Iterator[ox.Triple]:
    """Yield the economic classification of departments' spending (部门预算支出经济分类)."""
    classes = economic_classes()
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for alias, code in classes.aliases:
        aliases[code].append(alias)
    below = _below((row.code, row.parent) for row in classes.rows)
    yield from _scheme("economic", "skos:ConceptScheme", below[None])
    yield from _sources({row.source for row in classes.rows})
    for row in classes.rows:
        concept = _concept("economic", (row,), below[row.code], also=aliases[row.code])
        yield from about(_class(row.code).value, {**concept, "fn:group": value(row.group)})
        yield from _labels((row,))


def policy_fields() -> Iterator[ox.Triple]:
    """Yield the words that duties use, each a concept with the functional classes such work is paid under.

    `fn:mayBePaidUnder` points at the classes for which the word is a weak sign only.
    """
    meanings: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file in vocabulary_files():
        for code, lists in read_toml(file).items():
            for tier, terms in lists.items():
                for field in terms:
                    meanings[field][_PAID_UNDER[tier]].append(code)
    fields = {field: ox.NamedNode(iri("policy_field", field)) for field in sorted(meanings)}
    scheme = _node("policy_fields")
    yield from _scheme("policy_fields", "skos:ConceptScheme", fields.values())
    for field, node in fields.items():
        yield from about(
            node.value,
            {
                "rdf:type": [term("fn:PolicyField"), term("skos:Concept")],
                "skos:prefLabel": words(field, "zh"),
                "rdfs:label": words(field, "zh"),
                "skos:inScheme": scheme,
                "skos:topConceptOf": scheme,
                **{each: list(map(_class, sorted(codes))) for each, codes in sorted(meanings[field].items())},
            },
        )


def regions_graph() -> Iterator[ox.Triple]:
    """Yield the administrative divisions (GB/T 2260), those of former years included, with what they lie in."""
    known = regions()
    names: defaultdict[str, list[str]] = defaultdict(list)
    for division in known.divisions:
        names[division.code].append(division.name)
    for row in code_rows("region_aliases.csv"):
        names[row["code"]].append(row["alias"])
    yield from _scheme("regions", "schema:Dataset")
    for code in sorted(names):
        latest = known.by_code(code)
        assert latest is not None  # as the code is from there
        above = known.above(code)
        yield from about(
            iri("region", code),
            {
                "rdf:type": [term(each) for each in schema().nodes["region"].classes],
                "skos:notation": value(code),
                "rdfs:label": words(latest.name, "zh"),
                "skos:altLabel": [words(each, "zh") for each in dict.fromkeys(names[code]) if each != latest.name],
                "schema:containedInPlace": ox.NamedNode(iri("region", above.code)) if above else [],
                "fn:edition": value(latest.edition),
                "dct:isPartOf": _node("regions"),
            },
        )


# ------------------------------------------------------------------ parts that the schemes share


def _scheme(scheme: str, type_: str, top: Iterable[ox.NamedNode] = ()) -> Iterator[ox.Triple]:
    spec = release().schemes[scheme]
    yield from about(
        scheme_iri(scheme),
        {
            "rdf:type": term(type_),
            "dct:title": [words(spec.zh, "zh"), words(spec.en, "en")],
            "dct:description": [
                words(f"{each.year}: {text}", language)
                for each in spec.editions
                for text, language in ((each.zh, "zh"), (each.en, "en"))
            ],
            "owl:versionInfo": value(release().version),
            "dct:issued": value(release().date),
            "fn:edition": value(spec.edition),
            "skos:hasTopConcept": list(top),
        },
    )


def _sources(used: Iterable[str]) -> Iterator[ox.Triple]:
    for name in sorted(used):
        source = release().sources[name]
        yield from about(
            iri("source", name),
            {
                "rdf:type": [term("fn:Source"), term("prov:Entity")],
                "rdfs:label": [words(source.zh, "zh"), words(source.en, "en")],
                "fn:trust": value(source.trust),
                "fn:status": value(status_of(name)),
            },
        )


def _concept(
    scheme: str, rows: tuple[ClassRow, ...], below: list[ox.NamedNode], also: Iterable[str] = ()
) -> dict[str, Any]:
    """Return what is said of the concept of one code.

    Args:
        scheme: `functional` or `economic`.
        rows: its names, of which the last is the one in use.
        below: the concepts right below it.
        also: other spellings, which have no row.
    """
    row = rows[-1]
    names = dict.fromkeys([*(each.name for each in rows), *also])
    place = {"skos:broader": _class(row.parent)} if row.parent else {"skos:topConceptOf": _node(scheme)}
    return {
        "rdf:type": [term(each) for each in schema().nodes[f"{scheme}_class"].classes],
        "skos:notation": value(row.code),
        "skos:prefLabel": words(row.name, "zh"),
        "rdfs:label": words(row.name, "zh"),
        "skos:altLabel": [words(name, "zh") for name in names if name != row.name],
        "skos:inScheme": _node(scheme),
        **place,
        "skos:narrower": below,
        "fn:level": value(row.level),
        **_standing(row.source),
        **{
            kind: [ox.NamedNode(_label_iri(each)) for each in rows if _kind_of_label(each, rows) == kind]
            for kind in ("skosxl:prefLabel", "skosxl:altLabel")
        },
    }


def _below(parents: Iterable[tuple[str, str | None]]) -> defaultdict[str | None, list[ox.NamedNode]]:
    """Return the classes right below each code, those without a parent under `None`."""
    below: defaultdict[str | None, list[ox.NamedNode]] = defaultdict(list)
    for code, parent in parents:
        below[parent].append(_class(code))
    return below


def _labels(rows: tuple[ClassRow, ...]) -> Iterator[ox.Triple]:
    """Yield a SKOS-XL label for every row: the name, its fund, the years it held, and how far it is confirmed."""
    for row in rows:
        held: dict[str, Any] = {}
        if not isinstance(row, EconomicClass):
            held = {
                "fn:fund": value(row.fund),
                "fn:validFrom": [] if row.valid_from is None else value(row.valid_from),
                "fn:validTo": [] if row.valid_to is None else value(row.valid_to),
            }
        yield from about(
            _label_iri(row),
            {
                "rdf:type": term("skosxl:Label"),
                "skosxl:literalForm": words(row.name, "zh"),
                **held,
                **_standing(row.source),
            },
        )


def _label_iri(row: ClassRow) -> str:
    key = (row.code, row.name) if isinstance(row, EconomicClass) else (row.code, row.fund, row.name)
    return iri("class_name", *key)


def _kind_of_label(row: ClassRow, rows: tuple[ClassRow, ...]) -> str:
    """Tell whether a row names its concept as the last of `rows` does (for another fund), or otherwise."""
    return "skosxl:prefLabel" if row.name == rows[-1].name else "skosxl:altLabel"


def _standing(source: str) -> dict[str, Any]:
    return {"fn:status": value(status_of(source)), "dct:source": ox.NamedNode(iri("source", source))}


def _node(scheme: str) -> ox.NamedNode:
    return ox.NamedNode(scheme_iri(scheme))


def _class(code: str) -> ox.NamedNode:
    """Return the node of a class; functional codes begin with 2, economic ones with 3."""
    return ox.NamedNode(iri("economic_class" if code.startswith("3") else "functional_class", code))
