"""Tables of the overview, each as HTML shows it and as CSV hands it on."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from fiscalnlp.export.drawing.lettering import ten_thousands
from fiscalnlp.view.corpus.words import Language, Words, say

#: What makes a spreadsheet take a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Cell(NamedTuple):
    """What a cell shows, what it hands on as data, and whether that is a figure."""

    show: Words
    data: Words
    figure: bool = False


class Sheet(NamedTuple):
    """A table: `heads` cells of each row are headings of it, `cut` rows of it are not there."""

    id: str
    title: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1
    cut: int = 0


def text(value: str | None) -> Cell:
    """Return a cell with words of a document."""
    return words(Words.alike(value) if value is not None else None)


def words(value: Words | None) -> Cell:
    """Return a cell with words of ours, empty for none."""
    found = value or Words("", "")
    return Cell(found, Words(*map(_no_formula, found)))


def count(value: int) -> Cell:
    """Return a cell with a count; none is shown as a dash."""
    return Cell(Words.alike(f"{value:,}" if value else "–"), Words.alike(str(value)), figure=True)


def money(yuan: Decimal | None) -> Cell:
    """Return a cell that shows 万元, exact, and hands on yuan; empty where no document prints any."""
    if yuan is None:
        return Cell(Words("", ""), Words("", ""), figure=True)
    return Cell(Words.alike(ten_thousands(yuan)), Words.alike(f"{yuan:f}"), figure=True)


def share(part: int, whole: int) -> Cell:
    """Return a cell with a share in percent."""
    percent = f"{100 * part / whole:.1f}"
    return Cell(Words.alike(f"{percent}%"), Words.alike(percent), figure=True)


def as_csv(sheet: Sheet, language: Language) -> str:
    """Return the sheet as CSV, money in yuan; a text that a spreadsheet would calculate gets a `'` in front."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([column.of(language) for column in sheet.columns])
    writer.writerows([cell.data.of(language) for cell in row] for row in sheet.rows)
    return file.getvalue()


def csv_url(sheet: Sheet, language: Language) -> str:
    """Return the CSV as a data URL, with the mark that spreadsheets take UTF-8 by."""
    return data_url("text/csv;charset=utf-8", as_csv(sheet, language).encode("utf-8-sig", "replace"))


def data_url(media_type: str, content: bytes) -> str:
    """Return bytes as a URL that holds them."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def columns(*names: str) -> tuple[Words, ...]:
    """Return headings by name."""
    return tuple(say(f"columns.{name}") for name in names)


def year_words(years: Sequence[int | None]) -> tuple[Words, ...]:
    """Return years as headings."""
    return tuple(Words.alike(str(year)) if year else say("page.unknown") for year in years)


def _no_formula(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
