"""The bundled documents: the generator makes them, and the library reads them as their truth says."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pymupdf
import pytest

from fiscalnlp import Document, Pipeline
from fiscalnlp.evaluation import MEASURES, Item, compare, read_truth
from fiscalnlp.model.records import Table
from generator.corpus import BUNDLED, bundled_files
from generator.styles import STYLES
from generator.writers.pdf import LAYOUTS, write_pdf

DISCLOSURES = Path(__file__).parents[1] / "corpora" / "disclosures"
NAMES = tuple(each.name for each in BUNDLED)

Opened = Callable[[str], Document]


@pytest.fixture(scope="module")
def opened(pipeline: Pipeline) -> Opened:
    """Read a bundled PDF by its name, each once."""
    return cache(lambda name: pipeline.read(DISCLOSURES / f"{name}.pdf"))


#: Layouts of a PDF that are not bundled.
OTHER_LAYOUTS = ("dense", "running")


# -- made again -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(bundled_files())


def test_the_files_are_those_that_the_generator_makes(made: dict[str, bytes]) -> None:
    there = {path.name for name in NAMES for path in DISCLOSURES.glob(f"{name}*")}
    assert there == set(made)
    assert sum(map(len, made.values())) < 3_000_000


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx", ".html", ".txt", ".json"])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_made_again_holds_the_same(name: str, ending: str, made: dict[str, bytes]) -> None:
    """What is compared is what a file holds: how it is compressed depends on the machine's libraries."""
    file = name + ending
    assert content(made[file], ending) == content((DISCLOSURES / file).read_bytes(), ending)


def content(data: bytes, ending: str) -> object:
    if ending in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {entry.filename: (entry.date_time, archive.read(entry)) for entry in archive.infolist()}
    if ending == ".pdf":
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            return pdf.metadata, [(page.rect, page.rotation, page.read_contents()) for page in pdf]
    return data


def test_the_scan_made_again_shows_the_same_pages(made: dict[str, bytes]) -> None:
    (file,) = (name for name in made if name.endswith("-scan.pdf"))
    there, again = thumbnails((DISCLOSURES / file).read_bytes()), thumbnails(made[file])
    assert len(there) == len(again) > 1
    for one, other in zip(there, again, strict=True):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 8  # of 255: codecs round


def thumbnails(data: bytes) -> list[bytes]:
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        return [page.get_pixmap(dpi=18, colorspace=pymupdf.csGRAY).samples for page in pdf]


# -- read right -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def differences(opened: Opened) -> Callable[[str], tuple[Item, ...]]:
    """Compare a bundled PDF with its truth, each once."""
    return cache(lambda name: compare(read_truth(DISCLOSURES / f"{name}.json"), opened(name))[1])


@pytest.mark.parametrize("kind", MEASURES)
@pytest.mark.parametrize("name", NAMES)
def test_the_records_are_the_true_ones(
    name: str, kind: str, differences: Callable[[str], tuple[Item, ...]]
) -> None:
    assert [item for item in differences(name) if item.kind == kind] == []


@pytest.mark.parametrize("name", NAMES)
def test_truth_names_every_kind(name: str) -> None:
    assert read_truth(DISCLOSURES / f"{name}.json").measures() == MEASURES


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_are_the_true_ones(name: str, opened: Opened) -> None:
    hold_tables(opened(name), name)


@pytest.mark.parametrize("layout", OTHER_LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_the_tables_are_the_true_ones_in_every_layout(name: str, layout: str, pipeline: Pipeline) -> None:
    bundled = next(each for each in BUNDLED if each.name == name)
    disclosure = STYLES[bundled.style].disclosure(bundled.seed)
    hold_tables(pipeline.read(write_pdf(disclosure, LAYOUTS[layout])), name)


def hold_tables(document: Document, name: str) -> None:
    """Hold the tables of a document to the truth: kind, unit and every printed cell, row by row."""
    truth = json.loads((DISCLOSURES / f"{name}.json").read_text(encoding="utf-8"))["tables"]
    tables = [record for record in document.records() if isinstance(record, Table)]
    assert [(table.table, table.empty) for table in tables] == [(row["table"], row["empty"]) for row in truth]
    for table, row in zip(tables, truth, strict=True):
        printed = [[cell.text for cell in cells if cell.text] for cells in table.rows]
        assert [cells for cells in printed if cells] == [cells for each in row["rows"] if (cells := filled(each))]
        assert table.unit == row["unit"]


def filled(cells: list[str]) -> list[str]:
    return [text for text in cells if text]


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_of_the_tables_are_exact(name: str, opened: Opened) -> None:
    """Every figure set to the right is money: yuan is what is printed times the unit."""
    wan = {"元": 1, "万元": 10_000}
    seen = 0
    for table in (record for record in opened(name).records() if isinstance(record, Table)):
        for cell in (cell for row in table.rows for cell in row if cell.yuan is not None):
            assert table.unit is not None
            assert cell.yuan == Decimal(cell.text.replace(",", "")) * wan[table.unit]
            seen += 1
    assert seen > 150
