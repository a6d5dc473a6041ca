"""The command line: what goes where, exit statuses, help, and nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fiscalnlp
from disclosure_factory import final_accounts
from fiscalnlp import Document
from fiscalnlp.cli import app
from truth_factory import AMOUNT, TRUE, write_case

COMMANDS = ("extract", "search", "show", "evaluate", "report", "check", "rules")
#: Commands that are families of commands; their own tests are in tests/commands.
GROUPS = ("graph",)


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.txt"
    path.write_text(final_accounts("公务接待费支出1.00万元，与上年持平。"), "utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 cut")
    return path


# -- extract ------------------------------------------------------------------------------------------------


def test_extract_to_a_file(bundled: Path, haigang: Document, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = _run("extract", bundled, "--out", out)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == [record.id for record in haigang.records()]
    assert {"link", "finding"} <= {line["kind"] for line in lines}


def test_extract_to_standard_output(small: Path) -> None:
    result = _run("extract", small, "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    kinds = [json.loads(line)["kind"] for line in result.stdout.splitlines()]
    assert kinds[0] == "document"
    assert "change" in kinds


def test_extract_goes_on_after_a_broken_file(small: Path, broken: Path, tmp_path: Path) -> None:
    missing, out = tmp_path / "missing.txt", tmp_path / "out.jsonl"
    other = tmp_path / "other.txt"
    other.write_text(final_accounts("基本支出2.00万元。", year=2022), "utf-8")
    result = _run("extract", small, broken, missing, other, "--out", out)
    assert result.exit_code == 1
    messages = result.stderr.splitlines()
    assert len(messages) == 2  # one a file that failed
    assert messages[0].startswith(f"fiscalnlp: error: {broken}: ")
    assert messages[1] == f"fiscalnlp: error: {missing}: no such file"
    documents = [json.loads(line) for line in out.read_text("utf-8").splitlines() if '"kind":"document"' in line]
    assert [document["fiscal_year"] for document in documents] == [2023, 2022]


def test_extract_leaves_nothing_half_written(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "such" / "folder" / "out.jsonl"
    result = _run("extract", small, "--out", out)
    assert result.exit_code == 1
    assert str(out) in result.stderr
    assert not out.parent.exists()


def test_extract_keeps_the_old_file_when_it_fails(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old\n", "utf-8")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fiscalnlp.feeds.jsonl.JsonlStream.write", fails)
    result = _run("extract", small, "--out", out)
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert out.read_text("utf-8") == "old\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "small.txt"]


# -- show --------------------------------------------------------------------------------------------------


def test_show_prints_the_main_tables(bundled: Path) -> None:
    result = _run("show", bundled)
    assert (result.exit_code, result.stderr) == (0, "")
    for words in (
        "秦皇岛市海港区科技和工业信息化局",
        "duties",
        "changes",
        "spending",
        "evaluations",
        "findings",
        "130302",
    ):
        assert words in result.stdout


@pytest.mark.parametrize("command", [["show"], ["graph", "export", "--out", "-"]])
def test_a_missing_file_is_named_by_every_command(command: list[str], tmp_path: Path) -> None:
    result = _run(*command, tmp_path / "missing.txt")
    assert result.exit_code == 1
    assert f"{tmp_path / 'missing.txt'}: no such file" in result.stderr


# -- evaluate -----------------------------------------------------------------------------------------------


def test_evaluate_prints_scores_and_notes(tmp_path: Path, small: Path) -> None:
    write_case(tmp_path)
    result = _run("evaluate", tmp_path)
    assert (result.exit_code, result.stderr) == (
        0,
        f"fiscalnlp: {small}: left out, there is no truth file beside it\n",
    )
    assert "By kind, 1 documents" in result.stdout
    assert "Nothing missed, nothing invented." in result.stdout


def test_evaluate_writes_json_and_html(tmp_path: Path) -> None:
    write_case(tmp_path, {**TRUE, "terms": [{"term": "三公", "definition": "公务接待费"}]})
    html = tmp_path / "report.htm"
    result = _run("evaluate", tmp_path / "bureau-1.json", "--format", "json", "--html", html)
    assert (result.exit_code, result.stderr) == (0, "")
    kinds = json.loads(result.stdout)["overall"]["kinds"]
    assert (kinds["amounts"]["f1"], kinds["terms"]["recall"]) == (1.0, 0.0)
    assert "<mark>公务接待费</mark>" in html.read_text("utf-8")


def test_evaluate_selects_kinds_styles_and_formats(tmp_path: Path) -> None:
    write_case(tmp_path)
    write_case(tmp_path, {**TRUE, "style": "other"}, name="other-1")
    (tmp_path / "bureau-1.html").write_text("<p>没有</p>", "utf-8")
    chosen = ("--kind", "amounts", "--style", "small", "--source-format", "txt")
    data = json.loads(_run("evaluate", tmp_path, "--format", "json", *chosen).stdout)
    assert [Path(document["source"]).name for document in data["documents"]] == ["bureau-1.txt"]
    assert list(data["overall"]["kinds"]) == ["amounts", "amounts.stage"]


@pytest.mark.parametrize("place", ["corpus", "option"])
def test_evaluate_fails_under_a_floor_and_lists_it(tmp_path: Path, place: str) -> None:
    write_case(tmp_path, {**TRUE, "amounts": [AMOUNT, AMOUNT, AMOUNT]})
    floors = tmp_path / ("floors.toml" if place == "corpus" else "mine.toml")
    floors.write_text("[all]\nmacro = 0.5\namounts = 0.9\n[style.gone]\nmacro = 1.0", "utf-8")
    result = _run("evaluate", tmp_path, *(() if place == "corpus" else ("--floors", floors)))
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "fiscalnlp: there is a floor for the style gone, but no document of it",
        "fiscalnlp: error: all documents: f1 of amounts is 0.8000, its floor 0.9000",
    ]
    assert "missed amounts" in result.stdout


def test_evaluate_holds_what_is_reached(tmp_path: Path) -> None:
    write_case(tmp_path)
    (tmp_path / "floors.toml").write_text("[all]\ndefault = 1.0\nmacro = 1.0", "utf-8")
    assert _run("evaluate", tmp_path).exit_code == 0


def test_evaluate_names_a_document_that_cannot_be_read(tmp_path: Path) -> None:
    write_case(tmp_path)
    cut = tmp_path / "bureau-1.pdf"
    cut.write_bytes(b"%PDF-1.7 cut")
    result = _run("evaluate", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"fiscalnlp: error: {cut}: ")
    assert "could not be read" in result.stdout


@pytest.mark.parametrize("content", ["{", '{"amounts": [{}]}'])
def test_evaluate_names_a_broken_truth_file(tmp_path: Path, content: str) -> None:
    truth = write_case(tmp_path)
    truth.write_text(content, "utf-8")
    result = _run("evaluate", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"fiscalnlp: error: {truth}: ")


@pytest.mark.parametrize(
    "option", [("--kind", "poems"), ("--kind", "tables"), ("--style", "none"), ("--source-format", "pdf")]
)
def test_evaluate_of_what_is_not_there_is_misuse(tmp_path: Path, option: tuple[str, str]) -> None:
    write_case(tmp_path)
    result = _run("evaluate", tmp_path, *option)
    assert (result.exit_code, result.stdout) == (2, "")
    assert option[0] in result.stderr


# -- help and misuse ----------------------------------------------------------------------------------------


def test_version() -> None:
    result = _run("--version")
    assert (result.exit_code, result.stdout) == (0, f"fiscalnlp {fiscalnlp.__version__}\n")


def test_help_lists_every_command() -> None:
    result = _run("--help")
    assert result.exit_code == 0
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert names == set(COMMANDS)
    assert {group.name for group in app.registered_groups} == set(GROUPS)
    assert all(name in result.stdout for name in (*names, *GROUPS))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_gives_an_example(command: str) -> None:
    result = _run(command, "--help")
    assert result.exit_code == 0
    assert f"fiscalnlp {command} " in result.stdout
    assert "Example" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],  # no file
        ["extract", "report.txt"],  # no --out
        ["extract", "report.txt", "--out"],
        ["extract", "report.txt", "--out", "-", "--colour"],
        ["show", "report.txt", "--pdf-engine", "word"],
        ["extract", "report.txt", "--out", "-", "--ocr", "maybe"],
        ["evaluate"],  # no corpus
        ["evaluate", "corpus", "--jobs", "0"],
        ["translate", "report.txt"],
    ],
)
def test_misuse_is_exit_status_2(arguments: list[str]) -> None:
    result = _run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


# -- as a program -------------------------------------------------------------------------------------------


def test_program_writes_data_and_messages_apart(small: Path, broken: Path) -> None:
    """Two files, so that a bar would be drawn on a terminal; standard output holds nothing but records."""
    program = "from fiscalnlp.cli import main; main()"
    command = [sys.executable, "-c", program, "extract", str(small), str(broken), "--out", "-"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    assert json.loads(result.stdout.splitlines()[0])["kind"] == "document"
    assert result.stderr.count("\n") == 1  # the one error and no progress bar
    assert result.stderr.startswith(f"fiscalnlp: error: {broken}: ")
