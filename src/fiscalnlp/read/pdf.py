"""Characters and ruling lines out of a PDF, as displayed and with its text upright, whatever the PDF engine."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.read.collector import collector_paused
from fiscalnlp.read.glyphs import Codes, Floats, Glyphs, codes_of
from fiscalnlp.read.ocr import DPI, recognition_warnings
from fiscalnlp.read.options import PdfEngine
from fiscalnlp.read.pdf_engine import Characters, EngineDocument, EnginePage, Run
from fiscalnlp.read.pdf_rules import MAX_RULES, straight_rules
from fiscalnlp.read.pdf_turn import Turn
from fiscalnlp.read.picture import Picture
from fiscalnlp.read.source import MAX_CHARACTERS, MAX_PAGES, Page

#: Below this many characters a page whose picture fills half of it counts as scanned.
SCANNED_PAGE_GLYPHS = 30
#: Above this share of characters without a Unicode value the page's text is reported as garbled.
GARBLED_SHARE = 0.05
#: Two like characters closer than this share of the font size are one, drawn twice to look bold.
SAME_PLACE = 0.1
#: Pages are rendered with no more pixels than this.
MAX_PIXELS = 25_000_000

#: Reads a picture of a page: its number, the picture, width and height in points of the page as displayed.
Recognise = Callable[[int, Picture, float, float], Page]

_BAND = 8.0  # height (points) of the bands in which characters drawn twice are looked for
_WIDEST = 16384.0  # points; no page is wider
_SMALLEST = 0.5  # points; smaller text is not there to be seen
_DROPPED = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200d\u2060\ufeff]")  # drawn as nothing
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")  # what fonts without a Unicode table give


def read_pdf(
    data: bytes,
    name: str,
    *,
    engine: PdfEngine = "pymupdf",
    recognise: Recognise | None = None,
    always: bool = False,
    advice: str | None = None,
) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Read the pages of a PDF.

    Args:
        data: the file's bytes.
        name: what errors call the file.
        engine: what parses the PDF; `pypdfium2` needs the extra `pdfium`.
        recognise: reads the picture of a page that has no usable text layer; without it such a page stays
            as empty as it is.
        always: whether to recognise pages with a usable text layer too.
        advice: what a user can do about a page that is not recognised, put behind the warning.

    Returns: pages in order, numbered from 1, and warnings about what could not be read.

    Raises:
        BrokenSourceError: if the file is damaged beyond repair, encrypted, without pages or far too long.
        MissingExtraError: if the engine is not installed.
    """
    pages: list[Page] = []
    warnings: list[str] = []
    with _open(engine, data, name) as document:
        count = document.page_count
        if count == 0:
            raise BrokenSourceError(name, "damaged PDF: it has no pages")
        if count > MAX_PAGES:
            raise BrokenSourceError(name, f"has {count:,} pages, and no more than {MAX_PAGES:,} are read")
        if document.repaired:
            warnings.append("the PDF is damaged and was repaired; parts of it may be missing")
        failures: list[str] = []
        characters = 0
        for number in range(1, count + 1):
            try:
                with collector_paused():
                    page, page_warnings = _page(document, number, recognise, always=always, advice=advice)
            except document.failures as error:
                failures.append(str(error))
                page, page_warnings = Page(number), [f"page {number} could not be read: {error}"]
            pages.append(page)
            warnings.extend(page_warnings)
            characters += len(page.glyphs)
            if characters > MAX_CHARACTERS:
                cause = f"holds more than {MAX_CHARACTERS:,} characters up to page {number}"
                raise BrokenSourceError(name, cause)
        if len(failures) == count:
            raise BrokenSourceError(name, f"damaged PDF: no page could be read ({failures[0]})")
    return tuple(pages), tuple(warnings)


def page_pictures(
    data: bytes, name: str, numbers: Iterable[int], *, engine: PdfEngine = "pymupdf", dpi: int
) -> Iterator[tuple[int, Picture, tuple[float, float]]]:
    """Yield pages as displayed: the number, from 1, the picture, width and height in points.

    A page that cannot be drawn is left out; one too large for `MAX_PIXELS` is drawn with fewer than `dpi`.

    Raises:
        BrokenSourceError: if the file is damaged beyond repair or encrypted.
        MissingExtraError: if the engine is not installed.
    """
    with _open(engine, data, name) as document:
        for number in numbers:
            if not 1 <= number <= document.page_count:
                continue
            try:
                page = document.page(number - 1)
                size = Turn(page.rotation, *page.size).size()
                picture = page.render(_resolution(*size, dpi))
            except document.failures:
                continue
            yield number, picture, size


