"""The words of the page: both languages say the same things, and all that the page asks for is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from fiscalnlp.data import read_toml
from fiscalnlp.model import records
from fiscalnlp.model.records import KINDS
from fiscalnlp.view.data import TEXTS

WEB = Path(__file__).parents[2] / "src" / "fiscalnlp" / "view" / "web" / "src"
PAGE = WEB.parents[1] / "page.py"
ZH, EN = read_toml(TEXTS)["zh"], read_toml(TEXTS)["en"]


def _names(texts: dict[str, Any]) -> set[str]:
    return {f"{section}.{name}" for section in texts for name in texts[section]}


def test_both_languages_have_the_same_texts_with_the_same_fields() -> None:
    assert _names(ZH) == _names(EN)
    for section in ZH:
        for name, text in ZH[section].items():
            assert re.findall(r"{\w+}", text) == re.findall(r"{\w+}", EN[section][name]), (section, name)


def test_every_text_that_the_page_asks_for_is_there() -> None:
    source = "".join(path.read_text("utf-8") for path in WEB.rglob("*.ts*") if path.name != "contract.ts")
    asked = set(re.findall(r'\bt\(\s*"([\w.]+)"', source)) | set(re.findall(r'"(keys\.\w+)"', source))
    assert len(asked) > 40
    assert asked <= _names(ZH)


def test_no_text_is_there_for_nothing() -> None:
    source = "".join(path.read_text("utf-8") for path in [*WEB.rglob("*.ts*"), PAGE])
    by_name = {"kinds", "fields", "values", "tabs"}  # their names are made of what is in the data
    made = {
        "page.document",
        "page.records",
        "page.noscript",
        "page.theme_auto",
        "page.theme_light",
        "page.theme_dark",
    }
    named = {name for name in _names(ZH) if name.partition(".")[0] not in by_name}
    assert [name for name in sorted(named - made) if f'"{name}"' not in source] == []


def test_every_kind_and_every_field_of_a_record_has_a_name() -> None:
    assert ZH["kinds"].keys() == KINDS.keys()
    unseen = {"doc_id", "span", "boxes", "lines", "figures", "title_en", "message_en", "warnings"}
    fields = {field for kind in KINDS.values() for field in kind.__struct_fields__}
    assert fields - unseen <= ZH["fields"].keys()


VALUES = (
    "Stage", "PercentRole", "Role", "Basis", "Direction", "Fund", "EconomicGroup", "OfficialExpenseItem",
    "Severity", "Report", "Scope",
)  # fmt: skip


@pytest.mark.parametrize("values", VALUES)
def test_every_value_has_a_name(values: str) -> None:
    assert set(get_args(getattr(records, values))) <= ZH["values"].keys()
