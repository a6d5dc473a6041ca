"""Cues: what the words right before a figure say of it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.model.records import Basis, Direction

_FILE = "patterns/figures.toml"


class Cue(msgspec.Struct, frozen=True):
    """A cue: the row of the data file that fitted, where its words begin, and its named groups."""

    row: dict[str, Any]
    start: int
    groups: dict[str, str | None]

    @property
    def direction(self) -> Direction | None:
        """The direction the cue's words say, `None` if they say none."""
        if "direction" in self.row:
            value: Direction = self.row["direction"]
            return value
        word = self.groups.get("direction")
        if word is None:
            return None
        return "increase" if re.fullmatch(_parts()["increase"] + "|增|涨", word) else "decrease"


@cache
def _parts() -> dict[str, str]:
    parts: dict[str, str] = read_toml(_FILE)["parts"]
    return parts


@cache
def _cues(family: str) -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    return tuple((compile_pattern(f"(?:{_fill(row['before'])})$"), row) for row in read_toml(_FILE)[family])


def _fill(pattern: str) -> str:
    for name, part in _parts().items():
        pattern = pattern.replace("{" + name + "}", part)
    return pattern


def match_cue(family: str, form: str, start: int, end: int) -> Cue | None:
    """Return the first cue of `family` (`stage` or `role`) whose words end at `end` of `form`."""
    for pattern, row in _cues(family):
        match = pattern.search(form, start, end)
        if match and match.end() > match.start():
            return Cue(row, match.start(), match.groupdict())
    return None


#: Of an amount right behind a basis: `比年初预算0.60万元减少0.60万元`.
_BASE_STAGES = {"prior_year": "base", "initial_budget": "initial_budget", "final_budget": "final_budget"}


#: Of a percentage that stands alone behind an amount.
BARE_SHARE = Cue({"id": "role.bare_share", "role": "share"}, 0, {})


def base_cue(basis: Basis, start: int) -> Cue:
    """Return the cue of an amount that a comparison starts from, printed right behind the basis."""
    return Cue({"id": "stage.base", "stage": _BASE_STAGES[basis]}, start, {})


def verdict_cue(direction: Direction, start: int) -> Cue:
    """Return the cue of an amount right behind a verdict: `决算数高于年初预算数74.16万元`."""
    return Cue({"id": "stage.verdict", "stage": "change", "direction": direction}, start, {})


def is_base(cue: Cue | None) -> bool:
    """Tell an amount that a comparison starts from."""
    return cue is not None and cue.row["id"] == "stage.base"


@cache
def _noun() -> re.Pattern[str]:
    return compile_pattern(_parts()["noun"])


def cue_noun(words: str) -> str | None:
    """Return the noun in a cue's words that names a measure of its own (`执行数为` → `执行数`)."""
    match = _noun().search(words)
    return match.group() if match else None


@cache
def parts_follow() -> re.Pattern[str]:
    """Pattern of the words after which the parts of the measure before follow (其中：)."""
    return compile_pattern(read_toml(_FILE)["subject"]["parts_follow"])
