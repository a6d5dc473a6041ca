"""`fiscalnlp check` and `fiscalnlp rules`: exit statuses, each form of the report, settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from disclosure_factory import final_accounts
from fiscalnlp.check import rules
from fiscalnlp.cli import app
from generator.styles import STYLES
from generator.writers.pdf import write_pdf

#: 83.20 of 963.20 is 8.64%.
WRONG_SHARE = "本年支出合计963.20万元，其中：基本支出83.20万元，占18.64%。"
SOUND = "本年支出合计963.20万元，其中：基本支出83.20万元，占8.64%。"
#: Off by a unit of the last place: adjusted shares are only noted.
NOTED = "本年支出合计963.20万元，其中：基本支出83.20万元，占8.65%。"


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, so that no `fiscalnlp.toml` is there by chance."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _file(folder: Path, words: str, name: str = "accounts.txt") -> Path:
    path = folder / name
    path.write_text(final_accounts(words), "utf-8")
    return path


@pytest.fixture(scope="module")
def mistaken_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated final accounts as a PDF, a wrong share and a slip of unit planted in them."""
    disclosure = STYLES["final-accounts"].disclosure(7, ["share", "unit"])
    path = tmp_path_factory.mktemp("pdf") / "accounts.pdf"
    path.write_bytes(write_pdf(disclosure))
    return path


# -- exit status --------------------------------------------------------------------------------------------


def test_a_sound_document_is_status_0(tmp_path: Path) -> None:
    result = _run("check", _file(tmp_path, SOUND))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "未发现前后矛盾" in result.stdout


def test_an_error_is_status_1(tmp_path: Path) -> None:
    result = _run("check", _file(tmp_path, WRONG_SHARE))
    assert (result.exit_code, result.stderr) == (1, "")
    assert "基本支出占本年支出合计的18.64%，按金额计算应为8.64% [share.quotient]" in result.stdout


def test_a_note_is_reported_on_demand_and_is_status_0(tmp_path: Path) -> None:
    path = _file(tmp_path, NOTED)
    assert "[share.quotient]" not in _run("check", path).stdout
    noted = _run("check", path, "--min-severity", "info")
    assert noted.exit_code == 0
    assert "提示 基本支出占本年支出合计的8.65%" in noted.stdout


def test_warnings_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "fiscalnlp.toml").write_text('[check.severity]\n"share.quotient" = "warning"', "utf-8")
    path = _file(tmp_path, WRONG_SHARE)
    assert _run("check", path).exit_code == 1
    assert _run("check", path, "--min-severity", "error").exit_code == 0


def test_a_file_that_cannot_be_read_is_status_2_whatever_else_is_found(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    result = _run("check", missing, _file(tmp_path, WRONG_SHARE))
    assert result.exit_code == 2
    assert result.stderr == f"fiscalnlp: error: {missing}: no such file\n"
    assert "[share.quotient]" in result.stdout


def test_a_report_that_cannot_be_written_is_status_2(tmp_path: Path) -> None:
    out = tmp_path / "no" / "folder.json"
    result = _run("check", _file(tmp_path, SOUND), "--format", "json", "--out", out)
    assert result.exit_code == 2
    assert str(out) in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "a.txt", "--format", "pdf"],
        ["check", "a.txt", "--min-severity", "fatal"],
        ["rules", "x"],
    ],
)
def test_misuse_is_status_2(arguments: list[str]) -> None:
    result = _run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


# -- what the report says -----------------------------------------------------------------------------------


def test_text_gives_line_column_calculation_and_both_figures(tmp_path: Path) -> None:
    path = _file(tmp_path, WRONG_SHARE)
    lines = _run("check", path, "--lang", "en").stdout.splitlines()
    assert lines[1].startswith(f"{path}:5:")
    assert lines[2].strip() == "83.20万元 ÷ 963.20万元"
    assert [line.split()[-1] for line in lines[3:6]] == ["18.64%", "83.20万元", "963.20万元"]
    assert lines[-1] == "documents: 1, findings: 1 (errors: 1, warnings: 0, notes: 0)"


