"""The command line: arguments in, library calls, exit status out.

Exit status: 0 all read, 1 some file could not be read, 2 misuse. Data goes to `--out` or standard output,
messages to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fiscalnlp import __version__

if TYPE_CHECKING:
    from fiscalnlp.document import Document

app = typer.Typer(
    name="fiscalnlp",
    help="Read the financial disclosures of Chinese public bodies (部门决算, 单位决算, 部门预算).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Disclosures: PDF, Word (DOCX), Excel (XLSX, XLS), web page, text, or a ZIP of these; paths or URLs.",
        show_default=False,
    ),
]


class PdfEngine(StrEnum):
    """Libraries that read PDF."""

    PYMUPDF = "pymupdf"
    PYPDFIUM2 = "pypdfium2"


class Ocr(StrEnum):
    """When pages are recognised as pictures."""

    AUTO = "auto"
    OFF = "off"
    FORCE = "force"


PdfEngineOption = Annotated[PdfEngine, typer.Option("--pdf-engine", help="Library that reads PDF.")]
OcrOption = Annotated[
    Ocr, typer.Option("--ocr", help="Recognise pages as pictures: where they have no text, never, or everywhere.")
]


class GraphFormat(StrEnum):
    """File formats of the graph."""

    JSONLD = "jsonld"
    GRAPHML = "graphml"


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


@app.command(
    epilog="Examples:\n\n  fiscalnlp extract report.pdf --out report.jsonl\n\n"
    "  fiscalnlp extract 2023/*.pdf --out 2023.jsonl\n\n  fiscalnlp extract report.txt --out - | jq .kind"
)
def extract(
    files: Files,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the JSON Lines go; `-` for standard output.")],
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Extract every record: one JSON object a line, in document order."""
    from fiscalnlp.export import jsonl  # noqa: PLC0415

    failed: list[str] = []
    records = (record for document in _documents(files, failed, pdf_engine, ocr) for record in document.records())
    with _exit_status(failed):
        jsonl.write(records, sys.stdout.buffer if str(out) == "-" else out)


@app.command(epilog="Example:\n\n  fiscalnlp show report.pdf")
def show(files: Files, pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF, ocr: OcrOption = Ocr.AUTO) -> None:
    """Show what a disclosure says, as tables for the terminal."""
    from rich.console import Console  # noqa: PLC0415

    from fiscalnlp.show import show_document  # noqa: PLC0415

    console = Console()
    failed: list[str] = []
    with _exit_status(failed):
        for document in _documents(files, failed, pdf_engine, ocr):
            show_document(document, console)


@app.command(epilog="Example:\n\n  fiscalnlp graph 2022.pdf 2023.pdf --out body.graphml --format graphml")
def graph(
    files: Files,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the graph goes; `-` for standard output.")],
    format_: Annotated[GraphFormat, typer.Option("--format", "-f", help="File format.")] = GraphFormat.JSONLD,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Write the knowledge graph of one disclosure, or of several joined."""
    from fiscalnlp.export import graphml, jsonld  # noqa: PLC0415
    from fiscalnlp.graph import build_graph  # noqa: PLC0415

    failed: list[str] = []
    records = [record for document in _documents(files, failed, pdf_engine, ocr) for record in document.records()]
    built = build_graph(records)
    for warning in built.warnings:
        typer.echo(f"fiscalnlp: {warning}", err=True)
    writer = graphml if format_ is GraphFormat.GRAPHML else jsonld
    with _exit_status(failed):
        writer.write(built, sys.stdout.buffer if str(out) == "-" else out)


@contextmanager
def _exit_status(failed: Sequence[str]) -> Iterator[None]:
    """Exit with status 1 where the output cannot be written or, at the end, where a file could not be read."""
    from fiscalnlp.errors import FiscalError  # noqa: PLC0415

    try:
        yield
    except FiscalError as error:
        _fail(str(error))
        raise typer.Exit(1) from None
    if failed:
        raise typer.Exit(1)


def _documents(files: Sequence[str], failed: list[str], pdf_engine: PdfEngine, ocr: Ocr) -> Iterator[Document]:
    """Read the files in order; name each that cannot be read on standard error and go on."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    from fiscalnlp.pipeline import Failure, load  # noqa: PLC0415

    console = Console(stderr=True)
    quiet = len(files) < 2 or not console.is_terminal
    pipeline = load(pdf_engine=pdf_engine.value, ocr=ocr.value)
    for result in track(
        pipeline.read_all(files), "Reading", total=len(files), console=console, transient=True, disable=quiet
    ):
        if isinstance(result, Failure):
            failed.append(result.source)
            _fail(f"{result.source}: {result.cause}")
            continue
        for warning in result.warnings:
            typer.echo(f"fiscalnlp: {result.name}: {warning}", err=True)
        yield result


def _fail(message: str) -> None:
    typer.echo(f"fiscalnlp: error: {message}", err=True)


def main() -> None:
    """Run the command line."""
    app()