def _open(engine: PdfEngine, data: bytes, name: str) -> EngineDocument:
    if engine == "pymupdf":
        from fiscalnlp.read.pdf_mupdf import MupdfDocument  # noqa: PLC0415 (loads the engine)

        return MupdfDocument(data, name)
    if engine == "pypdfium2":
        from fiscalnlp.read.pdf_pdfium import PdfiumDocument  # noqa: PLC0415 (loads the engine)

        return PdfiumDocument(data, name)
    raise ValueError(f"no such PDF engine: {engine}; there are pymupdf, pypdfium2")


def _page(
    document: EngineDocument, number: int, recognise: Recognise | None, *, always: bool, advice: str | None
) -> tuple[Page, list[str]]:
    """Return a page and warnings; what the engine made for it is freed before the next one is opened."""
    source = document.page(number - 1)
    page, cause, warnings = _read_page(source, number)
    if recognise is not None and (cause is not None or always):
        return _recognised(source, page, recognise, warnings)
    if cause is not None:
        warnings.append(f"page {number} {cause}" + (f"; {advice}" if advice else ""))
    return page, warnings


def _read_page(source: EnginePage, number: int) -> tuple[Page, str | None, list[str]]:
    """Return a page as its text layer has it, what is wrong with that as a whole, and warnings."""
    warnings: list[str] = []
    characters = source.characters()
    shown = [not run.hidden and run.size >= _SMALLEST for run in characters.runs]
    if not any(shown):
        shown = [run.size >= _SMALLEST for run in characters.runs]
        if any(shown):
            warnings.append(f"page {number} has only an invisible text layer (OCR?); figures may be wrong")
    runs = list(compress(characters.runs, shown))
    angle, sideways = _main_angle(runs)
    turn = Turn(-angle % 360 if runs else source.rotation, *source.size)
    turned = (turn.degrees - source.rotation) % 360
    width, height = turn.size()
    if sideways:
        shown = [keep and run.angle == angle for keep, run in zip(shown, characters.runs, strict=True)]
    glyphs = _glyphs(characters, shown, turn)
    rules, capped = straight_rules(source.segments(), turn)
    if turned:
        warnings.append(f"page {number} is printed sideways and was turned by {turned} degrees")
    if sideways:
        warnings.append(f"page {number}: {sideways} characters run across the text (watermark?), left out")
    if source.overdrawn:
        warnings.append(f"page {number} has too much drawn on it; ruling lines may be missing")
    elif capped:
        warnings.append(f"page {number} has too many drawn lines; only the first {MAX_RULES} were looked at")
    page = Page(number, width, height, glyphs, rules, turned=turned)
    return page, _unreadable(source, glyphs) or _garbled(glyphs), warnings


def _recognised(
    source: EnginePage, page: Page, recognise: Recognise, warnings: Sequence[str]
) -> tuple[Page, list[str]]:
    """Return the page as recognised in its picture, or as it was where nothing was recognised."""
    assert page.number is not None
    width, height = Turn(source.rotation, *source.size).size()
    found = recognise(page.number, source.render(_resolution(width, height, DPI)), width, height)
    if not len(found.glyphs):
        return page, [*warnings, f"page {page.number}: no text was recognised"]
    return found, recognition_warnings(found)


def _main_angle(runs: Sequence[Run]) -> tuple[int, int]:
    """Return the angle most characters run at, and how many run at another."""
    counts: Counter[int | None] = Counter()
    for run in runs:
        counts[run.angle] += run.length
    straight = [(count, -angle) for angle, count in counts.items() if angle is not None]
    if not straight:
        return 0, counts.total()
    count, negative = max(straight)
    return -negative, counts.total() - count


def _glyphs(characters: Characters, shown: Sequence[bool], turn: Turn) -> Glyphs:
    """Return the characters of the runs that are `shown`, turned, in the order drawn, each place once."""
    runs, text, origins, boxes = characters
    lengths = np.array([run.length for run in runs], int)
    codes = codes_of(text)
    if not all(shown):
        chosen = np.repeat(shown, lengths)
        codes, origins, boxes = codes[chosen], origins[chosen], boxes[chosen]
        runs, lengths = list(compress(runs, shown)), lengths[np.array(shown, bool)]
    style = np.array([(run.size, *_heights(run)) for run in runs], float).reshape(-1, 3)
    size, above, below = np.repeat(style, lengths, axis=0).T
    x, y = turn.point(origins[:, 0], origins[:, 1])
    along = 1 if turn.degrees in (90, 270) else 0  # the axis the text runs along on the page as stored
    places = np.column_stack((x, y, x, y - above, x + boxes[:, along + 2] - boxes[:, along], y - below, size))
    ends = np.cumsum(lengths)
    if _DROPPED.search(text):
        kept = np.array([not _DROPPED.match(chr(code)) for code in codes.tolist()])
        codes, places, ends = codes[kept], places[kept], np.concatenate(([0], np.cumsum(kept)))[ends]
    once = _drawn_once(codes, places, ends)
    return Glyphs(codes, places) if once is None else Glyphs(codes[once], places[once])


