"""A report of findings for people at a terminal and for the log of a CI: one block a finding, by document."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from fiscalnlp.export.finding_words import Language, number, summary, where, words
from fiscalnlp.export.findings import CheckedDocument, CheckReport, LocatedFinding, Place
from fiscalnlp.export.target import Target, opened

_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}
#: Code points of a place's words that are printed.
_LONGEST = 48
#: What a terminal would obey instead of printing it; line breaks and tabs within words too.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def write(report: CheckReport, target: Target, *, language: Language = "zh") -> None:
    """Write the report to a path or an open binary stream; in colour where that is a terminal.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
        show(report, Console(file=text, highlight=False), language=language)
        text.detach()


def show(report: CheckReport, console: Console, *, language: Language = "zh") -> None:
    """Print the report; lines are not wrapped, so that a log can be searched."""
    for document in report.documents:
        for line in _document(document, language):
            line.plain = _CONTROL.sub(" ", line.plain)
            console.print(line, soft_wrap=True)
        console.print()
    console.print(Text(summary(report, language), style="bold"), soft_wrap=True)


def _document(document: CheckedDocument, language: Language) -> Iterator[Text]:
    head = Text(document.source, style="bold")
    if document.title:
        head.append(f"  {document.title}", style="dim")
    yield head
    if not document.findings:
        yield Text(f"  {words(language)['clean']}", style="green")
    for finding in document.findings:
        yield from _finding(document, finding, language)


def _finding(document: CheckedDocument, finding: LocatedFinding, language: Language) -> Iterator[Text]:
    line = Text(f"{document.source}{_position(finding.place)}: ")
    line.append(words(language)[finding.severity], style=_STYLES[finding.severity])
    yield line.append(f" {finding.message.of(language)} [{finding.rule}]")
    if finding.calculation:
        yield Text(f"    {finding.calculation}", style="cyan")
    for index, place in enumerate(finding.places):
        label = f"{place.label} " if place.label and place.label not in place.text else ""
        words_there = filter(None, (number(index), where(place, language), f"{label}{_shortened(place.text)}"))
        yield Text(f"    {' '.join(words_there)}", style="dim")


def _position(place: Place) -> str:
    """Return `:12:5` for line and column of a text file, else `#page=3`, as links to a page of a PDF say."""
    if place.region is not None:
        return f":{place.region.line}:{place.region.column}"
    return f"#page={place.page}" if place.page is not None else ""


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
