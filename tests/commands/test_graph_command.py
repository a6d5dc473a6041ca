"""`fiscalnlp graph`: files, pictures and the store, as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from typer.testing import CliRunner, Result

from extras import extra
from fiscalnlp.cli import app
from fiscalnlp.commands.graph import app as graph_app

DISCLOSURES = Path(__file__).parents[2] / "corpora" / "disclosures"
BUDGET = DISCLOSURES / "department-budget-3.txt"
ACCOUNTS = DISCLOSURES / "final-accounts-2.txt"


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["graph", *map(str, arguments)], input=stdin)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kg") / "store"
    result = run("build", BUDGET, ACCOUNTS, "--store", path)
    assert result.exit_code == 0, result.output
    assert "2 added" in result.stdout
    return path


def test_one_disclosure_as_jsonld(tmp_path: Path) -> None:
    out = tmp_path / "graph.jsonld"
    assert run("export", BUDGET, "--out", out).exit_code == 0
    assert "@context" in json.loads(out.read_text("utf-8"))


def test_two_disclosures_as_graphml(tmp_path: Path) -> None:
    out = tmp_path / "graph.graphml"
    result = run("export", BUDGET, ACCOUNTS, "--out", out)
    assert result.exit_code == 0, result.stderr
    nodes = ElementTree.parse(out).getroot().findall(".//{http://graphml.graphdrawing.org/xmlns}node")
    assert len(nodes) > 500


def test_the_ending_tells_the_format(tmp_path: Path) -> None:
    out = tmp_path / "graph.ttl"
    assert run("export", BUDGET, "--out", out).exit_code == 0
    assert len(rdflib.Graph().parse(out, format="turtle")) > 5000


def test_an_ending_that_tells_none_asks_for_a_format(tmp_path: Path) -> None:
    result = run("export", BUDGET, "--out", tmp_path / "graph.foo")
    assert result.exit_code == 2
    assert ".ttl" in result.stderr
    assert not (tmp_path / "graph.foo").exists()


@pytest.mark.parametrize("format_", ["nquads", "trig"])
def test_each_disclosure_has_its_named_graph(format_: str) -> None:
    result = run("export", BUDGET, ACCOUNTS, "--out", "-", "--format", format_)
    assert result.exit_code == 0, result.output
    back = rdflib.Dataset().parse(data=result.stdout, format=format_)
    assert len([each for each in back.graphs() if len(each)]) == 2


def test_turtle_goes_to_standard_output() -> None:
    result = run("export", BUDGET, "--out", "-", "--format", "turtle")
    assert len(rdflib.Graph().parse(data=result.stdout, format="turtle")) > 5000


def test_a_folder_of_files_is_no_stream() -> None:
    result = run("export", BUDGET, "--out", "-", "--format", "csv")
    assert result.exit_code == 2
    assert "no single stream" in result.stderr


def test_csv_for_a_database(tmp_path: Path) -> None:
    assert (
        run("export", BUDGET, "--out", tmp_path / "csv", "--format", "csv", "--dialect", "neptune").exit_code == 0
    )
    assert (tmp_path / "csv" / "nodes" / "duty.csv").read_text("utf-8").startswith("~id,~label")


@pytest.mark.parametrize(("name", "holds"), [("graph.svg", "<svg"), ("graph.html", "<!doctype html>")])
def test_a_picture(name: str, holds: str, tmp_path: Path) -> None:
    assert run("draw", BUDGET, "--out", tmp_path / name).exit_code == 0
    assert holds in (tmp_path / name).read_text("utf-8")


def test_a_picture_of_no_known_kind(tmp_path: Path) -> None:
    assert run("draw", BUDGET, "--out", tmp_path / "graph.png").exit_code == 2


def test_graphs_are_held_against_their_shapes() -> None:
    extra("pyshacl")
    result = run("validate", BUDGET)
    assert result.exit_code == 0, result.output
    assert result.stdout == "1 graphs, 0 violations\n"


def test_building_again_changes_nothing(store: Path) -> None:
    result = run("build", BUDGET, ACCOUNTS, "--store", store)
    assert result.exit_code == 0
    assert "2 unchanged" in result.stdout
    assert "added" not in result.stdout


def test_a_broken_file_is_named_and_the_others_are_built(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (tmp_path / "in" / "budget.txt").write_bytes(BUDGET.read_bytes())
    result = run("build", tmp_path / "in", "--store", tmp_path / "kg")
    assert result.exit_code == 1
    assert "broken.pdf" in result.stderr
    assert "1 added" in result.stdout
    assert "1 failed" in result.stdout


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = run("build", tmp_path / "missing", "--store", tmp_path / "kg")
    assert result.exit_code == 1
    assert f"{tmp_path / 'missing'}: no such file or folder" in result.stderr


def test_a_query_of_ones_own(store: Path, tmp_path: Path) -> None:
    query = tmp_path / "bodies.rq"
    query.write_text("SELECT ?name { ?d schema:publisher ?b . ?b rdfs:label ?name } ORDER BY ?name", "utf-8")
    result = run("query", store, query, "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == ["name", "邢台市信都区教育和体育事务局", "黄山市徽州区文物保护事务局"]


def test_a_query_from_standard_input_may_construct(store: Path) -> None:
    result = run("query", store, "-", stdin="CONSTRUCT { ?s a fn:Duty } { ?s a fn:Duty } LIMIT 1")
    assert "a fn:Duty" in result.stdout


def test_an_ask_query(store: Path) -> None:
    assert run("query", store, "-", stdin="ASK { ?s a fn:Duty }").stdout.strip() == "true"


def test_a_query_that_is_no_sparql(store: Path) -> None:
    result = run("query", store, "-", stdin="SELECT everything")
    assert result.exit_code == 1
    assert "the query is not SPARQL" in result.stderr


def test_a_store_that_is_none(tmp_path: Path) -> None:
    result = run("ask", tmp_path, "unexplained-spending")
    assert result.exit_code == 1
    assert "is no graph store" in result.stderr


def test_a_question_of_the_gallery_with_its_parameters(store: Path) -> None:
    result = run(
        "ask", store, "spending-by-class", "--set", "region=341004", "--set", "year=2023", "--format", "json"
    )
    rows = json.loads(result.stdout)["results"]["bindings"]
    assert (rows[0]["code"]["value"], rows[0]["total"]["value"]) == ("207", "8672100")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["tea"], "there is none"),
        (["spending-by-class", "--set", "region"], "is not NAME=VALUE"),
        (["spending-by-class", "--set", "colour=red"], "there is no parameter colour"),
        (["unexplained-spending", "--set", "year=soon"], "year=soon is no integer"),
        (["spending-by-class"], "region must be set"),
    ],
)
def test_misuse_says_what_is_wrong(store: Path, arguments: list[str], says: str) -> None:
    result = run("ask", store, *arguments)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.replace("│", " ").split())


def test_questions_are_listed() -> None:
    result = run("questions")
    assert "duties-without-money" in result.stdout
    assert "哪些职责没有资金对应" in result.stdout


def test_every_command_is_documented_with_an_example() -> None:
    for command in graph_app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        result = run(name, "--help")
        assert result.exit_code == 0
        assert name == "questions" or f"fiscalnlp graph {name} " in result.stdout
