"""The command line: arguments in, library calls, exit status out.

Exit status: 0 all read, 1 some file could not be read or a figure is under its floor, 2 misuse; `check` has its
own (`fiscalnlp.commands.check`). Data goes to `--out` or standard output, messages to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fiscalnlp import __version__
from fiscalnlp.commands import check as checking
from fiscalnlp.commands import extract as extracting
from fiscalnlp.commands import graph
from fiscalnlp.commands import report as reporting
from fiscalnlp.commands import search as searching
from fiscalnlp.commands.common import (
    Files,
    Ocr,
    OcrOption,
    PdfEngine,
    PdfEngineOption,
    documents,
    exit_status,
    fail,
)

if TYPE_CHECKING:
    from fiscalnlp.evaluation import Case, Outcome
    from fiscalnlp.evaluation.floors import Floors
    from fiscalnlp.pipeline import Failure
    from fiscalnlp.read import ReadOptions

app = typer.Typer(
    name="fiscalnlp",
    help="Read the financial disclosures of Chinese public bodies (部门决算, 单位决算, 部门预算).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


class ReportFormat(StrEnum):
    """Forms of the report of an evaluation on standard output."""

    TABLE = "table"
    JSON = "json"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fiscalnlp {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


app.command(epilog=extracting.EXTRACT_EXAMPLES)(extracting.extract)


@app.command(epilog="Example:\n\n  fiscalnlp show report.pdf")
def show(files: Files, pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF, ocr: OcrOption = Ocr.AUTO) -> None:
    """Show what a disclosure says, as tables for the terminal."""
    from rich.console import Console  # noqa: PLC0415

    from fiscalnlp.show import show_document  # noqa: PLC0415

    console = Console()
    failed: list[Failure] = []
    with exit_status(failed):
        for document in documents(files, failed, pdf_engine, ocr):
            show_document(document, console)


app.add_typer(graph.app, name="graph")


@app.command(
    epilog="Examples:\n\n  fiscalnlp evaluate corpora --jobs 2\n\n"
    "  fiscalnlp evaluate corpora --style department-budget --kind amounts --html report.html"
)
def evaluate(
    corpus: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORPUS...",
            help="Folders of disclosures with their truth beside them (NAME.pdf, NAME.json), or single files.",
            show_default=False,
        ),
    ],
    *,
    format_: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="What goes to standard output.")
    ] = ReportFormat.TABLE,
    html: Annotated[
        Path | None, typer.Option("--html", help="Where a report with every miss in its context goes.")
    ] = None,
    floors: Annotated[
        Path | None,
        typer.Option(
            "--floors", help="TOML file of figures that must be reached; else floors.toml of the corpus."
        ),
    ] = None,
    worst: Annotated[int, typer.Option("--worst", min=0, help="How many of the worst documents are listed.")] = 10,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only this kind; repeatable.")] = None,
    style: Annotated[list[str] | None, typer.Option("--style", help="Only this style; repeatable.")] = None,
    source_format: Annotated[
        list[str] | None,
        typer.Option("--source-format", help="Only documents in this format (pdf, scan.pdf); repeatable."),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Number of processes.")] = 1,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Compare disclosures with their true records: precision, recall and F1 by kind and style."""
    from rich.console import Console  # noqa: PLC0415

    from fiscalnlp.evaluation.corpus import documents_without_truth, find_cases  # noqa: PLC0415
    from fiscalnlp.evaluation.floors import shortfalls  # noqa: PLC0415
    from fiscalnlp.evaluation.html import write_html  # noqa: PLC0415
    from fiscalnlp.evaluation.measures import MEASURES, selected  # noqa: PLC0415
    from fiscalnlp.evaluation.report import make_report, write_json  # noqa: PLC0415
    from fiscalnlp.evaluation.terminal import show_report  # noqa: PLC0415
    from fiscalnlp.read import ReadOptions  # noqa: PLC0415

    try:
        measures = selected(kind) if kind else MEASURES
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--kind") from None
    failed: list[str] = []
    with exit_status(failed):
        cases = find_cases(corpus)
        for left_out in documents_without_truth(corpus, cases):
            typer.echo(f"fiscalnlp: {left_out}: left out, there is no truth file beside it", err=True)
        asked = _floors(floors, corpus)
        cases = _chosen(cases, "--style", style, lambda case: case.truth.style)
        cases = _chosen(cases, "--source-format", source_format, lambda case: case.format)
        cases = tuple(case for case in cases if case.measures(measures))
        if not cases:
            raise typer.BadParameter("no document is judged by it", param_hint="--kind")
        outcomes = _outcomes(cases, failed, measures, ReadOptions(pdf_engine.value, ocr.value), jobs)
        short = shortfalls(asked, outcomes, every_kind=not kind) if asked else ()
        if asked and not (style or source_format):
            _warn_of_unused(asked, outcomes)
        report = make_report(outcomes, short)
        if html is not None:
            write_html(report, html)
        if format_ is ReportFormat.JSON:
            write_json(report, sys.stdout.buffer)
        else:
            show_report(report, Console(), worst=worst)
        for shortfall in short:
            failed.append(str(shortfall))
            fail(str(shortfall))


