"""A disclosure as blocks in reading order, whatever file it will be written to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page: its lines from the top down."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The place of the table of contents (目录); writers fill it from the headings.

    `also` is an entry more, before that of the last part: of a section that is not there.
    """

    also: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as printed (`number` and `title`); level 1 is 第一部分. Levels up to 2 are in the contents.

    Not one that is not `listed`. `gap` stands between number and title; `None` for the usual: 第一部分 takes a
    space, 一、 and （一） do not.
    """

    level: int
    number: str
    title: str
    gap: str | None = None
    listed: bool = True

    @property
    def text(self) -> str:
        """The heading as printed."""
        usual = " " if self.number.endswith("部分") else ""
        return self.number + (usual if self.gap is None else self.gap) + self.title


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a list, with its marker as printed: （一）. Word may number clauses by itself."""

    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell that spans `rows` × `columns` places."""

    text: str
    rows: int = 1
    columns: int = 1
    align: Align = "left"


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; rows hold their cells from left to right, without the places that a span above takes.

    `widths` are shares of the page's width, one a column. `key` is the disclosure table it is, `None` for
    any other; `empty` says that the body published it without figures.
    """

    title: str
    widths: tuple[float, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    key: str | None = None
    number: str | None = None
    issuer_line: str | None = None
    unit_line: str | None = None
    notes: tuple[str, ...] = ()
    landscape: bool = False
    empty: bool = False
    listed: str | None = field(default=None)  # its number in the contents (一、), "" for none; `None`: not listed

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield `(row, column, cell)`, rows counted from the top of the head."""
        return placed((*self.head, *self.body))

    def matrix(self) -> list[list[str]]:
        """Return head and body as a full grid of texts, blank where a span continues."""
        grid = [[""] * len(self.widths) for _ in (*self.head, *self.body)]
        for row, column, cell in self.placed():
            grid[row][column] = cell.text
        return grid


def placed(rows: Iterable[Row]) -> Iterator[tuple[int, int, Cell]]:
    """Yield `(row, column, cell)` as a browser would place them.

    Raises:
        ValueError: if two cells claim one place.
    """
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            places = {(r + dr, column + dc) for dr in range(cell.rows) for dc in range(cell.columns)}
            if taken & places:
                raise ValueError(f"cells overlap in row {r}, column {column}: {cell.text}")
            taken |= places
            yield r, column, cell
            column += cell.columns


Block = Cover | Contents | Heading | Paragraph | Clause | Table


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A document to be written: its file name without extension, its blocks and its true records."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    truth: dict[str, object]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
