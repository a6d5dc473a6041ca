"""The graph as CSV for the bulk import of graph databases: one file a node type and one an edge type.

The dialects are rows of `data/graph/csv_dialects.toml`: Neo4j, Amazon Neptune (Gremlin's columns) and Memgraph.
"""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from jinja2 import Environment, StrictUndefined

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export.tables import SEPARATOR, Table, edge_tables, flattened, node_tables
from fiscalnlp.export.target import folder, opened
from fiscalnlp.graph.model import Graph

DialectName = Literal["neo4j", "neptune", "memgraph"]

_ARRAY_DELIMITER = ";"
_ARRAY_MARK = "[]"
# An edge's ends say their types; repeating them would make them properties.
_LEFT_OUT = frozenset({"source_type", "target_type"})


class _Column(NamedTuple):
    name: str
    type: str
    header: str
    place: int


class _Sheet(NamedTuple):
    """A table as its dialect wants it; the script's template sees these."""

    name: str
    columns: tuple[_Column, ...]


@dataclass(frozen=True, slots=True)
class _Dialect:
    """A row of the data file, which says what the fields mean."""

    header: str
    nodes: dict[str, str]
    edges: dict[str, str]
    types: dict[str, str]
    within: str
    script: dict[str, str]
    edge_types: dict[str, str] | None = None


def write(graph: Graph, target: str | os.PathLike[str], dialect: DialectName = "neo4j") -> None:
    """Write `graph` to the folder `target`: `nodes/<type>.csv`, `edges/<type>.csv` and a script that imports them.

    Every file has a header of typed columns and is written whatever the graph; UTF-8, quoted as in RFC 4180, so
    values may hold line breaks. An empty field is no value. Decimals are exact, as strings. A `;` within a value
    of an array becomes what the dialect has for it. Files of an earlier export are replaced one by one.

    Raises:
        ValueError: if there is no such dialect.
        FiscalError: if a file cannot be written, or a value does not fit its column.
    """
    spec = _dialect(dialect)
    nodes = node_tables(graph)
    edges = [flattened(table) for table in edge_tables(graph)]
    node_sheets = [_sheet(table, spec, spec.nodes, spec.types) for table in nodes]
    edge_sheets = [_sheet(table, spec, spec.edges, spec.edge_types or spec.types) for table in edges]
    for part, tables, sheets in (("nodes", nodes, node_sheets), ("edges", edges, edge_sheets)):
        inside = folder(Path(target) / part)
        for table, sheet in zip(tables, sheets, strict=True):
            with opened(inside / f"{table.name}.csv") as file:
                file.write(_encoded(table, sheet, spec))
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
    script = environment.from_string(read_text(spec.script["template"]))
    with opened(Path(target) / spec.script["file"]) as file:
        file.write(script.render(nodes=node_sheets, edges=edge_sheets).encode())


@cache
def _dialect(name: str) -> _Dialect:
    known = read_toml("graph/csv_dialects.toml")
    if name not in known:
        raise ValueError(f"no dialect {name!r}; there are {', '.join(known)}")
    return _Dialect(**known[name])


def _sheet(table: Table, dialect: _Dialect, known: dict[str, str], types: dict[str, str]) -> _Sheet:
    columns = []
    for place, (name, kind) in enumerate(table.columns):
        if name not in _LEFT_OUT:
            type_ = types[kind]
            header = known.get(name) or dialect.header.format(name=name, type=type_)
            columns.append(_Column(name, type_, header, place))
    return _Sheet(table.name, tuple(columns))


def _encoded(table: Table, sheet: _Sheet, dialect: _Dialect) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(column.header for column in sheet.columns)
    for row in table.rows:
        writer.writerow(_field(row[column.place], column.type, dialect) for column in sheet.columns)
    return out.getvalue().encode()


def _field(value: Any, type_: str, dialect: _Dialect) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        if type_.endswith(_ARRAY_MARK):
            return _ARRAY_DELIMITER.join(each.replace(_ARRAY_DELIMITER, dialect.within) for each in value)
        return SEPARATOR.join(value)
    return str(value)
