"""How the patterns of each family find their words: what their examples are tried with.

The tests try every pattern of this library; `check_own_patterns` tries those that a user brings
(`fiscalnlp.data.own`).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.data.own import own_folders, own_rows
from fiscalnlp.errors import FiscalError
from fiscalnlp.extract.cues import match_cue
from fiscalnlp.extract.events import find_events
from fiscalnlp.model.place import Span
from fiscalnlp.money import find_mentions
from fiscalnlp.segment.outline import title_topic
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.markers import match_marker

Row = dict[str, Any]
#: Tells whether a row is what finds its words in a text, which is in matching form.
Reader = Callable[[str, Row], bool]


def finds(file: str, family: str, row: Row, text: str) -> bool:
    """Tell whether a row of a family finds its words in `text`, the way its own reader looks for them.

    Args:
        file: the data file without folder and ending (`comparisons`).
        family: the table of rows in it (`event`); "" for a file that is one pattern.
        row: the row.
        text: as printed.
    """
    return _READERS.get((file, family), _searched)(matching_form(text), row)


def check_own_patterns() -> None:
    """Try the patterns that a user brings with their examples.

    Raises:
        FiscalError: if a file is not like those of this library, or a row misses one of its examples or finds one
            of its counter-examples (stage `extract`).
    """
    try:
        if not own_folders():
            return
        for entry in sorted(files("fiscalnlp.data").joinpath("patterns").iterdir(), key=lambda each: each.name):
            data = read_toml(f"patterns/{entry.name}")
            for file, family, row in own_rows(f"patterns/{entry.name}", data):
                _try(file, entry.name.removesuffix(".toml"), family, row)
    except ValueError as error:
        source, _, cause = str(error).partition(": ")
        raise FiscalError(source, cause, stage="extract") from error


def _try(source: str, file: str, family: str, row: Row) -> None:
    name = f"{family} {row.get('id', '')!r}"
    for examples, wanted, verdict in (("examples", True, "does not find"), ("not_examples", False, "finds")):
        if not row[examples]:
            raise FiscalError(source, f"{name} has no {examples}", stage="extract")
        for text in row[examples]:
            if finds(file, family, row, text) != wanted:
                raise FiscalError(source, f"{name} {verdict} {text!r}", stage="extract")


def _event(form: str, row: Row) -> bool:
    found = [event for event in find_events(form, Span(0, len(form))) if event.pattern == row["id"]]
    if row["kind"] == "reason":  # a cue behind 问题及 explains no figure
        not_after = compile_pattern(read_toml("patterns/comparisons.toml")["reason"]["not_after"])
        found = [event for event in found if not not_after.search(form, 0, event.span.start)]
    return found != []


def _cue_of(family: str) -> Reader:
    def found(form: str, row: Row) -> bool:
        cue = match_cue(family, form, 0, len(form))
        return cue is not None and cue.row["id"] == row["id"]

    return found


def _searched(form: str, row: Row) -> bool:
    return compile_pattern(row["pattern"]).search(form) is not None


def _first_slot(form: str, row: Row) -> bool:
    slots = read_toml("patterns/procurement.toml")["slot"]
    return bool(row["field"] == next((slot["field"] for slot in slots if _searched(form, slot)), None))


def _marker(form: str, row: Row) -> bool:
    marker = match_marker(form)
    return marker is not None and marker.style == row["style"]


def _citation(form: str, row: Row) -> bool:
    code, pattern = compile_pattern(row["code"]), compile_pattern(row["pattern"])
    return any(code.search(form[: match.start()]) for match in pattern.finditer(form))


def _mention(form: str, row: Row) -> bool:
    return any(mention.pattern == row["id"] for mention in find_mentions(form))


# File and family → how its reader finds a row; families that are searched plainly need no entry.
_READERS: dict[tuple[str, str], Reader] = {
    ("citations", ""): _citation,
    ("comparisons", "event"): _event,
    ("figures", "stage"): _cue_of("stage"),
    ("figures", "role"): _cue_of("role"),
    ("markers", "marker"): _marker,
    ("money", "money"): _mention,
    ("money", "multiple"): _mention,
    ("money", "percentage"): _mention,
    ("money", "quantity"): _mention,
    ("procurement", "slot"): _first_slot,
    ("topics", "topic"): lambda form, row: title_topic(form) == row["id"],
}
