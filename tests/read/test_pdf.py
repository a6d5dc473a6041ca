from __future__ import annotations

import re
import sys
from functools import partial

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extras import extra
from fiscalnlp.errors import BrokenSourceError, FiscalError, MissingExtraError
from fiscalnlp.read import pdf
from fiscalnlp.read.ocr import DPI
from fiscalnlp.read.pdf import MAX_PIXELS, read_pdf
from fiscalnlp.read.source import Glyph, Page
from pdf_factory import PageSpec, draw, scanned


@pytest.fixture(params=["pymupdf", "pypdfium2"])
def read(request):
    extra(request.param)
    return partial(read_pdf, engine=request.param)


def drawn_text(page) -> str:
    return "".join(glyph.text for glyph in page.glyphs)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_coordinates_are_those_of_the_displayed_page(read, rotation):
    spec = PageSpec(rotation=rotation, width=400, height=300)
    spec.texts = [(50, 60, "2024")]
    spec.lines = [(50, 100, 200, 100)]
    spec.bars = [(50, 110, 51, 180)]
    (page,), warnings = read(draw(spec), "x.pdf")
    assert (page.number, page.width, page.height, page.turned) == (1, 400, 300, 0)
    assert drawn_text(page) == "2024"
    assert page.glyphs[0].x == pytest.approx(50, abs=0.01)
    assert page.glyphs[0].y == pytest.approx(60, abs=0.01)
    assert page.glyphs[0].x1 - page.glyphs[0].x0 == pytest.approx(5.56, abs=0.01)
    assert [tuple(round(v) for v in rule) for rule in page.rules] == [(50, 100, 200, 100), (50, 110, 51, 180)]
    assert warnings == ()


def test_page_printed_sideways_is_turned_and_said_so(read):
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    for column in range(3):
        page.insert_text((50 + 20 * column, 280), "sideways", rotate=90)
    page.insert_text((200, 100), "X")
    (found,), warnings = read(document.tobytes(), "x.pdf")
    assert (found.turned, found.width, found.height) == (90, 300, 400)
    assert drawn_text(found) == "sideways" * 3
    assert warnings == (
        "page 1 is printed sideways and was turned by 90 degrees",
        "page 1: 1 characters run across the text (watermark?), left out",
    )


def test_fake_bold_counts_once_and_repeated_characters_stay(read):
    spec = PageSpec(texts=[(50, 60, "合计1100....."), (50.4, 60.2, "合计1100....."), (50, 90, "合计")])
    (page,), _ = read(draw(spec), "x.pdf")
    assert drawn_text(page) == "合计1100.....合计"


@pytest.mark.parametrize(
    "text_at",
    [(-100, 60), (50, -20), (900, 60), (50, 2000)],
)
def test_characters_off_the_page_are_dropped(read, text_at):
    (page,), _ = read(draw(PageSpec(texts=[(*text_at, "off"), (50, 60, "on")])), "x.pdf")
    assert drawn_text(page) == "on"


def test_invisible_text_is_dropped_beside_visible_text_but_read_with_a_warning_alone(read):
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((50, 60), "看得见", fontname="china-s")
    page.insert_text((50, 90), "看不见", fontname="china-s", render_mode=3)
    page = document.new_page()
    page.insert_text((50, 60), "看不见", fontname="china-s", render_mode=3)
    pages, warnings = read(document.tobytes(), "x.pdf")
    assert [drawn_text(page) for page in pages] == ["看得见", "看不见"]
    assert len(warnings) == 1
    assert warnings[0].startswith("page 2 has only an invisible text layer")


def test_outlines_give_four_rules_and_shading_none(read):
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    page.draw_rect((50, 50, 150, 80), width=0.5)
    page.draw_rect((50, 100, 150, 130), color=None, fill=(0.8, 0.9, 1))
    page.draw_line((50, 150), (150, 150), color=(1, 1, 1))
    page.draw_line((50, 160), (150, 220))
    (found,), _ = read(document.tobytes(), "x.pdf")
    assert sorted(tuple(round(v) for v in rule) for rule in found.rules) == [
        (50, 50, 50, 80),
        (50, 50, 150, 50),
        (50, 80, 150, 80),
        (150, 50, 150, 80),
    ]


def with_content(content: str) -> bytes:
    """Return a PDF of one page that `content` is drawn on, `/helv` being its font."""
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    page.insert_font(fontname="helv")
    page.insert_text((0, 0), " ")  # makes a content stream
    (xref,) = page.get_contents()
    document.update_stream(xref, content.encode())
    return document.tobytes()


