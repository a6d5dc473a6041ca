"""`fiscalnlp search`: an index on disk, asked from the command line."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fiscalnlp.commands.common import exit_status

if TYPE_CHECKING:
    from rich.console import Console

    from fiscalnlp.search import Found, Hit

SEARCH_EXAMPLES = (
    "Examples:\n\n  fiscalnlp search index/ 科技创新 --kind duty --year 2023\n\n"
    "  fiscalnlp search index/ '\"军民融合\" OR 技术改造 -奖励' --region 1303 --facets\n\n"
    "  fiscalnlp search index/ 人员减少 --kind reason --format json | jq '.hits[].record.text'"
)


class SearchFormat(StrEnum):
    """Forms of what was found."""

    TEXT = "text"
    JSON = "json"


def search(
    index: Annotated[Path, typer.Argument(metavar="INDEX", help="Folder of the index.", show_default=False)],
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Words that all occur, "phrases", OR, -word; an empty one finds everything.',
            show_default=False,
        ),
    ],
    *,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only this kind of record; repeatable.")] = None,
    year: Annotated[list[int] | None, typer.Option("--year", help="Only this fiscal year; repeatable.")] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(
            "--region", metavar="CODE", help="Only this region and those in it (13, 1303, 130302); repeatable."
        ),
    ] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", help="Only bodies whose name has this in it.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Number of hits.")] = 10,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Number of better hits passed over.")] = 0,
    facets: Annotated[
        bool, typer.Option("--facets", help="Count what was found by kind, year and region.")
    ] = False,
    format_: Annotated[
        SearchFormat, typer.Option("--format", "-f", help="Form of what was found.")
    ] = SearchFormat.TEXT,
) -> None:
    """Search the records of many documents by their words."""
    from fiscalnlp.search import Index  # noqa: PLC0415

    with exit_status(()):
        opened = Index(index)
        try:
            found = opened.search(
                query,
                kind=kind,
                year=year,
                region=region,
                issuer=issuer,
                limit=limit,
                offset=offset,
                facets=facets,
            )
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    if format_ is SearchFormat.JSON:
        import msgspec  # noqa: PLC0415

        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
    else:
        from rich.console import Console  # noqa: PLC0415

        _show(found, offset, Console())


def _show(found: Found, offset: int, console: Console) -> None:
    from rich.text import Text  # noqa: PLC0415

    from fiscalnlp.search.entries import searched  # noqa: PLC0415

    for number, hit in enumerate(found.hits, offset + 1):
        console.print(Text.assemble(f"{number}. ", (hit.kind, "cyan"), f"  {_document(hit)}"), soft_wrap=True)
        lines = [(each.field, list(each.pieces())) for each in hit.snippets]
        for field, pieces in lines or [(field, [(text, False)]) for field, text in searched(hit.record)]:
            shown = [(piece, "bold yellow" if marked else "") for piece, marked in pieces]
            console.print(Text.assemble("   ", "" if field == "text" else f"{field}: ", *shown), soft_wrap=True)
    for name, counts in (found.facets or {}).items():
        told = "  ".join(f"{_label(name, value)} {count:,}" for value, count in counts.items())
        console.print(Text.assemble((f"{name}: ", "cyan"), told), soft_wrap=True)
    console.print(f"{found.total:,} found", style="dim")


def _document(hit: Hit) -> str:
    """Return what a hit's document is called, and where in it the record stands."""
    page = hit.record.get("page")
    return f"{hit.title or hit.issuer or hit.doc_id}{f', page {page}' if page else ''}  ({hit.doc_id})"


def _label(facet: str, value: str) -> str:
    if facet != "region":
        return value
    from fiscalnlp.classification import regions  # noqa: PLC0415

    division = regions().by_code(value)
    return f"{value} {division.name}" if division else value
