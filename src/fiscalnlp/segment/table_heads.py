"""Header rows of a disclosure table: where they end, what each column is called, what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.text.forms import matching_form

_NUMBER = regex.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_INTEGER = regex.compile(r"\d{1,3}")
_CODE = regex.compile(r"\d{2,3}|\d{5}|\d{7}")


@dataclass(frozen=True, slots=True)
class TableHead:
    """The header of a table.

    Args:
        columns: header path of each column, joined with `/`.
        money: whether each column may hold money.
        body: the grid's first row that is no header.
        mixed: header rows that hold figures too: a 合计 printed beside sub-headings.
    """

    columns: tuple[str, ...]
    money: tuple[bool, ...]
    body: int
    mixed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    header: regex.Pattern[str]
    numbering: regex.Pattern[str]
    not_money: regex.Pattern[str]


@cache
def _words() -> _Words:
    data = read_toml("vocab/tables.toml")["header"]
    return _Words(
        header=regex.compile(data["words"], regex.VERBOSE),
        numbering=regex.compile(data["numbering"]),
        not_money=regex.compile(data["not_money"], regex.VERBOSE),
    )


@lru_cache(maxsize=4096)
def cell_form(text: str) -> str:
    """Return a cell's text in matching form and without white space, to compare it with vocabularies."""
    return "".join(matching_form(text).split())


def rows_of(grid: Grid) -> list[list[GridCell]]:
    """Return the grid's cells by the row they begin in."""
    rows: list[list[GridCell]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    return rows


def read_head(grid: Grid, first: int = 0) -> TableHead:
    """Read the header of `grid`, whose rows before `first` hold its title.

    A header goes on as long as its cells reach down, as long as the next row parts a merged cell into
    sub-headings, and over rows of header words or column numbers (栏次 1 2 3).
    """
    rows = rows_of(grid)
    end = _reach(rows, first, first + 1)
    numbered: list[int] = []
    while end < grid.n_rows:
        if _is_numbering(rows[end]):
            numbered.append(end)
        elif numbered or not (_parts_a_heading(rows, first, end) or _is_worded(rows[end])):
            break
        end = _reach(rows, first, end + 1)
    paths: list[list[str]] = [[] for _ in range(grid.n_columns)]
    widths: list[tuple[int, int]] = [(0, grid.n_columns)] * grid.n_columns
    mixed = []
    for row in range(first, end):
        if row in numbered:
            continue
        if row > first and any(_is_figure(cell) for cell in rows[row]):
            mixed.append(row)
        for cell in rows[row]:
            if row == first or not _is_figure(cell):  # years may head columns
                _name_columns(cell, paths, widths)
    columns = tuple("/".join(path) for path in paths)
    return TableHead(columns, _money_columns(rows[end:], paths), end, tuple(mixed))


def _reach(rows: Sequence[Sequence[GridCell]], first: int, end: int) -> int:
    """Return the row below all cells that begin in rows `first` to `end`."""
    row = first
    while row < end and row < len(rows):
        end = max([end, *(cell.row + cell.row_span for cell in rows[row])])
        row += 1
    return min(end, len(rows))


def _is_figure(cell: GridCell) -> bool:
    return bool(_NUMBER.fullmatch(cell_form(cell.text)))


def _is_numbering(row: Sequence[GridCell]) -> bool:
    """Tell whether a row numbers the columns: 栏次 | 1 | 2 | 3."""
    texts = [cell_form(cell.text) for cell in row if cell.text]
    numbers = [int(text) for text in texts if _INTEGER.fullmatch(text)]
    words = [text for text in texts if not _INTEGER.fullmatch(text)]
    if not numbers or any(not _words().numbering.fullmatch(word) for word in words):
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and (
        bool(words) or (len(numbers) > 2 and numbers[0] == 1)
    )


def _parts_a_heading(rows: Sequence[Sequence[GridCell]], first: int, row: int) -> bool:
    """Tell whether `row` gives a sub-heading to every column of a merged heading that ends over it."""
    for above in (cell for r in range(first, row) for cell in rows[r]):
        if above.column_span < 2 or above.row + above.row_span != row or not above.text:
            continue
        end = above.column + above.column_span
        below = [cell for cell in rows[row] if above.column <= cell.column < end]
        if len(below) > 1 and all(cell.text and not _is_figure(cell) for cell in below):
            return True
    return False


def _is_worded(row: Sequence[GridCell]) -> bool:
    texts = [cell_form(cell.text) for cell in row if cell.text]
    return len(texts) > 1 and all(_words().header.fullmatch(text) for text in texts)


def _name_columns(cell: GridCell, paths: list[list[str]], widths: list[tuple[int, int]]) -> None:
    """Add a header cell to the path of its columns, if it stands within the heading over it."""
    text = "".join(cell.text.split())
    start, end = cell.column, cell.column + cell.column_span
    over = widths[start]
    if not text or not (over[0] <= start and end <= over[1]):
        return
    for column in range(start, end):
        if not paths[column] or paths[column][-1] != text:
            paths[column].append(text)
        widths[column] = (start, end)


def _money_columns(body: Sequence[Sequence[GridCell]], paths: Sequence[Sequence[str]]) -> tuple[bool, ...]:
    """Tell which columns may hold money: not by their heading, nor because they hold codes before names."""
    texts: list[list[str]] = [[] for _ in paths]
    for row in body:
        for cell in row:
            if cell.text and cell.column_span == 1:
                texts[cell.column].append(cell_form(cell.text))
    money = []
    for column, path in enumerate(paths):
        held = texts[column]
        beside = texts[column + 1] if column + 1 < len(paths) else []
        coded = bool(held) and all(_CODE.fullmatch(text) for text in held)
        named = bool(beside) and not any(_NUMBER.fullmatch(text) for text in beside)
        leaf = matching_form(path[-1]) if path else ""
        money.append(not (_words().not_money.search(leaf) or (coded and named)))
    return tuple(money)
