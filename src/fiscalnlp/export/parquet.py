"""The graph as Parquet files, one a node type and one an edge type, for data frames and SQL (extra `polars`).

Decimals are DECIMAL(38, 10), exact; several values are a list; evidence is a list of structs (`doc_id`,
`start`, `end`, `record_id`, `page`). Read all edges at once with `pl.scan_parquet("FOLDER/edges/*.parquet")`;
nodes of several types with DuckDB's `read_parquet('FOLDER/nodes/*.parquet', union_by_name = true)`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fiscalnlp.export import extra
from fiscalnlp.export.tables import PRECISION, SCALE, Table, edge_tables, node_tables
from fiscalnlp.export.target import folder, opened
from fiscalnlp.graph.model import Graph


def write(graph: Graph, target: str | os.PathLike[str]) -> None:
    """Write `graph` to the folder `target`: `nodes/<type>.parquet` and `edges/<type>.parquet`.

    All files are written whatever the graph, with the same columns and types. Files of an earlier export are
    replaced one by one; anything else in the folder stays.

    Raises:
        MissingExtraError: if polars is not installed.
        FiscalError: if a file cannot be written, or a value does not fit its column.
    """
    extra.load("polars", "polars", os.fspath(target))
    for part, tables in (("nodes", node_tables(graph)), ("edges", edge_tables(graph))):
        inside = folder(Path(target) / part)
        for table in tables:
            with opened(inside / f"{table.name}.parquet") as file:
                frame(table).write_parquet(file)


def frame(table: Table) -> Any:
    """Return `table` as a `polars.DataFrame`.

    Raises:
        MissingExtraError: if polars is not installed.
    """
    pl = extra.load("polars", "polars", table.name)
    evidence = {
        "doc_id": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "record_id": pl.String,
        "page": pl.Int64,
    }
    types = {
        "string": pl.String,
        "integer": pl.Int64,
        "double": pl.Float64,
        "decimal": pl.Decimal(PRECISION, SCALE),
        "boolean": pl.Boolean,
        "set": pl.List(pl.String),
        "list": pl.List(pl.String),
        "evidence": pl.List(pl.Struct(evidence)),
    }
    return pl.DataFrame(
        list(table.rows),
        schema={column.name: types[column.kind] for column in table.columns},
        orient="row",
    )
