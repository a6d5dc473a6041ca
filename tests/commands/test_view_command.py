"""`fiscalnlp view`: where the page goes, what is said of files that cannot be read, how it is served."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from disclosure_factory import final_accounts
from fiscalnlp.cli import app
from fiscalnlp.view.server import PageServer


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["view", *map(str, arguments)])


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "accounts.txt"
    path.write_text(final_accounts("本年支出合计963.20万元。"), "utf-8")
    return path


def test_the_page_goes_beside_where_one_works(accounts: Path) -> None:
    result = _run(accounts)
    assert (result.exit_code, result.stdout) == (0, "accounts.view.html\n")
    assert Path("accounts.view.html").read_text("utf-8").startswith("<!doctype html>")


def test_the_page_goes_where_it_is_wanted(accounts: Path) -> None:
    result = _run(accounts, "--out", "page.html")
    assert (result.exit_code, result.stdout) == (0, "page.html\n")
    assert Path("page.html").is_file()


def test_each_disclosure_of_an_archive_has_a_page(tmp_path: Path, accounts: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", final_accounts("本年支出合计963.20万元。"))
        archive.writestr("b.txt", final_accounts("本年支出合计83.20万元。", year=2022))
    Path("two.zip").write_bytes(data.getvalue())
    assert _run("two.zip").stdout == "two.view.html\ntwo.view-2.html\n"


def test_a_file_that_cannot_be_read_is_status_1(accounts: Path) -> None:
    result = _run("missing.txt")
    assert result.exit_code == 1
    assert "missing.txt" in result.stderr
    assert not list(Path().glob("*.html"))


def test_a_page_that_cannot_be_written_is_status_1(accounts: Path) -> None:
    result = _run(accounts, "--out", "no/page.html")
    assert result.exit_code == 1
    assert "no/page.html" in result.stderr


def test_a_page_is_written_or_served(accounts: Path) -> None:
    assert _run(accounts, "--serve", "--out", "page.html").exit_code == 2


def test_served_pages_are_named_until_somebody_interrupts(accounts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def interrupted(server: PageServer) -> None:
        seen.extend(server.pages.values())
        raise KeyboardInterrupt

    monkeypatch.setattr(PageServer, "serve_forever", interrupted)
    result = _run(accounts, "--serve", "--no-open")
    assert result.exit_code == 0
    assert result.stdout.startswith("http://127.0.0.1:")
    assert seen[0].startswith(b"<!doctype html>")
    assert not list(Path().glob("*.html"))
