"""Spreadsheets (XLSX, XLS): each visible sheet becomes a page of lines and tables."""

from __future__ import annotations

import datetime
import io
import json
import math
import os
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import regex

from fiscalnlp.errors import BrokenSourceError, EmptySourceError
from fiscalnlp.read.source import FlowCell, Page
from fiscalnlp.read.tabulate import tabulate

#: Cells in the rectangle that a sheet fills; the engine keeps all of them in memory, blank ones too.
MAX_SHEET_CELLS = 5_000_000
#: A workbook whose cells show more bytes of text is refused.
MAX_TEXT = 100_000_000
#: Memory and time for an XLS workbook, which is read in a process of its own.
MAX_MEMORY = 2_000_000_000
MAX_SECONDS = 120

# Figures are money in hundredths, or shares; digits behind the sixth decimal come from binary fractions.
_DECIMALS = 6

_SHARED_TEXT = regex.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", regex.DOTALL)
_SHARED_INDEX = regex.compile(rb"<(?:\w+:)?c\b[^>]*\bt=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<")
_SHEET_PART = regex.compile(r"xl/worksheets/[^/]+\.xml", regex.IGNORECASE)
_REFERENCE = regex.compile(rb"\br=[\"']([A-Za-z]{1,4})(\d{1,9})[\"']")


def read_sheets(
    data: bytes, name: str, members: Mapping[str, bytes] | None = None
) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Read the visible sheets of a workbook.

    Args:
        data: the file's bytes.
        name: what errors call the file.
        members: the parts of an XLSX file, inflated; `None` for XLS.

    Returns: one page without number for each sheet that holds something, and warnings.

    Raises:
        BrokenSourceError: the file is damaged, encrypted or has a sheet of more than `MAX_SHEET_CELLS`.
        EmptySourceError: no visible sheet holds anything.
    """
    try:
        if members is None:
            book = _in_another_process(data)
        else:
            for part, content in members.items():
                if _SHEET_PART.fullmatch(part):
                    _check_extent(content)
            _check_texts(members)
            book = _workbook(data)
    except _WorkbookError as error:
        raise BrokenSourceError(name, str(error)) from error
    pages = [Page(None, flow=flow) for title, cells in book.sheets if (flow := tuple(tabulate(cells, title)))]
    if not pages:
        raise EmptySourceError(name, "no visible sheet of the workbook holds anything")
    return tuple(pages), tuple(book.warnings)


class _WorkbookError(Exception):
    """Something is wrong with a workbook; says what."""


class _Workbook(NamedTuple):
    """The visible sheets with their cells, and warnings."""

    sheets: list[tuple[str, list[FlowCell]]]
    warnings: list[str]


def _workbook(data: bytes) -> _Workbook:
    import python_calamine as engine  # noqa: PLC0415 - only for spreadsheets

    book = _Workbook([], [])
    try:
        with engine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as opened:
            for meta in opened.sheets_metadata:
                if meta.typ != engine.SheetTypeEnum.WorkSheet:
                    continue
                if meta.visible != engine.SheetVisibleEnum.Visible:
                    book.warnings.append(f"sheet {meta.name!r} is hidden and was left out")
                    continue
                sheet = opened.get_sheet_by_name(meta.name)
                if sheet.total_height * sheet.total_width > MAX_SHEET_CELLS:
                    raise _WorkbookError(_TOO_LARGE)
                book.sheets.append((meta.name, _cells(sheet)))
    except engine.PasswordError:
        raise _WorkbookError("encrypted workbook: a password is needed to read it") from None
    except (_WorkbookError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the engine's panics are no `Exception`
        raise _WorkbookError(f"damaged workbook: {error}") from error
    return book


# A damaged XLS file can make the engine ask for more memory than there is, which ends the process. So it is
# read in one of its own.


def _in_another_process(data: bytes) -> _Workbook:
    program = f"from {__name__} import serve; serve()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=data,
            env=environment,
            capture_output=True,
            check=False,
            timeout=MAX_SECONDS,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise _WorkbookError("damaged workbook: its contents are out of all bounds") from None
    if "error" in answer:
        raise _WorkbookError(answer["error"])
    sheets = [(title, [FlowCell(*cell) for cell in cells]) for title, cells in answer["sheets"]]
    return _Workbook(sheets, answer["warnings"])


def serve() -> None:
    """Read the workbook on standard input and write its cells to standard output, as JSON."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    except (ImportError, ValueError, OSError):
        pass
    try:
        answer: dict[str, object] = _workbook(sys.stdin.buffer.read())._asdict()
    except _WorkbookError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)


_TOO_LARGE = f"a sheet reaches over more than {MAX_SHEET_CELLS:,} cells"


def _check_extent(sheet: bytes) -> None:
    """Make sure that the rectangle round the cells of an XLSX sheet can be kept in memory."""
    columns: set[bytes] = set()
    low, high = 1 << 40, 0
    for column, row in _REFERENCE.findall(sheet):
        columns.add(column)
        low, high = min(low, int(row)), max(high, int(row))
    if columns:
        numbers = [_column_number(column) for column in columns]
        if (max(numbers) - min(numbers) + 1) * (high - low + 1) > MAX_SHEET_CELLS:
            raise _WorkbookError(_TOO_LARGE)


def _check_texts(members: Mapping[str, bytes]) -> None:
    """Make sure that the cells of an XLSX file do not show its shared texts over and over without end."""
    shared = next((part for path, part in members.items() if path.lower().endswith("sharedstrings.xml")), b"")
    lengths = [len(text) for text in _SHARED_TEXT.findall(shared)]
    shown = 0
    for path, part in members.items():
        if lengths and _SHEET_PART.fullmatch(path) and part.count(b"<") * max(lengths) > MAX_TEXT:
            places = (int(index) for index in _SHARED_INDEX.findall(part))
            shown += sum(lengths[place] for place in places if place < len(lengths))
    if shown > MAX_TEXT:
        raise _WorkbookError(f"its cells show more than {MAX_TEXT:,} bytes of text")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _cells(sheet: Any) -> list[FlowCell]:
    spans = {
        start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in sheet.merged_cell_ranges or ()
    }
    return [
        FlowCell(text, row, column, *spans.get((row, column), (1, 1)))
        for row, values in enumerate(sheet.iter_rows())
        for column, value in enumerate(values)
        if (text := shown(value).strip())
    ]


def shown(value: object) -> str:
    """Return a cell's value as a reader of the sheet sees it; number formats are not known."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return str(value)


def _number(value: float) -> str:
    """Return a figure in positional notation, without the noise of binary fractions."""
    if not math.isfinite(value):
        return ""
    exact = Decimal(f"{value:.15g}")
    if exact.as_tuple().exponent < -_DECIMALS:  # type: ignore[operator] # it is finite
        exact = round(exact, _DECIMALS)
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
