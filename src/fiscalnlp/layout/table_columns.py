"""Tables without ruling lines, or with a few: rows told by wide gaps, columns by what stands one under another.

Figures make a table: a region needs rows in which a figure stands beside something else, and the figures of
those rows must stand under each other without a row in which two of them share a column. Running text,
contents with page numbers and lists fail one of these. The finder reads rows of chunks, whatever their unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from statistics import median

import regex

from fiscalnlp.classification import tables
from fiscalnlp.data import read_toml
from fiscalnlp.layout.table_chunks import Chunk, Row
from fiscalnlp.text.figures import is_exact_amount, is_figure, is_gapped_figure
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.markers import match_marker

#: Rows with figures that make a table of what has no title or unit over it.
ENOUGH_ROWS = 3
#: Lines between title or unit and the first row of figures, at most.
HEADER_LINES = 12
#: A break between lines this many times the usual one, and this many font sizes, ends a table.
WIDE_BREAK, WIDE_BREAK_EM = 3.5, 5.0

_FIGURE_ENDS = frozenset("0123456789%％")
_AMOUNT_INSIDE = regex.compile(r"\d\.\d|\d,\d{3}")
_UNIT_ENDS = ("元", "元)", "元）")
_SET_APART = regex.compile(r"\s[-+]?\d[\d,]*(?:\.\d+)?[%％]?$|\s-?\d[\d,]*\.\d+\s")
_CODE = regex.compile(r"\d{3}|\d{5}|\d{7}")


@dataclass(slots=True)
class Column:
    """A column: the extent of what stands in it, and whether that is figures or codes."""

    x0: float
    x1: float
    numeric: bool

    def overlap(self, chunk: Chunk) -> float:
        """Return how much of the chunk stands within the column's extent."""
        return min(self.x1, chunk.x1) - max(self.x0, chunk.x0)


@dataclass(slots=True)
class Region:
    """Where a table may be: its lines, what stands over it, and its rows of figures."""

    rows: list[Row]
    titled: bool  # whether a title or a unit stands directly over it
    blank: bool  # whether both do, so that it is a table though it holds no figure
    first: bool  # whether nothing but page furniture stands over it on its page
    head: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)

    @property
    def anchors(self) -> list[Row]:
        """The body rows with figures."""
        return [row for row in self.body if is_anchor(row)]


@dataclass(frozen=True, slots=True)
class _Words:
    unit: regex.Pattern[str]
    title: regex.Pattern[str]
    note: regex.Pattern[str]
    leader: regex.Pattern[str]
    sentence: regex.Pattern[str]
    clause: regex.Pattern[str]
    numbering: regex.Pattern[str]
    furniture: regex.Pattern[str]
    page_number: regex.Pattern[str]


@cache
def _words() -> _Words:
    data = read_toml("patterns/layout.toml")
    words = {key: regex.compile(pattern) for key, pattern in data["table"].items()}
    return _Words(
        **words,
        furniture=regex.compile("|".join(data["furniture"])),
        page_number=regex.compile(data["page_number"]),
    )


def may_hold_table(texts: Sequence[str], *, blank: bool = True) -> bool:
    """Tell quickly whether lines may hold a table: one has a figure set apart, or the unit of a blank one."""
    return any(
        (
            (text[-1] in _FIGURE_ENDS or "." in text)
            and (" " in text or "\t" in text or "\u3000" in text)
            and _SET_APART.search(text)
        )
        or (blank and text.endswith(_UNIT_ENDS) and _words().unit.search(matching_form(text)))
        for text in texts
    )


def is_anchor(row: Row) -> bool:
    """Tell a row of a table by a figure that stands beside something else."""
    numeric = row.numeric
    if len(row.chunks) < 2 or not numeric:
        return False
    return len(numeric) > 1 or row.chunks[0] is not numeric[0]


def is_numbering(row: Row) -> bool:
    """Tell the row that numbers the columns: 栏次 1 2 3."""
    numbers = [int(chunk.form) for chunk in row.chunks if chunk.form.isdecimal() and len(chunk.form) < 3]
    words = [chunk.form for chunk in row.chunks if not chunk.form.isdecimal()]
    return (
        len(numbers) + len(words) == len(row.chunks)
        and len(numbers) > (1 if words else 2)
        and all(_words().numbering.fullmatch(word) for word in words)
        and numbers == list(range(1, len(numbers) + 1))
    )


