"""Settings for the checks in a TOML file; `data/rules/README.md` says what it holds."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from fiscalnlp.check.catalogue import CheckSettings
from fiscalnlp.check.plugins import rules
from fiscalnlp.errors import FiscalError

_KEYS = {"disable", "tolerance", "severity"}


def read_settings(path: str | os.PathLike[str]) -> CheckSettings:
    """Read the table `[check]` of a TOML file; a file without it changes nothing.

    Raises:
        FiscalError: the file cannot be read or is no TOML; it names a rule that is not known, or holds anything
            else that is no setting. The message names the file.
    """
    name = os.fspath(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
        data = tomllib.loads(text, parse_float=Decimal)
    except OSError as error:
        raise FiscalError(name, f"cannot be read: {error.strerror or error}", stage="check") from error
    except ValueError as error:  # no TOML, or not UTF-8
        raise FiscalError(name, f"is no TOML file: {error}", stage="check") from error
    try:
        settings = _settings(data.get("check", {}))
        settings.validate(rules())
    except (FiscalError, ValueError) as error:
        cause = error.cause if isinstance(error, FiscalError) else str(error)
        raise FiscalError(name, cause, stage="check") from None
    return settings


def _settings(table: Any) -> CheckSettings:
    if not isinstance(table, dict):
        raise ValueError("`check` is to be a table")
    if unknown := sorted(table.keys() - _KEYS):
        raise ValueError(f"[check] holds {', '.join(unknown)}; it may hold {', '.join(sorted(_KEYS))}")
    disabled = table.get("disable", [])
    if not isinstance(disabled, list) or not all(isinstance(rule, str) for rule in disabled):
        raise ValueError("`disable` is to be a list of rule ids")
    return CheckSettings(
        frozenset(disabled),
        {rule: _number(rule, value) for rule, value in _by_rule("tolerance", table)},
        dict(_by_rule("severity", table)),
    )


def _by_rule(key: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a table says of each rule; TOML takes an id without quotes for tables within tables."""
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise ValueError(f"`{key}` is to be a table of rule ids")
    for name, value in found.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{rest}", inner) for rest, inner in _by_rule(name, found))
        else:
            yield name, value


def _number(rule: str, value: Any) -> Decimal:
    try:
        if isinstance(value, bool):
            raise TypeError
        return Decimal(value)
    except (InvalidOperation, TypeError):
        raise ValueError(f"the tolerance of {rule!r} is to be a number, not {value!r}") from None
