"""Take characters and ruling lines out of a PDF; the only module that knows the PDF engine (PyMuPDF).

The engine reports coordinates of the unrotated page; they leave here as displayed. Characters come from
the engine's trace of what is painted, not from its text blocks: the trace has every origin, splits and
joins nothing, and is the cheaper of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import compress
from typing import Any, NamedTuple

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.read.source import Glyph, Page, Rule

#: A filled rectangle up to this thick (points) is a ruling line, thicker it is shading.
MAX_RULE_THICKNESS = 3.0
#: Ruling lines kept of one page; a page with more is a drawing, not a table.
MAX_RULES = 20_000
#: Below this many characters a page whose picture fills half of it counts as scanned.
SCANNED_PAGE_GLYPHS = 30
#: Above this share of characters without a Unicode value the page's text is reported as garbled.
GARBLED_SHARE = 0.05
#: Two like characters closer than this share of the font size are one, drawn twice to look bold.
SAME_PLACE = 0.1

_INVISIBLE = 3  # PDF text rendering mode: neither filled nor stroked, as OCR layers are
_SKEW = 0.02  # largest sine of a baseline or ruling line that still counts as straight
_DROPPED = frozenset(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))  # drawn as nothing


class _Turn(NamedTuple):
    """A clockwise turn by `degrees` of a page that is `width` by `height` before it."""

    degrees: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.degrees == 90:
            return self.height - y, x
        if self.degrees == 180:
            return self.width - x, self.height - y
        if self.degrees == 270:
            return y, self.width - x
        return x, y

    def size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.degrees in (90, 270) else (self.width, self.height)


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
                    page, page_warnings = _read_page(document[index], index + 1)
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


def _read_page(source: Any, number: int) -> tuple[Page, list[str]]:
    warnings: list[str] = []
    spans = [span for span in source.get_texttrace() if span["opacity"] > 0 and span["size"] >= 0.5]
    shown = [span for span in spans if span["type"] != _INVISIBLE]
    if spans and not shown:
        shown = spans
        warnings.append(f"page {number} has only an invisible text layer (OCR?); figures may be wrong")
    angle, sideways = _main_angle(shown)
    bounds = source.rect
    upright = source.rotation in (0, 180)
    turn = _Turn(
        -angle % 360,
        bounds.width if upright else bounds.height,
        bounds.height if upright else bounds.width,
    )
    turned = (turn.degrees - source.rotation) % 360 if shown else 0
    if not shown:
        turn = turn._replace(degrees=source.rotation)
    width, height = turn.size()
    glyphs = _glyphs([span for span in shown if _angle(span) == angle] if sideways else shown, turn)
    drawings = source.get_cdrawings()
    rules, capped = _rules(drawings, turn)
    if turned:
        warnings.append(f"page {number} is printed sideways and was turned by {turned} degrees")
    if sideways:
        warnings.append(f"page {number}: {sideways} characters run across the text (watermark?), left out")
    if capped:
        warnings.append(f"page {number} has too many drawn lines; only the first {MAX_RULES} were looked at")
    warnings.extend(_text_warnings(source, number, glyphs, bool(drawings)))
    return Page(number, width, height, glyphs, rules, turned=turned), warnings


def _angle(span: dict[str, Any]) -> int | None:
    """Return the clockwise angle a span runs at on the unrotated page, `None` if it runs aslant."""
    cosine, sine = span["dir"]
    if abs(sine) < _SKEW:
        return 0 if cosine > 0 else 180
    if abs(cosine) < _SKEW:
        return 90 if sine > 0 else 270
    return None


def _main_angle(spans: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Return the angle most characters run at, and how many run at another."""
    counts: Counter[int | None] = Counter()
    for span in spans:
        counts[_angle(span)] += len(span["chars"])
    straight = [(count, -angle) for angle, count in counts.items() if angle is not None]
    if not straight:
        return 0, counts.total()
    count, negative = max(straight)
    return -negative, counts.total() - count


