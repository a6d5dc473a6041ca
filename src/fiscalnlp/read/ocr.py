"""Recognise the text of a page that is a picture; the only module that knows the OCR engine (RapidOCR).

The models lie in the engine's package; no path here leads to its downloads. Ruling lines are found in the pixels
and taken out first, so that the cells of a table are recognised one by one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

from fiscalnlp.errors import FiscalError, MissingExtraError
from fiscalnlp.read.picture import Picture
from fiscalnlp.read.source import Doubt, Page, Rule

if TYPE_CHECKING:
    from fiscalnlp.read.ocr_text import Character
    from fiscalnlp.read.scan_glyphs import Reading
    from fiscalnlp.read.scan_rules import Bar, Grey
    from fiscalnlp.read.scan_strips import Box, Strip

#: Pages are best rendered at this resolution: more costs time and reads no better.
DPI = 200
#: What a user installs to have scanned pages read.
EXTRA = "fiscalnlp[ocr]"
ADVICE = f"install {EXTRA} to have it read"

_MODELS = {
    "det": "PP-OCRv6_det_small.onnx",
    "cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "rec": "PP-OCRv6_rec_small.onnx",
}
_LARGEST = 1200.0  # pages longer than A3 (in points) were given the size of their pixels
_DETECTION_SCALE = 1.4  # pixels a point that text is looked for at: about 100 dpi
_READABLE = 0.6  # strips recognised with a lower score are no text
_ADDED_READABLE = 0.85  # the same for ink that the detector passed over
_UPRIGHT = 0.8  # pages recognised with a lower mean score may stand on their head
_SURE = 0.99  # no recognised page is trusted more
_DOUBTFUL = 0.95  # figures with a digit recognised with a lower score are doubtful
_LOOKED_AT = 9  # strips that tell which way up a page is
_THREADS = 4


class _Read(NamedTuple):
    """A page as recognised one way up."""

    readings: Sequence[Reading]
    rules: tuple[Sequence[Bar], Sequence[Bar]]
    scale: float
    score: float
    upside_down: bool
    skew: float


def is_available() -> bool:
    """Tell whether the extra that reads scanned pages is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(number: int, picture: Picture, width: float, height: float) -> Page:
    """Recognise the characters and ruling lines of a page.

    Args:
        number: the page's number, from 1.
        picture: the page as displayed, best at `DPI`.
        width: its width in points.
        height: its height in points.

    Returns: a page with a glyph a character, its rules, and how sure the recognition is. A page that lies on its
        side or stands on its head is turned, one that lies askew is put straight; coordinates are those after
        (`Page.turned`, `Page.skew`).

    Raises:
        FiscalError: if the extra is not installed or its models are not where they belong.
    """
    from fiscalnlp.read.scan_glyphs import place_glyphs  # noqa: PLC0415 - needs the extra
    from fiscalnlp.read.scan_straighten import grey_page, turned_by  # noqa: PLC0415

    _engine()
    unit = max(1.0, max(width, height) / _LARGEST)
    grey, scale = grey_page(picture, width / unit, height / unit)
    turned = 0
    best = _read(grey, scale)
    if best is None:
        turned = 90
        best = _read(turned_by(grey, turned), scale, sideways=False)
    if best.readings and (best.upside_down or best.score < _UPRIGHT):
        other = _read(turned_by(grey, turned + 180), scale, sideways=False)
        if other.score > best.score:
            best, turned = other, turned + 180
    if turned in (90, 270):
        width, height = height, width
    best = best._replace(scale=scale / unit)
    glyphs = place_glyphs(best.readings, best.scale)
    return Page(
        number,
        width,
        height,
        glyphs,
        _rules(best),
        turned=turned,
        skew=best.skew,
        confidence=min(best.score, _SURE) if best.readings else 1.0,
        doubts=_doubts(best),
    )


def recognition_warnings(page: Page) -> list[str]:
    """Return what is to be said of a page that was recognised."""
    warnings = [f"page {page.number} was read by OCR"]
    if page.turned:
        warnings.append(f"page {page.number} lay on its side or head and was turned by {page.turned} degrees")
    if page.doubts:
        warnings.append(f"page {page.number}: {len(page.doubts)} figures were recognised with doubt")
    return warnings


@overload
def _read(grey: Grey, scale: float, *, sideways: Literal[False]) -> _Read: ...


@overload
def _read(grey: Grey, scale: float) -> _Read | None: ...


def _read(grey: Grey, scale: float, *, sideways: bool = True) -> _Read | None:
    """Recognise a page as it stands; with `sideways`, return `None` where its lines run up or down."""
    from fiscalnlp.read.ocr_text import corrected  # noqa: PLC0415
    from fiscalnlp.read.scan_glyphs import Reading  # noqa: PLC0415
    from fiscalnlp.read.scan_rules import erase_bars, find_bars  # noqa: PLC0415
    from fiscalnlp.read.scan_straighten import skew_of, straightened  # noqa: PLC0415
    from fiscalnlp.read.scan_strips import find_strips  # noqa: PLC0415

    skew = skew_of(grey, scale)
    level = straightened(grey, skew)
    rows, columns = find_bars(level, scale)
    clean = erase_bars(level, rows, columns, scale)
    boxes = _detect(clean, scale)
    if sideways and _run_down(boxes):
        return None
    strips = find_strips(clean, boxes, columns, scale)
    crops = _crops(clean, strips)
    readings = []
    for strip, characters in zip(strips, _recognise(crops), strict=True):
        text = "".join(character.text for character in characters)
        least = _ADDED_READABLE if strip.added else _READABLE
        if text.strip() and _mean(characters) >= least:
            readings.append(Reading(strip, corrected(characters)))
    everything = [character for reading in readings for character in reading.characters]
    return _Read(readings, (rows, columns), scale, _mean(everything), _stand_on_their_heads(crops), skew)


