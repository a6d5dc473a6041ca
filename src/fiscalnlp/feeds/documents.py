"""The records of one document as they travel: between processes, over a cluster, into a feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from fiscalnlp.export.jsonl import decode_record, encode_record
from fiscalnlp.model.records import DocumentRecord, Record

if TYPE_CHECKING:
    from collections.abc import Iterable


class DocumentRecords(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All records of one document, encoded once.

    `source` is what it was read from, as it was named (a path, a URL, `archive.zip!/member`); `region` the six
    digits of its GB/T 2260 code; `jsonl` its records in document order, the document's own first, one JSON object
    a line, each line with its line feed.
    """

    source: str
    doc_id: str
    fiscal_year: int | None
    region: str | None
    jsonl: bytes

    @classmethod
    def of(cls, source: str, document: DocumentRecord, records: Iterable[Record]) -> DocumentRecords:
        """Encode `records`, which begin with `document`."""
        return cls(
            source=source,
            doc_id=document.id,
            fiscal_year=document.fiscal_year,
            region=None if document.region is None else document.region.code,
            jsonl=b"".join(encode_record(record) + b"\n" for record in records),
        )

    def records(self) -> Iterator[Record]:
        """Yield the records themselves."""
        yield from map(decode_record, self.jsonl.splitlines())

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the records as plain dictionaries, figures as decimal strings: quicker where no type is needed."""
        yield from map(msgspec.json.decode, self.jsonl.splitlines())
