"""Table grids → the nine disclosure tables: name, unit, columns, rows with exact money."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from fiscalnlp.classification import tables
from fiscalnlp.data import read_toml
from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.layout.lines import Line
from fiscalnlp.model.money import YUAN_PER_UNIT, to_yuan
from fiscalnlp.model.records import Cell, TableKey
from fiscalnlp.segment.table_heads import TableHead, cell_form, read_head, rows_of
from fiscalnlp.text.forms import matching_form

#: Lines over a table, nearest first, that may hold its title.
TITLE_LINES = 6
#: Lines at the foot of the page before that may hold it, where the table begins its page.
TITLE_LINES_BEFORE = 3

_FIGURE = regex.compile(r"(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?")
_CODE = regex.compile(r"\d{3}|\d{5}|\d{7}")


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A disclosure table, read: what `model.records.Table` holds, and the grid it was read from.

    Args:
        key: which of the nine tables it is.
        title: the title as printed, without white space and form number.
        unit: unit of its money as printed (万元), `None` if the document does not say.
        columns: header path of each column, joined with `/`.
        rows: one tuple a printed body row, one cell a column (a merged cell's text in its first column);
            blank rows are left out. No rows at all if the table is empty.
        empty: whether no row holds a figure.
        codes: the class code of each row where its code columns give one (类 | 款 | 项 put together).
        grid_rows: for each row, its row in `grid`.
        grid: the grid: cells with boxes, lines above and below.
    """

    key: TableKey
    title: str
    unit: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: bool
    codes: tuple[str | None, ...]
    grid_rows: tuple[int, ...]
    grid: Grid


@dataclass(frozen=True, slots=True)
class NamedTables:
    """The disclosure tables among a document's grids, and the grids that are none of them."""

    tables: tuple[TableDraft, ...]
    others: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    remarks: tuple[regex.Pattern[str], ...]
    prose: regex.Pattern[str]
    complete: regex.Pattern[str]
    units: tuple[regex.Pattern[str], ...]
    code: regex.Pattern[str]
    code_parts: tuple[str, ...]


@cache
def _vocabulary() -> _Vocabulary:
    data = read_toml("vocab/tables.toml")
    return _Vocabulary(
        remarks=tuple(regex.compile(pattern) for pattern in data["title"]["remarks"]),
        prose=regex.compile(data["title"]["prose"]),
        complete=regex.compile(data["title"]["complete"]),
        units=tuple(regex.compile(pattern) for pattern in data["unit"]["patterns"]),
        code=regex.compile(data["header"]["code"]),
        code_parts=tuple(data["header"]["code_parts"]),
    )


def name_tables(grids: Sequence[Grid], lines: Sequence[Line] = ()) -> NamedTables:
    """Name the disclosure tables among `grids` and read them.

    Args:
        grids: the document's grids, joined over pages, in reading order.
        lines: the running text, in which a title may stand at the foot of the page before its table.

    Returns: the tables in reading order, and the grids whose title names none of the nine.
    """
    named: list[TableDraft] = []
    others: list[Grid] = []
    for grid in grids:
        draft = _read_table(grid, [*(text for text, _ in grid.above), *_page_before(grid, lines)])
        if draft is None:
            others.append(grid)
        else:
            named.append(draft)
    return NamedTables(tuple(named), tuple(others))


def _page_before(grid: Grid, lines: Sequence[Line]) -> list[str]:
    """Return the last lines of the page before, nearest first, for a table that begins its page."""
    if grid.page is None or len(grid.above) > 2:
        return []
    foot = [line.text for line in lines if line.page == grid.page - 1]
    return foot[: -TITLE_LINES_BEFORE - 1 : -1]


def _read_table(grid: Grid, above: Sequence[str]) -> TableDraft | None:
    rows = rows_of(grid)
    inside = _title_rows(grid, rows)
    nearest_first = [*(row[0].text for row in reversed(rows[:inside])), *above]
    titled = find_title(nearest_first)
    if titled is None:
        return None
    key, title = titled
    head = read_head(grid, inside)
    unit = find_unit([*nearest_first, *_header_texts(rows[inside : head.body])])
    body = [
        (row, _row_cells(grid, rows, row, head, unit)) for row in (*head.mixed, *range(head.body, grid.n_rows))
    ]
    headers = {_texts(rows[row]) for row in range(inside, head.body)} - {()}
    kept = [
        (row, cells)
        for row, (cells, _) in body
        if row in head.mixed or (any(cell.text for cell in cells) and _texts(rows[row]) not in headers)
    ]
    figures = any(held for _, (_, held) in body)
    kept = kept if figures else []
    return TableDraft(
        key=key,
        title=title,
        unit=unit,
        columns=head.columns,
        rows=tuple(cells for _, cells in kept),
        empty=not figures,
        codes=tuple(_row_code(cells, head.columns) for _, cells in kept),
        grid_rows=tuple(row for row, _ in kept),
        grid=grid,
    )


