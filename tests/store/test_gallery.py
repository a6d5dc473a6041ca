"""The gallery's page shows what its questions answer over the bundled corpus and a small generated province."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscalnlp.store import GraphStore, build
from fiscalnlp.store.gallery import page
from generator.province import province
from generator.writers.txt import write_txt

ROOT = Path(__file__).parents[2]
README = ROOT / "src" / "fiscalnlp" / "data" / "graph" / "questions" / "README.md"
ABOUT = """Made by `make golden`; a test keeps it true. Each question is a file of SPARQL here, asked with
`fiscalnlp graph ask STORE NAME` or, changed to your liking, with `fiscalnlp graph query STORE FILE`. The answers
are those of a store of the bundled documents (`corpora/disclosures/*.txt`, one of them as `*.docx` too,
`corpora/samples/*.txt`) and of the first 35 of the generated province (`python -m generator province`), seven
invented bodies over five years.

Counted are appropriations (`general`, `government_fund`, `state_capital`), not money of any origin (`all`), and
one disclosure for a body and year, the fullest (`FILTER NOT EXISTS { ?document fn:duplicateOf ?fuller }`)."""


@pytest.mark.once
def test_the_page_is_what_the_questions_answer(tmp_path: Path, update_golden: bool) -> None:
    for disclosure in province(35):
        (tmp_path / f"{disclosure.name}.txt").write_bytes(write_txt(disclosure))
    folders = (ROOT / "corpora" / "disclosures", ROOT / "corpora" / "samples", tmp_path)
    sources = [str(file) for folder in folders for file in sorted(folder.glob("*.txt"))]
    sources.append(str(folders[0] / "final-accounts-2.docx"))
    with GraphStore() as store:
        build(store, sources)
        made = page(store, ABOUT)
    if update_golden:
        README.write_text(made, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == made
