"""One disclosure, many files: as PDF, Word, web page and text it gives the same records.

Ids and places are those of the file and left out; what refers to another record is compared by its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from _pytest.mark import ParameterSet

from extras import extra
from fiscalnlp import Document, Pipeline
from fiscalnlp.model.records import Amount, Cell, Record, Table
from generator.corpus import BUNDLED

DISCLOSURES = Path(__file__).parents[1] / "corpora" / "disclosures"
NAMES = ("final-accounts-2", "department-budget-3")

#: The module that reads each format.
READERS = {".txt": "plain", ".docx": "docx", ".html": "html", ".xlsx": "sheets", "-scan.pdf": "ocr"}
#: Fields that say where a record stands, and fields that name other records.
PLACES = {"id", "doc_id", "span", "page", "boxes", "confidence"}
REFERENCES = {"reasons", "explains", "amount", "evidence", "duty", "parent"}

Opened = Callable[[str], Document]


@pytest.fixture(scope="module")
def opened(pipeline: Pipeline) -> Opened:
    """Read a bundled document by its file name, each once."""
    return cache(lambda name: pipeline.read(DISCLOSURES / name))


def case(name: str, ending: str, wrong: dict[tuple[str, str], str]) -> ParameterSet:
    """Return a disclosure in a format; skipped until its reader is there, failing as it does today."""
    marks: list[Any] = []
    if find_spec(f"fiscalnlp.read.{READERS[ending]}") is None:
        marks.append(pytest.mark.skip(reason=f"no reader for {ending} yet"))
    if (name, ending) in wrong:
        marks.append(pytest.mark.xfail(reason=wrong[name, ending], strict=True))
    return pytest.param(name, ending, marks=marks)


def cases(*endings: str, wrong: dict[tuple[str, str], str]) -> list[ParameterSet]:
    return [case(name, ending, wrong) for name in NAMES for ending in endings]


def plain(record: Record, document: Document) -> tuple[object, ...]:
    """Return kind and values of a record; other records by their words, tables not at all."""
    row: list[object] = [record.kind]
    for name, value in msgspec.structs.asdict(record).items():
        if name in REFERENCES:
            ids = value if isinstance(value, tuple) else () if value is None else (value,)
            named = [document.find(each) for each in ids]
            row.append((name, *(each.text for each in named if not isinstance(each, Table))))
        elif name not in PLACES:
            row.append((name, repr(value)))
    return tuple(row)


def prose(document: Document) -> Counter[tuple[object, ...]]:
    return Counter(plain(r, document) for r in document.records()[1:] if not isinstance(r, Table))


def figures(cells: tuple[Cell, ...]) -> tuple[object, ...]:
    """Return a row's printed cells: amounts as yuan, since a workbook stores 0 where 0.00 is printed."""
    return tuple(cell.text if cell.yuan is None else cell.yuan for cell in cells if cell.text)


def tables(document: Document) -> list[tuple[object, ...]]:
    return [
        (table.table, table.empty, *(row for row in map(figures, table.rows) if row))
        for table in document.records()
        if isinstance(table, Table)
    ]


CELLS_RUN_TOGETHER = "a table in a text file stays text: a code and the first word of a name are read as a count"
NO_TABLES = "a table in a text file stays text"
LEADER = "the leaders of the contents (U+22EF) are not seen in the PDF: its duties are lost"


@pytest.mark.parametrize(
    ("name", "ending"),
    cases(
        *(".txt", ".docx", ".html"),
        wrong={
            ("final-accounts-2", ".txt"): CELLS_RUN_TOGETHER,
            ("department-budget-3", ".txt"): CELLS_RUN_TOGETHER,
            ("department-budget-3", ".docx"): LEADER,
            ("department-budget-3", ".html"): LEADER,
        },
    ),
)
def test_every_format_gives_the_records_of_the_pdf(name: str, ending: str, opened: Opened) -> None:
    expected, actual = prose(opened(f"{name}.pdf")), prose(opened(name + ending))
    assert expected - actual == Counter()
    assert actual - expected == Counter()


@pytest.mark.parametrize(
    ("name", "ending"),
    cases(
        *(".txt", ".docx", ".html", ".xlsx"),
        wrong={("final-accounts-2", ".txt"): NO_TABLES, ("department-budget-3", ".txt"): NO_TABLES},
    ),
)
def test_every_format_gives_the_tables_of_the_pdf(name: str, ending: str, opened: Opened) -> None:
    assert tables(opened(name + ending)) == tables(opened(f"{name}.pdf"))


@pytest.mark.parametrize(("name", "ending"), cases(".txt", ".docx", ".html", wrong={}))
def test_every_format_says_whose_accounts_of_which_year_it_holds(name: str, ending: str, opened: Opened) -> None:
    expected, actual = opened(f"{name}.pdf").record, opened(name + ending).record
    for field in ("title", "issuer", "region", "fiscal_year", "report", "scope"):
        assert getattr(actual, field) == getattr(expected, field)


@pytest.mark.parametrize(("name", "ending"), [case("final-accounts-2", "-scan.pdf", {})])
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
