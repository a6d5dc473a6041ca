"""Figures that a column cannot hold: never rounded, they leave a null and go to `unfit` as `field=digits`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from fiscalnlp.feeds.columns import Type, record_type

#: The last column of every table, after those of `columns`.
UNFIT = "unfit"
_INTEGERS = range(-(2**63), 2**63)

#: Tells whether a value of a record can be held as its type.
Fits = Callable[[Any, Type], bool]


def integer_fits(value: Any, type_: Type) -> bool:
    """Tell whether a value is no integer of more than 64 bits."""
    return type_.holds != "integer" or value in _INTEGERS


def fitting(line: bytes, kind: str, fits: Fits) -> bytes:
    """Return a record without the numbers that do not fit, which `unfit` names."""
    unfit: list[str] = []
    record = _without_unfit(msgspec.json.decode(line), record_type(kind), "", unfit, fits)
    return msgspec.json.encode({**record, UNFIT: unfit or None})


def _without_unfit(value: Any, type_: Type, where: str, unfit: list[str], fits: Fits) -> Any:
    if value is None:
        return None
    if isinstance(value, dict):
        parts = dict(type_.parts)
        return {
            name: _without_unfit(each, parts[name], f"{where}.{name}".lstrip("."), unfit, fits)
            if name in parts
            else each
            for name, each in value.items()
        }
    if isinstance(value, list) and type_.holds == "list":
        item = type_.parts[0][1]
        return [_without_unfit(each, item, f"{where}[{at}]", unfit, fits) for at, each in enumerate(value)]
    if fits(value, type_):
        return value
    unfit.append(f"{where}={value}")
    return None
