"""What commands share: the files that they read, how, and what is said of those that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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

# A warning about a page: what stands before its number, the number, what is said of it.
_OF_PAGE = re.compile(r"((?:.*: )?page )(\d+)\b(.*)")

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
        for warning in in_short(result.warnings):
            typer.echo(f"fiscalnlp: {result.name}: {warning}", err=True)
        yield result


def in_short(warnings: Iterable[str]) -> list[str]:
    """Return warnings with one line for what is said of many pages: a scan has hundreds of them.

    >>> in_short(["page 1 has no text", "page 2 has no text", "page 3 is turned", "page 4 has no text"])
    ['page 1 has no text; also page 2, 4', 'page 3 is turned']
    """
    pages: dict[tuple[str, str], list[int]] = {}
    for warning in warnings:
        of_page = _OF_PAGE.fullmatch(warning)
        if of_page is None:
            pages[warning, ""] = []
        else:
            pages.setdefault((of_page[1], of_page[3]), []).append(int(of_page[2]))
    return [
        f"{before}{numbers[0] if numbers else ''}{after}"
        + (f"; also page {_ranges(numbers[1:])}" if numbers[1:] else "")
        for (before, after), numbers in pages.items()
    ]


def _ranges(numbers: Iterable[int]) -> str:
    """Return rising numbers as people write them: 2-4, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


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
