"""`fiscalnlp check` and `fiscalnlp rules`: where disclosures contradict themselves, and what is looked at.

Exit status of `check`: 0 no error or warning reported, 1 at least one, 2 a file could not be read, the report not
be written, or misuse (whatever else was found is reported all the same).
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fiscalnlp import __version__
from fiscalnlp.commands.common import (
    ConfigOption,
    Files,
    Ocr,
    OcrOption,
    PdfEngine,
    PdfEngineOption,
    check_settings,
    documents,
    fail,
)

if TYPE_CHECKING:
    from fiscalnlp.document import Document
    from fiscalnlp.export.findings import CheckedDocument, CheckReport
    from fiscalnlp.export.findings_html import Pictures
    from fiscalnlp.export.target import Target
    from fiscalnlp.model.place import Box
    from fiscalnlp.pipeline import Failure
    from fiscalnlp.read import ReadOptions

#: Media types of sources that may be a text file, in which places have lines.
_TEXTS = ("text/plain", "application/zip")


class CheckFormat(StrEnum):
    """Forms of a report of findings."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    HTML = "html"


class RulesFormat(StrEnum):
    """Forms of the catalogue of rules."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class SeverityOption(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class LanguageOption(StrEnum):
    """Languages of messages."""

    ZH = "zh"
    EN = "en"


CHECK_EXAMPLES = (
    "Exit status: 0 no error or warning reported, 1 at least one, 2 a file could not be read, or misuse.\n\n"
    "Examples:\n\n  fiscalnlp check report.pdf\n\n"
    "  fiscalnlp check 2023/*.pdf --format html --out findings.html\n\n"
    "  fiscalnlp check public/*.pdf --format sarif --out findings.sarif --min-severity error"
)
RULES_EXAMPLES = "Examples:\n\n  fiscalnlp rules\n\n  fiscalnlp rules --format json | jq .[].id"


def check(
    files: Files,
    *,
    format_: Annotated[CheckFormat, typer.Option("--format", "-f", help="Form of the report.")] = CheckFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where the report goes; standard output by default.")
    ] = None,
    config: ConfigOption = None,
    min_severity: Annotated[
        SeverityOption,
        typer.Option(
            "--min-severity", help="Report findings as grave as this or graver; info: what may be worth a look."
        ),
    ] = SeverityOption.WARNING,
    lang: Annotated[LanguageOption, typer.Option("--lang", help="Language of messages.")] = LanguageOption.ZH,
    pdf_engine: PdfEngineOption = PdfEngine.PYMUPDF,
    ocr: OcrOption = Ocr.AUTO,
) -> None:
    """Find where disclosures contradict themselves."""
    from fiscalnlp.errors import FiscalError  # noqa: PLC0415
    from fiscalnlp.export.findings import CheckReport, UnreadSource  # noqa: PLC0415
    from fiscalnlp.read import ReadOptions  # noqa: PLC0415

    try:
        settings = check_settings(config)
        options = ReadOptions(pdf_engine.value, ocr.value)
        failed: list[Failure] = []
        checked: list[CheckedDocument] = []
        pictures: dict[str, dict[Box, bytes]] = {}
        for document in documents(files, failed, pdf_engine, ocr, disable=("links",), checks=settings):
            one, its_pictures = _check(document, min_severity, options, with_pictures=format_ is CheckFormat.HTML)
            checked.append(one)
            pictures[one.source] = its_pictures
        unread = tuple(UnreadSource(source=each.source, stage=each.stage, cause=each.cause) for each in failed)
        report = CheckReport(version=__version__, documents=tuple(checked), failures=unread)
        _write(report, pictures, format_, out, lang)
    except FiscalError as error:
        fail(str(error))
        raise typer.Exit(2) from None
    if failed:
        raise typer.Exit(2)
    if report.counts["error"] or report.counts["warning"]:
        raise typer.Exit(1)


def _check(
    document: Document,
    min_severity: SeverityOption,
    options: ReadOptions,
    *,
    with_pictures: bool,
) -> tuple[CheckedDocument, dict[Box, bytes]]:
    """Return a document's findings with their places, and pictures of these places if they are wanted."""
    from fiscalnlp.errors import FiscalError  # noqa: PLC0415
    from fiscalnlp.export.findings import at_least, locate_findings  # noqa: PLC0415
    from fiscalnlp.export.strips import strips_of  # noqa: PLC0415
    from fiscalnlp.read.original import open_original  # noqa: PLC0415

    findings = at_least(document.findings, min_severity.value)
    original = None
    if findings and (with_pictures or document.record.media_type in _TEXTS):
        try:
            original = open_original(document.name, options)
        except FiscalError as error:  # it was there a moment ago: the findings hold without it
            typer.echo(f"fiscalnlp: {error}; places are shown without it", err=True)
    checked = locate_findings(
        findings,
        document.records(),
        source=document.source,
        layout=document.layout,
        source_text=original.text() if original else None,
    )
    if original is None or not with_pictures:
        return checked, {}
    turned = {page.page: page.turned for page in checked.pages}
    return checked, original.pictures(strips_of(checked), turned)


def _write(
    report: CheckReport, pictures: Pictures, format_: CheckFormat, out: Path | None, lang: LanguageOption
) -> None:
    target: Target = sys.stdout.buffer if out is None or str(out) == "-" else out
    match format_:
        case CheckFormat.TEXT:
            from fiscalnlp.export import findings_text  # noqa: PLC0415

            findings_text.write(report, target, language=lang.value)
        case CheckFormat.JSON:
            from fiscalnlp.export import findings_json  # noqa: PLC0415

            findings_json.write(report, target)
        case CheckFormat.SARIF:
            from fiscalnlp.check import rules as catalogue  # noqa: PLC0415
            from fiscalnlp.export import sarif  # noqa: PLC0415

            sarif.write(report, catalogue(), target, language=lang.value)
        case CheckFormat.HTML:
            from fiscalnlp.export import findings_html  # noqa: PLC0415

            findings_html.write(report, target, pictures=pictures, language=lang.value)


def rules(
    format_: Annotated[
        RulesFormat, typer.Option("--format", "-f", help="Form of the catalogue.")
    ] = RulesFormat.TEXT,
    lang: Annotated[LanguageOption, typer.Option("--lang", help="Language of the table.")] = LanguageOption.ZH,
) -> None:
    """List the rules that `check` applies: what each compares, needs and tolerates."""
    from fiscalnlp.check import rules as catalogue  # noqa: PLC0415
    from fiscalnlp.errors import FiscalError  # noqa: PLC0415
    from fiscalnlp.export import rule_catalogue  # noqa: PLC0415

    try:
        known = catalogue()
    except FiscalError as error:
        fail(str(error))
        raise typer.Exit(2) from None
    match format_:
        case RulesFormat.JSON:
            sys.stdout.buffer.write(rule_catalogue.as_json(known.values()))
        case RulesFormat.MARKDOWN:
            sys.stdout.buffer.write(rule_catalogue.as_markdown(known.values()).encode())
        case RulesFormat.TEXT:
            rule_catalogue.show(known.values(), language=lang.value)
