"""Records in PostgreSQL: a table a kind of record, with full-text search and views (extra `postgres`).

Columns are those of the other feeds: figures are `numeric`, lists of strings `text[]`, what else has parts is
`jsonb` in the form of the record contract; an integer of more than 64 bits goes to `unfit`. `full_text`
(`tsvector`, GIN index) is what a search looks through:

    SELECT issuer, text FROM fiscalnlp.duty WHERE full_text @@ %s::tsquery      -- with full_text.tsquery("科技")

Every document is copied to the server as JSON and taken apart there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import msgspec

from fiscalnlp import __version__
from fiscalnlp.data import read_text
from fiscalnlp.errors import FiscalError
from fiscalnlp.export import extra
from fiscalnlp.export.contract import agreed_version
from fiscalnlp.feeds.columns import DOCUMENT, OF_DOCUMENT, SOURCE, About, Column, Type, columns, kind_of
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.feeds.full_text import searched_fields, searched_texts, tsvector
from fiscalnlp.feeds.unfit import UNFIT, fitting, integer_fits
from fiscalnlp.model.records import KINDS

psycopg: Any = extra.load("psycopg", "postgres", "records in PostgreSQL")

META = "meta"
_CONTRACT, _LIBRARY = "contract_version", "library_version"
_FULL_TEXT = "full_text"
_TYPES = {
    "string": "text",
    "integer": "bigint",
    "double": "double precision",
    "decimal": "numeric",
    "boolean": "boolean",
}
#: Columns that are looked up often, by kind; every table is indexed by document, and by year and region.
_INDEXED = {"spending": ("code",), "link": ("duty", "code"), "economic": ("code",), "finding": ("rule",)}
# What may be an integer of more than 64 bits.
_LONG_NUMBER = re.compile(rb"[:\[,]-?\d{19}")
# What is known of a document, and its terms, stand beside each record while it is on its way.
_BESIDE = (*OF_DOCUMENT, SOURCE)


class PostgresSink:
    """A schema of a PostgreSQL database (14 or newer); every write is one transaction.

    Several processes may write at the same time: one that writes a document waits for another that does.

    Args:
        url: how the database is reached: a URL (`postgresql://user@host/name`) or libpq's `key=value` words.
        schema: the schema; made if it is not there. Tables and columns that an older minor version of the contract
            did not have are added; other tables in it are left alone.

    Raises:
        FiscalError: the database cannot be reached or written, or the schema holds another major version of the
            contract (stage `export`).
    """

    def __init__(self, url: str, schema: str = "fiscalnlp") -> None:
        self._name = _without_password(url)
        self._schema = schema
        with self._errors():
            self._connection = psycopg.connect(url, autocommit=True)
        try:
            with self._transaction() as run:
                run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [schema])
                run(f"CREATE SCHEMA IF NOT EXISTS {_quoted(schema)}")
            with self._errors():
                self._connection.execute(f"SET search_path = {_quoted(schema)}, public")
            with self._transaction() as run:
                run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [schema])
                self._prepare(run)
        except BaseException:
            self._connection.close()
            raise

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents, each in place of the one with its id; when this returns they are on disk, all or none.

        Raises:
            FiscalError: they cannot be written.
        """
        latest = {document.doc_id: document for document in documents}
        if not latest:
            return
        with self._transaction() as run:
            self._delete(run, list(latest))
            beside = ", ".join(f"{column.name} {_sql_type(column.type)}" for column in _BESIDE)
            run(f"CREATE TEMP TABLE incoming (kind text, line jsonb, {beside}, full_text tsvector) ON COMMIT DROP")
            kinds = set()
            with self._connection.cursor() as cursor, cursor.copy("COPY incoming FROM STDIN") as copy:
                for kind, row in _rows(latest.values()):
                    kinds.add(kind)
                    copy.write_row(row)
            for kind in sorted(kinds):
                run(_insertion(kind))

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Raises:
            FiscalError: the database cannot be written.
        """
        with self._transaction() as run:
            self._delete(run, list(doc_ids))

    def close(self) -> None:
        """Tell the planner what is there now, and let go of the database.

        Raises:
            FiscalError: the database cannot be written.
        """
        with self._errors():
            if not self._connection.closed:
                run = self._connection.execute
                run("ANALYZE " + ", ".join(map(_quoted, self._kinds(run))))
                self._connection.close()

    def _delete(self, run: Any, doc_ids: list[str]) -> None:
        run(
            "SELECT pg_advisory_xact_lock(hashtextextended(id, 0)) FROM unnest(%s::text[]) AS id ORDER BY id",
            [sorted(doc_ids)],
        )
        held = run(f"SELECT doc_id FROM {_quoted(DOCUMENT)} WHERE doc_id = ANY(%s)", [doc_ids]).fetchall()
        if held:
            for kind in self._kinds(run):
                run(f"DELETE FROM {_quoted(kind)} WHERE doc_id = ANY(%s)", [[row[0] for row in held]])

    def _kinds(self, run: Any) -> list[str]:
        """Return the kinds that there are tables of, those of a newer contract too."""
        return [row[0] for row in run(f"SELECT value FROM {META} WHERE name = 'kind' ORDER BY 1").fetchall()]

    # -- opening --------------------------------------------------------------------------------------

    def _prepare(self, run: Any) -> None:
        run(f"CREATE TABLE IF NOT EXISTS {META} (name text NOT NULL, value text NOT NULL)")
        found = run(f"SELECT value FROM {META} WHERE name = %s", [_CONTRACT]).fetchone()
        version = agreed_version(self._name, found[0] if found else None)
        known = self._kinds(run)
        has = set(
            run(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s",
                [self._schema],
            ).fetchall()
        )
        for kind in KINDS:
            if kind not in known:
                run(_table(kind))
                for index in _indexes(kind):
                    run(index)
            for name, type_ in _typed_columns(kind) if kind in known else ():
                if (kind, name) not in has:
                    run(f"ALTER TABLE {_quoted(kind)} ADD COLUMN {_quoted(name)} {type_}")
        run(f"DELETE FROM {META} WHERE name IN (%s, %s)", [_CONTRACT, _LIBRARY])
        new = [("kind", kind) for kind in KINDS if kind not in known]
        for row in [(_CONTRACT, version), (_LIBRARY, __version__), *new]:
            run(f"INSERT INTO {META} VALUES (%s, %s)", row)
        run(read_text("feeds/views_postgres.sql"))

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        with self._errors(), self._connection.transaction():
            yield self._connection.execute

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise FiscalError(self._name, f"PostgreSQL: {error}", stage="export") from error


def _rows(documents: Iterable[DocumentRecords]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the kind of each record, and the record as it is copied to the server."""
    for document in documents:
        about = About.of(document)
        for line in document.jsonl.splitlines():
            kind = kind_of(line)
            text = _without_nul(line) if rb"\u0000" in line else line
            if _LONG_NUMBER.search(text):
                text = fitting(text, kind, integer_fits)
            terms = (
                tsvector(searched_texts(kind, msgspec.json.decode(text))) if kind in searched_fields() else None
            )
            yield kind, (kind, text.decode(), *about, terms)


