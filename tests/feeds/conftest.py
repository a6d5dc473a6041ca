"""The feeds are tested on the records that the graph's tests make, PostgreSQL with a server of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "graph"))

from feed_readers import DuckDB, Feed, Parquet, ParquetByPolars, Postgres

from extras import extra
from postgres_server import server

_SCHEMAS = count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """How a PostgreSQL server is reached that runs as long as the tests do."""
    extra("psycopg")
    with server() as url:
        yield url


@pytest.fixture
def parquet(tmp_path: Path) -> Parquet:
    return Parquet(tmp_path)


@pytest.fixture
def duckdb(tmp_path: Path) -> DuckDB:
    return DuckDB(tmp_path)


@pytest.fixture
def postgres(postgres_url: str) -> Postgres:
    return Postgres(postgres_url, f"feed{next(_SCHEMAS)}")


@pytest.fixture(params=["parquet", "polars", "duckdb", "postgres"])
def feed(request: pytest.FixtureRequest, tmp_path: Path) -> Feed:
    """Each feed that is tables."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres")
    return {"parquet": Parquet, "polars": ParquetByPolars, "duckdb": DuckDB}[request.param](tmp_path)