def _mean(characters: Sequence[Character]) -> float:
    return sum(character.score for character in characters) / max(1, len(characters))


def _rules(read: _Read) -> tuple[Rule, ...]:
    rows, columns = read.rules
    scale = read.scale
    return (
        *(Rule(bar.start / scale, bar.at / scale, bar.end / scale, bar.at / scale) for bar in rows),
        *(Rule(bar.at / scale, bar.start / scale, bar.at / scale, bar.end / scale) for bar in columns),
    )


def _doubts(read: _Read) -> tuple[Doubt, ...]:
    """Return the strips in which a digit was recognised with a low score."""
    doubts = []
    for reading in read.readings:
        least = min((part.score for part in reading.characters if part.text.isdigit()), default=1.0)
        if least < _DOUBTFUL:
            x0, y0, x1, y1 = (edge / read.scale for edge in reading.strip.crop)
            doubts.append(Doubt(x0, y0, x1, y1, least))
    return tuple(doubts)


def _run_down(boxes: Sequence[Box]) -> bool:
    """Tell whether most of the text lies in boxes that are higher than wide."""
    sizes = [(box.x1 - box.x0, box.y1 - box.y0) for box in boxes]
    return sum(down for across, down in sizes if down > 1.5 * across) > sum(
        across for across, down in sizes if across > 1.5 * down
    )


# -- the engine -------------------------------------------------------------------------------------------


@cache
def _engine() -> Any:
    """Return the engine with the models of its own package, loaded once.

    Raises:
        FiscalError: if it is not installed or a model is not in its package.
    """
    if not is_available():
        raise MissingExtraError.of("OCR", "rapidocr", "ocr")
    import rapidocr  # noqa: PLC0415 - heavy, and an extra

    folder = Path(rapidocr.__file__).parent / "models"
    models = {name: folder / file for name, file in _MODELS.items()}
    missing = [str(path) for path in models.values() if not path.is_file()]
    if missing:  # without a path the engine would fetch them
        raise FiscalError("OCR", f"a model is not where {EXTRA} puts it: {', '.join(missing)}")
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": 100_000,  # the page comes at the size it is to be looked at
            "Global.return_word_box": True,
            "Det.model_path": str(models["det"]),
            "Det.limit_side_len": 32,
            "Cls.model_path": str(models["cls"]),
            "Rec.model_path": str(models["rec"]),
            "Rec.rec_img_shape": [3, 48, 80],  # strips are padded to this width: figures are short
            "EngineConfig.onnxruntime.intra_op_num_threads": min(_THREADS, os.cpu_count() or 1),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _detect(page: Grey, scale: float) -> list[Box]:
    """Return where the engine detects text, in pixels of the page."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from fiscalnlp.read.scan_strips import Box  # noqa: PLC0415

    factor = _DETECTION_SCALE / scale
    small = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = _engine()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    ratio = np.array([page.shape[1] / small.shape[1], page.shape[0] / small.shape[0]])
    corners = np.asarray(found.boxes, dtype=float).reshape(-1, 4, 2) * ratio
    edges = np.concatenate([np.floor(corners.min(axis=1)), np.ceil(corners.max(axis=1))], axis=1)
    return [Box(*box) for box in edges.astype(int).tolist()]


def _crops(page: Grey, strips: Sequence[Strip]) -> list[Any]:
    """Return the pixels of each strip as the engine wants them."""
    import cv2  # noqa: PLC0415

    boxes = [strip.crop for strip in strips]
    return [cv2.cvtColor(page[box.y0 : box.y1, box.x0 : box.x1], cv2.COLOR_GRAY2BGR) for box in boxes]


def _stand_on_their_heads(crops: Sequence[Any]) -> bool:
    """Tell whether most of the longest strips are upside down."""
    longest = sorted(crops, key=lambda crop: -int(crop.shape[1]))[:_LOOKED_AT]
    if not longest:
        return False
    _, found = _engine().cls_and_rotate(longest)
    labels = [str(label) for label, _ in found.cls_res]
    return 2 * labels.count("180") > len(labels)


def _recognise(crops: Sequence[Any]) -> list[tuple[Character, ...]]:
    """Return the characters of each strip."""
    if not crops:
        return []
    found = _engine().recognize_txt(crops)
    return [
        _characters(text, score, columns)
        for text, score, columns in zip(found.txts, found.scores, found.word_results, strict=True)
    ]


def _characters(text: str, score: float, columns: Any) -> tuple[Character, ...]:
    """Return the characters of a strip; the engine gives columns to those that are no white space."""
    from fiscalnlp.read.ocr_text import Character  # noqa: PLC0415

    if not text:
        return ()
    places = iter([place for word in columns.word_cols for place in word])
    scores = columns.confs if len(columns.confs) == len(text) else [score] * len(text)
    found: list[Character] = []
    middle = 0.0
    for character, sure in zip(text, scores, strict=True):
        if not character.isspace():
            middle = (next(places) + 0.5) / columns.line_txt_len
        found.append(Character(" " if character.isspace() else character, min(middle, 1.0), float(sure)))
    return tuple(found)
