"""Records into Elasticsearch or OpenSearch, by the official client of either (extra `elasticsearch`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit

from fiscalnlp.errors import FiscalError
from fiscalnlp.export import extra
from fiscalnlp.feeds import elastic_body
from fiscalnlp.feeds.documents import DocumentRecords

_T = TypeVar("_T")
_EXTRA = "elasticsearch"


class _Engine(NamedTuple):
    """The official client of an engine: its module, class, argument for user and password, and exceptions."""

    module: str
    client: str
    login: str
    errors: tuple[str, ...]


_ENGINES = {
    "elasticsearch": _Engine("elasticsearch", "Elasticsearch", "basic_auth", ("ApiError", "TransportError")),
    "opensearch": _Engine("opensearchpy", "OpenSearch", "http_auth", ("OpenSearchException",)),
}
# How often a request, and a record that a busy server refused, is sent again.
_RETRIES = 5
_CHUNK_RECORDS, _CHUNK_BYTES = 1_000, 10_000_000
# How many documents one deletion is about, and an error names.
_MANY, _SHOWN = 1_000, 5


@dataclass(frozen=True, slots=True)
class _Target:
    engine: str
    host: str
    user: tuple[str, str] | None
    alias: str


class ElasticSink:
    """Elasticsearch or OpenSearch; see `Sink`.

    The index is called `ALIAS-v1-1` after the major version of the record contract and the version of its mapping;
    it is made with its template if it is not there, and searches go to the alias. Another version fills an index
    of its own beside it, until `publish` lets the alias point there.

    A server has no transactions: new records are sent first, then those that the documents no longer have are
    deleted, so a search meanwhile may see both. Every step may be done again; a write that failed leaves what it
    had sent, and the next one puts it right.

    Args:
        url: `elasticsearch+http://HOST:9200/ALIAS`, `opensearch+https://USER:PASSWORD@HOST:9200/ALIAS`; https
            where neither is said, the alias `fiscalnlp` where there is none.
        client: a client of the engine's own package, for other ways to be let in; the URL tells engine and alias.

    Raises:
        MissingExtraError: the engine's client is not installed.
        FiscalError: the URL is none, or the server does not answer or refuses (stage `export`).
    """

    def __init__(self, url: str, *, client: Any = None) -> None:
        target = _target(url)
        engine = _ENGINES[target.engine]
        self._name = f"{target.host}/{target.alias}"
        package = extra.load(engine.module, _EXTRA, self._name)
        self._helpers = extra.load(f"{engine.module}.helpers", _EXTRA, self._name)
        self._errors = tuple(getattr(package, name) for name in engine.errors)
        self.alias = target.alias
        self.index = elastic_body.index_name(target.alias)
        with self._refused():
            login = {engine.login: target.user} if target.user else {}
            self._client = client or getattr(package, engine.client)(
                [target.host], max_retries=_RETRIES, retry_on_timeout=True, **login
            )
            self._prepare()

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents, each in place of the one with its id; when this returns they are found.

        Raises:
            FiscalError: the server refused records, named by document, or does not answer (stage `export`).
        """
        latest = list({document.doc_id: document for document in documents}.values())
        with self._refused():
            self._send(latest)
            self._client.indices.refresh(index=self.index)  # what was just replaced is no match any more
            for some in _parts(latest):
                current = [elastic_body.revision(document) for document in some]
                self._delete([document.doc_id for document in some], but_not=[{"terms": {"revision": current}}])

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Raises:
            FiscalError: the server refused or does not answer (stage `export`).
        """
        with self._refused():
            self._client.indices.refresh(index=self.index)
            for some in _parts(list(doc_ids)):
                self._delete(some)

    def publish(self) -> None:
        """Let the alias point to this index alone, in one step.

        Raises:
            FiscalError: the server refused or does not answer (stage `export`).
        """
        with self._refused():
            others = set(self._client.indices.get_alias(name=self.alias)) - {self.index}
            actions = [{"remove": {"index": other, "alias": self.alias}} for other in sorted(others)]
            actions.append({"add": {"index": self.index, "alias": self.alias}})
            self._client.indices.update_aliases(body={"actions": actions})

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _prepare(self) -> None:
        """Make template, index and alias unless they are there; an index that is gets the fields it lacks."""
        indices = self._client.indices
        template = elastic_body.index_template(self.alias)
        indices.put_index_template(name=self.alias, body=template)
        if indices.exists(index=self.index):
            indices.put_mapping(index=self.index, body=template["template"]["mappings"])
        else:
            indices.create(index=self.index)
        if not indices.exists_alias(name=self.alias):
            indices.put_alias(index=self.index, name=self.alias)

    def _send(self, documents: Iterable[DocumentRecords]) -> None:
        document_of: dict[str, str] = {}

        def actions() -> Iterator[dict[str, Any]]:
            for document in documents:
                for record_id, source in elastic_body.sources(document):
                    document_of[record_id] = document.doc_id
                    yield {"_op_type": "index", "_index": self.index, "_id": record_id, "_source": source}

        refused: dict[str, list[str]] = {}
        for taken, answer in self._helpers.streaming_bulk(
            self._client,
            actions(),
            chunk_size=_CHUNK_RECORDS,
            max_chunk_bytes=_CHUNK_BYTES,
            max_retries=_RETRIES,
            initial_backoff=1,
            raise_on_error=False,
        ):
            if not taken:
                item = answer["index"]
                refused.setdefault(document_of[item["_id"]], []).append(f"{item['_id']}: {_reason(item)}")
        if refused:
            raise FiscalError(self._name, _told(refused), stage="export")

    def _delete(self, doc_ids: Sequence[str], but_not: Sequence[dict[str, Any]] = ()) -> None:
        query = {"filter": [{"terms": {"doc_id": doc_ids}}], "must_not": but_not}
        answer = self._client.delete_by_query(
            index=self.index, body={"query": {"bool": query}}, conflicts="proceed", refresh=True
        )
        if answer["failures"]:
            told = _reason(answer["failures"][0])
            raise FiscalError(self._name, f"old records stay: {told}", stage="export")

    @contextmanager
    def _refused(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            raise FiscalError(self._name, f"cannot be written: {error}", stage="export") from error


def _target(url: str) -> _Target:
    parts = urlsplit(url)
    engine, _, transport = parts.scheme.partition("+")
    alias = parts.path.strip("/") or elastic_body.ALIAS
    try:
        port = parts.port
    except ValueError:
        port = 0
    if (
        engine not in _ENGINES
        or transport not in ("", "http", "https")
        or not parts.hostname
        or port == 0
        or "/" in alias
    ):
        cause = "is no address such as elasticsearch+http://HOST:9200/ALIAS or opensearch+https://HOST:9200/ALIAS"
        raise FiscalError(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), cause, stage="export")
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return _Target(engine, f"{transport or 'https'}://{host}:{port or 9200}", user, alias)


def _parts(items: list[_T]) -> Iterator[list[_T]]:
    for first in range(0, len(items), _MANY):
        yield items[first : first + _MANY]


def _reason(item: Any) -> str:
    error = item.get("error") or item.get("cause") or item
    return f"{error.get('type')}: {error.get('reason')}" if isinstance(error, dict) else str(error)


def _told(refused: dict[str, list[str]]) -> str:
    """Return which documents the server took only in part, and why."""
    told = [f"{doc_id}: {len(records):,} refused ({records[0]})" for doc_id, records in refused.items()]
    more = f" and {len(told) - _SHOWN:,} documents more" if len(told) > _SHOWN else ""
    return f"records were refused: {'; '.join(told[:_SHOWN])}{more}"
