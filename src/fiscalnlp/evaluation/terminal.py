"""The report of an evaluation as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from fiscalnlp.evaluation.report import Group, Report
from fiscalnlp.evaluation.results import Item, Outcome, Tally

_SCORES = ("precision", "recall", "F1")
_COUNTS = ("expected", "found", "missed", "invented")
_ITEMS = 5  # shown of each of the worst documents; the HTML report shows all


def show_report(report: Report, console: Console, *, worst: int) -> None:
    """Print the report: by kind, by style, by format where there are several, and the worst documents.

    Args:
        report: what to print.
        console: where.
        worst: how many documents to list, at most.
    """
    _by_kind(report.overall, console)
    for title, groups in (("style", report.styles), ("format", report.formats)):
        if len(groups) > 1:
            _by_group(title, groups, console)
    _worst(report.imperfect[:worst], len(report.imperfect), console)


def _by_kind(group: Group, console: Console) -> None:
    table = _table(f"By kind, {group.documents} documents", "kind", *_SCORES, *_COUNTS)
    for tally in group.tallies:
        table.add_row(tally.kind, *_scores(tally), *_counts(tally))
    table.add_section()
    table.add_row("macro", *_means(group))
    console.print(table)


def _by_group(title: str, groups: Sequence[Group], console: Console) -> None:
    """Print a macro line for each group and under it a line for each of its kinds that is not perfect."""
    table = _table(f"By {title}: macro, and the kinds that are not perfect", title, *_SCORES, "missed", "invented")
    for group in groups:
        table.add_row(escape(f"{group.label} ({group.documents})"), *_means(group), style="bold")
        for tally in group.tallies:
            if tally.missed or tally.invented:
                table.add_row(f"  {tally.kind}", *_scores(tally), str(tally.missed), str(tally.invented))
    console.print(table)


def _worst(outcomes: Sequence[Outcome], total: int, console: Console) -> None:
    if not total:
        console.print("[green]Nothing missed, nothing invented.[/green]")
        return
    if outcomes:
        console.print(f"Worst documents, {len(outcomes)} of {total} that are not perfect", style="italic")
    for outcome in outcomes:
        console.print(f"\n[bold]{escape(outcome.source)}[/bold]  macro F1 {outcome.macro_f1:.4f}", soft_wrap=True)
        if outcome.failure:
            console.print(f"  [red]could not be read: {escape(outcome.failure)}[/red]", soft_wrap=True)
        for item in outcome.distinct[:_ITEMS]:
            console.print(_line(item), soft_wrap=True)
        if len(outcome.distinct) > _ITEMS:
            console.print(f"  … and {len(outcome.distinct) - _ITEMS} more", style="dim")


def _line(item: Item) -> Text:
    colour = "red" if item.verdict == "missed" else "yellow"
    values = ", ".join(f"{name}={value}" for name, value in item.values.items())
    line = Text.assemble("  ", (item.verdict, colour), f" {item.kind}: {values}\n    ")
    if item.context is None:
        return line.append("the text does not print it so", style="dim")
    context = item.context
    line.append(context.before).append(context.words, style="bold reverse").append(context.after)
    return line


def _table(title: str, label: str, *figures: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(label, overflow="fold")
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _scores(tally: Tally) -> Iterable[str]:
    return tuple(f"{score:.4f}" for score in (tally.precision, tally.recall, tally.f1))


def _counts(tally: Tally) -> tuple[str, ...]:
    return tuple(str(getattr(tally, name)) for name in _COUNTS)


def _means(group: Group) -> Iterable[str]:
    return tuple(f"{group.mean(name):.4f}" for name in ("precision", "recall", "f1"))
