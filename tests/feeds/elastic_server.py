"""A server that speaks as much of Elasticsearch's protocol as the feed uses, strictly, and keeps what it is sent.

No search engine: it holds that requests are well-formed, refuses what the mapping does not allow, and has the
habits that a feed must live with: a deletion sees only what was refreshed, and a busy server says so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

JSON = ("application/json", "application/vnd.elasticsearch+json")
BULK = ("application/x-ndjson", "application/vnd.elasticsearch+x-ndjson", *JSON)


class RefusedError(Exception):
    """A request that a server answers with an error."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.answer = status, {"error": {"type": kind, "reason": reason}, "status": status}


@dataclass
class Index:
    """One index: settings, mapping, and records as (version, source) by id, as sent and as last refreshed."""

    mappings: dict[str, Any]
    aliases: set[str] = field(default_factory=set)
    sent: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    seen: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)


@dataclass
class Cluster:
    """What the server holds; `busy` and `refuse` make it say no."""

    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)
    logins: list[str | None] = field(default_factory=list)
    bulks: int = 0
    busy: int = 0  # how many bulk requests are answered with 429
    busy_records: set[str] = field(default_factory=set)  # records refused with 429 once
    refuse: set[str] = field(default_factory=set)  # texts whose records are refused

    def request(self, method: str, path: list[str], query: dict[str, str], content: str, body: bytes) -> Any:
        match (method, path):
            case ("PUT", ["_index_template", name]):
                template = _object(content, body)
                _known_analyzers(template["template"])
                self.templates[name] = template
                return {"acknowledged": True}
            case ("HEAD", ["_alias", alias]):
                return None if any(alias in each.aliases for each in self.indexes.values()) else _missing(alias)
            case ("GET", ["_alias", alias]):
                return {
                    name: {"aliases": {alias: {}}} for name, each in self.indexes.items() if alias in each.aliases
                }
            case ("POST", ["_aliases"]):
                for action in _object(content, body)["actions"]:
                    ((verb, what),) = action.items()
                    change = {"add": set.add, "remove": set.remove}[verb]
                    change(self.index(what["index"]).aliases, what["alias"])
                return {"acknowledged": True}
            case ("PUT" | "POST", ["_bulk"]):
                return self.bulk(content, body)
            case ("HEAD", [name]):
                return None if name in self.indexes else _missing(name)
            case ("PUT", [name]):
                return self.create(name)
            case ("PUT", [name, "_mapping"]):
                self.index(name).mappings.update(_object(content, body))
                return {"acknowledged": True}
            case ("PUT", [name, "_alias", alias]):
                self.index(name).aliases.add(alias)
                return {"acknowledged": True}
            case ("POST", [name, "_refresh"]):
                self.index(name).seen = dict(self.index(name).sent)
                return {"_shards": {"failed": 0}}
            case ("POST", [name, "_delete_by_query"]):
                return self.delete(self.index(name), _object(content, body)["query"], query)
        raise RefusedError(400, "illegal_argument_exception", f"no handler for {method} {'/'.join(path)}")

    def index(self, name: str) -> Index:
        if name not in self.indexes:
            raise RefusedError(404, "index_not_found_exception", f"no such index [{name}]")
        return self.indexes[name]

    def create(self, name: str) -> dict[str, Any]:
        if name in self.indexes:
            raise RefusedError(400, "resource_already_exists_exception", f"index [{name}] already exists")
        (template,) = [each for each in self.templates.values() if name in each["index_patterns"]]
        self.indexes[name] = Index(dict(template["template"]["mappings"]))
        return {"acknowledged": True, "shards_acknowledged": True, "index": name}

    def bulk(self, content: str, body: bytes) -> dict[str, Any]:
        self.bulks += 1
        if self.busy:
            self.busy -= 1
            raise RefusedError(429, "es_rejected_execution_exception", "queue is full")
        if content not in BULK:
            raise RefusedError(406, "media_type_header_exception", f"Content-Type [{content}] is not supported")
        if not body.endswith(b"\n"):
            raise RefusedError(
                400, "illegal_argument_exception", "The bulk request must be terminated by a newline"
            )
        lines = body.decode("utf-8").split("\n")[:-1]
        items = [self.put(*map(json.loads, lines[at : at + 2])) for at in range(0, len(lines), 2)]
        return {"took": 1, "errors": any(item["index"]["status"] >= 300 for item in items), "items": items}

    def put(self, action: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
        assert list(action) == ["index"]
        assert set(action["index"]) == {"_index", "_id"}
        name, key = action["index"]["_index"], action["index"]["_id"]
        index = self.index(name)
        answer: dict[str, Any] = {"_index": name, "_id": key}
        if key in self.busy_records:
            self.busy_records.remove(key)
            error = {"type": "es_rejected_execution_exception", "reason": "queue is full"}
            return {"index": {**answer, "status": 429, "error": error}}
        wrong = _against(index.mappings, source) or next(
            (f"refused {text}" for text in self.refuse if text in source["text"]), None
        )
        if wrong:
            error = {"type": "document_parsing_exception", "reason": wrong}
            return {"index": {**answer, "status": 400, "error": error}}
        version = index.sent[key][0] + 1 if key in index.sent else 1
        index.sent[key] = version, source
        return {"index": {**answer, "status": 201 if version == 1 else 200, "_version": version}}

    def delete(self, index: Index, query: dict[str, Any], options: dict[str, str]) -> dict[str, Any]:
        matching = [key for key, (_, source) in index.seen.items() if _matches(query, source)]
        conflicts = [key for key in matching if index.sent.get(key, (0,))[0] != index.seen[key][0]]
        if conflicts and options.get("conflicts") != "proceed":
            raise RefusedError(409, "version_conflict_engine_exception", f"{len(conflicts)} conflicts")
        for key in set(matching) - set(conflicts):
            del index.sent[key]
        if options.get("refresh") == "true":
            index.seen = dict(index.sent)
        return {"deleted": len(matching) - len(conflicts), "version_conflicts": len(conflicts), "failures": []}


def _object(content: str, body: bytes) -> dict[str, Any]:
    if content not in JSON:
        raise RefusedError(406, "media_type_header_exception", f"Content-Type [{content}] is not supported")
    found = json.loads(body)
    assert isinstance(found, dict)
    return found


def _missing(name: str) -> None:
    raise RefusedError(404, "index_not_found_exception", f"no such index [{name}]")


def _known_analyzers(template: dict[str, Any]) -> None:
    analysis = template["settings"]["analysis"]
    for mapping in template["mappings"]["properties"].values():
        if (name := mapping.get("analyzer")) and name not in analysis["analyzer"]:
            raise RefusedError(400, "mapper_parsing_exception", f"analyzer [{name}] has not been configured")
    for analyzer in analysis["analyzer"].values():
        assert set(analyzer["char_filter"]) <= set(analysis["char_filter"])
        assert analyzer["tokenizer"] in {"whitespace", *analysis["tokenizer"]}
        assert set(analyzer["filter"]) <= {"cjk_width", "lowercase"}


def _against(mappings: dict[str, Any], source: dict[str, Any]) -> str | None:
    """Return how a record breaks the mapping, which is strict."""
    assert mappings["dynamic"] == "strict"
    for name, value in source.items():
        if name not in mappings["properties"]:
            return f"mapping set to strict, dynamic introduction of [{name}] is not allowed"
        fits = {"keyword": str, "text": str, "integer": int, "object": dict}[mappings["properties"][name]["type"]]
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(each, fits) for each in values):
            return f"failed to parse field [{name}]"
    return None


