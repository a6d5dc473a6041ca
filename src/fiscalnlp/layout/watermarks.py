"""Watermarks: large characters that stand at the same place on many pages (仅供参考)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fiscalnlp.read.glyphs import SIZE, Glyphs
from fiscalnlp.read.source import Glyph, Page

#: Font size from which on a character may be part of a watermark.
LARGE = 30.0
#: Pages on which it must stand, at least, and their share.
ENOUGH_PAGES, ENOUGH_SHARE = 3, 0.5

Place = tuple[str, int, int, int]


def without_watermarks(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return `pages` without the large characters that repeat at one place on half of them or more."""
    counts: Counter[Place] = Counter()
    columns = [Glyphs.of(page.glyphs) for page in pages]
    large = [_large(glyphs) for glyphs in columns]
    for places in large:
        counts.update(set(places.values()))
    many = max(ENOUGH_PAGES, ENOUGH_SHARE * sum(bool(page.glyphs) for page in pages))
    marks = {place for place, count in counts.items() if count >= many}
    if not marks:
        return tuple(pages)
    return tuple(
        _without(page, glyphs, [index for index, place in places.items() if place in marks])
        for page, glyphs, places in zip(pages, columns, large, strict=True)
    )


def _large(glyphs: Glyphs) -> dict[int, Place]:
    return {index: _place(glyphs[index]) for index in np.flatnonzero(glyphs.places[:, SIZE] >= LARGE).tolist()}


def _without(page: Page, glyphs: Glyphs, marks: Sequence[int]) -> Page:
    if not marks:
        return page
    kept = np.ones(len(glyphs), bool)
    kept[list(marks)] = False
    return replace(page, glyphs=Glyphs(glyphs.codes[kept], glyphs.places[kept]))


def _place(glyph: Glyph) -> Place:
    return glyph.text, round(glyph.x / 2), round(glyph.y / 2), round(glyph.size)
