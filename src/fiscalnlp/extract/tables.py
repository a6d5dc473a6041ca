"""Records of the tables."""

from __future__ import annotations

from typing import Any

from fiscalnlp.extract.content import Content
from fiscalnlp.layout import Block
from fiscalnlp.model.records import OtherTable, Table, TabularRecord
from fiscalnlp.segment.tables import TableDraft, name_tables

#: Confidence in a table whose unit is not printed, but follows from another table.
UNIT_PROVED = 0.8
#: Confidence in a table that no known title names.
NOT_NAMED = 0.7


def extract_tables(content: Content) -> tuple[TabularRecord, ...]:
    """Return the tables in document order: the nine disclosure tables, and other tables of data.

    A frame round text, a table of contents and a grid with less than two rows and columns of data give none.
    """
    spans = {id(block.grid): block.span for block in content.layout.blocks if block.grid is not None}
    grids = [block.grid for block in content.layout.blocks if block.grid is not None]
    named = name_tables(grids, _pages_before(content), year=content.facts.fiscal_year)
    order = {id(grid): position for position, grid in enumerate(grids)}
    drafts = sorted((*named.tables, *named.others), key=lambda draft: order[id(draft.grid)])
    return tuple(_record(content, draft, spans) for draft in drafts)


def _pages_before(content: Content) -> list[list[str]]:
    """Return for each grid the paragraphs on the page before that no other grid parts from it, nearest first."""
    found: list[list[str]] = []
    run: list[Block] = []
    for block in content.layout.blocks:
        if block.grid is None:
            run.append(block)
            continue
        page = block.grid.page
        near = [each.span for each in reversed(run) if page is not None and each.page == page - 1]
        found.append([content.text[span.start : span.end] for span in near])
        run = []
    return found


def _record(content: Content, draft: TableDraft, spans: dict[int, Any]) -> TabularRecord:
    span = spans[id(draft.grid)]
    fields: dict[str, Any] = {
        "boxes": draft.grid.boxes or None,
        "title": draft.title,
        "unit": draft.unit,
        "columns": draft.head.columns,
        "rows": draft.rows,
        "lines": draft.lines,
        "empty": draft.empty,
        "confidence": UNIT_PROVED if draft.unit_proved else 1.0,
    }
    if draft.key is None:
        fields["confidence"] = min(fields["confidence"], NOT_NAMED)
        return content.record(OtherTable, span, topic=draft.topic, **fields)
    return content.record(Table, span, table=draft.key, **fields)
