"""Packages that only an optional extra of this library brings, loaded when an export needs them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from fiscalnlp.errors import MissingExtraError


def load(package: str, extra: str, source: str) -> Any:
    """Return the module `package`, which the extra `extra` brings; `source` is what is being exported.

    Raises:
        MissingExtraError: if it is not installed (stage `export`).
    """
    try:
        return import_module(package)
    except ImportError as error:
        raise MissingExtraError.of(source, package, extra, stage="export") from error
