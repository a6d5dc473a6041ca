"""Pages of characters in; the document's text, paragraphs and table grids out."""

from __future__ import annotations

from collections.abc import Sequence

from fiscalnlp.layout.document_text import Block, Layout, LayoutBuilder, text_layout
from fiscalnlp.layout.flow import flow_blocks
from fiscalnlp.layout.grid import Grid
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.paragraphs import drop_furniture, has_a_paragraph_a_line, join_lines
from fiscalnlp.layout.table_columns import may_hold_table
from fiscalnlp.layout.watermarks import without_watermarks
from fiscalnlp.read.collector import collector_paused
from fiscalnlp.read.source import Page, Source

__all__ = ["Block", "Grid", "Layout", "Line", "as_printed", "lay_out"]


@collector_paused()
def lay_out(source: Source) -> Layout:
    """Lay out a source: lines, furniture dropped, tables found and joined, paragraphs rebuilt."""
    lines: list[Line] = []
    grids: list[Grid] = []
    for page in without_watermarks(source.pages):
        if page.glyphs:
            from fiscalnlp.layout.glyph_lines import group_lines  # noqa: PLC0415 - only for geometry
            from fiscalnlp.layout.tables import find_grids  # noqa: PLC0415

            found = find_grids(page, group_lines(page), before=grids[-1] if grids else None)
        else:
            found = flow_blocks(page, len(lines) + len(grids))
            if not found[0] and may_hold_table([line.text for line in found[1]]):
                from fiscalnlp.layout.table_unruled import find_typed  # noqa: PLC0415 - only where there may be one

                found = find_typed(page, found[1], grids[-1] if grids else None)
        grids.extend(found[0])
        lines.extend(found[1])
    kept = drop_furniture(lines)
    if grids:
        running = {id(line) for line in kept}
        heads = [line.text for line in lines if id(line) not in running]
        from fiscalnlp.layout.tables import join_grids  # noqa: PLC0415

        grids = list(join_grids(grids, heads))
    return _build(kept, grids, source.pages)


def _build(lines: list[Line], grids: list[Grid], pages: Sequence[Page]) -> Layout:
    """Set paragraphs and tables in reading order: a table stands where its first box begins."""
    builder = LayoutBuilder(
        tuple((page.width or 0.0, page.height or 0.0) for page in pages),
        [page for page in pages if page.confidence < 1],
    )
    waiting = sorted(grids, key=lambda grid: (*_place(grid), grid.boxes[0].x0 if grid.boxes else 0.0))
    ended = has_a_paragraph_a_line(lines)
    run: list[Line] = []

    def flush() -> None:
        for paragraph in join_lines(run, ended=ended):
            builder.add_paragraph(paragraph, run)
        run.clear()

    for line in lines:
        while waiting and _place(waiting[0]) < _place(line):
            flush()
            builder.add_table(waiting.pop(0))
        run.append(line)
    flush()
    for grid in waiting:
        builder.add_table(grid)
    return builder.build()


def _place(item: Line | Grid) -> tuple[float, float]:
    """Return where a line or table stands; what has no page comes after what has: sheets beside a PDF."""
    return float("inf") if item.page is None else item.page, item.y


def as_printed(text: str) -> Layout:
    """Return `text` as a layout of its own: one paragraph a line, nothing joined, dropped or squeezed."""
    return text_layout(text)
