"""The DuckDB file: its views, and what becomes of files of other versions."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal

import pytest
from feed_factory import content, sent
from feed_readers import DuckDB

from extras import extra
from fiscalnlp.errors import FiscalError
from fiscalnlp.export import contract
from fiscalnlp.feeds import DocumentRecords

extra("duckdb")

from fiscalnlp.feeds.duckdb_file import DuckDBSink  # noqa: E402


def test_views_answer_what_is_asked_most(duckdb: DuckDB, haigang) -> None:
    with closing(duckdb.open()) as sink:
        sink.write([DocumentRecords.of("haigang-2023.txt", haigang.record, haigang.records())])
    assert len(duckdb.run("FROM duties")) == len(haigang.duties)
    best = max((link for link in haigang.links if link.duty == haigang.duties[6].id), key=lambda link: link.score)
    assert duckdb.run("SELECT code, score FROM duties WHERE number = 7") == [(best.code, best.score)]
    (science,) = duckdb.run("SELECT name, documents, yuan FROM spending_by_class WHERE code = '206'")
    assert science == ("科学技术支出", 1, Decimal(5840000))
    figures = sum(
        value.value is not None for table in haigang.tables for line in table.lines for value in line.values
    )
    assert duckdb.run("SELECT count(*) FROM table_figures") == [(figures,)]


def test_an_older_minor_version_gets_what_is_new(duckdb: DuckDB, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(duckdb.open()) as sink:
        sink.write([sent("a")])
    duckdb.run("ALTER TABLE duty DROP COLUMN confidence")
    duckdb.run("ALTER TABLE duty ALTER COLUMN boxes TYPE STRUCT(page BIGINT, x0 DOUBLE)[]")
    duckdb.run("DROP TABLE citation")
    duckdb.run("DELETE FROM fiscalnlp_meta WHERE value = 'citation'")
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "1.1")
    with closing(duckdb.open()) as sink:
        sink.write([sent("b")])
    old, new = sorted(duckdb.rows("duty"), key=lambda row: row["doc_id"])
    assert (old["confidence"], new["confidence"]) == (None, 1.0)
    assert old["boxes"] == [{"page": 2, "x0": 72.0, "y0": None, "x1": None, "y1": None}]
    assert [row["doc_id"] for row in duckdb.rows("citation")] == ["doc-b"]
    assert duckdb.run("SELECT value FROM fiscalnlp_meta WHERE name = 'contract_version'") == [("1.1",)]


def test_a_newer_minor_version_keeps_what_only_it_has(duckdb: DuckDB) -> None:
    with closing(duckdb.open()) as sink:
        sink.write([sent("a")])
    duckdb.run("ALTER TABLE duty ADD COLUMN future VARCHAR DEFAULT 'kept'")
    duckdb.run("ALTER TABLE duty ALTER COLUMN future DROP DEFAULT")
    duckdb.run("CREATE TABLE oracle AS SELECT 'doc-a' AS doc_id UNION ALL SELECT 'doc-b'")
    duckdb.run("INSERT INTO fiscalnlp_meta VALUES ('kind', 'oracle')")
    duckdb.run("UPDATE fiscalnlp_meta SET value = '1.7' WHERE name = 'contract_version'")
    with closing(duckdb.open()) as sink:
        sink.write([sent("c")])
        sink.delete(["doc-a"])
    assert [(row["doc_id"], row["future"]) for row in duckdb.rows("duty")] == [("doc-c", None)]
    assert duckdb.run("FROM oracle") == [("doc-b",)]
    assert duckdb.run("SELECT value FROM fiscalnlp_meta WHERE name = 'contract_version'") == [("1.7",)]


def test_another_major_version_is_refused_untouched(duckdb: DuckDB, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(duckdb.open()) as sink:
        sink.write([sent("a")])
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "2.0")
    with pytest.raises(FiscalError, match="a new destination is needed"):
        duckdb.open()
    assert duckdb.held() == content([sent("a")])


def test_a_file_that_is_no_database(tmp_path) -> None:
    (tmp_path / "a.duckdb").write_bytes(b"mine" * 5000)
    with pytest.raises(FiscalError, match=r"a\.duckdb: DuckDB: "):
        DuckDBSink(tmp_path / "a.duckdb")


def test_a_table_of_somebody_else_is_left_alone(duckdb: DuckDB) -> None:
    duckdb.run("CREATE TABLE duty AS SELECT 1 AS mine")
    with pytest.raises(FiscalError, match="duty"):
        duckdb.open()
    assert duckdb.run("FROM duty") == [(1,)]
