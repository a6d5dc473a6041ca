"""Spans of a document's text → ranges of the text file that it was read from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

import msgspec

from fiscalnlp.layout import Layout
from fiscalnlp.model.place import Span

#: What parts the cells of a row, in the file or in the document's text.
_BETWEEN_CELLS = re.compile(r"[\s|,\"]+")


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """A range of a text file, in code points: `offset` from 0, lines and columns from 1, the end not included."""

    offset: int
    length: int
    line: int
    column: int
    end_line: int
    end_column: int


class SourceRegions:
    """Finds the ranges.

    Args:
        layout: the document's text with the offset of each code point in the file.
        text: what the file holds.
    """

    def __init__(self, layout: Layout, text: str) -> None:
        self._layout = layout
        self._text = text
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def of(self, span: Span) -> Region | None:
        """Return the range of a span, `None` if it cannot be told: of several rows of a table."""
        offsets = [offset for offset in self._layout.source_offsets[span.start : span.end] if offset >= 0]
        found = (offsets[0], offsets[-1] + 1) if offsets else self._in_row(span)
        if found is None:
            return None
        start, end = found
        (line, column), (end_line, end_column) = self._position(start), self._position(end)
        return Region(
            offset=start,
            length=end - start,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
        )

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def _in_row(self, span: Span) -> tuple[int, int] | None:
        """Return where words of a table's row stand: in the line of its cells, as these are not traced."""
        text = self._layout.text
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", start)
        row = text[start : end if end >= 0 else len(text)]
        before = len(_squeezed(text[start : span.start]))
        words = len(_squeezed(text[span.start : span.end]))
        lines = self._lines.get(_squeezed(row), [])
        at = bisect_left(lines, self._traced_before(start))
        if not words or before + words > len(_squeezed(row)) or at == len(lines):
            return None
        kept = [
            offset
            for offset in range(lines[at], self._line_end(lines[at]))
            if not _BETWEEN_CELLS.match(self._text[offset])
        ]
        return kept[before], kept[before + words - 1] + 1

    @cached_property
    def _lines(self) -> dict[str, list[int]]:
        """The lines of the file by their words without what parts cells: where they start."""
        found: dict[str, list[int]] = {}
        for start in self._line_starts:
            found.setdefault(_squeezed(self._text[start : self._line_end(start)]), []).append(start)
        return found

    def _line_end(self, start: int) -> int:
        end = self._text.find("\n", start)
        return len(self._text) if end < 0 else end

    def _traced_before(self, start: int) -> int:
        """Return the offset of the last code point before `start` that is traced to the file."""
        offsets = self._layout.source_offsets
        return next((offsets[at] for at in range(start - 1, -1, -1) if offsets[at] >= 0), 0)


def _squeezed(text: str) -> str:
    return _BETWEEN_CELLS.sub("", text)
