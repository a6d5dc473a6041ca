"""`fiscalnlp view`: a disclosure and what was read from it, side by side, to look at in a browser."""

from __future__ import annotations

import io
import webbrowser
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from fiscalnlp.commands.common import Ocr, OcrOption, PdfEngine, PdfEngineOption, documents, exit_status

if TYPE_CHECKING:
    from fiscalnlp.pipeline import Failure

EXAMPLES = (
    "Examples:\n\n  fiscalnlp view report.pdf\n\n  fiscalnlp view report.pdf --out page.html\n\n"
    "  fiscalnlp view report.pdf --serve"
)


def view(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A disclosure: path or URL.", show_default=False)],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Where the page goes; else NAME.view.html here.", show_default=False),
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Show it in the browser, from this machine alone, until Ctrl-C.")
    ] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="For --serve; 0: any free one.")] = 0,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="With --serve, open the browser.")] = True,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Show a disclosure and its records side by side: one HTML page that needs nothing else."""
    if serve and out is not None:
        raise typer.BadParameter("a page is written or served, not both", param_hint="--out")
    failed: list[Failure] = []
    with exit_status(failed):
        served: list[bytes] = []
        for number, document in enumerate(documents([file], failed, pdf_engine, ocr), start=1):
            if serve:
                page = io.BytesIO()
                document.to_html(page, pdf_engine=pdf_engine.value)
                served.append(page.getvalue())
                continue
            target = _numbered(out or Path(f"{PurePath(file).stem}.view.html"), number)
            document.to_html(target, pdf_engine=pdf_engine.value)
            typer.echo(target)
        if served:
            _serve(served, port, open_browser=open_browser)


def _numbered(path: Path, number: int) -> Path:
    """Return where the page of this document of an archive goes: the first has the path itself."""
    return path if number == 1 else path.with_stem(f"{path.stem}-{number}")


def _serve(pages: list[bytes], port: int, *, open_browser: bool) -> None:
    from fiscalnlp.view.server import PageServer  # noqa: PLC0415

    try:
        server = PageServer(pages, port)
    except OSError as error:
        raise typer.BadParameter(error.strerror or str(error), param_hint="--port") from None
    with server:
        for url in server.urls:
            typer.echo(url)
        if open_browser:
            webbrowser.open(server.urls[0])
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("")
