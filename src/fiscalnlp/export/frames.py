"""Tables → data frames of polars and pandas, money exact.

- **Wide**: a row is a printed row. The printed columns, those of money in yuan; behind them `code`, `level`,
  `path` and `total` of the row's line.
- **Long** (`lines=True`): a row is a line in one money column: `line`, `row`, `side`, `label`, `code`, `level`,
  `path`, `confirmed`, `parent`, `total`, `column` (its heading), `value` (as printed) and `yuan`.

Where tables stand side by side, the second has `code_2`, `level_2` … A printed heading that occurs twice gets
a number too, a column without one is called `column_4`. `path` joins the official names with `/`.

Money is `Decimal(38, 2)` in polars (more decimals where the document prints more), an object column of
`decimal.Decimal` in pandas; blanks are null, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from fiscalnlp.export import extra
from fiscalnlp.model.records import TableLine, TabularRecord

_Kind = Literal["text", "money", "integer", "boolean"]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: _Kind
    values: tuple[Any, ...]


def to_polars(table: TabularRecord, *, lines: bool = False) -> Any:
    """Return `table` as a `polars.DataFrame`, in the wide form or, with `lines`, the long one.

    Raises:
        MissingExtraError: if polars is not installed (stage `export`).
    """
    polars = extra.load("polars", "polars", "table")
    types = {"text": polars.String, "integer": polars.Int64, "boolean": polars.Boolean}
    return polars.DataFrame(
        [
            polars.Series(
                column.name,
                column.values,
                dtype=polars.Decimal(38, _scale(column.values)) if column.kind == "money" else types[column.kind],
            )
            for column in _columns(table, lines=lines)
        ]
    )


def to_pandas(table: TabularRecord, *, lines: bool = False) -> Any:
    """Return `table` as a `pandas.DataFrame`, in the wide form or, with `lines`, the long one.

    Raises:
        MissingExtraError: if pandas is not installed (stage `export`).
    """
    pandas = extra.load("pandas", "pandas", "table")
    types = {"text": "string", "money": "object", "integer": "Int64", "boolean": "boolean"}
    return pandas.DataFrame(
        {
            column.name: pandas.Series(list(column.values), dtype=types[column.kind])
            for column in _columns(table, lines=lines)
        }
    )


def _scale(values: Iterable[Decimal | None]) -> int:
    exponents = (value.as_tuple().exponent for value in values if value is not None)
    return max([2, *(-exponent for exponent in exponents if isinstance(exponent, int))])


def _columns(table: TabularRecord, *, lines: bool) -> list[_Column]:
    columns = _long(table) if lines else _wide(table)
    names: set[str] = set()
    unique = []
    for column in columns:
        name, number = column.name, 1
        while name in names:
            number += 1
            name = f"{column.name}_{number}"
        names.add(name)
        unique.append(_Column(name, column.kind, column.values))
    return unique


def _wide(table: TabularRecord) -> list[_Column]:
    money = {value.column for line in table.lines for value in line.values}
    columns = []
    for index, heading in enumerate(table.columns):
        name = heading or f"column_{index + 1}"
        cells = [row[index] for row in table.rows]
        if index in money:
            columns.append(_Column(name, "money", tuple(cell.yuan for cell in cells)))
        else:
            columns.append(_Column(name, "text", tuple(cell.text or None for cell in cells)))
    for side in sorted({line.side for line in table.lines}) or [0]:
        own = {line.row: line for line in table.lines if line.side == side}
        columns += _classes([own.get(row) for row in range(len(table.rows))])
    return columns


def _classes(lines: Sequence[TableLine | None]) -> list[_Column]:
    return [
        _Column("code", "text", tuple(line.code if line else None for line in lines)),
        _Column("level", "text", tuple(line.level if line else None for line in lines)),
        _Column("path", "text", tuple("/".join(line.path) if line and line.path else None for line in lines)),
        _Column("total", "boolean", tuple(line.total if line else None for line in lines)),
    ]


def _long(table: TabularRecord) -> list[_Column]:
    cells = [(number, line, value) for number, line in enumerate(table.lines) for value in line.values]
    code, level, path, total = _classes([line for _, line, _ in cells])
    return [
        _Column("line", "integer", tuple(number for number, _, _ in cells)),
        _Column("row", "integer", tuple(line.row for _, line, _ in cells)),
        _Column("side", "integer", tuple(line.side for _, line, _ in cells)),
        _Column("label", "text", tuple(line.label for _, line, _ in cells)),
        code,
        level,
        path,
        _Column("confirmed", "boolean", tuple(line.confirmed for _, line, _ in cells)),
        _Column("parent", "integer", tuple(line.parent for _, line, _ in cells)),
        total,
        _Column("column", "text", tuple(table.columns[value.column] for _, _, value in cells)),
        _Column("value", "money", tuple(value.value for _, _, value in cells)),
        _Column("yuan", "money", tuple(value.yuan for _, _, value in cells)),
    ]
