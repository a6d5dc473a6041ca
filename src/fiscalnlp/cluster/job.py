"""A run: sources → tasks for an engine → parts, what failed, a summary."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import msgspec
from msgspec.structs import replace

from fiscalnlp import __version__
from fiscalnlp.cluster.engine import Engine
from fiscalnlp.cluster.files import Store, absolute
from fiscalnlp.cluster.task import PARTS, REPORTS, Job, Task, TaskReport
from fiscalnlp.errors import FiscalError
from fiscalnlp.pipeline import Failure

#: Files of one task: so many that a part is worth opening, so few that a lost worker costs some seconds.
FILES_PER_TASK = 32
#: Tasks of one run; where there are more files, each task takes more of them.
MOST_TASKS = 20_000
JOB, ERRORS, SUMMARY = "job.json", "errors.jsonl", "summary.json"
#: Reports that are fetched together.
_AT_ONCE = 1000
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
    files_per_task: int | None = None,
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
        files_per_task: how many sources a worker reads into one part; by default it depends on how many there are.
        resume: go on where a run to the same destination was ended; what is done there is left alone, what failed
            is tried again.
        on_report: called with each report as it comes.

    Raises:
        FiscalError: the destination cannot be written, or holds a run that is not to be resumed or was begun
            by another version or with other settings.
    """
    begun = time.monotonic()
    wanted = sorted(set(sources))
    job = replace(job, destination=absolute(job.destination))
    store = Store(job.destination)
    _begin(store, job, resume=resume)
    tally = _Tally()
    for report in _unheard(store, tally):
        tally.add(_without_failed(report))
    resumed = sum(source in tally.done for source in wanted)
    many = files_per_task or max(FILES_PER_TASK, -(-len(wanted) // MOST_TASKS))
    for size, last in ((many, False), (1, True)):
        todo = [source for source in wanted if source not in tally.done]
        if not todo:
            break
        reports = engine.perform(job, _tasks(todo, size, last=last))
        for report in chain(reports, _unheard(store, tally)):
            tally.add(report)
            if on_report is not None:
                on_report(report)
    lost = [source for source in wanted if source not in tally.done]
    for source in lost:
        tally.failures.setdefault(source, (Failure(source, "crash", _LOST),))
    summary = Summary(
        version=__version__,
        engine=engine.name,
        sources=len(wanted),
        resumed=resumed,
        documents=tally.documents,
        failed=len(tally.failures),
        lost=len(lost),
        read_seconds=round(tally.seconds, 1),
        seconds=round(time.monotonic() - begun, 1),
    )
    encode = msgspec.json.encode
    lines = [encode(failure) + b"\n" for source in sorted(tally.failures) for failure in tally.failures[source]]
    store.write(ERRORS, b"".join(lines))
    store.write(SUMMARY, encode(summary) + b"\n")
    return summary


@dataclass(slots=True)
class _Tally:
    """What reports come to; of millions of sources no more is kept than their names."""

    tasks: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    failures: dict[str, tuple[Failure, ...]] = field(default_factory=dict)
    documents: int = 0
    seconds: float = 0.0

    def add(self, report: TaskReport) -> None:
        """Count a report, whichever comes first of those that name the same source."""
        self.tasks.add(report.name)
        self.failures.update((each.source, each.failures) for each in report.again if each.source not in self.done)
        for each in report.done:
            if each.source in self.done:
                continue
            self.done.add(each.source)
            self.documents += each.documents
            self.seconds += each.seconds
            self.failures.pop(each.source, None)
            if each.failures:
                self.failures[each.source] = each.failures


def _begin(store: Store, job: Job, *, resume: bool) -> None:
    """Note what the run is, or see that it is the one that was begun."""
    note = msgspec.json.encode({"version": __version__, "form": job.form, "options": job.options})
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


def _unheard(store: Store, tally: _Tally) -> Iterator[TaskReport]:
    """Yield reports that are there and were not counted; take away parts that were written but not reported.

    They are of an earlier run, or of a worker that was lost after its work: what it did is not done once more.
    """
    reported = {name.removesuffix(".json") for name in store.names(REPORTS)}
    orphans = [name for name in store.names(PARTS) if name.partition(".")[0] not in reported]
    store.delete(f"{PARTS}/{name}" for name in orphans)
    names = sorted(reported - tally.tasks)
    for at in range(0, len(names), _AT_ONCE):
        for data in store.read_all(f"{REPORTS}/{name}.json" for name in names[at : at + _AT_ONCE]):
            yield msgspec.json.decode(data, type=TaskReport)


def _without_failed(report: TaskReport) -> TaskReport:
    """Return a report without the sources that gave nothing but failures: a run that resumes tries them again."""
    return replace(report, done=tuple(each for each in report.done if each.documents or not each.failures))
