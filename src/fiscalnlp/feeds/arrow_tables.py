"""Documents → Arrow tables, one a kind of record: what Parquet and DuckDB are written from (package `pyarrow`).

Arrow reads the JSON of the records itself, under the schema that the record types give, so that figures become
exact decimals without a detour. Integers are 64 bits, decimals DECIMAL(38, 10) as in the graph's tables; what does
not fit goes to `unfit`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from fiscalnlp.export import extra
from fiscalnlp.export.tables import PRECISION, SCALE, fitting_decimal
from fiscalnlp.feeds.columns import OF_DOCUMENT, SOURCE, About, Type, columns, kind_of, record_type
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.feeds.unfit import UNFIT, fitting, integer_fits

pa: Any = extra.load("pyarrow", "parquet", "records as tables")
pc: Any = extra.load("pyarrow.compute", "parquet", "records as tables")
_json: Any = extra.load("pyarrow.json", "parquet", "records as tables")

_SCALARS = {
    "string": pa.string(),
    "integer": pa.int64(),
    "double": pa.float64(),
    "decimal": pa.decimal128(PRECISION, SCALE),
    "boolean": pa.bool_(),
}


@cache
def schema(kind: str) -> Any:
    """Return the `pyarrow.Schema` of the records of one kind; every column may be null."""
    fields = [(column.name, _arrow(column.type)) for column in columns(kind)]
    return pa.schema([*fields, (UNFIT, pa.list_(pa.string()))])


def record_tables(documents: Sequence[DocumentRecords]) -> dict[str, Any]:
    """Return the records of `documents` as a `pyarrow.Table` a kind, kinds without records left out."""
    lines: defaultdict[str, list[bytes]] = defaultdict(list)
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for line in document.jsonl.splitlines():
            kind = kind_of(line)
            lines[kind].append(line)
            owners[kind].append(number)
    known = zip(*map(About.of, documents), strict=True)
    about = {
        column.name: pa.array(values, _arrow(column.type))
        for column, values in zip((*OF_DOCUMENT, SOURCE), known, strict=True)
    }
    return {kind: _table(kind, lines[kind], pa.array(owners[kind]), about) for kind in lines}


def conformed(table: Any, schema: Any) -> Any:
    """Return a table with the columns and types of `schema`: what it lacks is null, what is not asked for goes."""
    arrays = [
        table[field.name].cast(field.type)
        if field.name in table.column_names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def _table(kind: str, lines: list[bytes], owners: Any, about: dict[str, Any]) -> Any:
    read = _read(kind, lines)
    arrays = []
    for column in columns(kind):
        if column.path:
            array = _at(read[column.path[0]].combine_chunks(), column.path[1:])
            arrays.append(_shaped(array, column.type))
        else:
            arrays.append(about[column.name].take(owners))
    return pa.table([*arrays, read[UNFIT].combine_chunks()], schema=schema(kind))


def _read(kind: str, lines: list[bytes]) -> Any:
    """Read lines of JSON as they are shaped; where a number does not fit, take such numbers out first."""
    whole = record_type(kind)
    if any(type_.holds == "map" for _, type_ in whole.parts):
        lines = [_pairs(line, whole) for line in lines]
    try:
        return _parsed(kind, lines)
    except pa.ArrowInvalid:
        return _parsed(kind, [fitting(line, kind, _fits) for line in lines])


def _parsed(kind: str, lines: list[bytes]) -> Any:
    text = b"\n".join(lines)
    table = _json.read_json(
        pa.BufferReader(text),
        read_options=_json.ReadOptions(block_size=len(text) + 1, use_threads=False),  # no record is ever cut
        parse_options=_json.ParseOptions(explicit_schema=_json_schema(kind), unexpected_field_behavior="ignore"),
    )
    table.validate(full=True)  # reading does not see that 10 ** 28 has a digit too many
    return table


@cache
def _json_schema(kind: str) -> Any:
    fields = [(name, _arrow(type_, json=True)) for name, type_ in record_type(kind).parts]
    return pa.schema([*fields, (UNFIT, pa.list_(pa.string()))])


def _arrow(type_: Type, *, json: bool = False) -> Any:
    """Return the Arrow type of `type_`, or, with `json`, the one that it is read as."""
    parts = [(name, _arrow(part, json=json)) for name, part in type_.parts]
    match type_.holds:
        case "list":
            return pa.list_(parts[0][1])
        case "map":
            return (
                pa.list_(pa.struct([("key", pa.string()), *parts])) if json else pa.map_(pa.string(), parts[0][1])
            )
        case "struct" if json and type_.positional:
            return pa.list_(pa.float64() if any(part.holds == "double" for _, part in type_.parts) else pa.int64())
        case "struct":
            return pa.struct(parts)
        case scalar:
            return _SCALARS[scalar]


def _at(array: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        array = pc.struct_field(array, step) if isinstance(step, str) else pc.list_element(array, step)
    return array


def _shaped(array: Any, type_: Type) -> Any:
    """Return an array as JSON is read in the shape that a column has it."""
    wanted = _arrow(type_)
    if array.type == wanted:
        return array
    absent = array.is_null()
    if type_.holds == "list":
        items = _shaped(array.values, type_.parts[0][1])
        return pa.ListArray.from_arrays(array.offsets, items, type=wanted, mask=absent)
    if type_.holds == "map":
        pairs = array.values
        return pa.MapArray.from_arrays(array.offsets, pairs.field(0), pairs.field(1), mask=absent)
    if type_.positional:
        parts = [pc.list_element(array, at).cast(part.type) for at, part in enumerate(wanted)]
    else:
        parts = [_shaped(array.field(at), part) for at, (_, part) in enumerate(type_.parts)]
    return pa.StructArray.from_arrays(parts, fields=list(wanted), mask=absent)


def _pairs(line: bytes, whole: Type) -> bytes:
    """Return a record with its maps as pairs, which is how Arrow reads them."""
    record = msgspec.json.decode(line)
    for name, type_ in whole.parts:
        if type_.holds == "map" and record[name] is not None:
            record[name] = [{"key": key, type_.parts[0][0]: value} for key, value in record[name].items()]
    return msgspec.json.encode(record)


def _fits(value: Any, type_: Type) -> bool:
    if type_.holds != "decimal":
        return integer_fits(value, type_)
    try:
        fitting_decimal(value)
    except ArithmeticError:
        return False
    return True
