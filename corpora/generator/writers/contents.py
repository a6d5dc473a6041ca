"""The entries of a table of contents (目录)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model import Contents, Disclosure, Heading, Table

DEPTH = 2


class Entry(NamedTuple):
    """A line of the contents, and the block it points to by its place in the disclosure."""

    level: int
    text: str
    block: int


def entries(disclosure: Disclosure) -> Iterator[Entry]:
    """Yield the headings down to level `DEPTH` and the numbered tables, and what else the contents are to list."""
    also = next((block.also for block in disclosure.blocks if isinstance(block, Contents)), "")
    tops = [n for n, block in enumerate(disclosure.blocks) if isinstance(block, Heading) and block.level == 1]
    for index, block in enumerate(disclosure.blocks):
        if also and tops and index == tops[-1]:
            yield Entry(DEPTH, also, index)
        if isinstance(block, Heading) and block.level <= DEPTH and block.listed:
            yield Entry(block.level, block.text, index)
        elif isinstance(block, Table) and block.listed is not None:
            yield Entry(DEPTH, block.listed + block.title, index)
