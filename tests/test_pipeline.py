"""The pipeline: what it reads, what it refuses, what it leaves out, and that it gives the same answer again."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

import fiscalnlp
from disclosure_factory import final_accounts
from fiscalnlp import (
    BrokenSourceError,
    Document,
    EmptySourceError,
    ExtractionError,
    Failure,
    FiscalError,
    Pipeline,
    SourceNotFoundError,
    UnsupportedSourceError,
)
from fiscalnlp.analysis import FAMILIES
from fiscalnlp.model.records import DocumentRecord, Record
from pdf_factory import PageSpec, draw

Read = Callable[[str], Document]
SMALL = final_accounts("基本支出80.00万元，比上年增加5.00万元，增长6.67%，主要原因是人员增加。")


def _fields(document: Document, *left_out: str) -> list[dict[str, Any]]:
    """Return every record but the document's own as plain values, without ids and what hangs on them."""
    found = [
        {k: v for k, v in msgspec.to_builtins(r).items() if k not in {"id", "doc_id", *left_out}}
        for r in document.records()
        if not isinstance(r, DocumentRecord)
    ]
    return sorted(found, key=lambda fields: (fields["span"], fields["kind"], str(fields)))


# -- sources ------------------------------------------------------------------------------------------------


def test_path_bytes_and_text_give_the_same(pipeline: Pipeline, tmp_path: Path) -> None:
    path = tmp_path / "disclosure.txt"
    path.write_text(SMALL, "utf-8")
    documents = [pipeline.read(source) for source in (path, str(path), SMALL.encode(), SMALL)]
    assert [d.records() for d in documents] == [documents[0].records()] * 4
    assert [d.name for d in documents] == [str(path), str(path), "<bytes>", "<text>"]


def test_a_source_may_be_named(pipeline: Pipeline) -> None:
    assert pipeline.read(SMALL, name="report").name == "report"


def test_pdf(pipeline: Pipeline) -> None:
    page = PageSpec()
    for number, line in enumerate(SMALL.split("\n")):
        page.texts.append((72, 90 + 24 * number, line, 10))
    document = pipeline.read(draw(page))
    (amount,) = [a for a in document.amounts if a.stage == "final_account"]
    assert (amount.text, amount.measure, amount.page) == ("80.00万元", "基本支出", 1)
    assert amount.boxes is not None
    assert (document.record.pages, document.record.media_type) == (1, "application/pdf")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (Path("no/such/file.pdf"), SourceNotFoundError),
        (Path(), SourceNotFoundError),  # a folder
        (b"", EmptySourceError),
        (b" \n\t", EmptySourceError),
        ("\n\n", EmptySourceError),
        (bytes(range(256)) * 8, BrokenSourceError),
        (b"%PDF-1.7\nnothing else", BrokenSourceError),
        (b"PK\x03\x04 a zip", BrokenSourceError),
        (b"GIF89a", UnsupportedSourceError),
        ("。。。！\n".encode(), BrokenSourceError),  # no words
    ],
)
def test_what_cannot_be_read_says_why(pipeline: Pipeline, source: Any, error: type[FiscalError]) -> None:
    with pytest.raises(error) as caught:
        pipeline.read(source, name="report")
    assert (caught.value.source, caught.value.stage) == ("report", "read")
    assert caught.value.cause in str(caught.value)


def test_read_all_goes_on_after_a_failure(pipeline: Pipeline, tmp_path: Path) -> None:
    good, broken = tmp_path / "good.txt", tmp_path / "broken.pdf"
    good.write_text(SMALL, "utf-8")
    broken.write_bytes(b"%PDF-1.7 cut")
    results = list(pipeline.read_all([good, broken, tmp_path / "missing.txt", str(good)]))
    assert [type(result) for result in results] == [Document, Failure, Failure, Document]
    failure = results[2]
    assert isinstance(failure, Failure)
    assert (failure.source, failure.stage) == (str(tmp_path / "missing.txt"), "read")
    assert failure.cause == "no such file"


