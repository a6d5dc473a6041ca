"""Records as JSON Lines: one object a line, `kind` first, figures as plain decimal strings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from fiscalnlp.export.target import Target, opened
from fiscalnlp.model.records import Record

_ENCODER = msgspec.json.Encoder()
# A decimal written with an exponent. The words of a record may look the same, which costs time, not truth.
_EXPONENT = re.compile(rb'"-?\d+(?:\.\d+)?E[+-]?\d+"')


def encode_record(record: Record) -> bytes:
    """Return `record` as one line of JSON (UTF-8, no line feed), fields in the order of the contract."""
    line = _ENCODER.encode(record)
    if _EXPONENT.search(line):
        line = _ENCODER.encode(_plain(msgspec.to_builtins(record, builtin_types=(Decimal,))))
    return line


def write(records: Iterable[Record], target: Target) -> None:
    """Write `records` to a path or binary stream, in the order given.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        for record in records:
            file.write(encode_record(record))
            file.write(b"\n")


write_jsonl = write


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