def _title_rows(grid: Grid, rows: Sequence[Sequence[GridCell]]) -> int:
    """Return how many rows at the top hold title and unit: one cell each, as wide as the table."""
    count = 0
    while count < grid.n_rows - 1:
        row = rows[count]
        if len(row) != 1 or row[0].column_span != grid.n_columns or row[0].row_span != 1:
            break
        if row[0].text and find_title([row[0].text]) is None and find_unit([row[0].text]) is None:
            break
        count += 1
    return count


def find_title(lines: Sequence[str]) -> tuple[TableKey, str] | None:
    """Find the title of a disclosure table in the lines over it, nearest first.

    Returns: which table it names and the title without white space, or `None`. A title may be wrapped, or
        share its line with the form's number or the unit.
    """
    words = _vocabulary()
    for index, line in enumerate(lines[:TITLE_LINES]):
        if words.prose.search(line):
            return None
        over = lines[index + 1] if index + 1 < len(lines) else ""
        named = [
            (key, candidate) for candidate in _candidates(line) if (key := tables().find(candidate)) is not None
        ]
        wrapped = "".join((over + line).split())
        if over and not words.complete.search("".join(over.split())):
            key = tables().find(wrapped)
            if key is not None and all(key != known for known, _ in named):
                return key, wrapped
        if named:
            return named[0]
    return None


def _candidates(line: str) -> Iterator[str]:
    """Yield what a line may say as title: all of it, then its parts."""
    for part in ("".join(line.split()), *line.split()):
        bare = part
        for remark in _vocabulary().remarks:
            match = remark.search(matching_form(bare))
            if match and match.end() - match.start() < len(bare):
                bare = bare[: match.start()] + bare[match.end() :]
        yield bare


def find_unit(texts: Sequence[str]) -> str | None:
    """Return the unit of money (万元) that the first of `texts` to name one names."""
    for text in texts:
        form = cell_form(text)
        for pattern in _vocabulary().units:
            match = pattern.search(form)
            if match and match["unit"] in YUAN_PER_UNIT:
                return str(match["unit"])
    return None


def _header_texts(rows: Sequence[Sequence[GridCell]]) -> list[str]:
    return [cell.text for row in rows for cell in row if cell.text]


def _texts(row: Sequence[GridCell]) -> tuple[str, ...]:
    texts = tuple(cell_form(cell.text) for cell in row)
    return texts if any(texts) else ()


def _row_cells(
    grid: Grid, rows: Sequence[Sequence[GridCell]], row: int, head: TableHead, unit: str | None
) -> tuple[tuple[Cell, ...], bool]:
    """Return the cells of a row, one a column, and whether one of them holds a figure of money."""
    cells = [Cell(text="")] * grid.n_columns
    held = False
    for cell in rows[row]:
        value = parse_figure(cell.text) if head.money[cell.column] else None
        if row in head.mixed and cell.text and head.columns[cell.column].endswith(cell_form(cell.text)):
            continue  # a sub-heading beside the total
        held = held or value is not None
        yuan = to_yuan(value, unit) if value is not None and unit is not None else None
        cells[cell.column] = Cell(text=cell.text, yuan=yuan)
    return tuple(cells), held


def parse_figure(text: str) -> Decimal | None:
    """Return the number that a cell prints, exactly; `None` if it is blank, a dash or anything else."""
    match = _FIGURE.fullmatch("".join(unicodedata.normalize("NFKC", text).replace("−", "-").split()))
    if match is None:
        return None
    digits = match["digits"].replace(",", "")
    return Decimal(f"{match['sign']}{digits}{match['decimals'] or ''}")


def _row_code(cells: Sequence[Cell], columns: Sequence[str]) -> str | None:
    """Return the class code of a row: its code column, or the parts 类, 款, 项 put together."""
    words = _vocabulary()
    leaves = [path.rsplit("/", 1)[-1] for path in columns]
    if words.code_parts[0] in leaves:
        parts = [cells[leaves.index(part)].text.strip() for part in words.code_parts if part in leaves]
        code = parts[0] if len(parts[0]) == 3 else ""
        for part in parts[1:]:
            if not (code and part.isdecimal() and len(part) <= 2):
                break
            code += part.zfill(2)  # spreadsheets drop the zero of 02
        return code or None
    for column, leaf in enumerate(leaves):
        if words.code.search(leaf):
            text = cells[column].text.strip()
            return text if _CODE.fullmatch(text) else None
    text = cells[0].text.strip() if cells else ""
    return text if _CODE.fullmatch(text) else None
