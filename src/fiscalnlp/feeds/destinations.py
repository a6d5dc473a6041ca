"""Where records can be sent: an address → the sink for it, whose module is loaded only then."""

from __future__ import annotations

import importlib
import re
from typing import NamedTuple, cast

from fiscalnlp.errors import FiscalError, MissingExtraError
from fiscalnlp.feeds.sink import Sink


class Destination(NamedTuple):
    """A kind of destination.

    `address` is how it is written, `pattern` matches such an address and gives the sink's argument as its first
    group; `module` (in `fiscalnlp.feeds`) and `name` say which class it is; `extra` brings the packages it needs.
    """

    address: str
    pattern: re.Pattern[str]
    module: str
    name: str
    extra: str = ""


def _kind(address: str, pattern: str, sink: str, extra: str = "") -> Destination:
    module, _, name = sink.partition(".")
    return Destination(address, re.compile(pattern, re.IGNORECASE), module, name, extra)


#: All kinds; the first whose pattern matches is taken.
DESTINATIONS = (
    _kind("jsonl:FOLDER", r"jsonl:(.+)", "jsonl.JsonlSink"),
    _kind("parquet:FOLDER", r"parquet:(.+)", "parquet.ParquetSink", "parquet"),
    _kind("duckdb:FILE", r"duckdb:(.+)", "duckdb_file.DuckDBSink", "duckdb"),
    _kind("postgresql://…", r"(postgres(?:ql)?://.+)", "postgres.PostgresSink", "postgres"),
    _kind("graph:FOLDER", r"graph:(.+)", "graph.GraphSink"),
    _kind("index:FOLDER", r"index:(.+)", "search_index.IndexSink", "search"),
    _kind("elasticsearch+http(s)://…", r"(elasticsearch\+https?://.+)", "elastic.ElasticSink", "elasticsearch"),
    _kind("opensearch+http(s)://…", r"(opensearch\+https?://.+)", "elastic.ElasticSink", "elasticsearch"),
    _kind("FILE.jsonl[.gz|.zst]", r"((?![a-z][a-z0-9+.-]+:).+\.jsonl(?:\.gz|\.zst)?)", "jsonl.JsonlFile"),
    _kind("FILE.duckdb", r"((?![a-z][a-z0-9+.-]+:).+\.duckdb)", "duckdb_file.DuckDBSink", "duckdb"),
)


def destination_of(url: str) -> Destination:
    """Return the kind of destination that an address names.

    Raises:
        FiscalError: it names none (stage `export`).
    """
    for kind in DESTINATIONS:
        if kind.pattern.fullmatch(url):
            return kind
    known = ", ".join(kind.address for kind in DESTINATIONS)
    raise FiscalError(url, f"is no destination; there are {known}", stage="export")


def open_sink(url: str) -> Sink:
    """Open the destination that an address names: `parquet:out/`, `province.duckdb`, `postgresql://…`.

    Raises:
        MissingExtraError: its package is not installed.
        FiscalError: the address names no destination, or that cannot be opened (stage `export`).
    """
    kind = destination_of(url)
    found = kind.pattern.fullmatch(url)
    assert found is not None
    try:
        sink = getattr(importlib.import_module(f"fiscalnlp.feeds.{kind.module}"), kind.name)
        return cast(Sink, sink(found[1]))
    except MissingExtraError:
        raise
    except ImportError as error:
        package = error.name or kind.module
        raise MissingExtraError.of(url, package, kind.extra or "all", stage="export") from error