def test_json_holds_places_of_all_figures(tmp_path: Path) -> None:
    path = _file(tmp_path, WRONG_SHARE)
    data = json.loads(_run("check", path, "--format", "json").stdout)
    assert data["counts"] == {"error": 1, "warning": 0, "info": 0}
    [finding] = data["documents"][0]["findings"]
    assert (finding["rule"], finding["expected"], finding["actual"]) == ("share.quotient", "8.64", "18.64")
    assert finding["message"]["en"].startswith("基本支出 is printed as 18.64%")
    source = path.read_text("utf-8")
    for place in finding["places"]:
        start = place["region"]["offset"]
        assert source[start : start + place["region"]["length"]] == place["text"]
        line = source.splitlines()[place["region"]["line"] - 1]
        assert line[place["region"]["column"] - 1 :].startswith(place["text"])


def test_json_of_a_pdf_gives_pages_and_boxes(mistaken_pdf: Path) -> None:
    result = _run("check", mistaken_pdf, "--format", "json")
    assert result.exit_code == 1
    [document] = json.loads(result.stdout)["documents"]
    assert {finding["rule"] for finding in document["findings"]} >= {"share.quotient"}
    for finding in document["findings"]:
        for place in finding["places"]:
            assert place["region"] is None
            assert place["boxes"][0][0] == place["page"]


def test_sarif_names_the_failure_and_the_finding(tmp_path: Path) -> None:
    result = _run("check", _file(tmp_path, WRONG_SHARE), "missing.txt", "--format", "sarif")
    [run] = json.loads(result.stdout)["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["share.quotient"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_html_has_the_picture_of_a_pdf(mistaken_pdf: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.html"
    assert _run("check", mistaken_pdf, "--format", "html", "--out", out).exit_code == 1
    page = out.read_text("utf-8")
    assert page.count("data:image/webp;base64,") >= 2
    assert '<g class="asked"><rect' in page
    assert '<g class="other"><rect' in page


def test_html_marks_the_figures_in_the_words_of_a_text(tmp_path: Path) -> None:
    page = _run("check", _file(tmp_path, WRONG_SHARE), "--format", "html").stdout
    assert '<mark class="asked">①18.64%</mark>' in page
    assert '<mark class="other">②83.20万元</mark>' in page


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html"])
def test_a_report_is_the_same_on_every_run(mistaken_pdf: Path, form: str) -> None:
    first, second = (_run("check", mistaken_pdf, "--format", form).stdout for _ in range(2))
    assert first == second


def test_a_member_of_an_archive_is_pictured(mistaken_pdf: Path, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "accounts.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(mistaken_pdf, "one/accounts.pdf")
        archive.writestr("two/accounts.txt", final_accounts(SOUND))
    result = _run("check", path, "--format", "html")
    assert result.exit_code == 1
    assert "data:image/webp;base64," in result.stdout


# -- settings -----------------------------------------------------------------------------------------------


def test_a_rule_can_be_switched_off(tmp_path: Path) -> None:
    config = tmp_path / "quiet.toml"
    config.write_text('[check]\ndisable = ["share.quotient"]', "utf-8")
    assert _run("check", _file(tmp_path, WRONG_SHARE), "--config", config).exit_code == 0


def test_settings_of_the_working_directory_are_found(tmp_path: Path) -> None:
    (tmp_path / "fiscalnlp.toml").write_text('[check.severity]\n"share.quotient" = "info"', "utf-8")
    assert _run("check", _file(tmp_path, WRONG_SHARE)).exit_code == 0


def test_an_unknown_rule_in_the_settings_is_status_2(tmp_path: Path) -> None:
    config = tmp_path / "wrong.toml"
    config.write_text('[check]\ndisable = ["share.quotent"]', "utf-8")
    result = _run("check", _file(tmp_path, SOUND), "--config", config)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"fiscalnlp: error: {config}: there is no rule 'share.quotent'\n"


# -- rules --------------------------------------------------------------------------------------------------


def test_rules_are_listed_in_every_form() -> None:
    listed = json.loads(_run("rules", "--format", "json").stdout)
    assert [rule["id"] for rule in listed] == list(rules())
    table, page = _run("rules").stdout, _run("rules", "--format", "markdown").stdout
    for rule in rules():
        assert rule in table
        assert f"### `{rule}`" in page


def test_as_a_program_it_prints_utf_8_and_says_what_fails(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fiscalnlp", "check", str(_file(tmp_path, WRONG_SHARE)), "--format", "text"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert "占本年支出合计的18.64%" in done.stdout.decode()
    assert done.stderr == b""
