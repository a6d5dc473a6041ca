"""Events in running text: the words that compare, judge or explain, found in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Direction

_FILE = "patterns/comparisons.toml"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: what kind, where, which pattern found it, and the pattern's named groups."""

    kind: str
    span: Span
    pattern: str
    groups: dict[str, str | None]
    row: dict[str, Any]


@cache
def direction_words() -> dict[str, Direction]:
    """Return what each word of direction in the event patterns says."""
    return {word: direction for direction, words in read_toml(_FILE)["directions"].items() for word in words}


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[dict[str, Any], ...]]:
    """Return one alternation of all event patterns, and the row that each branch stands for."""
    data = read_toml(_FILE)
    rows = tuple(data["event"])
    branches = []
    for index, row in enumerate(rows):
        pattern = row["pattern"]
        for name, part in data["parts"].items():
            pattern = pattern.replace("{" + name + "}", part)
        pattern = re.sub(r"\(\?P<(\w+)>", rf"(?P<e{index}_\1>", pattern)
        branches.append(rf"(?P<e{index}>{pattern})")
    return compile_pattern("|".join(branches)), rows


def find_events(form: str, span: Span) -> list[Event]:
    """Return the events in `span` of `form` (a text in matching form), in order, none overlapping."""
    compiled, rows = _compiled()
    events: list[Event] = []
    for match in compiled.finditer(form, span.start, span.end):
        groups = match.groupdict()
        index = next(i for i in range(len(rows)) if groups[f"e{i}"] is not None)
        prefix = f"e{index}_"
        own = {name[len(prefix) :]: value for name, value in groups.items() if name.startswith(prefix)}
        row = rows[index]
        events.append(Event(row["kind"], Span(match.start(), match.end()), row["id"], own, row))
    return events
