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
from fiscalnlp.export.target import Target, opened
from fiscalnlp.graph.model import Edge, Evidence, Graph, Node, Value
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.schema import EdgeType, PropertyType, Schema, schema

#: The shipped context, relative to the data package.
CONTEXT_FILE = "graph/context.jsonld"

# Terms of the statement and passage nodes, which are no part of the graph's schema.
_STATEMENT_TERMS: dict[str, Any] = {
    "subject_node": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@id"},
    "object_node": {"@id": "rdf:object", "@type": "@id"},
    "edge_type": {"@id": "fn:edgeType", "@type": "@id"},
    "authority": {"@id": "fn:authority"},
    "derived_from": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "records": {"@id": "fn:recordId"},
    "quoted_from": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "context": {"@id": "nif:referenceContext", "@type": "@id"},
}


def write(graph: Graph, target: Target) -> None:
    """Write `graph` as a JSON-LD document with its context inside.

    An edge is written twice: as a plain triple, and as an `rdf:Statement` that is also a `prov:Entity`, with
    `confidence` and, in `prov:wasDerivedFrom`, the passages (document, span, page) that state it.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        file.write(json.dumps(document(graph), ensure_ascii=False, indent=1).encode())
        file.write(b"\n")


def document(graph: Graph) -> dict[str, Any]:
    """Return `graph` as a JSON-LD document: nodes, then statements, then passages, each in order."""
    outgoing: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        outgoing[edge.source].append(edge)
    passages = {_passage_iri(each): each for edge in graph.edges for each in edge.evidence}
    return {
        "@context": json.loads(read_text(CONTEXT_FILE))["@context"],
        "@graph": [
            *(_node(node, outgoing[node.iri]) for node in graph.nodes),
            *(_statement(edge, schema()) for edge in graph.edges),
            *(_passage(passages[name], name) for name in sorted(passages)),
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
    if each.ordered:
        term["@container"] = "@list"
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
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        targets[edge.type].append(edge.target)
    return result | targets


def _statement(edge: Edge, spec: Schema) -> dict[str, Any]:
    edge_type = spec.edges[edge.type]
    ends = (edge.target, edge.source) if edge_type.reverse else (edge.source, edge.target)
    result: dict[str, Any] = {
        "@id": iri("statement", edge.id),
        "@type": ["rdf:Statement", "prov:Entity"],
        "subject_node": ends[0],
        "predicate": spec.expand(edge_type.property),
        "object_node": ends[1],
        "edge_type": f"fn:{edge.type}",
        "confidence": edge.confidence,
        "derived_from": [_passage_iri(each) for each in edge.evidence],
    }
    result["records"] = [each.record_id for each in edge.evidence]
    if edge_type.authority:
        result["authority"] = edge_type.authority
    return result


def _passage(evidence: Evidence, name: str) -> dict[str, Any]:
    source = iri("document", evidence.doc_id)
    result: dict[str, Any] = {
        "@id": name,
        "@type": ["nif:OffsetBasedString", "prov:Entity"],
        "context": source,
        "quoted_from": source,
        "start": evidence.span.start,
        "end": evidence.span.end,
    }
    if evidence.page is not None:
        result["page"] = evidence.page
    return result


def _passage_iri(evidence: Evidence) -> str:
    return iri("passage", evidence.doc_id, f"{evidence.span.start}-{evidence.span.end}")


def _literal(value: Value, property_type: PropertyType) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float) and property_type.type == "xsd:decimal":
        return format(Decimal(str(value)), "f")  # as a bare number it would be read in double notation
    return list(value) if isinstance(value, tuple) else value


if __name__ == "__main__":
    main()