def _glyphs(spans: Iterable[dict[str, Any]], turn: _Turn) -> tuple[Glyph, ...]:
    """Return the characters of `spans` on the page, in the order drawn, each place counted once."""
    width, height = turn.size()
    right, bottom = width + 1, height + 1
    along = turn.degrees in (90, 270)  # whether the unrotated text runs along the y axis
    found: list[Glyph] = []
    places: set[int] = set()
    for span in spans:
        size = span["size"]
        ascender, descender = span["ascender"], span["descender"]
        if not (0.5 <= ascender <= 1.2 and -0.6 <= descender <= 0):
            ascender, descender = 0.86, -0.14  # some fonts declare heights off by a factor of two
        above, below = ascender * size, descender * size
        step = SAME_PLACE * size
        run: list[Glyph] = []
        run_places: list[int] = []
        for code, _, (x, y), box in span["chars"]:
            if code < 32 or 127 <= code < 160 or code in _DROPPED:
                continue
            if turn.degrees:
                x, y = turn.point(x, y)  # noqa: PLW2901 (the loop is hot: no more names than needed)
            if not (-1 <= x <= right and -1 <= y <= bottom):
                continue
            advance = box[3] - box[1] if along else box[2] - box[0]
            run.append(Glyph(chr(code), x, y, x, y - above, x + advance, y - below, size))
            run_places.append((code << 40) + (int(y / step) << 20) + int(x / step))
        # Text is drawn twice in runs: a run whose ends are new is new as a whole.
        if run and any(_is_taken(places, place) for place in {run_places[0], run_places[-1]}):
            fresh = [not _is_taken(places, place) for place in run_places]
            run, run_places = list(compress(run, fresh)), list(compress(run_places, fresh))
        places.update(run_places)
        found += run
    return tuple(found)


def _is_taken(places: set[int], place: int) -> bool:
    """Tell whether the character was drawn at this place or a neighbouring one before."""
    above, below = place - (1 << 20), place + (1 << 20)
    near = (place, place - 1, place + 1, above, above - 1, above + 1, below, below - 1, below + 1)
    return not places.isdisjoint(near)


def _rules(drawings: Sequence[dict[str, Any]], turn: _Turn) -> tuple[tuple[Rule, ...], bool]:
    """Return the ruling lines among the drawn paths, and whether there were more than are kept."""
    found: dict[Rule, None] = {}
    for drawing in drawings:
        filled = "f" in drawing["type"] and not _is_white(drawing.get("fill"))
        stroked = "s" in drawing["type"] and not _is_white(drawing.get("color"))
        if not (filled or stroked):
            continue
        for item in drawing["items"]:
            for x0, y0, x1, y1 in _segments(item, filled, stroked):
                rule = _straight((x0, y0), (x1, y1), turn)
                if rule is not None:
                    found[rule] = None
                    if len(found) > MAX_RULES:
                        return tuple(found)[:MAX_RULES], True
    return tuple(found), False


def _is_white(colour: Sequence[float] | None) -> bool:
    return colour is not None and min(colour, default=1.0) > 0.98


def _segments(item: Sequence[Any], filled: bool, stroked: bool) -> Iterator[tuple[float, float, float, float]]:
    """Yield a path item's line segments: a line, a thin bar, or the four sides of an outline."""
    if item[0] == "l":
        if stroked:
            yield (*item[1], *item[2])
        return
    if item[0] == "re":
        x0, y0, x1, y1 = item[1]
    elif item[0] == "qu":
        corners = item[1]
        x0, x1 = min(c[0] for c in corners), max(c[0] for c in corners)
        y0, y1 = min(c[1] for c in corners), max(c[1] for c in corners)
    else:
        return
    if min(abs(x1 - x0), abs(y1 - y0)) <= MAX_RULE_THICKNESS:
        yield x0, y0, x1, y1
    elif stroked:
        yield x0, y0, x1, y0
        yield x0, y1, x1, y1
        yield x0, y0, x0, y1
        yield x1, y0, x1, y1


def _straight(start: tuple[float, float], end: tuple[float, float], turn: _Turn) -> Rule | None:
    """Return the segment as a rule, `None` where it is a dot or runs aslant."""
    if turn.degrees:
        start, end = turn.point(*start), turn.point(*end)
    x0, x1 = (start[0], end[0]) if start[0] <= end[0] else (end[0], start[0])
    y0, y1 = (start[1], end[1]) if start[1] <= end[1] else (end[1], start[1])
    across, down = x1 - x0, y1 - y0
    if min(across, down) > MAX_RULE_THICKNESS or max(across, down) <= 0:
        return None
    return Rule(x0, y0, x1, y1)


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
    unknown = sum(glyph.text == "\ufffd" or "\ue000" <= glyph.text <= "\uf8ff" for glyph in glyphs)
    if unknown > GARBLED_SHARE * len(glyphs):
        return [f"page {number}: {unknown} of {len(glyphs)} characters have no Unicode value (garbled font)"]
    return []
