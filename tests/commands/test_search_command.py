"""`fiscalnlp search`, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from extras import extra
from fiscalnlp.cli import app
from search_factory import disclosure

extra("tantivy")

from fiscalnlp.commands.search import _show  # noqa: E402
from fiscalnlp.feeds.search_index import IndexSink  # noqa: E402
from fiscalnlp.search import Index  # noqa: E402


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["search", *map(str, arguments)])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "index"
    sink = IndexSink(path)
    sink.write(
        [
            disclosure("a", ["推进军民融合发展。", "管理科技[项目]。"], ["科技项目增加"]),
            disclosure("b", ["推进军民融合。"], year=2022, region=("杭州市", "330100"), issuer="杭州市科技局"),
        ]
    )
    sink.close()
    return path


def test_hits_in_order_with_their_documents(index: Path) -> None:
    result = run(index, "军民融合", "--year", "2023")
    assert result.exit_code == 0, result.output
    first, text, total = result.stdout.splitlines()
    assert first.startswith("1. duty  海港区教育局2023年度部门决算  (doc-")
    assert text.strip() == "推进军民融合发展。"
    assert total == "1 found"


def test_square_brackets_of_a_text_are_shown(index: Path) -> None:
    assert "管理科技[项目]。" in run(index, "管理").stdout


def test_words_are_marked_in_a_terminal(index: Path) -> None:
    console = Console(force_terminal=True, color_system="standard", width=100)
    with console.capture() as shown:
        _show(Index(index).search("军民融合", year=2023), 0, console)
    assert "推进\x1b[1;33m军民融合\x1b[0m发展" in shown.get()


def test_selection_and_facets(index: Path) -> None:
    shown = run(index, "", "--kind", "duty", "--kind", "reason", "--region", "1303", "--facets").stdout
    assert "kind: duty 2  reason 1" in shown
    assert "year: 2023 3" in shown
    assert "region: 130302 海港区 3" in shown


def test_json_for_programs(index: Path) -> None:
    found = json.loads(run(index, "军民融合", "--issuer", "科技局", "--format", "json").stdout)
    assert found["total"] == 1
    (hit,) = found["hits"]
    ((start, end),) = hit["snippets"][0]["marks"]
    assert hit["record"]["text"][start:end] == "军民融合"


def test_the_next_page(index: Path) -> None:
    shown = run(index, "", "--kind", "duty", "--limit", 2, "--offset", 2).stdout
    assert shown.splitlines()[0].startswith("3. duty")
    assert shown.splitlines()[-1] == "3 found"


def test_a_query_that_begins_with_a_minus(index: Path) -> None:
    assert "1 found" in run(index, "--kind", "duty", "--", "-军民融合").stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--kind", "poem"], "no kind 'poem'"),
        (["--region", "Hebei"], "is no code"),
        (["--limit", "999999"], "limit"),
    ],
)
def test_misuse(index: Path, options: list[str], message: str) -> None:
    result = run(index, "科技", *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_no_index(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere", "科技")
    assert result.exit_code == 1
    assert "is no search index" in result.stderr
