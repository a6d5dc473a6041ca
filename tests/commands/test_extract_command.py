"""`extract` of many files: where it leads, what is left, and how it goes on. Few files: tests/test_cli.py."""

from __future__ import annotations

import gzip
import json
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import zstandard
from click.testing import Result
from typer.testing import CliRunner

from disclosure_factory import final_accounts
from fiscalnlp.batch import Journal
from fiscalnlp.cli import app
from fiscalnlp.export.target import folder as made_folder
from fiscalnlp.feeds.jsonl import JsonlSink
from lines_factory import document

YEARS = range(2018, 2024)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for year in YEARS:
        (made / f"{year}.txt").write_text(final_accounts("基本支出2.00万元。", year=year), "utf-8")
    return made


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["extract", *map(str, arguments)])


def _years(content: bytes) -> list[int]:
    rows = [json.loads(line) for line in content.splitlines()]
    return [row["fiscal_year"] for row in rows if row["kind"] == "document"]


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(content)
    return zstandard.ZstdDecompressor().stream_reader(content).read() if path.suffix == ".zst" else content


def test_one_file_is_the_same_however_it_is_made(folder, tmp_path):
    outs = [tmp_path / name for name in ("one.jsonl", "two.jsonl", "few.jsonl", "zst.jsonl.zst", "gz.jsonl.gz")]
    assert _run(folder, "--out", outs[0], "--jobs", 0).exit_code == 0
    assert _run(folder, "--out", outs[1], "--jobs", 2).exit_code == 0
    several = [_run(folder / f"{year}.txt", "-o", "-").stdout_bytes for year in YEARS]
    for out in outs[3:]:
        assert _run(folder, "--out", out, "--jobs", 0).exit_code == 0
    assert _years(outs[0].read_bytes()) == list(YEARS)
    expected = outs[0].read_bytes()
    assert outs[1].read_bytes() == b"".join(several) == _unpacked(outs[3]) == _unpacked(outs[4]) == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["in", "one.jsonl", "two.jsonl", "zst.jsonl.zst", "gz.jsonl.gz"]
    )


def test_a_folder_is_kept_up_to_date(folder, tmp_path):
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 cut")
    out = tmp_path / "out"
    result = _run(folder, "--out", out, "--jobs", 0)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"fiscalnlp: error: {folder / 'broken.pdf'}: " in result.stderr
    assert "1 failed (read 1)" in result.stderr
    assert {path.name for path in out.iterdir() if not path.name.startswith(".")} == {
        *("errors.jsonl", "journal.sqlite", "manifest.json", "part-000001.jsonl.zst", "summary.json")
    }
    (error,) = [json.loads(line) for line in (out / "errors.jsonl").read_text("utf-8").splitlines()]
    assert (error["source"], error["stage"]) == (str(folder / "broken.pdf"), "read")
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert (summary["total"], summary["read"], summary["causes"]) == (7, 6, {"read": 1})

    (folder / "broken.pdf").unlink()
    (folder / "2019.txt").write_text(final_accounts("基本支出3.00万元。", year=2017), "utf-8")
    result = _run(folder, "--out", out, "--jobs", 0, "--prune")
    assert result.exit_code == 0
    assert "5 unchanged" in result.stderr
    assert (out / "errors.jsonl").read_text("utf-8") == ""
    years = [year for part in sorted(out.glob("*.zst")) for year in _years(_unpacked(part))]
    assert sorted(years) == [2017, 2018, 2020, 2021, 2022, 2023]

    assert _run(folder, "--out", out, "--jobs", 0, "--fresh").exit_code == 0
    assert json.loads((out / "summary.json").read_text("utf-8"))["read"] == 6


