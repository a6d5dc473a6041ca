"""What travels to a worker and back, and what the worker does: reads its files, writes them as one part, says so.

DEST/parts/NAME.jsonl.zst   the records of the part's documents
DEST/reports/NAME.json      what became of its files: written last, so a part counts when its report is there
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Literal

import msgspec
import zstandard
from msgspec.structs import replace

from fiscalnlp.batch.outcome import PRELOAD, Outcome, failure_of, read_outcome
from fiscalnlp.cluster.files import Store
from fiscalnlp.errors import FiscalError
from fiscalnlp.feeds.documents import DocumentRecords
from fiscalnlp.pipeline import Failure
from fiscalnlp.processes import Limits, Lost, WorkerPool
from fiscalnlp.read import ReadOptions

#: Forms of parts: records line by line (plain, zstd), or an Arrow table with one row a document.
Form = Literal["jsonl", "jsonl.zst", "parquet"]
PARTS, REPORTS = "parts", "reports"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What all tasks of a run have in common."""

    destination: str
    form: Form = "jsonl.zst"
    options: ReadOptions = ReadOptions()
    limits: Limits = Limits(attempts=1)  # the second attempt is another task, maybe on another node


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Files that one worker reads in turn. Of the `last` attempt, failures are final."""

    name: str
    sources: tuple[str, ...]
    last: bool


class SourceReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one source; `seconds` is the processor time of reading it."""

    source: str
    documents: int
    failures: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


class TaskReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a task: sources that are done, and sources that failed and are to be tried once more."""

    name: str
    done: tuple[SourceReport, ...]
    again: tuple[SourceReport, ...] = ()


def perform(job: Job, task: Task) -> TaskReport:
    """Do a task: on a worker. Doing it twice, even at the same time, writes the same bytes to the same places.

    Where the part cannot be written, all its sources are to be tried once more.

    Raises:
        ExtractionError: this worker can start no process.
    """
    done: list[SourceReport] = []
    again: list[SourceReport] = []
    documents: list[DocumentRecords] = []
    for outcome in _outcomes(job, task):
        if outcome.failures and not task.last:
            again.append(_report(outcome))
            continue
        done.append(_report(outcome))
        documents += outcome.documents
    report = TaskReport(name=task.name, done=tuple(done), again=tuple(again))
    try:
        _write(job, report, documents)
    except FiscalError as error:
        unwritten = [replace(each, failures=(Failure(each.source, error.stage, error.cause),)) for each in done]
        return TaskReport(name=task.name, done=(), again=(*unwritten, *again))
    return report


def _write(job: Job, report: TaskReport, documents: Sequence[DocumentRecords]) -> None:
    store = Store(job.destination)
    if documents:
        store.write(f"{PARTS}/{report.name}.{job.form}", encode(documents, job.form))
    if report.done:
        store.write(f"{REPORTS}/{report.name}.json", msgspec.json.encode(report))


def encode(documents: Sequence[DocumentRecords], form: Form) -> bytes:
    """Return a part: what is written for these documents."""
    if form == "parquet":
        return _parquet(documents)
    lines = b"".join(document.jsonl for document in documents)
    return lines if form == "jsonl" else zstandard.compress(lines)


def _parquet(documents: Sequence[DocumentRecords]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema(
        [
            pa.field("source", pa.string(), nullable=False),
            pa.field("doc_id", pa.string(), nullable=False),
            pa.field("fiscal_year", pa.int32()),
            pa.field("region", pa.string()),
            pa.field("jsonl", pa.binary(), nullable=False),
        ]
    )
    table = pa.Table.from_pylist([msgspec.structs.asdict(document) for document in documents], schema=schema)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _report(outcome: Outcome) -> SourceReport:
    return SourceReport(
        source=outcome.source,
        documents=len(outcome.documents),
        failures=outcome.failures,
        warnings=outcome.warnings,
        seconds=outcome.seconds,
    )


def _outcomes(job: Job, task: Task) -> Iterator[Outcome]:
    pool = _pool(job.options, job.limits)
    try:
        for source, read in zip(task.sources, pool.map(task.sources), strict=True):
            if isinstance(read, Lost):
                yield Outcome(source=source, failures=(failure_of(source, read),))
            else:
                yield read
    except FiscalError:
        _pool.cache_clear()  # the next task may have better luck
        raise


@cache
def _pool(options: ReadOptions, limits: Limits) -> WorkerPool[str, Outcome]:
    """Return the process beside this worker's own that reads, so that a file which ends it ends no worker.

    Engines keep their workers over tasks; the process goes with its worker.
    """
    read = partial(read_outcome, options=options)
    return WorkerPool(read, 1, limits=limits, preload=PRELOAD).__enter__()
