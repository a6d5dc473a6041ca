"""`fiscalnlp extract`: the records of one file or of a hundred thousand, into files and other destinations."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from fiscalnlp.commands.cluster import EngineOption, PartForm, PartsOption, extract_on_cluster
from fiscalnlp.commands.common import (
    CONFIG,
    FEW,
    ConfigOption,
    JobsOption,
    Ocr,
    OcrOption,
    PdfEngine,
    PdfEngineOption,
    check_settings,
    exit_status,
)
from fiscalnlp.errors import FiscalError

if TYPE_CHECKING:
    from fiscalnlp.batch import BatchReport, Limits
    from fiscalnlp.feeds import Sink
    from fiscalnlp.reading import Reading

EXTRACT_EXAMPLES = (
    "Examples:\n\n  fiscalnlp extract report.pdf --out report.jsonl\n\n"
    "  fiscalnlp extract 2022/ 2023/ --out records/ --jobs 8\n\n"
    "  fiscalnlp extract 2023/ --out 2023.jsonl.zst --resume\n\n"
    "  fiscalnlp extract 2023/ --to province.duckdb --journal province.journal\n\n"
    "  fiscalnlp extract s3://disclosures/2023 --engine ray --out s3://records/2023\n\n"
    "  fiscalnlp extract report.txt --out - | jq .kind"
)
_INTERRUPTED = 130


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Disclosures (PDF, Word, Excel, web page, text, or a ZIP of these): files, folders, URLs.",
            show_default=False,
        ),
    ],
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            help="One file (.jsonl, .jsonl.gz, .jsonl.zst), a folder that is kept up to date, or `-`.",
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="URL",
            help="Another destination: parquet:DIR, FILE.duckdb, graph:DIR, index:DIR, postgresql://….",
        ),
    ] = None,
    jobs: JobsOption = None,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout", min=0.1, help="Seconds that one file may take (300)."),
    ] = None,
    memory: Annotated[
        int | None, typer.Option("--memory", min=100, help="Megabytes that one process may fill (3000).")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that ended before its end; a folder always does.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was done before and start anew.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take out what was read from files that are not among PATH.")
    ] = False,
    journal: Annotated[
        Path | None,
        typer.Option(
            "--journal", help="With --to alone: file that keeps what was done; without it a run reads all again."
        ),
    ] = None,
    config: ConfigOption = None,
    engine: EngineOption = None,
    parts: PartsOption = PartForm.JSONL_ZST,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Extract every record: one JSON object a line, in document order.

    A folder gets parts (.jsonl.zst) with a manifest.json, errors.jsonl and summary.json; when it is there already,
    what is unchanged is left alone. A file that crashes, hangs or fills the memory costs itself alone.
    """
    from fiscalnlp.batch import Limits, find_sources  # noqa: PLC0415
    from fiscalnlp.check import CheckSettings  # noqa: PLC0415
    from fiscalnlp.read import ReadOptions  # noqa: PLC0415
    from fiscalnlp.reading import Reading  # noqa: PLC0415

    if out is None and not to:
        raise typer.BadParameter("give one of them", param_hint="--out, --to")
    if journal is not None and out is not None:
        raise typer.BadParameter("what is done is noted beside --out", param_hint="--journal")
    if resume and fresh:
        raise typer.BadParameter("go on, or start anew?", param_hint="--resume, --fresh")
    options = ReadOptions(pdf_engine.value, ocr.value)
    usual = Limits()
    limits = Limits(
        seconds=usual.seconds if timeout is None else timeout,
        memory=usual.memory if memory is None else memory * 1_000_000,
    )
    if engine is not None:
        if out is None or to or jobs is not None or fresh or prune or journal is not None or config is not None:
            raise typer.BadParameter(
                "goes with --out, and without --to, --jobs, --fresh, --prune, --journal, --config",
                param_hint="--engine",
            )
        if CONFIG.is_file():
            typer.echo(
                f"fiscalnlp: {CONFIG} does not go to the cluster: rules are checked with their defaults", err=True
            )
        extract_on_cluster(
            paths, out=out, engine=engine, parts=parts, resume=resume, options=options, limits=limits
        )
        return
    failed: list[str] = []
    with exit_status(failed):
        sources = find_sources(paths)
        few = len(sources) <= FEW and jobs is None and timeout is None and memory is None
        target = _target(out, journal, few=few, resume=resume, fresh=fresh)
        try:
            report = _run(
                sources,
                target,
                to or (),
                options=Reading(options, checks=check_settings(config) or CheckSettings()),
                jobs=0 if few else jobs,
                limits=limits,
                prune=prune or target.file is not None,  # a file holds what PATH names and nothing else
            )
        except KeyboardInterrupt:
            typer.echo(f"fiscalnlp: stopped; {target.advice}", err=True)
            raise typer.Exit(_INTERRUPTED) from None
        if report.failed:
            failed.append("some file")


