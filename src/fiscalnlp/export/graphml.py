"""The graph as GraphML, for Gephi, yEd, igraph and other tools that draw or measure graphs."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from fiscalnlp.export.target import Target, opened
from fiscalnlp.graph.model import Edge, Graph, Value
from fiscalnlp.graph.schema import schema

if TYPE_CHECKING:
    import networkx

#: Between the values of a property that has several.
SEPARATOR = " | "

_NATIVE_TYPES = frozenset({"xsd:integer", "xsd:nonNegativeInteger", "xsd:double", "xsd:boolean"})


def write(graph: Graph, target: Target) -> None:
    """Write `graph` as UTF-8 GraphML with declared types.

    Decimals are strings, since GraphML has no exact number; several values are joined with `SEPARATOR`. An
    edge carries `type`, `confidence` and its evidence: `documents`, `records`, and all of it as JSON in
    `evidence` (`[{doc_id, span, record_id, page}, …]`).

    Raises:
        FiscalError: if the file cannot be written.
    """
    from networkx.readwrite.graphml import write_graphml_xml  # noqa: PLC0415 - slow to import

    # Not write_graphml: that takes lxml where it is installed, and other bytes with it.
    with opened(target) as file:
        write_graphml_xml(_flat(graph), file, edge_id_from_attribute="id")


def _flat(graph: Graph) -> networkx.MultiDiGraph[str]:
    import networkx as nx  # noqa: PLC0415

    result: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in graph.nodes:
        properties = {name: _scalar(name, value) for name, value in node.properties}
        result.add_node(node.iri, **properties | {"type": node.type, "label": _printable(node.label)})
    for edge in graph.edges:
        result.add_edge(edge.source, edge.target, edge.id, **_attributes(edge))
    return result


def _attributes(edge: Edge) -> dict[str, str | float]:
    evidence = [each._asdict() for each in edge.evidence]
    return {
        "id": edge.id,
        "type": edge.type,
        "label": edge.type,
        "confidence": edge.confidence,
        "documents": SEPARATOR.join(sorted({each.doc_id for each in edge.evidence})),
        "records": SEPARATOR.join(each.record_id for each in edge.evidence),
        "evidence": json.dumps(evidence, ensure_ascii=False, separators=(",", ":")),
    }


def _scalar(name: str, value: Value) -> str | int | float | bool:
    """Give a property one type in the whole file, as viewers want it: the one the schema declares."""
    if isinstance(value, tuple):
        return _printable(SEPARATOR.join(value))
    if isinstance(value, int | float) and schema().properties[name].type in _NATIVE_TYPES:
        return value
    return format(value, "f") if isinstance(value, Decimal) else _printable(str(value))


def _printable(text: str) -> str:
    """Drop what XML 1.0 cannot hold; broken PDFs give such characters."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and not _forbidden(char)))


def _forbidden(char: str) -> bool:
    return "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff"
