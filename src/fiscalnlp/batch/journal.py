"""What a batch has done: which bytes stood where, what reading them gave, and what the sinks hold.

Kept by content: a file that moved is not read again, the same bytes at two places are read once, and a document
is taken out of the sinks when no source leads to it any more. What is read counts as done only after the sinks
have it, so whatever is killed, the next run does at most the last chunk once more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from fiscalnlp.errors import FiscalError
from fiscalnlp.pipeline import Failure

#: Version of the tables below.
_VERSION = 1
_TABLES = """
CREATE TABLE runs (run INTEGER PRIMARY KEY);
CREATE TABLE sources (
    source TEXT PRIMARY KEY, sha256 TEXT, run INTEGER NOT NULL
) WITHOUT ROWID;                                    -- sha256: of what was read last and is in the sinks
CREATE INDEX sources_by_content ON sources (sha256);
CREATE TABLE contents (
    sha256 TEXT PRIMARY KEY, reader TEXT NOT NULL, whole INTEGER NOT NULL
) WITHOUT ROWID;                                    -- whole: 0 where a part could not be read
CREATE TABLE holdings (
    sha256 TEXT NOT NULL, doc_id TEXT NOT NULL, PRIMARY KEY (sha256, doc_id)
) WITHOUT ROWID;
CREATE INDEX holdings_by_document ON holdings (doc_id);
CREATE TABLE documents (
    doc_id TEXT PRIMARY KEY, reader TEXT NOT NULL
) WITHOUT ROWID;                                    -- what the sinks hold; reader: empty where they only may
CREATE TABLE failures (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL, stage TEXT NOT NULL, cause TEXT NOT NULL
);
"""
_ORPHANS = """
SELECT doc_id FROM documents AS d WHERE NOT EXISTS (
    SELECT 1 FROM holdings AS h JOIN sources AS s ON s.sha256 = h.sha256 WHERE h.doc_id = d.doc_id
) ORDER BY doc_id
"""


class Journal:
    """The journal of a destination; one run at a time writes it.

    Args:
        path: an SQLite file, made if it is not there; `None` keeps the journal in memory.
        reader: what reads the sources and where it sends them, in words; what another reader has read is
            read again.

    Raises:
        FiscalError: the file is no journal, or another run is writing it (stage `export`).
    """

    def __init__(self, path: Path | None, reader: str) -> None:
        self._name = str(path or "<journal>")
        self._reader = reader
        #: Whether another run can go on with it.
        self.is_kept = path is not None
        with self._named():
            self._data = sqlite3.connect(path or ":memory:", timeout=1.0)
            self._data.execute("PRAGMA locking_mode = EXCLUSIVE")
            (version,) = self._data.execute("PRAGMA user_version").fetchone()
            if version == 0:
                self._data.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {_VERSION};COMMIT;")
            elif version != _VERSION:
                raise FiscalError(self._name, "was written by another version: start anew", stage="export")
            self._run = int(self._data.execute("INSERT INTO runs DEFAULT VALUES").lastrowid or 0)
            self._data.execute("DELETE FROM failures")
            self._data.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was not committed has not happened."""
        self._data.close()

    # -- questions ---------------------------------------------------------------------------------------

    def is_read(self, sha256: str) -> bool:
        """Tell whether these bytes have been read as a whole by this reader."""
        question = "SELECT 1 FROM contents WHERE sha256 = ? AND reader = ? AND whole"
        return self._any(question, sha256, self._reader)

    def is_elsewhere(self, sha256: str, source: str) -> bool:
        """Tell whether this run has met these bytes at another place."""
        question = "SELECT 1 FROM sources WHERE sha256 = ? AND source <> ? AND run = ?"
        return self._any(question, sha256, source, self._run)

    def is_written(self, doc_id: str) -> bool:
        """Tell whether the sinks hold this document as this reader reads it."""
        question = "SELECT 1 FROM documents WHERE doc_id = ? AND reader = ?"
        return self._any(question, doc_id, self._reader)

    def failures(self) -> Iterator[Failure]:
        """Yield what could not be read in this run, by source: when a copy of a file is met is left to chance."""
        with self._named(), closing(self._data.cursor()) as cursor:
            for row in cursor.execute("SELECT source, stage, cause FROM failures ORDER BY source, number"):
                yield Failure(*row)

    def orphans(self) -> list[str]:
        """Return the documents of the sinks to which no source leads any more."""
        with self._named():
            return [doc_id for (doc_id,) in self._data.execute(_ORPHANS)]

    def vanished(self) -> int:
        """Return how many sources this run has not met."""
        with self._named():
            (count,) = self._data.execute("SELECT count(*) FROM sources WHERE run < ?", (self._run,)).fetchone()
            return int(count)

    # -- notes, which hold from the next commit on ----------------------------------------------------------

    def met(self, source: str, sha256: str | None = None) -> None:
        """Note that a source is there, with bytes that are read; without them, it keeps what it gave before."""
        with self._named():
            self._data.execute(
                "INSERT INTO sources VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE"
                " SET sha256 = coalesce(excluded.sha256, sources.sha256), run = excluded.run",
                (source, sha256, self._run),
            )

    def read(self, sha256: str, doc_ids: Iterable[str], *, whole: bool) -> None:
        """Note what reading these bytes gave."""
        with self._named():
            self._data.execute("DELETE FROM holdings WHERE sha256 = ?", (sha256,))
            self._data.execute("REPLACE INTO contents VALUES (?, ?, ?)", (sha256, self._reader, whole))
            self._data.executemany("REPLACE INTO holdings VALUES (?, ?)", ((sha256, each) for each in doc_ids))

    def failed(self, failures: Iterable[Failure]) -> None:
        """Note what could not be read."""
        with self._named():
            self._data.executemany(
                "INSERT INTO failures (source, stage, cause) VALUES (?, ?, ?)",
                ((each.source, each.stage, each.cause) for each in failures),
            )

    def to_be_written(self, doc_ids: Iterable[str]) -> None:
        """Note that the sinks may hold these documents from now on, whatever comes of it."""
        with self._named():
            self._data.executemany("INSERT OR IGNORE INTO documents VALUES (?, '')", ((each,) for each in doc_ids))

    def written(self, doc_ids: Iterable[str]) -> None:
        """Note that the sinks hold these documents as this reader reads them."""
        with self._named():
            self._data.executemany(
                "REPLACE INTO documents VALUES (?, ?)", ((each, self._reader) for each in doc_ids)
            )

    def deleted(self, doc_ids: Sequence[str]) -> None:
        """Note that the sinks no longer hold these documents."""
        with self._named():
            self._data.executemany("DELETE FROM documents WHERE doc_id = ?", ((each,) for each in doc_ids))

    def forget_vanished(self) -> None:
        """Forget the sources that this run has not met."""
        with self._named():
            self._data.execute("DELETE FROM sources WHERE run < ?", (self._run,))

    def forget_contents(self) -> None:
        """Forget what was read from bytes that stand nowhere any more."""
        with self._named():
            for table in ("contents", "holdings"):
                self._data.execute(
                    f"DELETE FROM {table} WHERE sha256 NOT IN"
                    " (SELECT sha256 FROM sources WHERE sha256 IS NOT NULL)"
                )

    def commit(self) -> None:
        """Have the notes hold, whatever happens from now on."""
        with self._named():
            self._data.commit()

    def _any(self, question: str, *values: str | int) -> bool:
        with self._named():
            return self._data.execute(question, values).fetchone() is not None

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            taken = getattr(error, "sqlite_errorname", "") in {"SQLITE_BUSY", "SQLITE_LOCKED"}
            cause = "another run is writing here" if taken else f"cannot be used as a journal: {error}"
            raise FiscalError(self._name, cause, stage="export") from error
