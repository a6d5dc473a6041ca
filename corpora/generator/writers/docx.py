"""A Word document: real headings, merged cells, and clauses that Word numbers by itself where asked to."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from generator.model import Clause, Contents, Cover, Disclosure, Heading, Paragraph, Table
from generator.writers.contents import entries
from generator.writers.packed import packed

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_docx(disclosure: Disclosure, *, numbered: bool = False) -> bytes:
    """Return the disclosure as .docx; with `numbered`, Word counts the clauses and their markers are no text."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = disclosure.title, ""
    properties.created = properties.modified = datetime(2024, 9, 30, tzinfo=UTC)
    document.styles["Normal"].font.size = Pt(14)
    list_id, pattern = 0, ("", "")
    for block in disclosure.blocks:
        if not isinstance(block, Clause):
            list_id = 0
        match block:
            case Cover(lines):
                for line in lines:
                    document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
                document.add_page_break()
            case Contents():
                document.add_paragraph("目录").alignment = WD_ALIGN_PARAGRAPH.CENTER
                for number, entry in enumerate(entries(disclosure)):
                    document.add_paragraph(f"{entry.text}\t{3 + number // 2}")
                document.add_page_break()
            case Heading():
                document.add_heading(block.text, min(block.level, 3))
            case Paragraph(text):
                document.add_paragraph(text)
            case Clause(marker, text) if numbered:
                if not list_id or pattern != _pattern(marker):
                    pattern = _pattern(marker)
                    list_id = _new_list(document, pattern)
                _number(document.add_paragraph(text)._p, list_id)
            case Clause(marker, text):
                document.add_paragraph(marker + text)
            case Table():
                _table(document, block)
    out = io.BytesIO()
    document.save(out)
    return packed(out.getvalue())


_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十]+")


def _pattern(marker: str) -> tuple[str, str]:
    """Return Word's pattern and format of numbers for a marker: （%1） and chineseCounting for （三）."""
    return _NUMERAL.sub("%1", marker), "decimal" if re.search(r"\d", marker) else "chineseCounting"


def _element(name: str, value: object = None, **attributes: object) -> BaseOxmlElement:
    element = OxmlElement(name)
    if value is not None:
        element.set(qn("w:val"), str(value))
    for key, each in attributes.items():
        element.set(qn(f"w:{key}"), str(each))
    return element


def _new_list(document: Document, pattern: tuple[str, str]) -> int:
    """Add a numbering of its own and return its id."""
    numbering = document.part.numbering_part.element
    abstract_id = 100 + len(numbering.findall(qn("w:abstractNum")))
    abstract = _element("w:abstractNum", abstractNumId=abstract_id)
    level = _element("w:lvl", ilvl=0)
    level.append(_element("w:start", 1))
    level.append(_element("w:numFmt", pattern[1]))
    level.append(_element("w:suff", "nothing"))
    level.append(_element("w:lvlText", pattern[0]))
    abstract.append(level)
    numbering.insert(0, abstract)  # definitions stand before the lists that use them
    num_id = 100 + len(numbering.findall(qn("w:num")))
    num = _element("w:num", numId=num_id)
    num.append(_element("w:abstractNumId", abstract_id))
    numbering.append(num)
    return num_id


def _number(paragraph: BaseOxmlElement, list_id: int) -> None:
    properties = _element("w:numPr")
    properties.append(_element("w:ilvl", 0))
    properties.append(_element("w:numId", list_id))
    paragraph.get_or_add_pPr().append(properties)


def _table(document: Document, table: Table) -> None:
    if table.title:
        _turn(document, landscape=table.landscape)
    for text, alignment in ((table.number, "right"), (table.title, "center")):
        if text:
            document.add_paragraph(text).alignment = _ALIGN[alignment]
    if table.unit_line:
        document.add_paragraph(f"{table.issuer_line or ''}\t{table.unit_line}")
    rows = [*table.head, *table.body]
    made = document.add_table(len(rows), len(table.widths), style="Table Grid")
    places = [row.cells for row in made.rows]
    for row, column, cell in table.placed():
        place = places[row][column]
        if cell.rows > 1 or cell.columns > 1:
            place = place.merge(places[row + cell.rows - 1][column + cell.columns - 1])
        place.text = cell.text
        place.paragraphs[0].alignment = _ALIGN[cell.align]
    for note in table.notes:
        document.add_paragraph(note)
    if table.title:
        _turn(document, landscape=False)


def _turn(document: Document, *, landscape: bool) -> None:
    """Begin a section where the page has to be turned."""
    section = document.sections[-1]
    if (section.orientation == WD_ORIENT.LANDSCAPE) == landscape:
        return
    height, width = section.page_height, section.page_width
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = height, width
