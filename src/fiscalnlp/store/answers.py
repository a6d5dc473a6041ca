"""Answers of the store: as a table for the terminal, or in the formats of SPARQL results."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from fiscalnlp.export.terms import prefixes

_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
}


def write(result: Any, file: BinaryIO, format_: str) -> None:
    """Write what `GraphStore.query` returned: `csv`, `tsv` or `json`; triples are written as Turtle."""
    if isinstance(result, ox.QueryTriples):
        ox.serialize(result, file, ox.RdfFormat.TURTLE, prefixes=prefixes())
    elif isinstance(result, ox.QueryBoolean) and format_ != "json":
        file.write(b"true\n" if result else b"false\n")
    else:
        result.serialize(file, _FORMATS[format_])


def show(result: Any, console: Console | None = None) -> None:
    """Print what `GraphStore.query` returned as a table."""
    console = console or Console()
    if isinstance(result, ox.QueryBoolean):
        console.print("true" if result else "false")
    elif isinstance(result, ox.QueryTriples):
        turtle = ox.serialize(result, format=ox.RdfFormat.TURTLE, prefixes=prefixes()) or b""
        console.print(turtle.decode(), markup=False)
    else:
        headings, lines = rows(result)
        table = Table(*headings)
        for line in lines:
            table.add_row(*line)
        console.print(table)


def rows(result: ox.QuerySolutions) -> tuple[list[str], Iterator[list[str]]]:
    """Return the names of the columns and the rows of an answer, in words: IRIs shortened, figures plain."""
    headings = [variable.value for variable in result.variables]
    return headings, ([_words(solution[name]) for name in headings] for solution in result)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, ox.Literal):
        decimal = value.datatype.value.endswith("#decimal")
        return f"{Decimal(value.value):,f}" if decimal else value.value
    text = value.value if isinstance(value, ox.NamedNode) else str(value)
    for name, namespace in prefixes().items():
        if text.startswith(namespace):
            return f"{name}:{text.removeprefix(namespace)}"
    return text.rpartition("fiscalnlp/")[2]
