"""Where a table's row stands in the document's text."""

from __future__ import annotations

from fiscalnlp.model.place import Span
from fiscalnlp.model.records import TabularRecord


def row_span(table: TabularRecord, row: int) -> Span:
    """Return where a row stands in the document's text, the whole table if it cannot be told."""
    wanted = [cell.text for cell in table.rows[row] if cell.text]
    start = table.span.start
    for line in table.text.split("\n"):
        if [text for text in line.split("\t") if text] == wanted:
            return Span(start, start + len(line))
        start += len(line) + 1
    return table.span
