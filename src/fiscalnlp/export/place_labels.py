"""What the words at a place are a figure of, for people: the measure of an amount, line and column of a cell."""

from __future__ import annotations

from fiscalnlp.check.table_rows import cell_span
from fiscalnlp.model.records import FindingFigure, Record, TabularRecord

#: The field that says what a record is about, by what the kinds call it.
_FIELDS = ("measure", "title", "subject", "item", "name", "term")


def label_of(figure: FindingFigure, record: Record | None) -> str | None:
    """Return what `figure` is one of, `None` if its record, `record`, does not say."""
    if isinstance(record, TabularRecord):
        return " · ".join(filter(None, (record.title, *_line_and_column(record, figure)))) or None
    if record is None or record.span != figure.span:  # words that are no record of their own
        return None
    for field in _FIELDS:
        if isinstance(value := getattr(record, field, None), str):
            return value
    return None


def _line_and_column(table: TabularRecord, figure: FindingFigure) -> tuple[str, ...]:
    cell = _cell(table, figure)
    if cell is None:
        return ()
    row, column = cell
    line = next((line for line in reversed(table.lines) if line.row == row and line.side <= column), None)
    return (line.label if line else "", table.columns[column].replace("/", "·"))


def _cell(table: TabularRecord, figure: FindingFigure) -> tuple[int, int] | None:
    """Return row and column of the cell that `figure` is, by its box or, without geometry, by its span."""
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if cell.text != figure.text:
                continue
            if figure.boxes == (cell.box,) if cell.box else figure.span == cell_span(table, row, column):
                return row, column
    return None
