"""Draw small PDFs for tests: text at given places, ruled tables, scanned and damaged pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pymupdf

FONT = "china-s"


@dataclass
class PageSpec:
    """A page to draw: `texts` as `(x, baseline, text[, size])`, `lines` as `(x0, y0, x1, y1)`."""

    width: float = 595
    height: float = 842
    rotation: int = 0
    texts: list[tuple[Any, ...]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    bars: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def table(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        merged: Sequence[tuple[int, int, int, int]] = (),
        size: float = 10,
    ) -> PageSpec:
        """Add a ruled table; `merged` holds `(row, column, row_span, column_span)`, other cells span one.

        `rows[r][c]` is the text of the cell whose top left is there; a `\\n` in it wraps the line.
        """
        inside: set[tuple[str, int, int]] = set()
        for row, column, row_span, column_span in merged:
            for r in range(row, row + row_span):
                for c in range(column, column + column_span):
                    if r > row:
                        inside.add(("h", r, c))
                    if c > column:
                        inside.add(("v", r, c))
        for r, y in enumerate(ys):
            for c in range(len(xs) - 1):
                if ("h", r, c) not in inside:
                    self.lines.append((xs[c], y, xs[c + 1], y))
        for c, x in enumerate(xs):
            for r in range(len(ys) - 1):
                if ("v", r, c) not in inside:
                    self.lines.append((x, ys[r], x, ys[r + 1]))
        for r, row_texts in enumerate(rows):
            for c, text in enumerate(row_texts):
                for n, piece in enumerate(text.split("\n")):
                    if piece:
                        self.texts.append((xs[c] + 2, ys[r] + size * (1.2 * n + 1.1), piece, size))
        return self


def pieces(text: str, x: float, size: float) -> list[tuple[str, str, float]]:
    """Split `text` into `(piece, font, x)`: the built-in Chinese font sets Latin letters far apart."""
    found = []
    for piece in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text):
        font = "helv" if piece[0] < "\x7f" else FONT
        found.append((piece, font, x))
        x += pymupdf.get_text_length(piece, font, size) if font == "helv" else len(piece) * size
    return found


def draw(*specs: PageSpec, password: str | None = None) -> bytes:
    """Return the bytes of a PDF with these pages; coordinates are those of the page as displayed."""
    document = pymupdf.open()
    for spec in specs:
        sideways = spec.rotation in (90, 270)
        page = document.new_page(
            width=spec.height if sideways else spec.width, height=spec.width if sideways else spec.height
        )
        page.set_rotation(spec.rotation)
        back = page.derotation_matrix
        for x, y, text, *size in spec.texts:
            for piece, font, left in pieces(text, x, size[0] if size else 10):
                page.insert_text(
                    pymupdf.Point(left, y) * back,
                    piece,
                    fontname=font,
                    fontsize=size[0] if size else 10,
                    rotate=spec.rotation,
                )
        for x0, y0, x1, y1 in spec.lines:
            page.draw_line(pymupdf.Point(x0, y0) * back, pymupdf.Point(x1, y1) * back, width=0.5)
        for bar in spec.bars:
            page.draw_rect(pymupdf.Rect(bar) * back, color=None, fill=(0, 0, 0))
        for box in spec.boxes:
            page.draw_rect(pymupdf.Rect(box) * back, width=0.5)
    if password is not None:
        encryption = pymupdf.PDF_ENCRYPT_AES_256
        return bytes(document.tobytes(encryption=encryption, owner_pw="o", user_pw=password))
    return bytes(document.tobytes())


def scanned(pages: int = 1, *, caption: str = "") -> bytes:
    """Return the bytes of a PDF whose pages are one picture each, with `caption` as only text."""
    document = pymupdf.open()
    for _ in range(pages):
        page = document.new_page(width=200, height=200)
        pixels = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 20, 20), False)
        pixels.clear_with(120)
        page.insert_image(page.rect, pixmap=pixels)
        if caption:
            page.insert_text((20, 190), caption, fontname=FONT, fontsize=9)
    return bytes(document.tobytes())