def test_text_and_lines_that_a_clip_path_hides_are_not_read(read):
    (page,), warnings = read(
        with_content(
            "q 40 100 300 60 re W n 0.5 w "
            "BT /helv 10 Tf 50 240 Td (above) Tj ET "
            "BT /helv 10 Tf 50 120 Td (seen) Tj 400 0 Td (off) Tj -400 -60 Td (below) Tj ET "
            "30 110 m 380 110 l S 50 200 m 150 200 l S Q "
            "BT /helv 10 Tf 50 240 Td (after) Tj ET"
        ),
        "x.pdf",
    )
    assert drawn_text(page) == "seenafter"
    assert (page.glyphs[0].x, page.glyphs[0].y) == pytest.approx((50, 180))
    assert [tuple(round(v) for v in rule) for rule in page.rules] == [(40, 190, 340, 190)]
    assert warnings == ()


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        ("0.5 w 50 100 m 150 100 l S", [(50, 200, 150, 200)]),
        ("2 w 50 100 m 50 200 l S", [(50, 100, 50, 200)]),
        ("50 100 100 1 re 50 100 1 80 re f", [(50, 120, 51, 200), (50, 199, 150, 200)]),
        # one path bent twice: the box round it does not tell its lines
        ("50 100 m 150 100 l 150 180 l S", [(50, 200, 150, 200), (150, 120, 150, 200)]),
        ("1 g 50 100 100 1 re f 1 G 50 120 m 150 120 l S", []),
        ("50 100 m 150 160 l S", []),
    ],
    ids=["thin", "thick", "bars", "bent", "white", "aslant"],
)
def test_rules_are_where_their_paths_run(read, content, rules):
    (page,), _ = read(with_content(content), "x.pdf")
    assert sorted(tuple(round(v) for v in rule) for rule in page.rules) == rules


def test_fake_bold_is_found_whatever_pieces_it_is_drawn_in(read):
    spec = PageSpec(texts=[(50, 60, "支出"), (70, 60, "总计"), (50.3, 60, "支出总计"), (50, 64, "支出")])
    (page,), _ = read(draw(spec), "x.pdf")
    assert sorted(drawn_text(page)) == sorted("支出总计支出")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (scanned(), "page 1 has no text layer (scanned?)"),
        (scanned(caption="3"), "page 1 is a picture with only 1 characters of text (scanned?)"),
        (draw(PageSpec(lines=[(50, 100, 200, 100)])), "page 1 has no text layer (text drawn as outlines?)"),
    ],
    ids=["picture", "picture with page number", "outlines"],
)
def test_a_page_without_text_is_reported(read, data, said):
    _, warnings = read(data, "x.pdf")
    assert warnings == (said,)


def test_a_blank_page_is_no_cause_for_a_warning(read):
    pages, warnings = read(draw(PageSpec(), PageSpec(texts=[(50, 60, "二")])), "x.pdf")
    assert [page.number for page in pages] == [1, 2]
    assert pages[0].glyphs == ()
    assert warnings == ()


GOOD = draw(PageSpec(texts=[(50, 60, "好")]))


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "damaged PDF"),
        (b"%PDF-1.7\nnothing in here", "damaged PDF"),
        (draw(PageSpec(texts=[(50, 60, "密")]), password="secret"), "encrypted PDF: a password is needed"),
    ],
    ids=["empty", "no objects", "encrypted"],
)
def test_unreadable_files_are_refused_with_name_and_cause(read, data, cause, capfd):
    with pytest.raises(BrokenSourceError) as caught:
        read(data, "disclosure.pdf")
    assert caught.value.source == "disclosure.pdf"
    assert caught.value.cause.startswith(cause)
    assert capfd.readouterr().err == ""


def test_a_cut_file_is_repaired_and_said_so(capfd):
    pages, warnings = read_pdf(GOOD[:-300], "x.pdf")
    assert drawn_text(pages[0]) == "好"
    assert warnings == ("the PDF is damaged and was repaired; parts of it may be missing",)
    assert capfd.readouterr().err == ""


def test_reading_twice_gives_the_same():
    assert read_pdf(GOOD, "x.pdf") == read_pdf(GOOD, "x.pdf")


