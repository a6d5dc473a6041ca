"""The graph as CSV for bulk import, read back by the csv module."""

from __future__ import annotations

import csv
import json
import random
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from record_factory import disclosure

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export import bulk_csv
from fiscalnlp.export.tables import EDGE_COLUMNS, NODE_COLUMNS
from fiscalnlp.graph import Graph, build_graph
from fiscalnlp.graph.model import Node
from fiscalnlp.graph.schema import schema

DIALECTS = list(read_toml("graph/csv_dialects.toml"))

#: Characters that a reader of CSV stumbles over.
AWKWARD = '他说："第一，"\r\n第二行;第三\\"；|, '


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(disclosure())


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_node_and_edge_is_a_row(dialect: bulk_csv.DialectName, graph: Graph, tmp_path: Path) -> None:
    bulk_csv.write(graph, tmp_path, dialect)
    for part, things in (("nodes", graph.nodes), ("edges", graph.edges)):
        types = schema().nodes if part == "nodes" else schema().edges
        assert sorted(path.stem for path in (tmp_path / part).glob("*.csv")) == sorted(types)
        for name in types:
            assert len(table(tmp_path / part / f"{name}.csv")) == sum(each.type == name for each in things)


def test_headers_of_neo4j(graph: Graph, tmp_path: Path) -> None:
    bulk_csv.write(graph, tmp_path)
    assert header(tmp_path / "nodes" / "functional_class.csv") == [
        "iri:ID", ":LABEL", "label:string", "code:string", "names:string[]",
    ]  # fmt: skip
    assert header(tmp_path / "edges" / "compares.csv") == [
        ":START_ID", ":END_ID", ":TYPE", "id:string", "confidence:double",
        "documents:string[]", "records:string[]", "evidence:string",
    ]  # fmt: skip
    amount = header(tmp_path / "nodes" / "amount.csv")
    assert {"yuan:string", "year:long", "approximate:boolean", "section:string[]"} <= set(amount)


def test_headers_of_neptune(graph: Graph, tmp_path: Path) -> None:
    bulk_csv.write(graph, tmp_path, "neptune")
    assert header(tmp_path / "nodes" / "functional_class.csv") == [
        "~id", "~label", "label:String(single)", "code:String(single)", "names:String[]",
    ]  # fmt: skip
    assert header(tmp_path / "edges" / "compares.csv") == [
        "~from", "~to", "~label", "~id", "confidence:Double",
        "documents:String", "records:String", "evidence:String",
    ]  # fmt: skip


def test_fields(graph: Graph, tmp_path: Path) -> None:
    bulk_csv.write(graph, tmp_path)
    (change,) = table(tmp_path / "nodes" / "change.csv")
    assert (change["yuan:string"], change["percent:string"]) == ("10000", "5.10")  # 1E+4
    assert change["completion:string"] == ""
    assert change["section:string[]"] == "第三部分;一、"
    (percentage,) = table(tmp_path / "nodes" / "percentage.csv")
    assert percentage["percentage_points:boolean"] == "false"
    (row,) = table(tmp_path / "edges" / "compares.csv")
    assert json.loads(row["evidence:string"])[0]["doc_id"] == row["documents:string[]"] == "doc-2023"


@pytest.mark.parametrize(("dialect", "name"), [("neo4j", "text:string"), ("neptune", "text:String(single)")])
def test_quotes_and_line_breaks_are_safe(dialect: bulk_csv.DialectName, name: str, tmp_path: Path) -> None:
    bulk_csv.write(Graph.of([Node("x", "spending", "", (("text", AWKWARD),))], []), tmp_path, dialect)
    (row,) = table(tmp_path / "nodes" / "spending.csv")
    assert row[name] == AWKWARD


@pytest.mark.parametrize(
    ("dialect", "names", "path"),
    [
        ("neo4j", "a；b;c", "d；e;f"),
        ("neptune", r"a\;b;c", "d;e | f"),  # its arrays have no order
        ("memgraph", "a；b;c", "d；e;f"),
    ],
)
def test_what_stands_between_values_does_not_stand_within_one(
    dialect: bulk_csv.DialectName, names: str, path: str, tmp_path: Path
) -> None:
    body = Node("x", "body", "", (("names", ("a;b", "c")),))
    spending = Node("y", "spending", "", (("path", ("d;e", "f")),))
    bulk_csv.write(Graph.of([body, spending], []), tmp_path, dialect)
    for type_, property_, expected in (("body", "names", names), ("spending", "path", path)):
        (row,) = table(tmp_path / "nodes" / f"{type_}.csv")
        (value,) = (value for name, value in row.items() if name.startswith(property_))
        assert value == expected