def find_regions(rows: Sequence[Row], *, printed: bool, goes_on: bool = False) -> list[Region]:
    """Cut the lines of a page at everything that is no part of a table; return what may be one.

    Args:
        rows: the lines that stand in no ruled table, top to bottom.
        printed: whether their distances mean something.
        goes_on: whether a table stands at the foot of the page before, whose header may be repeated.
    """
    regions: list[Region] = []
    over: list[Row] = []
    current = Region([], titled=False, blank=False, first=True)
    breaks = [after.y - before.y for before, after in pairwise(rows) if is_anchor(before) and is_anchor(after)]
    usual = median(breaks) if printed and breaks else 0.0
    for row in rows:
        kind = _kind(row)
        wide = (
            usual
            and current.rows
            and not is_anchor(row)
            and row.y - current.rows[-1].y > max(WIDE_BREAK * usual, WIDE_BREAK_EM * row.em)
        )
        if kind == "furniture":
            continue
        if kind == "table" and not wide:
            current.rows.append(row)
            continue
        if current.rows or kind != "over":
            regions.append(current)
            over = []
        over += [row] if kind == "over" else []
        current = Region(
            [row] if kind == "table" else [], titled=kind == "over", blank=_is_announced(over), first=False
        )
    regions.append(current)
    return [found for region in regions for found in _parted(region, goes_on=goes_on and region.first)]


def _is_announced(over: Sequence[Row]) -> bool:
    """Tell whether lines hold the title of a disclosure table and the unit of its money."""
    forms = ["".join(chunk.form for chunk in row.chunks) for row in over]
    units = [form for form in forms if _words().unit.search(form)]
    return bool(units) and any(tables().find(form) is not None for form in forms if form not in units)


def announces_table(row: Row) -> bool:
    """Tell a line that says that a table follows: its title or its unit."""
    return _kind(row) == "over"


def _kind(row: Row) -> str:
    """Return what a line is: `over` a table (title or unit), `furniture`, a `stop`, or maybe `table`."""
    words = _words()
    form = "".join(chunk.form for chunk in row.chunks)
    if words.unit.search(form) and not any(chunk.is_numeric for chunk in row.chunks):
        return "over"
    if words.furniture.fullmatch(form) or (len(row.chunks) == 1 and words.page_number.fullmatch(form)):
        return "furniture"
    if len(row.chunks) == 1:
        if words.title.fullmatch(form):
            return "over"
        if words.clause.search(form) or len(form) > 40:
            return "stop"
    if words.note.match(form) or words.leader.search(form):
        return "stop"
    if any(words.sentence.search(chunk.form) for chunk in row.chunks):
        return "stop"
    return "table"


def _parted(region: Region, *, goes_on: bool) -> list[Region]:
    """Part a region into header and body; none where no row has figures."""
    anchors = [i for i, row in enumerate(region.rows) if is_anchor(row) and not is_numbering(row)]
    if not anchors and not (region.blank and _is_blank(region.rows)):
        return []
    entries = (i for i, row in enumerate(region.rows) if len(row.chunks) > 1 and match_marker(row.chunks[0].form))
    start = anchors[0] if anchors else next(entries, len(region.rows))
    names = [chunk.x0 for i in anchors for chunk in region.rows[i].chunks if not chunk.is_numeric]
    while start > 0 and _is_body_label(region.rows[start - 1], names):
        start -= 1
    top = start
    headed = region.titled or goes_on
    while top > 0 and start - top < HEADER_LINES and (headed or len(region.rows[top - 1].chunks) > 1):
        top -= 1
    region.head = region.rows[top:start]
    region.body = region.rows[start:]
    while anchors and region.body and not is_anchor(region.body[-1]) and not _is_tail(region, region.body[-1]):
        region.body.pop()
    return [region]


def _is_blank(rows: Sequence[Row]) -> bool:
    """Tell lines of several cells, none of which holds an amount."""
    forms = [chunk.form for row in rows for chunk in row.chunks]
    return any(len(row.chunks) > 1 for row in rows) and not any(map(_AMOUNT_INSIDE.search, forms))


