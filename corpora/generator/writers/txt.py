"""Plain text, as saved from a word processor: a line a paragraph, table cells parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Clause, Contents, Cover, Disclosure, Heading, Paragraph, Table
from generator.writers.contents import entries


def write_txt(disclosure: Disclosure) -> bytes:
    """Return the disclosure as UTF-8 text."""
    return ("\n".join(_lines(disclosure)) + "\n").encode()


def _lines(disclosure: Disclosure) -> Iterator[str]:
    for block in disclosure.blocks:
        match block:
            case Cover(lines):
                yield from lines
            case Contents():
                yield "目录"
                yield from (entry.text for entry in entries(disclosure))
            case Heading() | Paragraph():
                yield block.text
            case Clause(marker, text):
                yield marker + text
            case Table():
                yield from table_lines(block)


def table_lines(table: Table) -> Iterator[str]:
    """Yield a table's lines: what stands above it, its rows, what stands below."""
    for line in (table.number, table.title, table.issuer_line, table.unit_line):
        if line:
            yield line
    for row in table.matrix():
        yield "\t".join(row)
    yield from table.notes
