"""Documents for the tests of feeds and batches: small, and made without reading anything."""

from __future__ import annotations

from fiscalnlp.feeds import DocumentRecords


def document(name: str, *texts: str, year: int = 2023) -> DocumentRecords:
    """Return a document of the id `doc-NAME` with a record for each text."""
    doc_id = f"doc-{name}"
    lines = [f'{{"kind":"document","id":"{doc_id}","doc_id":"{doc_id}","text":"{name}"}}\n']
    lines += [
        f'{{"kind":"term","id":"{doc_id}/{number}","doc_id":"{doc_id}","text":"{text}"}}\n'
        for number, text in enumerate(texts)
    ]
    return DocumentRecords(
        source=f"{name}.txt", doc_id=doc_id, fiscal_year=year, region="130302", jsonl="".join(lines).encode()
    )
