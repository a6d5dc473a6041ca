"""PyMuPDF as the PDF engine: the default one, and the only module that knows it.

Characters come from its raw structured text, which leaves out what lies outside the page or the clip path and
has every origin; the spaces it would put in and the texts that stand in for what is drawn (ActualText) are
switched off. Drawings come with them as vectors, which cost little more but are boxes: one a line, bar or
rectangle, and one for all the rest of a path. Where there is such a rest, only the paths tell what was drawn.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from itertools import starmap
from operator import itemgetter
from struct import Struct
from typing import Any

import numpy as np

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.read.glyphs import Floats
from fiscalnlp.read.pdf_engine import MAX_CONTENT_BYTES, Characters, Run, Segment, straight_angle
from fiscalnlp.read.pdf_rules import box_segments, is_thin, is_white
from fiscalnlp.read.picture import Picture

#: Structured text of a page may fill this much memory: some 200,000 characters and drawings.
MAX_PAGE_BYTES = 1 << 24
#: A page that draws more forms, those within forms counted as often as they are drawn, is refused.
MAX_FORMS = 20_000

_FORM = re.compile(rb"/([^\s/<>\[\]()%]+)\s+Do\b")
_CHAR, _ORIGIN, _BOX = itemgetter("c"), itemgetter("origin"), itemgetter("bbox")


class MupdfDocument(AbstractContextManager["MupdfDocument"]):
    """An open document."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open it.

        Raises:
            BrokenSourceError: it is damaged beyond repair or encrypted.
        """
        import pymupdf  # noqa: PLC0415 (heavy: loaded when the first PDF is read)

        engine: Any = pymupdf
        self._engine = engine
        #: What reading a damaged page may raise.
        self.failures: tuple[type[Exception], ...] = (RuntimeError, ValueError, engine.mupdf.FzErrorBase)
        self._quiet = _quiet(engine)
        self._quiet.__enter__()
        try:
            self._document: Any = engine.open(stream=data, filetype="pdf")
        except self.failures as error:
            self._quiet.__exit__(None, None, None)
            raise BrokenSourceError(name, f"damaged PDF: {error}") from error
        if self._document.needs_pass:
            self.__exit__()
            raise BrokenSourceError(name, "encrypted PDF: a password is needed to read it")

    def __exit__(self, *exc: object) -> None:
        self._document.close()
        self._quiet.__exit__(None, None, None)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return int(self._document.page_count)

    @property
    def repaired(self) -> bool:
        """Whether the file was damaged and could be opened all the same."""
        return bool(self._document.is_repaired)

    def page(self, index: int) -> MupdfPage:
        """Return a page, counted from 0."""
        return MupdfPage(self._engine, self._document.load_page(index))


class MupdfPage:
    """One page of an open document."""

    def __init__(self, engine: Any, page: Any) -> None:
        self._engine = engine
        self._page = page
        #: How many degrees the page is turned clockwise when displayed: 0, 90, 180 or 270.
        self.rotation: int = page.rotation
        #: Whether there are more drawings than are looked at.
        self.overdrawn = False
        self._check_forms()
        text = self._structured_text()
        #: Width and height in points as stored.
        self.size: tuple[float, float] = (text["width"], text["height"])
        self._blocks: list[dict[str, Any]] = text["blocks"]
        self._vectors = [block for block in self._blocks if block["type"] == engine.mupdf.FZ_STEXT_BLOCK_VECTOR]
        #: Whether anything but text and pictures is drawn.
        self.drawn = bool(self._vectors)

    def _check_forms(self) -> None:
        """Make sure that forms within forms do not multiply beyond what can be drawn; one in itself is drawn once.

        Raises:
            ValueError: they do.
        """
        inside: defaultdict[int, dict[bytes, int]] = defaultdict(dict)  # by form (0 the page), others by name
        for form, name, where, _ in self._page.get_xobjects():
            inside[where][name.encode("utf-8", "surrogateescape")] = form
        if inside.keys() <= {0}:
            return
        counts: dict[int, int] = {}

        def drawn(where: int) -> int:
            if where not in counts:
                counts[where] = 0
                content = self._page.parent.xref_stream(where) if where else self._page.read_contents()
                uses = Counter(inside[where].get(name, -1) for name in _FORM.findall(content or b""))
                counts[where] = 1 + sum(uses[form] * drawn(form) for form in uses if form in inside)
                counts[where] += sum(uses[form] for form in uses if form not in inside)
            return counts[where]

        if drawn(0) > MAX_FORMS:
            raise ValueError("more forms within forms than a page can hold")

    def _structured_text(self) -> dict[str, Any]:
        """Return the engine's blocks of text and vectors; without vectors where there are far too many."""
        engine = self._engine
        flags = (
            engine.TEXT_CLIP
            | engine.TEXT_COLLECT_VECTORS
            | engine.TEXT_IGNORE_ACTUALTEXT
            | engine.TEXT_INHIBIT_SPACES
            | engine.TEXT_PRESERVE_LIGATURES
            | engine.TEXT_PRESERVE_WHITESPACE
        )
        text = self._page.get_textpage(flags=flags)
        if self._memory(text) > MAX_PAGE_BYTES:
            self.overdrawn = True
            text = self._page.get_textpage(flags=flags & ~engine.TEXT_COLLECT_VECTORS)
            if self._memory(text) > MAX_PAGE_BYTES:
                raise ValueError("more characters than a page can hold")
        found: dict[str, Any] = text.extractRAWDICT()
        return found

    def _memory(self, text: Any) -> int:
        """Return how many bytes the engine's structured text fills, before any of it becomes an object."""
        return int(self._engine.mupdf.ll_fz_pool_size(text.this.m_internal.pool))

    def characters(self) -> Characters:
        """Return the page's characters."""
        inked = self._engine.mupdf.FZ_STEXT_FILLED | self._engine.mupdf.FZ_STEXT_STROKED
        window = self._engine.mupdf.FZ_STEXT_CLIPPED  # a clip path, through which a picture or shade is seen
        runs: list[Run] = []
        chars: list[dict[str, Any]] = []
        for block in self._blocks:
            for line in block.get("lines", ()):
                angle = _angle(line["dir"], line["wmode"])
                for span in line["spans"]:
                    painted = span["char_flags"]
                    if painted & (inked | window) and not (span["alpha"] or painted & window):
                        continue
                    found = span["chars"]
                    runs.append(
                        Run(
                            len(found),
                            angle,
                            span["size"],
                            span["ascender"],
                            span["descender"],
                            not painted & inked,
                        )
                    )
                    chars += found
        return Characters(
            runs,
            "".join(map(_CHAR, chars)),
            _rows(Struct("2d"), map(_ORIGIN, chars)),
            _rows(Struct("4d"), map(_BOX, chars)),
        )

    def segments(self) -> Iterator[Segment]:
        """Yield the line segments that can be seen, in the order drawn."""
        if any(
            not vector["isrect"] and not is_thin(vector["bbox"]) and not _is_paper(vector)
            for vector in self._vectors
        ):
            if self._content_size() <= MAX_CONTENT_BYTES:
                return _path_segments(self._page.get_cdrawings())
            self.overdrawn = True
        return _vector_segments(self._vectors)

    def _content_size(self) -> int:
        """Return the size of all that draws the page, unpacked."""
        forms = (self._page.parent.xref_stream(form[0]) or b"" for form in self._page.get_xobjects())
        return len(self._page.read_contents()) + sum(map(len, forms))

    def pictures(self) -> list[Segment]:
        """Return the boxes of the pictures on the page."""
        return [tuple(info["bbox"]) for info in self._page.get_image_info()]

    def render(self, dpi: int) -> Picture:
        """Return the page as displayed."""
        pixels = self._page.get_pixmap(dpi=dpi, colorspace=self._engine.csRGB, alpha=False)
        return Picture(pixels.width, pixels.height, pixels.samples, pixels.n)


