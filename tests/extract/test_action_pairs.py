"""What clauses of all policy fields tell a body to do (`action_pairs.toml`): verbs, objects, role and partners."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from fiscalnlp.extract.actions import find_actions, find_partners, find_role
from fiscalnlp.text.forms import matching_form

CLAUSES = tomllib.loads(Path(__file__).with_name("action_pairs.toml").read_text(encoding="utf-8"))["clause"]


def _case(row: dict[str, Any]) -> Any:
    gap = row.get("known_gap")
    return pytest.param(row, id=row["text"], marks=[pytest.mark.xfail(reason=gap, strict=True)] if gap else [])


@pytest.mark.parametrize("row", [_case(row) for row in CLAUSES])
def test_actions(row: dict[str, Any]) -> None:
    clause = row["text"]
    actions = find_actions(matching_form(clause), clause)
    assert [f"{action.verb} {action.object}" for action in actions] == row["actions"]


@pytest.mark.parametrize("row", CLAUSES, ids=lambda row: row["text"])
def test_role_and_partners(row: dict[str, Any]) -> None:
    form = matching_form(row["text"])
    assert (find_role(form), list(find_partners(form))) == (row.get("role", "own"), row.get("partners", []))
