"""`fiscalnlp report`: many disclosures on one page.

Exit status: 0 all read, 1 some could not be, 2 misuse.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from fiscalnlp.commands.check import LanguageOption
from fiscalnlp.commands.common import (
    FEW,
    JobsOption,
    Ocr,
    OcrOption,
    PdfEngine,
    PdfEngineOption,
    exit_status,
    fail,
)

if TYPE_CHECKING:
    from fiscalnlp.pipeline import Failure
    from fiscalnlp.processes import Limits
    from fiscalnlp.read import ReadOptions
    from fiscalnlp.view.corpus import DocumentSummary

EXAMPLES = (
    "Examples:\n\n  fiscalnlp report 2023/ --jobs 4\n\n"
    "  fiscalnlp report 2022/ 2023/ --lang en --out overview.html\n\n"
    "  fiscalnlp report extracted/  # JSON Lines that `fiscalnlp extract` has written"
)
#: Seconds that a source may take where one of them is records, which may be those of a whole province.
_RECORDS_SECONDS = 86_400.0


class Summaries(NamedTuple):
    """What a source adds to the page: what its documents say in short, and what could not be read of it."""

    source: str
    documents: tuple[DocumentSummary, ...]
    failures: tuple[Failure, ...]


def report(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="DIR...",
            help="Folders of disclosures, or single ones; also JSON Lines made by `fiscalnlp extract`.",
            show_default=False,
        ),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the page goes; `-` for standard output.")] = Path(
        "report.html"
    ),
    lang: Annotated[LanguageOption, typer.Option("--lang", help="Language shown first.")] = LanguageOption.ZH,
    top: Annotated[int, typer.Option("--top", min=1, max=50, help="How long the lists of documents are.")] = 30,
    jobs: JobsOption = None,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Show many disclosures on one page: what is there, totals, largest movements, findings."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    from fiscalnlp.read import ReadOptions  # noqa: PLC0415
    from fiscalnlp.view.corpus import Corpus, write  # noqa: PLC0415

    console = Console(stderr=True)
    failed: list[Failure] = []
    with exit_status(failed), Corpus(top) as corpus:
        sources = find_sources(paths)
        options = ReadOptions(pdf_engine.value, ocr.value)
        quiet = len(sources) < 2 or not console.is_terminal
        for read in track(
            summaries(sources, options, jobs),
            "Reading",
            total=len(sources),
            console=console,
            transient=True,
            disable=quiet,
        ):
            for document in read.documents:
                corpus.add(document)
            for failure in read.failures:
                corpus.fail(failure.source, failure.stage, failure.cause)
                failed.append(failure)
                fail(f"{failure.source}: {failure.cause}")
        write(corpus.overview(), sys.stdout.buffer if str(out) == "-" else out, language=lang.value)


def find_sources(paths: Iterable[str]) -> list[str]:
    """Return what `paths` name: the disclosures of a folder, or its JSON Lines where it has some.

    Raises:
        SourceNotFoundError: a path leads nowhere, or a folder holds neither.
    """
    from fiscalnlp.feeds.jsonl import ending_of  # noqa: PLC0415
    from fiscalnlp.read.folder import files_in, find_documents  # noqa: PLC0415

    found: list[str] = []
    for path in paths:
        extracted = [str(file) for file in files_in(Path(path)) if ending_of(file)]
        found += extracted or find_documents([path])
    return list(dict.fromkeys(found))


def summaries(
    sources: Sequence[str], options: ReadOptions, jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Summaries]:
    """Yield what each source adds, in order; each is read and put in short in one of several processes.

    A source that its process does not survive within `limits` has failed, and costs the others nothing.

    Args:
        sources: paths and URLs of disclosures, and files of JSON Lines.
        options: how disclosures are read.
        jobs: number of processes; `None` for all cores, 0 to read in this process.
        limits: what a source may take; by default the usual, and time enough for files of records.

    Raises:
        ExtractionError: no process can be started.
    """
    from fiscalnlp.batch.outcome import PRELOAD, failure_of  # noqa: PLC0415
    from fiscalnlp.feeds.jsonl import ending_of  # noqa: PLC0415
    from fiscalnlp.processes import Limits, Lost, WorkerPool, available_cores  # noqa: PLC0415

    work = partial(summaries_of, options=options)
    if jobs is None:
        jobs = 0 if len(sources) <= FEW else available_cores()
    if jobs == 0:
        yield from map(work, sources)
        return
    if limits is None:
        limits = Limits(seconds=_RECORDS_SECONDS) if any(map(ending_of, sources)) else Limits()
    with WorkerPool(work, min(jobs, len(sources)), limits=limits, preload=PRELOAD) as pool:
        for source, read in zip(sources, pool.map(sources), strict=True):
            if isinstance(read, Lost):
                yield Summaries(source, (), (failure_of(source, read),))
            else:
                yield read


def summaries_of(source: str, options: ReadOptions) -> Summaries:
    """Return what one source adds; what cannot be read is a failure and no error."""
    from fiscalnlp.batch.outcome import read_outcome  # noqa: PLC0415
    from fiscalnlp.feeds.jsonl import ending_of  # noqa: PLC0415
    from fiscalnlp.view.corpus import summarise  # noqa: PLC0415

    if ending_of(source):
        return _extracted(source)
    outcome = read_outcome(source, options)
    documents = tuple(summarise(each.source, each.records()) for each in outcome.documents)
    return Summaries(source, documents, outcome.failures)


def _extracted(source: str) -> Summaries:
    import msgspec  # noqa: PLC0415

    from fiscalnlp.batch.data_set import ERRORS  # noqa: PLC0415
    from fiscalnlp.errors import FiscalError  # noqa: PLC0415
    from fiscalnlp.export.jsonl import read_documents  # noqa: PLC0415
    from fiscalnlp.pipeline import Failure  # noqa: PLC0415
    from fiscalnlp.view.corpus import summarise  # noqa: PLC0415

    documents: list[DocumentSummary] = []
    try:
        if Path(source).name == ERRORS:
            lines = Path(source).read_bytes().splitlines()
            return Summaries(source, (), tuple(msgspec.json.decode(line, type=Failure) for line in lines))
        for records in read_documents(source):
            documents.append(summarise(f"{source}#{records[0].doc_id}", records))
    except FiscalError as error:
        return Summaries(source, tuple(documents), (Failure(source, error.stage, error.cause),))
    except msgspec.DecodeError as error:
        return Summaries(source, (), (Failure(source, "read", f"is no list of failures: {error}"),))
    return Summaries(source, tuple(documents), ())
