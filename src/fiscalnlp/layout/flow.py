"""Lines and tables of a source without geometry: text files, Word, spreadsheets, web pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from math import inf

from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.layout.lines import Line
from fiscalnlp.read.source import FlowTable, Page
from fiscalnlp.text.forms import display_width, squeeze

#: Lines over and under a table that are kept with it.
LINES_ABOVE = 6
LINES_BELOW = 3


def flow_blocks(page: Page, ordinal: int) -> tuple[tuple[Grid, ...], tuple[Line, ...]]:
    """Return the tables and the lines of `page.flow`, numbered by their `y` from `ordinal` on."""
    grids: list[Grid] = []
    lines: list[Line] = []
    for item in page.flow:
        place = ordinal + len(lines) + len(grids)
        if isinstance(item, FlowTable):
            if any(cell.text for cell in item.cells):
                over = [line for line in lines if not grids or line.y > grids[-1].y]
                grids.append(_grid(item, page.number, place, over))
            continue
        text = item.text.strip()
        if not text:
            continue
        leading = len(item.text) - len(item.text.lstrip())
        lines.append(
            Line(
                text=text,
                page=page.number,
                first_on_page=not lines,
                offset=None if item.offset is None else item.offset + leading,
                glyphs=(),
                x0=0.0,
                x1=float(display_width(text)),
                y=float(place),
                size=1.0,
            )
        )
    followed = zip_longest(grids, grids[1:])
    return tuple(_with_notes(grid, lines, after.y if after else inf) for grid, after in followed), tuple(lines)


def _grid(table: FlowTable, page: int | None, place: int, lines: list[Line]) -> Grid:
    """Return `table` as a grid whose every place belongs to a cell."""
    n_rows = max(cell.row + cell.row_span for cell in table.cells)
    n_columns = max(cell.column + cell.column_span for cell in table.cells)
    cells = [
        GridCell(squeeze(cell.text.strip()), cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in table.cells
    ]
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    cells += [
        GridCell("", row, column, 1, 1)
        for row in range(n_rows)
        for column in range(n_columns)
        if (row, column) not in taken
    ]
    above = [(line.text, page) for line in reversed(lines[-LINES_ABOVE:])]
    if table.name:
        above.append((table.name, page))
    return Grid(
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        n_rows=n_rows,
        n_columns=n_columns,
        page=page,
        y=float(place),
        above=tuple(above),
    )


def _with_notes(grid: Grid, lines: list[Line], end: float) -> Grid:
    below = [(line.text, line.page) for line in lines if grid.y < line.y < end]
    return replace(grid, below=tuple(below[:LINES_BELOW]))
