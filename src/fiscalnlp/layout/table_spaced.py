"""Tables in text whose cells are parted by single spaces: `201 一般公共服务支出 264.87 62.63`.

Nothing stands under anything there, so a cell's column is told by its turn, which is only safe where every
row holds the same number of figures and a title or unit says that a table follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from fiscalnlp.layout.lines import Line
from fiscalnlp.layout.table_chunks import TAB, Chunk, Row
from fiscalnlp.text.figures import is_exact_amount
from fiscalnlp.text.forms import display_width, matching_form

#: Rows that make a table.
ENOUGH_ROWS = 3
#: Lines between the title or unit and the first row, at most, and between two rows.
HEADER_LINES = 12
LINES_BETWEEN = 2

_ROW = regex.compile(
    r"(?:(?P<code>\d{3}|\d{5}|\d{7}) )?(?P<name>(?:\p{Han}|[（）()、：:“”.\d](?!\s))(?:[^\s。；，]| (?=\p{Han}))*)"
    r"(?: (?P<figure>[-+]?\d[\d,]*(?:\.\d+)?%?|[-—]))+"
)


def part_by_turn(rows: Sequence[Row], lines: Sequence[Line], announces: Callable[[Row], bool]) -> list[Row]:
    """Return `rows` with the cells of single-spaced tables as chunks, each column a tab stop of its own.

    Args:
        rows: the lines of a page.
        lines: the same lines, by index.
        announces: tells a title or unit, which says that a table follows.
    """
    found = {index: match for index, row in enumerate(rows) if (match := _ROW.fullmatch(lines[row.line].text))}
    parted = list(rows)
    for run in _runs(sorted(found)):
        over = rows[max(0, run[0] - HEADER_LINES) : run[0]]
        counts = {len(found[index].captures("figure")) for index in run}
        forms = [matching_form(figure) for index in run for figure in found[index].captures("figure")]
        if len(run) < ENOUGH_ROWS or len(counts) != 1 or not any(map(announces, over)):
            continue
        if 2 * sum(map(is_exact_amount, forms)) < len(forms):
            continue
        for index in run:
            match = found[index]
            spans = [match.span("code")] if match["code"] else []
            spans += [match.span("name"), *match.spans("figure")]
            parted[index] = _on_tabs(rows[index], match.string, spans, first=0 if match["code"] else 1)
    return parted


def _runs(indices: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in indices:
        if runs and index - runs[-1][-1] <= LINES_BETWEEN + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _on_tabs(row: Row, text: str, spans: Sequence[tuple[int, int]], *, first: int) -> Row:
    chunks = []
    for turn, (start, end) in enumerate(spans, start=first):
        form = "".join(matching_form(text[start:end]).split())
        chunks.append(Chunk(turn * TAB, turn * TAB + display_width(text[start:end]), form, start, end))
    return Row(row.line, row.y, row.em, chunks)