@pytest.mark.parametrize("dialect", DIALECTS)
def test_bytes_are_the_same_whatever_the_order_of_records(dialect: bulk_csv.DialectName, tmp_path: Path) -> None:
    records = disclosure()
    for seed in (1, 2):
        mixed = random.Random(seed).sample(records, len(records))
        bulk_csv.write(build_graph(mixed), tmp_path / str(seed), dialect)
    for path in (tmp_path / "1").rglob("*.*"):
        assert (tmp_path / "2" / path.relative_to(tmp_path / "1")).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dialect_knows_every_kind_and_only_real_columns(dialect: str) -> None:
    spec = read_toml("graph/csv_dialects.toml")[dialect]
    kinds = {"string", "integer", "double", "decimal", "boolean", "set", "list"}
    assert spec["types"].keys() == kinds
    assert spec.get("edge_types", spec["types"]).keys() == kinds
    assert spec["nodes"].keys() <= {column.name for column in NODE_COLUMNS}
    assert spec["edges"].keys() <= {column.name for column in EDGE_COLUMNS}
    assert spec["types"]["decimal"] == spec["types"]["string"]  # exact
    assert read_text(spec["script"]["template"])


@pytest.mark.parametrize("dialect", ["neo4j", "neptune"])
def test_the_script_is_one_of_the_shell(dialect: bulk_csv.DialectName, tmp_path: Path) -> None:
    bulk_csv.write(Graph(), tmp_path, dialect)
    subprocess.run(["sh", "-n", tmp_path / "import.sh"], check=True)


def test_the_script_of_neo4j_imports_every_file(tmp_path: Path) -> None:
    bulk_csv.write(Graph(), tmp_path)
    tool = tmp_path / "neo4j-admin"
    tool.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    tool.chmod(0o755)
    done = subprocess.run(
        ["sh", tmp_path / "import.sh", "kg"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    arguments = done.stdout.splitlines()
    assert arguments[:4] == ["database", "import", "full", "kg"]
    for option, part in (("--nodes", "nodes"), ("--relationships", "edges")):
        given = sorted(each.removeprefix(f"{option}=") for each in arguments if each.startswith(f"{option}="))
        assert given == sorted(f"{part}/{path.name}" for path in (tmp_path / part).iterdir())


def test_the_script_of_memgraph_gives_every_column_its_type(tmp_path: Path) -> None:
    bulk_csv.write(Graph(), tmp_path, "memgraph")
    lines = (tmp_path / "import.cypherl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(schema().nodes) + len(schema().edges)
    assert all(line.endswith(";") for line in lines)
    assert lines[1] == (
        'LOAD CSV FROM "/import/nodes/body.csv" WITH HEADER NULLIF "" AS row CREATE (:node:`body` '
        '{`iri`: row.`iri`, `type`: row.`type`, `label`: row.`label`, `names`: split(row.`names`, ";")});'
    )
    (amount,) = (line for line in lines if "/nodes/amount.csv" in line)
    assert "`year`: toInteger(row.`year`)" in amount
    assert "`yuan`: row.`yuan`" in amount


def test_the_dialects_are_those_of_the_type() -> None:
    assert list(get_args(bulk_csv.DialectName)) == DIALECTS


def test_an_unknown_dialect_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no dialect 'sql'; there are neo4j, neptune, memgraph"):
        bulk_csv.write(Graph(), tmp_path, "sql")  # type: ignore[arg-type]


def test_money_is_printed_in_full(tmp_path: Path) -> None:
    money = Decimal("9999999999999999999999999999.0000000001")
    bulk_csv.write(Graph.of([Node("x", "spending", "", (("yuan", money),))], []), tmp_path)
    (row,) = table(tmp_path / "nodes" / "spending.csv")
    assert row["yuan:string"] == str(money)
