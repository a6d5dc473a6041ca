"""Many sources → their records in sinks: in order, in several processes, whatever some of the sources do."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from fiscalnlp.batch.hashing import hashed
from fiscalnlp.batch.journal import Journal
from fiscalnlp.batch.outcome import PRELOAD, Outcome, failure_of, read_outcome, reader_of
from fiscalnlp.batch.report import BatchReport
from fiscalnlp.feeds import DocumentRecords, Sink
from fiscalnlp.pipeline import Failure
from fiscalnlp.processes import Limits, Lost, WorkerPool, available_cores
from fiscalnlp.read import ReadOptions
from fiscalnlp.read.fetch import is_url
from fiscalnlp.read.folder import find_documents
from fiscalnlp.reading import Reading

#: Sources whose documents go to the sinks at once, and bytes of records that are enough for fewer.
CHUNK_SOURCES = 200
CHUNK_BYTES = 64_000_000
_REMOVED_AT_ONCE = 10_000
_READING = ReadOptions()
_LIMITS = Limits()

#: Reads one source.
ReadSource = Callable[[str], Outcome]
#: Told of each source that is dealt with: the numbers so far, and what reading it gave if it was read.
Watching = Callable[[BatchReport, Outcome | None], None]


def find_sources(paths: Iterable[str | Path]) -> list[str]:
    """Return the sources that paths name, in order and once each: files and URLs, folders with all below them.

    A file that is not there stays in the list, so that it fails alone when it is read.

    Raises:
        SourceNotFoundError: a folder holds no document.
    """
    found: dict[str, None] = {}
    for path in map(str, paths):
        below = find_documents([path]) if not is_url(path) and Path(path).is_dir() else [path]
        found.update(dict.fromkeys(below))
    return list(found)


def run(
    paths: Iterable[str | Path],
    sinks: Iterable[Sink],
    *,
    journal: Journal | None = None,
    options: ReadOptions | Reading = _READING,
    jobs: int | None = None,
    limits: Limits = _LIMITS,
    prune: bool = False,
    chunk: int = CHUNK_SOURCES,
    read: ReadSource | None = None,
    watch: Watching | None = None,
) -> BatchReport:
    """Read documents and send their records to all sinks, in the order of the paths however many processes read.

    With a journal that is kept, a run goes on where an earlier one ended, whatever ended it; it reads what is new,
    has changed or failed, and takes the documents of changed files out of the sinks. A source that cannot be
    read keeps what it gave before.

    Args:
        paths: files, folders and URLs.
        sinks: where the records go; they are closed at the end.
        journal: what was done before, and takes what is done now; it stays open. Without one, everything is read.
        options: how sources are read and checked.
        jobs: number of processes; `None` for all cores, 0 to read in this process, without limits.
        limits: what reading one source may take.
        prune: take the documents of sources that are not among `paths` out of the sinks.
        chunk: sources whose documents go to the sinks at once; what a run that is killed loses at most.
        read: reads a source in place of `read_outcome`; a function of a module, or a `partial` of one.
        watch: is told of each source.

    Raises:
        SourceNotFoundError: a folder holds no document.
        FiscalError: a sink or the journal cannot be written (stage `export`), or no process can be started.
        KeyboardInterrupt: it was interrupted; what had been read until then is in the sinks.
    """
    with ExitStack() as stack:
        sinks = tuple(stack.enter_context(closing(sink)) for sink in sinks)
        notes = journal or stack.enter_context(Journal(None, reader_of(options)))
        sources = find_sources(paths)
        batch = _Batch(sinks, notes, BatchReport(total=len(sources)), watch, chunk)
        jobs = min(available_cores() if jobs is None else jobs, len(sources))
        work = read or partial(read_outcome, options=options)
        started = time.monotonic()
        try:
            if jobs:
                preload = PRELOAD if read is None else None
                pool = stack.enter_context(WorkerPool(work, jobs, limits=limits, preload=preload))
                batch.take(pool.map(batch.to_read(sources)))
            else:
                batch.take(map(partial(_read_here, work), batch.to_read(sources)))
            batch.flush()
            batch.finish(prune=prune)
        except KeyboardInterrupt:
            batch.flush()
            raise
        finally:
            batch.report.seconds = time.monotonic() - started
    return batch.report


def _read_here(work: ReadSource, source: str) -> Outcome | Lost:
    try:
        return work(source)
    except Exception as error:
        return Lost("error", f"{type(error).__name__}: {error}")


class _Entry:
    """A source that is being read, with the sources of the same bytes that were met meanwhile."""

    def __init__(self, source: str, sha256: str | None) -> None:
        self.source = source
        self.sha256 = sha256
        self.others: list[str] = []


class _Batch:
    """What is being read, and the chunk that has been read."""

    def __init__(
        self,
        sinks: Sequence[Sink],
        journal: Journal,
        report: BatchReport,
        watch: Watching | None,
        chunk: int,
    ) -> None:
        self.report = report
        self._chunk_sources = chunk
        self._sinks, self._journal, self._watch = sinks, journal, watch
        self._reading: deque[_Entry] = deque()
        self._by_content: dict[str, _Entry] = {}  # of what is being read or in the chunk
        self._chunk: list[tuple[_Entry, Outcome]] = []
        self._bytes = 0
        self._flushing = False

    def to_read(self, sources: Iterable[str]) -> Iterator[str]:
        """Yield the sources that have to be read; note the others."""
        # Where nothing was kept from earlier runs, to know a URL again is not worth fetching it twice.
        for source, sha256 in hashed(sources, urls=self._journal.is_kept):
            if sha256 is not None and sha256 in self._by_content:
                self._by_content[sha256].others.append(source)
                continue
            if sha256 is not None and self._journal.is_read(sha256):
                if self._journal.is_elsewhere(sha256, source):
                    self.report.duplicates += 1
                else:
                    self.report.unchanged += 1
                self._journal.met(source, sha256)
                self._tell(None)
                continue
            entry = _Entry(source, sha256)
            if sha256 is not None:
                self._by_content[sha256] = entry
            self._reading.append(entry)
            yield source

    def take(self, outcomes: Iterable[Outcome | Lost]) -> None:
        """Take what reading the sources gave, in their order."""
        for outcome in outcomes:
            entry = self._reading.popleft()
            if isinstance(outcome, Lost):
                lost = failure_of(entry.source, outcome)
                outcome = Outcome(source=entry.source, failures=(lost,))  # noqa: PLW2901
            self._chunk.append((entry, outcome))
            self._bytes += sum(len(document.jsonl) for document in outcome.documents)
            self._count(outcome)
            self._tell(outcome)
            if len(self._chunk) >= self._chunk_sources or self._bytes >= CHUNK_BYTES:
                self.flush()

    def flush(self) -> None:
        """Send the chunk to the sinks, then note that it is there."""
        if self._flushing or not self._chunk:  # a flush that was interrupted is left to the next run
            return
        self._flushing = True
        new: dict[str, DocumentRecords] = {}  # of a document that comes twice, the first is taken
        for document in (document for _, outcome in self._chunk for document in outcome.documents):
            if document.doc_id not in new and not self._journal.is_written(document.doc_id):
                new[document.doc_id] = document
        if new:
            self._journal.to_be_written(new)
            self._journal.commit()
            for sink in self._sinks:
                sink.write(tuple(new.values()))
            self._journal.written(new)
        for entry, outcome in self._chunk:
            self._note(entry, outcome)
        self._journal.commit()
        self._chunk, self._bytes = [], 0
        self._flushing = False

    def finish(self, *, prune: bool) -> None:
        """Take out of the sinks what no source leads to any more."""
        self.report.vanished = self._journal.vanished()
        if prune:
            self._journal.forget_vanished()
        orphans = self._journal.orphans()
        for at in range(0, len(orphans), _REMOVED_AT_ONCE):
            some = orphans[at : at + _REMOVED_AT_ONCE]
            for sink in self._sinks:
                sink.delete(some)
            self._journal.deleted(some)
            self.report.removed += len(some)
        self._journal.forget_contents()
        self._journal.commit()

    def _note(self, entry: _Entry, outcome: Outcome) -> None:
        if entry.sha256 is not None:
            del self._by_content[entry.sha256]
        sources = [entry.source, *entry.others]
        if outcome.documents or not outcome.failures:
            content = entry.sha256 or f"unhashed {entry.source}"
            whole = entry.sha256 is not None and not outcome.failures
            self._journal.read(content, [document.doc_id for document in outcome.documents], whole=whole)
        else:
            content = None
        for source in sources:
            self._journal.met(source, content)
            self._journal.failed(
                failure if source == entry.source else Failure(source, failure.stage, failure.cause)
                for failure in outcome.failures
            )
        for _ in entry.others:
            if outcome.failures:
                self.report.failed += 1
            else:
                self.report.duplicates += 1
            self._tell(None)

    def _count(self, outcome: Outcome) -> None:
        if outcome.failures:
            self.report.failed += 1
        else:
            self.report.read += 1
        self.report.causes.update(failure.stage for failure in outcome.failures)
        self.report.documents += len(outcome.documents)
        self.report.records += sum(document.jsonl.count(b"\n") for document in outcome.documents)
        self.report.busy += outcome.seconds

    def _tell(self, outcome: Outcome | None) -> None:
        if self._watch is not None:
            self._watch(self.report, outcome)
