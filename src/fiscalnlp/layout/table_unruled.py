"""Tables without ruling lines → grids, for printed pages and for text whose columns are aligned with spaces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fiscalnlp.layout.flow import LINES_ABOVE, LINES_BELOW
from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.table_chunks import Chunk, Row, glyph_row, text_row
from fiscalnlp.layout.table_columns import (
    BodyRow,
    Column,
    Region,
    announces_table,
    assemble,
    borders_of,
    find_columns,
    find_regions,
    is_evident,
    is_numbering,
    may_hold_table,
)
from fiscalnlp.layout.table_header import Heading, read_header
from fiscalnlp.layout.table_rulings import Edge, FrameCell
from fiscalnlp.layout.table_spaced import part_by_turn
from fiscalnlp.layout.table_text import cell_text
from fiscalnlp.model.place import Box
from fiscalnlp.read.source import FlowLine, Page
from fiscalnlp.text.forms import squeeze

__all__ = ["find_printed", "find_typed", "may_hold_table"]

#: Share of neighbouring rows that a ruling line must part, so that ruling lines part all rows.
_RULED_ROWS = 0.6

Piece = tuple[int, Chunk]


@dataclass(slots=True)
class _Found:
    """A table: its columns, header cells and rows, and the indices of the lines it fills."""

    columns: list[Column]
    borders: list[float]
    headings: list[Heading]
    numbering: list[BodyRow]
    body: list[BodyRow]
    lines: set[int]
    em: float

    @property
    def depth(self) -> int:
        """The number of header rows."""
        return max((heading.level + heading.levels for heading in self.headings), default=0)


def find_printed(
    page: Page, lines: Sequence[Line], across: Sequence[Edge], before: Grid | None
) -> tuple[tuple[Grid, ...], tuple[Line, ...]]:
    """Find the tables among printed lines that stand in no ruled table.

    Args:
        page: the page.
        lines: the lines, top to bottom.
        across: its horizontal ruling lines.
        before: the table found last; if it has no ruling lines either, it may go on here.

    Returns: the tables, top to bottom, and the lines that stand in none.
    """
    assert page.number is not None
    rows = [glyph_row(line, index) for index, line in enumerate(lines)]
    found = _tables(rows, _known(before, page), printed=True, across=across)
    used = set[int]().union(*(table.lines for table in found))
    grids = []
    for table in found:
        ys = _heights(table)

        def cell(
            pieces: Sequence[Piece],
            place: FrameCell,
            xs: Sequence[float] = table.borders,
            ys: Sequence[float] = ys,
        ) -> GridCell:
            text, glyphs = cell_text([lines[i].glyphs[c.start : c.end] for i, c in pieces])
            right, foot = place.column + place.column_span, place.row + place.row_span
            box = Box(page.number or 0, xs[place.column], ys[place.row], xs[right], ys[foot])
            return GridCell(text, *place, box, glyphs)

        box = Box(page.number, table.borders[0], ys[0], table.borders[-1], ys[-1])
        grids.append(_grid(table, cell, page.number, ys[0], (box,)))
    return tuple(grids), tuple(line for index, line in enumerate(lines) if index not in used)


def find_typed(
    page: Page, lines: Sequence[Line], before: Grid | None
) -> tuple[tuple[Grid, ...], tuple[Line, ...]]:
    """Find the tables among lines of text whose columns are aligned with spaces, or parted by tabs or spaces.

    Args:
        page: the page.
        lines: its lines, one for each line of its flow that is not blank.
        before: the table found last, which may go on here.

    Returns: the tables in order, and the lines that stand in none.
    """
    flow = [item.text for item in page.flow if isinstance(item, FlowLine) and item.text.strip()]
    rows = [
        text_row(line, index, text[: len(text) - len(text.lstrip())])
        for index, (line, text) in enumerate(zip(lines, flow, strict=True))
    ]
    rows = part_by_turn(rows, lines, announces_table)
    found = _tables(rows, _known(before, page), printed=False, across=())
    used = set[int]().union(*(table.lines for table in found))

    def cell(pieces: Sequence[Piece], place: FrameCell) -> GridCell:
        text = squeeze(" ".join(lines[i].text[c.start : c.end] for i, c in pieces))
        return GridCell(text, *place)

    running = [line for index, line in enumerate(lines) if index not in used]
    grids = []
    places = [(lines[min(table.lines)].y, lines[max(table.lines)].y) for table in found]
    for position, table in enumerate(found):
        first, last = places[position]
        top = places[position - 1][1] if position else -1.0
        bottom = places[position + 1][0] if position + 1 < len(found) else float("inf")
        over = [line for line in running if top < line.y < first]
        under = [line for line in running if last < line.y < bottom]
        grids.append(
            replace(
                _grid(table, cell, page.number, first, ()),
                above=tuple((line.text, page.number) for line in reversed(over[-LINES_ABOVE:])),
                below=tuple((line.text, page.number) for line in under[:LINES_BELOW]),
            )
        )
    return tuple(grids), tuple(running)


def _known(before: Grid | None, page: Page) -> tuple[float, ...] | None:
    """Return the column borders of the table before if it may go on on this page: it has no ruling lines."""
    if before is None or not before.borders or before.page is None or page.number is None:
        return None
    last = before.boxes[-1].page if before.boxes else before.page
    return before.borders if last == page.number - 1 else None


def _tables(
    rows: Sequence[Row], borders: Sequence[float] | None, *, printed: bool, across: Sequence[Edge]
) -> list[_Found]:
    found: list[_Found] = []
    for region in find_regions(rows, printed=printed, goes_on=borders is not None):
        table = _table(region, borders if not found else None, printed=printed, across=across)
        if table is not None:
            found.append(table)
    return found


def _table(
    region: Region, known: Sequence[float] | None, *, printed: bool, across: Sequence[Edge]
) -> _Found | None:
    columns = find_columns(region.anchors or region.body)
    if columns is None:
        return None
    numbered = [row for row in region.head if is_numbering(row)]
    head = [row for row in region.head if row not in numbered]
    em = max(row.em for row in region.rows)
    if region.titled or known is None:
        # A table of its own, though the columns of the one before may come again under a repeated title.
        goes_on = False
        full, headings = read_header(head, columns)
        again = _fitted(full, known, em) if known is not None and len(full) == len(known) - 1 else None
        borders = list(known) if again and known else borders_of(full, em)
    else:
        fitted = _fitted(columns, known, em)
        if fitted is None and not printed:  # text is aligned anew on each page, from its leftmost line
            aside = columns[-1].x1 + em / 2 - known[-1]
            known = [border + aside for border in known]
            fitted = _fitted(columns, known, em)
            if fitted is None and len(columns) == len(known) - 1 > 2:
                known, fitted = borders_of(columns, em), columns
        goes_on = fitted is not None and region.first
        full, headings = read_header(head, fitted or columns)
        borders = list(known) if fitted and len(full) == len(fitted) else borders_of(full, em)
    columns = columns if region.anchors else full
    if not is_evident(region, columns, goes_on=goes_on):
        return None
    columns = full
    parted = _row_rules(region, across, borders) if printed else None
    body = assemble(region.body, columns, borders, parted)
    numbering = assemble(numbered, columns, borders)
    if body is None or numbering is None:
        return None
    filled = [*region.head, *region.body]
    used = {row.line for row in filled}
    return _Found(columns, borders, headings, numbering, body, used, em)


def _fitted(columns: Sequence[Column], borders: Sequence[float], em: float) -> list[Column] | None:
    """Return the columns of the page before with what stands in them here; `None` if they do not fit.

    A column may stick out over a border, which was drawn through the middle of a gap, but begins (names) or
    has its middle (figures) where it should.
    """
    places: list[int] = []
    for column in columns:
        point = (column.x0 + column.x1) / 2 if column.numeric else column.x0 + em / 2
        place = sum(border <= point for border in borders) - 1
        if not 0 <= place < len(borders) - 1 or (places and place <= places[-1]):
            return None
        places.append(place)
    here = dict(zip(places, columns, strict=True))
    fitted: list[Column] = []
    for place, (left, right) in enumerate(pairwise(borders)):
        low = max([left, *(c.x1 for p, c in here.items() if p < place)])
        high = min([right, *(c.x0 for p, c in here.items() if p > place)])
        fitted.append(here.get(place) or Column(low, max(low, high), numeric=True))
    return fitted


def _row_rules(
    region: Region, across: Sequence[Edge], borders: Sequence[float]
) -> Callable[[float, float], bool] | None:
    """Return what tells whether a ruling line runs between two baselines, if such lines part the rows."""
    width = borders[-1] - borders[0]
    levels = [edge.at for edge in across if edge.end - edge.start > width / 2]

    def parted(above: float, below: float) -> bool:
        return any(above < level < below for level in levels)

    anchors = region.anchors
    pairs = list(pairwise(anchors))
    if not pairs or sum(parted(a.y, b.y) for a, b in pairs) < _RULED_ROWS * len(pairs):
        return None
    return parted


def _heights(table: _Found) -> list[float]:
    """Return the borders between the rows of a printed table, top to bottom."""
    rows = [*table.numbering, *table.body]
    tops = [row.rows[0].y - row.rows[0].em for row in rows]
    feet = [row.rows[-1].y + 0.2 * row.rows[-1].em for row in rows]
    borders = [*tops[:1], *((foot + top) / 2 for foot, top in zip(feet, tops[1:], strict=False)), *feet[-1:]]
    if table.depth:
        lines = [row for heading in table.headings for row, _ in heading.pieces]
        first = min(row.y - row.em for row in lines)
        if not borders:
            borders = [max(row.y + 0.2 * row.em for row in lines)]
        step = (borders[0] - first) / table.depth
        borders = [first + step * level for level in range(table.depth)] + borders
    return borders


def _grid(
    table: _Found,
    cell: Callable[[Sequence[Piece], FrameCell], GridCell],
    page: int | None,
    y: float,
    boxes: tuple[Box, ...],
) -> Grid:
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()

    def add(pieces: Sequence[Piece], place: FrameCell) -> None:
        places = {
            (row, column)
            for row in range(place.row, place.row + place.row_span)
            for column in range(place.column, place.column + place.column_span)
        }
        if not places & taken:
            taken.update(places)
            cells.append(cell(pieces, place))

    for heading in table.headings:
        pieces = [(row.line, chunk) for row, chunk in heading.pieces]
        add(pieces, FrameCell(heading.level, heading.start, heading.levels, heading.end - heading.start))
    for index, row in enumerate((*table.numbering, *table.body), start=table.depth):
        for (start, end), held in row.cells.items():
            add(held, FrameCell(index, start, 1, end - start))
    n_rows = table.depth + len(table.numbering) + len(table.body)
    for row_index in range(n_rows):
        for column in range(len(table.columns)):
            add((), FrameCell(row_index, column, 1, 1))
    return Grid(
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        n_rows=n_rows,
        n_columns=len(table.columns),
        page=page,
        y=y,
        boxes=boxes,
        borders=tuple(table.borders),
    )
