"""Watermarks: large characters that stand at the same place on many pages (仅供参考)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from fiscalnlp.read.source import Glyph, Page

#: Font size from which on a character may be part of a watermark.
LARGE = 30.0
#: Pages on which it must stand, at least, and their share.
ENOUGH_PAGES, ENOUGH_SHARE = 3, 0.5

Place = tuple[str, int, int, int]


def without_watermarks(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return `pages` without the large characters that repeat at one place on half of them or more."""
    counts: Counter[Place] = Counter()
    large = [{_place(glyph) for glyph in page.glyphs if glyph.size >= LARGE} for page in pages]
    for places in large:
        counts.update(places)
    many = max(ENOUGH_PAGES, ENOUGH_SHARE * sum(bool(page.glyphs) for page in pages))
    marks = {place for place, count in counts.items() if count >= many}
    if not marks:
        return tuple(pages)
    return tuple(
        replace(page, glyphs=tuple(g for g in page.glyphs if g.size < LARGE or _place(g) not in marks))
        if places & marks
        else page
        for page, places in zip(pages, large, strict=True)
    )


def _place(glyph: Glyph) -> Place:
    return glyph.text, round(glyph.x / 2), round(glyph.y / 2), round(glyph.size)
