"""Writers: every format holds the document, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pymupdf
import pytest

from generator.corpus import FORMATS
from generator.model import Disclosure
from generator.styles import STYLES
from generator.writers.docx import write_docx
from generator.writers.packed import packed
from generator.writers.pdf import LAYOUTS, write_pdf
from generator.writers.scan import write_scan
from generator.writers.txt import TEXT_LAYOUTS, write_txt
from generator.writers.xlsx import write_xlsx


@pytest.fixture(scope="module")
def document() -> Disclosure:
    return STYLES["department-budget"].disclosure(0)


def compact(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("written", FORMATS)
def test_the_same_document_gives_the_same_bytes(written: str, document: Disclosure) -> None:
    write: Callable[[Disclosure], bytes] = FORMATS[written]
    assert write(document) == write(STYLES["department-budget"].disclosure(0))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_pdf_holds_every_cell_and_paragraph_in_every_layout(layout: str, document: Disclosure) -> None:
    with pymupdf.open(stream=write_pdf(document, LAYOUTS[layout]), filetype="pdf") as pdf:
        text = "".join(page.get_text() for page in pdf)
        orientations = {page.rect.width > page.rect.height for page in pdf}
    for figure in (
        cell.text for table in document.tables for _, _, cell in table.placed() if cell.align == "right"
    ):
        assert figure in text
    for row in document.truth["duties"]:  # type: ignore[attr-defined]
        assert row["text"][:8] in compact(text)
    assert orientations == ({False, True} if LAYOUTS[layout].landscape else {False})


def test_a_table_over_a_page_break_repeats_its_head_where_the_layout_says_so(document: Disclosure) -> None:
    def heads(layout: str) -> int:
        with pymupdf.open(stream=write_pdf(document, LAYOUTS[layout]), filetype="pdf") as pdf:
            return sum(page.get_text().count("功能分类科目名称") for page in pdf)

    tables = sum("功能分类科目名称" in (cell.text for _, _, cell in table.placed()) for table in document.tables)
    assert heads("plain") == tables
    assert heads("office") > tables


def test_word_numbers_the_clauses_by_itself_where_asked_to(document: Disclosure) -> None:
    duty = document.truth["duties"][0]  # type: ignore[index]

    def paragraph(*, numbered: bool) -> docx.text.paragraph.Paragraph:
        made = docx.Document(io.BytesIO(write_docx(document, numbered=numbered)))
        return next(each for each in made.paragraphs if duty["text"] in each.text)

    assert paragraph(numbered=True).text == duty["text"]
    assert paragraph(numbered=True)._p.pPr.numPr is not None
    assert paragraph(numbered=False).text == duty["marker"] + duty["text"]


def test_a_workbook_has_a_sheet_a_table_with_figures_as_numbers(document: Disclosure) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(write_xlsx(document)))
    assert len(workbook.sheetnames) == 9
    values = [cell.value for row in workbook["02"].iter_rows() for cell in row]
    total = next(row for row in document.tables[1].matrix() if row[0] == "合计")
    assert int(total[4].replace(",", "")) in values
    assert workbook["02"].merged_cells.ranges


def test_text_parts_the_cells_of_a_row_by_tabs(document: Disclosure) -> None:
    lines = write_txt(document).decode().splitlines()
    assert "\t".join(document.tables[1].matrix()[3]) in lines


def test_a_scan_is_pictures_without_text() -> None:
    pdf = write_pdf(STYLES["department-budget"].disclosure(0))
    scan = write_scan(pdf, 1, pages=[0], dpi=72)
    assert scan == write_scan(pdf, 1, pages=[0], dpi=72)
    assert scan != write_scan(pdf, 2, pages=[0], dpi=72)
    with pymupdf.open(stream=scan, filetype="pdf") as document:
        assert document.page_count == 1
        assert document[0].get_text() == ""
        assert len(document[0].get_images()) == 1


def test_packing_anew_takes_the_time_of_writing_out() -> None:
    def archive(year: int) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            core = f"<dcterms:created>{year}-01-01T00:00:00Z</dcterms:created>"
            made.writestr(zipfile.ZipInfo("docProps/core.xml", (year, 1, 1, 0, 0, 0)), core)
        return out.getvalue()

    assert packed(archive(2020)) == packed(archive(2021))


def test_text_off_a_pdf_is_wrapped_and_paged(document: Disclosure) -> None:
    lines = write_txt(document, TEXT_LAYOUTS["pdf"]).decode().splitlines()
    assert max(len(line) for line in lines if "\t" not in line) < 60
    assert "- 1 -" in lines
    whole = "".join(line for line in lines if not line.startswith("- "))
    assert whole == "".join(write_txt(document).decode().splitlines())


def test_text_off_the_web_has_punctuation_of_half_width(document: Disclosure) -> None:
    text = write_txt(document, TEXT_LAYOUTS["web"]).decode()
    assert not set(text) & set("，：；（）％")
    assert len(text) == len(write_txt(document).decode())
