"""Table grids → tables: name or topic, unit, columns, rows with exact money, typed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import msgspec
import regex

from fiscalnlp.classification import tables
from fiscalnlp.data import read_toml
from fiscalnlp.layout.grid import Grid, GridCell
from fiscalnlp.model.money import YUAN_PER_UNIT, to_yuan
from fiscalnlp.model.place import Box
from fiscalnlp.model.records import Cell, Fund, TableKey, TableLine, TableTopic
from fiscalnlp.segment.table_cells import cell_form, is_blank, parse_figure
from fiscalnlp.segment.table_heads import TableHead, read_head, rows_of
from fiscalnlp.segment.table_lines import LineContext, is_counted, label_of, read_lines
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.markers import match_marker

#: Lines over a table, nearest first, that may hold its title.
TITLE_LINES = 6
#: Lines at the foot of the page before that may hold it, where the table begins its page.
TITLE_LINES_BEFORE = 3
#: Lines over a table that begins its page: a unit, a page header.
FEW_LINES = 2
#: Digits of a figure that two tables do not share by chance.
ODD_DIGITS = 4

# The fund that a table is about, where not the general budget.
_FUNDS: dict[TableKey | None, Fund] = {"government_fund": "government_fund", "state_capital": "state_capital"}
# What a table needs to be a record although its title is not known; a cell of more letters is prose.
_DATA_ROWS = 2
_DATA_COLUMNS = 2
_PROSE = 60
# A number that may count rows or pages.
_ORDINAL = regex.compile(r"\d{1,3}")
# By how much (points) the margins of a text set in the middle of its cell may differ.
_CENTRED = 3.0


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table, read: what the records `Table` and `OtherTable` hold, and the grid it was read from.

    Args:
        key: which of the nine tables it is, `None` if none.
        topic: what a table that is none of the nine is about, `None` if that is not known either.
        title: the title as printed, without white space and form number; `None` if it has none.
        unit: unit of its money as printed (万元), `None` if the document does not say.
        head: its header: columns, and the logical tables that stand side by side.
        rows: one tuple a printed body row, one cell a column (a merged cell's text in its first column);
            blank rows are left out. No rows at all if the table is empty.
        lines: its lines, typed.
        empty: whether no row holds a figure.
        grid_rows: for each row, its row in `grid`.
        grid: the grid: cells with boxes, lines above and below.
        unit_proved: whether the unit is not printed, but follows from a total shared with another table.
    """

    key: TableKey | None
    topic: TableTopic | None
    title: str | None
    unit: str | None
    head: TableHead
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[TableLine, ...]
    empty: bool
    grid_rows: tuple[int, ...]
    grid: Grid
    unit_proved: bool = False


