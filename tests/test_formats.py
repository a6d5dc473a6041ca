"""One disclosure, many files: as PDF, Word, web page and text it gives the same records.

Ids and places are those of the file and left out; what refers to another record is compared by its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import pytest

import fiscalnlp
from extras import extra
from fiscalnlp import Document, Pipeline
from fiscalnlp.model.records import Amount, Cell, OtherTable, Record, Table
from generator.corpus import BUNDLED

DISCLOSURES = Path(__file__).parents[1] / "corpora" / "disclosures"
NAMES = ("final-accounts-2", "department-budget-3")

#: Fields that say where a record stands, and fields that name other records.
PLACES = {"id", "doc_id", "span", "page", "boxes", "confidence"}
REFERENCES = {"reasons", "explains", "amount", "evidence", "duty", "parent"}

Opened = Callable[[str], Document]


@pytest.fixture(scope="module")
def opened(pipeline: Pipeline) -> Opened:
    """Read a bundled document by its file name, each once."""
    return cache(lambda name: pipeline.read(DISCLOSURES / name))


def cases(*endings: str) -> list[tuple[str, str]]:
    return [(name, ending) for name in NAMES for ending in endings]


def plain(record: Record, document: Document) -> tuple[object, ...]:
    """Return kind and values of a record; other records by their words, tables not at all."""
    row: list[object] = [record.kind]
    for name, value in msgspec.structs.asdict(record).items():
        if name in REFERENCES:
            ids = value if isinstance(value, tuple) else () if value is None else (value,)
            named = [document.find(each) for each in ids]
            row.append((name, *(each.text for each in named if not isinstance(each, Table | OtherTable))))
        elif name not in PLACES:
            row.append((name, repr(value)))
    return tuple(row)


def prose(document: Document) -> Counter[tuple[object, ...]]:
    return Counter(plain(r, document) for r in document.records()[1:] if not isinstance(r, Table | OtherTable))


def figures(cells: tuple[Cell, ...]) -> tuple[object, ...]:
    """Return a row's printed cells: amounts as yuan, since a workbook stores 0 where 0.00 is printed."""
    return tuple(cell.text if cell.yuan is None else cell.yuan for cell in cells if cell.text)


def tables(document: Document, *, others: bool = True) -> list[tuple[object, ...]]:
    """Return what the tables hold; of spreadsheets beside a text only the disclosure tables are compared."""
    return [
        (table.kind, table.title, table.empty, *(row for row in map(figures, table.rows) if row))
        for table in document.records()
        if isinstance(table, Table) or (others and isinstance(table, OtherTable))
    ]


@pytest.mark.parametrize(
    ("name", "ending"),
    cases(".txt", ".docx", ".html"),
)
def test_every_format_gives_the_records_of_the_pdf(name: str, ending: str, opened: Opened) -> None:
    expected, actual = prose(opened(f"{name}.pdf")), prose(opened(name + ending))
    assert expected - actual == Counter()
    assert actual - expected == Counter()


@pytest.mark.parametrize(
    ("name", "ending"),
    cases(".txt", ".docx", ".html", ".xlsx"),
)
def test_every_format_gives_the_tables_of_the_pdf(name: str, ending: str, opened: Opened) -> None:
    others = ending != ".xlsx"
    assert tables(opened(name + ending), others=others) == tables(opened(f"{name}.pdf"), others=others)


@pytest.mark.parametrize(("name", "ending"), cases(".txt", ".docx", ".html"))
def test_every_format_says_whose_accounts_of_which_year_it_holds(name: str, ending: str, opened: Opened) -> None:
    expected, actual = opened(f"{name}.pdf").record, opened(name + ending).record
    for field in ("title", "issuer", "region", "fiscal_year", "report", "scope"):
        assert getattr(actual, field) == getattr(expected, field)


@pytest.mark.parametrize(("name", "ending"), [("final-accounts-2", "-scan.pdf")])
def test_a_scan_gives_the_amounts_of_the_pages_scanned(name: str, ending: str, opened: Opened) -> None:
    extra("rapidocr")
    pages = {page + 1 for each in BUNDLED if each.name == name for page in each.scanned}
    printed = Counter(
        record.yuan
        for record in opened(f"{name}.pdf").records()
        if isinstance(record, Amount) and {box.page for box in record.boxes or ()} <= pages
    )
    read = Counter(record.yuan for record in opened(name + ending).records() if isinstance(record, Amount))
    assert printed.total() > 20
    assert (printed & read).total() >= 0.97 * printed.total()


def test_both_pdf_engines_give_the_same_records(opened: Opened) -> None:
    extra("pypdfium2")
    path = DISCLOSURES / "final-accounts-2.pdf"
    one, other = opened(path.name).records(), fiscalnlp.load(pdf_engine="pypdfium2").read(path).records()
    assert [(r.id, r.kind, r.text, r.page) for r in one] == [(r.id, r.kind, r.text, r.page) for r in other]
    for record, twin in zip(one, other, strict=True):
        boxes, others = record.boxes or (), twin.boxes or ()
        assert len(boxes) == len(others)
        assert all(
            abs(a - b) < 1 for box, near in zip(boxes, others, strict=True) for a, b in zip(box, near, strict=True)
        )
        if not isinstance(record, Table | OtherTable):
            assert record == msgspec.structs.replace(twin, boxes=record.boxes)


def test_tables_of_both_pdf_engines_are_the_same(opened: Opened) -> None:
    extra("pypdfium2")
    path = DISCLOSURES / "final-accounts-2.pdf"
    assert tables(fiscalnlp.load(pdf_engine="pypdfium2").read(path)) == tables(opened(path.name))
