"""Mistakes of the kinds that real disclosures hold, planted on demand: one of a kind, where the seed has it.

A mistake in a figure or a word that goes with figures is made where it is told (`generator.telling` asks
`Mistakes.due`), so that the true records hold what is printed; a mistake of wording is made on finished blocks.
Each is marked while the document is written; `settle` takes the marks out and notes the clause it stands in.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from generator.model import Block, Cell, Clause, Heading, Paragraph, Table

#: Kind → what is wrong.
KINDS = {
    "amount": "the amount is not the one that the table or other sentences print",
    "unit": "元 is printed for 万元",
    "share": "the share is not the quotient of the amounts",
    "completion": "the completion rate is not the quotient of outcome and budget",
    "growth": "the growth rate is not the quotient of the change and last year's amount",
    "direction": "the direction words of amount and rate contradict each other",
    "verdict": "the word on outcome against budget contradicts the figures",
    "cell": "a figure of the table is not the one that its sums hold",
    "year": "another year is named than the one reported on",
    "placeholder": "a placeholder of the template is left",
    "doubled": "a mark of punctuation stands twice",
    "empty_note": "a note says that the table is empty, but it holds figures",
}

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}(.*?){_CLOSE}", re.DOTALL)
_CLAUSE = re.compile("[^。；：\n]*")

Row = dict[str, Any]


class Mistakes:
    """Which opportunity of each kind becomes a mistake (counted from 0), and which mistakes were made."""

    def __init__(self, wanted: Mapping[str, int] | None = None) -> None:
        """Plant the mistakes `wanted`: kind → which of its opportunities to take. None by default."""
        self.seen: Counter[str] = Counter()
        self._wanted = dict(wanted or {})
        self._made: list[Row] = []

    def due(self, kind: str) -> bool:
        """Count an opportunity; return whether to take it: the one wanted or, if that got lost, the next."""
        self.seen[kind] += 1
        if self.seen[kind] <= self._wanted.get(kind, self.seen[kind]):
            return False
        del self._wanted[kind]
        return True

    def mark(self, kind: str, wrong: str, right: str) -> str:
        """Note that `wrong` is printed where `right` is meant; return it marked."""
        self._made.append({"kind": kind, "what": KINDS[kind], "expected": right, "actual": wrong})
        return f"{_OPEN}{wrong}{_CLOSE}"

    def settle(self, blocks: Iterable[Block], year: int) -> tuple[tuple[Block, ...], list[Row]]:
        """Make the mistakes of wording; return the blocks without marks, and all mistakes in document order."""
        clean, rows = [], []
        for block in blocks:
            worded = self._worded(block, year)
            clean.append(_mapped(worded, unmarked))
            for text in _texts(worded):
                rows += [self._row(match[1], _clause(text, match)) for match in _MARKED.finditer(text)]
        return tuple(clean), rows

    def _worded(self, block: Block, year: int) -> Block:
        for kind, (pattern, word) in _WORDINGS.items():
            if not isinstance(block, Paragraph) or _MARKED.search(block.text):
                continue
            match = pattern(year).search(block.text)
            if match and self.due(kind):
                wrong = self.mark(kind, word(match[0]), match[0])
                block = replace(block, text=block.text[: match.start()] + wrong + block.text[match.end() :])
        if isinstance(block, Table) and block.key and not block.empty and self.due("empty_note"):
            block = replace(block, notes=(*block.notes, self.mark("empty_note", "说明：本表为空表。", "")))
        return block

    def _row(self, wrong: str, where: str) -> Row:
        row = next(row for row in self._made if row["actual"] == wrong)
        self._made.remove(row)
        return {"where": where, **row}


def _year_before(words: str) -> str:
    return re.sub(r"\d{4}(?=年$)", lambda match: str(int(match[0]) - 1), words)


#: Mistakes of wording: what to look for in a paragraph of a given year, and what to make of it.
_WORDINGS: dict[str, tuple[Callable[[int], re.Pattern[str]], Callable[[str], str]]] = {
    "year": (lambda year: re.compile(f"^.{{0,30}}?{year}年(?=度)"), _year_before),
    "placeholder": (lambda year: re.compile(f"^[^，。]{{4,24}}?(?={year}年度)"), lambda words: "XX部门"),
    "doubled": (lambda year: re.compile("。$"), lambda words: "。。"),
}


def drawn(kinds: Iterable[str], seen: Mapping[str, int], seed: str) -> dict[str, int]:
    """Return which opportunity of each kind to take; a kind that the document has no place for is left out.

    The last ones are spared where there are many: an opportunity that another mistake takes leaves the next.
    """
    return {
        kind: random.Random(f"{seed} {kind}").randrange(max(1, seen[kind] - len(KINDS)))
        for kind in kinds
        if seen.get(kind)
    }


def unmarked(text: str) -> str:
    """Return text without the marks of mistakes."""
    return _MARKED.sub(r"\1", text)


def _clause(text: str, match: re.Match[str]) -> str:
    """Return the clause that a marked mistake stands in, without the marks."""
    start = max((text.rfind(end, 0, match.start()) for end in "。；：\n"), default=-1) + 1
    rest = _CLAUSE.match(text, match.end())
    return unmarked(text[start : match.end()] + (rest[0] if rest else ""))


def _texts(block: Block) -> list[str]:
    match block:
        case Paragraph(text) | Clause(_, text):
            return [text]
        case Heading(title=text):
            return [text]
        case Table(body=body, notes=notes):
            return ["\t".join(cell.text for cell in row if cell.text) for row in body] + [*notes]
        case _:
            return []


def _mapped(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Paragraph() | Clause():
            return replace(block, text=change(block.text))
        case Heading():
            return replace(block, title=change(block.title))
        case Table():
            body = tuple(tuple(replace(cell, text=change(cell.text)) for cell in row) for row in block.body)
            return replace(block, body=body, notes=tuple(map(change, block.notes)))
        case _:
            return block


def planted_cell(table: Table, mistakes: Mistakes, wrong_figure: Callable[[str], str]) -> Table:
    """Return the table, with the figure of one row changed if that is due."""
    if table.key is None or table.empty:
        return table
    body = [_wrong_row(row, mistakes, wrong_figure) if _summed(row) else row for row in table.body]
    return replace(table, body=tuple(body))


def _summed(row: tuple[Cell, ...]) -> bool:
    """Whether a row is that of an item (it begins with a 7-digit or 5-digit code) with figures to be summed."""
    return bool(re.fullmatch(r"\d{5}|\d{7}", row[0].text)) and any(_figure(cell) for cell in row[2:])


def _figure(cell: Cell) -> bool:
    return bool(re.fullmatch(r"[\d,]*[1-9][\d,]*(\.\d+)?|0\.\d*[1-9]\d*", cell.text))


def _wrong_row(row: tuple[Cell, ...], mistakes: Mistakes, wrong_figure: Callable[[str], str]) -> tuple[Cell, ...]:
    if not mistakes.due("cell"):
        return row
    at = next(n for n, cell in enumerate(row) if n > 1 and _figure(cell))
    marked = mistakes.mark("cell", wrong_figure(row[at].text), row[at].text)
    return (*row[:at], replace(row[at], text=marked), *row[at + 1 :])
