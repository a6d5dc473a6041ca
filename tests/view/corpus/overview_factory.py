"""Small overviews: of documents as the graph's tests make them, some with words made to do harm."""

from __future__ import annotations

from typing import Any

from record_factory import disclosure, make

from fiscalnlp.model.records import Change, Finding, Record, Spending
from fiscalnlp.view.corpus import Corpus, DocumentSummary, Overview, summarise

#: What a hostile document may call itself, its measures and its reasons.
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}"


def summary(doc: str = "doc-2023", *more: Record, source: str | None = None, **fields: Any) -> DocumentSummary:
    """Return what the disclosure of the invented bureau adds, with `more` records and `fields` of its document."""
    return summarise(source or f"{doc}.txt", [*disclosure(doc, **fields), *more])


def of(*documents: DocumentSummary, top: int = 30) -> Overview:
    """Return the overview of these documents."""
    with Corpus(top) as corpus:
        for each in documents:
            corpus.add(each)
        return corpus.overview()


def spending(doc: str, code: str, yuan: object, at: int, **fields: Any) -> Spending:
    """Return an outlay under a class that stands at `at`."""
    names = {3: ("教育支出",), 5: ("教育支出", "普通教育")}[len(code)]
    levels = {3: "类", 5: "款"}
    record: Spending = make(
        Spending, doc=doc, at=at, code=code, level=levels[len(code)], path=names, yuan=yuan, **fields
    )
    return record


def change(doc: str, yuan: object, at: int, **fields: Any) -> Change:
    """Return a comparison that stands at `at`."""
    record: Change = make(Change, doc=doc, at=at, yuan=yuan, **fields)
    return record


def finding(doc: str, at: int, **fields: Any) -> Finding:
    """Return a finding that stands at `at`."""
    record: Finding = make(Finding, doc=doc, at=at, **fields)
    return record


def hostile() -> Overview:
    """Return the overview of two documents of which one is hostile in every word, and of a file not read."""
    doc = "doc-hostile"
    with Corpus() as corpus:
        corpus.add(summary())
        corpus.add(
            summary(
                doc,
                change(doc, 99_000_000, 600, measure=HOSTILE, reasons=("r",)),
                finding(doc, 700, rule=HOSTILE, title=HOSTILE, title_en=HOSTILE, message=HOSTILE),
                source=f"javascript:alert(1)//{HOSTILE}",
                title=HOSTILE,
                issuer=HOSTILE,
                warnings=(HOSTILE,),
            )
        )
        corpus.fail(HOSTILE, "read", HOSTILE)
        return corpus.overview()
