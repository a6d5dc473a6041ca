"""Ruling lines and lines of text → table grids, and the running text that belongs to none."""

from __future__ import annotations

from collections.abc import Sequence

from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.table_joins import join_grids
from fiscalnlp.layout.table_rulings import Frame, GridSettings, find_frames
from fiscalnlp.layout.table_text import CellText, cell_texts
from fiscalnlp.model.place import Box
from fiscalnlp.read.source import Page

__all__ = ["GridSettings", "find_grids", "join_grids"]

_DEFAULTS = GridSettings()


def find_grids(
    page: Page, lines: Sequence[Line], *, settings: GridSettings = _DEFAULTS
) -> tuple[tuple[Grid, ...], tuple[Line, ...]]:
    """Find the ruled tables of a page.

    Args:
        page: a page with geometry; one without has no tables here.
        lines: the page's lines (`group_lines`).
        settings: tolerances.

    Returns: the grids, top to bottom, and the lines that stand in none of them. Title, unit and notes
        round a grid are among those lines, and in `Grid.above` and `Grid.below` too, nearest first.
    """
    number = page.number
    frames = find_frames(page.rules, settings) if number is not None else []
    if number is None or not frames:
        return (), tuple(lines)
    kept: list[tuple[Frame, list[CellText]]] = []
    running: Sequence[Line] = lines
    for frame in _outermost(frames):
        texts, rest = cell_texts(frame, running)
        if sum(1 for cell in texts if cell.text) > 1:
            kept.append((frame, texts))
            running = rest
    grids = []
    for position, (frame, texts) in enumerate(kept):
        top = kept[position - 1][0].ys[-1] if position else 0.0
        bottom = kept[position + 1][0].ys[0] if position + 1 < len(kept) else float("inf")
        over = [line for line in running if top <= line.y <= frame.ys[0] + line.size]
        under = [line for line in running if frame.ys[-1] <= line.y <= bottom + line.size]
        grids.append(
            Grid(
                cells=_cells(frame, texts, number),
                n_rows=len(frame.ys) - 1,
                n_columns=len(frame.xs) - 1,
                page=number,
                y=frame.ys[0],
                boxes=(Box(number, frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1]),),
                above=tuple((line.text, number) for line in reversed(over[-settings.lines_above :])),
                below=tuple((line.text, number) for line in under[: settings.lines_below]),
            )
        )
    return tuple(grids), tuple(running)


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
