"""The tables that Parquet, CSV, Cypher and GraphML are written from: they follow the schema and lose nothing."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_factory import disclosure

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.errors import FiscalError
from fiscalnlp.export import tables, tables_readme
from fiscalnlp.export.tables import EDGE_COLUMNS, edge_tables, flattened, kind_of, node_columns, node_tables
from fiscalnlp.graph import Graph, build_graph
from fiscalnlp.graph.model import Node
from fiscalnlp.graph.schema import schema


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(disclosure())


def spending(**properties: object) -> Graph:
    return Graph.of([Node("x", "spending", "科学技术支出", tuple(sorted(properties.items())))], [])


def cell(graph: Graph, name: str) -> object:
    (table,) = (table for table in node_tables(graph) if table.name == "spending")
    return dict(zip((column.name for column in table.columns), table.rows[0], strict=True))[name]


def test_there_is_a_table_for_every_type_of_node_and_edge_even_of_no_graph(graph: Graph) -> None:
    for some in (graph, Graph()):
        assert [table.name for table in node_tables(some)] == list(schema().nodes)
        assert [table.name for table in edge_tables(some)] == list(schema().edges)
        assert [table.columns for table in node_tables(some)] == [node_columns(name) for name in schema().nodes]


def test_every_node_and_edge_is_a_row_with_all_it_has(graph: Graph) -> None:
    found = {}
    for table in node_tables(graph):
        names = [column.name for column in table.columns]
        for row in table.rows:
            values = dict(zip(names, row, strict=True))
            assert values["type"] == table.name
            found[values["iri"]] = {name for name, value in values.items() if value is not None}
    assert found == {
        node.iri: {"iri", "type", "label", *(name for name, _ in node.properties)} for node in graph.nodes
    }
    rows = list(chain.from_iterable(table.rows for table in edge_tables(graph)))
    assert sorted(row[:3] for row in rows) == sorted((edge.source, edge.target, edge.type) for edge in graph.edges)
    assert sum(len(row[-1]) for row in rows) == sum(len(edge.evidence) for edge in graph.edges)


def test_rows_are_the_same_whatever_the_order_of_records() -> None:
    records = disclosure()
    again = build_graph(random.Random(7).sample(records, len(records)))
    assert node_tables(again) == node_tables(build_graph(records))
    assert edge_tables(again) == edge_tables(build_graph(records))


def test_every_edge_runs_between_types_that_the_schema_allows(graph: Graph) -> None:
    for table in edge_tables(graph):
        assert {row[3:5] for row in table.rows} <= set(tables.ends(table.name))


@pytest.mark.parametrize("name", list(schema().nodes))
def test_columns_are_properties_of_the_schema_each_once(name: str) -> None:
    names = [column.name for column in node_columns(name)]
    assert len(names) == len(set(names))
    assert set(names[3:]) <= schema().properties.keys()


def test_what_tables_toml_names_is_in_the_schema() -> None:
    data = read_toml("graph/tables.toml")
    shared = {name for name, node in schema().nodes.items() if node.kind is None}
    assert shared <= data["besides"].keys() <= schema().nodes.keys()
    named = {*data["every_record"], *data["several"], *chain.from_iterable(data["besides"].values())}
    assert named <= schema().properties.keys()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("yuan", "decimal"),
        ("score", "decimal"),
        ("confidence", "double"),
        ("start", "integer"),
        ("approximate", "boolean"),
        ("path", "list"),
        ("names", "set"),
        ("grades", "set"),  # counts by name
        ("number", "string"),  # an integer in some records
    ],
)
def test_kind_of_a_property(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_a_list_keeps_its_order_and_a_set_is_sorted() -> None:
    assert cell(spending(path=("科学技术支出", "行政运行")), "path") == ["科学技术支出", "行政运行"]
    some = Graph.of([Node("x", "body", "财政局", (("names", ("财政局", "区财政局")),))], [])
    assert node_tables(some)[0].rows[0][-1] == ["区财政局", "财政局"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value="-1e28", max_value="1e28", places=10))
def test_a_decimal_that_fits_stays_what_it_is(value: Decimal) -> None:
    if abs(value) < Decimal(10) ** 28:
        assert cell(spending(yuan=value), "yuan") == value


@pytest.mark.parametrize("value", ["0.00000000001", "1E+28", "-1E+28", "NaN", "Infinity"])
def test_a_decimal_that_does_not_fit_is_an_error(value: str) -> None:
    with pytest.raises(FiscalError, match=r"x: yuan is .*, which does not fit a decimal column \(38 digits"):
        node_tables(spending(yuan=Decimal(value)))


def test_a_property_without_a_column_is_an_error() -> None:
    with pytest.raises(FiscalError, match="a spending has no column for colour, verb"):
        node_tables(spending(colour="red", verb="拟订"))


def test_several_values_where_the_schema_has_one_are_an_error() -> None:
    with pytest.raises(FiscalError, match="code is no string"):
        node_tables(spending(code=("206", "207")))


def test_what_no_file_can_hold_is_left_out() -> None:
    assert cell(spending(text="组织\x00实施\ud800规划\n𠀀"), "text") == "组织实施规划\n𠀀"


def test_flat_edges_name_documents_and_records(graph: Graph) -> None:
    (table,) = (table for table in edge_tables(graph) if table.name == "compares")
    flat = flattened(table)
    assert [column.name for column in flat.columns][-3:] == ["documents", "records", "evidence"]
    documents, records, evidence = flat.rows[0][-3:]
    assert documents == ["doc-2023"]
    assert len(records) == 2
    assert evidence.startswith('[{"doc_id":"doc-2023","start":')
    with pytest.raises(ValueError, match="no table of edges"):
        flattened(node_tables(graph)[0])


def test_the_readme_has_the_tables_of_the_schema() -> None:
    text = read_text(tables_readme.README_FILE)
    assert text == tables_readme.documented(text)
    assert all(f"| `{name}` |" in text for name in (*schema().nodes, *schema().edges))
    assert all(f"`{column.name}` {column.kind}" in text for column in EDGE_COLUMNS)
