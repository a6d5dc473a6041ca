"""One command, every destination that is a real one: each has the same duties of the same documents."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from extras import extra
from fiscalnlp.cli import app
from fiscalnlp.store import GraphStore

DISCLOSURES = Path(__file__).parents[2] / "corpora" / "disclosures"
SOURCES = [DISCLOSURES / "haigang-2023.txt", DISCLOSURES / "final-accounts-2.docx"]


def test_every_destination_of_one_run_holds_the_same(tmp_path: Path, postgres_url: str) -> None:
    duckdb, polars, psycopg = extra("duckdb"), extra("polars"), extra("psycopg")
    extra("tantivy")
    from fiscalnlp.search import Index

    destinations = [
        *(f"parquet:{tmp_path / 'parquet'}", str(tmp_path / "records.duckdb"), f"graph:{tmp_path / 'kg'}"),
        *(f"index:{tmp_path / 'index'}", postgres_url),
    ]
    arguments = ["extract", *map(str, SOURCES), "--out", str(tmp_path / "lines.jsonl")]
    result = CliRunner().invoke(app, [*arguments, *(part for url in destinations for part in ("--to", url))])
    assert result.exit_code == 0, result.output

    lines = [json.loads(line) for line in (tmp_path / "lines.jsonl").read_bytes().splitlines()]
    duties = sorted(line["id"] for line in lines if line["kind"] == "duty")
    assert len(duties) > 28

    frame = polars.read_parquet(tmp_path / "parquet" / "duty" / "**" / "*.parquet", hive_partitioning=True)
    assert sorted(frame["id"]) == duties
    with duckdb.connect(str(tmp_path / "records.duckdb"), read_only=True) as connection:
        assert sorted(row[0] for row in connection.execute("SELECT id FROM duty").fetchall()) == duties
    with psycopg.connect(postgres_url) as connection:
        assert sorted(row[0] for row in connection.execute("SELECT id FROM fiscalnlp.duty")) == duties
        connection.execute("DROP SCHEMA fiscalnlp CASCADE")
    assert Index(tmp_path / "index").search("负责", kind="duty", limit=100).total > 0
    with GraphStore(tmp_path / "kg", read_only=True) as store:
        found = store.query("SELECT ?duty { ?duty a fn:Duty }")
        assert sorted(row["duty"].value.rpartition("/")[2] for row in found) == duties
