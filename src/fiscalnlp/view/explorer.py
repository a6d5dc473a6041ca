"""The page of one disclosure: what was read beside what it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fiscalnlp.errors import FiscalError
from fiscalnlp.read.options import DEFAULTS, ReadOptions
from fiscalnlp.read.original import open_original
from fiscalnlp.view import page
from fiscalnlp.view.data import explorer_data
from fiscalnlp.view.pictures import page_pictures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fiscalnlp.export.target import Target
    from fiscalnlp.layout import Layout
    from fiscalnlp.model.records import Record
    from fiscalnlp.read import Source


def write(
    records: Sequence[Record],
    target: Target,
    *,
    source: Source,
    layout: Layout,
    version: str,
    options: ReadOptions = DEFAULTS,
) -> None:
    """Write the page to a path or an open binary stream.

    It shows the pages of the source as they are where they can be drawn, which takes about 0.2 s a page, else the
    text.

    Args:
        records: all of one document, its own among them.
        target: where the page goes.
        source: what it was read from.
        layout: its text.
        version: version of this library.
        options: how it was read.

    Raises:
        FiscalError: if the file cannot be written.
        ValueError: if there is no document record among `records`.
    """
    data = explorer_data(records, source=source, layout=layout, version=version)
    page.write(data, _pictures(source, options) if data.pages else {}, target)


def _pictures(source: Source, options: ReadOptions) -> dict[int, bytes]:
    try:
        return page_pictures(open_original(source.name, options), source)
    except FiscalError:  # it was no file, or is there no more
        return {}
