"""What recognition gets wrong in print, put right where it is certain: never a digit that was not read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import regex

from fiscalnlp.data import read_toml


class Character(NamedTuple):
    """A recognised character, where its middle stands (share of the strip's width) and how sure it is."""

    text: str
    middle: float
    score: float


@cache
def _corrections() -> tuple[tuple[regex.Pattern[str], Callable[[str], str]], ...]:
    data: dict[str, Any] = read_toml("vocab/ocr.toml")
    rules = []
    for rule in data["correction"]:
        table = str.maketrans(rule["from"], rule["to"]) if rule["to"] else str.maketrans("", "", rule["from"])
        rules.append((regex.compile(rule["pattern"]), lambda text, table=table: text.translate(table)))
    return tuple(rules)


def corrected(characters: tuple[Character, ...]) -> tuple[Character, ...]:
    """Return the characters of one strip after the rules of `vocab/ocr.toml`, each in its place."""
    for pattern, translate in _corrections():
        text = "".join(character.text for character in characters)
        changed: dict[int, str] = {}
        for match in pattern.finditer(text):
            for index in range(match.start(), match.end()):
                changed[index] = translate(text[index])
        if changed:
            characters = tuple(
                character._replace(text=changed.get(index, character.text))
                for index, character in enumerate(characters)
                if changed.get(index, character.text)
            )
    return characters
