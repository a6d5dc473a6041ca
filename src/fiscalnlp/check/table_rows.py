"""Where a table's rows and cells stand in the document's text and on its pages."""

from __future__ import annotations

from functools import lru_cache

from fiscalnlp.model.place import Span
from fiscalnlp.model.records import FindingFigure, TabularRecord


def title_span(text: str, table: TabularRecord) -> Span:
    """Return where the title of a table stands: above it, or where its rows begin if that cannot be told."""
    title = table.title or ""
    start = text.rfind(title, max(0, table.span.start - _ABOVE), table.span.start) if title else -1
    return Span(start, start + len(title)) if start >= 0 else Span(table.span.start, table.span.start + 1)


#: How far above its rows the title of a table stands, in code points.
_ABOVE = 200


def row_span(table: TabularRecord, row: int) -> Span:
    """Return where a row stands in the document's text, the whole table if it cannot be told."""
    found = _lines_of(table.text).get(tuple([cell.text for cell in table.rows[row] if cell.text]))
    return table.span if found is None else Span(table.span.start + found[0], table.span.start + found[1])


@lru_cache(maxsize=64)
def _lines_of(text: str) -> dict[tuple[str, ...], tuple[int, int]]:
    """Return where the lines of a table's text stand in it, by the words of their cells; of equals the first."""
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    start = 0
    for line in text.split("\n"):
        found.setdefault(tuple([words for words in line.split("\t") if words]), (start, start + len(line)))
        start += len(line) + 1
    return found


def cell_span(table: TabularRecord, row: int, column: int) -> Span:
    """Return where a cell with text stands in the document's text, its row or table if that cannot be told."""
    whole = row_span(table, row)
    before = sum(1 for cell in table.rows[row][:column] if cell.text)
    if whole == table.span or not table.rows[row][column].text:
        return whole
    start = whole.start
    for text in table.text[start - table.span.start : whole.end - table.span.start].split("\t"):
        if text and before == 0:
            return Span(start, start + len(text))
        before -= bool(text)
        start += len(text) + 1
    return whole


def cell_figure(table: TabularRecord, row: int, column: int) -> FindingFigure:
    """Return the place of a cell, as one of those that a finding compares."""
    cell = table.rows[row][column]
    return FindingFigure(
        text=cell.text,
        span=cell_span(table, row, column),
        page=cell.box.page if cell.box else table.page,
        boxes=(cell.box,) if cell.box else table.boxes,
        record=table.id,
    )
