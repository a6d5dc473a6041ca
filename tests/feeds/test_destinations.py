import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from fiscalnlp.errors import FiscalError, MissingExtraError
from fiscalnlp.feeds.destinations import DESTINATIONS, destination_of, open_sink
from fiscalnlp.feeds.jsonl import JsonlFile, JsonlSink


@pytest.mark.parametrize(
    ("url", "sink"),
    [
        ("out/2023.jsonl", "JsonlFile"),
        ("2023.JSONL.gz", "JsonlFile"),
        ("2023.jsonl.zst", "JsonlFile"),
        ("jsonl:out/2023.jsonl", "JsonlSink"),
        ("parquet:out/", "ParquetSink"),
        ("duckdb:all.db", "DuckDBSink"),
        ("all.duckdb", "DuckDBSink"),
        ("postgresql://me@host/db", "PostgresSink"),
        ("postgres://host/db", "PostgresSink"),
        ("graph:kg/", "GraphSink"),
        ("index:idx/", "IndexSink"),
        ("elasticsearch+https://host:9200/fiscal", "ElasticSink"),
        ("opensearch+http://host:9200/fiscal", "ElasticSink"),
    ],
)
def test_an_address_names_its_sink(url, sink):
    assert destination_of(url).name == sink


@pytest.mark.parametrize("url", ["", "folder/", "all.csv", "mysql://host/db", "s3://bucket/all.jsonl", "jsonl:"])
def test_an_address_that_names_none_is_told_what_there_is(url):
    with pytest.raises(FiscalError, match=r"no destination; there are jsonl:FOLDER, .*postgresql://"):
        destination_of(url)


def test_a_sink_is_opened_by_its_address(tmp_path):
    assert isinstance(open_sink(f"jsonl:{tmp_path / 'parts'}"), JsonlSink)
    assert isinstance(open_sink(str(tmp_path / "all.jsonl")), JsonlFile)


def test_the_argument_is_what_follows_the_scheme(monkeypatch):
    given = []
    monkeypatch.setitem(sys.modules, "fiscalnlp.feeds.parquet", SimpleNamespace(ParquetSink=given.append))
    monkeypatch.setitem(sys.modules, "fiscalnlp.feeds.postgres", SimpleNamespace(PostgresSink=given.append))
    open_sink("parquet:out/")
    open_sink("postgresql://host/db")
    assert given == ["out/", "postgresql://host/db"]


def test_a_package_that_is_not_installed_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "fiscalnlp.feeds.duckdb_file", None)
    with pytest.raises(MissingExtraError, match=r"fiscalnlp\[duckdb\]"):
        open_sink("all.duckdb")


def test_every_extra_that_an_error_names_can_be_installed():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    named = {kind.extra for kind in DESTINATIONS if kind.extra}
    assert {"parquet", "postgres"} <= named <= set(project["optional-dependencies"])
