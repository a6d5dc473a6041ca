"""`fiscalnlp report`: many disclosures on one page."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from disclosure_factory import final_accounts
from fiscalnlp.cli import app
from fiscalnlp.commands.report import find_sources, summaries
from fiscalnlp.errors import SourceNotFoundError
from fiscalnlp.pipeline import Failure
from fiscalnlp.processes import Limits
from fiscalnlp.read import ReadOptions


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Final accounts of two years, and a file that is none."""
    disclosures = tmp_path / "disclosures"
    disclosures.mkdir()
    for year in (2022, 2023):
        words = f"{year}年本年支出合计963.20万元，其中：基本支出83.20万元，占18.64%。"
        (disclosures / f"{year}.txt").write_text(final_accounts(words, year=year), "utf-8")
    (disclosures / "broken.pdf").write_bytes(b"%PDF-1.7 no more")
    return disclosures


def test_a_folder_becomes_a_page_and_what_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    result = _run("report", folder, "--out", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert result.exit_code == 1
    assert "broken.pdf" in result.stderr
    assert "2 份文件，1 个地区，2022–2023" in page
    assert "broken.pdf" in page
    assert "占比与金额" in page  # the rule that finds 18.64% wrong


def test_several_processes_make_the_same_page(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.pdf").unlink()
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for jobs, page in zip((0, 2), pages, strict=True):
        assert _run("report", folder, "--out", page, "--jobs", str(jobs)).exit_code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_file_that_its_process_does_not_survive_costs_itself_alone(folder: Path) -> None:
    os.mkfifo(folder / "2022-pipe")  # nobody writes into it, so reading it never ends
    sources = [str(folder / name) for name in ("2022.txt", "2022-pipe", "2023.txt")]
    read = list(summaries(sources, ReadOptions(), 1, Limits(seconds=4.0, attempts=1)))
    assert [len(each.documents) for each in read] == [1, 0, 1]
    assert [failure for each in read for failure in each.failures] == [
        Failure(sources[1], "timeout", "took longer than 4 seconds")
    ]


@pytest.mark.parametrize("out", ["extracted/", "extracted.jsonl.zst"])
def test_what_was_extracted_makes_the_page_without_reading_again(folder: Path, tmp_path: Path, out: str) -> None:
    assert _run("extract", folder, "--out", f"{tmp_path}/{out}", "--jobs", "0").exit_code == 1
    read, again = (_run("report", path, "--out", "-", "--lang", "en") for path in (folder, tmp_path / out))
    total = re.compile(r"<dd class=\"\w+\">[\d,]+</dd>")
    assert (
        total.findall(again.stdout)[:4] == total.findall(read.stdout)[:4]
    )  # documents, records, errors, warnings
    assert "documents: 2, regions: 1, years: 2022–2023" in again.stdout
    if out.endswith("/"):  # a file of records has no list of what failed
        assert again.exit_code == 1
        assert "broken.pdf" in again.stderr


def test_lines_that_are_no_records_are_named(tmp_path: Path) -> None:
    (tmp_path / "part.jsonl").write_text('{"kind": "planet"}\n', "utf-8")
    result = _run("report", tmp_path / "part.jsonl", "--out", tmp_path / "page.html")
    assert result.exit_code == 1
    assert "line 1 is no record" in result.stderr


def test_what_a_batch_could_not_read_is_told_too(tmp_path: Path) -> None:
    failure = '{"source": "a.doc", "stage": "read", "cause": "Word 97 files are not read"}\n'
    (tmp_path / "errors.jsonl").write_text(failure, "utf-8")
    result = _run("report", tmp_path, "--out", tmp_path / "page.html")
    assert result.exit_code == 1
    assert "a.doc: Word 97 files are not read" in result.stderr
    assert "Word 97 files are not read" in (tmp_path / "page.html").read_text("utf-8")


def test_a_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="holds no document"):
        find_sources([str(tmp_path)])
