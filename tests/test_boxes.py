"""Boxes are where the words are: what is cut out of the page at a record's boxes reads as its text.

The page is read here by the PDF engine itself, apart from the library's reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pymupdf
import pytest

from fiscalnlp import Document, Pipeline
from fiscalnlp.model.place import Box
from fiscalnlp.model.records import OtherTable, Table
from generator.styles import STYLES
from generator.writers.pdf import LAYOUTS, write_pdf

DISCLOSURES = Path(__file__).parents[1] / "corpora" / "disclosures"
#: Bundled PDFs, and one more in the layout that they lack: pages stored sideways (/Rotate), dense lines.
NAMES = ("final-accounts-2", "department-budget-3", "dense")


class Char(NamedTuple):
    """A character and the middle of its box, on the page as displayed."""

    text: str
    x: float
    y: float


Opened = Callable[[str], tuple[Document, list[list[Char]], list[pymupdf.Rect]]]


@pytest.fixture(scope="module")
def opened(pipeline: Pipeline) -> Opened:
    """Read a PDF twice: by the library, and as the characters and size of each page."""

    @cache
    def both(name: str) -> tuple[Document, list[list[Char]], list[pymupdf.Rect]]:
        if name == "dense":
            data = write_pdf(STYLES["final-accounts"].disclosure(4), LAYOUTS["dense"])
        else:
            data = (DISCLOSURES / f"{name}.pdf").read_bytes()
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            return pipeline.read(data), [list(chars(page)) for page in pdf], [page.rect for page in pdf]

    return both


def chars(page: pymupdf.Page) -> Iterator[Char]:
    for block in page.get_text("rawdict", flags=0)["blocks"]:
        for line in block["lines"]:
            for span in line["spans"]:
                for char in span["chars"]:
                    box = pymupdf.Rect(char["bbox"]) * page.rotation_matrix
                    yield Char(char["c"], (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)


def read_back(boxes: Sequence[Box], pages: Sequence[Sequence[Char]]) -> str:
    """Return the characters in the boxes, box by box from left to right, without white space."""
    words = ""
    for box in boxes:
        inside = [c for c in pages[box.page - 1] if box.x0 <= c.x <= box.x1 and box.y0 <= c.y <= box.y1]
        words += "".join(c.text for c in sorted(inside, key=lambda c: c.x))
    return "".join(words.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_box_lies_on_its_page(name: str, opened: Opened) -> None:
    document, _, rects = opened(name)
    boxes = [box for record in document.records() for box in record.boxes or ()]
    assert boxes
    for box in boxes:
        rect = rects[box.page - 1]
        assert rect.x0 <= box.x0 < box.x1 <= rect.x1
        assert rect.y0 <= box.y0 < box.y1 <= rect.y1


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_in_the_boxes_of_a_record_is_its_text(name: str, opened: Opened) -> None:
    document, pages, _ = opened(name)
    records = [
        record for record in document.records()[1:] if record.boxes and not isinstance(record, Table | OtherTable)
    ]
    assert len(records) > 50
    wrong = {
        record.id: (read_back(record.boxes or (), pages), record.text)
        for record in records
        if read_back(record.boxes or (), pages) != "".join(record.text.split())
    }
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_the_boxes_of_a_table_hold_its_text(name: str, opened: Opened) -> None:
    """A table has a box a page: its words stand in it cell by cell, and a head repeated over the break again."""
    document, pages, _ = opened(name)
    tables = [record for record in document.records() if isinstance(record, Table | OtherTable)]
    assert len(tables) >= 9
    missing = {
        table.title: Counter("".join(table.text.split())) - Counter(read_back(table.boxes or (), pages))
        for table in tables
    }
    assert missing == {table.title: Counter() for table in tables}


@pytest.mark.parametrize("name", NAMES)
def test_every_record_of_the_text_has_boxes(name: str, opened: Opened) -> None:
    document, _, _ = opened(name)
    assert [record.id for record in document.records()[1:] if record.text and not record.boxes] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_in_the_box_of_a_cell_is_its_text(name: str, opened: Opened) -> None:
    document, pages, _ = opened(name)
    tables = [record for record in document.records() if isinstance(record, Table | OtherTable)]
    cells = [cell for table in tables for row in table.rows for cell in row if cell.text]
    assert len(cells) > 300
    wrong = [
        cell
        for cell in cells
        if cell.box is None or sorted(read_back([cell.box], pages)) != sorted("".join(cell.text.split()))
    ]
    assert not wrong
