"""Damaged files of every format: a source comes of them, or an error that names the file; nothing else."""

from __future__ import annotations

import os
from functools import cache

import pymupdf
import pytest

from damage_factory import damaged, damaged_parts, samples
from extras import extra
from fiscalnlp.errors import BrokenSourceError, FiscalError
from fiscalnlp.layout import lay_out
from fiscalnlp.pipeline import Failure, Pipeline
from fiscalnlp.read import ReadOptions, Source, read_source, reader
from fiscalnlp.read.contained import ContainedError, contained
from fiscalnlp.read.pdf import read_pdf
from fiscalnlp.read.source import MAX_CHARACTERS

NO_OCR = ReadOptions(ocr="off")
NAMES = sorted(cache(samples)())
CONTAINERS = [name for name in NAMES if name.startswith("unpacked.") and not name.endswith(".pdf")]
PDFS = [name for name in NAMES if name.endswith(".pdf")]


@cache
def sample(name: str) -> bytes:
    return samples()[name]


def outcome(data: bytes, name: str, *, pdfium: bool = False) -> Source | FiscalError:
    """Read, in this process, and lay out; an error that is not the library's own comes through."""
    try:
        if pdfium:
            source = Source(name, "", "", *read_pdf(data, name, engine="pypdfium2"))
        else:
            source = read_source(data, name=name, options=NO_OCR)
    except FiscalError as error:
        if name not in str(error):
            raise AssertionError("the error does not name the file") from error
        return error
    text = lay_out(source).text
    assert text or source.warnings or any(page.number for page in source.pages)
    return source


def outcomes(copies, name: str, *, pdfium: bool = False) -> list[Source | FiscalError]:
    return [outcome(copy, name, pdfium=pdfium) for copy in copies]


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_read_or_named(name: str) -> None:
    count = 5 if name.endswith(".xls") else 60  # an old workbook takes a process
    sound = outcome(sample(name), name)
    assert isinstance(sound, Source)
    assert "合计" in lay_out(sound).text
    assert len(outcomes(damaged(sample(name), count, seed=11), name)) == count


@pytest.mark.parametrize("name", NAMES)
def test_a_file_cut_off_is_read_or_named(name: str) -> None:
    data = sample(name)
    count = 3 if name.endswith(".xls") else 20
    results = outcomes((data[: len(data) * part // count] for part in range(count)), name)
    assert isinstance(results[0], FiscalError)  # nothing is left


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_with_a_damaged_part_is_read_or_named(name: str) -> None:
    results = outcomes(damaged_parts(sample(name), 60, seed=12), name)
    assert any(isinstance(result, FiscalError) for result in results)


@pytest.mark.parametrize("name", PDFS)
def test_a_damaged_pdf_is_read_or_named_by_pdfium_too(name: str) -> None:
    extra("pypdfium2")
    results = outcomes(damaged(sample(name), 60, seed=13), name, pdfium=True)
    assert any(isinstance(result, FiscalError) for result in results)


@pytest.mark.parametrize(
    ("error", "cause"),
    [(MemoryError(), "memory"), (RecursionError("maximum"), "nested too deep"), (KeyError("x"), "KeyError: 'x'")],
)
def test_what_a_reader_trips_over_names_the_file_and_stops_no_batch(
    error, cause, pipeline: Pipeline, tmp_path, monkeypatch
) -> None:
    def fails(*_: object) -> None:
        raise error

    bad, good = tmp_path / "bad.html", tmp_path / "good.txt"
    bad.write_bytes(sample("page.html"))
    good.write_bytes(sample("utf-8.txt"))
    monkeypatch.setattr("fiscalnlp.read.html.read_html", fails)
    with pytest.raises(BrokenSourceError, match=f"bad.html: .*{cause}"):
        read_source(bad)
    failure, document = pipeline.read_all([bad, good])
    assert isinstance(failure, Failure)
    assert failure.source == str(bad)
    assert not isinstance(document, Failure)


def nested_forms(depth: int) -> bytes:
    """Return a PDF of a page that draws ten forms, each of which draws ten, `depth` deep."""
    document = pymupdf.open()
    page = document.new_page()
    inner = page.parent.get_new_xref()
    document.update_object(inner, "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]>>")
    document.update_stream(inner, b"0 0 m 9 9 l S")
    for _ in range(depth):
        outer = document.get_new_xref()
        entries = f"/BBox[0 0 9 9]/Resources<</XObject<</X {inner} 0 R>>>>"
        document.update_object(outer, f"<</Type/XObject/Subtype/Form{entries}>>")
        document.update_stream(outer, b"/X Do " * 10)
        inner = outer
    content = document.get_new_xref()
    document.update_object(content, "<<>>")
    document.update_stream(content, b"/X Do")
    document.xref_set_key(page.xref, "Resources", f"<</XObject<</X {inner} 0 R>>>>")
    document.xref_set_key(page.xref, "Contents", f"{content} 0 R")
    return bytes(document.tobytes())


def test_forms_within_forms_that_multiply_are_refused_before_they_are_drawn() -> None:
    assert len(read_source(nested_forms(2), options=NO_OCR).pages) == 1
    with pytest.raises(BrokenSourceError, match="more forms within forms than a page can hold"):
        read_source(nested_forms(12), name="x.pdf", options=NO_OCR)


def test_a_call_whose_process_dies_is_told_from_one_that_fails() -> None:
    assert contained(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        contained(divmod, 7, 0)
    with pytest.raises(ContainedError):
        contained(os._exit, 3)


@pytest.mark.parametrize("name", ["page.html", "packed.docx", "packed.xlsx", "utf-8.txt", "packed.pdf"])
def test_a_source_of_too_many_characters_is_refused(name: str, monkeypatch) -> None:
    monkeypatch.setattr(reader, "MAX_CHARACTERS", 5)
    with pytest.raises(BrokenSourceError, match=f"{name}: holds .* and no more than 5 are read"):
        read_source(sample(name), name=name)


def test_a_source_of_too_many_cells_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(reader, "MAX_CELLS", 5)
    with pytest.raises(BrokenSourceError, match="book: has 9 table cells, and no more than 5 are read"):
        read_source(sample("packed.xlsx"), name="book")


def test_a_text_of_endless_lines_or_pages_is_refused_before_they_are_cut() -> None:
    for text, cause in (("年" + "\n" * MAX_CHARACTERS, "characters"), ("年" + "\f" * 10_000, "10,000 pages")):
        with pytest.raises(BrokenSourceError, match=cause):
            read_source(text.encode())
