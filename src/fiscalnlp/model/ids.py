"""Stable identifiers: the same document gives the same ids on every run and machine."""

from __future__ import annotations

from hashlib import blake2b


def document_id(sha256: str) -> str:
    """Return the id of the document whose source bytes hash to `sha256` (hex)."""
    return f"doc-{sha256[:16]}"


def record_id(kind: str, doc_id: str, *key: object) -> str:
    """Return the id of a record: its kind and a hash of what makes it the record it is.

    Args:
        kind: record kind, as in the record contract.
        doc_id: id of the document the record comes from.
        key: natural key within document and kind, usually the span and an ordinal.
    """
    text = "\x1f".join((doc_id, *map(str, key)))
    return f"{kind}-{blake2b(text.encode(), digest_size=8).hexdigest()}"
