"""Codes and names that tables print against the official classifications of the year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_rows import cell_figure, row_span
from fiscalnlp.check.view import Disclosure
from fiscalnlp.classification import economic_classes, functional_classes
from fiscalnlp.classification.names import name_key, stem
from fiscalnlp.model.records import Severity, TableLine, TabularRecord
from fiscalnlp.text.forms import bare_form
from fiscalnlp.text.markers import match_marker


def class_names(view: Disclosure) -> Iterator[Draft]:
    """A code beside a name that is not its own, and a code that the classification does not have.

    It is an error only where the name is that of another class; a name of another year, or none that is known,
    and what no source attests, is worth knowing.
    """
    seen: set[tuple[str, str]] = set()
    for table in view.of(TabularRecord):
        for line in table.lines:
            named = line.code or "", line.label
            if not line.label or named in seen or not is_coded(table, line):
                continue
            seen.add(named)
            if line.path is None:
                yield _draft(table, line, "class.unknown", expected=None, severity="info")
            elif line.confirmed and _key(line.label) not in _names(line):
                known = _is_known(line)
                yield _draft(table, line, "class.name", expected=line.path[-1], severity=None if known else "info")


def code_key(table: TabularRecord, line: TableLine) -> str:
    """Return what names the code of a line, where that is blamed for a contradiction."""
    return f"{table.id}/{line.row}/{line.side}/code"


def is_coded(table: TabularRecord, line: TableLine) -> bool:
    """Tell whether the code of a line is printed: the names of a list without codes stand for themselves."""
    if line.code is None or line.level is None or _is_numbered(line.label):
        return False
    words = [cell.text for cell in table.rows[line.row]]
    return any(line.code in each for each in words) or line.code in "".join("".join(words).split())


@lru_cache(maxsize=4096)
def _is_numbered(label: str) -> bool:
    return match_marker(bare_form(label)) is not None


def _names(line: TableLine) -> set[str]:
    """Return the names that the class of a line has or had."""
    code = line.code or ""
    if code.startswith("3"):
        row = economic_classes().by_name(line.label)
        own = line.path[-1] if line.path else ""
        return {_key(own), *({_key(line.label)} if row is not None and row.code == code else ())}
    return {_key(row.name) for row in functional_classes().names(code)}


def _is_known(line: TableLine) -> bool:
    """Tell whether the name of a line is that of another class of its level."""
    if (line.code or "").startswith("3"):
        row = economic_classes().by_name(line.label)
        return row is not None and row.code != line.code
    return line.level is not None and functional_classes().is_name(line.level, line.label)


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return stem(name_key(name), ("支出",))


def _draft(
    table: TabularRecord, line: TableLine, rule: str, *, expected: str | None, severity: Severity | None
) -> Draft:
    """Word a draft on the name of a class, or on its code where that is in question."""
    column = _column_of(table, line, line.code or "" if rule == "class.unknown" else line.label)
    figures = None if column is None else (cell_figure(table, line.row, column),)
    box = table.rows[line.row][column].box if column is not None else None
    return Draft(
        rule,
        row_span(table, line.row) if figures is None else figures[0].span,
        (table.id,),
        expected=expected,
        actual=line.label,
        words={"code": line.code or "", "whole": table.title or "本表"},
        severity=severity,
        boxes=None if box is None else (box,),
        figures=figures,
        rests_on=(code_key(table, line),),
    )


def _column_of(table: TabularRecord, line: TableLine, words: str) -> int | None:
    """Return the column of a line's row that prints `words`, alone or with others; `None` if they are parted."""
    texts = ["".join(cell.text.split()) for cell in table.rows[line.row]]
    wanted = "".join(words.split())
    alone = next((n for n, text in enumerate(texts) if text == wanted), None)
    return alone if alone is not None else next((n for n, text in enumerate(texts) if wanted in text), None)
