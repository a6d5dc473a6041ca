"""Tables that do not add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_places import cell_key
from fiscalnlp.check.table_rows import cell_figure, row_span
from fiscalnlp.check.table_totals import Comparison, compare_totals
from fiscalnlp.check.view import Disclosure
from fiscalnlp.data import read_patterns
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import Table, TabularRecord
from fiscalnlp.text.forms import matching_form

#: Parts that a message names; more are counted.
_NAMED_PARTS = 6


def table_sums(view: Disclosure) -> Iterator[Draft]:
    """Every total of a table against its parts; what one wrong figure upsets is reported once."""
    for table in view.of(TabularRecord):
        compared = [each for each in compare_totals(table) if each.off]
        for verdict in ("mismatch", "rounded"):
            for culprit, (first, *others) in _by_culprit([each for each in compared if each.verdict == verdict]):
                yield _draft(first, others, culprit)


def empty_notes(view: Disclosure) -> Iterator[Draft]:
    """Every disclosure table that holds figures and whose note says that it is empty."""
    rules = read_patterns("patterns/nil_returns.toml")
    all_tables = view.of(TabularRecord)
    for table, following in zip_longest(all_tables, all_tables[1:]):
        if not isinstance(table, Table) or not any(cell.yuan for row in table.rows for cell in row):
            continue
        for place in _notes(view.document.text, table, following):
            note = view.document.text[slice(*place)]
            form = matching_form(note)
            empty = rules["empty_table_note"].search(form)
            if rules["another_table"].search(form, 0, empty.start() if empty else len(form)):
                break  # from here on it speaks of another
            if empty is not None:
                words = {"whole": table.title or "本表"}
                yield Draft("table.empty_note", place, (table.id,), None, note, words=words)
                break


def _notes(text: str, table: Table, following: TabularRecord | None) -> Iterator[Span]:
    """Yield the lines below a table, up to the next table."""
    end = min(table.span.end + _NOTE_REACH, following.span.start if following is not None else len(text))
    start = table.span.end
    while start < end:
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if stop > start:
            yield Span(start, stop)
        start = stop + 1


#: Code points behind a table in which its notes stand.
_NOTE_REACH = 160


_Place = tuple[int, int]


def _by_culprit(wrong: Sequence[Comparison]) -> list[tuple[_Place, list[Comparison]]]:
    """Group the sums that one figure upsets by the same difference, the one that it is the total of first."""
    upset = Counter((place, abs(each.off)) for each in wrong for place in _figures(each))
    groups: dict[tuple[tuple[int, int], Decimal], list[Comparison]] = {}
    for each in wrong:
        off = abs(each.off)
        culprit = max(_figures(each), key=lambda place: upset[place, off])
        groups.setdefault((culprit, off), []).append(each)
    return [
        (culprit, sorted(group, key=lambda each: each.total.place != culprit))
        for (culprit, _), group in groups.items()
    ]


def _figures(comparison: Comparison) -> list[tuple[int, int]]:
    """Return the places of the printed figures of a comparison, the total's first."""
    printed = [figure.place for _, figure in comparison.parts if figure.value is not None]
    return [comparison.total.place, *printed]


def _compared(comparison: Comparison) -> list[_Place]:
    """Return the places of a total and of those parts that are more than nothing, or of all if none is."""
    parts = [figure for _, figure in comparison.parts if figure.value is not None]
    return [comparison.total.place, *(figure.place for figure in parts if figure.value or len(parts) == 1)]


def _draft(comparison: Comparison, others: Sequence[Comparison], culprit: _Place) -> Draft:
    table, total = comparison.table, comparison.total
    words = {
        "whole": table.title or "本表",
        "measure": total.label,
        "unit": table.unit or "",
        "parts": _names(comparison),
        "other": comparison.parts[0][1].label,
    }
    calculation = "；".join(map(_calculation, (comparison, *others)))
    box = table.rows[total.row][total.column].box
    boxes: tuple[Box, ...] | None = None if box is None else (box,)
    figures = tuple(cell_figure(table, *place) for place in _compared(comparison))
    if comparison.kind == "balance":
        return Draft(
            "table.balance",
            row_span(table, total.row),
            (table.id,),
            expected=comparison.expected,
            actual=comparison.actual,
            calculation=calculation,
            words=words,
            severity="info" if comparison.verdict == "rounded" else None,
            boxes=boxes,
            blames=cell_key(table, *culprit),
            figures=figures,
        )
    return Draft(
        "table.sum",
        row_span(table, total.row),
        (table.id,),
        expected=comparison.expected,
        actual=comparison.actual,
        calculation=calculation,
        words=words,
        severity="info" if comparison.verdict == "rounded" else None,
        boxes=boxes,
        blames=cell_key(table, *culprit),
        figures=figures,
    )


def _names(comparison: Comparison) -> str:
    labels = [figure.label for _, figure in comparison.parts]
    if len(labels) <= _NAMED_PARTS:
        return "、".join(labels)
    return "、".join(labels[:_NAMED_PARTS]) + f"等{len(labels)}项"


def _calculation(comparison: Comparison) -> str:
    terms = [(sign, figure.value) for sign, figure in comparison.parts if figure.value is not None]
    line = "".join(f" {'+' if sign > 0 else '−'} {value}" for sign, value in terms).removeprefix(" + ")
    return (
        f"{line} = {comparison.expected} ≠ {comparison.actual}"
        if len(terms) > 1
        else f"{line} ≠ {comparison.actual}"
    )
