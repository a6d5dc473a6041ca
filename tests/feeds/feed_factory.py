"""Documents for the feeds, made by hand or of any records there may be, and how records look in columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect
from record_factory import HAIGANG, disclosure

from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.model.records import KINDS, DocumentRecord, Record, Region


def sent(
    name: str = "a", year: int | None = 2023, region: Region | None = HAIGANG, **fields: Any
) -> DocumentRecords:
    """Return a small disclosure with a record of every kind, `NAME.txt`, its id `doc-NAME`."""
    head, *others = disclosure(f"doc-{name}", year or 2023)
    head = msgspec.structs.replace(head, fiscal_year=year, region=region, **fields)
    return DocumentRecords.of(f"{name}.txt", head, [head, *others])


def content(documents: list[DocumentRecords]) -> dict[str, dict[str, Any]]:
    """Return by kind and id what a feed should hold of documents: the columns that its rows are compared by."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for document in documents:
        head, *others = document.records()
        for record in (head, *others):
            row = as_printed(msgspec.to_builtins(record, builtin_types=(Decimal,)))
            kind = row.pop("kind")
            row["span_start"], row["span_end"] = row.pop("span")
            if isinstance(record, DocumentRecord):
                row["region_name"] = record.region and record.region.name
                row["source"] = document.source
            region = document.region
            row |= {
                "fiscal_year": document.fiscal_year,
                "province": None if region is None else int(region[:2]),
                "region": region,
                "issuer": head.issuer,
            }
            found[kind][record.id] = row
    return found


def as_printed(value: Any) -> Any:
    """Return what a database gives for a cell in the form of the contract: places as arrays."""
    if isinstance(value, dict):
        if set(value) in ({"page", "x0", "y0", "x1", "y1"}, {"start", "end"}):
            return list(value.values())
        return {name: as_printed(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_printed(each) for each in value]
    return value


_PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_EXACT = st.decimals(-(10**16), 10**16, allow_nan=False, allow_infinity=False, places=10)
_SCALARS: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
    inspect.StrType: _PLAIN_TEXT,
    inspect.IntType: st.integers(-(2**53), 2**53),
    inspect.FloatType: st.floats(-1e6, 1e6),
    inspect.DecimalType: _EXACT | st.decimals(-99, 99, places=2),
    inspect.BoolType: st.booleans(),
    inspect.NoneType: st.none(),
}


def _values(info: inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case inspect.UnionType():
            return st.one_of(map(_values, info.types))
        case inspect.LiteralType():
            return st.sampled_from(info.values)
        case inspect.VarTupleType():
            return st.lists(_values(info.item_type), max_size=3).map(tuple)
        case inspect.DictType():
            return st.dictionaries(_PLAIN_TEXT, _values(info.value_type), max_size=3)
        case inspect.StructType() | inspect.NamedTupleType():
            fields = {field.name: _values(field.type) for field in info.fields}
            return st.fixed_dictionaries(fields).map(lambda values: info.cls(**values))
    return _SCALARS[type(info)]


def _records(cls: type[Record]) -> st.SearchStrategy[Record]:
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return _values(info)


@st.composite
def any_documents(draw: st.DrawFn) -> list[DocumentRecords]:
    """Draw documents of whatever the record types allow; several may have one id."""
    regions = st.none() | st.builds(
        Region, name=_PLAIN_TEXT, code=st.from_regex("[1-8][1-9][0-9]{4}", fullmatch=True)
    )
    years = st.none() | st.integers(2000, 2030)
    documents = []
    for number in range(draw(st.integers(1, 3))):
        doc_id = draw(st.sampled_from(["doc-1", "doc-2"]))
        head = draw(_records(DocumentRecord))
        head = msgspec.structs.replace(
            head, id=doc_id, doc_id=doc_id, region=draw(regions), fiscal_year=draw(years)
        )
        kinds = [cls for cls in KINDS.values() if cls is not DocumentRecord]
        others = draw(st.lists(st.sampled_from(kinds).flatmap(_records), max_size=5))
        own = [
            msgspec.structs.replace(record, id=f"{doc_id}-{number}-{at}", doc_id=doc_id)
            for at, record in enumerate(others)
        ]
        documents.append(DocumentRecords.of(f"{number}.txt", head, [head, *own]))
    return documents
