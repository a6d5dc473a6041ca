"""The catalogue of rules for people and programs: `data/rules/CATALOGUE.md` is written by it.

`python -m fiscalnlp.export.rule_catalogue` rewrites that file.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import as_file, files
from itertools import groupby

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fiscalnlp.check import Rule
from fiscalnlp.check.catalogue import built_in_rules
from fiscalnlp.data import read_toml
from fiscalnlp.export.finding_words import Language
from fiscalnlp.export.target import opened

#: The shipped page, relative to the data package.
PAGE = "rules/CATALOGUE.md"


def as_json(rules: Iterable[Rule]) -> bytes:
    """Return the rules as indented JSON: a list of objects with the fields of `Rule`."""
    return msgspec.json.format(msgspec.json.encode(list(rules)), indent=2) + b"\n"


def as_markdown(rules: Iterable[Rule]) -> str:
    """Return the rules as a page, group by group."""
    texts = read_toml("templates/rules.toml")
    parts = [texts["head"].strip()]
    for group, members in groupby(rules, key=lambda rule: rule.group):
        parts.append(f"## {texts['groups'].get(group, group)}")
        parts += [_section(rule) for rule in members]
    return "\n\n".join(parts) + "\n"


def show(rules: Iterable[Rule], *, language: Language, console: Console | None = None) -> None:
    """Print the rules as a table, on standard output if no console is given."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("rule", "severity", "tolerance", "规则" if language == "zh" else "what it checks"):
        table.add_column(name, overflow="fold", no_wrap=name in {"rule", "severity", "tolerance"})
    for rule in rules:
        title = rule.title_en if language == "en" else rule.title
        table.add_row(Text(rule.id), rule.severity, _tolerance(rule), Text(title))
    (console or Console()).print(table)


def _section(rule: Rule) -> str:
    return "\n".join(
        (
            f"### `{rule.id}`",
            "",
            f"**{rule.title}** · {rule.title_en}",
            "",
            "| severity | needs | tolerance |",
            "| --- | --- | --- |",
            f"| {rule.severity} | {', '.join(f'`{kind}`' for kind in rule.needs)} | {_tolerance(rule)} |",
            "",
            f"- says: {rule.message}",
            f"- in English: {rule.message_en}",
            "",
            "Fires on:",
            "",
            _quoted(rule.example),
            "",
            "Does not fire on:",
            "",
            _quoted(rule.counter_example),
        )
    )


def _quoted(words: str) -> str:
    return f"```text\n{words.strip(chr(10))}\n```"


def _tolerance(rule: Rule) -> str:
    return f"{rule.tolerance.default} × {rule.tolerance.name}" if rule.tolerance else "—"


def main() -> None:
    """Rewrite the shipped page."""
    with as_file(files("fiscalnlp.data").joinpath(PAGE)) as path, opened(path) as file:
        file.write(as_markdown(built_in_rules().values()).encode())


if __name__ == "__main__":
    main()
