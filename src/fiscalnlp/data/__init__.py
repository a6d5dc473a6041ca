"""Word lists, patterns and codes, as files; this module only opens them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import regex


def read_text(path: str) -> str:
    """Return the text of the data file `path`, relative to this package (`patterns/money.toml`)."""
    return files(__name__).joinpath(path).read_text(encoding="utf-8")


@cache
def read_toml(path: str) -> dict[str, Any]:
    """Return the parsed TOML data file `path`; the result is shared, treat it as read-only."""
    return tomllib.loads(read_text(path))


@cache
def read_patterns(path: str, table: str | None = None) -> dict[str, regex.Pattern[str]]:
    """Return the patterns of a TOML data file, compiled: every string of the file or of one of its tables."""
    data = read_toml(path)
    rows = data if table is None else data[table]
    return {name: regex.compile(value) for name, value in rows.items() if isinstance(value, str)}
