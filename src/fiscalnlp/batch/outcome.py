"""What reading one file gives, in whatever process it is read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

import msgspec

from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.pipeline import Failure, pipeline_of
from fiscalnlp.processes import Lost
from fiscalnlp.read import ReadOptions
from fiscalnlp.reading import Reading

#: What processes that read have in memory from their start.
PRELOAD = "fiscalnlp.batch.preload"
_DEFAULTS = ReadOptions()
_SAMPLE = """某县教育局2023年度部门决算
一、部门职责
（一）负责全县教育工作。
二、收支情况
本年收入合计120.50万元，比上年增加8.4%，主要是人员增加。
"""


class Outcome(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What reading `source` gave: its documents (several for an archive), and what could not be read of it.

    `seconds` is the processor time of the process that read it.
    """

    source: str
    documents: tuple[DocumentRecords, ...] = ()
    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def failure_of(source: str, lost: Lost) -> Failure:
    """Return the failure of a source whose reading gave no result, because of its process or a mistake in it."""
    return Failure(source, "extract" if lost.cause == "error" else lost.cause, lost.words)


def read_outcome(source: str, options: ReadOptions | Reading = _DEFAULTS) -> Outcome:
    """Read a path or URL and return its records; what cannot be read is a failure in the outcome, no error.

    `options` say how it is read; a `Reading` also which families are left out, and how it is checked.
    """
    started = time.process_time()
    documents: list[DocumentRecords] = []
    failures: list[Failure] = []
    warnings: list[str] = []
    for result in pipeline_of(options).read_all([source]):
        if isinstance(result, Failure):
            failures.append(result)
            continue
        warnings += [f"{result.name}: {warning}" for warning in result.warnings]
        documents.append(DocumentRecords.of(result.name, result.record, result.records()))
    return Outcome(
        source=source,
        documents=tuple(documents),
        failures=tuple(failures),
        warnings=tuple(warnings),
        seconds=time.process_time() - started,
    )


def reader_of(how: ReadOptions | Reading = _DEFAULTS, destinations: Sequence[str] = ()) -> str:
    """Return in words what reads sources and where it sends them: where it is another, all is read again."""
    reader = Reading.of(how).reader
    if not destinations:
        return reader
    # Not the addresses themselves: one may hold a password.
    return f"{reader}, to {hashlib.sha256(repr(sorted(destinations)).encode()).hexdigest()[:16]}"


def warm_up() -> None:
    """Load what reading needs, by reading a little."""
    pipeline_of(_DEFAULTS).read(_SAMPLE, name="<sample>").records()
