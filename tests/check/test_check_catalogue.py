"""The catalogue of rules: complete, sorted, worded in both languages, and the one that the code uses."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import fiscalnlp.check
from fiscalnlp.check.runner import Rule, rule_catalogue
from fiscalnlp.data import read_toml

RULES = list(rule_catalogue().values())

#: What a message may fill in: the figures, and the words that the rules hand over.
_FIELDS = {
    "expected", "actual", "measure", "unit", "right", "awarded", "word", "whole", "budget", "other", "parts",
    "share", "actual_sum",
}  # fmt: skip


def _drafted() -> set[str]:
    """Return the rule ids that `Draft(…)` is called with in the modules of `check`."""
    found: set[str] = set()
    for path in Path(fiscalnlp.check.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Draft"
                and node.args
            ):
                assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}: not a literal id"
                found.add(str(node.args[0].value))
    return found


def test_catalogue_is_what_the_code_uses() -> None:
    assert _drafted() == set(rule_catalogue())


def test_catalogue_is_sorted_and_without_doubles() -> None:
    ids = [row["id"] for row in read_toml("rules/rules.toml")["rule"]]
    assert ids == sorted(set(ids))


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
