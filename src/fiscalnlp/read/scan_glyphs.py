"""Recognised strips of a page → glyphs: size and baseline from the ink, places from the recogniser's columns.

Sizes are made one where they differ by less than print does, and the strips of one printed line get one
baseline, so that the layout finds the lines and paragraphs it would find in a text layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from fiscalnlp.read.ocr_text import Character
from fiscalnlp.read.scan_strips import Strip
from fiscalnlp.read.source import Glyph

_FULL_INK = 0.92  # height of a full-width character's ink in font sizes
_FULL_FOOT = 0.09  # how far that ink goes below the baseline
_DIGIT_INK = 0.69  # height of digits and capital letters
_ASCENT, _DESCENT = 0.86, 0.14  # of a glyph's box, as in the fonts that disclosures are printed in
_SAME_SIZE = 0.08  # sizes closer than this share are one
_SAME_BASELINE = 0.25  # of the size: strips that differ less stand in one line
_GAP = 0.8  # of the size: white space wider than this, beyond the characters' own, is a gap

_HALF_MARKS = frozenset("，。、；：！？）》】”’（《【“‘")
_OPENING = frozenset("（《【“‘")
_NARROW = frozenset(".,:;!'|·")


@dataclass(slots=True)
class Reading:
    """A strip with what was recognised in it; size and baseline in pixels."""

    strip: Strip
    characters: tuple[Character, ...]
    size: float = 0.0
    baseline: float = 0.0

    def measure(self) -> None:
        """Estimate size and baseline from the ink."""
        ink = self.strip.ink
        pitch = self._pitch()
        digits = [
            (foot - top, foot)
            for top, foot in zip(self.strip.tops, self.strip.feet, strict=True)
            if 2 * (foot - top) > ink.y1 - ink.y0
        ]
        if any(_is_full(character.text) and character.text not in _HALF_MARKS for character in self.characters):
            size = (ink.y1 - ink.y0) / _FULL_INK
            self.size = pitch if pitch and 0.75 * size < pitch < 1.06 * size else size
            self.baseline = ink.y1 - _FULL_FOOT * self.size
        elif digits and any(character.text.isalnum() for character in self.characters):
            self.size = median(height for height, _ in digits) / _DIGIT_INK
            self.baseline = median(foot for _, foot in digits)
        else:  # marks only: their ink says little, so the box does
            self.size = (self.strip.crop.y1 - self.strip.crop.y0) / 1.4
            self.baseline = (self.strip.crop.y0 + self.strip.crop.y1) / 2 + 0.36 * self.size

    def _pitch(self) -> float | None:
        """Return the distance of neighbouring Chinese characters, `None` where there are too few."""
        width = self.strip.crop.x1 - self.strip.crop.x0
        steps = [
            (after.middle - before.middle) * width
            for before, after in pairwise(self.characters)
            if "\u4e00" <= before.text <= "\u9fff" and "\u4e00" <= after.text <= "\u9fff"
        ]
        return sum(steps) / len(steps) if len(steps) >= 6 else None


def place_glyphs(readings: Sequence[Reading], scale: float) -> tuple[Glyph, ...]:
    """Return the glyphs of a page, in points, strip by strip from the top.

    Args:
        readings: what was recognised, without empty strips.
        scale: pixels a point.
    """
    for reading in readings:
        reading.measure()
    _share_sizes(readings)
    lines = _share_baselines(readings)
    return tuple(glyph for reading in lines for glyph in _glyphs(reading, scale))


def _share_sizes(readings: Iterable[Reading]) -> None:
    """Give all strips of about one size the size that most characters of them have."""
    left = sorted(readings, key=lambda reading: reading.size)
    while left:
        best: list[Reading] = []
        most = -1
        start = weight = 0
        for end, reading in enumerate(left):
            weight += len(reading.characters)
            while left[start].size < reading.size * (1 - 2 * _SAME_SIZE):
                weight -= len(left[start].characters)
                start += 1
            if weight > most:
                most, best = weight, left[start : end + 1]
        size = median(reading.size for reading in best for _ in reading.characters)
        chosen = {id(reading) for reading in best}
        left = [reading for reading in left if id(reading) not in chosen]
        for reading in best:
            reading.size = size


def _share_baselines(readings: Iterable[Reading]) -> list[Reading]:
    """Give the strips that stand in one line its baseline; return them by line, each from left to right."""
    lines: list[list[Reading]] = []
    for reading in sorted(readings, key=lambda reading: (reading.baseline, reading.strip.crop)):
        line = lines[-1] if lines else []
        if line and reading.baseline - line[0].baseline <= _SAME_BASELINE * min(reading.size, line[0].size):
            line.append(reading)
        else:
            lines.append([reading])
    for line in lines:
        baseline = median(reading.baseline for reading in line for _ in reading.characters)
        for reading in line:
            reading.baseline = baseline
        line.sort(key=lambda reading: reading.strip.crop)
    return [reading for line in lines for reading in line]


def _glyphs(reading: Reading, scale: float) -> list[Glyph]:
    size, y = reading.size / scale, reading.baseline / scale
    glyphs = []
    for character, (x0, x1) in zip(reading.characters, _places(reading), strict=True):
        if not character.text.isspace():
            left, right = x0 / scale, x1 / scale
            top, foot = y - _ASCENT * size, y + _DESCENT * size
            glyphs.append(Glyph(character.text, left, y, left, top, right, foot, size))
    return glyphs


def _places(reading: Reading) -> list[tuple[float, float]]:
    """Return from where to where each character reaches, in pixels: neighbours touch unless there is a gap."""
    crop, ink, size = reading.strip.crop, reading.strip.ink, reading.size
    texts = [character.text for character in reading.characters]
    widths = [_width(text) * size for text in texts]
    middles = [crop.x0 + character.middle * (crop.x1 - crop.x0) for character in reading.characters]
    # The recogniser knows about where a character is; the ink tells where the strip begins and ends.
    left = ink.x0 - (0.5 * size if texts[0] in _OPENING else 0.04 * size)
    right = ink.x1 + (0.6 * size if texts[-1] in _HALF_MARKS - _OPENING else 0.04 * size)
    first, last = left + widths[0] / 2, right - widths[-1] / 2
    if last > first and middles[-1] > middles[0]:
        stretch = (last - first) / (middles[-1] - middles[0])
        middles = [first + (middle - middles[0]) * stretch for middle in middles]
    else:
        middles = [first + (last - first) * index / max(1, len(texts) - 1) for index in range(len(texts))]
    places = [[middle - width / 2, middle + width / 2] for middle, width in zip(middles, widths, strict=True)]
    for index, (before, after) in enumerate(pairwise(places)):
        own = widths[index], widths[index + 1]
        gap = after[0] - before[1]
        if " " in (texts[index], texts[index + 1]):
            continue
        if gap <= _GAP * size:
            before[1] = after[0] = before[1] + gap * own[0] / (own[0] + own[1])
    places[0][0], places[-1][1] = min(left, places[0][1]), max(right, places[-1][0])
    return [(max(0.0, x0), max(x0, x1)) for x0, x1 in places]


def _is_full(text: str) -> bool:
    return text >= "\u2000"


def _width(text: str) -> float:
    """Return a character's usual width in font sizes."""
    if _is_full(text):
        return 1.0
    return 0.27 if text in _NARROW else 0.5
