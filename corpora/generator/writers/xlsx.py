"""A workbook with a sheet for each table, as is published beside a text: title, unit line, merged head."""

from __future__ import annotations

import io
import re
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as Place
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.model import Cell, Disclosure, Table
from generator.writers.packed import packed

_FIGURE = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+\.\d+")


def write_xlsx(disclosure: Disclosure) -> bytes:
    """Return the disclosure tables as a workbook; the same bytes every time."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, table in enumerate((each for each in disclosure.tables if each.key), 1):
        _fill(workbook.create_sheet(f"{number:02}"), table)
    out = io.BytesIO()
    workbook.save(out)
    return packed(out.getvalue())


def _fill(sheet: Worksheet, table: Table) -> None:
    last = len(table.widths)
    sheet.append([table.title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet["A1"].alignment = Alignment(horizontal="center")
    if table.number:
        sheet.cell(2, last, table.number)
    sheet.cell(3, 1, table.issuer_line)
    sheet.cell(3, last, table.unit_line)
    top = 4
    for row, column, cell in table.placed():
        _set(sheet.cell(top + row, column + 1), cell, figures=row >= len(table.head))
        if cell.rows > 1 or cell.columns > 1:
            end_row, end_column = top + row + cell.rows - 1, column + cell.columns
            sheet.merge_cells(start_row=top + row, start_column=column + 1, end_row=end_row, end_column=end_column)
    for offset, note in enumerate(table.notes):
        sheet.cell(top + len(table.head) + len(table.body) + offset, 1, note)
    for column, share in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = round(90 * share / sum(table.widths), 2)


def _set(place: Place | MergedCell, cell: Cell, *, figures: bool) -> None:
    """Set figures of money as numbers with the format that prints them; codes and names stay text."""
    place.alignment = Alignment(horizontal=cell.align, wrap_text=True)
    if not cell.text:
        return
    if not (figures and cell.align == "right" and _FIGURE.fullmatch(cell.text)):
        place.value = cell.text
        return
    place.value = Decimal(cell.text.replace(",", ""))
    decimals = "." in cell.text
    place.number_format = ("#,##0" if "," in cell.text or not decimals else "0") + (".00" if decimals else "")
