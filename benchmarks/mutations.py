"""Measure the checks on documents of any origin: make single mistakes in them, and count what is reported.

    PYTHONPATH=src python benchmarks/mutations.py FILE… [--each N] [--seed N] [--kinds KIND…] [--show]

A document is read; then its paragraphs and tables are read again with one mistake in them, N times for each kind
of mistake that has a place. What is reported above `info` and was not before is *caught* where one of its places
touches the changed words, *elsewhere* where it is about the same paragraph, table or figure, *false* otherwise. A
mistake is *tied* where something in the document contradicts it by a simple test of this script's own: the figure
stands in another place too or is part of a sum that adds up, the rate stands beside the amounts that it comes
from. A figure that is printed once and tied to nothing cannot be found out: recall is also given of the tied ones.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import takewhile
from pathlib import Path

import regex

import fiscalnlp
from fiscalnlp import Document
from fiscalnlp.analysis import Analysis
from fiscalnlp.check import Disclosure, compare_totals
from fiscalnlp.layout import Layout
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Amount, Finding, Table, TabularRecord
from fiscalnlp.read.source import FlowCell, FlowLine, FlowTable, Page, Source

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_OPPOSITES = (("增加", "减少"), ("增长", "下降"), ("上升", "降低"), ("大于", "小于"), ("高于", "低于"))
_OPPOSITE = {one: other for pair in _OPPOSITES for one, other in (pair, pair[::-1])}
_NOTE = "说明：本年度没有此项收入和支出，故本表无数据。"
#: Where a sentence ends.
_END = regex.compile("[。；\n]")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Words of a block and what stands there instead; `cell` is an index into the cells of a table.

    `after` puts a line behind the block; `drop` leaves the block out.
    """

    kind: str
    block: int
    span: tuple[int, int]
    new: str
    cell: int | None = None
    after: bool = False
    drop: bool = False
    tied: bool = True