def test_a_run_that_did_not_end_is_named_and_gone_on_with(folder, tmp_path, monkeypatch):
    out = tmp_path / "all.jsonl"

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("fiscalnlp.batch.runner._Batch.finish", interrupted)
        result = _run(folder, "--out", out, "--jobs", 0)
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == "fiscalnlp: stopped; what was read is kept, --resume goes on"
    assert not out.exists()

    refused = _run(folder, "--out", out, "--jobs", 0)
    assert refused.exit_code == 2
    assert "--resume" in refused.stderr
    resumed = _run(folder, "--out", out, "--jobs", 0, "--resume")
    assert resumed.exit_code == 0
    assert "6 unchanged" in resumed.stderr
    assert _years(out.read_bytes()) == list(YEARS)
    assert not out.with_name("all.jsonl.run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
@pytest.mark.parametrize("more", [[], ["--fresh"]])
def test_a_second_run_into_a_folder_is_refused_and_harms_nothing(folder, tmp_path, more):
    out = tmp_path / "out"
    with Journal(made_folder(out) / "journal.sqlite", "1"), closing(JsonlSink(out)) as sink:  # the first run
        sink.write([document("a")])
        before = sorted(out.iterdir())
        refused = _run(folder, "--out", out, "--jobs", 0, *more)
        assert refused.exit_code == 1
        assert str(out) in refused.stderr
        assert "another run is writing here" in refused.stderr
        assert sorted(out.iterdir()) == before


def test_other_destinations_get_the_same(folder, tmp_path):
    urls = ("--to", f"jsonl:{tmp_path / 'parts'}", "--to", tmp_path / "all.jsonl")
    result = _run(folder, *urls, "--journal", tmp_path / "journal", "--jobs", 0)
    assert result.exit_code == 0, result.stderr
    assert _years((tmp_path / "all.jsonl").read_bytes()) == list(YEARS)
    assert _years(_unpacked(tmp_path / "parts" / "part-000001.jsonl.zst")) == list(YEARS)
    again = _run(folder, *urls, "--journal", tmp_path / "journal", "--jobs", 0)
    assert "6 unchanged" in again.stderr
    fewer = _run(folder, *urls[:2], "--journal", tmp_path / "journal", "--jobs", 0)
    assert "6 read" in fewer.stderr  # where it goes to is part of what was done


def test_limits_are_handed_on(folder, tmp_path, monkeypatch):
    given = []

    def run(_: object, __: object, **settings: object) -> SimpleNamespace:
        given.append(settings)
        raise KeyboardInterrupt

    monkeypatch.setattr("fiscalnlp.batch.run", run)
    _run(folder / "2018.txt", "-o", "-")
    _run(folder / "2018.txt", "-o", "-", "--timeout", 7)
    _run(folder, "-o", "-", "--memory", 500, "--prune", "--jobs", 3)
    assert [(each["jobs"], each["limits"].seconds, each["prune"]) for each in given] == [
        (0, 300.0, False),
        (None, 7.0, False),
        (3, 300.0, True),
    ]
    assert given[2]["limits"].memory == 500_000_000


def test_settings_of_rules_that_do_not_go_to_a_cluster_are_named(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("fiscalnlp.commands.extract.extract_on_cluster", lambda *_, **__: None)
    arguments = (folder, "--engine", "ray", "--out", "out")
    assert _run(*arguments).stderr == ""
    Path("fiscalnlp.toml").write_text("")
    assert "fiscalnlp.toml does not go to the cluster" in _run(*arguments).stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--out", "all.csv"], "all.csv"),
        (["--resume", "--fresh", "--out", "-"], "--fresh"),
        (["--journal", "journal", "--out", "-"], "--journal"),
        (["--out", "in"], "holds other files"),
        (["--out", "-", "--memory", "1"], "--memory"),
    ],
)
def test_misuse(folder, monkeypatch, arguments, named):
    monkeypatch.chdir(folder.parent)
    result = _run("in", *arguments)
    assert result.exit_code == 2
    assert named in result.stderr
    assert [path.name for path in folder.parent.iterdir()] == ["in"]


@pytest.mark.parametrize("url", ["mysql://host/db", "duckdb:all.duckdb"])
def test_a_destination_that_cannot_be_opened(folder, monkeypatch, url):
    monkeypatch.setitem(sys.modules, "fiscalnlp.feeds.duckdb_file", None)
    result = _run(folder, "--to", url, "--jobs", 0)
    assert result.exit_code == 1
    assert url in result.stderr


def test_far_from_a_terminal_a_line_is_said_now_and_then(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("fiscalnlp.commands.batch_display._EVERY", 0.0)
    result = _run(folder, "--out", tmp_path / "out", "--jobs", 0)
    assert "fiscalnlp: 3 of 6, " in result.stderr
    assert " left\n" in result.stderr