def _matches(query: dict[str, Any], source: dict[str, Any]) -> bool:
    def terms(clause: dict[str, Any]) -> bool:
        ((name, values),) = clause["terms"].items()
        return source[name] in values

    bool_ = query["bool"]
    return all(map(terms, bool_["filter"])) and not any(map(terms, bool_.get("must_not", ())))


@contextmanager
def running() -> Iterator[tuple[str, Cluster]]:
    """Run a server; yield `HOST:PORT` and what it holds."""
    cluster = Cluster()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            content = self.headers.get("Content-Type", "").partition(";")[0].strip()
            options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            cluster.logins.append(self.headers.get("Authorization"))
            path = [unquote(each) for each in parts.path.strip("/").split("/")]
            try:
                status, answer = 200, cluster.request(self.command, path, options, content, body)
            except RefusedError as error:
                status, answer = error.answer
            data = b"" if self.command == "HEAD" else json.dumps(answer).encode()
            self.send_response(status)
            accepted = self.headers.get("Accept", "")
            compatible = accepted.startswith("application/vnd.elasticsearch+json")
            self.send_header("Content-Type", accepted if compatible else "application/json")
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_HEAD = do_POST = do_PUT = handle_one  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", cluster
    finally:
        server.shutdown()
        server.server_close()
