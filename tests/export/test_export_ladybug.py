"""The graph as a ladybug file, asked in Cypher."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from record_factory import disclosure, make

from extras import extra
from fiscalnlp.data import read_text
from fiscalnlp.errors import FiscalError, MissingExtraError
from fiscalnlp.export import ladybug
from fiscalnlp.graph import Graph, build_graph
from fiscalnlp.graph.model import Node
from fiscalnlp.graph.schema import schema
from fiscalnlp.model.records import Spending

Ask = Callable[[str], list[list[Any]]]


def rows(path: Path, query: str) -> list[list[Any]]:
    engine = extra("ladybug")
    # One thread, so that rows come in the order of the file.
    with (
        engine.Database(path, read_only=True, max_num_threads=1) as database,
        engine.Connection(database) as connection,
    ):
        return list(connection.execute(query))


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(disclosure()).merge(build_graph(disclosure("doc-2022", 2022)))


@pytest.fixture(scope="module")
def ask(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    engine = extra("ladybug")
    path = tmp_path_factory.mktemp("ladybug") / "it's new" / "graph.lbug"
    ladybug.write(graph, path)
    assert [each.name for each in path.parent.iterdir()] == ["graph.lbug"]
    with engine.Database(path, read_only=True) as database, engine.Connection(database) as connection:
        yield lambda query: list(connection.execute(query))


def test_counts_are_those_of_the_graph(ask: Ask, graph: Graph) -> None:
    nodes = dict(ask("MATCH (n) RETURN label(n), count(*)"))
    assert nodes == Counter(node.type for node in graph.nodes)
    edges = dict(ask("MATCH ()-[e]->() RETURN label(e), count(*)"))
    assert edges == Counter(edge.type for edge in graph.edges)


def test_every_type_has_its_table(ask: Ask) -> None:
    tables = {(name, kind) for name, kind in ask("CALL show_tables() RETURN name, type")}
    assert tables == {(name, "NODE") for name in schema().nodes} | {(name, "REL") for name in schema().edges}


def test_which_duty_is_carried_out_under_which_class_with_how_much_money(ask: Ask) -> None:
    found = ask("""
        MATCH (d:duty)-[e:carried_out_under]->(c:functional_class), (d)-[:stated_in]->(doc:document),
              (s:spending)-[:classified_as]->(:functional_class)-[:broader*1..2]->(c), (s)-[:stated_in]->(doc)
        RETURN doc.fiscal_year, d.label, c.code, e.confidence, list_sum(collect(s.yuan)),
               struct_extract(e.evidence[1], 'doc_id')
        ORDER BY doc.fiscal_year
    """)
    duty = "拟订科技发展规划，会同区财政局、有关部门管理资金。"
    assert found == [
        [2022, duty, "206", 0.75, Decimal(15512500), "doc-2022"],
        [2023, duty, "206", 0.75, Decimal(15512500), "doc-2023"],
    ]


def test_one_body_publishes_in_two_years(ask: Ask) -> None:
    found = ask("""
        MATCH (b:body)-[:publishes]->(d:document)-[:covers]->(y:fiscal_year)
        RETURN b.iri, list_sort(collect(y.year))
    """)
    assert [years for _, years in found] == [[2022, 2023]]


def test_every_value_comes_back(ask: Ask, graph: Graph) -> None:
    (spending, _) = graph.of_type("spending")
    ((back,),) = ask(f"MATCH (s:spending) WHERE s.iri = '{spending.iri}' RETURN s")
    values = {name: value for name, value in back.items() if value is not None and not name.startswith("_")}
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in spending.properties}
    assert values == listed | {"iri": spending.iri, "label": spending.label}


def test_words_of_cypher_go_between_backticks(ask: Ask) -> None:
    assert ask("MATCH (t:`table`)-[:stated_in]->() RETURN DISTINCT t.`end` - t.start") == [[2]]


def test_the_question_of_the_readme_has_an_answer(tmp_path: Path) -> None:
    extra("ladybug")
    whole = make(Spending, at=900, code="206", level="类", path=("科学技术支出",), yuan=Decimal("15512500.01"))
    ladybug.write(build_graph([*disclosure(), whole]), tmp_path / "g.lbug")
    (question,) = re.findall(r"```cypher\n(.*?)```", read_text("graph/README.md"), re.DOTALL)
    ((_, duty, code, name, yuan, confidence),) = rows(tmp_path / "g.lbug", question)
    assert duty.startswith("拟订科技发展规划")
    assert (code, name, yuan, confidence) == ("206", "科学技术支出", Decimal("15512500.01"), 0.75)


def test_money_adds_up_to_the_cent(tmp_path: Path) -> None:
    amounts = ["0.01", "-0.02", "1E+4", "9999999999999999999999999.9999999999", "0"]
    nodes = [Node(f"x{i}", "spending", "", (("yuan", Decimal(text)),)) for i, text in enumerate(amounts)]
    extra("ladybug")
    ladybug.write(Graph.of(nodes, []), tmp_path / "g.lbug")
    back = rows(tmp_path / "g.lbug", "MATCH (s:spending) RETURN s.yuan")
    assert [yuan for (yuan,) in back] == [Decimal(text) for text in amounts]  # in the order of the graph
    total = "MATCH (s:spending) WHERE s.yuan < 100000 RETURN list_sum(collect(s.yuan))"
    assert rows(tmp_path / "g.lbug", total) == [[Decimal("9999.99")]]


def test_rows_are_the_same_whatever_the_order_of_records(tmp_path: Path) -> None:
    extra("ladybug")
    records = disclosure()
    everything = "MATCH (a)-[e]->(b) RETURN a, e, b"
    back = []
    for seed in (1, 2):
        path = tmp_path / f"{seed}.lbug"
        ladybug.write(build_graph(random.Random(seed).sample(records, len(records))), path)
        back.append(rows(path, everything))
    assert back[0] == back[1]


def test_a_file_is_replaced_whole(tmp_path: Path, graph: Graph) -> None:
    extra("ladybug")
    path = tmp_path / "g.lbug"
    ladybug.write(graph, path)
    ladybug.write(Graph(), path)
    assert rows(path, "MATCH (n) RETURN count(*)") == [[0]]
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    extra("ladybug")
    path = tmp_path / "g.lbug"
    path.write_bytes(b"old")
    wrong = Graph.of([Node("x", "spending", "", (("yuan", Decimal("NaN")),))], [])
    with pytest.raises(FiscalError, match="does not fit"):
        ladybug.write(wrong, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_an_error(tmp_path: Path) -> None:
    extra("ladybug")
    (tmp_path / "g.lbug" / "inside").mkdir(parents=True)
    with pytest.raises(FiscalError, match="cannot be written"):
        ladybug.write(Graph(), tmp_path / "g.lbug")


@pytest.mark.parametrize("package", ["ladybug", "polars"])
def test_without_its_packages_the_error_names_the_extra(
    package: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if package == "polars":
        extra("ladybug")
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"{package} is not installed; .*fiscalnlp\[cypher\]"):
        ladybug.write(Graph(), tmp_path / "g.lbug")
