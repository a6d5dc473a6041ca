"""Settings for the checks in a TOML file; `data/rules/README.md` says what it holds."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from fiscalnlp.check.catalogue import CheckSettings
from fiscalnlp.check.plugins import rules
from fiscalnlp.errors import FiscalError


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
    return settings_of(data.get("check", {}), name)


def settings_of(table: object, name: str = "check settings") -> CheckSettings:
    """Return the settings that a table holds, as `[check]` of a settings file is one.

    Raises:
        FiscalError: it names a rule that is not known, or holds anything else that is no setting; the message
            names `name`.
    """
    try:
        if not isinstance(table, Mapping):
            raise ValueError("`check` is to be a table")
        settings = CheckSettings.of_table(table)
        settings.validate(rules())
    except (FiscalError, ValueError) as error:
        cause = error.cause if isinstance(error, FiscalError) else str(error)
        raise FiscalError(name, cause, stage="check") from None
    return settings