def _floors(path: Path | None, corpus: Sequence[Path]) -> Floors | None:
    """Return the floors of the file, or those that the corpus brings."""
    from fiscalnlp.evaluation.floors import FILE_NAME, read_floors  # noqa: PLC0415

    found = [path] if path else [file for folder in corpus if (file := folder / FILE_NAME).is_file()]
    if len(found) > 1:
        raise typer.BadParameter(f"there are several: {', '.join(map(str, found))}", param_hint="--floors")
    return read_floors(found[0]) if found else None


def _warn_of_unused(floors: Floors, outcomes: Sequence[Outcome]) -> None:
    from fiscalnlp.evaluation.floors import styles_without_documents  # noqa: PLC0415

    for style in styles_without_documents(floors, outcomes):
        typer.echo(f"fiscalnlp: there is a floor for the style {style}, but no document of it", err=True)


def _chosen(
    cases: tuple[Case, ...], option: str, wanted: list[str] | None, label: Callable[[Case], str]
) -> tuple[Case, ...]:
    """Return the cases that an option selects, all of them if it was not given."""
    there = sorted({label(case) for case in cases})
    unknown = [name for name in wanted or () if name not in there]
    if unknown:
        raise typer.BadParameter(f"no document has {unknown[0]}; there are {', '.join(there)}", param_hint=option)
    return tuple(case for case in cases if not wanted or label(case) in wanted)


def _outcomes(
    cases: Sequence[Case], failed: list[str], measures: Sequence[str], options: ReadOptions, jobs: int
) -> list[Outcome]:
    """Judge the cases in order; name each document that cannot be read on standard error and go on."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    from fiscalnlp.evaluation import evaluate as judge  # noqa: PLC0415

    console = Console(stderr=True)
    quiet = len(cases) < 2 or not console.is_terminal
    outcomes: list[Outcome] = []
    for outcome in track(
        judge(cases, measures=measures, options=options, jobs=jobs),
        "Evaluating",
        total=len(cases),
        console=console,
        transient=True,
        disable=quiet,
    ):
        outcomes.append(outcome)
        if outcome.failure is not None:
            failed.append(outcome.source)
            fail(f"{outcome.source}: {outcome.failure}")
        for warning in outcome.warnings:
            typer.echo(f"fiscalnlp: {outcome.source}: {warning}", err=True)
    return outcomes


app.command(epilog=reporting.EXAMPLES)(reporting.report)
app.command(epilog=checking.CHECK_EXAMPLES)(checking.check)
app.command(epilog=checking.RULES_EXAMPLES)(checking.rules)
app.command(epilog=searching.SEARCH_EXAMPLES)(searching.search)


def main() -> None:
    """Run the command line."""
    app()
