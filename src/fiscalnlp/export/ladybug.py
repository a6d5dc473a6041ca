"""The graph as one ladybug file, an embedded property graph that answers Cypher (extra `cypher`).

To ask it::

    ladybug.Connection(ladybug.Database("graph.lbug", read_only=True)).execute(
        "MATCH (d:duty)-[e:carried_out_under]->(c:functional_class) RETURN d.label, c.code, e.confidence"
    )

A node type is a node table with the key `iri`, an edge type a relationship table; names are those of the
schema. `table`, `end` and other words of Cypher go between backticks: ``(t:`table`)``. Decimals are
DECIMAL(38, 10). Ladybug's `sum` takes no decimals; `list_sum(collect(s.yuan))` adds them up to the cent.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fiscalnlp.errors import FiscalError
from fiscalnlp.export import extra, parquet
from fiscalnlp.export.tables import PRECISION, SCALE, Column, Table, edge_tables, ends, node_tables
from fiscalnlp.export.target import folder
from fiscalnlp.graph.model import Graph

_TYPES = {
    "string": "STRING",
    "integer": "INT64",
    "double": "DOUBLE",
    "decimal": f"DECIMAL({PRECISION}, {SCALE})",
    "boolean": "BOOLEAN",
    "set": "STRING[]",
    "list": "STRING[]",
    "evidence": "STRUCT(doc_id STRING, `start` INT64, `end` INT64, record_id STRING, page INT64)[]",
}
# What a table of the database need not repeat: its name says the type, the ends are no properties.
_IMPLIED = frozenset({"type", "source", "target", "source_type", "target_type"})


def write(graph: Graph, target: str | os.PathLike[str]) -> None:
    """Write `graph` as the ladybug file `target`; a file that is there is replaced once all is written.

    All tables are made whatever the graph. Rows stand in the graph's order, but the bytes of the file are
    ladybug's affair.

    Raises:
        MissingExtraError: if ladybug or polars is not installed.
        FiscalError: if the file cannot be written, or a value does not fit its column.
    """
    name, path = os.fspath(target), Path(target)
    engine = extra.load("ladybug", "cypher", name)
    extra.load("polars", "cypher", name)
    nodes, edges = node_tables(graph), edge_tables(graph)
    beside = folder(path.parent)
    try:
        with TemporaryDirectory(dir=beside, prefix=f".{path.name}.") as aside:
            _fill(engine, Path(aside), nodes, edges).replace(path)
    except (OSError, RuntimeError) as error:  # ladybug raises RuntimeError for all there is
        raise FiscalError(name, f"cannot be written: {error}", stage="export") from error


def _fill(engine: Any, inside: Path, nodes: list[Table], edges: list[Table]) -> Path:
    """Make the database in the folder `inside`, with its tables and rows; return its file."""
    path, staged = inside / "graph.lbug", inside / "staged.parquet"
    # One thread: more would change the order of the rows from run to run.
    with engine.Database(path, max_num_threads=1) as database, engine.Connection(database) as connection:
        for table in nodes:
            connection.execute(_node_table(table))
        for table in edges:
            connection.execute(_edge_table(table))
        connection.execute("BEGIN TRANSACTION")  # one, else every COPY would write its own checkpoint
        for table in nodes:
            if table.rows:
                _stage(table, _kept(table), staged)
                connection.execute(f"COPY `{table.name}` FROM {_quoted(staged)}")
        for table in edges:
            for (source, target), part in _by_ends(table).items():
                _stage(part, ["source", "target", *_kept(table)], staged)
                pair = f"(from = '{source}', to = '{target}')"
                connection.execute(f"COPY `{table.name}` FROM {_quoted(staged)} {pair}")
        connection.execute("COMMIT")
    return path


def _node_table(table: Table) -> str:
    columns = ", ".join(_column(column) for column in table.columns if column.name not in _IMPLIED)
    return f"CREATE NODE TABLE `{table.name}` ({columns}, PRIMARY KEY (iri))"


def _edge_table(table: Table) -> str:
    pairs = [f"FROM `{source}` TO `{target}`" for source, target in ends(table.name)]
    columns = [_column(column) for column in table.columns if column.name not in _IMPLIED]
    return f"CREATE REL TABLE `{table.name}` ({', '.join(pairs + columns)})"


def _column(column: Column) -> str:
    return f"`{column.name}` {_TYPES[column.kind]}"


def _kept(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name not in _IMPLIED]


def _by_ends(table: Table) -> dict[tuple[str, str], Table]:
    """Return the edges of `table`, apart by the types of their ends."""
    names = [column.name for column in table.columns]
    source, target = names.index("source_type"), names.index("target_type")
    rows: defaultdict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for row in table.rows:
        rows[row[source], row[target]].append(row)
    return {pair: Table(table.name, table.columns, tuple(part)) for pair, part in sorted(rows.items())}


def _stage(table: Table, columns: list[str], path: Path) -> None:
    """Write `table` as a file for COPY: decimals as text, since ladybug reads none from Parquet."""
    pl = extra.load("polars", "cypher", table.name)
    decimals = [pl.col(each.name).cast(pl.String) for each in table.columns if each.kind == "decimal"]
    parquet.frame(table).with_columns(decimals).select(columns).write_parquet(path)


def _quoted(path: Path) -> str:
    text = path.as_posix().replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"
