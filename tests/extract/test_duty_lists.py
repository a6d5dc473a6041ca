"""Duty sections as disclosures print them (`duty_lists.toml`): numbering, lead-ins, nesting, ends."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disclosure_factory import overview
from fiscalnlp import Document

Read = Callable[[str], Document]

_DATA = tomllib.loads(Path(__file__).with_name("duty_lists.toml").read_text(encoding="utf-8"))
LISTS = _DATA["list"]


def _case(row: dict[str, Any]) -> Any:
    gap = row.get("known_gap")
    return pytest.param(row, id=row["id"], marks=[pytest.mark.xfail(reason=gap, strict=True)] if gap else [])


def test_ids_are_unique() -> None:
    assert len({row["id"] for row in LISTS}) == len(LISTS)


@pytest.mark.parametrize("row", [_case(row) for row in LISTS])
def test_duty_list(read: Read, row: dict[str, Any]) -> None:
    lines = row["text"].strip("\n").split("\n")
    heading = row.get("heading", "一、部门职责")
    duties = read(overview(*lines, heading=heading).replace("\n\n", "\n")).duties
    assert [_words(duty.text) for duty in duties] == row["duties"]
    assert [duty.marker or "" for duty in duties] == row.get("markers", [""] * len(duties))
    assert [duty.number for duty in duties] == list(range(1, len(duties) + 1))
    assert all((duty.confidence < 1) == row.get("doubtful", duty.confidence < 1) for duty in duties)


@pytest.mark.parametrize("form", ["一、{}", "（一）{}", "(一){}", "1.{}", "（一）{}。", "一、{}："])
@pytest.mark.parametrize("title", _DATA["headings"])
def test_duty_heading(read: Read, title: str, form: str) -> None:
    document = read(overview("（1）负责教育工作。", "（2）指导学校安全。", heading=form.format(title)))
    assert [section.title for section in document.sections][1:] == ["".join(title.split())]
    assert [_words(duty.text) for duty in document.duties] == ["负责教育工作", "指导学校安全"]


@pytest.mark.parametrize("title", ["主要职责", "部门职能", "职能职责", "长河县教育局主要职能", "主要职责："])
def test_duty_heading_without_a_number(read: Read, title: str) -> None:
    document = read(overview("（一）负责教育工作。", "（二）指导学校安全。", heading=title))
    assert document.sections[-1].topic == "duties"
    assert [_words(duty.text) for duty in document.duties] == ["负责教育工作", "指导学校安全"]


def _words(text: str) -> str:
    return "".join(text.split()).rstrip("。；;.")