def test_a_mistake_of_a_stage_names_the_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> list[Record]:
        raise RuntimeError("lost")

    monkeypatch.setitem(FAMILIES, "terms", fails)
    with pytest.raises(ExtractionError, match="RuntimeError: lost") as caught:
        fiscalnlp.load(disable=["findings"]).read(SMALL)
    assert caught.value.stage == "fiscal_terms"


# -- text that is no disclosure -----------------------------------------------------------------------------

POEM = "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n"
NEWS = "本报讯 昨日，全市举行植树活动，三千多名市民参加，共种下树苗八千棵。\n活动结束后，市民合影留念。\n"


@pytest.mark.parametrize("text", [POEM, NEWS])
def test_nothing_is_made_up(read: Read, text: str) -> None:
    document = read(text)
    assert {r.kind for r in document.records()} <= {"document", "quantity", "amount", "percentage"}
    assert document.title is None
    assert document.fiscal_year is None


def test_a_sentence_without_any_heading(read: Read) -> None:
    document = read("本部门2023年度基本支出80.00万元，比上年增加5.00万元。\n")
    assert [(c.measure, c.direction) for c in document.changes] == [("基本支出", "increase")]


def test_text_under_a_foreign_heading_gives_no_records_of_accounts(read: Read) -> None:
    kinds = Counter(record.kind for record in read("一、诗歌欣赏\n" + POEM).records())
    assert set(kinds) == {"document", "section"}


# -- choices ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_left_out_leaves_the_others_as_they_are(
    pipeline: Pipeline, family: str, haigang: Document, bundled: Path
) -> None:
    if family == "findings":
        less = fiscalnlp.load(disable=[family]).read(bundled)
        assert {r.kind for r in haigang.records()} - {r.kind for r in less.records()} == {"finding"}
    rest = fiscalnlp.load(disable=[family]).spacy.pipe_names
    assert rest == [name for name in pipeline.spacy.pipe_names if name != f"fiscal_{family}"]


def test_options_reach_the_reader() -> None:
    chosen = fiscalnlp.load(pdf_engine="pypdfium2", ocr="off").options
    assert (chosen.pdf_engine, chosen.ocr) == ("pypdfium2", "off")
    with pytest.raises(ValueError, match="ocr is 'maybe'; it may be auto, off, force"):
        fiscalnlp.load(ocr="maybe")  # type: ignore[arg-type] # the mistake under test


def test_unknown_families_are_refused() -> None:
    with pytest.raises(ValueError, match="no such family: poems; there are sections, duties"):
        fiscalnlp.load(disable=["links", "poems"])


# -- the same answer again ----------------------------------------------------------------------------------


def _jsonl(document: Document) -> bytes:
    written = io.BytesIO()
    document.to_jsonl(written)
    return written.getvalue()


def test_two_pipelines_write_the_same_bytes(haigang: Document, bundled: Path) -> None:
    assert _jsonl(fiscalnlp.load().read(bundled)) == _jsonl(haigang)


def test_a_pipeline_keeps_nothing_between_documents(pipeline: Pipeline, haigang: Document, bundled: Path) -> None:
    pipeline.read(SMALL)
    assert _jsonl(pipeline.read(bundled)) == _jsonl(haigang)


def test_encoding_changes_nothing_but_the_source(pipeline: Pipeline, haigang: Document, bundled: Path) -> None:
    other = pipeline.read(bundled.read_text("utf-8").encode("gb18030"))
    assert other.text == haigang.text
    assert other.record.sha256 != haigang.record.sha256
    # What holds ids, which hang on the source.
    left_out = ("explains", "reasons", "amount", "evidence", "duty", "parent", "figures")
    assert _fields(other, *left_out) == _fields(haigang, *left_out)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_of_other_systems(pipeline: Pipeline, haigang: Document, bundled: Path, newline: str) -> None:
    data = bundled.read_text("utf-8").replace("\n", newline).encode()
    assert pipeline.read(data).text == haigang.text