def _is_body_label(row: Row, names: Sequence[float]) -> bool:
    """Tell a body row without figures from a header row: it begins like an entry, where names begin."""
    chunk = row.chunks[0]
    if len(row.chunks) == 1:  # the first line of a wrapped name
        return sum(abs(chunk.x0 - x) < row.em / 4 for x in names) > 1
    entry = match_marker(chunk.form) is not None or _CODE.fullmatch(chunk.form)
    return bool(entry) and any(abs(chunk.x0 - x) < row.em for x in names)


def _is_tail(region: Region, row: Row) -> bool:
    """Tell whether a line without figures below the last row of figures is still the table's."""
    last = region.anchors[-1]
    starts = [chunk.x0 for anchor in region.anchors for chunk in anchor.chunks if not chunk.is_numeric]
    near = row.y - last.y < 2.2 * row.em * max(1, len(region.body))
    return near and all(any(abs(chunk.x0 - x) < 2.5 * row.em for x in starts) for chunk in row.chunks)


def is_evident(region: Region, columns: Sequence[Column], *, goes_on: bool) -> bool:
    """Tell whether there is enough evidence that `region` is a table.

    A row or two suffice under a title or unit and a header, or where the table of the page before goes on.
    """
    anchors = region.anchors
    if not anchors:
        return region.blank and len(columns) > 1
    if len(columns) < 2:
        return False
    figures = [chunk.form for row in anchors for chunk in row.numeric]
    exact = sum(is_exact_amount(form) or is_gapped_figure(form) for form in figures)
    headed = any(len(row.chunks) > 1 for row in region.head)
    if goes_on:
        return True
    if region.titled and headed:
        return True
    if len(anchors) < ENOUGH_ROWS or _is_contents(region, columns):
        return False
    if region.titled:
        return True
    return exact * 2 >= len(figures) or (headed and len(columns) > 2)


def _is_contents(region: Region, columns: Sequence[Column]) -> bool:
    """Tell contents whose leaders are blank: names and page numbers that never fall."""
    last = [row.chunks[-1].form for row in region.anchors]
    if not all(form.isdecimal() and len(form) < 4 for form in last):
        return False
    pages = [int(form) for form in last]
    return len(columns) <= 3 and pages == sorted(pages)


def find_columns(rows: Sequence[Row]) -> list[Column] | None:
    """Find the columns of body rows; `None` if two figures of a row would share one.

    Figures and codes give columns where they stand under each other, words those between: one, or more
    where several rows have more than one name side by side.
    """
    if not rows:
        return []
    numeric = _clusters(rows, [[chunk for chunk in row.chunks if chunk.is_numeric] for row in rows])
    if numeric is None:
        return None
    columns = [Column(x0, x1, numeric=True) for x0, x1 in numeric]
    zones: dict[int, list[list[Chunk]]] = {}
    for row in rows:
        in_row: dict[int, list[Chunk]] = {}
        free = [c for c in columns if not any(c.overlap(chunk) > 0 for chunk in row.numeric)]
        for chunk in row.chunks:
            if not chunk.is_numeric and not any(c.overlap(chunk) > 0.3 * row.em for c in free):
                zone = sum(column.x1 <= chunk.centre for column in columns)
                in_row.setdefault(zone, []).append(chunk)
        for zone, chunks in in_row.items():
            zones.setdefault(zone, []).append(chunks)
    words: list[Column] = []
    for pieces in zones.values():
        several = [chunks for chunks in pieces if len(chunks) > 1]
        extents: list[tuple[float, float]] | None = None
        if len(several) > max(1, 0.15 * len(pieces)):
            extents = _clusters(rows, several)
        if not extents:
            every = [chunk for chunks in pieces for chunk in chunks]
            extents = [(min(c.x0 for c in every), max(c.x1 for c in every))]
        words += [Column(x0, x1, numeric=False) for x0, x1 in extents]
    return sorted([*columns, *words], key=lambda column: column.x0)


