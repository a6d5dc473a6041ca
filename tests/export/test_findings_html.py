"""The HTML report: nothing from documents is markup, nothing runs, the marks are where the figures are."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser

from finding_factory import finding, place, report
from PIL import Image

from fiscalnlp.export.findings import PageShape, UnreadSource
from fiscalnlp.export.findings_html import render
from fiscalnlp.export.strips import strips_of
from fiscalnlp.model.place import Box
from fiscalnlp.read.detect import Kind
from fiscalnlp.read.original import Original
from pdf_factory import PageSpec, draw

HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(1)>"'&{{7*7}}{% raw %}\x00</style>"""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)


def test_hostile_text_stays_text() -> None:
    page = render(
        report(
            finding(place(HOSTILE), text=HOSTILE),
            source=f"{HOSTILE}.txt",
            title=HOSTILE,
            failures=[UnreadSource(source=HOSTILE, stage="read", cause=HOSTILE)],
        ),
        pictures={},
    )
    parser = _Tags()
    parser.feed(page)
    assert {"script", "img", "iframe"}.isdisjoint(parser.tags)
    assert parser.tags.count("style") == 1
    assert not [name for name in parser.attributes if name.startswith("on") or name == "style"]
    assert "{{7*7}}" in page


def test_the_policy_allows_its_own_style_and_pictures_only() -> None:
    page = render(report(finding()), pictures={})
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert style
    assert policy
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert policy.group(1).split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert "<script" not in page
    assert not re.findall(r'(?:href|src)="(?!#|data:)', page)


def test_it_speaks_the_language_wanted_first_and_holds_both() -> None:
    page = render(report(finding()), pictures={}, language="en")
    assert 'id="lang-en" checked' in page
    assert '<span class="zh" lang="zh-CN">占8.00%</span><span class="en" lang="en">8.00% is printed</span>' in page


def test_a_clean_report_says_so() -> None:
    assert "未发现前后矛盾" in render(report(), pictures={})


def test_marks_stand_on_the_figures() -> None:
    """Both figures of a page are drawn in ink inside their marks; between them there is paper."""
    original = Original("a.pdf", draw(PageSpec(texts=[(100, 300, "8.00", 12), (300, 420, "9.00", 12)])), Kind.PDF)
    boxes = [Box(1, 100, 289, 130, 303), Box(1, 300, 409, 330, 423)]
    found = report(
        finding(*(place(boxes=[box]) for box in boxes)), pages=[PageShape(page=1, width=595, height=842)]
    )
    [document] = found.documents
    areas = strips_of(document)
    pictures = original.pictures(areas)
    page = render(found, pictures={document.source: pictures})
    [(x0, y0, width, height)] = [
        tuple(map(float, m)) for m in re.findall(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', page)
    ]
    marks = [
        tuple(map(float, m)) for m in re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', page)
    ]
    picture = Image.open(io.BytesIO(pictures[areas[0]])).convert("L")
    scale = picture.width / width
    assert abs(picture.height / height - scale) < 0.05

    def darkest(left: float, top: float, right: float, bottom: float) -> int:
        cut = ((left - x0) * scale, (top - y0) * scale, (right - x0) * scale, (bottom - y0) * scale)
        return int(picture.crop(tuple(map(round, cut))).getextrema()[0])

    assert len(marks) == 2
    assert all(darkest(x, y, x + w, y + h) < 100 for x, y, w, h in marks)
    assert darkest(100, 310, 500, 400) > 200


def test_a_finding_whose_page_cannot_be_drawn_shows_its_text() -> None:
    found = report(finding(place(boxes=[Box(1, 1, 1, 9, 9)])), pages=[PageShape(page=1, width=9, height=9)])
    page = render(found, pictures={})
    assert "<blockquote" in page
    assert "<svg" not in page
