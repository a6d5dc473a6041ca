"""The feeds that are tables, each with the way to open it and to read everything in it as users do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from feed_factory import as_printed

from extras import extra
from fiscalnlp.feeds import Sink
from fiscalnlp.model.records import KINDS


class Feed(ABC):
    """A destination of one test."""

    @abstractmethod
    def open(self) -> Sink:
        """Open it for writing."""

    @abstractmethod
    def break_writing(self, patch: pytest.MonkeyPatch) -> None:
        """Have a write cut short when it is half done."""

    @abstractmethod
    def rows(self, kind: str) -> list[dict[str, Any]]:
        """Return the rows of a kind."""

    def held(self) -> dict[str, dict[str, Any]]:
        """Return everything in it by kind and id, without what is not of the records."""
        found: dict[str, dict[str, Any]] = {}
        for kind in KINDS:
            rows = [as_printed(row) for row in self.rows(kind)]
            for row in rows:
                row.pop("unfit", None), row.pop("full_text", None)
            found[kind] = {row["id"]: row for row in rows}
            assert len(found[kind]) == len(rows)
        return found


class Parquet(Feed):
    """Read by DuckDB."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "records"

    def open(self) -> Sink:
        extra("pyarrow")
        from fiscalnlp.feeds.parquet import ParquetSink

        return ParquetSink(self.path)

    def break_writing(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr("os.fsync", _cut)

    def rows(self, kind: str) -> list[dict[str, Any]]:
        files = f"read_parquet('{self.path}/{kind}/**/*.parquet', hive_partitioning = true)"
        return _fetched(extra("duckdb").execute(f"SELECT * FROM {files}"))


class ParquetByPolars(Parquet):
    """Read by Polars."""

    def rows(self, kind: str) -> list[dict[str, Any]]:
        frame = extra("polars").scan_parquet(f"{self.path}/{kind}/**/*.parquet", hive_partitioning=True).collect()
        return list(frame.to_dicts())


class DuckDB(Feed):
    def __init__(self, folder: Path) -> None:
        self.path = folder / "records.duckdb"

    def open(self) -> Sink:
        extra("duckdb")
        from fiscalnlp.feeds.duckdb_file import DuckDBSink

        return DuckDBSink(self.path)

    def break_writing(self, patch: pytest.MonkeyPatch) -> None:
        from fiscalnlp.feeds import duckdb_file

        whole = duckdb_file.record_tables
        patch.setattr(duckdb_file, "record_tables", lambda documents: _Half(whole(documents)))

    def rows(self, kind: str) -> list[dict[str, Any]]:
        with extra("duckdb").connect(self.path) as connection:
            return _fetched(connection.execute(f'SELECT * FROM "{kind}"'))

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with extra("duckdb").connect(self.path) as connection:
            return list(connection.execute(statement).fetchall())


class Postgres(Feed):
    def __init__(self, url: str, schema: str) -> None:
        self.url, self.schema = url, schema

    def open(self) -> Sink:
        from fiscalnlp.feeds.postgres import PostgresSink

        return PostgresSink(self.url, self.schema)

    def break_writing(self, patch: pytest.MonkeyPatch) -> None:
        from fiscalnlp.feeds import postgres

        whole = postgres._insertion
        patch.setattr(postgres, "_insertion", lambda kind: _cut() if kind == "link" else whole(kind))

    def rows(self, kind: str) -> list[dict[str, Any]]:
        psycopg = extra("psycopg")
        with psycopg.connect(self.url) as connection:
            rows = _fetched(connection.execute(f'SELECT * FROM "{self.schema}"."{kind}"'))
        # Inside jsonb a figure is a string of digits, as in the contract.
        return [
            {name: _with_figures(value) if name in ("rows", "lines") else value for name, value in row.items()}
            for row in rows
        ]

    def run(self, statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with extra("psycopg").connect(self.url) as connection:
            connection.execute(f'SET search_path = "{self.schema}"')
            done = connection.execute(statement, values)
            return list(done.fetchall()) if done.description else []


class _Half(dict[str, Any]):
    """Tables that break off after half of them."""

    def items(self) -> Any:
        for number, item in enumerate(super().items()):
            yield item if number < len(self) // 2 else _cut()


def _cut(*_: object) -> None:
    raise KeyboardInterrupt


def _with_figures(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_figures(each) for each in value]
    if isinstance(value, dict):
        figures = {name: Decimal(value[name]) for name in ("value", "yuan") if value.get(name) is not None}
        return {name: _with_figures(each) for name, each in value.items()} | figures
    return value


def _fetched(cursor: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
