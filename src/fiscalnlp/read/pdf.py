"""Take characters and ruling lines out of a PDF; the only module that knows the PDF engine (PyMuPDF).

The engine reports coordinates of the unrotated page; they leave here as displayed. Characters come from its
raw structured text, which leaves out what lies outside the page or the clip path and has every origin; the
spaces it would put in and the texts that stand in for what is drawn (ActualText) are switched off.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, NamedTuple

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.read.ocr import ADVICE, DPI, is_available, recognise, recognition_warnings
from fiscalnlp.read.pdf_rules import MAX_RULES, needs_paths, path_segments, straight_rules, vector_segments
from fiscalnlp.read.pdf_turn import Turn
from fiscalnlp.read.picture import Picture
from fiscalnlp.read.source import Glyph, Page

#: Below this many characters a page whose picture fills half of it counts as scanned.
SCANNED_PAGE_GLYPHS = 30
#: Above this share of characters without a Unicode value the page's text is reported as garbled.
GARBLED_SHARE = 0.05
#: Two like characters closer than this share of the font size are one, drawn twice to look bold.
SAME_PLACE = 0.1

_BAND = 8.0  # height (points) of the bands in which such pairs are looked for
_SKEW = 0.02  # largest sine of a baseline that still counts as straight
_CONTROLS = (*range(32), *range(127, 160))
_DROPPED = frozenset(map(chr, _CONTROLS)) | frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # drawn as nothing
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")  # what fonts without a Unicode table give
_PARTS = itemgetter("c", "origin", "bbox")


class _Span(NamedTuple):
    """Characters of one style on one baseline, and the clockwise angle they run at (`None`: aslant)."""

    angle: int | None
    style: dict[str, Any]
    chars: Sequence[dict[str, Any]]


def read_pdf(data: bytes, name: str) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Read the pages of a PDF.

    Args:
        data: the file's bytes.
        name: what errors call the file.

    Returns: pages in order, numbered from 1, and warnings about what could not be read.

    Raises:
        BrokenSourceError: if the file is damaged beyond repair, encrypted or without pages.
    """
    engine = _engine()
    pages: list[Page] = []
    warnings: list[str] = []
    with _quiet(engine):
        try:
            document = engine.open(stream=data, filetype="pdf")
        except (RuntimeError, ValueError, engine.mupdf.FzErrorBase) as error:
            raise BrokenSourceError(name, f"damaged PDF: {error}") from error
        with document:
            if document.needs_pass:
                raise BrokenSourceError(name, "encrypted PDF: a password is needed to read it")
            if document.page_count == 0:
                raise BrokenSourceError(name, "damaged PDF: it has no pages")
            if document.is_repaired:
                warnings.append("the PDF is damaged and was repaired; parts of it may be missing")
            failures: list[str] = []
            for index in range(document.page_count):
                try:
                    page, page_warnings = _read_page(engine, document[index], index + 1)
                except (RuntimeError, ValueError, engine.mupdf.FzErrorBase) as error:
                    failures.append(str(error))
                    page, page_warnings = Page(index + 1), [f"page {index + 1} could not be read: {error}"]
                pages.append(page)
                warnings.extend(page_warnings)
            if len(failures) == len(pages):
                raise BrokenSourceError(name, f"damaged PDF: no page could be read ({failures[0]})")
    return tuple(pages), tuple(warnings)


def _engine() -> Any:
    import pymupdf  # noqa: PLC0415 (heavy: loaded when the first PDF is read)

    return pymupdf


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


def _read_page(engine: Any, source: Any, number: int) -> tuple[Page, list[str]]:
    warnings: list[str] = []
    blocks = source.get_text("rawdict", flags=_text_flags(engine))["blocks"]
    vectors = [block for block in blocks if block["type"] == engine.mupdf.FZ_STEXT_BLOCK_VECTOR]
    shown, hidden = _spans(engine, blocks)
    if hidden and not shown:
        shown = hidden
        warnings.append(f"page {number} has only an invisible text layer (OCR?); figures may be wrong")
    angle, sideways = _main_angle(shown)
    bounds, rotation = source.rect, source.rotation
    upright = rotation in (0, 180)
    turn = Turn(
        -angle % 360,
        bounds.width if upright else bounds.height,
        bounds.height if upright else bounds.width,
    )
    turned = (turn.degrees - rotation) % 360 if shown else 0
    if not shown:
        turn = turn._replace(degrees=rotation)
    width, height = turn.size()
    glyphs = _glyphs([span for span in shown if span.angle == angle] if sideways else shown, turn)
    segments = path_segments(source.get_cdrawings()) if needs_paths(vectors) else vector_segments(vectors)
    rules, capped = straight_rules(segments, turn)
    if turned:
        warnings.append(f"page {number} is printed sideways and was turned by {turned} degrees")
    if sideways:
        warnings.append(f"page {number}: {sideways} characters run across the text (watermark?), left out")
    if capped:
        warnings.append(f"page {number} has too many drawn lines; only the first {MAX_RULES} were looked at")
    lacking = _text_warnings(source, number, glyphs, bool(vectors))
    page = _recognised(source, number) if lacking else None
    if page is not None:
        return page, [*warnings, *recognition_warnings(page)]
    warnings.extend(lacking if is_available() else [f"{warning}; {ADVICE}" for warning in lacking])
    return Page(number, width, height, glyphs, rules, turned=turned), warnings


def _recognised(source: Any, number: int) -> Page | None:
    """Return the page as recognised in its picture, `None` without the extra for it or with nothing found."""
    if not is_available():
        return None
    bounds = source.rect
    pixels = source.get_pixmap(dpi=DPI, alpha=False)
    picture = Picture(pixels.width, pixels.height, bytes(pixels.samples), pixels.n)
    page = recognise(number, picture, bounds.width, bounds.height)
    return page if page.glyphs else None