@contextmanager
def _quiet(engine: Any) -> Iterator[None]:
    """Keep the engine from writing to standard error; what matters comes back as error or warning."""
    tools = engine.TOOLS
    errors, notes = tools.mupdf_display_errors(), tools.mupdf_display_warnings()
    tools.mupdf_display_errors(False)
    tools.mupdf_display_warnings(False)
    try:
        yield
    finally:
        tools.mupdf_display_errors(errors)
        tools.mupdf_display_warnings(notes)


def _rows(row: Struct, tuples: Iterable[tuple[float, ...]]) -> Floats:
    """Return tuples as rows; packing them takes three quarters of the time that numpy takes to read them."""
    return np.frombuffer(b"".join(starmap(row.pack, tuples))).reshape(-1, row.size // 8)


@lru_cache(maxsize=64)
def _angle(direction: tuple[float, float], downwards: int) -> int | None:
    """Return the clockwise angle a line runs at, `None` if it runs aslant."""
    cosine, sine = direction
    if downwards:  # written downwards: the characters themselves stand upright
        cosine, sine = sine, -cosine
    return straight_angle(cosine, sine)


def _vector_segments(vectors: Iterable[dict[str, Any]]) -> Iterator[Segment]:
    """Yield the line segments that vectors show."""
    for vector in vectors:
        if _is_paper(vector):
            continue
        x0, y0, x1, y1 = box = vector["bbox"]
        if not (vector["stroked"] and is_thin(box)):
            yield from box_segments(box, vector["stroked"])
        elif x1 - x0 >= y1 - y0:  # the box of a stroke is wider than the line by half its pen on every side
            middle, reach = (y0 + y1) / 2, (y1 - y0) / 2
            yield x0 + reach, middle, x1 - reach, middle
        else:
            middle, reach = (x0 + x1) / 2, (x1 - x0) / 2
            yield middle, y0 + reach, middle, y1 - reach


def _is_paper(vector: dict[str, Any]) -> bool:
    """Tell whether a vector cannot be seen, being white or fully transparent."""
    colour: int = vector["color"]
    return is_white([(colour >> shift & 255) / 255 for shift in (16, 8, 0)]) or not vector["alpha"]


def _path_segments(drawings: Iterable[dict[str, Any]]) -> Iterator[Segment]:
    """Yield the line segments of paths."""
    for drawing in drawings:
        filled = "f" in drawing["type"] and not is_white(drawing.get("fill"))
        stroked = "s" in drawing["type"] and not is_white(drawing.get("color"))
        if not (filled or stroked):
            continue
        for item in drawing["items"]:
            yield from _item_segments(item, stroked)


def _item_segments(item: Sequence[Any], stroked: bool) -> Iterator[Segment]:
    """Yield a path item's line segments: a line, a thin bar, or the four sides of an outline."""
    if item[0] == "l":
        if stroked:
            yield (*item[1], *item[2])
    elif item[0] == "re":
        yield from box_segments(item[1], stroked)
    elif item[0] == "qu":
        corners = item[1]
        across, down = [corner[0] for corner in corners], [corner[1] for corner in corners]
        yield from box_segments((min(across), min(down), max(across), max(down)), stroked)