def _heights(run: Run) -> tuple[float, float]:
    """Return height over and depth under the baseline in points."""
    ascender, descender = run.ascender, run.descender
    if not (0.5 <= ascender <= 1.2 and -0.6 <= descender <= 0):
        ascender, descender = 0.86, -0.14  # some fonts declare heights off by a factor of two
    return ascender * run.size, descender * run.size


def _drawn_once(codes: Codes, places: Floats, ends: NDArray[np.intp]) -> NDArray[np.bool_] | None:
    """Tell for each character whether it is the first at its place, as `None` if all are.

    Text is drawn twice in runs, so only runs that overlap are compared character by character.
    """
    if not _has_neighbours(codes, places):
        return None
    starts = np.concatenate(([0], ends[:-1]))
    drawn = ends > starts
    starts, ends = starts[drawn], ends[drawn]
    once: NDArray[np.bool_] | None = None
    printed: defaultdict[int, list[tuple[float, float, float, slice]]] = defaultdict(list)  # by band
    first, last = places[starts], places[ends - 1, 0]
    bounds = zip(
        starts.tolist(), ends.tolist(), first[:, 0].tolist(), first[:, 1].tolist(), last.tolist(),
        (SAME_PLACE * first[:, 6]).tolist(), strict=True,
    )  # fmt: skip
    for start, end, left, y, right, reach in bounds:
        band = int(y // _BAND)
        over = [
            other
            for near in (band - 1, band, band + 1)
            if near in printed
            for level, other_left, other_right, other in printed[near]
            if abs(level - y) < _BAND and other_left < right + reach and left < other_right + reach
        ]
        run = slice(start, end)
        printed[band].append((y, left, right, run))
        for other in over:
            again = _drawn_in(codes, places, run, other)
            if again.any():
                once = np.ones(len(codes), bool) if once is None else once
                once[run] &= ~again
    return once


def _has_neighbours(codes: Codes, places: Floats) -> bool:
    """Tell whether any two like characters of about one height are near each other; on most pages none are."""
    reach = SAME_PLACE * float(places[:, 6].max(initial=0.0))
    height = max(_BAND, 2 * reach)
    shelf = codes * _WIDEST
    for shift in (0.0, 0.5):  # so that an edge between bands parts no two both times
        order = (shelf + np.floor(places[:, 1] / height + shift)) * _WIDEST + places[:, 0]
        order.sort()  # by character, band, and from left to right
        if (order[1:] - order[:-1] < reach).any():
            return True
    return False


def _drawn_in(codes: Codes, places: Floats, run: slice, other: slice) -> NDArray[np.bool_]:
    """Tell for each character of `run` whether it stands in `other` at the same place."""
    reach = SAME_PLACE * places[run, 6, None]
    same: NDArray[np.bool_] = codes[run, None] == codes[other]
    for axis in (0, 1):
        same &= np.abs(places[run, axis, None] - places[other, axis]) < reach
    again: NDArray[np.bool_] = np.logical_or.reduce(same, axis=1)
    return again


def _unreadable(source: EnginePage, glyphs: Glyphs) -> str | None:
    """Say why a page has no text that can be used: none there, or a picture in its place."""
    if len(glyphs) >= SCANNED_PAGE_GLYPHS:
        return None
    pictures = source.pictures()
    if not len(glyphs) and (pictures or source.drawn):
        cause = "scanned?" if pictures else "text drawn as outlines?"
        return f"has no text layer ({cause})"
    covered = max(((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in pictures), default=0.0)
    if len(glyphs) and covered > source.size[0] * source.size[1] / 2:
        return f"is a picture with only {len(glyphs)} characters of text (scanned?)"
    return None


def _garbled(glyphs: Glyphs) -> str | None:
    unknown = len(_UNKNOWN.findall(glyphs.text))
    if unknown <= GARBLED_SHARE * len(glyphs):
        return None
    return f"has {unknown} of {len(glyphs)} characters without a Unicode value (garbled font)"


def _resolution(width: float, height: float, dpi: int) -> int:
    most = 72 * sqrt(MAX_PIXELS / max(width * height, 1.0))
    return max(1, int(min(dpi, most)))
