"""Join the pieces of a table that goes on over page breaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.text.figures import is_figure
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.markers import match_marker

#: Column borders of two pages this close (points) are the same border.
SAME_BORDER = 5.0
#: A cell's line that ends this near to the right border (in font sizes) was wrapped, not finished.
WRAPPED_WITHIN = 1.8


def join_grids(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """Join tables that go on on the next page.

    A table goes on when the next page's first table has its columns, or fewer of them, and nothing but a
    page number, a repeated title or a unit stands between. Repeated header rows are dropped, a row that
    the page break cuts in two becomes one again.

    Args:
        grids: the grids of all pages, in reading order.

    Returns: tables in reading order, `len(result) <= len(grids)`. In a row that was cut, the text from the
        second page has no glyphs: its place is not on the cell's page.
    """
    joined: list[Grid] = []
    for grid in grids:
        if joined and _goes_on(joined[-1], grid):
            joined[-1] = _append(joined[-1], grid)
        else:
            joined.append(grid)
    return tuple(joined)


def _goes_on(grid: Grid, following: Grid) -> bool:
    if not (grid.boxes and following.boxes):
        return _goes_on_in_text(grid, following)
    if following.boxes[0].page != grid.boxes[-1].page + 1 or _is_retitled(grid, following):
        return False
    return _nothing_between(grid, following) and (
        _column_map(grid, following) is not None
        or (grid.n_columns == following.n_columns and _repeated_rows(grid, following) > 0)
    )


def _goes_on_in_text(grid: Grid, following: Grid) -> bool:
    """Tell the same of tables in text with aligned columns, where page breaks may have left no mark."""
    if not (grid.borders and following.borders) or grid.n_columns != following.n_columns:
        return False
    repeated = _repeated_rows(grid, following) > 0
    if grid.page != following.page and not repeated and following.above:
        return False
    return _nothing_between(grid, following) and (repeated or grid.page != following.page)


def _is_retitled(grid: Grid, following: Grid) -> bool:
    """Tell whether `following` begins with a title row of its own inside its frame."""
    first = following.cells[0]
    if first.column_span < following.n_columns or not first.text or _is_furniture(first.text):
        return False
    return _bare(first.text) != _bare(grid.cells[0].text)


def _nothing_between(grid: Grid, following: Grid) -> bool:
    """Tell whether only page furniture, the grid's own title or a unit stands between the two."""
    own = {_bare(text) for text, _ in grid.above}
    foot = {_bare(text) for text, _ in following.below}
    return all(_is_furniture(text) or _bare(text) in foot for text, _ in grid.below) and all(
        _is_furniture(text) or _bare(text) in own or _without_mark(text) in own for text, _ in following.above
    )


@cache
def _furniture() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    data = read_toml("vocab/tables.toml")["between"]
    return regex.compile("|".join(data["furniture"])), regex.compile(data["continued"])


def _is_furniture(text: str) -> bool:
    return bool(_furniture()[0].fullmatch(_form(text)))


def _form(text: str) -> str:
    return "".join(matching_form(text).split())


def _bare(text: str) -> str:
    return "".join(character for character in _form(text) if not character.isdigit())


def _without_mark(text: str) -> str:
    return _bare(str(_furniture()[1].sub("", _form(text))))


def _borders(grid: Grid) -> list[float]:
    """Return the column borders as they stand on the grid's last page."""
    page = grid.boxes[-1].page
    borders = [grid.boxes[-1].x0] * (grid.n_columns + 1)
    known = {0, grid.n_columns}
    borders[grid.n_columns] = grid.boxes[-1].x1
    for wanted in (page, grid.boxes[0].page):
        for cell in grid.cells:
            if cell.box is not None and cell.box.page == wanted:
                for index, x in ((cell.column, cell.box.x0), (cell.column + cell.column_span, cell.box.x1)):
                    if index not in known:
                        borders[index] = x
                        known.add(index)
    return borders


def _column_map(grid: Grid, following: Grid) -> list[int] | None:
    """Return, for each column border of `following`, the border of `grid` it is; `None` if one is new.

    The piece may have fewer borders (no header with its split columns, empty columns without rulings on
    the right), but it starts where the table starts.
    """
    borders = _borders(grid)
    found: list[int] = []
    for x in _borders(following):
        place = bisect_left(borders, x)
        near = min(range(max(0, place - 1), min(len(borders), place + 1)), key=lambda i: abs(borders[i] - x))
        if abs(borders[near] - x) > SAME_BORDER or (found and near <= found[-1]):
            return None
        found.append(near)
    return found if found[0] == 0 and len(found) > 2 else None


