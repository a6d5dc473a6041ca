"""Records as files for the bulk API of Elasticsearch and OpenSearch, to be sent from another machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from fiscalnlp.errors import FiscalError
from fiscalnlp.export.target import folder, opened
from fiscalnlp.feeds import elastic_body
from fiscalnlp.feeds.documents import DocumentRecords

#: The file with the template of the index.
TEMPLATE = "index_template.json"


class ElasticFilesSink:
    """A folder with the template of the index and, of each document, a file of bulk requests; see `Sink`.

    `curl -XPUT HOST/_index_template/ALIAS --json @index_template.json`, then of each file
    `curl HOST/_bulk -H 'Content-Type: application/x-ndjson' --data-binary @bulk/DOC_ID.ndjson`, and at last
    `curl -XPUT HOST/INDEX/_alias/ALIAS`. Meant for a new index: what a document no longer has is not deleted.

    Args:
        path: the folder, made if it is not there.
        alias: what will be searched.

    Raises:
        FiscalError: the folder cannot be written (stage `export`).
    """

    def __init__(self, path: str | os.PathLike[str], alias: str = elastic_body.ALIAS) -> None:
        self._bulk = folder(Path(path) / "bulk")
        self._index = elastic_body.index_name(alias)
        with opened(Path(path) / TEMPLATE) as file:
            file.write(msgspec.json.format(msgspec.json.encode(elastic_body.index_template(alias))) + b"\n")

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Write a file of each document, in place of the one that is there.

        Raises:
            FiscalError: a file cannot be written (stage `export`).
        """
        for document in documents:
            with opened(self._file(document.doc_id)) as file:
                for record_id, source in elastic_body.sources(document):
                    file.write(msgspec.json.encode({"index": {"_index": self._index, "_id": record_id}}) + b"\n")
                    file.write(msgspec.json.encode(source) + b"\n")

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take the files of documents away; ids that have none are passed over.

        Raises:
            FiscalError: a file cannot be taken away (stage `export`).
        """
        for doc_id in doc_ids:
            try:
                self._file(doc_id).unlink(missing_ok=True)
            except OSError as error:
                raise FiscalError(
                    str(self._file(doc_id)), f"cannot be deleted: {error}", stage="export"
                ) from error

    def close(self) -> None:
        """Do nothing: each file is complete once it is written."""

    def _file(self, doc_id: str) -> Path:
        return self._bulk / f"{doc_id}.ndjson"
