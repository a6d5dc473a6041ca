"""A run: sources → tasks for an engine → parts, what failed, a summary."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from fiscalnlp import __version__
from fiscalnlp.cluster.engine import Engine
from fiscalnlp.cluster.files import Store
from fiscalnlp.cluster.task import PARTS, REPORTS, Job, SourceReport, Task, TaskReport
from fiscalnlp.errors import FiscalError
from fiscalnlp.pipeline import Failure

#: Files of one task: so many that a part is worth opening, so few that a lost worker costs some seconds.
FILES_PER_TASK = 32
JOB, ERRORS, SUMMARY = "job.json", "errors.jsonl", "summary.json"
_LOST = "the worker that read it was lost"


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did, those before it that it resumed included.

    `lost` are sources without a report: their worker did not survive them, alone and twice. `read_seconds` is the
    processor time of reading, `seconds` the time of this run on the clock.
    """

    version: str
    engine: str
    sources: int
    resumed: int
    documents: int
    failed: int
    lost: int
    read_seconds: float
    seconds: float


def run(
    sources: Iterable[str],
    job: Job,
    engine: Engine,
    *,
    files_per_task: int = FILES_PER_TASK,
    resume: bool = False,
    on_report: Callable[[TaskReport], None] | None = None,
) -> Summary:
    """Read `sources` on the cluster of `engine` and write their records to the job's destination.

    A source that fails, or whose worker is lost, is tried once more, alone. What fails then stands in
    `errors.jsonl`; nothing of it stops the others.

    Args:
        sources: paths and URLs that every worker can open.
        job: where to, and how they are read.
        engine: what places the tasks.
        files_per_task: how many sources a worker reads into one part.
        resume: go on where a run to the same destination was ended; what is done there is left alone.
        on_report: called with each report as it comes.

    Raises:
        FiscalError: the destination cannot be written, or holds a run that is not to be resumed or was begun
            by another version or with other settings.
    """
    begun = time.monotonic()
    wanted = sorted(set(sources))
    store = Store(job.destination)
    _begin(store, job, resume=resume)
    done = {each.source: each for each in _done_before(store)}
    resumed = sum(source in done for source in wanted)
    failures: dict[str, tuple[Failure, ...]] = {}
    for size, last in ((files_per_task, False), (1, True)):
        todo = [source for source in wanted if source not in done]
        for report in engine.perform(job, _tasks(todo, size, last=last)) if todo else ():
            done.update((each.source, each) for each in report.done)
            failures.update((each.source, each.failures) for each in report.again)
            if on_report is not None:
                on_report(report)
    lost = [source for source in wanted if source not in done]
    failures = {source: failures.get(source) or (Failure(source, "read", _LOST),) for source in lost}
    failures |= {each.source: each.failures for each in done.values() if each.failures}
    summary = Summary(
        version=__version__,
        engine=engine.name,
        sources=len(wanted),
        resumed=resumed,
        documents=sum(each.documents for each in done.values()),
        failed=len(failures),
        lost=len(lost),
        read_seconds=round(sum(each.seconds for each in done.values()), 1),
        seconds=round(time.monotonic() - begun, 1),
    )
    encode = msgspec.json.encode
    lines = [encode(failure) + b"\n" for source in sorted(failures) for failure in failures[source]]
    store.write(ERRORS, b"".join(lines))
    store.write(SUMMARY, encode(summary) + b"\n")
    return summary


def _begin(store: Store, job: Job, *, resume: bool) -> None:
    """Note what the run is, or see that it is the one that was begun."""
    note = msgspec.json.encode({"version": __version__, "job": job})
    if JOB not in store.names():
        store.write(JOB, note)
    elif not resume:
        raise FiscalError(job.destination, "holds a run: resume it, or choose another place", stage="export")
    elif store.read(JOB) != note:
        cause = "holds a run of another version or with other settings: choose another place"
        raise FiscalError(job.destination, cause, stage="export")


def _tasks(sources: Sequence[str], size: int, *, last: bool) -> list[Task]:
    """Cut sources into tasks, named by what they hold: the same work has the same name in every run."""
    cut = [tuple(sources[at : at + size]) for at in range(0, len(sources), size)]
    return [Task(name=_name(each), sources=each, last=last) for each in cut]


def _name(sources: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sources).encode()).hexdigest()[:20]


def _done_before(store: Store) -> Iterator[SourceReport]:
    """Yield what earlier runs did, and take away parts that were written but not reported: they come again."""
    reported = [name.removesuffix(".json") for name in store.names(REPORTS)]
    orphans = [name for name in store.names(PARTS) if name.partition(".")[0] not in set(reported)]
    store.delete(f"{PARTS}/{name}" for name in orphans)
    for name in reported:
        yield from msgspec.json.decode(store.read(f"{REPORTS}/{name}.json"), type=TaskReport).done
