"""Ruling lines and lines of text → table grids, and the running text that belongs to none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.table_joins import join_grids
from fiscalnlp.layout.table_rulings import Frame, GridSettings, find_frames, level_edges
from fiscalnlp.layout.table_text import CellText, cell_texts
from fiscalnlp.layout.table_unruled import find_printed, may_hold_table
from fiscalnlp.layout.text_columns import in_reading_order
from fiscalnlp.model.place import Box
from fiscalnlp.read.source import Page

__all__ = ["GridSettings", "find_grids", "join_grids"]

_DEFAULTS = GridSettings()


def find_grids(
    page: Page, lines: Sequence[Line], *, before: Grid | None = None, settings: GridSettings = _DEFAULTS
) -> tuple[tuple[Grid, ...], tuple[Line, ...]]:
    """Find the tables of a page: those with ruling lines, then those without among the other lines.

    Args:
        page: a page with geometry; one without has no tables here.
        lines: the page's lines (`group_lines`).
        before: the table found last, which may go on on this page.
        settings: tolerances.

    Returns: the grids, top to bottom, and the lines that stand in none of them, in reading order. Title,
        unit and notes round a grid are among those lines, and in `Grid.above` and `Grid.below` too, nearest
        first.
    """
    number = page.number
    if number is None:
        return (), tuple(lines)
    kept: list[tuple[Frame, list[CellText]]] = []
    running: Sequence[Line] = lines
    for frame in _outermost(find_frames(page.rules, settings) if page.rules else ()):
        texts, rest, undivided = cell_texts(frame, running)
        if not undivided and sum(1 for cell in texts if cell.text) > 1:
            kept.append((frame, texts))
            running = rest
    grids = [_ruled_grid(frame, texts, number) for frame, texts in kept]
    if may_hold_table([line.text for line in running], blank=not kept):
        unruled, running = find_printed(page, running, level_edges(page.rules, settings), before)
        grids = sorted([*grids, *unruled], key=lambda grid: (grid.y, grid.boxes[0].x0))
    return tuple(_with_notes(grids, running, number, settings)), tuple(in_reading_order(running))


def _ruled_grid(frame: Frame, texts: Sequence[CellText], page: int) -> Grid:
    return Grid(
        cells=_cells(frame, texts, page),
        n_rows=len(frame.ys) - 1,
        n_columns=len(frame.xs) - 1,
        page=page,
        y=frame.ys[0],
        boxes=(Box(page, frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1]),),
    )


def _with_notes(
    grids: Sequence[Grid], running: Sequence[Line], page: int, settings: GridSettings
) -> Iterator[Grid]:
    """Give the grids, top to bottom, the lines over and under them."""
    for position, grid in enumerate(grids):
        top = grids[position - 1].boxes[0].y1 if position else 0.0
        bottom = grids[position + 1].boxes[0].y0 if position + 1 < len(grids) else float("inf")
        box = grid.boxes[0]
        over = [line for line in running if top <= line.y <= box.y0 + line.size]
        under = [line for line in running if box.y1 <= line.y <= bottom + line.size]
        yield replace(
            grid,
            above=tuple((line.text, page) for line in reversed(over[-settings.lines_above :])),
            below=tuple((line.text, page) for line in under[: settings.lines_below]),
        )


def _outermost(frames: Sequence[Frame]) -> list[Frame]:
    """Drop frames that lie inside another one."""

    def inside(frame: Frame, other: Frame) -> bool:
        return (
            other is not frame
            and other.xs[0] <= frame.xs[0]
            and frame.xs[-1] <= other.xs[-1]
            and other.ys[0] <= frame.ys[0]
            and frame.ys[-1] <= other.ys[-1]
        )

    return [frame for frame in frames if not any(inside(frame, other) for other in frames)]


def _cells(frame: Frame, texts: Sequence[CellText], page: int) -> tuple[GridCell, ...]:
    xs, ys = frame.xs, frame.ys
    return tuple(
        GridCell(
            text,
            row,
            column,
            row_span,
            column_span,
            Box(page, xs[column], ys[row], xs[column + column_span], ys[row + row_span]),
            glyphs,
        )
        for (row, column, row_span, column_span), (text, glyphs) in zip(frame.cells, texts, strict=True)
    )
