"""Truth files: what a reader would give for a disclosure, as JSON beside it.

A truth file holds an object with one list a kind (`measures.RECORDS`), rows in document order, fields named and
meant as in the record contract, figures as decimal strings. `document` and `procurement` are one row each,
`changes` give the words of their `reason`, `tables` their printed `rows` without heads, `errors` are mistakes in
the text (`where` its words, `what` is wrong, `expected`, `actual`), `debatable` those that may be reported or not.
A kind that the file does not name is not judged; `null` or `[]` says that there is nothing of it.

`style` is the style of the disclosure; without it, the file's name without its trailing number. `formats` names
the kinds that a format holds where it does not hold all (`{"xlsx": ["tables"], "scan.pdf": []}`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args

import msgspec

from fiscalnlp.errors import BrokenSourceError, SourceNotFoundError
from fiscalnlp.evaluation.measures import ERRORS, KEYED, MEASURES, RECORDS, Row, kind_of, selected

_NUMBER = re.compile(r"-\d+$")
_ERROR_FIELDS: dict[str, Any] = {"where": str, **dict.fromkeys(("what", "expected", "actual"), str | None)}
#: Fields that are not compared, but help to find the place of a miss.
_HINTS = ("measure", "subject")
#: Lists of errors; findings that name a debatable one count neither way.
DEBATABLE = "debatable"


@dataclass(frozen=True, slots=True)
class Truth:
    """A truth file, read and checked.

    Args:
        path: the file.
        style: the style of the disclosure.
        rows: kind → its rows, values of the records' types; only kinds that the file names.
        formats: format → the measures it is judged by, where these are not all.
    """

    path: Path
    style: str
    rows: Mapping[str, tuple[Row, ...]]
    formats: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The name that the file shares with its documents."""
        return self.path.stem

    def measures(self, format_: str | None = None) -> tuple[str, ...]:
        """Return the measures that the file allows, of a document in `format_` if given."""
        held = MEASURES if format_ is None else self.formats.get(format_, MEASURES)
        return tuple(name for name in held if kind_of(name) in self.rows)


def read_truth(path: Path) -> Truth:
    """Read a truth file.

    Raises:
        SourceNotFoundError: there is no such file.
        BrokenSourceError: it is no JSON, names no kind, or a row lacks a field or has a value of a wrong type.
    """
    try:
        data = msgspec.json.decode(path.read_bytes())
    except FileNotFoundError as error:
        raise SourceNotFoundError(str(path), "no such file", stage="evaluate") from error
    except OSError as error:
        raise _broken(path, f"cannot be read: {error.strerror or error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _broken(path, f"is no JSON: {error}") from error
    if not isinstance(data, dict) or not any(kind in data for kind in (*RECORDS, ERRORS)):
        raise _broken(path, f"is no truth file: it names none of {', '.join((*RECORDS, ERRORS))}")
    rows = {
        kind: tuple(
            _checked(path, kind, number, row) for number, row in enumerate(_listed(path, kind, data[kind]), 1)
        )
        for kind in (*RECORDS, ERRORS, DEBATABLE)
        if kind in data
    }
    style = data.get("style") or _NUMBER.sub("", path.stem)
    if not isinstance(style, str):
        raise _broken(path, "`style` is no text")
    return Truth(path, style, rows, _formats(path, data.get("formats") or {}))


def _listed(path: Path, kind: str, value: object) -> list[object]:
    if value is None:
        return []
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return value
    raise _broken(path, f"`{kind}` is neither a list nor an object")


def _formats(path: Path, value: object) -> dict[str, tuple[str, ...]]:
    try:
        formats = msgspec.convert(value, dict[str, list[str]])
        return {name: selected(kinds) for name, kinds in formats.items()}
    except (msgspec.ValidationError, ValueError) as error:
        raise _broken(path, f"`formats`: {error}") from error


def _checked(path: Path, kind: str, number: int, row: object) -> dict[str, Any]:
    """Return a row with its values as the types that records have; a field that may be null may be left out."""
    if not isinstance(row, dict):
        raise _broken(path, f"{kind}, row {number}: is no object")
    checked: dict[str, Any] = {}
    for field, type_ in _types(kind).items():
        if field not in row and NoneType not in get_args(type_):
            raise _broken(path, f"{kind}, row {number}: has no `{field}`")
        try:
            checked[field] = msgspec.convert(row.get(field), type_, strict=False)
        except msgspec.ValidationError as error:
            raise _broken(path, f"{kind}, row {number}: `{field}`: {error}") from error
    return checked


@cache
def _types(kind: str) -> dict[str, Any]:
    """Return the fields that a row of `kind` needs, with their types."""
    if kind not in RECORDS:
        return _ERROR_FIELDS
    of_records = {field.name: field.type for field in msgspec.structs.fields(RECORDS[kind])}
    of_truth = {"reason": str | None, "rows": list[list[str]]}
    fields = {field for measure in KEYED if measure.kind == kind for field in measure.fields}
    hints = {field: str | None for field in _HINTS if field in of_records}
    return hints | {field: of_truth.get(field) or of_records[field] for field in sorted(fields)}


def _broken(path: Path, cause: str) -> BrokenSourceError:
    return BrokenSourceError(str(path), cause, stage="evaluate")
