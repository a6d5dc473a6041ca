"""What commands share: the files that they read, how, and what is said of those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fiscalnlp.check import CheckSettings
    from fiscalnlp.document import Document
    from fiscalnlp.pipeline import Failure

#: Settings that are taken from the working directory where `--config` is not given.
CONFIG = Path("fiscalnlp.toml")
#: As many files are read in this process, unless other processes are asked for.
FEW = 4

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
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=0, help="Number of processes, by default one a core; 0: in this one."),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help=f"TOML file with settings of rules; else {CONFIG}, if there is one here."),
]


def check_settings(config: Path | None) -> CheckSettings | None:
    """Return the settings of the checks in the file that `--config` names, or in `fiscalnlp.toml` if that is here.

    Exits with status 2, which is misuse, where the file cannot be read or holds what is no setting.
    """
    from fiscalnlp.check import read_settings  # noqa: PLC0415
    from fiscalnlp.errors import FiscalError  # noqa: PLC0415

    path = config or (CONFIG if CONFIG.is_file() else None)
    try:
        return read_settings(path) if path else None
    except FiscalError as error:
        fail(str(error))
        raise typer.Exit(2) from None


def documents(
    files: Sequence[str],
    failed: list[Failure],
    pdf_engine: PdfEngine,
    ocr: Ocr,
    *,
    disable: Sequence[str] = (),
    checks: CheckSettings | None = None,
) -> Iterator[Document]:
    """Read the files in order; name each that cannot be read on standard error, put it to `failed` and go on.

    Args:
        files: paths or URLs.
        failed: takes what could not be read.
        pdf_engine: library that reads PDF.
        ocr: when pages are recognised as pictures.
        disable: families of records that are not wanted.
        checks: settings of the rules.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    from fiscalnlp.pipeline import Failure, load  # noqa: PLC0415

    console = Console(stderr=True)
    quiet = len(files) < 2 or not console.is_terminal
    pipeline = load(disable=disable, pdf_engine=pdf_engine.value, ocr=ocr.value, checks=checks)
    for result in track(
        pipeline.read_all(files), "Reading", total=len(files), console=console, transient=True, disable=quiet
    ):
        if isinstance(result, Failure):
            failed.append(result)
            fail(f"{result.source}: {result.cause}")
            continue
        for warning in result.warnings:
            typer.echo(f"fiscalnlp: {result.name}: {warning}", err=True)
        yield result


@contextmanager
def exit_status(failed: Sequence[object]) -> Iterator[None]:
    """Exit with status 1 where the output cannot be written or, at the end, where something is in `failed`."""
    from fiscalnlp.errors import FiscalError  # noqa: PLC0415

    try:
        yield
    except FiscalError as error:
        fail(str(error))
        raise typer.Exit(1) from None
    if failed:
        raise typer.Exit(1)


def fail(message: str) -> None:
    """Say on standard error what went wrong."""
    typer.echo(f"fiscalnlp: error: {message}", err=True)