def _repeated_rows(grid: Grid, following: Grid) -> int:
    """Return how many rows at the top of `following` repeat the top of `grid`: the printed header again."""
    first, second = _rows(grid), _rows(following)
    count = 0
    while count < min(len(first), len(second)) and _row_texts(first[count]) == _row_texts(second[count]) != []:
        count += 1
    # Cells that reach over several header rows must end with them.
    while count and any(cell.row + cell.row_span > count for row in second[:count] for cell in row):
        count -= 1
    return count


def _rows(grid: Grid) -> list[list[GridCell]]:
    rows: list[list[GridCell]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    return rows


def _row_texts(row: Sequence[GridCell]) -> list[str]:
    """Return the texts of a row for comparison; a row without any words in it gives none."""
    texts = ["".join(cell.text.split()) for cell in row]
    return texts if any(text and not is_figure(text) for text in texts) else []


def _append(grid: Grid, following: Grid) -> Grid:
    """Return `grid` with the rows of `following` under its own."""
    borders = (_column_map(grid, following) if grid.boxes else None) or list(range(following.n_columns + 1))
    skip = _repeated_rows(grid, following)
    cells = [
        _moved(cell, -skip, borders[cell.column], borders[cell.column + cell.column_span])
        for cell in following.cells
        if cell.row >= skip
    ]
    cells += _filled_up(grid, following, skip, borders[-1])
    own = list(grid.cells)
    n_rows = grid.n_rows
    if cells and _is_cut(own, cells, n_rows):
        own, cells = _mended(own, cells, n_rows), [cell for cell in cells if cell.row > 0]
        n_rows -= 1
    shifted = sorted(
        (_moved(cell, n_rows, cell.column, cell.column + cell.column_span) for cell in cells),
        key=lambda cell: (cell.row, cell.column),
    )
    last = max((cell.row + cell.row_span for cell in shifted), default=grid.n_rows)
    return replace(
        grid,
        cells=(*own, *shifted),
        boxes=(*grid.boxes, *following.boxes),
        borders=following.borders,
        n_rows=max(last, grid.n_rows),
        below=following.below,
    )


def _moved(cell: GridCell, down: int, column: int, end: int) -> GridCell:
    return GridCell(cell.text, cell.row + down, column, cell.row_span, end - column, cell.box, cell.glyphs)


def _filled_up(grid: Grid, following: Grid, skip: int, width: int) -> list[GridCell]:
    """Return empty cells for the columns on the right that a narrower piece leaves out."""
    if width >= grid.n_columns:
        return []
    box = following.boxes[0]
    beside = box._replace(x0=box.x1, x1=max(box.x1, grid.boxes[-1].x1))
    return [
        GridCell("", row, column, 1, 1, beside)
        for row in range(following.n_rows - skip)
        for column in range(width, grid.n_columns)
    ]


def _is_cut(own: Sequence[GridCell], cells: Sequence[GridCell], n_rows: int) -> bool:
    """Tell whether the page break cuts a row: its two halves fill each other up.

    Only a wrapped text stands in both halves: it reaches the right border in the first and goes on,
    without a marker of its own, in the second.
    """
    above = {cell.column: cell for cell in own if cell.row + cell.row_span == n_rows and cell.text}
    below = {cell.column: cell for cell in cells if cell.row == 0 and cell.text}
    both = above.keys() & below.keys()
    if not both or len(above) == len(below) == len(both) > 1:
        return False
    return all(_is_wrapped(above[column], below[column]) for column in sorted(both))


def _is_wrapped(first: GridCell, second: GridCell) -> bool:
    end = next((glyph for glyph in reversed(first.glyphs) if glyph is not None), None)
    if end is None or is_figure(first.text) or is_figure(second.text):
        return False
    assert first.box is not None  # it has glyphs
    return first.box.x1 - end.x1 < WRAPPED_WITHIN * end.size and match_marker(matching_form(second.text)) is None


def _mended(own: Sequence[GridCell], cells: Sequence[GridCell], n_rows: int) -> list[GridCell]:
    rest = {cell.column: cell for cell in cells if cell.row == 0 and cell.text}
    mended = []
    for cell in own:
        tail = rest.get(cell.column) if cell.row + cell.row_span == n_rows else None
        if tail is None:
            mended.append(cell)
        elif cell.text:
            glyphs = (*cell.glyphs, *(None for _ in tail.text))
            mended.append(replace(cell, text=cell.text + tail.text, glyphs=glyphs))
        else:
            mended.append(replace(cell, text=tail.text, box=tail.box, glyphs=tail.glyphs))
    return mended
