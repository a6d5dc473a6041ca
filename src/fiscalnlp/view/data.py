"""A disclosure as the data of its page: the records as the contract has them, and what is drawn of them."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import msgspec

from fiscalnlp.data import read_toml
from fiscalnlp.export.drawing.subject import Subject, subject
from fiscalnlp.export.findings import PageShape
from fiscalnlp.export.jsonl import encode_record
from fiscalnlp.export.place_labels import label_of
from fiscalnlp.model.records import CONTRACT_VERSION, Finding
from fiscalnlp.view.flow import Stream, streams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fiscalnlp.layout import Grid, Layout
    from fiscalnlp.model.records import Record
    from fiscalnlp.read import Source

#: Texts of the interface in Chinese and in English, by section and name.
TEXTS = "view/texts.toml"


class MergedCell(msgspec.Struct, frozen=True, array_like=True):
    """A cell of a table that covers more than its own place: its row, which of the row's cells it is, its size."""

    row: int
    cell: int
    rows: int
    columns: int


class TextBlock(msgspec.Struct, frozen=True, array_like=True):
    """A paragraph or a table of the text: whether it is a table, its span, its merged cells."""

    table: bool
    start: int
    end: int
    merged: tuple[MergedCell, ...]


class ClassNode(msgspec.Struct, frozen=True, kw_only=True):
    """A functional class that duties link to; `yuan`, in plain figures, is printed for it or for its parts."""

    code: str
    name: str
    yuan: str | None


class DutyTie(msgspec.Struct, frozen=True, kw_only=True):
    """A duty's link to a class (款, or 类 where it goes no deeper); `first` marks its best."""

    duty: str
    code: str
    score: float
    first: bool


class ExplorerData(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page shows.

    Args:
        contract: version of the record contract.
        version: version of this library.
        title: that of the disclosure, else the name of the file.
        source: name of the file, without its folder.
        pages: size of each page in points; empty where the source has none.
        blocks: paragraphs and tables of the text, in order.
        records: every record, the document's own first, as JSON objects of the contract.
        streams: the money by class.
        classes: the classes that duties link to.
        ties: what links them.
        labels: what the places that a finding compares are a figure of, by the finding's id.
        texts: the words of the interface, by language.
    """

    contract: str
    version: str
    title: str
    source: str
    pages: tuple[PageShape, ...]
    blocks: tuple[TextBlock, ...]
    records: tuple[msgspec.Raw, ...]
    streams: tuple[Stream, ...]
    classes: tuple[ClassNode, ...]
    ties: tuple[DutyTie, ...]
    labels: dict[str, tuple[str | None, ...]]
    texts: dict[str, Any]


def explorer_data(records: Sequence[Record], *, source: Source, layout: Layout, version: str) -> ExplorerData:
    """Return the data of the page of one disclosure.

    Args:
        records: all of one document, its own among them.
        source: what it was read from.
        layout: its text.
        version: version of this library.

    Raises:
        ValueError: if there is no document record among `records`.
    """
    drawn = subject(records)
    return ExplorerData(
        contract=CONTRACT_VERSION,
        version=version,
        title=drawn.document.title or PurePath(source.name).name,
        source=PurePath(source.name).name,
        pages=tuple(
            PageShape(page=page.number, width=page.width, height=page.height, turned=page.turned)
            for page in source.pages
            if page.number is not None and page.width and page.height
        ),
        blocks=tuple(
            TextBlock(block.kind == "table", *block.span, _merged(block.grid)) for block in layout.blocks
        ),
        records=tuple(msgspec.Raw(encode_record(record)) for record in records),
        streams=streams(records, drawn.document),
        classes=_classes(drawn),
        ties=_ties(drawn),
        labels=_labels(records),
        texts=read_toml(TEXTS),
    )


def _merged(grid: Grid | None) -> tuple[MergedCell, ...]:
    if grid is None:
        return ()
    cells: Counter[int] = Counter()
    found: list[MergedCell] = []
    for cell in grid.cells:
        if cell.row_span > 1 or cell.column_span > 1:
            found.append(MergedCell(cell.row, cells[cell.row], cell.row_span, cell.column_span))
        cells[cell.row] += 1
    return tuple(found)


def _classes(drawn: Subject) -> tuple[ClassNode, ...]:
    linked = {tie.to for tie in drawn.ties}
    return tuple(
        ClassNode(code=each.code, name=each.name, yuan=f"{each.known_yuan:f}" if each.has_money else None)
        for root in drawn.classes
        for each in root.below()
        if each.code in linked
    )


def _ties(drawn: Subject) -> tuple[DutyTie, ...]:
    best = drawn.best_ties
    return tuple(
        DutyTie(duty=tie.duty.id, code=tie.to, score=tie.score, first=best[tie.duty.id] is tie)
        for tie in drawn.ties
    )


def _labels(records: Sequence[Record]) -> dict[str, tuple[str | None, ...]]:
    by_id = {record.id: record for record in records}
    return {
        finding.id: tuple(label_of(figure, by_id.get(figure.record or "")) for figure in finding.figures)
        for finding in records
        if isinstance(finding, Finding)
    }


def encode(data: ExplorerData) -> bytes:
    """Return the data as JSON that can stand in a script element: no `<`, `>` or `&` in it."""
    encoded = msgspec.json.encode(data)
    for char in b"<>&":
        encoded = encoded.replace(bytes((char,)), b"\\u%04x" % char)
    return encoded
