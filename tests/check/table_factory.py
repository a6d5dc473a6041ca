"""Table records from printed rows, read the way a document's tables are."""

from __future__ import annotations

from collections.abc import Sequence

from record_factory import document, make

from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.model.place import Box
from fiscalnlp.model.records import DocumentRecord, OtherTable, Table, TabularRecord
from fiscalnlp.segment.tables import name_tables


def table(
    *rows: Sequence[str | None], title: str = "支出决算表", unit: str | None = "万元", heads: int = 1
) -> TabularRecord:
    """Return the table of `rows`, the first `heads` its header; `None` goes on with the cell to the left."""
    cells: list[GridCell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None:
                continue
            width = next((n for n, cell in enumerate(row[c + 1 :], 1) if cell is not None), len(row) - c)
            height = 1
            while r == 0 and height < heads and rows[height][c] == "":
                height += 1
            if 0 < r < heads and text == "":
                continue
            box = Box(1, 10.0 * c, 10.0 * r, 10.0 * (c + width), 10.0 * (r + height))
            cells.append(GridCell(text, r, c, height, width, box))
    above = ((f"单位：{unit}", 1), (title, 1)) if unit else ((title, 1),)
    named = name_tables([Grid(tuple(cells), len(rows), len(rows[0]), 1, 0.0, above=above)], year=2024)
    (draft,) = (*named.tables, *named.others)
    fields = {
        "title": draft.title,
        "unit": draft.unit,
        "columns": draft.head.columns,
        "rows": draft.rows,
        "lines": draft.lines,
        "empty": draft.empty,
        "text": text_of(rows),
        "at": 0,
    }
    if draft.key is None:
        return make(OtherTable, topic=draft.topic, **fields)
    return make(Table, table=draft.key, **fields)


def text_of(rows: Sequence[Sequence[str | None]]) -> str:
    """Return what a table's rows are in a document's text: cells parted by tabs."""
    return "\n".join("\t".join(cell for cell in row if cell is not None) for row in rows)


def disclosure(record: TabularRecord) -> list[DocumentRecord | TabularRecord]:
    """Return the records of a document that holds `record` alone."""
    return [document(text=record.text), record]
