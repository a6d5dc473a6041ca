"""`fiscalnlp report`: many disclosures on one page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from disclosure_factory import final_accounts
from fiscalnlp.cli import app
from fiscalnlp.commands.report import find_sources
from fiscalnlp.errors import SourceNotFoundError


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
    for jobs, page in enumerate(pages, start=1):
        assert _run("report", folder, "--out", page, "--jobs", str(jobs)).exit_code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_what_was_extracted_makes_the_page_without_reading_again(folder: Path, tmp_path: Path) -> None:
    extracted = tmp_path / "extracted"
    extracted.mkdir()
    files = sorted(folder.glob("*.txt"))
    assert _run("extract", *files, "--out", extracted / "part.jsonl").exit_code == 0
    read, again = (_run("report", paths, "--out", "-", "--lang", "en").stdout for paths in (folder, extracted))
    total = re.compile(r"<dd class=\"\w+\">[\d,]+</dd>")
    assert total.findall(again)[:4] == total.findall(read)[:4]  # documents, records, errors, warnings
    assert "documents: 2, regions: 1, years: 2022–2023" in again


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
