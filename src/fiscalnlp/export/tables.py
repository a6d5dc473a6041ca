"""The graph as typed tables, one a node type and one an edge type: what Parquet, CSV and Cypher are written from.

Tables and columns follow the graph's schema alone, so every graph has the same ones, some of them empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec

from fiscalnlp.data import read_toml
from fiscalnlp.errors import FiscalError
from fiscalnlp.graph.model import Edge, Graph, Node
from fiscalnlp.graph.schema import schema
from fiscalnlp.model.records import KINDS

#: What a column holds: one value, several strings (a set, or a list if their order counts), or evidence.
Kind = Literal["string", "integer", "double", "decimal", "boolean", "set", "list", "evidence"]

#: Between several values in formats that have no lists.
SEPARATOR = " | "

#: Every decimal column is DECIMAL(38, 10): ten decimals hold a cent in any unit up to 亿元, and 38 digits are
#: what data frames and databases keep without overflow when they add up.
PRECISION, SCALE = 38, 10

_STEP = Decimal(1).scaleb(-SCALE)
_EXACT = Context(prec=PRECISION, traps=[Inexact, InvalidOperation])
# What XML 1.0 and UTF-8 cannot hold; broken PDFs give such characters.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Column(NamedTuple):
    """A column: its name in the schema and what it holds."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """All nodes or edges of one type, in the graph's order; a cell is `None` where there is no value.

    By kind of column a cell is `str`, `int`, `float`, `Decimal` (which fits), `bool`, a list of strings, or a
    list of evidence, each with the keys `doc_id`, `start`, `end`, `record_id` and `page`.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


#: The first columns of every table of nodes.
NODE_COLUMNS = (Column("iri", "string"), Column("type", "string"), Column("label", "string"))
#: The columns of every table of edges; an end is the IRI and the type of a node.
EDGE_COLUMNS = (
    Column("source", "string"),
    Column("target", "string"),
    Column("type", "string"),
    Column("source_type", "string"),
    Column("target_type", "string"),
    Column("id", "string"),
    Column("confidence", "double"),
    Column("evidence", "evidence"),
)


def node_tables(graph: Graph) -> list[Table]:
    """Return a table of nodes for each node type of the schema, in its order.

    Raises:
        FiscalError: if a node has a property that is no column of its type, or a decimal that does not fit.
    """
    by_type: defaultdict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        by_type[node.type].append(node)
    tables = []
    for name in schema().nodes:
        columns = node_columns(name)
        tables.append(Table(name, columns, tuple(_node_row(node, columns) for node in by_type[name])))
    return tables


def edge_tables(graph: Graph) -> list[Table]:
    """Return a table of edges for each edge type of the schema, in its order."""
    types = {node.iri: node.type for node in graph.nodes}
    by_type: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        by_type[edge.type].append(edge)
    return [
        Table(name, EDGE_COLUMNS, tuple(_edge_row(edge, types) for edge in by_type[name]))
        for name in schema().edges
    ]


@cache
def node_columns(type_: str) -> tuple[Column, ...]:
    """Return the columns of the nodes of one type: `NODE_COLUMNS`, then the type's properties."""
    node_type = schema().nodes[type_]
    data = read_toml("graph/tables.toml")
    names = [*node_type.properties, *data["besides"].get(type_, ())]
    if node_type.kind is not None:
        names += (name for name in data["every_record"] if name != "text" or node_type.text)
    return (*NODE_COLUMNS, *(Column(name, kind_of(name)) for name in dict.fromkeys(names)))


@cache
def kind_of(property_: str) -> Kind:
    """Return what a property of the schema holds; it is the same in all node types that have it."""
    found = schema().properties[property_]
    if property_ in _several():
        return "list" if found.ordered else "set"
    kind: Kind = read_toml("graph/tables.toml")["kinds"].get(found.type, "string")
    return kind


def ends(edge_type: str) -> list[tuple[str, str]]:
    """Return the types of node that edges of `edge_type` may run from and to, in the schema's order."""
    nodes = schema().nodes
    return [(source, target) for source in nodes for target in nodes if schema().allows(edge_type, source, target)]


