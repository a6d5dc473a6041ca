"""Patterns of your own, beside those of this library: more rows for the families of `data/patterns`.

They come from folders that the environment variable `FISCALNLP_PATTERNS` lists, so that every process of a batch
has them, and from installed packages (entry points of the group `fiscalnlp.patterns`, each naming a package). A
folder holds files named and written as those of `data/patterns`: `comparisons.toml` with more `[[event]]`. Their
rows are tried before ours. They are read once a process.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

#: Group of the entry points that name a package with patterns.
ENTRY_POINT_GROUP = "fiscalnlp.patterns"
#: Folders with patterns, parted as those of `PATH` are.
VARIABLE = "FISCALNLP_PATTERNS"
# Fields that may hold anything; every other one must hold what a row of ours holds.
_FREE = frozenset({"id", "pattern", "before", "examples", "first", "not_examples", "needs", "note"})

Row = dict[str, Any]


@cache
def own_folders() -> tuple[Traversable, ...]:
    """Return the folders with patterns of one's own: those of the variable, then those of packages by name.

    Raises:
        ValueError: if one is not there, or holds a file that is none of `data/patterns`.
    """
    found: list[Traversable] = [Path(path) for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path]
    packages = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda each: each.name)
    found += [files(package.value) for package in packages]
    known = {file.name for file in files("fiscalnlp.data").joinpath("patterns").iterdir()}
    for folder in found:
        if not folder.is_dir():
            raise ValueError(f"{folder}: no such folder of patterns")
        for file in folder.iterdir():
            if file.name.endswith(".toml") and file.name not in known:
                raise ValueError(f"{file}: there is no {file.name} among {', '.join(sorted(known))}")
    return tuple(found)


def with_own_rows(path: str, data: Row) -> Row:
    """Return the data file `path` with the rows of one's own in front.

    Raises:
        ValueError: if a row is not like those of this library; the message names file, family and row.
    """
    merged = dict(data)
    for file, family, rows in _own(path, data):
        names = {row.get("id") for row in merged[family]}
        for row in rows:
            _fits(f"{file}: {family} {row.get('id', '')!r}", row, data[family])
            if "id" in row and row["id"] in names:
                raise ValueError(f"{file}: {family}: there is another {row['id']!r}")
        merged[family] = [*rows, *merged[family]]
    return merged


def own_rows(path: str, data: Row) -> tuple[tuple[str, str, Row], ...]:
    """Return the rows of one's own for the data file `path`, each with its file and family."""
    return tuple((file, family, row) for file, family, rows in _own(path, data) for row in rows)


def _own(path: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str, list[Row]]]:
    for folder in reversed(own_folders()):
        file = folder.joinpath(path.rpartition("/")[2])
        if not file.is_file():
            continue
        try:
            own = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{file}: {error}") from error
        for family, rows in own.items():
            if not is_family(rows) or not is_family(data.get(family)):
                families = ", ".join(name for name, value in data.items() if is_family(value))
                raise ValueError(f"{file}: {family!r} takes no rows; there are {families or 'none'}")
            yield str(file), family, rows


def is_family(value: object) -> bool:
    """Tell whether a value of a data file is a family of patterns: rows with examples."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _fits(name: str, row: Row, known: list[Row]) -> None:
    fields = [frozenset(each) for each in known]
    if missing := frozenset.intersection(*fields) - set(row):
        raise ValueError(f"{name}: says no {', '.join(sorted(missing))}")
    if strange := set(row).difference(_FREE, *fields):
        raise ValueError(f"{name}: knows no {', '.join(sorted(strange))}")
    for field in sorted(set(row) - _FREE):
        values = [each[field] for each in known if field in each]
        if row[field] not in values:
            raise ValueError(f"{name}: {field} is one of {', '.join(sorted(set(map(str, values))))}")
