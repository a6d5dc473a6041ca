"""What Elasticsearch and OpenSearch are told: the template of an index, and a record as one of its documents.

`text` is what is searched, cut by the server into pairs of characters, so that a `match_phrase` finds every word
of two or more; `words` are the same texts cut by jieba and the field's dictionary, parted by spaces, to rank by.
No plugin is needed. `document` and `record` are kept and not searched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from typing import Any

from fiscalnlp.data import read_text
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.model.records import CONTRACT_VERSION
from fiscalnlp.search.entries import entries
from fiscalnlp.search.forms import search_form, words

#: Alias that is searched, where none is given.
ALIAS = "fiscalnlp"
#: Version of `data/search/elastic.json`, to be raised where an index that is there cannot follow a change.
LAYOUT = 1


def index_name(alias: str) -> str:
    """Return the name of the index behind `alias`: each major version of the contract, each layout has its own."""
    return f"{alias}-v{CONTRACT_VERSION.partition('.')[0]}-{LAYOUT}"


def index_template(alias: str) -> dict[str, Any]:
    """Return the template of the indexes behind `alias` (`PUT _index_template/ALIAS`)."""
    settings = body()
    return {
        "index_patterns": [index_name(alias)],
        "priority": 200,
        "template": {
            "settings": settings["settings"],
            "mappings": {"_meta": {"contract": CONTRACT_VERSION}, **settings["mappings"]},
        },
    }


@cache
def body() -> dict[str, Any]:
    """Return settings and mapping of an index; the result is shared, treat it as read-only."""
    found: dict[str, Any] = json.loads(read_text("search/elastic.json"))
    return found


def revision(document: DocumentRecords) -> str:
    """Return what tells the records of a document from those that it had when it was written before."""
    return blake2b(CONTRACT_VERSION.encode() + document.jsonl, digest_size=8).hexdigest()


def sources(document: DocumentRecords) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the records of a document that are searched: the id (`_id`) and the rest (`_source`)."""
    its_revision = revision(document)
    for entry in entries(document.rows()):
        yield (
            entry.id,
            {
                "kind": entry.kind,
                "doc_id": entry.doc_id,
                "revision": its_revision,
                "contract": CONTRACT_VERSION,
                "year": entry.year,
                "region": entry.region,
                "within": entry.within,
                "issuer": entry.issuer,
                "text": entry.texts,
                "words": " ".join(word for text in entry.texts for word in words(search_form(text))),
                "document": entry.document,
                "record": entry.record,
            },
        )
