"""A folder that a batch keeps up to date: parts of records, the journal, what failed, and a summary."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from fiscalnlp.batch.report import BatchReport
from fiscalnlp.export.target import opened
from fiscalnlp.feeds.disk import Writing
from fiscalnlp.feeds.jsonl import MANIFEST, is_part
from fiscalnlp.pipeline import Failure

JOURNAL = "journal.sqlite"
ERRORS = "errors.jsonl"
SUMMARY = "summary.json"
_OURS = frozenset({JOURNAL, f"{JOURNAL}-journal", ERRORS, SUMMARY, MANIFEST})


def is_data_set(folder: Path) -> bool:
    """Tell whether a batch has begun to fill `folder`."""
    return (folder / JOURNAL).is_file() or (folder / MANIFEST).is_file()


def clear(folder: Path) -> None:
    """Take away what a batch has put into `folder`, and nothing else.

    Raises:
        FiscalError: a run is writing there (stage `export`).
    """
    if not folder.is_dir():
        return
    writing = Writing(folder)
    for file in folder.iterdir():
        if file.name in _OURS or is_part(file.name):
            file.unlink()
    writing.end()


def write_errors(folder: Path, failures: Iterable[Failure]) -> None:
    """Write what could not be read: `source`, `stage` and `cause`, one JSON object a line.

    Raises:
        FiscalError: the file cannot be written (stage `export`).
    """
    with opened(folder / ERRORS) as file:
        for failure in failures:
            file.write(msgspec.json.encode(failure) + b"\n")


def write_summary(folder: Path, report: BatchReport, reader: str) -> None:
    """Write what the run did, in numbers, and by what.

    Raises:
        FiscalError: the file cannot be written (stage `export`).
    """
    summary = {"reader": reader, **msgspec.to_builtins(report)}
    with opened(folder / SUMMARY) as file:
        file.write(msgspec.json.format(msgspec.json.encode(summary), indent=1) + b"\n")
