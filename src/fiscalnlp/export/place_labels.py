"""What the words at a place are a figure of, for people: the measure of an amount, line and column of a cell."""

from __future__ import annotations

from fiscalnlp.model.records import FindingFigure, Record, TabularRecord

#: The field that says what a record is about, by what the kinds call it.
_FIELDS = ("measure", "title", "subject", "item", "name", "term")


def label_of(figure: FindingFigure, record: Record | None, words: str) -> str | None:
    """Return what `figure` is one of, `None` if its record does not say.

    Args:
        figure: the place.
        record: whose place it is.
        words: the words of the document in the place's span: of a cell, its row.
    """
    if isinstance(record, TabularRecord):
        return " · ".join(filter(None, (record.title, *_line_and_column(record, figure, words)))) or None
    for field in _FIELDS:
        if isinstance(value := getattr(record, field, None), str):
            return value
    return None


def _line_and_column(table: TabularRecord, figure: FindingFigure, words: str) -> tuple[str, ...]:
    row, columns = _cells(table, figure, words)
    if not columns:
        return ()
    line = next((line for line in reversed(table.lines) if line.row == row and line.side <= columns[0]), None)
    column = table.columns[columns[0]].replace("/", "·") if len(columns) == 1 else ""
    return (line.label if line else "", column)


def _cells(table: TabularRecord, figure: FindingFigure, words: str) -> tuple[int, list[int]]:
    """Return row and columns: of the cell's box or, without geometry, of its text in the row of these words."""
    texts = [text for text in words.split("\t") if text]
    for row, cells in enumerate(table.rows):
        if figure.boxes:
            found = [column for column, cell in enumerate(cells) if cell.box in figure.boxes]
        elif [cell.text for cell in cells if cell.text] == texts:
            found = [column for column, cell in enumerate(cells) if cell.text == figure.text]
        else:
            continue
        if found:
            return row, found
    return 0, []