def _text_flags(engine: Any) -> int:
    flags: int = (
        engine.TEXT_CLIP
        | engine.TEXT_COLLECT_VECTORS
        | engine.TEXT_IGNORE_ACTUALTEXT
        | engine.TEXT_INHIBIT_SPACES
        | engine.TEXT_PRESERVE_LIGATURES
        | engine.TEXT_PRESERVE_WHITESPACE
    )
    return flags


def _spans(engine: Any, blocks: Iterable[dict[str, Any]]) -> tuple[list[_Span], list[_Span]]:
    """Return the spans that can be seen, and those painted with no ink at all, as OCR layers are."""
    inked = engine.mupdf.FZ_STEXT_FILLED | engine.mupdf.FZ_STEXT_STROKED
    window = engine.mupdf.FZ_STEXT_CLIPPED  # text as a clip path, through which a picture or shade is seen
    shown: list[_Span] = []
    hidden: list[_Span] = []
    for block in blocks:
        for line in block.get("lines", ()):
            angle = _angle(line)
            for style in line["spans"]:
                if style["size"] < 0.5:
                    continue
                span = _Span(angle, style, style["chars"])
                painted = style["char_flags"]
                if not painted & inked:
                    hidden.append(span)
                elif style["alpha"] or painted & window:
                    shown.append(span)
    return shown, hidden


def _angle(line: dict[str, Any]) -> int | None:
    """Return the clockwise angle a line runs at on the unrotated page, `None` if it runs aslant."""
    cosine, sine = line["dir"]
    if line["wmode"]:  # written downwards: the characters themselves stand upright
        cosine, sine = sine, -cosine
    if abs(sine) < _SKEW:
        return 0 if cosine > 0 else 180
    if abs(cosine) < _SKEW:
        return 90 if sine > 0 else 270
    return None


def _main_angle(spans: Sequence[_Span]) -> tuple[int, int]:
    """Return the angle most characters run at, and how many run at another."""
    counts: Counter[int | None] = Counter()
    for span in spans:
        counts[span.angle] += len(span.chars)
    straight = [(count, -angle) for angle, count in counts.items() if angle is not None]
    if not straight:
        return 0, counts.total()
    count, negative = max(straight)
    return -negative, counts.total() - count


def _glyphs(spans: Iterable[_Span], turn: Turn) -> tuple[Glyph, ...]:
    """Return the characters of `spans`, in the order drawn, each place counted once."""
    found: list[Glyph] = []
    printed: defaultdict[int, list[list[Glyph]]] = defaultdict(list)  # runs by the band they stand in
    for span in spans:
        run = _run(span, turn)
        if not run:
            continue
        # Text is drawn twice in runs, so only runs that overlap are compared character by character.
        start, end = run[0], run[-1]
        reach = SAME_PLACE * start.size
        band = int(start.y / _BAND)
        over = [
            other
            for near in (band - 1, band, band + 1)
            for other in printed.get(near, ())
            if abs(other[0].y - start.y) < _BAND and other[0].x < end.x + reach and start.x < other[-1].x + reach
        ]
        if over:
            run = [glyph for glyph in run if not any(_is_drawn_in(other, glyph) for other in over)]
        if run:
            printed[band].append(run)
            found += run
    return tuple(found)


def _run(span: _Span, turn: Turn) -> list[Glyph]:
    """Return the glyphs of a span that mean something, turned."""
    style = span.style
    size: float = style["size"]
    ascender, descender = style["ascender"], style["descender"]
    if not (0.5 <= ascender <= 1.2 and -0.6 <= descender <= 0):
        ascender, descender = 0.86, -0.14  # some fonts declare heights off by a factor of two
    above, below = ascender * size, descender * size
    along = turn.degrees in (90, 270)  # whether the unrotated text runs along the y axis
    new = tuple.__new__  # half the time of Glyph(...), and a document has tens of thousands
    run: list[Glyph] = []
    for text, (x, y), (left, top, right, foot) in map(_PARTS, span.chars):
        if text in _DROPPED:
            continue
        if turn.degrees:
            x, y = turn.point(x, y)  # noqa: PLW2901 (the loop is hot: no more names than needed)
        advance = foot - top if along else right - left
        run.append(new(Glyph, (text, x, y, x, y - above, x + advance, y - below, size)))
    return run


def _is_drawn_in(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Tell whether the character stands in `run` at the same place."""
    reach = SAME_PLACE * glyph.size
    return any(
        other.text == glyph.text and abs(other.x - glyph.x) < reach and abs(other.y - glyph.y) < reach
        for other in run
    )


def _text_warnings(source: Any, number: int, glyphs: Sequence[Glyph], drawn: bool) -> list[str]:
    """Say what is wrong with a page's text: none there, a picture in its place, or no Unicode for it."""
    if len(glyphs) < SCANNED_PAGE_GLYPHS:
        page_area = source.rect.width * source.rect.height
        pictures = [info["bbox"] for info in source.get_image_info()]
        covered = max(((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in pictures), default=0.0)
        if not glyphs and (pictures or drawn):
            cause = "scanned?" if pictures else "text drawn as outlines?"
            return [f"page {number} has no text layer ({cause})"]
        if glyphs and covered > page_area / 2:
            return [f"page {number} is a picture with only {len(glyphs)} characters of text (scanned?)"]
    unknown = len(_UNKNOWN.findall("".join([glyph.text for glyph in glyphs])))
    if unknown > GARBLED_SHARE * len(glyphs):
        return [f"page {number}: {unknown} of {len(glyphs)} characters have no Unicode value (garbled font)"]
    return []
