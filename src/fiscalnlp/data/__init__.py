"""Word lists, patterns and codes, as files; this module only opens them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, cast

import regex

from fiscalnlp.data.own import with_own_rows


def read_text(path: str) -> str:
    """Return the text of the data file `path`, relative to this package (`patterns/money.toml`)."""
    return files(__name__).joinpath(path).read_text(encoding="utf-8")


@cache
def read_toml(path: str) -> dict[str, Any]:
    """Return the parsed TOML data file `path`; the result is shared, treat it as read-only.

    Patterns come with those of one's own (`fiscalnlp.data.own`).
    """
    data = tomllib.loads(read_text(path))
    return with_own_rows(path, data) if path.startswith("patterns/") else data


#: The code points of `\\p{Han}` (Unicode 16, Scripts.txt), as a character class of `re`.
_HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufa6d\ufa70-\ufad9\U00016fe2\U00016fe3\U00016ff0\U00016ff1\U00020000-\U000323af"
)
_IN_CLASS = re.compile(r"(\[[^\[\]]*?)\\p\{Han\}")


def compile_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""Compile a pattern of `regex`; by `re`, which is several times faster, where that understands it too.

    What only `regex` can do: look-behind of varying width, one name for two groups, `\p{…}` other than Han.

    Raises:
        regex.error: if it is no pattern for either.
    """
    plain = pattern
    while _IN_CLASS.search(plain):
        plain = _IN_CLASS.sub(rf"\1{_HAN}", plain)
    try:
        return re.compile(plain.replace(r"\p{Han}", f"[{_HAN}]"), flags)
    except re.error:
        return cast("re.Pattern[str]", regex.compile(pattern, flags))


@cache
def read_patterns(path: str, table: str | None = None) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a TOML data file, compiled: every string of the file or of one of its tables."""
    data = read_toml(path)
    rows = data if table is None else data[table]
    return {name: compile_pattern(value) for name, value in rows.items() if isinstance(value, str)}
