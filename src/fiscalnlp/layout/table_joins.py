"""Join the pieces of a table that goes on over page breaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
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


def join_grids(grids: Sequence[Grid], heads: Iterable[str] = ()) -> tuple[Grid, ...]:
    """Join tables that go on on the next page.

    A table goes on when the next page's first table has its columns, or fewer of them, and nothing but a
    page number, a repeated title or a unit stands between. Repeated header rows are dropped, a row that
    the page break cuts in two becomes one again.

    Args:
        grids: the grids of all pages, in reading order.
        heads: running heads and feet of the pages, which part nothing.

    Returns: tables in reading order, `len(result) <= len(grids)`. In a row that was cut, the text from the
        second page has no glyphs: its place is not on the cell's page.
    """
    joined: list[_Joint] = []
    furniture = frozenset(map(_bare, heads))
    for grid in grids:
        if not (joined and joined[-1].take(grid)):
            joined.append(_Joint(grid, furniture))
    return tuple(joint.table() for joint in joined)


class _Joint:
    """A table of which more pieces may follow; what one costs does not depend on how many came before."""

    def __init__(self, grid: Grid, furniture: frozenset[str]) -> None:
        self._furniture = furniture
        self._grid = grid  # with the cells of the first and of the last piece only
        self._head = len(grid.cells)
        self._between: list[GridCell] = []

    def take(self, following: Grid) -> bool:
        """Put `following` under the table, unless it is another one."""
        if not _nothing_between(self._grid, following, self._furniture):
            return False
        repeated = _repeated_rows(self._grid, following)
        columns = None
        if not (self._grid.boxes and following.boxes):
            if not _goes_on_in_text(self._grid, following, repeated=repeated > 0):
                return False
        else:
            if following.boxes[0].page != self._grid.boxes[-1].page + 1 or _is_retitled(self._grid, following):
                return False
            columns = _column_map(self._grid, following)
            if columns is None and not (repeated and self._grid.n_columns == following.n_columns):
                return False
        grid, own = _append(self._grid, following, columns or list(range(following.n_columns + 1)), repeated)
        self._between += own[self._head :]
        self._grid = replace(grid, cells=(*own[: self._head], *grid.cells))
        return True

    def table(self) -> Grid:
        """Return the table as it is."""
        cells = self._grid.cells
        return replace(self._grid, cells=(*cells[: self._head], *self._between, *cells[self._head :]))


def _goes_on_in_text(grid: Grid, following: Grid, *, repeated: bool) -> bool:
    """Tell whether a table without boxes goes on, where page breaks may have left no mark.

    A table of cells (Word, web page, text with tabs) is another where it begins with headings of its own.
    """
    if grid.boxes or following.boxes or grid.n_columns != following.n_columns:
        return False
    if not (grid.borders or following.borders):
        first = [cell for cell in following.cells if cell.row == 0 and cell.text]
        return repeated or (len(first) > 1 and any(is_figure(matching_form(cell.text)) for cell in first))
    return repeated or (grid.page != following.page and not following.above)


def _is_retitled(grid: Grid, following: Grid) -> bool:
    """Tell whether `following` begins with a title row of its own inside its frame."""
    first = following.cells[0]
    if first.column_span < following.n_columns or not first.text or _is_furniture(first.text):
        return False
    return _bare(first.text) != _bare(grid.cells[0].text)


def _nothing_between(grid: Grid, following: Grid, furniture: frozenset[str]) -> bool:
    """Tell whether only page furniture, the grid's own title or a unit stands between the two."""
    own = {_bare(text) for text, _ in grid.above} | furniture
    foot = {_bare(text) for text, _ in following.below} | furniture
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
                if len(known) == len(borders):
                    return borders
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
    limit = min(grid.n_rows, following.n_rows)
    first, second = _rows(grid, limit), _rows(following, limit)
    count = 0
    while count < limit and _row_texts(first[count]) == _row_texts(second[count]) != []:
        count += 1
    # Cells that reach over several header rows must end with them.
    while count and any(cell.row + cell.row_span > count for row in second[:count] for cell in row):
        count -= 1
    return count


def _rows(grid: Grid, limit: int) -> list[list[GridCell]]:
    """Return the first `limit` rows."""
    rows: list[list[GridCell]] = [[] for _ in range(limit)]
    for cell in grid.cells:
        if cell.row < limit:
            rows[cell.row].append(cell)
    return rows


def _row_texts(row: Sequence[GridCell]) -> list[str]:
    """Return the texts of a row for comparison; a row without any words in it gives none."""
    texts = ["".join(cell.text.split()) for cell in row]
    return texts if any(text and not is_figure(text) for text in texts) else []


def _append(grid: Grid, following: Grid, borders: Sequence[int], skip: int) -> tuple[Grid, list[GridCell]]:
    """Return `grid` with the cells of `following` under its own, and its own cells as they are now.

    Args:
        grid: the table so far.
        following: its next piece.
        borders: the border of `grid` that each column border of `following` is.
        skip: how many rows at the top of `following` repeat the header.
    """
    own, n_rows = list(grid.cells), grid.n_rows
    top = [_moved(cell, -skip, borders) for cell in following.cells if cell.row == skip]
    cut = _is_cut(own, top, n_rows)
    if cut:
        own, n_rows = _mended(own, top, n_rows), n_rows - 1
    shifted = [_moved(cell, n_rows - skip, borders) for cell in following.cells if cell.row >= skip + cut]
    empty = _filled_up(grid, following, skip, borders[-1])
    if empty:
        shifted += [cell._replace(row=cell.row + n_rows) for cell in empty if cell.row >= cut]
        shifted.sort(key=lambda cell: (cell.row, cell.column))
    last = max((cell.row + cell.row_span for cell in shifted), default=grid.n_rows)
    appended = replace(
        grid,
        cells=tuple(shifted),
        boxes=(*grid.boxes, *following.boxes),
        borders=following.borders,
        n_rows=max(last, grid.n_rows),
        below=following.below,
    )
    return appended, own


def _moved(cell: GridCell, down: int, borders: Sequence[int]) -> GridCell:
    column, end = borders[cell.column], borders[cell.column + cell.column_span]
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
            mended.append(cell._replace(text=cell.text + tail.text, glyphs=glyphs))
        else:
            mended.append(cell._replace(text=tail.text, box=tail.box, glyphs=tail.glyphs))
    return mended
