"""The records as columns, one table a kind of record: what Parquet, DuckDB and PostgreSQL have in common.

They follow the record types alone, so every feed has the same tables and columns, some of them empty. First comes
what is known of the document (`OF_DOCUMENT`), then the fields of the record in the order of the contract; a span
is two columns, the region of a document its code and its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
from msgspec import inspect

from fiscalnlp.model.place import Span
from fiscalnlp.model.records import KINDS, DocumentRecord, Region, kind_name

if TYPE_CHECKING:
    from fiscalnlp.feeds.documents import DocumentRecords

#: What a column holds; a `list` has one part, its items, a `map` one, the values of its strings.
Holds = Literal["string", "integer", "double", "decimal", "boolean", "list", "map", "struct"]


@dataclass(frozen=True, slots=True)
class Type:
    """What a column holds, and the named parts of it; `positional` if JSON gives them as an array (boxes)."""

    holds: Holds
    parts: tuple[tuple[str, Type], ...] = ()
    positional: bool = False


class Column(NamedTuple):
    """A column, and the way to its value in the JSON of a record: names, and positions in an array."""

    name: str
    type: Type
    path: tuple[str | int, ...]


#: The kind that every document has once.
DOCUMENT = kind_name(DocumentRecord)

_STRING, _INTEGER = Type("string"), Type("integer")

#: What every table says of the document: `region` is a code of GB/T 2260, `province` its first two digits,
#: a number because readers of partitioned Parquet take it for one.
OF_DOCUMENT = (
    Column("doc_id", _STRING, ()),
    Column("fiscal_year", _INTEGER, ()),
    Column("province", _INTEGER, ()),
    Column("region", _STRING, ()),
    Column("issuer", _STRING, ()),
)


#: Only in the table of documents: what each was read from.
SOURCE = Column("source", _STRING, ())


class About(NamedTuple):
    """The values of `OF_DOCUMENT` and `SOURCE` for one document."""

    doc_id: str
    fiscal_year: int | None
    province: int | None
    region: str | None
    issuer: str | None
    source: str

    @classmethod
    def of(cls, document: DocumentRecords) -> About:
        """Return what is known of `document`."""
        record = _issuer().decode(document.jsonl[: document.jsonl.index(b"\n")])
        return cls(
            document.doc_id,
            document.fiscal_year,
            None if document.region is None else int(document.region[:2]),
            document.region,
            record.issuer,
            document.source,
        )


class _Issuer(msgspec.Struct):
    issuer: str | None


@cache
def _issuer() -> msgspec.json.Decoder[_Issuer]:
    return msgspec.json.Decoder(_Issuer)


def kind_of(line: bytes) -> str:
    """Return the kind of the record that is written in `line`: it is the first thing there."""
    start = len(b'{"kind":"')
    return line[start : line.index(b'"', start)].decode()


@cache
def columns(kind: str) -> tuple[Column, ...]:
    """Return the columns of the records of one kind."""
    known = {column.name for column in OF_DOCUMENT}
    found = [*OF_DOCUMENT, SOURCE] if kind == DOCUMENT else list(OF_DOCUMENT)
    for field in msgspec.structs.fields(KINDS[kind]):
        info = _whole(inspect.type_info(field.type))
        if isinstance(info, inspect.NamedTupleType) and info.cls is Span:
            found += (Column(f"span_{part}", _INTEGER, (field.name, at)) for at, part in enumerate(Span._fields))
        elif isinstance(info, inspect.StructType) and info.cls is Region:
            found.append(Column("region_name", _STRING, (field.name, "name")))
        elif field.name not in known:
            found.append(Column(field.name, _type(info), (field.name,)))
    return tuple(found)


@cache
def record_type(kind: str) -> Type:
    """Return the type of the whole record of a kind, as JSON has it."""
    cls = KINDS[kind]
    return Type(
        "struct",
        tuple((field.name, _type(inspect.type_info(field.type))) for field in msgspec.structs.fields(cls)),
    )


def _whole(info: inspect.Type) -> inspect.Type:
    """Return what is there where there is a value."""
    if isinstance(info, inspect.UnionType):
        (info,) = (each for each in info.types if not isinstance(each, inspect.NoneType))
    return info


_SCALARS: dict[type[inspect.Type], Holds] = {
    inspect.StrType: "string",
    inspect.LiteralType: "string",
    inspect.IntType: "integer",
    inspect.FloatType: "double",
    inspect.DecimalType: "decimal",
    inspect.BoolType: "boolean",
}


def _type(info: inspect.Type) -> Type:
    info = _whole(info)
    if isinstance(info, inspect.VarTupleType):
        return Type("list", (("item", _type(info.item_type)),))
    if isinstance(info, inspect.DictType):
        return Type("map", (("value", _type(info.value_type)),))
    if isinstance(info, inspect.StructType):
        return Type("struct", tuple((field.name, _type(field.type)) for field in info.fields))
    if isinstance(info, inspect.NamedTupleType):
        return Type("struct", tuple((field.name, _type(field.type)) for field in info.fields), positional=True)
    return Type(_SCALARS[type(info)])
