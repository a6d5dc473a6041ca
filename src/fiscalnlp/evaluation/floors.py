"""Floors: figures below which an evaluation fails, as TOML beside the corpus (`floors.toml`) or given by name.

[all]                     # all documents together
default = 0.98            # F1 of any kind that is not named
macro = 0.99              # mean F1 over kinds
amounts = 0.999           # F1 of one kind
errors = { precision = 0.95, recall = 0.9 }

[each-style]              # every style for itself, as far as [style] says nothing else
default = 0.9

[style.department-budget]
default = 0.95
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from fiscalnlp.errors import BrokenSourceError, SourceNotFoundError
from fiscalnlp.evaluation.measures import MEASURES
from fiscalnlp.evaluation.results import Outcome, Tally, by_style, grouped, macro_f1, pooled

#: Name of the file that is taken from a corpus.
FILE_NAME = "floors.toml"
_DEFAULT, _MACRO = "default", "macro"
_FIGURES = ("precision", "recall", "f1")

#: Kind, `default` or `macro` → figure → floor.
_Table = dict[str, dict[str, float]]


class Floors(msgspec.Struct, frozen=True, kw_only=True):
    """The floors of a file: for all documents, for each style, and for single styles."""

    overall: _Table
    each_style: _Table
    style: dict[str, _Table]


class Shortfall(msgspec.Struct, frozen=True, kw_only=True):
    """A figure under its floor; `style` is `None` for all documents together."""

    style: str | None
    kind: str
    figure: str
    value: float
    floor: float

    def __str__(self) -> str:
        group = "all documents" if self.style is None else f"style {self.style}"
        return f"{group}: {self.figure} of {self.kind} is {self.value:.4f}, its floor {self.floor:.4f}"


def read_floors(path: Path) -> Floors:
    """Read a file of floors.

    Raises:
        SourceNotFoundError: there is no such file.
        BrokenSourceError: it is no TOML, or has a name or value that is none of floors.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SourceNotFoundError(str(path), "no such file", stage="evaluate") from error
    except OSError as error:
        raise _broken(path, f"cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise _broken(path, f"is no TOML: {error}") from error
    unknown = [name for name in data if name not in ("all", "each-style", "style")]
    if unknown:
        raise _broken(path, f"`{unknown[0]}` is none of `all`, `each-style`, `style`")
    styles = data.get("style", {})
    if not isinstance(styles, dict):
        raise _broken(path, "`style` is no table")
    return Floors(
        overall=_table(path, "all", data.get("all", {})),
        each_style=_table(path, "each-style", data.get("each-style", {})),
        style={name: _table(path, f"style.{name}", table) for name, table in styles.items()},
    )


def shortfalls(floors: Floors, outcomes: Sequence[Outcome], *, every_kind: bool = True) -> tuple[Shortfall, ...]:
    """Return the figures under their floors: all documents together first, then style by style.

    Args:
        floors: what is asked for.
        outcomes: what was reached.
        every_kind: whether all kinds were evaluated; a macro average of some is held to no floor.
    """
    found = list(_under(None, (floors.overall,), pooled(outcomes), every_kind))
    for style, members in grouped(outcomes, by_style).items():
        tables = (floors.style.get(style, {}), floors.each_style)
        found += _under(style, tables, pooled(members), every_kind)
    return tuple(found)


def styles_without_documents(floors: Floors, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Return the styles that floors are set for and no document has: such a floor holds nothing."""
    return tuple(sorted(set(floors.style) - {outcome.style for outcome in outcomes}))


def _under(
    style: str | None, tables: Sequence[_Table], tallies: Sequence[Tally], every_kind: bool
) -> Iterator[Shortfall]:
    figures: list[tuple[str, dict[str, float], dict[str, float]]] = []
    if every_kind:
        macro = next((table[_MACRO] for table in tables if _MACRO in table), {})
        figures.append((_MACRO, macro, {"f1": macro_f1(tallies)}))
    for tally in tallies:
        wanted = next((table[name] for table in tables for name in (tally.kind, _DEFAULT) if name in table), {})
        figures.append((tally.kind, wanted, {name: getattr(tally, name) for name in _FIGURES}))
    for kind, wanted, reached in figures:
        for figure, floor in wanted.items():
            if reached[figure] < floor - 1e-9:  # a floor written down from a figure holds for that figure
                yield Shortfall(style=style, kind=kind, figure=figure, value=reached[figure], floor=floor)


def _table(path: Path, name: str, table: object) -> _Table:
    if not isinstance(table, dict):
        raise _broken(path, f"`{name}` is no table")
    return {kind: _floor(path, f"{name}.{kind}", kind, value) for kind, value in table.items()}


def _floor(path: Path, name: str, kind: str, value: Any) -> dict[str, float]:
    if kind not in (_DEFAULT, _MACRO, *MEASURES):
        raise _broken(path, f"`{name}`: there is no such kind; there are {', '.join(MEASURES)}")
    figures = value if isinstance(value, dict) else {"f1": value}
    allowed = ("f1",) if kind == _MACRO else _FIGURES
    for figure, floor in figures.items():
        number = isinstance(floor, int | float) and not isinstance(floor, bool)
        if figure not in allowed or not number or not 0 <= floor <= 1:
            raise _broken(path, f"`{name}` has to be a number from 0 to 1, for {', '.join(allowed)}")
    return figures


def _broken(path: Path, cause: str) -> BrokenSourceError:
    return BrokenSourceError(str(path), cause, stage="evaluate")