def _clusters(rows: Sequence[Row], lines: Sequence[Sequence[Chunk]]) -> list[tuple[float, float]] | None:
    """Group chunks that stand under each other; `None` if two of a line fall together."""
    em = median(row.em for row in rows)
    for extent in (_extent, _right_end):
        groups: list[tuple[float, float]] = []
        for x0, x1 in sorted(extent(chunk, em) for chunks in lines for chunk in chunks):
            if groups and x0 < groups[-1][1]:
                groups[-1] = (groups[-1][0], max(groups[-1][1], x1))
            else:
                groups.append((x0, x1))
        if all(_are_apart([extent(chunk, em) for chunk in chunks], groups) for chunks in lines):
            if extent is _extent:
                return groups
            every = [chunk for chunks in lines for chunk in chunks]
            found = []
            for low, high in groups:
                members = [chunk for chunk in every if low <= extent(chunk, em)[0] < high]
                found.append((min(c.x0 for c in members), max(c.x1 for c in members)))
            return found if all(a[1] <= b[1] for a, b in pairwise(found)) else None
    return None


def _extent(chunk: Chunk, em: float) -> tuple[float, float]:
    return chunk.x0, chunk.x1


def _right_end(chunk: Chunk, em: float) -> tuple[float, float]:
    """Return the surroundings of the right edge: figures set flush right share it, however wide they are."""
    return chunk.x1 - 0.4 * em, chunk.x1 + 0.4 * em


def _are_apart(extents: Sequence[tuple[float, float]], groups: Sequence[tuple[float, float]]) -> bool:
    taken = [next(i for i, group in enumerate(groups) if group[0] <= x0 < group[1]) for x0, _ in extents]
    return len(set(taken)) == len(taken)


def borders_of(columns: Sequence[Column], em: float) -> list[float]:
    """Return the borders between columns: in the middle of the gap, half a character outside at both ends."""
    inner = [(before.x1 + after.x0) / 2 for before, after in pairwise(columns)]
    return [columns[0].x0 - em / 2, *inner, columns[-1].x1 + em / 2]


@dataclass(slots=True)
class BodyRow:
    """A table row: the lines it fills and, for each run of columns, the pieces of text in it."""

    rows: list[Row] = field(default_factory=list)
    cells: dict[tuple[int, int], list[tuple[int, Chunk]]] = field(default_factory=dict)

    def add(self, row: Row, places: Sequence[tuple[int, int]]) -> None:
        """Add a line whose chunks stand in the runs of columns `places`."""
        self.rows.append(row)
        for place, chunk in zip(places, row.chunks, strict=True):
            known = next((k for k in self.cells if k[0] < place[1] and place[0] < k[1]), place)
            self.cells.setdefault(known, []).append((row.line, chunk))

    def is_blank(self, column: int) -> bool:
        """Tell whether nothing stands in the column."""
        return not any(start <= column < end for start, end in self.cells)


#: A line with the run of columns `[start, end)` of each chunk.
_Placed = tuple[Row, list[tuple[int, int]]]


def place_chunks(row: Row, columns: Sequence[Column], borders: Sequence[float]) -> list[tuple[int, int]] | None:
    """Return the run of columns `[start, end)` of each chunk, `None` if two chunks would share one."""
    places: list[tuple[int, int]] = []
    for chunk in row.chunks:
        touched = [i for i, column in enumerate(columns) if column.overlap(chunk) > 0.3 * row.em]
        if chunk.is_numeric and touched:
            best = max(touched, key=lambda i: (columns[i].numeric, columns[i].overlap(chunk)))
            touched = [best]
        if not touched:
            inside = sum(border <= chunk.centre for border in borders) - 1
            touched = [min(max(inside, 0), len(columns) - 1)]
        start, end = touched[0], touched[-1] + 1
        if places and start < places[-1][1]:
            start = places[-1][1]
        if start >= end:
            return None
        places.append((start, end))
    return places


