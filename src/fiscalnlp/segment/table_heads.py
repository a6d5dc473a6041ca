"""Header rows of a disclosure table: where they end, what each column is called, what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.segment.table_cells import cell_form, is_blank, parse_figure
from fiscalnlp.text.figures import is_figure
from fiscalnlp.text.forms import matching_form

_INTEGER = regex.compile(r"\d{1,3}")
_CODE = regex.compile(r"\d{2,3}|\d{5}|\d{7}")


@dataclass(frozen=True, slots=True)
class Side:
    """One logical table of those that stand side by side in a grid; most grids have one.

    Args:
        start: its first column.
        end: the column after its last.
        codes: its columns of class codes: one, or 类, 款 and 项.
        names: its columns of names, the one that names its lines first.
        money: its columns of money.
    """

    start: int
    end: int
    codes: tuple[int, ...]
    names: tuple[int, ...]
    money: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableHead:
    """The header of a table.

    Args:
        columns: header path of each column, joined with `/`.
        money: whether each column may hold money.
        sides: the logical tables, left to right.
        body: the grid's first row that is no header.
        mixed: header rows that hold figures too: a 合计 printed beside sub-headings.
    """

    columns: tuple[str, ...]
    money: tuple[bool, ...]
    sides: tuple[Side, ...]
    body: int
    mixed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    header: regex.Pattern[str]
    numbering: regex.Pattern[str]
    not_money: regex.Pattern[str]
    code: regex.Pattern[str]
    code_parts: tuple[str, ...]
    aside: regex.Pattern[str]
    again: regex.Pattern[str]
    names: tuple[regex.Pattern[str], ...]
    total: regex.Pattern[str]


@cache
def _words() -> _Words:
    vocabulary = read_toml("vocab/tables.toml")
    data = vocabulary["header"]
    return _Words(
        header=regex.compile(data["words"], regex.VERBOSE),
        numbering=regex.compile(data["numbering"]),
        not_money=regex.compile(data["not_money"], regex.VERBOSE),
        code=regex.compile(data["code"]),
        code_parts=tuple(data["code_parts"]),
        aside=regex.compile(data["aside"]),
        again=regex.compile(data["again"]),
        names=tuple(regex.compile(pattern) for pattern in data["names"]),
        total=regex.compile(vocabulary["line"]["total"]),
    )


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
    texts = _column_texts(rows[end:], len(paths))
    leaves = [matching_form(path[-1]) if path else "" for path in paths]
    codes = _code_columns(texts, leaves)
    money = tuple(
        not codes[column] and not _words().not_money.search(leaf) and _may_hold_money(texts[column])
        for column, leaf in enumerate(leaves)
    )
    return TableHead(
        columns=tuple("/".join(path) for path in paths),
        money=money,
        sides=_sides(leaves, codes, money, texts),
        body=end,
        mixed=tuple(mixed),
    )


def _reach(rows: Sequence[Sequence[GridCell]], first: int, end: int) -> int:
    """Return the row below all cells that begin in rows `first` to `end`."""
    row = first
    while row < end and row < len(rows):
        end = max([end, *(cell.row + cell.row_span for cell in rows[row])])
        row += 1
    return min(end, len(rows))


def _is_figure(cell: GridCell) -> bool:
    return is_figure(cell_form(cell.text))


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


def _column_texts(body: Sequence[Sequence[GridCell]], n_columns: int) -> list[list[str]]:
    """Return what each column's own cells say, blanks and totals left out."""
    texts: list[list[str]] = [[] for _ in range(n_columns)]
    for row in body:
        for cell in row:
            form = cell_form(cell.text)
            if cell.column_span == 1 and not is_blank(form) and not _words().total.search(form):
                texts[cell.column].append(form)
    return texts


def _code_columns(texts: Sequence[Sequence[str]], leaves: Sequence[str]) -> list[bool]:
    """Tell which columns hold class codes: by their heading, or because they hold codes before names."""
    codes = []
    for column, leaf in enumerate(leaves):
        beside = texts[column + 1] if column + 1 < len(texts) else []
        coded = bool(texts[column]) and all(_CODE.fullmatch(text) for text in texts[column])
        named = bool(beside) and not any(map(is_figure, beside))
        headed = _words().code.search(leaf) or leaf in _words().code_parts
        codes.append(bool(headed) or (coded and named))
    return codes


def _may_hold_money(texts: Sequence[str]) -> bool:
    """Tell whether a column holds figures or nothing: one of words alone holds names or remarks."""
    return not texts or any(parse_figure(text) is not None for text in texts)


def _sides(
    leaves: Sequence[str], codes: Sequence[bool], money: Sequence[bool], texts: Sequence[Sequence[str]]
) -> tuple[Side, ...]:
    """Part the columns where, behind money, a column of codes or names begins anew that money follows."""
    words = _words()
    starts = [0]
    for column, leaf in enumerate(leaves):
        again = leaf in leaves[starts[-1] : column] or words.again.search(leaf) is not None
        label = codes[column] or (again and not money[column])
        if label and any(money[starts[-1] : column]) and any(money[column:]):
            starts.append(column)
    sides = []
    for start, end in zip(starts, [*starts[1:], len(leaves)], strict=True):
        named = [
            column
            for column in range(start, end)
            if not (codes[column] or money[column] or words.aside.search(leaves[column]))
            and (texts[column] or _name_rank(leaves[column]) < len(words.names))
        ]
        sides.append(
            Side(
                start=start,
                end=end,
                codes=tuple(column for column in range(start, end) if codes[column]),
                names=tuple(sorted(named, key=lambda column: (_name_rank(leaves[column]), column))),
                money=tuple(column for column in range(start, end) if money[column]),
            )
        )
    return tuple(sides)


def _name_rank(leaf: str) -> int:
    found = (rank for rank, pattern in enumerate(_words().names) if pattern.search(leaf))
    return next(found, len(_words().names))
