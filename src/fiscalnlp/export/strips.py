"""The strips of pages on which a finding's places stand: as wide as the page, no higher than they need be."""

from __future__ import annotations

from collections.abc import Iterator

from fiscalnlp.export.findings import CheckedDocument, LocatedFinding, PageShape
from fiscalnlp.model.place import Box

#: Points shown above and below a place.
_MARGIN = 34.0
#: Strips with less than this between them are one.
_GAP = 40.0


def strips(finding: LocatedFinding, pages: dict[int, PageShape]) -> Iterator[Box]:
    """Yield the strips of a finding: by page, the page in question first, from the top down."""
    boxes = [box for place in finding.places for box in place.boxes or ()]
    for number in dict.fromkeys(box.page for box in boxes):
        page = pages.get(number)
        if page is None:
            continue
        top = bottom = None
        for box in sorted((box for box in boxes if box.page == number), key=lambda box: box.y0):
            if top is not None and bottom is not None and box.y0 - _MARGIN <= bottom + _MARGIN + _GAP:
                bottom = max(bottom, box.y1)
                continue
            if top is not None and bottom is not None:
                yield _strip(page, top, bottom)
            top, bottom = box.y0, box.y1
        if top is not None and bottom is not None:
            yield _strip(page, top, bottom)


def strips_of(document: CheckedDocument) -> list[Box]:
    """Return the strips of all findings of a document, each once."""
    pages = {page.page: page for page in document.pages}
    return list(dict.fromkeys(strip for finding in document.findings for strip in strips(finding, pages)))


def _strip(page: PageShape, top: float, bottom: float) -> Box:
    return Box(
        page.page,
        0.0,
        float(round(max(0.0, top - _MARGIN))),
        page.width,
        min(page.height, float(round(bottom + _MARGIN))),
    )