def flattened(table: Table) -> Table:
    """Return a table of edges for formats without structs.

    In place of the evidence it has the sets `documents` and `records` (ids) and the string `evidence`, which
    is all of it as JSON: `[{doc_id, start, end, record_id, page}, …]`.
    """
    *columns, last = table.columns
    if last.kind != "evidence":
        raise ValueError(f"{table.name} is no table of edges")
    flat = (Column("documents", "set"), Column("records", "set"), Column("evidence", "string"))
    rows = tuple((*row[:-1], *_flat_evidence(row[-1])) for row in table.rows)
    return Table(table.name, (*columns, *flat), rows)


def _flat_evidence(evidence: list[dict[str, Any]]) -> tuple[list[str], list[str], str]:
    documents = sorted({each["doc_id"] for each in evidence})
    records = list(dict.fromkeys(each["record_id"] for each in evidence))
    return documents, records, msgspec.json.encode(evidence).decode()


@cache
def _several() -> frozenset[str]:
    """Return the names of all properties that hold several values: record fields that are tuples or mappings."""
    names = set(read_toml("graph/tables.toml")["several"])
    for cls in KINDS.values():
        for field in msgspec.structs.fields(cls):
            whole = msgspec.inspect.type_info(field.type)
            parts = whole.types if isinstance(whole, msgspec.inspect.UnionType) else (whole,)
            if any(isinstance(part, msgspec.inspect.CollectionType | msgspec.inspect.DictType) for part in parts):
                names.add(field.name)
    return frozenset(names)


def _node_row(node: Node, columns: tuple[Column, ...]) -> tuple[Any, ...]:
    values: dict[str, Any] = {"iri": node.iri, "type": node.type, "label": node.label, **dict(node.properties)}
    if unknown := values.keys() - {column.name for column in columns}:
        cause = f"a {node.type} has no column for {', '.join(sorted(unknown))}"
        raise FiscalError(node.iri, cause, stage="export")
    return tuple(
        None if (value := values.get(column.name)) is None else _cell(node.iri, column, value)
        for column in columns
    )


def _edge_row(edge: Edge, types: dict[str, str]) -> tuple[Any, ...]:
    evidence = [
        {
            "doc_id": each.doc_id,
            "start": each.span.start,
            "end": each.span.end,
            "record_id": each.record_id,
            "page": each.page,
        }
        for each in edge.evidence
    ]
    source, target = edge.source, edge.target
    return source, target, edge.type, types[source], types[target], edge.id, float(edge.confidence), evidence


def _cell(iri: str, column: Column, value: Any) -> Any:
    if isinstance(value, tuple) is not (column.kind in ("set", "list")):
        raise FiscalError(iri, f"{column.name} is no {column.kind}: {value!r}", stage="export")
    try:
        return _AS[column.kind](value)
    except (ArithmeticError, ValueError) as error:
        cause = f"{column.name} is {value}, which does not fit a {column.kind} column"
        if column.kind == "decimal":
            cause += f" ({PRECISION} digits, {SCALE} of them decimals)"
        raise FiscalError(iri, cause, stage="export") from error


def _text(value: Any) -> str:
    return _UNPRINTABLE.sub("", format(value, "f") if isinstance(value, Decimal) else str(value))


def fitting_decimal(value: Decimal | str | int) -> Decimal:
    """Return `value` as a decimal that a decimal column holds unrounded.

    Raises:
        ArithmeticError: it has too many digits.
        ValueError: it is infinite or no number.
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        raise ValueError(value)
    number.quantize(_STEP, context=_EXACT)  # raises if it does not fit
    return number


_AS: dict[str, Callable[[Any], Any]] = {
    "string": _text,
    "integer": int,
    "double": float,
    "decimal": fitting_decimal,
    "boolean": bool,
    "set": lambda value: sorted(map(_text, value)),
    "list": lambda value: list(map(_text, value)),
}
