"""A report of findings as one HTML file: pictures of the pages, or the text, with the figures marked.

The file needs nothing else and runs no script: its Content-Security-Policy allows its own style sheet and
pictures inside it, and all text of documents is escaped. Language and severities are chosen by form fields that
the style sheet looks at.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined

from fiscalnlp.data import read_text
from fiscalnlp.export.finding_words import Language, number, summary, where, words
from fiscalnlp.export.findings import SEVERITIES, CheckedDocument, CheckReport, LocatedFinding
from fiscalnlp.export.strips import strips
from fiscalnlp.export.target import Target, opened
from fiscalnlp.model.place import Box
from fiscalnlp.read.original import PICTURE_TYPE

#: Source → strip of a page → its picture.
Pictures = Mapping[str, Mapping[Box, bytes]]

_TEMPLATE, _STYLE = "templates/findings.html", "templates/findings.css"
#: Points that a mark is wider than the box of its words, on every side.
_ROOM = 1.5
#: Width of the badge with a place's number, in points.
_BADGE = 11.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a strip, in points of the page; `badge` is where the number stands of a place that begins here."""

    place: int
    x: float
    y: float
    width: float
    height: float
    badge: float | None


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of a page with the marks on it; `href` is the picture as a data URL."""

    box: Box
    href: str
    marks: tuple[Mark, ...]


def render(report: CheckReport, *, pictures: Pictures, language: Language = "zh") -> str:
    """Return the report as an HTML document.

    Args:
        report: what was found.
        pictures: pictures of the strips (`export.strips.strips_of`); a finding without shows its text.
        language: the one shown first.
    """
    style = read_text(_STYLE)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(number=number, where=where)
    both: dict[str, dict[str, str]] = {"zh": words("zh"), "en": words("en")}
    return environment.from_string(read_text(_TEMPLATE)).render(
        report=report,
        style=style,
        style_hash=f"sha256-{digest}",
        language=language,
        words=both,
        summary={"zh": summary(report, "zh"), "en": summary(report, "en")},
        severities=SEVERITIES,
        strips=lambda document: _by_finding(document, pictures.get(document.source, {})),
        version=report.version,
    )


def write(report: CheckReport, target: Target, *, pictures: Pictures, language: Language = "zh") -> None:
    """Write the report to a path or an open binary stream; otherwise like `render`.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        file.write(render(report, pictures=pictures, language=language).encode("utf-8", "replace"))


def _by_finding(document: CheckedDocument, pictures: Mapping[Box, bytes]) -> dict[str, list[Strip]]:
    pages = {page.page: page for page in document.pages}
    return {
        finding.id: [
            Strip(box, _data_url(pictures[box]), tuple(_marks(finding, box)))
            for box in strips(finding, pages)
            if box in pictures
        ]
        for finding in document.findings
    }


def _data_url(picture: bytes) -> str:
    return f"data:{PICTURE_TYPE};base64,{base64.b64encode(picture).decode()}"


def _marks(finding: LocatedFinding, strip: Box) -> list[Mark]:
    """Return the marks on a strip, the larger first, so that one within another is seen."""
    marks: list[Mark] = []
    taken: list[tuple[float, float]] = []  # by badges
    for index, place in enumerate(finding.places):
        for position, box in enumerate(place.boxes or ()):
            if box.page != strip.page or not strip.y0 <= box.y0 <= box.y1 <= strip.y1:
                continue
            x, y = round(box.x0 - _ROOM, 2), round(box.y0 - _ROOM, 2)
            badge = None
            if position == 0:
                badge = x
                while any(abs(badge - left) < _BADGE and abs(y - top) < _BADGE for left, top in taken):
                    badge += _BADGE
                taken.append((badge, y))
            width, height = round(box.x1 - box.x0 + 2 * _ROOM, 2), round(box.y1 - box.y0 + 2 * _ROOM, 2)
            marks.append(Mark(index, x, y, width, height, badge))
    return sorted(marks, key=lambda mark: -mark.width * mark.height)
