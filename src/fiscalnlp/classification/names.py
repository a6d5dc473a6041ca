"""One spelling for the name of a class or a table, so that differently printed names meet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache

from fiscalnlp.data import read_text
from fiscalnlp.text.forms import matching_form

_LEVEL_TAG = re.compile(r"（\s*[类款项目]\s*）|\s*[类款项]级$")
_LEADING_CODE = re.compile(r"^\s*\d[\d\s.、]*")
_NOT_WORD = re.compile(r"[\W_]+")
_BRACKETED_END = re.compile(r"（[^（）]*）\s*$")


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """Return `name` without level tag, leading code, spaces, quotes, brackets and marks.

    `“卫生健康支出”（类）`, `210 卫生健康支出` and `卫生健康 支出` give one key.
    """
    return _NOT_WORD.sub("", _LEADING_CODE.sub("", _LEVEL_TAG.sub("", matching_form(name))))


def stem(key: str, endings: tuple[str, ...]) -> str:
    """Return `key` without the first of `endings` that it ends with, unchanged if nothing would be left."""
    for ending in endings:
        if key.endswith(ending) and len(key) > len(ending):
            return key[: -len(ending)]
    return key


@lru_cache(maxsize=16384)
def without_bracketed_end(name: str) -> str:
    """Return `name` without a remark in brackets at its end: `行政运行（统计）` gives `行政运行`."""
    return _BRACKETED_END.sub("", _LEVEL_TAG.sub("", matching_form(name)))


def code_rows(file: str) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/codes/<file>`, column name to cell."""
    return csv.DictReader(read_text(f"codes/{file}").splitlines())
