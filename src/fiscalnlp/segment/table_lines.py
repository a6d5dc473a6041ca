"""Rows of a table → its logical lines: what each is called, its class, its figures, what it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.model.records import Cell, Fund, TableLine, TableValue
from fiscalnlp.segment.table_cells import cell_form, is_blank, parse_figure
from fiscalnlp.segment.table_classes import (
    ClassName,
    class_named,
    class_of,
    put_together,
    split_coded_name,
)
from fiscalnlp.segment.table_heads import Side, TableHead
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.markers import Marker, marker_patterns, match_marker

#: How much further right (in points) a name is printed to be a part of the line above it.
_INDENT = 6.0


@dataclass(frozen=True, slots=True)
class LineContext:
    """What a table's lines are read by.

    Args:
        fund: the fund that the table is about.
        year: fiscal year, `None` if not known.
        economic: whether names without codes are economic classes.
        indents: for each row and column where known, where its text begins, in points from the column's edge.
    """

    fund: Fund = "general"
    year: int | None = None
    economic: bool = False
    indents: dict[tuple[int, int], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Words:
    total: regex.Pattern[str]
    note: regex.Pattern[str]
    within: regex.Pattern[str]
    not_money: regex.Pattern[str]
    nested: tuple[tuple[regex.Pattern[str], regex.Pattern[str]], ...]


@cache
def _words() -> _Words:
    data = read_toml("vocab/tables.toml")["line"]
    return _Words(
        total=regex.compile(data["total"]),
        note=regex.compile(data["note"]),
        within=regex.compile(data["within"]),
        not_money=regex.compile(data["not_money"]),
        nested=tuple((regex.compile(row["parent"]), regex.compile(row["parts"])) for row in data["nested"]),
    )


@dataclass(slots=True)
class _Draft:
    """A line before its parent is known; `form` is its label in matching form, without white space."""

    row: int
    side: Side
    label: str
    form: str
    class_: ClassName | None
    values: list[TableValue]
    printed_code: bool
    indent: float | None
    parent: int | None = None

    @property
    def total(self) -> bool:
        return bool(_words().total.search(self.form))


def read_lines(rows: Sequence[Sequence[Cell]], head: TableHead, context: LineContext) -> tuple[TableLine, ...]:
    """Read the lines of a table.

    Args:
        rows: its rows as in the record, one cell a column.
        head: its header.
        context: what the names and codes are looked up by.

    Returns: the lines of each logical table from the top down, the left one's first. Rows without name and
        figure give none, nor do notes; a row of figures without a name gives one with the label "".
    """
    drafts: list[_Draft] = []
    for side in head.sides:
        own = _read_side(rows, side, context)
        if not any(draft.printed_code for draft in own) and _may_be_named(head, side):
            for draft in own:
                if not draft.total:
                    draft.class_ = _named(draft.form, context)
        _nest(own)
        for draft in own:
            draft.parent = None if draft.parent is None else draft.parent + len(drafts)
        drafts += own
    _nest_codes(drafts)
    return tuple(
        TableLine(
            row=draft.row,
            side=draft.side.start,
            label=draft.label,
            code=draft.class_.code if draft.class_ else None,
            level=draft.class_.level if draft.class_ else None,
            path=draft.class_.path if draft.class_ else None,
            confirmed=draft.class_.confirmed if draft.class_ else False,
            parent=draft.parent,
            values=tuple(draft.values),
            total=draft.total,
        )
        for draft in drafts
    )


def is_counted(form: str) -> bool:
    """Tell whether a label (in matching form) names a count or a rate: its figures are no money."""
    return bool(_words().not_money.search(form))


def label_of(row: Sequence[Cell], side: Side) -> str:
    """Return the printed name of a row in one side, "" if it has none."""
    texts = [row[column].text.strip() for column in side.names if not is_blank(row[column].text)]
    if texts:
        return texts[0]
    coded = [row[column].text.strip() for column in side.codes if not is_blank(row[column].text)]
    return next((text for text in coded if not cell_form(text).isdecimal()), "")


def _read_side(rows: Sequence[Sequence[Cell]], side: Side, context: LineContext) -> list[_Draft]:
    drafts: list[_Draft] = []
    before: tuple[str, ...] = ()
    for index, row in enumerate(rows):
        label = label_of(row, side)
        form = cell_form(label)
        values = [_value(row, column, form) for column in side.money]
        parts = put_together([cell_form(row[column].text) for column in side.codes], before)
        if parts is None and (split := split_coded_name(form)) is not None:
            parts = put_together([split[0]])
            label, form = _without_code(label, split[0]), split[1]
        if parts is not None:
            before = parts
        elif _words().note.search(form) or (not form and all(value.value is None for value in values)):
            continue
        code = "".join(parts) if parts else None
        draft = _Draft(
            row=index,
            side=side,
            label=label,
            form=form,
            class_=class_of(code, label, context.fund, context.year) if code else None,
            values=values,
            printed_code=code is not None,
            indent=next((context.indents[index, c] for c in side.names if (index, c) in context.indents), None),
        )
        if drafts and _goes_on(drafts[-1], draft):
            drafts[-1].label += draft.label
            drafts[-1].form += draft.form
        else:
            drafts.append(draft)
    return drafts


def _value(row: Sequence[Cell], column: int, form: str) -> TableValue:
    figure = None if is_counted(form) else parse_figure(row[column].text)
    return TableValue(column=column, value=figure, yuan=row[column].yuan if figure is not None else None)


def _without_code(label: str, code: str) -> str:
    """Return what a cell prints behind the code: marks that part the two are left out."""
    form = matching_form(label)
    start = 0
    for digit in code:
        start = form.index(digit, start) + 1
    return regex.sub(r"^[\s\]】）)._、.：:—-]+", "", label[start:])


def _goes_on(before: _Draft, draft: _Draft) -> bool:
    """Tell whether a row is the rest of the name over it: both together are the name of its code."""
    if draft.printed_code or any(value.value is not None for value in draft.values):
        return False
    official = before.class_.path[-1] if before.class_ and before.class_.path else None
    return official is not None and before.form != cell_form(official) == before.form + draft.form


def _may_be_named(head: TableHead, side: Side) -> bool:
    """Tell whether names without codes may be classes of spending: not on the side of the income."""
    return not any("收入" in head.columns[column] for column in (*side.names, *side.money))


def _named(form: str, context: LineContext) -> ClassName | None:
    marker = match_marker(form)
    name = _words().within.sub("", form[marker.end :] if marker else form)
    return class_named(name, economic=context.economic, fund=context.fund, year=context.year) if name else None


def _nest_codes(drafts: Sequence[_Draft]) -> None:
    """Put each line with a printed code under the nearest line before it that a part of the code names."""
    seen: dict[str, int] = {}
    for index, draft in enumerate(drafts):
        if not draft.printed_code or draft.class_ is None:
            continue
        code = draft.class_.code
        draft.parent = next((seen[code[:n]] for n in range(len(code) - 1, 2, -1) if code[:n] in seen), None)
        seen[code] = index


@cache
def _ranks() -> dict[str, int]:
    """Rank of each style of marker, outermost first; 0 is a line without one."""
    return {style: rank for rank, (style, _) in enumerate(marker_patterns(), 1)}


def _nest(drafts: Sequence[_Draft]) -> None:
    """Put the lines of one side without codes under each other: by numbering, 其中, indents and names."""
    stack: list[tuple[int, int]] = []  # rank and index of the lines that are open, outermost first
    for index, draft in enumerate(drafts):
        if draft.printed_code or draft.total or not draft.form:
            stack.clear()
            continue
        inner = _words().within.match(draft.form)
        marker = match_marker(draft.form[inner.end() :] if inner else draft.form)
        holder = _outer(drafts, index) if inner else _holder(drafts, index)
        if holder is not None:
            draft.parent = holder
            continue
        rank = _ranks()[marker.style] if marker else 0
        closed = 0
        while stack and stack[-1][0] >= rank:
            closed = stack.pop()[0]
        if stack and (stack[-1][0] or _begins_below(marker, closed, rank)):
            draft.parent = stack[-1][1]
        elif stack:
            stack.clear()
        stack.append((rank, index))


def _begins_below(marker: Marker | None, closed: int, rank: int) -> bool:
    """Tell whether a numbered line belongs to the line without number over it: it begins or goes on there."""
    return marker is not None and (marker.number == 1 or closed == rank)


def _outer(drafts: Sequence[_Draft], index: int) -> int | None:
    """Return the line that 其中 speaks of: the nearest above that is no 其中 itself."""
    for above in range(index - 1, -1, -1):
        if not _words().within.match(drafts[above].form):
            return above
    return None


def _holder(drafts: Sequence[_Draft], index: int) -> int | None:
    """Return the line that another is a part of by its name or its indent."""
    form, indent = _bare(drafts[index].form), drafts[index].indent
    for parent, parts in _words().nested:
        if parts.search(form) and not parent.search(form):
            for above in range(index - 1, max(-1, index - 4), -1):
                if parent.search(drafts[above].form):
                    return above
    above = index - 1
    if above < 0 or indent is None or match_marker(drafts[index].form) or drafts[above].total:
        return None
    over = drafts[above]
    if over.indent is None:
        return None
    if indent - over.indent > _INDENT:
        return above
    if over.parent is not None and abs(indent - over.indent) < 1.0 and not match_marker(over.form):
        return over.parent
    return None


def _bare(form: str) -> str:
    marker = match_marker(form)
    return form[marker.end :] if marker else form
