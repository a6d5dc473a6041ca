"""Whole small disclosures (`skeletons.toml`): the order of parts, debris of contents and pages, facts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fiscalnlp import Document

Read = Callable[[str], Document]

SKELETONS = tomllib.loads(Path(__file__).with_name("skeletons.toml").read_text(encoding="utf-8"))["skeleton"]


def _case(row: dict[str, Any], gap_name: str = "known_gap") -> Any:
    gap = row.get(gap_name)
    return pytest.param(row, id=row["id"], marks=[pytest.mark.xfail(reason=gap, strict=True)] if gap else [])


@pytest.mark.parametrize("row", [_case(row) for row in SKELETONS if "outline" in row])
def test_outline(read: Read, row: dict[str, Any]) -> None:
    sections = read(row["text"].lstrip("\n")).sections
    lines = [f"{'  ' * (section.level - 1)}{section.number or ''}|{section.title}" for section in sections]
    assert lines == [line for line in row["outline"].split("\n") if line]
    above = {section.id: section.level for section in sections}
    assert all(section.level == (above[section.parent] + 1 if section.parent else 1) for section in sections)


@pytest.mark.parametrize("row", [_case(row, "known_gap_of_records") for row in SKELETONS])
def test_facts_and_records(read: Read, row: dict[str, Any]) -> None:
    document = read(row["text"].lstrip("\n"))
    record = document.record
    facts = {name: getattr(record, name) or "" for name in ("title", "issuer", "fiscal_year", "report", "scope")}
    facts["region"] = record.region.code if record.region else ""
    expected = row.get("document", {})
    assert {name: facts[name] for name in expected} == expected
    assert len(document.duties) == row["duties"]
    assert len(document.official_expense) >= row.get("official_expense", 0)
    assert [row["warning"] in warning for warning in record.warnings] == ([True] if "warning" in row else [])