class Original:
    """A document as it was read, and what can be changed in it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.layout: Layout = document.layout
        self.items = list(_items(document.layout))
        self.texts = [self.layout.text[slice(*block.span)] for block in self.layout.blocks]
        records = document.records()
        self.found = Counter(_key(each) for each in document.findings if each.severity != "info")
        self.accused = {each.text for each in document.findings if each.severity != "info"}
        self.prose = [span.start for span in Disclosure(records).prose_lines]
        self.tables = {t.span.start: t for t in records if isinstance(t, TabularRecord)}
        values = [r.yuan for r in records if isinstance(r, Amount)]
        values += [v.yuan for t in self.tables.values() for line in t.lines for v in line.values if v.yuan]
        self.mentions = Counter(abs(value) for value in values)
        self.amounts = {r.span.start: r for r in records if isinstance(r, Amount)}

    def prose_blocks(self) -> Iterator[tuple[int, str, int]]:
        """Yield number, text and start of the blocks of running text."""
        starts = set(self.prose)
        for number, block in enumerate(self.layout.blocks):
            if block.grid is None and block.span.start in starts:
                yield number, self.texts[number], block.span.start

    def with_mistake(self, mistake: Mistake) -> Analysis:
        """Return the document read again with a mistake in it."""
        items = list(self.items)
        item = items[mistake.block]
        start, end = mistake.span
        if mistake.after:
            items.insert(mistake.block + 1, FlowLine(None, mistake.new))
        elif mistake.drop:
            del items[mistake.block]
        elif isinstance(item, FlowLine):
            items[mistake.block] = FlowLine(None, item.text[:start] + mistake.new + item.text[end:])
        else:
            cells = list(item.cells)
            assert mistake.cell is not None
            old = cells[mistake.cell]
            cells[mistake.cell] = old._replace(text=old.text[:start] + mistake.new + old.text[end:])
            items[mistake.block] = FlowTable(tuple(cells), item.name)
        record = self.document.record
        return Analysis(Source(self.document.name, record.sha256, "text/html", (Page(None, flow=tuple(items)),)))


def _items(layout: Layout) -> Iterator[FlowLine | FlowTable]:
    for block in layout.blocks:
        if block.grid is None:
            yield FlowLine(None, layout.text[slice(*block.span)])
        else:
            yield FlowTable(tuple(FlowCell(*cell[:5]) for cell in block.grid.cells))


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.message


# -- kinds of mistakes ----------------------------------------------------------------------------------------


def _another_body(issuer: str) -> str:
    """Return the name of another body of the same place."""
    place = regex.match(r"(?:.*[省市区县旗委](?=..))?", issuer)
    return f"{place[0] if place else ''}档案局"


def other_figure(figure: str, rng: random.Random) -> str:
    """Return a figure with another digit before the decimal point: rounding does not explain it."""
    places = [n for n, char in enumerate(figure.partition(".")[0]) if char.isdigit()]
    place = rng.choice(places)
    digits = [digit for digit in "123456789" if digit != figure[place]]
    return figure[:place] + rng.choice(digits) + figure[place + 1 :]


def in_prose(original: Original, rng: random.Random) -> Iterator[Mistake]:
    """Yield mistakes in running text."""
    document = original.document
    year, issuer = document.fiscal_year, document.issuer or "本部门"
    names = [
        match[0]
        for _, text, _ in original.prose_blocks()
        for match in regex.finditer(r"\p{Han}[\p{Han}、]{2,}(?=（[类款项]）)", text)
    ]
    figure = partial(other_figure, rng=rng)

    def another_class(name: str) -> str:
        return rng.choice(sorted({*names} - {name}) or [name])

    rules: list[tuple[str, str, Callable[[str], str]]] = [
        ("amount", rf"(?<![\d.]){_NUMBER}(?=\s?万?元)", figure),
        ("unit", r"(?<=\d\s?)万元", lambda _: "元"),
        ("rate", rf"(?<![\d.]){_NUMBER}(?=\s?[%％])", figure),
        ("sign", r"(?<=\d)[%％](?=[，。；])", lambda _: ""),
        ("direction", r"(?:增加|减少|增长|下降|上升|降低)(?=了?\s?\d)", _OPPOSITE.__getitem__),
        ("verdict", r"(?:大于|小于|高于|低于)(?=.{0,6}预算)", _OPPOSITE.__getitem__),
        ("year", rf"(?<![\d〔]){year}(?=年度?(?!成立|起))", lambda old: str(int(old) + rng.choice((-1, 1)))),
        ("body", regex.escape(issuer), _another_body),
        ("doubled", r"[，。；](?=\p{Han}|$)", lambda old: old * 2),
        ("twice", "主要原因是|主要用于|由于|财政拨款", lambda old: old * 2),
        ("placeholder", rf"{_NUMBER}(?=万元)|{regex.escape(issuer)}", lambda _: "XX"),
        ("class", r"\p{Han}[\p{Han}、]{2,}(?=（[类款项]）)", another_class),
        ("count", rf"(?<![\d.]){_NUMBER}(?=\s?(?:辆|批次|人次|批|人|个项目|个))", figure),
        ("score", rf"(?<![\d.]){_NUMBER}(?=\s?分[，。；）])", figure),
    ]  # fmt: skip
    for number, text, start in original.prose_blocks():
        for kind, pattern, change in rules:
            for match in regex.finditer(pattern, text):
                old = match[0]
                new = change(old)
                if kind == "unit" and regex.search(r"(?<![\d.,])0(?:\.0+)?\s?$", text[: match.start()]):
                    continue  # nothing is nothing in any unit
                if new == old or (kind in {"amount", "rate", "count"} and not Decimal(old.replace(",", ""))):
                    continue
                own, tied = _prose_kind(original, kind, text, match.span(), start)
                yield Mistake(own, number, match.span(), new, tied=tied)


_TOPICS = (
    ("procured", "采购"),
    ("official", "三公|因公出国|公务用车|公务接待"),
    ("difference", "(?:增加|减少)了?$"),
)


def _prose_kind(original: Original, kind: str, text: str, span: tuple[int, int], start: int) -> tuple[str, bool]:
    """Return the finer kind of a mistake, and whether something contradicts it."""
    ends = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    first = max(end for end in ends if end <= span[0])
    sentence = text[first : min(end for end in ends if end >= span[1])]
    before, beside = text[max(first, span[0] - 14) : span[0]], len(regex.findall(rf"{_NUMBER}\s?万?元", sentence))
    if kind in {"amount", "unit"}:
        amount = original.amounts.get(start + span[0]) if kind == "amount" else None
        if kind == "amount":
            kind = next((name for name, words in _TOPICS if regex.search(words, before + sentence[:40])), kind)
        again = amount is not None and original.mentions[abs(amount.yuan)] > 1
        rated = beside > 1 and bool(regex.search("[占增减升降完].{0,12}[%％]", sentence))
        return kind, kind == "unit" or again or rated
    if kind == "rate":
        kinds = (("share", "占"), ("completion", "完成|执行率"), ("growth", "增长|下降|增加|减少|上升|降低"))
        return next((name for name, words in kinds if regex.search(words, before)), kind), beside > 1
    if kind in {"direction", "verdict"}:
        return kind, beside > 1
    if kind == "count":
        return ("grade" if regex.search("优|良|中|差|评", before) else kind), False
    return kind, kind != "score"


def in_tables(original: Original, rng: random.Random) -> Iterator[Mistake]:
    """Yield mistakes in tables."""
    for number, block in enumerate(original.layout.blocks):
        table = original.tables.get(block.span.start)
        if block.grid is None or table is None:
            continue
        if isinstance(table, Table):
            yield Mistake("table_left_out", number, (0, 0), "", drop=True)
            if not table.empty:
                yield Mistake("empty_note", number, (0, 0), _NOTE, after=True)
        tied = {
            place
            for comparison in compare_totals(table)
            for figure in (comparison.total, *(figure for _, figure in comparison.parts))
            if not comparison.off and (place := figure.place)
        }
        classes = {line.row: (line.level, line.label) for line in table.lines if line.code and line.level}
        first_row = block.grid.n_rows - len(table.rows)
        money = {(line.row, value.column) for line in table.lines for value in line.values if value.value}
        for at, cell in enumerate(block.grid.cells):
            whole = (0, len(cell.text))
            if (cell.row - first_row, cell.column) in money and regex.fullmatch(f"-?{_NUMBER}", cell.text):
                again = original.mentions[_yuan(table, cell.row - first_row, cell.column)] > 1
                known = again or (cell.row - first_row, cell.column) in tied
                kind = "cell" if isinstance(table, Table) else "other_cell"
                yield Mistake(kind, number, whole, other_figure(cell.text, rng), at, tied=known)
            elif regex.fullmatch(r"[23]\d{2,6}", cell.text):
                yield Mistake("code", number, whole, other_figure(cell.text, rng), at)
            elif (of := classes.get(cell.row - first_row)) and cell.text == of[1]:
                others = sorted(label for level, label in classes.values() if level == of[0] and label != of[1])
                if others:
                    yield Mistake("label", number, whole, rng.choice(others), at)


def _yuan(table: TabularRecord, row: int, column: int) -> Decimal:
    found = (v.yuan for line in table.lines if line.row == row for v in line.values if v.column == column)
    return abs(next(found, None) or Decimal(-1))


# -- what is found out ----------------------------------------------------------------------------------------


def changed_span(old: str, new: str) -> Span:
    """Return the words of `new` that differ from `old`, with a code point on both sides."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    room = min(len(old), len(new)) - same
    tail = zip(reversed(old[len(old) - room :]), reversed(new[len(new) - room :]), strict=True) if room else ()
    behind = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], tail))
    return Span(max(0, same - 1), len(new) - behind + 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was reported of a mistake: at its place, elsewhere because of it, and for no reason."""

    caught: list[Finding]
    elsewhere: list[Finding]
    false: list[Finding]


def judge(original: Original, mistake: Mistake, analysis: Analysis) -> Verdict:
    """Tell what is reported of a mistake that was not before."""
    before, new = original.found.copy(), []
    for finding in analysis.findings:
        if finding.severity != "info" and before[_key(finding)] < 1 and finding.text not in original.accused:
            new.append(finding)
        before[_key(finding)] -= 1
    text = analysis.layout.text
    changed = changed_span(original.layout.text, text)
    start = text.rfind("\n", 0, changed.start + 1) + 1
    block = next((b.span for b in analysis.layout.blocks if b.span.overlaps(changed)), Span(start, changed.end))
    records = {record.id: record for record in (*analysis.figures, *analysis.tables, *analysis.spending)}
    verdict = Verdict([], [], [])
    for finding in new:
        places = [each.span for each in (finding, *finding.figures)]
        evidence = [records[name] for name in finding.evidence if name in records]
        small = [*places, *(each.span for each in evidence if not isinstance(each, TabularRecord))]
        said = f"{finding.message} {finding.calculation}"
        if any(place.overlaps(changed) for place in small) or mistake.drop:
            verdict.caught.append(finding)
        elif any(each.overlaps(block) for each in (*small, *(e.span for e in evidence))) or mistake.new in said:
            verdict.elsewhere.append(finding)
        else:
            verdict.false.append(finding)
    return verdict


# -- counts ---------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--each", type=int, default=6, help="mistakes of a kind in a document")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+")
    parser.add_argument("--show", action="store_true", help="show what was missed though tied, and false findings")
    arguments = parser.parse_args()
    nlp = fiscalnlp.load(disable=["links"])
    counts: Counter[tuple[str, str]] = Counter()
    for file in arguments.files:
        rng = random.Random(f"{arguments.seed} {Path(file).name}")
        original = Original(nlp.read(file))
        for mistake in chosen(original, rng, arguments.each, arguments.kinds):
            verdict = judge(original, mistake, original.with_mistake(mistake))
            kind = mistake.kind
            outcome = "caught" if verdict.caught else "elsewhere" if verdict.elsewhere else "missed"
            counts[kind, "made"] += 1
            counts[kind, outcome] += 1
            counts[kind, "tied"] += mistake.tied
            counts[kind, "found tied"] += mistake.tied and outcome != "missed"
            counts[kind, "false"] += len(verdict.false)
            if arguments.show and ((mistake.tied and outcome == "missed") or verdict.false):
                _show(Path(file).name, original, mistake, outcome, verdict)
    _table(counts)


def chosen(original: Original, rng: random.Random, each: int, kinds: Sequence[str] | None) -> Iterator[Mistake]:
    """Yield as many mistakes of each kind as are wanted, or all that there are."""
    by_kind: dict[str, list[Mistake]] = {}
    for mistake in (*in_prose(original, rng), *in_tables(original, rng)):
        by_kind.setdefault(mistake.kind, []).append(mistake)
    for kind in sorted(by_kind):
        if kinds is None or kind in kinds:
            yield from rng.sample(by_kind[kind], min(each, len(by_kind[kind])))


def _show(name: str, original: Original, mistake: Mistake, outcome: str, verdict: Verdict) -> None:
    start, end = mistake.span
    item = original.items[mistake.block]
    text = item.text if isinstance(item, FlowLine) else item.cells[mistake.cell or 0].text
    where = "" if isinstance(item, FlowLine) else f"[{_row(original, mistake)}] "
    words = f"{text[max(0, start - 60) : start]}⟦{text[start:end]}→{mistake.new}⟧{text[end : end + 30]}"
    print(f"{name} {mistake.kind} {outcome}{'' if mistake.tied else ' (not tied)'}: {where}{words}")
    for finding in verdict.false:
        print(f"    false: {finding.rule}: {finding.message} ({finding.calculation})")


def _row(original: Original, mistake: Mistake) -> str:
    block = original.layout.blocks[mistake.block]
    table = original.tables[block.span.start]
    assert block.grid is not None
    row = block.grid.cells[mistake.cell or 0].row
    return f"{table.title}: " + " | ".join(c.text for c in block.grid.cells if c.row == row and c.text)


def _table(counts: Counter[tuple[str, str]]) -> None:
    columns = ("made", "caught", "elsewhere", "missed", "tied", "found tied", "false")
    print(f"\n{'kind of mistake':16}" + "".join(f"{name:>11}" for name in columns) + f"{'recall':>8}{'tied':>8}")
    kinds = sorted({kind for kind, _ in counts})
    for kind in kinds:
        print(_line(kind, [counts[kind, name] for name in columns]))
    print(_line("all", [sum(counts[kind, name] for kind in kinds) for name in columns]))


def _line(kind: str, figures: Sequence[int]) -> str:
    made, caught, elsewhere, _, tied, found, _ = figures
    shares = ((caught + elsewhere) / made if made else 0.0, found / tied if tied else 0.0)
    return f"{kind:16}" + "".join(f"{n:11}" for n in figures) + "".join(f"{share:8.3f}" for share in shares)


if __name__ == "__main__":
    main()
