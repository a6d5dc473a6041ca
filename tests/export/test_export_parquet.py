"""The graph as Parquet, read back by polars."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from record_factory import disclosure

from extras import extra
from fiscalnlp.errors import MissingExtraError
from fiscalnlp.export import parquet
from fiscalnlp.graph import Graph, build_graph
from fiscalnlp.graph.model import Node
from fiscalnlp.graph.schema import schema


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(disclosure())


@pytest.fixture(scope="module")
def written(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    extra("polars")
    folder = tmp_path_factory.mktemp("parquet") / "new" / "kg"
    parquet.write(graph, folder)
    return folder


def test_a_file_for_every_type(written: Path) -> None:
    files = sorted(path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file())
    assert files == sorted(
        [f"nodes/{name}.parquet" for name in schema().nodes] + [f"edges/{name}.parquet" for name in schema().edges]
    )


def test_all_edges_are_one_frame(written: Path, graph: Graph) -> None:
    edges = extra("polars").scan_parquet(written / "edges" / "*.parquet").collect()
    assert len(edges) == len(graph.edges)
    assert sorted(edges["id"]) == sorted(edge.id for edge in graph.edges)
    edge = next(edge for edge in graph.edges if edge.type == "compares")
    (evidence,) = edges.filter(id=edge.id)["evidence"].to_list()
    assert evidence == [
        {
            "doc_id": each.doc_id,
            "start": each.span.start,
            "end": each.span.end,
            "record_id": each.record_id,
            "page": each.page,
        }
        for each in edge.evidence
    ]


def test_all_nodes_can_be_one_frame(written: Path, graph: Graph) -> None:
    pl = extra("polars")
    nodes = pl.concat([pl.read_parquet(path) for path in (written / "nodes").iterdir()], how="diagonal")
    assert sorted(zip(nodes["iri"], nodes["type"], nodes["label"], strict=True)) == [
        (node.iri, node.type, node.label) for node in graph.nodes
    ]


def test_money_is_exact_and_adds_up(tmp_path: Path) -> None:
    pl = extra("polars")
    amounts = ["0.01", "-0.02", "1E+4", "9999999999999999999999999999.9999999999", "0"]
    nodes = [Node(f"x{i}", "spending", "", (("yuan", Decimal(text)),)) for i, text in enumerate(amounts)]
    parquet.write(Graph.of(nodes, []), tmp_path)
    yuan = pl.read_parquet(tmp_path / "nodes" / "spending.parquet")["yuan"]
    assert yuan.dtype == pl.Decimal(38, 10)
    assert yuan.to_list() == [Decimal(text) for text in amounts]
    assert yuan.head(3).sum() == Decimal("9999.99")


def test_no_graph_has_the_same_columns(written: Path, tmp_path: Path) -> None:
    pl = extra("polars")
    parquet.write(Graph(), tmp_path)
    for path in written.rglob("*.parquet"):
        assert pl.read_parquet_schema(tmp_path / path.relative_to(written)) == pl.read_parquet_schema(path)


def test_bytes_are_the_same_whatever_the_order_of_records(written: Path, tmp_path: Path) -> None:
    records = disclosure()
    parquet.write(build_graph(random.Random(3).sample(records, len(records))), tmp_path)
    for path in written.rglob("*.parquet"):
        assert (tmp_path / path.relative_to(written)).read_bytes() == path.read_bytes()


def test_a_new_export_replaces_the_files_of_the_old_one_alone(tmp_path: Path, graph: Graph) -> None:
    pl = extra("polars")
    (tmp_path / "notes.txt").write_text("mine")
    parquet.write(graph, tmp_path)
    parquet.write(Graph(), tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len(pl.read_parquet(tmp_path / "nodes" / "duty.parquet")) == 0


def test_without_polars_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'fiscalnlp\[polars\]'"):
        parquet.write(Graph(), tmp_path)
    assert list(tmp_path.iterdir()) == []
