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

from generator.model import Block, Cell, Clause, Contents, Heading, Paragraph, Table
from generator.wordings import WORDINGS

#: Kind → what is wrong.
KINDS = {
    "amount": "the amount is not the one that the table or other sentences print",
    "unit": "元 is printed for 万元",
    "share": "the share is not the quotient of the amounts",
    "completion": "the completion rate is not the quotient of outcome and budget",
    "growth": "the growth rate is not the quotient of the change and last year's amount",
    "direction": "the direction words of amount and rate contradict each other",
    "verdict": "the word on outcome against budget contradicts the figures",
    "sign": "a rate is printed without its sign",
    "points": "points are printed for per cent",
    "procured": "the total of procurement is not the sum of goods, works and services",
    "awards": "small and medium firms won more than was procured",
    "micro": "small and micro firms won more than small and medium ones",
    "vehicles": "the number of vehicles is not that of all kinds",
    "counts": "there were receptions, but no batch was received",
    "cell": "a figure of the table is not the one that its sums hold",
    "class_name": "the name beside a code is that of another class",
    "table_total": "a table adds up, but not to what other tables print",
    "table_basic": "the table of basic expenditure adds up, but not to what other tables print",
    "table_class": "the summary has money under another class than the other tables",
    "table_official": "the table of official expenses has less for receptions than the basic expenditure",
    "table_empty": "a table is empty, but others print figures of it",
    "missing_table": "a table is missing",
    "doubled_table": "a table is printed twice",
    "purpose": "the purpose is that of another class",
    "listed": "an economic class is listed that the table does not have",
    "unlisted": "an economic class of the table is not listed",
    "term": "a term is explained with the definition of the one before",
    "doubled_term": "a term is explained twice",
    "year": "another year is named than the one reported on",
    "as_of": "assets are stated at the end of another year",
    "basis": "the year reported on is compared with itself",
    "title_year": "a heading names another year",
    "body": "another body is named",
    "scope": "a heading says unit for department, or the reverse",
    "part": "the number of a part is left out",
    "number": "two headings have one number",
    "placeholder": "a placeholder of the template is left",
    "alternative": "both directions of the template are left",
    "doubled": "a mark of punctuation stands twice",
    "twice": "a word is printed twice in a row",
    "empty_note": "a note says that the table is empty, but it holds figures",
    "nil": "the text says that there is nothing of what a table holds",
    "class_unknown": "a code that the classification does not have",
    "zero_budget": "a completion rate is printed of a budget of nothing",
    "zero_base": "a growth rate is printed of something that was nothing before",
    "difference": "the difference from the budget is not that of the amounts",
    "grades": "the projects of all grades are not the number of projects",
    "score": "the grade is not that of the score",
    "reason": "the reason explains the other direction",
    "foreign_purpose": "the purpose is what another class pays for",
    "fee": "all training costs less than the basic expenditure on it",
    "targets": "more money has performance targets than all projects have",
    "project_table": "the table of projects adds up, but not to what other tables print",
    "untold": "a class of the table is not told of",
    "unprinted": "a class is told of that the table does not have",
    "item": "two items of a list have one number",
    "heading": "two sections have one title",
    "unheaded": "the contents list a section that is not there",
    "unlisted_part": "the contents leave out a part",
    "scope_text": "the text of a unit speaks of a department",
    "repeated": "a name is printed twice in a row",
    "comma": "a half-width comma stands between full-width characters",
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
        self._noted: list[Row] = []

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

    def note(self, kind: str, where: str, missing: str) -> None:
        """Note a mistake that no printed words show: what is `missing`, or printed twice, at `where`."""
        self._noted.append({"where": where, "kind": kind, "what": KINDS[kind], "expected": missing, "actual": ""})

    def settle(self, blocks: Iterable[Block], year: int) -> tuple[tuple[Block, ...], list[Row]]:
        """Make the mistakes of wording; return the blocks without marks, and all mistakes in document order."""
        clean: list[Block] = []
        written = [*blocks]
        rows = self._noted
        headings: dict[int, Heading] = {}
        filled = any(
            isinstance(each, Table) and each.key == "government_fund" and not each.empty for each in written
        )
        told = [n for n, each in enumerate(written) if isinstance(each, Paragraph) and _TOLD.match(each.text)]
        scoped = sum(each.text.count(_UNIT) for each in written if isinstance(each, Paragraph))
        for number, block in enumerate(written):
            if number == max(told, default=None) and len(told) > _LIST and self.due("untold"):
                self.note("untold", _text(written[number - 1]), _text(block))
                continue
            worded = self._worded(block, year)
            if number in told and number - 1 in told and number > told[1] and not _MARKED.search(_text(worded)):
                worded = self._numbered(worded)
            if scoped > _SCOPED and _UNIT in _text(worded) and not _MARKED.search(_text(worded)):
                worded = self._scoped(worded)
            if isinstance(worded, Contents) and self.due("unheaded"):
                worded = Contents(also=self.mark("unheaded", _NOT_THERE, ""))
            if isinstance(worded, Heading):
                last = not any(isinstance(each, Heading) and each.level == 1 for each in written[number + 1 :])
                worded = self._headed(worded, headings.get(worded.level), year, last=last)
                headings = {level: each for level, each in headings.items() if level < worded.level}
                headings[worded.level] = worded
            clean.append(_mapped(worded, unmarked))
            for text in _texts(worded):
                for match in _MARKED.finditer(text):
                    rows += self._row(match[1], _clause(text, match))
            if (
                number == max(told, default=None)
                and len(told) > _LIST
                and "决算" in _text(block)
                and self.due("unprinted")
            ):
                extra = self.mark("unprinted", _NOT_PRINTED, "")
                clean.append(Paragraph(_following(_text(block)) + unmarked(extra)))
                rows += self._row(unmarked(extra), unmarked(extra))
            said = _FUND_HEADING.search(block.title) if isinstance(block, Heading) else None
            if said and filled and self.due("nil"):
                words = f"本年度无{said[0]}财政拨款收入和支出。"
                clean.append(Paragraph(words))
                rows += self._row(unmarked(self.mark("nil", words, "")), words)
        return tuple(clean), rows

    def _numbered(self, block: Block) -> Block:
        """Give an item of a list the number of the one before, if that is due."""
        match = _NUMBER.match(_text(block))
        if not isinstance(block, Paragraph) or match is None or not self.due("item"):
            return block
        wrong = self.mark("item", f"{int(match[1]) - 1}{match[2]}", match[0])
        return replace(block, text=wrong + block.text[match.end() :])

    def _scoped(self, block: Block) -> Block:
        """Make a unit speak of itself as of a department, if that is due."""
        if not isinstance(block, Paragraph) or not self.due("scope_text"):
            return block
        return replace(block, text=block.text.replace(_UNIT, self.mark("scope_text", _DEPARTMENT, _UNIT), 1))

    def _headed(self, heading: Heading, before: Heading | None, year: int, *, last: bool) -> Heading:
        """Make the mistakes of a heading: its year, its scope, its number."""
        numeral = _PART.fullmatch(heading.number)
        twin = before is not None and before.title != heading.title and before.number != heading.number
        scope = _SCOPE.search(heading.title) if heading.level == 1 else None
        if heading.level == 1 and f"{year}年" in heading.title and self.due("title_year"):
            wrong = self.mark("title_year", f"{year - 1}年", f"{year}年")
            return replace(heading, title=heading.title.replace(f"{year}年", wrong, 1))
        if scope and self.due("scope"):
            wrong = self.mark("scope", _OTHER_SCOPE[scope[0]], scope[0])
            return replace(heading, title=heading.title[: scope.start()] + wrong + heading.title[scope.end() :])
        if numeral and last and before is not None and self.due("part"):
            number = f"第{_NUMERALS[_NUMERALS.index(numeral[1]) + 1]}部分"
            self.note("part", heading.title, heading.number)
            return replace(heading, number=number)
        if numeral and not last and before is not None and self.due("unlisted_part"):
            self.note("unlisted_part", heading.title, "")
            return replace(heading, listed=False)
        if heading.level == 2 and twin and before is not None and self.due("heading"):
            return replace(heading, title=self.mark("heading", before.title, heading.title))
        if heading.level == 2 and twin and before is not None and self.due("number"):
            self.note("number", heading.title, heading.number)
            return replace(heading, number=before.number)
        return heading

    def _worded(self, block: Block, year: int) -> Block:
        for kind, (pattern, word) in WORDINGS.items():
            if not isinstance(block, Paragraph) or _MARKED.search(block.text):
                continue
            match = pattern(year).search(block.text)
            if match and self.due(kind):
                wrong = self.mark(kind, word(match[0]), match[0])
                block = replace(block, text=block.text[: match.start()] + wrong + block.text[match.end() :])
        if isinstance(block, Table) and block.key and not block.empty and self.due("empty_note"):
            block = replace(block, notes=(*block.notes, self.mark("empty_note", "说明：本表为空表。", "")))
        return block

    def _row(self, wrong: str, where: str) -> list[Row]:
        """Return the mistake that `wrong` is, as a list; empty where its words are printed once more."""
        row = next((row for row in self._made if row["actual"] == wrong), None)
        if row is None:
            return []
        self._made.remove(row)
        return [{"where": where, **row}]


#: A list of classes told one by one, of so many items at least; the number of an item.
_TOLD = re.compile(r"\d{1,2}[.．、][^。]*（类）[^。]*（款）[^。]*（项）")
_LIST = 4
_NUMBER = re.compile(r"(\d{1,2})([.．、])")
#: What no disclosure of the generator has: a section, and a class.
_NOT_THERE = "十六、政府债务情况说明"
_NOT_PRINTED = "住房保障支出（类）住房改革支出（款）提租补贴（项）。支出决算为3.13万元，主要用于发放提租补贴。"
#: A unit that calls itself so throughout, so many times at least.
_UNIT, _DEPARTMENT, _SCOPED = "本单位", "本部门", 10
_FUND_HEADING = re.compile("政府性基金预算")
_PART = re.compile("第(.)部分")
_NUMERALS = "一二三四五六七八九十"
_SCOPE = re.compile("部门(?=决算(?:报?表|情况说明))|单位(?=决算(?:报?表|情况说明))")
_OTHER_SCOPE = {"部门": "单位", "单位": "部门"}


def drawn(kinds: Iterable[str], seen: Mapping[str, int], seed: str) -> dict[str, int]:
    """Return which opportunity of each kind to take; a kind that the document has no place for is left out.

    The last ones are spared where there are many: an opportunity that another mistake takes leaves the next.
    """
    wanted = [*kinds]
    return {
        kind: random.Random(f"{seed} {kind}").randrange(max(1, seen[kind] - len(wanted) + 1))
        for kind in wanted
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


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _following(text: str) -> str:
    """Return the number of the item that comes behind one."""
    match = _NUMBER.match(text)
    return "" if match is None else f"{int(match[1]) + 1}{match[2]}"


def _texts(block: Block) -> list[str]:
    match block:
        case Paragraph(text) | Clause(_, text):
            return [text]
        case Heading(title=text) | Contents(also=text):
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
        case Contents():
            return replace(block, also=change(block.also))
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
    return replace(table, body=tuple(_misnamed(body, mistakes, unknown=table.key == "income")))


_ITEM = re.compile(r"\d{7}")


def _misnamed(body: list[tuple[Cell, ...]], mistakes: Mistakes, *, unknown: bool) -> Iterable[tuple[Cell, ...]]:
    """Yield the rows, one with the name of the class of the row before, or an `unknown` code, if that is due."""
    before: tuple[Cell, ...] | None = None
    for row in body:
        same_level = before is not None and _summed(row) and len(before[0].text) == len(row[0].text)
        if same_level and before is not None and before[1].text != row[1].text and mistakes.due("class_name"):
            named = replace(row[1], text=mistakes.mark("class_name", before[1].text, row[1].text))
            yield (row[0], named, *row[2:])
        elif _ITEM.fullmatch(row[0].text) and unknown and mistakes.due("class_unknown"):
            code = mistakes.mark("class_unknown", f"{row[0].text[:5]}88", row[0].text)
            yield (replace(row[0], text=code), replace(row[1], text=f"{row[1].text}专项"), *row[2:])
        else:
            yield row
        before = row if _summed(row) else None


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
