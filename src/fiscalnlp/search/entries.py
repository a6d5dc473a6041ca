"""What a search index keeps of each record: the words to find it by, what to select it by, what to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fiscalnlp.data import read_toml

#: Fields of a document that each of its records is shown with.
_OF_DOCUMENT = ("title", "issuer", "region", "fiscal_year", "report", "scope")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as an index takes it.

    Args:
        id: the record's id.
        kind: its kind.
        doc_id: id of its document.
        year: fiscal year of the document.
        region: six digits of the document's region.
        within: codes of that region and of those around it, without closing zeros, the widest first.
        issuer: the body that discloses.
        texts: what is searched, one a value.
        document: the document's title, issuer, region, fiscal year, report and scope.
        record: the record without the fields that a hit does not bring.
    """

    id: str
    kind: str
    doc_id: str
    year: int | None
    region: str | None
    within: tuple[str, ...]
    issuer: str | None
    texts: tuple[str, ...]
    document: dict[str, Any]
    record: dict[str, Any]


def indexed_kinds() -> tuple[str, ...]:
    """Return the kinds of record that are indexed."""
    return tuple(_fields())


def entries(rows: Iterable[dict[str, Any]]) -> Iterator[Entry]:
    """Yield what is kept of the records of one document, given as dictionaries with the document's own first."""
    document: dict[str, Any] = {}
    region: str | None = None
    for row in rows:
        if row["kind"] == "document":
            document = {name: row.get(name) for name in _OF_DOCUMENT}
            region = document["region"] and document["region"]["code"]
        if row["kind"] not in _fields():
            continue
        texts = tuple(value for _, value in searched(row))
        if texts:
            left_out = _fields()[row["kind"]].get("leave_out", ())
            yield Entry(
                id=row["id"],
                kind=row["kind"],
                doc_id=row["doc_id"],
                year=document["fiscal_year"],
                region=region,
                within=around(region or ""),
                issuer=document["issuer"],
                texts=texts,
                document=document,
                record={name: value for name, value in row.items() if name not in left_out},
            )


def searched(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the searched values of a record with the names of their fields (`text`, of a list `path.0`)."""
    seen: list[str] = []
    for name in _fields()[row["kind"]]["search"]:
        value = row.get(name)
        values = (
            [(name, value)] if isinstance(value, str) else [(f"{name}.{i}", v) for i, v in enumerate(value or ())]
        )
        for place, text in values:
            if text and not any(text in earlier for earlier in seen):
                seen.append(text)
                yield place, text


def around(code: str) -> tuple[str, ...]:
    """Return the codes of a division and of those it lies in, without closing zeros: 130302 → 13, 1303, 130302."""
    return tuple(code[:digits] for digits in (2, 4, 6) if code[digits - 2 : digits] not in ("", "00"))


@cache
def _fields() -> dict[str, Any]:
    return read_toml("search/fields.toml")
