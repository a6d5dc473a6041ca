"""Rows of cells → tables, and the titles, units and notes that stand among the rows.

A sheet, or a table pasted from one, holds its title and unit in rows on top and its notes below, often
merged over its width; a sheet may hold several tables one under the other. Here they are parted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from itertools import pairwise

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.read.source import FlowCell, FlowLine, FlowTable
from fiscalnlp.text.forms import matching_form

#: Places (rows times columns) of the largest table; what is larger is read as lines of text.
MAX_PLACES = 2_000_000
#: Columns of the widest table; what is wider is read as lines of text.
MAX_WIDTH = 1_000
#: A cell without a note's opening words is a note from this length on.
_LONG_NOTE = 30


@dataclass(frozen=True, slots=True)
class _Rules:
    caption: regex.Pattern[str]
    label: regex.Pattern[str]
    note: regex.Pattern[str]
    title: regex.Pattern[str]
    prose: regex.Pattern[str]
    figure: regex.Pattern[str]


@cache
def _rules() -> _Rules:
    data = read_toml("patterns/captions.toml")
    return _Rules(
        caption=regex.compile("|".join(data["caption"])),
        **{name: regex.compile(data[name]) for name in ("label", "note", "title", "prose", "figure")},
    )


@dataclass(slots=True)
class _Row:
    """A row that is not blank: the cells that begin in it, and how many reach into it from above."""

    cells: list[FlowCell]
    from_above: int
    after_blank: bool
    _texts: list[str] | None = None

    def texts(self) -> list[str]:
        if self._texts is None:
            self._texts = [_form(cell.text) for cell in self.cells]
        return self._texts

    def has_figure(self) -> bool:
        return any(_rules().figure.fullmatch(text) for text in self.texts())

    def is_caption(self) -> bool:
        """Tell a title, unit or note from a row of the table."""
        if self.from_above or any(cell.row_span > 1 for cell in self.cells):
            return False
        texts = self.texts()
        return (len(texts) == 1 and _rules().figure.fullmatch(texts[0]) is None) or self.has_labels()

    def has_labels(self) -> bool:
        """Tell a row of issuer, year and unit: 编制单位：某局 | 2024年度 | 单位：万元."""
        texts = self.texts()
        unlike = [text for text in texts if not _rules().caption.fullmatch(text)]
        return not unlike or (
            len(unlike) == 1 and texts[1:2] == unlike and bool(_rules().label.fullmatch(texts[0]))
        )

    def line(self) -> FlowLine:
        return FlowLine(None, "  ".join(" ".join(cell.text.split()) for cell in self.cells))


def _form(text: str) -> str:
    return "".join(matching_form(text).split())


def tabulate(cells: Sequence[FlowCell], name: str | None = None) -> Iterator[FlowLine | FlowTable]:
    """Yield the tables that `cells` make up, and the lines over, between and under them, in reading order.

    Args:
        cells: cells in any order, no two in one place; those without text count as blank.
        name: what the source calls the whole; the first table gets it.

    Blank rows and columns are left out, and spans shrink with them.
    """
    rows = _rows([cell for cell in cells if cell.text.strip()])
    if not rows:
        return
    width = len({cell.column for row in rows for cell in row.cells})
    if len(rows) * width > MAX_PLACES or width > MAX_WIDTH:
        yield from (row.line() for row in rows)
        return
    starts = [0, *(i for i in range(1, len(rows)) if _begins_table(rows, i)), len(rows)]
    for first, end in pairwise(starts):
        body, foot = _body(rows, first, end)
        yield from (row.line() for row in rows[first:body])
        if body < foot:
            yield _table(rows[body:foot], name)
            name = None
        yield from (row.line() for row in rows[foot:end])


def _rows(cells: Sequence[FlowCell]) -> list[_Row]:
    """Return the rows in which a cell begins."""
    by_row: dict[int, list[FlowCell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        by_row.setdefault(cell.row, []).append(cell)
    rows: list[_Row] = []
    ends: list[int] = []  # of the cells that reach down, a heap
    expected = 0
    for index, held in by_row.items():
        while ends and ends[0] <= index:
            heappop(ends)
        rows.append(_Row(held, len(ends), index > expected and not ends))
        for cell in held:
            if cell.row_span > 1:
                heappush(ends, cell.row + cell.row_span)
        expected = index + 1
    return rows


def _begins_table(rows: Sequence[_Row], index: int) -> bool:
    """Tell whether another table's title stands in row `index`: captions, then a heading without figures."""
    row, before = rows[index], rows[index - 1]
    if not row.is_caption() or (before.is_caption() and not row.after_blank and not _is_note(before)):
        return False
    end = index
    while end < len(rows) and rows[end].is_caption() and not _is_note(rows[end]):
        end += 1
    if end == index or end == len(rows) or rows[end].has_figure():
        return False
    return row.after_blank or _is_title(row)


def _body(rows: Sequence[_Row], first: int, end: int) -> tuple[int, int]:
    """Return where between `first` and `end` the table begins and ends; the same twice if there is none.

    A row over the table that is neither title nor label nor note is a heading of all columns.
    """
    body = first
    while body < end and rows[body].is_caption():
        body += 1
    if body < end:
        while body > first and not (
            rows[body - 1].has_labels() or _is_title(rows[body - 1]) or _is_note(rows[body - 1])
        ):
            body -= 1
    foot = end
    while foot > body and rows[foot - 1].is_caption() and _is_note(rows[foot - 1]):
        foot -= 1
    return body, foot


def _is_title(row: _Row) -> bool:
    texts = row.texts()
    return len(texts) == 1 and bool(_rules().title.search(texts[0]))


def _is_note(row: _Row) -> bool:
    text = "".join(row.texts())
    rules = _rules()
    return bool(rules.note.match(text) or rules.prose.search(text)) or len(text) > _LONG_NOTE


def _table(rows: Sequence[_Row], name: str | None) -> FlowTable:
    """Return `rows` as a table of its own, counted from 0, without columns in which no cell begins."""
    numbers = [row.cells[0].row for row in rows]
    columns = sorted({cell.column for row in rows for cell in row.cells})
    cells = []
    for index, row in enumerate(rows):
        for cell in row.cells:
            bottom = bisect_left(numbers, cell.row + cell.row_span)
            left = bisect_left(columns, cell.column)
            right = bisect_left(columns, cell.column + cell.column_span)
            cells.append(FlowCell(cell.text, index, left, bottom - index, right - left))
    return FlowTable(tuple(cells), name)
