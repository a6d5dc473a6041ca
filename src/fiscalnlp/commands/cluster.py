"""`fiscalnlp extract URL --engine ray`: the extraction on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from fiscalnlp.commands.common import exit_status, fail

if TYPE_CHECKING:
    from fiscalnlp.cluster.task import TaskReport
    from fiscalnlp.processes import Limits
    from fiscalnlp.read import ReadOptions


class EngineName(StrEnum):
    """Engines that place the work on the nodes of a cluster."""

    RAY = "ray"


class PartForm(StrEnum):
    """Forms of the parts that workers write."""

    JSONL = "jsonl"
    JSONL_ZST = "jsonl.zst"
    PARQUET = "parquet"


EngineOption = Annotated[
    EngineName | None,
    typer.Option(
        "--engine", help="Read on a cluster: PATH and --out are folders or URLs that all its nodes open."
    ),
]
PartsOption = Annotated[PartForm, typer.Option("--parts", help="With --engine: form of the parts that it writes.")]


def extract_on_cluster(
    urls: Sequence[str],
    *,
    out: str,
    engine: EngineName,
    parts: PartForm,
    resume: bool,
    options: ReadOptions,
    limits: Limits,
) -> None:
    """Read `urls` on a cluster and say on standard error how far it is and what it came to."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    from fiscalnlp.cluster import Job, find_engine, run  # noqa: PLC0415
    from fiscalnlp.cluster.files import documents_at  # noqa: PLC0415
    from fiscalnlp.cluster.job import ERRORS  # noqa: PLC0415

    job = Job(destination=out, form=parts.value, options=options, limits=replace(limits, attempts=1))
    failed: list[str] = []
    console = Console(stderr=True)
    progress = Progress(console=console, transient=True, disable=not console.is_terminal)
    with exit_status(failed), progress:
        sources = documents_at(urls)
        bar = progress.add_task("Reading", total=len(sources))

        def advance(report: TaskReport) -> None:
            progress.advance(bar, len(report.done))

        summary = run(sources, job, find_engine(engine.value), resume=resume, on_report=advance)
        typer.echo(
            f"fiscalnlp: {summary.documents:,} documents of {summary.sources:,} files in {summary.seconds:,.0f} s"
            f" ({summary.resumed:,} of them before), {summary.read_seconds:,.0f} processor seconds of reading",
            err=True,
        )
        if summary.failed:
            failed.append(out)
            fail(f"files that failed: {summary.failed:,}; {out.rstrip('/')}/{ERRORS} says why")