def _without_nul(line: bytes) -> bytes:
    """Return a record without the character NUL, which PostgreSQL cannot hold."""

    def cleaned(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("\0", "")
        if isinstance(value, list):
            return [cleaned(each) for each in value]
        return {cleaned(name): cleaned(each) for name, each in value.items()} if isinstance(value, dict) else value

    return msgspec.json.encode(cleaned(msgspec.json.decode(line)))


# -- statements ---------------------------------------------------------------------------------------


def _typed_columns(kind: str) -> list[tuple[str, str]]:
    found = [*((column.name, _sql_type(column.type)) for column in columns(kind)), (UNFIT, "text[]")]
    return [*found, (_FULL_TEXT, "tsvector")] if kind in searched_fields() else found


def _sql_type(type_: Type) -> str:
    if type_.holds == "list" and type_.parts[0][1].holds == "string":
        return "text[]"
    return _TYPES.get(type_.holds, "jsonb")


def _table(kind: str) -> str:
    body = ", ".join(f"{_quoted(name)} {type_}" for name, type_ in _typed_columns(kind))
    return f"CREATE TABLE {_quoted(kind)} ({body}, PRIMARY KEY (id))"


def _indexes(kind: str) -> list[str]:
    wanted = ["(doc_id)", "(fiscal_year, region)", *(f"({_quoted(name)})" for name in _INDEXED.get(kind, ()))]
    if kind in searched_fields():
        wanted.append(f"USING gin ({_FULL_TEXT})")
    return [f"CREATE INDEX ON {_quoted(kind)} {each}" for each in wanted]


@cache
def _insertion(kind: str) -> str:
    """Return the statement that takes the records of a kind apart."""
    values = {**{column.name: _value(column) for column in columns(kind)}, UNFIT: f"record.{UNFIT}"}
    if kind in searched_fields():
        values[_FULL_TEXT] = f"incoming.{_FULL_TEXT}"
    return (
        f"INSERT INTO {_quoted(kind)} ({', '.join(map(_quoted, values))}) SELECT {', '.join(values.values())} "
        f"FROM incoming, jsonb_populate_record(NULL::{_quoted(kind)}, incoming.line) AS record "
        f"WHERE incoming.kind = '{kind}'"
    )


def _value(column: Column) -> str:
    """Return where the value of a column stands: beside the record, under its name, or deeper in the JSON."""
    if not column.path:
        return f"incoming.{column.name}"
    if len(column.path) == 1:
        return f"record.{_quoted(str(column.path[0]))}"
    way = ",".join(map(str, column.path))
    return f"(incoming.line #>> '{{{way}}}')::{_sql_type(column.type)}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without_password(url: str) -> str:
    return re.sub(r"(?<=:)[^:@/]*(?=@)|(?<=password=)\S*", "…", url)
