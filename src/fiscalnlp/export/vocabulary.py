"""The vocabulary of the graph as an OWL ontology, generated from the graph's schema.

`python -m fiscalnlp.export.vocabulary` rewrites the shipped file (`data/graph/vocabulary.ttl`). It has every class
and property of the `fn:` namespace; terms of other namespaces are described where they come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from typing import Any

import pyoxigraph as ox

from fiscalnlp.data import read_toml
from fiscalnlp.export.tables import node_columns
from fiscalnlp.export.target import opened
from fiscalnlp.export.terms import about, encoded, term, value, words
from fiscalnlp.graph.schema import ANY_RECORD, PropertyType, schema

#: The shipped file, relative to the data package.
VOCABULARY_FILE = "graph/vocabulary.ttl"
#: What every node that a record makes is.
RECORD_CLASS = "prov:Entity"

_TYPES = {"class": "owl:Class", "datatype": "owl:DatatypeProperty", "object": "owl:ObjectProperty"}


def vocabulary() -> Iterator[ox.Triple]:
    """Yield the ontology: itself, then classes, properties of nodes, edges, other terms and structures."""
    spec = read_toml("graph/vocabulary.toml")
    yield from about(
        schema().prefixes["fn"].rstrip("#"),
        {
            "rdf:type": term("owl:Ontology"),
            **_labels(spec["zh"], spec["en"]),
            "owl:versionInfo": value(spec["version"]),
        },
    )
    yield from _classes()
    for name, each in schema().properties.items():
        if _is_own(each.property):
            yield from _property(name, each)
    yield from _edges()
    for name, row in spec["terms"].items():
        yield from about(
            term(f"fn:{name}").value,
            {
                "rdf:type": term(_TYPES[row["type"]]),
                **_labels(row["zh"], row["en"], row["comment"]),
                "rdfs:subClassOf": [term(each) for each in row.get("parents", ())],
                **_ends("domain", row.get("domain", ())),
                **_ends("range", row.get("range", ())),
            },
        )
    for name, row in spec["structures"].items():
        yield from _structure(name, row)


def encoded_vocabulary() -> bytes:
    """Return the vocabulary as the bytes that are shipped."""
    return encoded(vocabulary(), "turtle")


def main() -> None:
    """Rewrite the shipped file."""
    with as_file(files("fiscalnlp.data").joinpath(VOCABULARY_FILE)) as path, opened(path) as file:
        file.write(encoded_vocabulary())


def class_of(node_type: str) -> str:
    """Return the most special class of a node type, or of any record, as a prefixed name."""
    return RECORD_CLASS if node_type == ANY_RECORD else schema().nodes[node_type].classes[0]


def owners(name: str) -> tuple[str, ...]:
    """Return the node types whose nodes have the property `name`, in the schema's order."""
    return tuple(node for node in schema().nodes if name in {column.name for column in node_columns(node)})


def _classes() -> Iterator[ox.Triple]:
    for node in schema().nodes.values():
        first, *others = node.classes
        if _is_own(first):
            what = f"Two mentions are one if they have the same {node.key}."
            if node.kind is not None:
                what = f"One node a record of kind {node.kind}."
            yield from about(
                term(first).value,
                {
                    "rdf:type": term("owl:Class"),
                    **_labels(node.zh, node.en, what),
                    "rdfs:subClassOf": [term(each) for each in others],
                },
            )


def _property(name: str, each: PropertyType) -> Iterator[ox.Triple]:
    row = read_toml("graph/vocabulary.toml")["properties"].get(name, {})
    datatype = each.type or ("rdf:langString" if each.language else "xsd:string")
    every = name in read_toml("graph/tables.toml")["every_record"]
    classes = [class_of(ANY_RECORD if every and schema().nodes[each].kind else each) for each in owners(name)]
    yield from about(
        term(each.property).value,
        {
            "rdf:type": term("owl:DatatypeProperty"),
            **_labels(row.get("zh"), name.replace("_", " "), row.get("comment")),
            **_ends("domain", [*classes, *row.get("also", ())]),
            "rdfs:range": term(datatype),
        },
    )


def _edges() -> Iterator[ox.Triple]:
    """Yield the edge types, which statements name, and the properties that only this vocabulary has."""
    own: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for edge in schema().edges.values():
        labels = _labels(edge.zh, edge.en)
        yield from about(term(f"fn:{edge.id}").value, {"rdf:type": term("fn:EdgeType"), **labels})
        if _is_own(edge.property):
            ends = [list(map(class_of, edge.source)), list(map(class_of, edge.target))]
            domain, range_ = reversed(ends) if edge.reverse else ends
            own[edge.property] |= {
                "rdf:type": term("owl:ObjectProperty"),
                **labels,
                **_ends("domain", domain),
                **_ends("range", range_),
            }
    for name, statements in own.items():
        yield from about(term(name).value, statements)


def _structure(name: str, row: dict[str, Any]) -> Iterator[ox.Triple]:
    """Yield a W3C Data Cube structure with one component a property or edge."""
    parts = [
        (f"qb:{role}", f"qb:{role.capitalize()}Property", each)
        for role in ("dimension", "measure", "attribute")
        for each in row[f"{role}s"]
    ]
    component = {each: f"{term(f'fn:{name}').value}-{each}" for _, _, each in parts}
    yield from about(
        term(f"fn:{name}").value,
        {
            "rdf:type": term("qb:DataStructureDefinition"),
            **_labels(row["zh"], row["en"], row["comment"]),
            "qb:component": [ox.NamedNode(each) for each in component.values()],
        },
    )
    for role, type_, each in parts:
        spec = schema().edges.get(each) or schema().properties[each]
        yield from about(component[each], {role: term(spec.property)})
        yield from about(term(spec.property).value, {"rdf:type": term(type_)})


def _labels(zh: str | None, en: str, comment: str | None = None) -> dict[str, Any]:
    return {
        "rdfs:label": [words(text, language) for text, language in ((zh, "zh"), (en, "en")) if text],
        "rdfs:comment": words(comment, "en") if comment else [],
        "rdfs:isDefinedBy": ox.NamedNode(schema().prefixes["fn"].rstrip("#")),
    }


def _ends(end: str, classes: Iterable[str]) -> dict[str, Any]:
    """Return domain or range; several `rdfs:domain` would mean all at once, so these are `domainIncludes`."""
    distinct = list(dict.fromkeys(classes))
    return {f"rdfs:{end}" if len(distinct) == 1 else f"schema:{end}Includes": [term(each) for each in distinct]}


def _is_own(name: str) -> bool:
    return name.startswith("fn:")


if __name__ == "__main__":
    main()