class _Target(NamedTuple):
    """Where `--out` leads: a stream, or a folder with parts and journal of which one file may be made at the end.

    `journal` alone is that of other destinations.
    """

    stream: str | None = None
    folder: Path | None = None
    file: Path | None = None
    journal: Path | None = None

    @property
    def advice(self) -> str:
        """What to say to someone who interrupts a run."""
        if self.journal is None:
            return "without --journal nothing is noted of what was done, the next run reads all again"
        return "what was read is kept, --resume goes on"


def _target(out: str | None, journal: Path | None, *, few: bool, resume: bool, fresh: bool) -> _Target:
    """Find out where `--out` leads, and whether a run may begin there."""
    from fiscalnlp.batch.data_set import JOURNAL, clear, is_data_set  # noqa: PLC0415
    from fiscalnlp.feeds.jsonl import ENDINGS, ending_of  # noqa: PLC0415

    if out is None:
        if fresh and journal is not None:
            journal.unlink(missing_ok=True)
        return _Target(journal=journal)
    path = Path(out)
    if out == "-" or (path.exists() and not path.is_dir() and not path.is_file()):
        return _Target(stream=out)
    if path.is_dir() or out.endswith("/") or not path.suffix:
        if path.is_dir() and any(path.iterdir()) and not is_data_set(path):
            raise typer.BadParameter(f"{out} holds other files", param_hint="--out")
        if fresh:
            clear(path)
        return _Target(folder=path, journal=path / JOURNAL)
    if ending_of(out) is None:
        cause = f"{out}: the name of a file ends with {', '.join(ENDINGS)}, that of a new folder with /"
        raise typer.BadParameter(cause, param_hint="--out")
    beside = path.with_name(f"{path.name}.run")
    if fresh and beside.is_dir():
        clear(beside)
        shutil.rmtree(beside)
    if is_data_set(beside) and not resume:
        cause = f"{beside} is left of a run that did not end: --resume goes on with it, --fresh starts anew"
        raise typer.BadParameter(cause, param_hint="--out")
    if few and not is_data_set(beside):
        return _Target(stream=out)
    return _Target(folder=beside, file=path, journal=beside / JOURNAL)


def _run(
    sources: Sequence[str],
    target: _Target,
    to: Sequence[str],
    *,
    options: Reading,
    jobs: int | None,
    limits: Limits,
    prune: bool,
) -> BatchReport:
    from fiscalnlp.batch import Journal, reader_of, run  # noqa: PLC0415
    from fiscalnlp.batch.data_set import write_errors, write_summary  # noqa: PLC0415
    from fiscalnlp.batch.runner import CHUNK_SOURCES  # noqa: PLC0415
    from fiscalnlp.commands.batch_display import BatchDisplay, show_summary  # noqa: PLC0415
    from fiscalnlp.export.target import folder as made_folder  # noqa: PLC0415
    from fiscalnlp.feeds.destinations import open_sink  # noqa: PLC0415
    from fiscalnlp.feeds.jsonl import JsonlSink, write_file  # noqa: PLC0415

    if target.file is not None and not target.file.parent.is_dir():
        raise FiscalError(str(target.file), "cannot be written: there is no such folder", stage="export")
    reader = reader_of(options, to)
    with ExitStack() as stack:
        if target.folder is not None:
            made_folder(target.folder)
        journal = stack.enter_context(Journal(target.journal, reader))
        sinks: list[Sink] = []
        if target.stream is not None:
            sinks.append(stack.enter_context(_stream(target.stream)))
        if target.folder is not None:
            sinks.append(parts := JsonlSink(target.folder))
        sinks += map(open_sink, to)
        display = stack.enter_context(BatchDisplay(len(sources), warnings=target.stream is not None))
        report = run(
            sources,
            sinks,
            journal=journal,
            options=options,
            jobs=jobs,
            limits=limits,
            prune=prune,
            chunk=1 if target.stream is not None else CHUNK_SOURCES,
            watch=display,
        )
        if target.file is not None:
            write_file(target.file, parts.lines())
        elif target.folder is not None:
            write_errors(target.folder, journal.failures())
            write_summary(target.folder, report, reader)
    if target.file is not None and target.folder is not None:
        shutil.rmtree(target.folder)
    if target.stream is None:
        show_summary(report)
    return report


@contextmanager
def _stream(out: str) -> Iterator[Sink]:
    from fiscalnlp.export.target import opened  # noqa: PLC0415
    from fiscalnlp.feeds.jsonl import JsonlStream, packed  # noqa: PLC0415

    with opened(sys.stdout.buffer if out == "-" else out) as target, packed(target, out) as stream:
        yield JsonlStream(stream)
