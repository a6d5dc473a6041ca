"""Settings of rules in a TOML file: what they mean, and what is wrong with them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fiscalnlp import FiscalError
from fiscalnlp.check import CheckSettings, read_settings
from fiscalnlp.data import read_text


def _read(folder: Path, text: str) -> CheckSettings:
    path = folder / "fiscalnlp.toml"
    path.write_text(text, "utf-8")
    return read_settings(path)


def test_all_of_it_is_read(tmp_path: Path) -> None:
    settings = _read(
        tmp_path,
        """
        [check]
        disable = ["unit.slip"]
        [check.tolerance]
        "parts.sum" = 0.1
        "growth.rate" = "2"
        [check.severity]
        "measure.conflict" = "error"
        """,
    )
    assert settings == CheckSettings(
        frozenset({"unit.slip"}),
        {"parts.sum": Decimal("0.1"), "growth.rate": Decimal(2)},
        {"measure.conflict": "error"},
    )


def test_an_id_needs_no_quotes(tmp_path: Path) -> None:
    assert _read(tmp_path, "[check.tolerance]\nparts.sum = 2").tolerances == {"parts.sum": Decimal(2)}


@pytest.mark.parametrize("text", ["", "[tool.other]\nx = 1"])
def test_other_tables_change_nothing(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text) == CheckSettings()


def test_the_example_of_the_manual_is_right(tmp_path: Path) -> None:
    example = read_text("rules/README.md").partition("```toml\n")[2].partition("```")[0]
    assert _read(tmp_path, example).disabled


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('[check]\ndisable = ["sum"]', "there is no rule 'sum'"),
        ('[check.tolerance]\n"table.empty_note" = 1', "has no tolerance"),
        ('[check.tolerance]\n"parts.sum" = -1', "0 or more"),
        ('[check.tolerance]\n"parts.sum" = true', "is to be a number"),
        ('[check.tolerance]\n"parts.sum" = "much"', "is to be a number"),
        ('[check.severity]\n"parts.sum" = "fatal"', "error, warning or info"),
        ('[check.severity]\n"parts.sum" = 3', "error, warning or info"),
        ('[check]\ndisable = "parts.sum"', "a list of rule ids"),
        ("[check]\noff = []", "[check] holds off"),
        ("check = 1", "is to be a table"),
        ("[check]\ntolerance = 1", "is to be a table"),
        ("[check", "is no TOML file"),
    ],
)
def test_a_mistake_is_told_with_the_file(tmp_path: Path, text: str, cause: str) -> None:
    with pytest.raises(FiscalError) as caught:
        _read(tmp_path, text)
    assert caught.value.source == str(tmp_path / "fiscalnlp.toml")
    assert cause in caught.value.cause


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FiscalError, match="cannot be read"):
        read_settings(tmp_path / "none.toml")
