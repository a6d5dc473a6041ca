"""Scanned pages read back: drawn as a PDF, turned into pixels, recognised."""

import io
import logging
import socket
from dataclasses import replace
from functools import cache

import pymupdf
import pytest

from extras import extra
from fiscalnlp.errors import BrokenSourceError, UnsupportedSourceError
from fiscalnlp.layout import lay_out
from fiscalnlp.layout.glyph_lines import group_lines
from fiscalnlp.layout.tables import find_grids
from fiscalnlp.model.place import Span
from fiscalnlp.pipeline import load
from fiscalnlp.read import ocr, read_source
from fiscalnlp.read.images import read_image
from fiscalnlp.read.ocr import recognise
from fiscalnlp.read.picture import Picture
from fiscalnlp.read.source import Doubt, Source
from pdf_factory import PageSpec, draw

extra("rapidocr")

PROSE = (
    (60, 70, "2024年度支出总计1,234.56万元，比上年增加8.4%。", 14),
    (32, 95, "其中：基本支出95.36万元，项目支出1,139.20万元。", 14),
)
ROWS = (
    ("科目编码", "科目名称", "决算数"),
    ("30101", "基本工资", "1,402.12"),
    ("30102", "津贴补贴", "0.00"),
    ("", "合计", "7"),
)


def spec():
    drawn = PageSpec(width=420, height=260, texts=list(PROSE))
    return drawn.table((40, 120, 260, 380), (120, 140, 160, 180, 200), ROWS, size=12)


def picture(*, angle=0.0, dpi=200):
    page = pymupdf.open(stream=draw(spec()))[0]
    matrix = pymupdf.Matrix(dpi / 72, dpi / 72)
    pixels = page.get_pixmap(matrix=matrix, alpha=False)
    from PIL import Image

    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    return image.rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor="white", expand=angle % 90 == 0)


def read(image):
    width, height = (420, 260) if image.width > image.height else (260, 420)
    return recognise(1, Picture(image.width, image.height, image.tobytes(), 3), width, height)


@cache
def straight():
    return read(picture())


def texts_of(page):
    grids, lines = find_grids(page, group_lines(page))
    return [line.text for line in lines], [cell.text for grid in grids for cell in grid.cells]


def test_prose_and_cells_are_read_back_exactly():
    lines, cells = texts_of(straight())
    assert lines == [text for _, _, text, _ in PROSE]
    assert cells == [cell for row in ROWS for cell in row]


def test_glyphs_stand_where_they_were_drawn():
    first, second = group_lines(straight())[:2]
    for line, (x, y, _, size) in zip((first, second), PROSE, strict=True):
        assert line.x0 == pytest.approx(x, abs=size / 2)
        assert line.y == pytest.approx(y, abs=size / 5)
        assert line.size == pytest.approx(size, rel=0.1)
    page = straight()
    assert all(0 <= g.x0 <= g.x1 <= page.width and 0 <= g.y0 < g.y1 <= page.height for g in page.glyphs)


def test_a_page_laid_askew_is_put_straight():
    assert texts_of(read(picture(angle=-3))) == texts_of(straight())


@pytest.mark.parametrize(("angle", "turned"), [(90, 270), (180, 180)])
def test_a_page_on_its_side_or_head_is_turned(angle, turned):
    page = read(picture(angle=angle))
    assert page.turned == turned
    assert (page.width, page.height) == (420, 260)
    assert texts_of(page) == texts_of(straight())


def test_recognition_is_quiet_offline_and_the_same_every_time(monkeypatch, caplog, capfd):
    def refused(*_):
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refused)
    ocr._engine.cache_clear()
    with caplog.at_level(logging.DEBUG):
        assert read(picture()) == straight()
    assert [entry for entry in caplog.records if entry.name == "RapidOCR"] == []
    assert capfd.readouterr() == ("", "")


def test_records_of_a_recognised_page_are_no_surer_than_it(tmp_path):
    document = load().read(scan(tmp_path))
    assert document.warnings == ("page 1 was read by OCR",)
    assert [str(amount.yuan) for amount in document.amounts] == ["12345600", "953600", "11392000"]
    assert 0.9 < max(record.confidence for record in document.records()) <= straight().confidence < 1


def scan(folder):
    document = pymupdf.open()
    pixels = io.BytesIO()
    picture().save(pixels, "PNG")
    document.new_page(width=420, height=260).insert_image((0, 0, 420, 260), stream=pixels.getvalue())
    path = folder / "scan.pdf"
    document.save(path)
    return path


def test_a_doubtful_figure_lowers_the_confidence_of_what_holds_it():
    page = replace(straight(), doubts=(Doubt(160, 55, 240, 75, 0.5),))
    layout = lay_out(Source("scan", "", "image/png", (page,)))
    start = layout.text.index("1,234.56")
    assert layout.confidence_of(Span(start, start + 8)) == 0.5
    assert layout.confidence_of(Span(0, 4)) == page.confidence


def test_without_the_extra_a_scan_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    source = read_source(scan(tmp_path))
    assert source.pages[0].glyphs == ()
    assert source.warnings == ("page 1 has no text layer (scanned?); install fiscalnlp[ocr] to have it read",)
    with pytest.raises(UnsupportedSourceError, match=r"scan\.png: is an image, .*: install fiscalnlp\[ocr\]"):
        read_image(b"\x89PNG", "scan.png")


def encoded(kind, **options):
    target = io.BytesIO()
    picture().save(target, kind, **options)
    return target.getvalue()


def test_a_tiff_has_a_page_a_frame_of_the_size_its_tag_says():
    frame = picture()
    data = encoded("TIFF", save_all=True, append_images=[frame], dpi=(200, 200))
    pages, warnings = read_image(data, "scan.tiff")
    assert [page.number for page in pages] == [1, 2]
    assert warnings == ("page 1 was read by OCR", "page 2 was read by OCR")
    assert pages[0].width == pytest.approx(420, abs=1)
    assert texts_of(pages[1]) == texts_of(straight())


def test_an_image_without_a_resolution_is_as_wide_as_a4():
    (page,), _ = read_image(encoded("PNG"), "scan.png")
    assert page.width == pytest.approx(841.89)  # it is wider than high
    assert texts_of(page) == texts_of(straight())


def test_a_damaged_image_is_named():
    with pytest.raises(BrokenSourceError, match=r"half\.png: damaged image"):
        read_image(encoded("PNG")[:2000], "half.png")
