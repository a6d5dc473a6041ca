"""The graph as GraphML, for Gephi, yEd, igraph and other tools that draw or measure graphs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fiscalnlp.export.tables import SEPARATOR, Table, edge_tables, flattened, node_tables
from fiscalnlp.export.target import Target, opened
from fiscalnlp.graph.model import Graph

if TYPE_CHECKING:
    import networkx


def write(graph: Graph, target: Target) -> None:
    """Write `graph` as UTF-8 GraphML with declared types, one a property, as the schema has them.

    Decimals are strings, since GraphML has no exact number; several values are joined with ` | `. An edge
    carries `type`, `confidence` and its evidence: `documents`, `records`, and all of it as JSON in `evidence`
    (`[{doc_id, start, end, record_id, page}, …]`).

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
    for table in node_tables(graph):
        for values in _attributes(table):
            result.add_node(values.pop("iri"), **values)
    for table in map(flattened, edge_tables(graph)):
        for values in _attributes(table):
            ends = (values.pop("source"), values.pop("target"))
            result.add_edge(*ends, values["id"], label=table.name, **values)
    return result


def _attributes(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [
        {name: _scalar(value) for name, value in zip(names, row, strict=True) if value is not None}
        for row in table.rows
    ]


def _scalar(value: Any) -> Any:
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return format(value, "f") if isinstance(value, Decimal) else value