def assemble(
    lines: Sequence[Row],
    columns: Sequence[Column],
    borders: Sequence[float],
    parted: Callable[[float, float], bool] | None = None,
) -> list[BodyRow] | None:
    """Put lines together to rows, wrapped names included; `None` if a line does not fit.

    Args:
        lines: the lines of a table's body.
        columns: its columns.
        borders: their borders.
        parted: tells whether a ruling line runs between two heights, where such lines part the rows.
    """
    body: list[BodyRow] = []
    waiting: list[_Placed] = []
    for row in lines:
        places = place_chunks(row, columns, borders)
        if places is None:
            return None
        if parted is not None:
            if not body or parted(body[-1].rows[-1].y, row.y):
                body.append(BodyRow())
            body[-1].add(row, places)
        elif is_anchor(row) or _is_entry(row, places, columns):
            new = BodyRow()
            _settle(waiting, body, (new, (row, places)), columns)
            waiting = []
            new.add(row, places)
            body.append(new)
        else:
            waiting.append((row, places))
    _settle(waiting, body, None, columns)
    return body


def _is_entry(row: Row, places: Sequence[tuple[int, int]], columns: Sequence[Column]) -> bool:
    """Tell a row of its own although it has no figure: it bears a marker or a code."""
    return any(
        match_marker(chunk.form) is not None or (chunk.is_numeric and columns[place[0]].numeric)
        for chunk, place in zip(row.chunks, places, strict=True)
    )


def _settle(
    waiting: Sequence[_Placed],
    body: list[BodyRow],
    below: tuple[BodyRow, _Placed] | None,
    columns: Sequence[Column],
) -> None:
    """Find the row of each line without figures, which stand between the last row of `body` and the one `below`.

    It belongs to the row below if that lacks its name, to the one above if that lacks it or was wrapped, to
    the nearer one if both; else it is the head of a name that goes on below, or a row of its own.
    """
    for index, (row, places) in enumerate(waiting):
        above = body[-1] if body else None
        up = above is not None and (
            all(above.is_blank(start) for start, _ in places)
            or all(_is_full(above, start, columns) for start, _ in places)
        )
        down = below is not None and _lacks_name(below[1], places, columns)
        if up and down and above is not None and below is not None:
            far = row.y - above.rows[-1].y >= 0.95 * (below[1][0].y - row.y)
            up = not far or index + 1 < len(waiting)
        if up and above is not None:
            above.add(row, places)
        elif below is not None and (down or _is_head_of((row, places), below[1], columns)):
            below[0].add(row, places)
        else:
            body.append(BodyRow())
            body[-1].add(row, places)


def _lacks_name(below: _Placed, places: Sequence[tuple[int, int]], columns: Sequence[Column]) -> bool:
    """Tell whether a row has figures, but no name, for the names at `places`."""
    row, own = below
    named = {column for start, end in own for column in range(start, end)}
    return all(start not in named for start, _ in places) and not _is_complete(row, places, columns)


def _is_complete(anchor: Row, places: Sequence[tuple[int, int]], columns: Sequence[Column]) -> bool:
    """Tell whether the row has no figure for the names at `places`: then they are no part of it."""
    for start, _ in places:
        end = next((i for i in range(start + 1, len(columns)) if not columns[i].numeric), len(columns))
        figures = [chunk for chunk in anchor.numeric if not _CODE.fullmatch(chunk.form)]
        if not any(column.overlap(chunk) > 0 for column in columns[start + 1 : end] for chunk in figures):
            return True
    return False


def _is_full(above: BodyRow, column: int, columns: Sequence[Column]) -> bool:
    """Tell whether the text of the row above reaches the end of its column, so that it was wrapped there."""
    pieces = [chunk for (start, end), held in above.cells.items() if start <= column < end for _, chunk in held]
    if not pieces:
        return False
    em = above.rows[-1].em
    return pieces[-1].x1 > columns[column].x1 - 1.8 * em and not is_figure(pieces[-1].form)


def _is_head_of(head: _Placed, below: _Placed, columns: Sequence[Column]) -> bool:
    """Tell whether a line is the first half of the name in the row below: full, and that goes on unmarked."""
    row, places = head
    for place, chunk in zip(places, row.chunks, strict=True):
        if chunk.x1 < columns[place[0]].x1 - 1.8 * row.em:
            return False
        rest = [c for p, c in zip(below[1], below[0].chunks, strict=True) if p[0] == place[0]]
        if not rest or match_marker(rest[0].form) is not None or rest[0].is_numeric:
            return False
    return True
