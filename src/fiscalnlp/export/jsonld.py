"""The graph as JSON-LD: W3C ORG, SKOS, PROV-O, schema.org and NIF terms, every statement with its evidence.

`python -m fiscalnlp.export.jsonld` rewrites the shipped context (`data/graph/context.jsonld`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from importlib.resources import as_file, files
from typing import Any

from fiscalnlp.data import read_text
from fiscalnlp.export.rdf import PATH_SEPARATOR, plain, statement_iri
from fiscalnlp.export.target import Target, opened
from fiscalnlp.graph.model import Edge, Graph, Node, Value
from fiscalnlp.graph.provenance import Provenance
from fiscalnlp.graph.schema import EdgeType, PropertyType, schema

#: The shipped context, relative to the data package.
CONTEXT_FILE = "graph/context.jsonld"

# Terms of the statement nodes, which are no part of the graph's schema.
_STATEMENT_TERMS: dict[str, Any] = {
    "subject_node": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@id"},
    "object_node": {"@id": "rdf:object", "@type": "@id"},
    "edge_type": {"@id": "fn:edgeType", "@type": "@id"},
    "authority": {"@id": "fn:authority"},
    "derived_from": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
}


def write(graph: Graph, target: Target) -> None:
    """Write `graph` as a JSON-LD document with its context inside.

    It says the same triples as the formats of `export.rdf`.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        file.write(json.dumps(document(graph), ensure_ascii=False, indent=1).encode())
        file.write(b"\n")


def document(graph: Graph) -> dict[str, Any]:
    """Return `graph` as a JSON-LD document: nodes, then statements, each in order."""
    outgoing: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        outgoing[edge.source].append(edge)
    provenance = Provenance(graph)
    return {
        "@context": json.loads(read_text(CONTEXT_FILE))["@context"],
        "@graph": [
            *(_node(node, outgoing[node.iri]) for node in graph.nodes),
            *(_statement(edge, provenance) for edge in graph.edges if not provenance.is_told_by_an_end(edge)),
        ],
    }


def context() -> dict[str, Any]:
    """Return the JSON-LD context that the graph's schema gives."""
    spec = schema()
    terms: dict[str, Any] = dict(spec.prefixes)
    terms |= {name: _property_term(each) for name, each in spec.properties.items()}
    terms |= {name: _edge_term(each) for name, each in spec.edges.items()}
    return {"@context": terms | _STATEMENT_TERMS}


def encoded_context() -> bytes:
    """Return the context as the bytes that are shipped."""
    return json.dumps(context(), ensure_ascii=False, indent=2).encode() + b"\n"


def main() -> None:
    """Rewrite the shipped context."""
    with as_file(files("fiscalnlp.data").joinpath(CONTEXT_FILE)) as path, opened(path) as file:
        file.write(encoded_context())


def _property_term(each: PropertyType) -> dict[str, str]:
    term = {"@id": each.property}
    if each.type:
        term["@type"] = each.type
    if each.language:
        term["@language"] = each.language
    return term


def _edge_term(each: EdgeType) -> dict[str, str]:
    return {"@reverse" if each.reverse else "@id": each.property, "@type": "@id"}


def _node(node: Node, edges: list[Edge]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "@id": node.iri,
        "@type": list(schema().nodes[node.type].classes),
        "label": node.label,
    }
    result |= {name: _literal(value, schema().properties[name]) for name, value in node.properties}
    result |= {name: {"@id": value} for name, value in schema().nodes[node.type].constants.items()}
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        targets[edge.type].append(edge.target)
    return result | targets


def _statement(edge: Edge, provenance: Provenance) -> dict[str, Any]:
    edge_type = schema().edges[edge.type]
    ends = (edge.target, edge.source) if edge_type.reverse else (edge.source, edge.target)
    result: dict[str, Any] = {
        "@id": statement_iri(edge),
        "@type": ["rdf:Statement", "prov:Entity"],
        "subject_node": ends[0],
        "predicate": schema().expand(edge_type.property),
        "object_node": ends[1],
        "edge_type": f"fn:{edge.type}",
        "confidence": plain(edge.confidence),
        "derived_from": list(provenance.records(edge)),
    }
    if edge_type.authority:
        result["authority"] = edge_type.authority
    return result


def _literal(value: Value, property_type: PropertyType) -> Any:
    if isinstance(value, tuple):
        return PATH_SEPARATOR.join(value) if property_type.ordered else list(value)
    # A bare number would be read in double notation.
    return plain(value) if isinstance(value, int | float | Decimal) else value


if __name__ == "__main__":
    main()
