"""The tables that both kinds of disclosure are made of: classes row by row, income against spending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from generator.figures import ZERO, Economic, Line
from generator.model import Cell, Row

__all__ = ["Row", "class_rows", "economic_rows", "figure", "head", "levels", "side_by_side"]

Printed = Callable[[Decimal], str]


def head(*texts: str | tuple[str, int] | tuple[str, int, int]) -> Row:
    """Return a row of head cells: a text, `(text, columns)` or `(text, columns, rows)`."""
    found = []
    for each in texts:
        text, columns, rows = (each, 1, 1) if isinstance(each, str) else (*each, 1)[:3]
        found.append(Cell(text, rows, columns, "center"))
    return tuple(found)


def figure(text: str) -> Cell:
    """Return a cell with a figure, set to the right."""
    return Cell(text, align="right")


def levels(lines: Sequence[Line]) -> Iterator[tuple[str, str, list[Line]]]:
    """Yield `(code, name, lines below it)` for each 类, 款 and 项, in code order."""
    below: defaultdict[str, list[Line]] = defaultdict(list)
    names: dict[str, str] = {}
    for line in lines:
        for length, name in zip((3, 5, 7), line.path, strict=True):
            below[line.code[:length]].append(line)
            names[line.code[:length]] = name
    for code in sorted(below):
        yield code, names[code], below[code]


def class_rows(
    lines: Sequence[Line],
    columns: Sequence[str],
    printed: Printed,
    *,
    split_code: bool = False,
    total: str = "合计",
) -> tuple[Row, list[Row]]:
    """Return the row of totals and the rows of the classes.

    `columns` name the field or property of `Line` that each column sums, `""` a column without figures;
    with `split_code` the code stands in three columns: 201, 05, 07.
    """

    def sums(of: Sequence[Line]) -> Iterator[Cell]:
        for name in columns:
            yield figure(printed(sum((getattr(line, name) for line in of), ZERO)) if name else printed(ZERO))

    rows = []
    for code, name, below in levels(lines):
        if split_code:
            parts = (code[:3], code[3:5], code[5:7])
            rows.append((*(Cell(part, align="center") for part in parts), Cell(name), *sums(below)))
        else:
            rows.append((Cell(code), Cell(name), *sums(below)))
    return (Cell(total, columns=4 if split_code else 2, align="center"), *sums(lines)), rows


def side_by_side(left: Sequence[Row], right: Sequence[Row], left_columns: int, right_columns: int) -> list[Row]:
    """Return rows of two lists set beside each other; the shorter is filled with blank cells."""
    blank_left, blank_right = (Cell(""),) * left_columns, (Cell(""),) * right_columns
    return [
        (*(one or blank_left), *(other or blank_right)) for one, other in zip_longest(left, right, fillvalue=None)
    ]


def economic_rows(items: Sequence[Economic], printed: Printed) -> list[Row]:
    """Return `code, name, figure` for each class of the items and its sums, in code order."""
    from fiscalnlp.classification import economic_classes  # noqa: PLC0415 - the names of the 类 only

    names = {row.code: row.name for row in economic_classes().rows}
    sums: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        sums[item.code[:3]] += item.yuan
        sums[item.code] += item.yuan
    return [(Cell(code), Cell(names[code]), figure(printed(sums[code]))) for code in sorted(sums)]
