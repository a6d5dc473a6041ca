"""Patterns that a user brings: found like ours, tried with their examples, refused where they are none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fiscalnlp.data import own, read_text
from fiscalnlp.errors import FiscalError
from fiscalnlp.patterns import check_own_patterns

EVENT = """
[[event]]
id = "house.reason"
kind = "reason"
strength = "strong"
first = "究"
pattern = '究其缘由(?:是|为)：?'
examples = ["究其缘由是人员增加"]
not_examples = ["缘由是人员增加"]
"""
SENTENCE = "本年支出合计963.20万元，比上年增加12.00万元，究其缘由是人员增加。"
PROGRAM = """
import sys, fiscalnlp
try:
    nlp = fiscalnlp.load()
except fiscalnlp.FiscalError as error:
    sys.exit(str(error))
print(*(record.text for record in nlp.read(sys.argv[1]).reasons))
"""


def _reasons(text: str, folder: Path | None = None, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Read a disclosure in a process of its own: patterns are read once a process."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    environment.pop("FISCALNLP_PATTERNS", None)
    if folder is not None:
        environment["FISCALNLP_PATTERNS"] = str(folder)
    if path is not None:
        environment["PYTHONPATH"] = os.pathsep.join([str(path), *filter(None, [environment.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, f"某局2023年度部门决算\n一、支出决算情况说明\n{text}"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_wording_of_a_house_is_understood_with_its_pattern(tmp_path: Path) -> None:
    (tmp_path / "comparisons.toml").write_text(EVENT, "utf-8")
    assert _reasons(SENTENCE).stdout.strip() == ""
    done = _reasons(SENTENCE, tmp_path)
    assert done.stdout.strip() == "人员增加", done.stderr


def test_a_package_can_bring_patterns(tmp_path: Path) -> None:
    package, metadata = tmp_path / "house_patterns", tmp_path / "house-1.dist-info"
    package.mkdir()
    metadata.mkdir()
    (package / "__init__.py").touch()
    (package / "comparisons.toml").write_text(EVENT, "utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1\n", "utf-8")
    (metadata / "entry_points.txt").write_text("[fiscalnlp.patterns]\nhouse = house_patterns\n", "utf-8")
    done = _reasons(SENTENCE, path=tmp_path)
    assert done.stdout.strip() == "人员增加", done.stderr


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (("究其缘由是人员增加", "究其原委是人员增加"), "'house.reason' does not find '究其原委是人员增加'"),
        (('not_examples = ["', 'not_examples = ["究其缘由为此", "'), "'house.reason' finds '究其缘由为此'"),
    ],
)
def test_a_pattern_that_is_not_what_its_examples_say_is_refused(
    tmp_path: Path, change: tuple[str, str], cause: str
) -> None:
    (tmp_path / "comparisons.toml").write_text(EVENT.replace(*change), "utf-8")
    done = _reasons(SENTENCE, tmp_path)
    assert done.returncode == 1
    assert cause in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of patterns that this process looks into."""
    monkeypatch.setenv(own.VARIABLE, str(tmp_path / "patterns"))
    own.own_folders.cache_clear()
    yield tmp_path / "patterns"
    own.own_folders.cache_clear()


def _merged() -> dict[str, Any]:
    path = "patterns/comparisons.toml"
    return own.with_own_rows(path, tomllib.loads(read_text(path)))


def test_own_rows_stand_in_front(folder: Path) -> None:
    folder.mkdir()
    (folder / "comparisons.toml").write_text(EVENT, "utf-8")
    assert _merged()["event"][0]["id"] == "house.reason"


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (('kind = "reason"', 'kind = "cause"'), "kind is one of basis, direction, reason"),
        (('id = "house.reason"\n', ""), "says no id"),
        (('first = "究"', 'colour = "red"'), "knows no colour"),
        (("house.reason", "reason.strong"), "there is another 'reason.strong'"),
        (("[[event]]", "[[events]]"), "'events' takes no rows; there are event"),
        (("[[event]]", "[[event]"), "comparisons.toml: Expected"),
    ],
)
def test_what_is_no_pattern_is_refused(folder: Path, change: tuple[str, str], cause: str) -> None:
    folder.mkdir()
    (folder / "comparisons.toml").write_text(EVENT.replace(*change), "utf-8")
    with pytest.raises(ValueError, match=re.escape(cause)):
        _merged()


def test_a_file_that_is_none_of_ours_is_named(folder: Path) -> None:
    folder.mkdir()
    (folder / "comparison.toml").write_text(EVENT, "utf-8")
    with pytest.raises(ValueError, match=r"there is no comparison\.toml among"):
        _merged()


def test_a_folder_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(FiscalError, match="no such folder of patterns"):
        check_own_patterns()
