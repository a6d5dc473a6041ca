"""The catalogue of rules: the shipped page is what the rules give, and all of a rule is in every form."""

from __future__ import annotations

import io
import json

from rich.console import Console

from fiscalnlp.check.catalogue import Group, built_in_rules
from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export.rule_catalogue import PAGE, as_json, as_markdown, show

RULES = list(built_in_rules().values())


def test_the_shipped_page_is_current() -> None:
    assert read_text(PAGE) == as_markdown(RULES), "run `make rules`"


def test_json_holds_every_field() -> None:
    for told, rule in zip(json.loads(as_json(RULES)), RULES, strict=True):
        assert told["message_en"] == rule.message_en
        assert told["example"] == rule.example
        assert (told["tolerance"] is None) == (rule.tolerance is None)


def test_every_group_has_a_name() -> None:
    assert list(read_toml("templates/rules.toml")["groups"]) == list(Group.__args__)


def test_the_table_speaks_english_too() -> None:
    out = io.StringIO()
    show(RULES[:1], language="en", console=Console(file=out, width=120))
    assert RULES[0].title_en in out.getvalue()
