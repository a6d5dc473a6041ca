"""Events in running text: the words that compare, judge or explain, found in one pass."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from fiscalnlp.data import compile_pattern, read_patterns, read_toml
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Direction

_FILE = "patterns/comparisons.toml"


class Event(msgspec.Struct, frozen=True):
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


def cause_direction(cue: str) -> Direction | None:
    """Return the direction that a reason's cue names (`减少的主要原因是`), `None` if it names none."""
    match = read_patterns(_FILE, "reason")["moved"].search(cue)
    return direction_words()[match["word"]] if match else None


@cache
def _compiled() -> tuple[re.Pattern[str], dict[str, tuple[dict[str, Any], tuple[tuple[str, str], ...]]]]:
    """Return one alternation of all event patterns, and for each branch its row and the row's groups.

    A group is paired with its name in the alternation: alternatives of one row may use one name.
    """
    data = read_toml(_FILE)
    rows: dict[str, tuple[dict[str, Any], tuple[tuple[str, str], ...]]] = {}
    branches = []
    for index, row in enumerate(data["event"]):
        pattern = row["pattern"]
        for name, part in data["parts"].items():
            pattern = pattern.replace("{" + name + "}", part)
        groups = tuple((name, f"e{index}_{n}_{name}") for n, name in enumerate(_GROUP.findall(pattern)))
        rows[f"e{index}"] = row, groups
        own = pattern
        for name, joint in groups:
            own = own.replace(f"(?P<{name}>", f"(?P<{joint}>", 1)
        branches.append(f"(?P<e{index}>{own})")
    first = data["first"] + "".join(row.get("first", "") for row in data["event"])
    return compile_pattern(f"(?=[{first}])(?:{'|'.join(branches)})"), rows


_GROUP = re.compile(r"\(\?P<(\w+)>")


def find_events(form: str, span: Span) -> list[Event]:
    """Return the events in `span` of `form` (a text in matching form), in order, none overlapping."""
    compiled, rows = _compiled()
    events: list[Event] = []
    for match in compiled.finditer(form, span.start, span.end):
        branch = str(match.lastgroup)
        row, groups = rows[branch]
        own: dict[str, str | None] = {}
        for name, joint in groups:
            own[name] = own.get(name) or match[joint]
        events.append(Event(row["kind"], Span(*match.span()), row["id"], own, row))
    return events