@dataclass(frozen=True, slots=True)
class NamedTables:
    """A document's tables: the nine disclosure tables, other tables of data, and the grids that hold no data."""

    tables: tuple[TableDraft, ...]
    others: tuple[TableDraft, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    remarks: tuple[regex.Pattern[str], ...]
    prose: regex.Pattern[str]
    complete: regex.Pattern[str]
    furniture: tuple[regex.Pattern[str], ...]
    units: tuple[regex.Pattern[str], ...]
    money: regex.Pattern[str]
    other_title: regex.Pattern[str]
    title_topics: tuple[tuple[TableTopic, regex.Pattern[str]], ...]
    column_topics: tuple[tuple[TableTopic, regex.Pattern[str]], ...]


@cache
def _vocabulary() -> _Vocabulary:
    data = read_toml("vocab/tables.toml")
    return _Vocabulary(
        remarks=tuple(regex.compile(pattern) for pattern in data["title"]["remarks"]),
        prose=regex.compile(data["title"]["prose"]),
        complete=regex.compile(data["title"]["complete"]),
        furniture=tuple(regex.compile(pattern) for pattern in data["between"]["furniture"]),
        units=tuple(regex.compile(pattern) for pattern in data["unit"]["patterns"]),
        money=regex.compile(data["header"]["money"], regex.VERBOSE),
        other_title=regex.compile(data["topic"]["title"]),
        title_topics=tuple((row["topic"], regex.compile(row["pattern"])) for row in data["topic"]["titles"]),
        column_topics=tuple((row["topic"], regex.compile(row["pattern"])) for row in data["topic"]["columns"]),
    )


def name_tables(
    grids: Sequence[Grid], before: Sequence[Sequence[str]] = (), *, year: int | None = None
) -> NamedTables:
    """Read the tables among `grids`, and name the disclosure tables.

    Args:
        grids: the document's grids, joined over pages, in reading order.
        before: for each grid, the text at the foot of the page before it, nearest first, where title and unit
            of a table that begins its page may stand.
        year: fiscal year, which decides between the wordings of a class.

    Returns: the tables in reading order. A table whose unit is not printed takes that of another table of
        the document that has the same total.
    """
    read = []
    for index, grid in enumerate(grids):
        above = [text for text, _ in grid.above]
        if before and len(above) <= FEW_LINES:
            above += before[index][:TITLE_LINES_BEFORE]
        read.append(_read_table(grid, above, year))
    drafts = prove_units([draft for draft in read if draft is not None], year)
    return NamedTables(
        tables=tuple(draft for draft in drafts if draft.key is not None),
        others=tuple(draft for draft in drafts if draft.key is None),
        grids=tuple(grid for grid, draft in zip(grids, read, strict=True) if draft is None),
    )


def _read_table(grid: Grid, above: Sequence[str], year: int | None) -> TableDraft | None:
    rows = rows_of(grid)
    inside = _title_rows(rows)
    nearest_first = [*(" ".join(_header_texts([row])) for row in reversed(rows[:inside])), *above]
    titled = find_title(nearest_first)
    head = read_head(grid, inside)
    if titled is None:
        head = _only_headed_money(head)
    body = [(row, _row_cells(grid, rows, row, head)) for row in (*head.mixed, *range(head.body, grid.n_rows))]
    headers = {_texts(rows[row]) for row in range(inside, head.body)} - {()}
    kept = [
        (row, cells)
        for row, cells in body
        if row in head.mixed or (any(cell.text for cell in cells) and _texts(rows[row]) not in headers)
    ]
    figures = any(
        parse_figure(cells[c].text) is not None
        for _, cells in body
        for c in range(grid.n_columns)
        if head.money[c]
    )
    if titled is None and not _is_data([cells for _, cells in kept], head):
        return None
    if titled is not None:
        kept = kept if figures else []
    title = titled[1] if titled else _other_title(nearest_first)
    draft = TableDraft(
        key=titled[0] if titled else None,
        topic=None if titled else _topic(title, head.columns),
        title=title,
        unit=find_unit([*nearest_first, *_header_texts(rows[inside : head.body])]),
        head=head,
        rows=tuple(cells for _, cells in kept),
        lines=(),
        empty=not figures,
        grid_rows=tuple(row for row, _ in kept),
        grid=grid,
    )
    return with_unit(draft, draft.unit, year)


def with_unit(draft: TableDraft, unit: str | None, year: int | None) -> TableDraft:
    """Return `draft` with its money in yuan, `unit` being what it is printed in, and its lines read."""
    counted = [
        {c for side in draft.head.sides if is_counted(cell_form(label_of(row, side))) for c in side.money}
        for row in draft.rows
    ]
    rows = tuple(
        tuple(
            cell
            if not draft.head.money[column] or column in skip
            else msgspec.structs.replace(cell, yuan=_yuan(cell.text, unit))
            for column, cell in enumerate(row)
        )
        for row, skip in zip(draft.rows, counted, strict=True)
    )
    context = LineContext(
        fund=_FUNDS.get(draft.key, "general"),
        year=year,
        economic=draft.key == "general_basic_expenditure" or draft.topic == "economic_expenditure",
        indents=_indents(draft),
    )
    return replace(draft, unit=unit, rows=rows, lines=read_lines(rows, draft.head, context))


def _yuan(text: str, unit: str | None) -> Decimal | None:
    value = parse_figure(text)
    return to_yuan(value, unit) if value is not None and unit is not None else None


def prove_units(drafts: Sequence[TableDraft], year: int | None) -> list[TableDraft]:
    """Give each table without a unit that of the tables which print the same total, where they agree on one."""
    units: dict[Decimal, set[str]] = {}
    for draft in drafts:
        if draft.unit is not None:
            for total in _totals(draft):
                units.setdefault(total, set()).add(draft.unit)
    proved = []
    for draft in drafts:
        shared = [units[total] for total in _totals(draft) if total in units] if draft.unit is None else []
        agreed = set().union(*shared)
        if len(agreed) == 1:
            proved.append(replace(with_unit(draft, agreed.pop(), year), unit_proved=True))
        else:
            proved.append(draft)
    return proved


def _totals(draft: TableDraft) -> set[Decimal]:
    """Return the totals of a table that are odd enough not to be met by chance."""
    values = (value.value for line in draft.lines if line.total for value in line.values)
    return {
        value.normalize() for value in values if value and len(value.normalize().as_tuple().digits) >= ODD_DIGITS
    }


def _indents(draft: TableDraft) -> dict[tuple[int, int], float]:
    """Return where names begin in their cells, of those that are not set in the middle."""
    row_of = {grid_row: row for row, grid_row in enumerate(draft.grid_rows)}
    names = {column for side in draft.head.sides for column in side.names}
    indents: dict[tuple[int, int], float] = {}
    for cell in draft.grid.cells:
        glyphs = [glyph for glyph in cell.glyphs if glyph is not None and not glyph.text.isspace()]
        if cell.row not in row_of or cell.column not in names or cell.box is None or not glyphs:
            continue
        left = glyphs[0].x0 - cell.box.x0  # of the first line: a wrapped one may begin at the edge
        right = cell.box.x1 - max(glyph.x1 for glyph in glyphs)
        if abs(left - right) > _CENTRED:
            indents[row_of[cell.row], cell.column] = left
    return indents


def _only_headed_money(head: TableHead) -> TableHead:
    """Return `head` with money only where a heading speaks of it: what a table is about is not known."""
    money = tuple(
        held and bool(_vocabulary().money.search(cell_form(path)))
        for held, path in zip(head.money, head.columns, strict=True)
    )
    sides = tuple(replace(side, money=tuple(c for c in side.money if money[c])) for side in head.sides)
    return replace(head, money=money, sides=sides)


def _is_data(rows: Sequence[Sequence[Cell]], head: TableHead) -> bool:
    """Tell whether a grid without a known title holds data: two columns and rows or more, with headings.

    Prose, contents and lines to sign on (负责人：) are none, whatever ordinals or page numbers stand beside them.
    """
    filled = [[cell_form(cell.text) for cell in row if not is_blank(cell.text)] for row in rows]
    several = [row for row in filled if len(row) > 1]
    if len(several) < _DATA_ROWS or sum(1 for path in head.columns if path) < _DATA_COLUMNS:
        return False
    texts = [text for row in filled for text in row]
    if any(parse_figure(text) is not None and not _ORDINAL.fullmatch(text) for text in texts):
        return True
    prose = any(len(text) > _PROSE or "。" in text for text in texts)
    contents = all(match_marker(row[0]) and _ORDINAL.fullmatch(row[-1]) for row in several)
    signed = all("：" in text for text in texts)
    return not (prose or contents or signed)


def _other_title(above: Sequence[str]) -> str | None:
    """Return the title of a table that is none of the nine from the lines over it, nearest first."""
    for line in above[:TITLE_LINES]:
        if _vocabulary().prose.search(line):
            return None
        for candidate in _candidates(line):
            if _vocabulary().other_title.fullmatch(matching_form(candidate)):
                return candidate
    return None


def _topic(title: str | None, columns: Sequence[str]) -> TableTopic | None:
    words = _vocabulary()
    if title is not None:
        form = cell_form(title)
        for topic, pattern in words.title_topics:
            if pattern.search(form):
                return topic
    leaves = [cell_form(path.rsplit("/", 1)[-1]) for path in columns]
    for topic, pattern in words.column_topics:
        if any(pattern.search(leaf) for leaf in leaves):
            return topic
    return None


def _title_rows(rows: Sequence[Sequence[GridCell]]) -> int:
    """Return how many rows at the top hold title, unit, form number and body, but no header."""
    count = 0
    while count < len(rows) - 1 and _is_title_row(_header_texts([rows[count]])):
        count += 1
    return count


def _is_title_row(texts: Sequence[str]) -> bool:
    """Tell whether all that a row says belongs over the table; a row of numbers alone heads columns."""
    if any(cell_form(text).isdecimal() for text in texts):
        return False
    words = _vocabulary()
    alone = len(texts) == 1 and words.other_title.fullmatch(cell_form(texts[0])) and texts[0].endswith("表")
    return bool(alone) or all(
        find_title([text]) or find_unit([text]) or any(each.fullmatch(cell_form(text)) for each in words.furniture)
        for text in texts
    )


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


def _row_cells(grid: Grid, rows: Sequence[Sequence[GridCell]], row: int, head: TableHead) -> tuple[Cell, ...]:
    """Return the cells of a row, one a column, without yuan."""
    cells = [Cell(text="")] * grid.n_columns
    for cell in rows[row]:
        if row in head.mixed and cell.text and head.columns[cell.column].endswith(cell_form(cell.text)):
            continue  # a sub-heading beside the total
        cells[cell.column] = Cell(text=cell.text, box=_rounded(cell.box))
    return tuple(cells)


def _rounded(box: Box | None) -> Box | None:
    return None if box is None else Box(box.page, *(round(edge, 2) for edge in box[1:]))
