"""The spaCy components: alone, together, kept and restored, over several processes, found by entry point."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from disclosure_factory import final_accounts
from fiscalnlp import Document, Pipeline
from fiscalnlp.analysis import FAMILIES

TEXT = (
    "三、支出决算情况说明\n本部门2023年度本年支出合计120.00万元，其中：基本支出 80.00 万元，占66.7%；"
    "项目支出40.00万元，比上年减少5.00万元，主要原因是项目完工。\n"
)


@pytest.fixture
def figures() -> Language:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fiscal_figures")
    return nlp


def test_a_component_alone_reads_raw_text(figures: Language) -> None:
    doc = figures(TEXT)
    assert doc.text == TEXT
    found = [(record.kind, record.text) for record in doc._.fiscal_records]
    assert found == [
        ("amount", "120.00万元"),
        ("amount", "80.00 万元"),  # as it stands: nothing is joined or squeezed
        ("percentage", "66.7%"),
        ("amount", "40.00万元"),
        ("amount", "5.00万元"),
    ]
    for record in doc._.fiscal_records:
        assert TEXT[record.span.start : record.span.end] == record.text


def test_a_component_reads_a_bare_sentence(figures: Language) -> None:
    assert [r.text for r in figures("基本支出80.00万元，占66.7%。")._.fiscal_records] == ["80.00万元", "66.7%"]


def test_white_space_alone_gives_nothing(figures: Language) -> None:
    assert figures("  \n")._.fiscal_records == ()


def test_a_component_computes_what_it_needs() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fiscal_changes")
    (change,) = [r for r in nlp(TEXT)._.fiscal_records if r.kind == "change"]
    assert (change.measure, change.direction) == ("项目支出", "decrease")


def test_span_groups_hold_one_span_a_record(pipeline: Pipeline) -> None:
    doc = pipeline.spacy(TEXT)
    for kind in ("amount", "change", "reason", "section"):
        records = {r.id: r for r in doc._.fiscal_records if r.kind == kind}
        spans = doc.spans[f"fiscal_{kind}"]
        assert [span.id_ for span in spans] == list(records)
        for span in spans:
            record = records[span.id_]
            assert span.label_ == kind
            assert (span.start_char, span.end_char) <= record.span
            assert span.end_char >= record.span.end


def test_tokens_of_the_pipeline_keep_terms_whole(pipeline: Pipeline) -> None:
    words = [token.text for token in pipeline.spacy.make_doc("机关运行经费由财政拨款安排")]
    assert "".join(words) == "机关运行经费由财政拨款安排"
    assert "财政拨款" in words


def test_order_of_components_does_not_matter() -> None:
    forth, back = spacy.blank("zh"), spacy.blank("zh")
    names = ["fiscal_figures", "fiscal_changes", "fiscal_sections"]
    for one, other in zip(names, reversed(names), strict=True):
        forth.add_pipe(one)
        back.add_pipe(other)
    assert forth(TEXT)._.fiscal_records == back(TEXT)._.fiscal_records


def test_document_and_doc_hold_the_same_records(haigang: Document) -> None:
    assert haigang.records()[1:] == haigang.spacy_doc._.fiscal_records


def test_records_survive_bytes(pipeline: Pipeline) -> None:
    doc = pipeline.spacy(TEXT)
    again = Doc(pipeline.spacy.vocab).from_bytes(doc.to_bytes())
    assert again._.fiscal_records == doc._.fiscal_records
    assert [span.id_ for span in again.spans["fiscal_amount"]] == [span.id_ for span in doc.spans["fiscal_amount"]]


def test_records_survive_a_doc_bin(pipeline: Pipeline) -> None:
    docs = [pipeline.spacy(text) for text in (TEXT, final_accounts("公务接待费支出1.00万元。"))]
    kept = DocBin(store_user_data=True, docs=docs).to_bytes()
    again = list(DocBin(store_user_data=True).from_bytes(kept).get_docs(pipeline.spacy.vocab))
    assert [doc._.fiscal_records for doc in again] == [doc._.fiscal_records for doc in docs]


def test_two_processes_give_the_same(figures: Language) -> None:
    texts = [TEXT, final_accounts("公务接待费支出1.00万元。"), TEXT]
    one = [doc._.fiscal_records for doc in figures.pipe(texts)]
    two = [doc._.fiscal_records for doc in figures.pipe(texts, n_process=2, batch_size=1)]
    assert one == two
    assert [len(records) for records in one] == [5, 1, 5]


def test_saved_pipeline_loads_again(pipeline: Pipeline, tmp_path: Path) -> None:
    pipeline.spacy.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.pipe_names == pipeline.spacy.pipe_names == [f"fiscal_{family}" for family in FAMILIES]
    assert again(TEXT)._.fiscal_records == pipeline.spacy(TEXT)._.fiscal_records


def test_entry_points_are_enough(pipeline: Pipeline, tmp_path: Path) -> None:
    """A program that never imports fiscalnlp can add a component, and load a saved pipeline."""
    pipeline.spacy.to_disk(tmp_path)
    program = (
        "import spacy, sys\n"
        "nlp = spacy.blank('zh'); nlp.add_pipe('fiscal_changes')\n"
        f"doc = nlp({TEXT!r})\n"
        "print(*[r.text for r in doc._.fiscal_records if r.kind == 'change'])\n"
        f"print(len(spacy.load({str(tmp_path)!r}).pipe_names))\n"
    )
    environment = {"PYTHONIOENCODING": "utf-8", "PATH": ""}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == ["比上年减少5.00万元", str(len(FAMILIES))]
