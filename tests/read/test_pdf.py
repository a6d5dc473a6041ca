from __future__ import annotations

import pymupdf
import pytest

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.read.pdf import read_pdf
from pdf_factory import PageSpec, draw, scanned


def drawn_text(page) -> str:
    return "".join(glyph.text for glyph in page.glyphs)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_coordinates_are_those_of_the_displayed_page(rotation):
    spec = PageSpec(rotation=rotation, width=400, height=300)
    spec.texts = [(50, 60, "收入12")]
    spec.lines = [(50, 100, 200, 100)]
    spec.bars = [(50, 110, 51, 180)]
    (page,), warnings = read_pdf(draw(spec), "x.pdf")
    assert (page.number, page.width, page.height, page.turned) == (1, 400, 300, 0)
    assert drawn_text(page) == "收入12"
    assert page.glyphs[0].x == pytest.approx(50, abs=0.01)
    assert page.glyphs[0].y == pytest.approx(60, abs=0.01)
    assert page.glyphs[0].x1 - page.glyphs[0].x0 == pytest.approx(10, abs=0.01)
    assert [tuple(round(v) for v in rule) for rule in page.rules] == [(50, 100, 200, 100), (50, 110, 51, 180)]
    assert warnings == ()


def test_page_printed_sideways_is_turned_and_said_so():
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    for column in range(3):
        page.insert_text((50 + 20 * column, 280), "横排的表格", fontname="china-s", rotate=90)
    page.insert_text((200, 100), "印", fontname="china-s")
    (read,), warnings = read_pdf(document.tobytes(), "x.pdf")
    assert (read.turned, read.width, read.height) == (90, 300, 400)
    assert drawn_text(read) == "横排的表格" * 3
    assert warnings == (
        "page 1 is printed sideways and was turned by 90 degrees",
        "page 1: 1 characters run across the text (watermark?), left out",
    )


def test_fake_bold_counts_once_and_repeated_characters_stay():
    spec = PageSpec(texts=[(50, 60, "合计1100....."), (50.4, 60.2, "合计1100....."), (50, 90, "合计")])
    (page,), _ = read_pdf(draw(spec), "x.pdf")
    assert drawn_text(page) == "合计1100.....合计"


@pytest.mark.parametrize(
    "text_at",
    [(-100, 60), (50, -20), (900, 60), (50, 2000)],
)
def test_characters_off_the_page_are_dropped(text_at):
    (page,), _ = read_pdf(draw(PageSpec(texts=[(*text_at, "外"), (50, 60, "内")])), "x.pdf")
    assert drawn_text(page) == "内"


def test_invisible_text_is_dropped_beside_visible_text_but_read_with_a_warning_alone():
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((50, 60), "看得见", fontname="china-s")
    page.insert_text((50, 90), "看不见", fontname="china-s", render_mode=3)
    page = document.new_page()
    page.insert_text((50, 60), "看不见", fontname="china-s", render_mode=3)
    pages, warnings = read_pdf(document.tobytes(), "x.pdf")
    assert [drawn_text(page) for page in pages] == ["看得见", "看不见"]
    assert len(warnings) == 1
    assert warnings[0].startswith("page 2 has only an invisible text layer")


def test_outlines_give_four_rules_and_shading_none():
    document = pymupdf.open()
    page = document.new_page(width=400, height=300)
    page.draw_rect((50, 50, 150, 80), width=0.5)
    page.draw_rect((50, 100, 150, 130), color=None, fill=(0.8, 0.9, 1))
    page.draw_line((50, 150), (150, 150), color=(1, 1, 1))
    page.draw_line((50, 160), (150, 220))
    (read,), _ = read_pdf(document.tobytes(), "x.pdf")
    assert sorted(tuple(round(v) for v in rule) for rule in read.rules) == [
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


def test_text_and_lines_that_a_clip_path_hides_are_not_read():
    (page,), warnings = read_pdf(
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
def test_rules_are_where_their_paths_run(content, rules):
    (page,), _ = read_pdf(with_content(content), "x.pdf")
    assert sorted(tuple(round(v) for v in rule) for rule in page.rules) == rules


def test_fake_bold_is_found_whatever_pieces_it_is_drawn_in():
    spec = PageSpec(texts=[(50, 60, "支出"), (70, 60, "总计"), (50.3, 60, "支出总计"), (50, 64, "支出")])
    (page,), _ = read_pdf(draw(spec), "x.pdf")
    assert drawn_text(page) == "支出总计支出"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (scanned(), "page 1 has no text layer (scanned?)"),
        (scanned(caption="3"), "page 1 is a picture with only 1 characters of text (scanned?)"),
        (draw(PageSpec(lines=[(50, 100, 200, 100)])), "page 1 has no text layer (text drawn as outlines?)"),
    ],
    ids=["picture", "picture with page number", "outlines"],
)
def test_a_page_without_text_is_reported(data, said, monkeypatch):
    monkeypatch.setattr("fiscalnlp.read.pdf.is_available", lambda: False)
    _, warnings = read_pdf(data, "x.pdf")
    assert warnings == (f"{said}; install fiscalnlp[ocr] to have it read",)


def test_a_blank_page_is_no_cause_for_a_warning():
    pages, warnings = read_pdf(draw(PageSpec(), PageSpec(texts=[(50, 60, "二")])), "x.pdf")
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
def test_unreadable_files_are_refused_with_name_and_cause(data, cause, capfd):
    with pytest.raises(BrokenSourceError) as caught:
        read_pdf(data, "disclosure.pdf")
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
