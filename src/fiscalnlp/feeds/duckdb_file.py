"""Records in a DuckDB file: a table a kind of record, and views of what is asked most (extra `duckdb`).

Columns are those of the Parquet feed. `fiscalnlp_meta` says which contract the file holds; the views are in
`data/feeds/views_duckdb.sql`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fiscalnlp import __version__
from fiscalnlp.data import read_text
from fiscalnlp.errors import FiscalError
from fiscalnlp.export import extra
from fiscalnlp.export.contract import agreed_version
from fiscalnlp.feeds.columns import DOCUMENT
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.model.records import KINDS

duckdb: Any = extra.load("duckdb", "duckdb", "records as DuckDB")

from fiscalnlp.feeds.arrow_tables import record_tables, schema  # noqa: E402 - the error names the extra `duckdb`

META = "fiscalnlp_meta"
_CONTRACT, _LIBRARY = "contract_version", "library_version"


class DuckDBSink:
    """A DuckDB file; every write is one transaction, and one process writes to it at a time.

    Args:
        path: the file, made if it is not there. Tables and columns that an older minor version of the contract did
            not have are added; other tables in the file are left alone.

    Raises:
        FiscalError: it cannot be opened, or holds another major version of the contract (stage `export`).
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._name = os.fspath(path)
        with self._errors():
            self._connection = duckdb.connect(self._name)
        try:
            with self._transaction():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        """Add documents, each in place of the one with its id; when this returns they are on disk, all or none.

        Raises:
            FiscalError: they cannot be written.
        """
        latest = {document.doc_id: document for document in documents}
        if latest:
            tables = record_tables(list(latest.values()))
            with self._transaction():
                self._delete(latest)
                for kind, table in tables.items():
                    self._with_table(table, f'INSERT INTO "{kind}" BY NAME SELECT * FROM incoming')

    def delete(self, doc_ids: Iterable[str]) -> None:
        """Take documents out; ids that are not there are passed over.

        Raises:
            FiscalError: the file cannot be written.
        """
        with self._transaction():
            self._delete(doc_ids)

    def close(self) -> None:
        """Let go of the file, its log worked in.

        Raises:
            FiscalError: the file cannot be written.
        """
        with self._errors():
            self._connection.close()

    def _delete(self, doc_ids: Iterable[str]) -> None:
        held = f'SELECT doc_id FROM "{DOCUMENT}" WHERE doc_id IN (SELECT unnest(?))'
        if known := [row[0] for row in self._connection.execute(held, [list(doc_ids)]).fetchall()]:
            for table in self._tables():
                self._connection.execute(f'DELETE FROM "{table}" WHERE doc_id IN (SELECT unnest(?))', [known])

    def _tables(self) -> list[str]:
        """Return the tables of kinds, those of a newer contract too."""
        rows = self._connection.execute(f"SELECT value FROM {META} WHERE name = 'kind' ORDER BY ALL").fetchall()
        return [row[0] for row in rows]

    # -- opening --------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        execute = self._connection.execute
        execute(f"CREATE TABLE IF NOT EXISTS {META} (name VARCHAR NOT NULL, value VARCHAR NOT NULL)")
        found = execute(f"SELECT value FROM {META} WHERE name = ?", [_CONTRACT]).fetchone()
        version = agreed_version(self._name, found[0] if found else None)
        known = set(self._tables())
        for kind in KINDS:
            self._prepare_table(kind, known=kind in known, older=bool(found) and found[0] != version)
        execute(f"DELETE FROM {META} WHERE name IN (?, ?)", [_CONTRACT, _LIBRARY])
        rows = [
            (_CONTRACT, version),
            (_LIBRARY, __version__),
            *(("kind", kind) for kind in KINDS if kind not in known),
        ]
        self._connection.executemany(f"INSERT INTO {META} VALUES (?, ?)", rows)
        execute(read_text("feeds/views_duckdb.sql"))

    def _prepare_table(self, kind: str, *, known: bool, older: bool) -> None:
        """Make the table of a kind, or give it the columns, and the parts of columns, that it lacks."""
        empty = schema(kind).empty_table()
        if not known:
            self._with_table(empty, f'CREATE TABLE "{kind}" AS SELECT * FROM incoming')
            return
        has = dict(row[:2] for row in self._connection.execute(f'DESCRIBE "{kind}"').fetchall())
        for name, type_, *_ in self._with_table(empty, "DESCRIBE SELECT * FROM incoming"):
            if name not in has:
                self._connection.execute(f'ALTER TABLE "{kind}" ADD COLUMN "{name}" {type_}')
            elif older and has[name] != type_:
                self._connection.execute(f'ALTER TABLE "{kind}" ALTER COLUMN "{name}" TYPE {type_}')

    def _with_table(self, incoming: Any, sql: str) -> list[tuple[Any, ...]]:
        """Run a statement on the Arrow table `incoming`, which DuckDB finds by this name; return its rows."""
        rows: list[tuple[Any, ...]] = self._connection.execute(sql).fetchall()
        return rows

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            self._connection.begin()
            try:
                yield
                self._connection.commit()
            except BaseException:
                self._connection.rollback()
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise FiscalError(self._name, f"DuckDB: {error}", stage="export") from error
