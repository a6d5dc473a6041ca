"""Cues: what the words right before a figure say of it, and what remains as the name of its measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from fiscalnlp.classification import functional_classes
from fiscalnlp.data import read_toml
from fiscalnlp.model.records import Direction

_FILE = "patterns/figures.toml"


@dataclass(frozen=True, slots=True)
class Cue:
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
        return "increase" if regex.fullmatch(_parts()["increase"] + "|增", word) else "decrease"


@cache
def _parts() -> dict[str, str]:
    parts: dict[str, str] = read_toml(_FILE)["parts"]
    return parts


@cache
def _cues(family: str) -> tuple[tuple[regex.Pattern[str], dict[str, Any]], ...]:
    return tuple((regex.compile(f"(?:{_fill(row['before'])})$"), row) for row in read_toml(_FILE)[family])


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


class Subjects:
    """Cleans the words before a figure into the name of a measure.

    Args:
        self_names: how the body speaks of itself, its full name included.
    """

    def __init__(self, self_names: tuple[str, ...]) -> None:
        rules = read_toml(_FILE)["subject"]
        names = "|".join(regex.escape(name) for name in sorted(self_names, key=len, reverse=True))
        self._leading = regex.compile(rules["leading"].replace("{self_name}", f"(?:{names})"))
        self._trailing = regex.compile(rules["trailing"])
        self._empty = regex.compile(rules["empty"])
        self._scope = regex.compile(rules["scope"])
        self._scoped = regex.compile(rules["scoped"])

    def clean(self, words: str) -> str | None:
        """Return the measure that `words` (matching form) name, `None` if they name none."""
        previous = None
        words = words.strip()
        while words != previous:
            previous = words
            words = self._trailing.sub("", self._leading.sub("", words)).strip()
        if self._empty.fullmatch(words) or len(words) > _LONGEST:
            return None
        return words

    def scope_of(self, measure: str) -> str | None:
        """Return the fund that a measure opens with (`财政拨款本年收入合计` → `财政拨款`)."""
        match = self._scope.match(measure)
        return match.group("scope") if match else None

    def in_scope(self, measure: str, scope: str | None) -> str:
        """Return a plain total with the scope of its sentence in front."""
        if scope and self._scoped.fullmatch(measure):
            return scope + measure
        return measure


_LONGEST = 48


@cache
def _noun() -> regex.Pattern[str]:
    return regex.compile(_parts()["noun"])


def cue_noun(words: str) -> str | None:
    """Return the noun in a cue's words that names a measure of its own (`执行数为` → `执行数`)."""
    match = _noun().search(words)
    return match.group() if match else None


@cache
def _measures() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    rows = read_toml("vocab/measures.toml")["measure"]
    return tuple((row["name"], regex.compile(row["pattern"])) for row in rows)


@cache
def measure_name(measure: str) -> str:
    """Return `measure` as the field names it; as printed where the vocabulary does not know it."""
    for name, pattern in _measures():
        if pattern.fullmatch(measure):
            return name
    level = regex.fullmatch(
        r'"?(?P<name>[^"（]+(?:（[^类款项）]*）[^"（]*)*)（[类款项]）"?(?:支出)?', measure
    )
    if level:
        resolution = functional_classes().resolve((level.group("name"),))
        return resolution.path[0] if resolution and resolution.exact else level.group("name")
    return measure


@cache
def parts_follow() -> regex.Pattern[str]:
    """Pattern of the words after which the parts of the measure before follow (其中：)."""
    return regex.compile(read_toml(_FILE)["subject"]["parts_follow"])