def test_engines_give_the_same_lines_rules_and_places():
    extra("pypdfium2")
    spec = PageSpec(texts=[(50, 60, "某市教育局2024年度部门决算"), (50, 90, "本年收入合计1,551.25万元。")])
    spec.table((50, 150, 250), (120, 140, 160), [["项目", "金额"], ["教育支出", "264.87"]])
    spec.bars = [(50, 300, 400, 301)]
    (one,), said = read_pdf(draw(spec), "x.pdf")
    (two,), said_too = read_pdf(draw(spec), "x.pdf", engine="pypdfium2")
    assert said == said_too == ()
    assert drawn_text(one) == drawn_text(two)
    for glyph, other in zip(one.glyphs, two.glyphs, strict=True):
        assert (glyph.x, glyph.y, glyph.x1, glyph.size) == pytest.approx(
            (other.x, other.y, other.x1, other.size), abs=1
        )
    assert len(one.rules) == len(two.rules) > 0
    for rule, other in zip(sorted(one.rules), sorted(two.rules), strict=True):
        assert tuple(rule) == pytest.approx(tuple(other), abs=1)


def test_an_engine_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="no such PDF engine: poppler"):
        read_pdf(GOOD, "x.pdf", engine="poppler")


def test_an_engine_that_is_not_installed_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=re.escape("pip install 'fiscalnlp[pdfium]'")):
        read_pdf(GOOD, "x.pdf", engine="pypdfium2")


def test_a_page_without_text_is_handed_to_recognition_as_it_is_displayed(read):
    seen = []

    def recognise(number, picture, width, height):
        seen.append((number, picture.width, picture.height, picture.channels, len(picture.samples), width, height))
        return Page(number, width, height, glyphs=(Glyph("读", 10, 20, 10, 12, 20, 22, 10),))

    spec = PageSpec(texts=[(50, 60, "This page has a text layer of its own.")])
    document = pymupdf.open(stream=draw(spec), filetype="pdf")
    document.insert_pdf(pymupdf.open(stream=scanned(), filetype="pdf"))
    document[1].set_rotation(90)
    pages, warnings = read(document.tobytes(), "x.pdf", recognise=recognise)
    ((number, wide, high, channels, size, *points),) = seen
    assert (number, points, size) == (2, [200, 200], wide * high * channels)
    assert wide == pytest.approx(200 * DPI / 72, abs=1)
    assert drawn_text(pages[1]) == "读"
    (warning,) = warnings
    assert warning == "page 2 was read by OCR"


def test_a_huge_page_is_rendered_small():
    document = pymupdf.open()
    page = document.new_page(width=14_400, height=14_400)
    page.draw_line((0, 0), (100, 0))
    sizes = []
    read_pdf(document.tobytes(), "x.pdf", recognise=lambda n, p, w, h: sizes.append(p.width * p.height) or Page(n))
    assert 0 < sizes[0] <= 1.1 * MAX_PIXELS


def test_a_page_of_300_000_lines_keeps_its_text_and_is_said_to_be_incomplete():
    drawing = "".join(f"{n % 400} {n % 300} m {n % 399} {n % 299} l S\n" for n in range(300_000))
    (page,), warnings = read_pdf(with_content(f"BT /helv 10 Tf 50 240 Td (text) Tj ET {drawing}"), "x.pdf")
    assert drawn_text(page) == "text"
    assert warnings == ("page 1 has too much drawn on it; ruling lines may be missing",)


def test_a_path_of_400_000_lines_is_not_followed():
    path = "".join(f"{n % 400} {n % 300} l\n" for n in range(400_000))
    (page,), warnings = read_pdf(with_content(f"BT /helv 10 Tf 50 240 Td (text) Tj ET 0 0 m {path} S"), "x.pdf")
    assert drawn_text(page) == "text"
    assert warnings == ("page 1 has too much drawn on it; ruling lines may be missing",)


def test_too_long_a_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(BrokenSourceError, match="has 3 pages, and no more than 2 are read"):
        read_pdf(draw(PageSpec(), PageSpec(), PageSpec()), "x.pdf")


def test_too_many_characters_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 3)
    with pytest.raises(BrokenSourceError, match="holds more than 3 characters up to page 2"):
        read_pdf(draw(PageSpec(texts=[(50, 60, "ab")]), PageSpec(texts=[(50, 60, "cd")])), "x.pdf")


SEEDS = (
    draw(PageSpec(texts=[(50, 60, "本年收入1,551.25万元")]).table((50, 150, 250), (120, 140), [["项目", "金额"]])),
    scanned(caption="3"),
)


@given(
    seed=st.sampled_from(SEEDS),
    edits=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 12), st.binary(max_size=12)),
        min_size=1,
        max_size=8,
    ),
    kept=st.floats(0.05, 1),
)
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_or_refused(seed, edits, kept):
    data = bytearray(seed[: int(len(seed) * kept)])
    for where, length, new in edits:
        at = int(where * len(data))
        data[at : at + length] = new
    try:
        pages, _ = read_pdf(bytes(data), "x.pdf")
    except FiscalError:
        return
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
