"""The catalogue of rules: complete, sorted, worded in both languages, and the one that the code uses."""

from __future__ import annotations

import ast
import string
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

import fiscalnlp.check
from fiscalnlp import Document
from fiscalnlp.check import Rule, framed
from fiscalnlp.check.catalogue import Group, built_in_rules
from fiscalnlp.data import read_toml
from fiscalnlp.model.records import KINDS

RULES = list(built_in_rules().values())

#: What a message may fill in: the figures, and the words that the rules hand over.
_FIELDS = {
    "expected", "actual", "measure", "unit", "right", "awarded", "word", "whole", "budget", "other", "parts",
    "share", "actual_sum", "measure_en", "where", "code",
}  # fmt: skip


def _named() -> set[str]:
    """Return the strings in the modules of `check`: a rule's id among them, where one reports under it."""
    return {
        node.value
        for path in Path(fiscalnlp.check.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_rule_is_one_that_the_code_reports_under() -> None:
    assert set(built_in_rules()) <= _named()


@pytest.mark.parametrize("group", get_args(Group))
def test_a_group_is_sorted_and_without_doubles(group: str) -> None:
    ids = [row["id"] for row in read_toml(f"rules/{group}.toml")["rule"]]
    assert ids == sorted(set(ids))


def test_an_id_is_in_one_group_only() -> None:
    assert len(RULES) == sum(len(read_toml(f"rules/{group}.toml")["rule"]) for group in get_args(Group))


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_rule_needs_known_kinds(rule: Rule) -> None:
    assert rule.needs
    assert set(rule.needs) <= set(KINDS)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_example_fires_and_counter_example_does_not(read: Callable[[str], Document], rule: Rule) -> None:
    fired = {(finding.rule, finding.severity) for finding in read(framed(rule.example)).findings}
    assert (rule.id, rule.severity) in fired
    assert {name for name, severity in fired if severity == "error"} <= {rule.id}
    silent = [f for f in read(framed(rule.counter_example)).findings if f.severity != "info" or f.rule == rule.id]
    assert silent == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_rule_is_worded_in_both_languages(rule: Rule) -> None:
    assert all((rule.title, rule.title_en, rule.message, rule.message_en))
    assert rule.severity in {"error", "warning", "info"}
    assert rule.title_en.isascii()


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_messages_fill_in_known_words(rule: Rule) -> None:
    for message in (rule.message, rule.message_en):
        fields = {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}
        assert fields <= _FIELDS
        assert message.format(**dict.fromkeys(_FIELDS, "x"))


def test_identities_name_known_measures() -> None:
    names = {row["name"] for row in read_toml("vocab/measures.toml")["measure"]}
    for identity in read_toml("rules/identities.toml")["identity"]:
        assert set(identity["needed"]) <= set(identity["parts"])
        assert identity["total"] in names or identity["total"].endswith("支出")
