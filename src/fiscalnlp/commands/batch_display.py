"""What a batch shows while it runs, and at its end: on standard error, a bar only on a terminal."""

from __future__ import annotations

import time
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from fiscalnlp.commands.common import fail, in_short

if TYPE_CHECKING:
    from fiscalnlp.batch import BatchReport, Outcome

#: Seconds between two lines where there is no terminal.
_EVERY = 30.0


class BatchDisplay:
    """Names what cannot be read, and says how far a batch is.

    Args:
        total: number of sources.
        warnings: name also what could not be read of a document that was.
    """

    def __init__(self, total: int, *, warnings: bool) -> None:
        console = Console(stderr=True)
        self._warnings = warnings
        self._bar = Progress(
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}{task.fields[failed]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=total < 2 or not console.is_terminal,
        )
        self._task = self._bar.add_task("Reading", total=total, rate="", failed="")
        self._started = self._said = time.monotonic()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, report: BatchReport, outcome: Outcome | None) -> None:
        """Show where the batch is after another source."""
        if outcome is not None:
            for failure in outcome.failures:
                fail(f"{failure.source}: {failure.cause}")
            for warning in in_short(outcome.warnings) if self._warnings else ():
                typer.echo(f"fiscalnlp: {warning}", err=True)
        now = time.monotonic()
        rate = (report.read + report.failed) / max(now - self._started, 1e-3)
        failed = f", {report.failed:,} failed" if report.failed else ""
        if not self._bar.disable:
            self._bar.update(self._task, completed=report.done, rate=f"{rate:.1f}/s", failed=failed)
        elif now - self._said >= _EVERY:
            self._said = now
            left = timedelta(seconds=round((report.total - report.done) / max(rate, 1e-3)))
            typer.echo(
                f"fiscalnlp: {report.done:,} of {report.total:,}{failed}, {rate:.1f} a second, {left} left",
                err=True,
            )


def show_summary(report: BatchReport) -> None:
    """Say on standard error what a batch did."""
    causes = ", ".join(f"{cause} {count:,}" for cause, count in sorted(report.causes.items()))
    rows = (
        (report.read, "read"),
        (report.unchanged, "unchanged"),
        (report.duplicates, "the same bytes as another"),
        (report.failed, f"failed ({causes})"),
        (report.vanished, "no longer there"),
        (report.documents, "documents"),
        (report.records, "records"),
        (report.removed, "documents taken out"),
    )
    for count, words in rows:
        if count:
            typer.echo(f"{count:>12,} {words}", err=True)
    typer.echo(f"{report.seconds:>12,.1f} seconds, {report.rate:.1f} files a second", err=True)
