"""Nested content of Word and web documents → lines and tables in reading order.

Both hold paragraphs, and tables whose cells hold paragraphs and tables again. Some of those tables hold
data, others only lay out the page: these are read as the text they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from fiscalnlp.read.source import FlowCell, FlowLine, FlowTable
from fiscalnlp.read.tabulate import tabulate

#: Tables inside tables are kept as such this deep; readers take what is deeper for text.
MAX_TABLE_DEPTH = 24
#: A cell that holds this share of its table's text, in this many paragraphs of prose, is the page itself.
_LAYOUT_SHARE = 0.8
_LAYOUT_PARAGRAPHS = 3

_PROSE = regex.compile(r"[。；]")


@dataclass(slots=True)
class TableCell:
    """A cell: where it stands in its table, and what it holds."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    content: list[str | Table] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the paragraphs in it, those of tables inside it included."""
        for item in self.content:
            if isinstance(item, str):
                yield item
            else:
                for cell in item.cells:
                    yield from cell.lines()


@dataclass(slots=True)
class Table:
    """A table of a document, row by row, no two cells in one place."""

    cells: list[TableCell] = field(default_factory=list)


def flow_of(content: Sequence[str | Table]) -> Iterator[FlowLine | FlowTable]:
    """Yield the lines and tables of `content`; a paragraph with line breaks gives a line for each."""
    for item in content:
        if isinstance(item, str):
            yield from (FlowLine(None, line) for line in item.split("\n") if line.strip())
        elif _is_layout(item):
            for cell in item.cells:
                yield from flow_of(cell.content)
        else:
            yield from tabulate(
                [
                    FlowCell("\n".join(cell.lines()), cell.row, cell.column, cell.row_span, cell.column_span)
                    for cell in item.cells
                ]
            )


def _is_layout(table: Table) -> bool:
    """Tell a table that lays out the page: one column, tables that make up most of it, or one cell of prose."""
    filled = [cell for cell in table.cells if any(line.strip() for line in cell.lines())]
    if len({cell.column for cell in filled}) < 2 or len(filled) < 2:
        return True
    sizes = [(sum(map(len, cell.lines())), cell) for cell in filled]
    total = sum(size for size, _ in sizes)
    largest, main = max(sizes, key=lambda pair: pair[0])
    inner = sum(
        sum(map(len, cell.lines())) for cell in filled if any(not isinstance(item, str) for item in cell.content)
    )
    if inner > total / 2:
        return True
    prose = [line for line in main.content if isinstance(line, str) and _PROSE.search(line)]
    return largest >= _LAYOUT_SHARE * total and len(prose) >= _LAYOUT_PARAGRAPHS
