"""The strips of pages on which a finding's places stand: as wide as the page, no higher than they need be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fiscalnlp.export.findings import CheckedDocument, LocatedFinding, PageShape
from fiscalnlp.model.place import Box

#: Points shown above and below a place.
_MARGIN = 34.0
#: Strips with less than this between them are one.
_GAP = 40.0


def strips(finding: LocatedFinding, pages: Mapping[int, PageShape]) -> Iterator[Box]:
    """Yield the strips of a finding: by page, the page in question first, from the top down."""
    boxes = [box for place in finding.places for box in place.boxes or ()]
    for number in dict.fromkeys(box.page for box in boxes):
        page = pages.get(number)
        if page is None:
            continue
        runs: list[tuple[float, float]] = []
        for top, bottom in sorted((box.y0, box.y1) for box in boxes if box.page == number):
            if runs and top - runs[-1][1] <= 2 * _MARGIN + _GAP:
                runs[-1] = runs[-1][0], max(runs[-1][1], bottom)
            else:
                runs.append((top, bottom))
        for top, bottom in runs:
            y0, y1 = max(0.0, float(round(top - _MARGIN))), min(page.height, float(round(bottom + _MARGIN)))
            yield Box(number, 0.0, y0, page.width, y1)


def strips_of(document: CheckedDocument) -> list[Box]:
    """Return the strips of all findings of a document, each once."""
    pages = {page.page: page for page in document.pages}
    return list(dict.fromkeys(strip for finding in document.findings for strip in strips(finding, pages)))
