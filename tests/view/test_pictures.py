"""Pages as pictures: each whole, upright, and none where a source has no pages."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from fiscalnlp import Document, Pipeline
from fiscalnlp.read.original import DPI, open_original
from fiscalnlp.view.pictures import page_pictures
from generator.styles import STYLES
from generator.writers.pdf import PdfLayout, write_pdf


def test_a_text_has_no_pictures(haigang: Document) -> None:
    assert page_pictures(open_original(haigang.name), haigang.source) == {}


def test_each_page_is_as_large_as_it_was_read(pipeline: Pipeline, tmp_path: Path) -> None:
    path = tmp_path / "accounts.pdf"
    path.write_bytes(write_pdf(STYLES["final-accounts"].disclosure(7), PdfLayout(rotate=True)))
    document = pipeline.read(path)
    pictures = page_pictures(open_original(str(path)), document.source)
    assert list(pictures) == [page.number for page in document.source.pages]
    for page in document.source.pages:
        picture = Image.open(io.BytesIO(pictures[page.number or 0]))
        assert abs(picture.width - (page.width or 0) * DPI / 72) <= 2
        assert abs(picture.height - (page.height or 0) * DPI / 72) <= 2
