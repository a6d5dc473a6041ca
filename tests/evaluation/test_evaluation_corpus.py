"""What of a folder is a case: documents and the truth they belong to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fiscalnlp.errors import BrokenSourceError, SourceNotFoundError
from fiscalnlp.evaluation import find_cases
from fiscalnlp.evaluation.corpus import documents_without_truth


def put(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(json.dumps({"amounts": []}) if name.endswith(".json") else "文", "utf-8")
    return folder


def cases(*paths: Path) -> list[tuple[str, str, str]]:
    return [(case.truth.name, case.source.name, case.format) for case in find_cases(paths)]


def test_every_format_is_a_case(tmp_path: Path) -> None:
    put(tmp_path, "a-1.json", "a-1.pdf", "a-1.TXT", "a-1-scan.pdf", "a-1.toml")
    assert cases(tmp_path) == [
        ("a-1", "a-1-scan.pdf", "scan.pdf"),
        ("a-1", "a-1.TXT", "txt"),
        ("a-1", "a-1.pdf", "pdf"),
    ]


def test_the_longer_name_counts(tmp_path: Path) -> None:
    put(tmp_path, "a.json", "a.txt", "a-2.json", "a-2.txt", "a-21.txt")
    assert cases(tmp_path) == [("a-2", "a-2.txt", "txt"), ("a", "a-21.txt", "21.txt"), ("a", "a.txt", "txt")]


def test_folders_below_count_and_hidden_ones_do_not(tmp_path: Path) -> None:
    put(tmp_path / "inner", "a.json", "a.txt")
    put(tmp_path / ".hidden", "b.json", "b.txt")
    assert cases(tmp_path) == [("a", "a.txt", "txt")]


def test_files_may_be_named_and_count_once(tmp_path: Path) -> None:
    put(tmp_path, "a.json", "a.txt", "a.pdf")
    assert cases(tmp_path / "a.pdf") == [("a", "a.pdf", "pdf")]
    assert cases(tmp_path / "a.pdf", tmp_path / "a.json") == [("a", "a.pdf", "pdf"), ("a", "a.txt", "txt")]


def test_documents_without_truth_are_told(tmp_path: Path) -> None:
    put(tmp_path, "a.json", "a.txt", "b.pdf")
    assert documents_without_truth([tmp_path], find_cases([tmp_path])) == (tmp_path / "b.pdf",)


def test_truth_without_a_document(tmp_path: Path) -> None:
    put(tmp_path, "a.json", "a.txt", "b.json")
    with pytest.raises(BrokenSourceError, match=r"b\.json: there is no document"):
        find_cases([tmp_path])


@pytest.mark.parametrize("name", ["", "missing", "lonely.txt"])
def test_nothing_to_judge(tmp_path: Path, name: str) -> None:
    put(tmp_path, "lonely.txt")
    with pytest.raises(SourceNotFoundError):
        find_cases([tmp_path / name])
