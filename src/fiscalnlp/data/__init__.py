"""Word lists, patterns and codes, as files; this module only opens them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def read_text(path: str) -> str:
    """Return the text of the data file `path`, relative to this package (`patterns/money.toml`)."""
    return files(__name__).joinpath(path).read_text(encoding="utf-8")


@cache
def read_toml(path: str) -> dict[str, Any]:
    """Return the parsed TOML data file `path`; the result is shared, treat it as read-only."""
    return tomllib.loads(read_text(path))
