"""The original file once more: its text, and areas of its pages as pictures, upright as they were read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from disclosure_factory import final_accounts
from fiscalnlp import FiscalError
from fiscalnlp.model.place import Box
from fiscalnlp.read import ReadOptions, read_source
from fiscalnlp.read.original import DPI, open_original
from pdf_factory import PageSpec, draw

PAGE = PageSpec(texts=[(100, 200, "8.00", 20)])
INK, PAPER = Box(1, 100, 180, 150, 205), Box(1, 300, 180, 350, 205)


def _file(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def _darkest(picture: bytes) -> int:
    return int(Image.open(io.BytesIO(picture)).convert("L").getextrema()[0])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("engine", ["pymupdf", "pypdfium2"])
def test_an_area_shows_what_stands_there(tmp_path: Path, rotation: int, engine: str) -> None:
    if engine == "pypdfium2":
        pytest.importorskip("pypdfium2")
    name = _file(tmp_path, "a.pdf", draw(PageSpec(texts=PAGE.texts, rotation=rotation)))
    pictures = open_original(name, ReadOptions(pdf_engine=engine)).pictures([INK, PAPER])
    assert _darkest(pictures[INK]) < 100
    assert _darkest(pictures[PAPER]) > 200
    size = Image.open(io.BytesIO(pictures[INK])).size
    assert size == pytest.approx((50 * DPI / 72, 25 * DPI / 72), abs=2)


def test_a_page_printed_sideways_is_turned_as_it_was_read(tmp_path: Path) -> None:
    import pymupdf

    document = pymupdf.open()
    document.new_page(width=595, height=842).insert_text((300, 500), "sum 1234567890 9876543210 555", rotate=90)
    name = _file(tmp_path, "a.pdf", document.tobytes())
    [page] = read_source(name).pages
    assert page.turned == 90
    glyphs = page.glyphs
    box = Box(1, glyphs[0].x0, glyphs[0].y0, glyphs[-1].x1, glyphs[0].y1)
    picture = open_original(name).pictures([box], {1: page.turned})[box]
    cut = Image.open(io.BytesIO(picture)).convert("L")
    assert cut.width > 5 * cut.height
    assert cut.getextrema()[0] < 100


def test_an_area_of_no_page_has_no_picture(tmp_path: Path) -> None:
    name = _file(tmp_path, "a.pdf", draw(PAGE))
    assert open_original(name).pictures([Box(2, 0, 0, 9, 9)]) == {}


def test_a_scan_is_shown_no_larger_than_needed(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("L", (2480, 3508), 255).save(file, "PNG", dpi=(300, 300))
    picture = open_original(_file(tmp_path, "a.png", file.getvalue())).pictures([INK])[INK]
    assert Image.open(io.BytesIO(picture)).size == pytest.approx((83, 42), abs=2)


def test_a_text_is_what_offsets_count_in(tmp_path: Path) -> None:
    text = final_accounts("公务接待费支出1.00万元。")
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        name = _file(tmp_path, "a.txt", text.encode(encoding))
        assert open_original(name).text() == text
    assert open_original(name).pictures([INK]) == {}


def test_the_member_of_an_archive_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one/a.txt", final_accounts("甲。"))
        archive.writestr("two/b.pdf", draw(PAGE))
    assert INK in open_original(f"{path}!/two/b.pdf").pictures([INK])
    assert "甲。" in (open_original(f"{path}!/one/a.txt").text() or "")


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FiscalError, match="no such file"):
        open_original(str(tmp_path / "gone.pdf"))
