"""Files appear whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from record_factory import document

from fiscalnlp.errors import EmptySourceError, FiscalError, SourceNotFoundError
from fiscalnlp.export.jsonl import write
from fiscalnlp.export.target import opened
from fiscalnlp.model.records import Record


@pytest.mark.parametrize("error", [EmptySourceError, SourceNotFoundError])
def test_failure_keeps_the_old_file(tmp_path: Path, error: type[FiscalError]) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")

    def records() -> Iterator[Record]:
        yield document()
        raise error("in.pdf", "holds nothing")

    with pytest.raises(error, match="holds nothing"):
        write(records(), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_seen_before_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    with opened(path) as file:
        file.write(b"x")
        assert not path.exists()
    assert path.read_bytes() == b"x"


def test_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with opened(tmp_path / "link") as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.parametrize("where", ["missing/out.jsonl", "."])
def test_unwritable_place_is_named(tmp_path: Path, where: str) -> None:
    with pytest.raises(FiscalError, match="cannot be written") as caught:
        write([document()], tmp_path / where)
    assert caught.value.stage == "export"
    assert list(tmp_path.iterdir()) == []


def test_device_is_written_directly() -> None:
    with opened("/dev/null") as file:
        assert file.write(b"x") == 1
    assert Path("/dev/null").is_char_device()
