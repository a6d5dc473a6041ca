"""Reading for the tests of batches: a file says what its documents are, or what to do to the process.

A function of a module, so that a process can load it. A line of a file is a document: its name, then its texts.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from fiscalnlp.batch import Outcome
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.pipeline import Failure
from lines_factory import document


def read(source: str) -> Outcome:
    """Read a file of the tests."""
    documents: list[DocumentRecords] = []
    failures: list[Failure] = []
    for line in Path(source).read_text("utf-8").splitlines():
        match line.split():
            case ["broken", *_]:
                failures.append(Failure(source, "read", "is broken"))
            case ["crash", *_]:
                os._exit(1)
            case ["kill", *_]:
                os.kill(os.getpid(), signal.SIGKILL)
            case ["hang", *_]:
                time.sleep(1000)
            case ["grow", *_]:
                kept = []
                while True:
                    kept.append(bytearray(10_000_000))
                    time.sleep(0.01)
            case ["wait", seconds]:
                time.sleep(float(seconds))
            case [name, *texts]:
                documents.append(document(name, *texts))
    return Outcome(source=source, documents=tuple(documents), failures=tuple(failures))


class Kept:
    """A sink that keeps documents in a dictionary and knows how often it was asked to."""

    def __init__(self) -> None:
        self.documents: dict[str, DocumentRecords] = {}
        self.writes: list[list[str]] = []
        self.closed = False

    def write(self, documents: Sequence[DocumentRecords]) -> None:
        self.writes.append([each.doc_id.removeprefix("doc-") for each in documents])
        for each in documents:
            self.documents.pop(each.doc_id, None)
            self.documents[each.doc_id] = each

    def delete(self, doc_ids: Iterable[str]) -> None:
        for each in doc_ids:
            self.documents.pop(each, None)

    def close(self) -> None:
        self.closed = True

    @property
    def names(self) -> list[str]:
        return [each.removeprefix("doc-") for each in self.documents]
