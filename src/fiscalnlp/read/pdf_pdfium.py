"""pypdfium2 as the PDF engine: under Apache-2.0 or BSD-3-Clause, slower here than PyMuPDF; extra `pdfium`.

PDFium gives characters one by one and drawings as objects, in user space (origin at the bottom left). It leaves
out text that is drawn twice, puts in characters for spaces and line breaks (dropped here), and says a soft hyphen
where a line ends with a hyphen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from ctypes import byref, c_double, c_float, c_int, c_uint
from math import hypot, sqrt
from typing import Any, NamedTuple

import numpy as np

from fiscalnlp.errors import BrokenSourceError, MissingExtraError
from fiscalnlp.read.pdf_engine import Characters, Run, Segment, straight_angle
from fiscalnlp.read.pdf_rules import box_segments, is_white
from fiscalnlp.read.picture import Picture

#: Paths of a page that are looked at.
MAX_PATHS = 200_000
#: A page of more objects of any kind, forms within forms counted as often as they are drawn, is refused.
MAX_OBJECTS = 2_000_000
#: So is one of more texts: PDFium compares each with those before.
MAX_TEXTS = 20_000

_DEEPEST = 12  # forms within forms
_INVISIBLE = (3, 7)  # text render modes: neither filled nor stroked; clip path only
_STROKED_ONLY = (1, 5)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_EVERYWHERE: Segment = (float("-inf"), float("-inf"), float("inf"), float("inf"))


class PdfiumDocument(AbstractContextManager["PdfiumDocument"]):
    """An open document."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open it.

        Raises:
            BrokenSourceError: it is damaged beyond repair or encrypted.
            MissingExtraError: pypdfium2 is not installed.
        """
        try:
            import pypdfium2  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise MissingExtraError.of(name, "pypdfium2", "pdfium") from error
        self._engine: Any = pypdfium2
        #: What reading a damaged page may raise.
        self.failures: tuple[type[Exception], ...] = (RuntimeError, ValueError)
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise BrokenSourceError(name, "encrypted PDF: a password is needed to read it") from error
            raise BrokenSourceError(name, f"damaged PDF: {error}") from error

    def __exit__(self, *exc: object) -> None:
        self._document.close()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._document)

    @property
    def repaired(self) -> bool:
        """Whether the file was damaged and could be opened all the same."""
        return not self._engine.raw.FPDF_DocumentHasValidCrossReferenceTable(self._document)

    def page(self, index: int) -> PdfiumPage:
        """Return a page, counted from 0."""
        return PdfiumPage(self._engine.raw, self._document[index])


class _Style(NamedTuple):
    """What the characters of one text object share."""

    ascender: float
    descender: float
    hidden: bool
    transparent: bool
    clip: Segment


class PdfiumPage:
    """One page of an open document."""

    def __init__(self, raw: Any, page: Any) -> None:
        self._raw = raw
        self._page = page
        #: How many degrees the page is turned clockwise when displayed: 0, 90, 180 or 270.
        self.rotation: int = page.get_rotation()
        self._bounds: Segment = page.get_bbox()
        left, foot, right, top = self._bounds
        #: Width and height in points as stored.
        self.size: tuple[float, float] = (right - left, top - foot)
        #: Whether there are more drawings than are looked at.
        self.overdrawn = False
        self._objects = self._texts = 0
        self._paths: list[tuple[Any, Matrix]] = []
        self._images: list[tuple[Any, Matrix]] = []
        self._collect(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _IDENTITY, _DEEPEST)
        #: Whether anything but text and pictures is drawn.
        self.drawn = bool(self._paths)

    def _collect(self, holder: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> None:
        """Find the paths and pictures of a page or form, with the matrix from where they stand to the page."""
        raw = self._raw
        for index in range(count(holder)):
            item = get(holder, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self.overdrawn = len(self._paths) >= MAX_PATHS
                if not self.overdrawn:
                    self._paths.append((item, matrix))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._images.append((item, matrix))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
                inner = _times(self._matrix(item), matrix)
                self._collect(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth - 1)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                self._texts += 1
            self._objects += 1
            if self._objects > MAX_OBJECTS or self._texts > MAX_TEXTS:
                raise ValueError("more objects than a page can hold")

    def characters(self) -> Characters:
        """Return the page's characters."""
        raw = self._raw
        text_page = self._page.get_textpage()
        left, _, _, top = self._bounds
        styles: dict[int, _Style] = {}
        runs: list[Run] = []
        text: list[str] = []
        origins: list[tuple[float, float]] = []
        boxes: list[Segment] = []
        before: object = None
        x, y, box, matrix = c_double(), c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
        for index in range(raw.FPDFText_CountChars(text_page)):
            if raw.FPDFText_IsGenerated(text_page, index) == 1:
                continue
            item = raw.FPDFText_GetTextObject(text_page, index)
            if not item:
                continue
            address = _address(item)
            style = styles.get(address)
            if style is None:
                style = styles[address] = self._style(item)
            if style.transparent:
                continue
            raw.FPDFText_GetCharOrigin(text_page, index, byref(x), byref(y))
            raw.FPDFText_GetLooseCharBox(text_page, index, byref(box))
            raw.FPDFText_GetMatrix(text_page, index, byref(matrix))
            place = self._within((box.left, box.bottom, box.right, box.top), style.clip)
            if place is None:
                continue
            code = raw.FPDFText_GetUnicode(text_page, index)
            if (
                0xDC00 <= code < 0xE000 and text and "\ud800" <= text[-1] < "\udc00"
            ):  # the second half of a character
                text[-1] = (text[-1] + chr(code)).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
                continue
            text.append("-" if raw.FPDFText_IsHyphen(text_page, index) == 1 else chr(code))
            origins.append((x.value - left, top - y.value))
            boxes.append((box.left - left, top - box.top, box.right - left, top - box.bottom))
            scale = sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
            size = raw.FPDFText_GetFontSize(text_page, index) * scale
            length = hypot(matrix.a, matrix.b) or 1.0
            angle = straight_angle(matrix.a / length, -matrix.b / length)
            key = (address, angle, size)
            if key == before:
                runs[-1] = runs[-1]._replace(length=runs[-1].length + 1)
            else:
                runs.append(Run(1, angle, size, style.ascender, style.descender, style.hidden))
                before = key
        return Characters(
            runs, "".join(text), np.array(origins, float).reshape(-1, 2), np.array(boxes, float).reshape(-1, 4)
        )

    def _style(self, item: Any) -> _Style:
        raw = self._raw
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        font = raw.FPDFTextObj_GetFont(item)
        ascent, descent = c_float(), c_float()
        raw.FPDFFont_GetAscent(font, 1000.0, byref(ascent))
        raw.FPDFFont_GetDescent(font, 1000.0, byref(descent))
        _, alpha = self._colour(
            item, raw.FPDFPageObj_GetStrokeColor if mode in _STROKED_ONLY else raw.FPDFPageObj_GetFillColor
        )
        hidden = mode in _INVISIBLE
        return _Style(
            ascent.value / 1000, descent.value / 1000, hidden, not (hidden or alpha), self._clip(item, _IDENTITY)
        )

    def _colour(self, item: Any, get: Any) -> tuple[list[float], int]:
        """Return the red, green and blue of an object, from 0 to 1, and its opacity."""
        red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint(255)
        get(item, byref(red), byref(green), byref(blue), byref(alpha))
        return [red.value / 255, green.value / 255, blue.value / 255], alpha.value

    def _matrix(self, item: Any) -> Matrix:
        matrix = self._raw.FS_MATRIX()
        self._raw.FPDFPageObj_GetMatrix(item, byref(matrix))
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _clip(self, item: Any, matrix: Matrix) -> Segment:
        """Return the box round what an object's clip paths leave of the page, in user space."""
        raw = self._raw
        clip = raw.FPDFPageObj_GetClipPath(item)
        left, foot, right, top = _EVERYWHERE
        for path in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
            segments = [
                raw.FPDFClipPath_GetPathSegment(clip, path, index)
                for index in range(max(0, raw.FPDFClipPath_CountPathSegments(clip, path)))
            ]
            points = [_apply(matrix, *self._point(segment)) for segment in segments]
            if points:
                left, foot = max(left, min(p[0] for p in points)), max(foot, min(p[1] for p in points))
                right, top = min(right, max(p[0] for p in points)), min(top, max(p[1] for p in points))
        return left, foot, right, top

    def _point(self, segment: Any) -> tuple[float, float]:
        x, y = c_float(), c_float()
        self._raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        return x.value, y.value

    def _within(self, box: Segment, clip: Segment) -> Segment | None:
        """Return what is left of a box in user space inside the clip and the page, `None` if nothing is."""
        x0, y0 = (max(box[i], clip[i], self._bounds[i]) for i in (0, 1))
        x1, y1 = (min(box[i], clip[i], self._bounds[i]) for i in (2, 3))
        return None if x0 > x1 or y0 > y1 else (x0, y0, x1, y1)

    def segments(self) -> Iterator[Segment]:
        """Yield the line segments that can be seen, in the order drawn."""
        raw = self._raw
        left, _, _, top = self._bounds
        for item, matrix in () if self.overdrawn else self._paths:
            fill, stroke = c_int(), c_int()
            raw.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke))
            colour, alpha = self._colour(item, raw.FPDFPageObj_GetStrokeColor)
            stroked = bool(stroke.value and alpha and not is_white(colour))
            colour, alpha = self._colour(item, raw.FPDFPageObj_GetFillColor)
            filled = bool(fill.value and alpha and not is_white(colour))
            if not (stroked or filled):
                continue
            clip = self._clip(item, matrix)
            for x0, y0, x1, y1 in self._path_segments(item, _times(self._matrix(item), matrix), stroked):
                box = self._within((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), clip)
                if box is None:
                    continue
                if (x0 < x1) != (y0 < y1) and x0 != x1 and y0 != y1:  # falls from left to right
                    box = (box[0], box[3], box[2], box[1])
                yield box[0] - left, top - box[1], box[2] - left, top - box[3]

    def _path_segments(self, item: Any, matrix: Matrix, stroked: bool) -> Iterator[Segment]:
        """Yield the segments of a path in user space: its lines if it is stroked, and its rectangles."""
        for lines, is_open in self._subpaths(item, matrix):
            box = _rectangle(lines) if not is_open or not stroked else None
            if box is not None:
                yield from box_segments(box, stroked)
            elif stroked:
                yield from lines

    def _subpaths(self, item: Any, matrix: Matrix) -> Iterator[tuple[list[Segment], bool]]:
        """Yield the straight lines of each subpath, and whether it is left open."""
        raw = self._raw
        lines: list[Segment] = []
        start = last = (0.0, 0.0)
        closed = False
        for index in range(raw.FPDFPath_CountSegments(item)):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            point = _apply(matrix, *self._point(segment))
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if lines:
                    yield lines, not closed
                lines, start, closed = [], point, False
            elif kind == raw.FPDF_SEGMENT_LINETO:
                lines.append((*last, *point))
            last = point
            if raw.FPDFPathSegment_GetClose(segment):
                closed = True
                if last != start:
                    lines.append((*last, *start))
                    last = start
        if lines:
            yield lines, not closed

    def pictures(self) -> list[Segment]:
        """Return the boxes of the pictures on the page."""
        left, _, _, top = self._bounds
        found: list[Segment] = []
        for item, matrix in self._images:
            whole = _times(self._matrix(item), matrix)
            corners = [_apply(whole, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
            across, down = [x - left for x, _ in corners], [top - y for _, y in corners]
            found.append((min(across), min(down), max(across), max(down)))
        return found

    def render(self, dpi: int) -> Picture:
        """Return the page as displayed."""
        pixels = self._page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()
        return Picture(
            pixels.shape[1], pixels.shape[0], pixels.tobytes(), 1 if pixels.ndim == 2 else pixels.shape[2]
        )


def _address(item: Any) -> int:
    from ctypes import addressof  # noqa: PLC0415

    return addressof(item.contents)


def _rectangle(lines: list[Segment]) -> Segment | None:
    """Return the box that three or four lines along the axes go round, `None` if they do not."""
    if not 3 <= len(lines) <= 4 or any(x0 != x1 and y0 != y1 for x0, y0, x1, y1 in lines):
        return None
    across = [x for line in lines for x in (line[0], line[2])]
    down = [y for line in lines for y in (line[1], line[3])]
    if len({*across}) > 2 or len({*down}) > 2:
        return None
    return min(across), min(down), max(across), max(down)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    origin = _apply(then, e, f)
    linear: Matrix = (then[0], then[1], then[2], then[3], 0.0, 0.0)
    return (*_apply(linear, a, b), *_apply(linear, c, d), *origin)
