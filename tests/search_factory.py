"""Small disclosures for the tests of search: a document with the clauses and reasons that a test is about."""

from __future__ import annotations

from collections.abc import Sequence

from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.model.ids import document_id, record_id
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import DocumentRecord, Duty, Reason, Record, Region


def disclosure(
    name: str,
    duties: Sequence[str] = (),
    reasons: Sequence[str] = (),
    *,
    year: int | None = 2023,
    region: tuple[str, str] | None = ("秦皇岛市海港区", "130302"),
    issuer: str = "海港区教育局",
) -> DocumentRecords:
    """Return a disclosure with these duty clauses and reasons; `name` makes its id."""
    doc_id = document_id(name.encode().hex().ljust(16, "0"))
    document = DocumentRecord(
        id=doc_id,
        doc_id=doc_id,
        text="全文",
        span=Span(0, 2),
        title=f"{issuer}{year}年度部门决算",
        issuer=issuer,
        region=Region(name=region[0], code=region[1]) if region else None,
        fiscal_year=year,
        report="final_accounts",
        scope="department",
        pages=None,
        sha256="",
        media_type="text/plain",
    )
    records: list[Record] = [document]
    for number, text in enumerate(duties, 1):
        records.append(
            Duty(
                id=record_id("duty", doc_id, number),
                doc_id=doc_id,
                text=text,
                span=Span(0, len(text)),
                number=number,
                marker=None,
                actions=(),
                role="own",
            )
        )
    for number, text in enumerate(reasons, 1):
        key = record_id("reason", doc_id, number)
        records.append(
            Reason(id=key, doc_id=doc_id, text=text, span=Span(0, len(text)), cue="主要原因是", explains=())
        )
    return DocumentRecords.of(f"{name}.pdf", document, records)
