"""Lines → rows of chunks: what stands together on a line, parted from the next by a wide gap.

The finder of unruled tables works on these rows, whatever the lines came from: printed characters (points)
or text whose columns are aligned with spaces (display columns, a full-width character counts 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.layout.glyph_lines import COLUMN_GAP, WORD_GAP
from fiscalnlp.layout.lines import Line
from fiscalnlp.read.source import Glyph
from fiscalnlp.text.figures import is_figure, is_gapped_figure, is_placeholder, starts_with_unit
from fiscalnlp.text.forms import display_width, matching_form

#: Display columns from one tab stop to the next: farther than any cell is wide.
TAB = 1000.0
#: Letters of a word set apart to fill its cell (项　目) stand this many font sizes apart at most.
_LETTER_SPACING = 4.5

_EM = 2.0  # display columns of a full-width character; lines of text stand as far apart

_GAP = regex.compile(r"[ \u3000]*[\t\u3000][ \t\u3000]*| {2,}")
_CODE = regex.compile(r"\d{3}|\d{5}|\d{7}")
_HAN = regex.compile(r"\p{Han}")
_GLUED = regex.compile(r"(?P<amount>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d\d)(?=[\p{Han}（])")


class Chunk(NamedTuple):
    """A piece of a line: where it stands, what it says in matching form, and its offsets in the line's text."""

    x0: float
    x1: float
    form: str
    start: int
    end: int

    @property
    def centre(self) -> float:
        """The middle between both ends."""
        return (self.x0 + self.x1) / 2

    @property
    def is_numeric(self) -> bool:
        """Whether it is a figure, a code, or the dash in place of one."""
        return is_figure(self.form) or is_gapped_figure(self.form) or is_placeholder(self.form)


@dataclass(slots=True)
class Row:
    """A line as chunks, left to right.

    Args:
        line: index of the line.
        y: its baseline; without geometry, lines stand one `em` apart.
        em: the font size in the unit of the chunks' places; 2 without geometry.
        chunks: at least one.
    """

    line: int
    y: float
    em: float
    chunks: list[Chunk]

    @property
    def numeric(self) -> list[Chunk]:
        """The chunks that are figures or codes."""
        return [chunk for chunk in self.chunks if chunk.is_numeric]


def glyph_row(line: Line, index: int) -> Row:
    """Return a printed line as a row."""
    pieces: list[tuple[int, int]] = []
    start = end = 0
    before: Glyph | None = None
    for offset, glyph in enumerate(line.glyphs):
        if glyph is None:
            continue
        if before is not None:
            gap = (glyph.x - before.x1) / min(before.size, glyph.size)
            head = line.text[start:end]
            if gap > COLUMN_GAP or (gap > WORD_GAP and _is_parted(head, line.text[offset:])):
                pieces.append((start, end))
                start = offset
        else:
            start = offset
        before, end = glyph, offset + 1
    pieces.append((start, end))

    def place(offset: int) -> tuple[float, float]:
        glyph = line.glyphs[offset]
        assert glyph is not None  # pieces begin and end with ink
        return glyph.x0, glyph.x1

    chunks = []
    for start, end in _unglued(line.text, pieces):
        chunks.append(Chunk(place(start)[0], place(end - 1)[1], _form(line.text[start:end]), start, end))
    return Row(index, line.y, line.size, _words_joined(chunks, line.text, line.size))


def text_row(line: Line, index: int, leading: str = "") -> Row:
    """Return a line of text as a row; `leading` is the white space that stood before it."""
    text = line.text
    pieces: list[tuple[int, int]] = []
    columns: list[float] = []
    column, last = _width(leading, 0.0), 0
    for gap in _GAP.finditer(text):
        pieces.append((last, gap.start()))
        columns.append(column)
        column = _width(gap.group(), column + display_width(text[last : gap.start()]))
        last = gap.end()
    pieces.append((last, len(text)))
    columns.append(column)
    chunks = []
    for (start, end), left in zip(pieces, columns, strict=True):
        for first, stop in _unglued(text, _unspaced(text, start, end)):
            x0 = left + display_width(text[start:first])
            x1 = x0 + display_width(text[first:stop])
            chunks.append(Chunk(x0, x1, _form(text[first:stop]), first, stop))
    return Row(index, line.y * _EM, _EM, _words_joined(chunks, text, _EM))


def _width(white: str, column: float) -> float:
    for character in white:
        column = (column // TAB + 1) * TAB if character == "\t" else column + display_width(character)
    return column


def _form(text: str) -> str:
    form = matching_form(text)
    return form if is_gapped_figure(form) else "".join(form.split())


def _unspaced(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part what a single space parts: a code from its name, a figure from the next one."""
    pieces = []
    first = start
    for offset in range(start, end):
        if text[offset] == " " and _is_parted(text[first:offset], text[offset + 1 : end]):
            pieces.append((first, offset))
            first = offset + 1
    pieces.append((first, end))
    return pieces


def _is_parted(head: str, tail: str) -> bool:
    """Tell whether a narrow gap parts two cells: a code and its name, two whole figures."""
    head, tail = head.strip(), tail.strip()
    word = tail.split(" ", 1)[0]
    if _CODE.fullmatch(head) and _HAN.match(tail):
        return not starts_with_unit(tail)
    left, right = matching_form(head), matching_form(word)
    if not (_fills_cell(left) and _fills_cell(right)):
        return False
    return "." in left or not is_gapped_figure(f"{left} {right}")


def _fills_cell(form: str) -> bool:
    return is_figure(form) or is_placeholder(form)


def _unglued(text: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Part an amount from the name of the next column that it touches (`156,211,123一、教育支出`)."""
    parted: list[tuple[int, int]] = []
    for start, end in pieces:
        glued = _GLUED.match(text, start, end)
        if glued and not starts_with_unit(text[glued.end() : end]):
            parted.append((start, glued.end()))
            start = glued.end()  # noqa: PLW2901
        parted.append((start, end))
    return parted


def _words_joined(chunks: list[Chunk], text: str, em: float) -> list[Chunk]:
    """Join the letters of a word that is spaced out: 项　目, 决 算 数; but 类 款 项 are three columns."""
    single = [chunk.form for chunk in chunks if len(chunk.form) == 1]
    if not single or len(_code_parts().intersection(single)) > 1:
        return chunks
    joined: list[Chunk] = []
    for chunk in chunks:
        last = joined[-1] if joined else None
        if (
            last is not None
            and len(chunk.form) == 1
            and _HAN.match(chunk.form)
            and _is_spaced_out(text[last.start : last.end])
            and chunk.x0 - last.x1 < _LETTER_SPACING * em
        ):
            joined[-1] = Chunk(last.x0, chunk.x1, last.form + chunk.form, last.start, chunk.end)
        else:
            joined.append(chunk)
    return joined


@cache
def _code_parts() -> frozenset[str]:
    return frozenset(read_toml("vocab/tables.toml")["header"]["code_parts"])


def _is_spaced_out(text: str) -> bool:
    """Tell a single character, or single characters already joined."""
    return all(len(part) == 1 for part in text.split()) and len(text.split()) < 4
