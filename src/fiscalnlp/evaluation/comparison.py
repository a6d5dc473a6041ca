"""A document against its truth: bags of keys, measure by measure, each difference with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from fiscalnlp.document import Document
from fiscalnlp.evaluation.context import Context, Finder, context_of
from fiscalnlp.evaluation.findings import compare_findings
from fiscalnlp.evaluation.measures import ERRORS, KEYED, RECORDS, Key, Measure, Row, record_row
from fiscalnlp.evaluation.results import Item, Tally, Verdict
from fiscalnlp.evaluation.truth import DEBATABLE, Truth
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import DocumentRecord, Record, Region, Table

#: Fields that are printed as they are: a row that has one stands nowhere else.
_QUOTED = ("text", "definition")
#: Fields that may be printed, the most telling first; what is only about the row comes last.
_PRINTED = ("number", "name", "issuer", "region")
_RATES = ("percent", "completion", "share", "score")
_ABOUT = ("reason", "item", "subject", "measure")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with the row it is of, and the record, if the row is one's."""

    key: Key
    row: Row
    record: Record | None = None


def compare(
    truth: Truth, document: Document, measures: Iterable[str] | None = None
) -> tuple[tuple[Tally, ...], tuple[Item, ...]]:
    """Compare a document with its truth.

    Args:
        truth: what is true of it.
        document: what was read.
        measures: names of the measures; those that the truth allows, if not given.

    Returns: a tally a measure, and every miss and invention in its context.
    """
    wanted = tuple(truth.measures() if measures is None else measures)
    finder = Finder(document.text)
    tallies: list[Tally] = []
    items: list[Item] = []
    for measure in KEYED:
        if measure.name in wanted:
            said = _said(measure, truth)
            read = _read(measure, document)
            missed, invented = _unpaired(measure, said, read, finder)
            tallies.append(_tally(measure.name, len(said), len(read), len(missed), len(invented)))
            items += sorted([*missed, *invented], key=_place_in_text)
    if ERRORS in wanted:
        errors = truth.rows[ERRORS]
        found, overlooked, false = compare_findings(errors, truth.rows.get(DEBATABLE, ()), document, finder)
        tallies.append(_tally(ERRORS, len(errors), len(found), len(overlooked), len(false)))
        items += [_error_item(error, finder) for error in overlooked]
        for finding in false:
            values = {"rule": finding.rule, "message": finding.message}
            context = context_of(finding.span, document.text)
            items.append(Item(kind=ERRORS, verdict="invented", values=values, context=context, page=finding.page))
    return tuple(tallies), tuple(items)


def all_missed(truth: Truth, measures: Iterable[str]) -> tuple[Tally, ...]:
    """Return the tallies of a document that could not be read; a measure with nothing to read has none."""
    wanted = tuple(measures)
    sizes = {measure.name: len(_said(measure, truth)) for measure in KEYED if measure.name in wanted}
    if ERRORS in wanted:
        sizes[ERRORS] = len(truth.rows[ERRORS])
    return tuple(_tally(name, size, 0, size, 0) for name, size in sizes.items() if size)


def _place_in_text(item: Item) -> tuple[bool, int]:
    return item.context is None, item.context.span.start if item.context else 0


def _tally(kind: str, expected: int, found: int, missed: int, invented: int) -> Tally:
    return Tally(kind=kind, expected=expected, found=found, missed=missed, invented=invented)


def _said(measure: Measure, truth: Truth) -> list[_Entry]:
    return [_Entry(key, row) for row in truth.rows[measure.kind] for key in measure.keys(row)]


def _read(measure: Measure, document: Document) -> list[_Entry]:
    records = (record for record in document.records() if isinstance(record, RECORDS[measure.kind]))
    rows = ((record_row(record, measure.fields, document), record) for record in records)
    return [_Entry(key, row, record) for row, record in rows for key in measure.keys(row)]


# -- what has no counterpart ------------------------------------------------------------------------------------


def _unpaired(
    measure: Measure, said: Sequence[_Entry], read: Sequence[_Entry], finder: Finder
) -> tuple[list[Item], list[Item]]:
    """Return what was missed and what was invented, in document order."""
    true_keys, read_keys = [entry.key for entry in said], [entry.key for entry in read]
    if Counter(true_keys) == Counter(read_keys):
        return [], []
    pairs = _paired(true_keys, read_keys, measure.alike)
    anchors = {index: record.span for index, other in pairs.items() if (record := read[other].record)}
    taken = [] if measure.kind in ("document", "tables") else list(anchors.values())
    missed = [
        _item(measure.name, "missed", entry, _place(entry, _window(index, anchors, finder.text), taken, finder))
        for index, entry in enumerate(said)
        if index not in pairs
    ]
    known = set(pairs.values())
    invented = [
        _item(measure.name, "invented", entry, _place_of_record(entry, finder))
        for index, entry in enumerate(read)
        if index not in known
    ]
    return missed, invented


def _paired(said: Sequence[Key], read: Sequence[Key], alike: float) -> dict[int, int]:
    """Pair equal keys one to one, those first that stand in the same order, then any, then those alike enough."""
    pairs: dict[int, int] = {}
    for block in SequenceMatcher(None, said, read, autojunk=False).get_matching_blocks():
        pairs.update(zip(range(block.a, block.a + block.size), range(block.b, block.b + block.size), strict=True))
    known = set(pairs.values())
    left = [index for index in range(len(read)) if index not in known]
    for level in (1.0, alike) if alike < 1 else (1.0,):
        for index, key in enumerate(said):
            if index not in pairs and left:
                best = max(left, key=lambda other: _likeness(key, read[other], level))
                if _likeness(key, read[best], level) >= level:
                    pairs[index] = best
                    left.remove(best)
    return pairs


def _likeness(one: Key, other: Key, level: float) -> float:
    """Return the share of agreeing characters in two keys of one text, 0 where it is under `level`."""
    if one == other or level == 1:
        return float(one == other)
    matcher = SequenceMatcher(None, str(one[0][1]), str(other[0][1]), autojunk=False)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if quick >= level else 0.0


# -- where it stands --------------------------------------------------------------------------------------------


def _window(index: int, anchors: dict[int, Span], text: str) -> Span:
    """Return the stretch of text between the neighbours that were read."""
    before = [anchors[other].start for other in anchors if other < index]
    after = [anchors[other].end for other in anchors if other > index]
    start, end = max(before, default=0), min(after, default=len(text))
    return Span(start, end) if start < end else Span(0, len(text))


def _place(entry: _Entry, within: Span, taken: Sequence[Span], finder: Finder) -> Context | None:
    for words in _words(entry):
        span = finder.best(words, within, taken)
        if span is not None:
            return context_of(span, finder.text)
    return None


def _place_of_record(entry: _Entry, finder: Finder) -> Context | None:
    record = entry.record
    assert record is not None
    if isinstance(record, DocumentRecord):  # is the whole text
        return _place(entry, record.span, (), finder)
    if isinstance(record, Table):
        return _place(entry, record.span, (), finder) or context_of(
            _first_line(record.span, finder.text), finder.text
        )
    return context_of(record.span, finder.text)


def _first_line(span: Span, text: str) -> Span:
    end = text.find("\n", span.start, span.end)
    return Span(span.start, end if end >= 0 else span.end)


def _words(entry: _Entry) -> list[str]:
    """Return words that the text may print for an entry, the most telling first."""
    (name, _), *others = entry.key
    if others and others[0][0] == "row" and isinstance(others[0][1], tuple):
        cells = others[0][1]
        return ["".join(_shown(cell) for cell in cells), *(cell for cell in cells if isinstance(cell, str))]
    if not others:  # one field of a row that is counted field by field
        said = entry.row[name]
        return _as_money(said) if isinstance(said, Decimal) else [_shown(said)]
    row = {field: said for field, said in entry.row.items() if said is not None}
    if quoted := [row[field] for field in _QUOTED if field in row]:
        return quoted
    words = [_shown(row[field]) for field in _PRINTED if field in row]
    words += row.get("path", ())[-1:]
    words += [f"{_shown(row[field])}%" for field in _RATES if field in row]
    words += [text for field, value in row.items() if field.endswith("yuan") for text in _as_money(value)]
    return words + [_shown(row[field]) for field in _ABOUT if field in row]


def _as_money(yuan: Decimal) -> list[str]:
    """Return the ways an amount is usually printed; nothing for 0, which is printed everywhere."""
    return [
        f"{yuan / unit:{form}}{name}"
        for unit, name in ((10_000, "万元"), (1, "元"))
        for form in (",.2f", ".2f")
        if yuan
    ]


def _item(kind: str, verdict: Verdict, entry: _Entry, context: Context | None) -> Item:
    values = {name: _shown(value) for name, value in entry.key if value is not None}
    page = entry.record.page if entry.record is not None else None
    return Item(kind=kind, verdict=verdict, values=values, context=context, page=page)


def _error_item(error: Row, finder: Finder) -> Item:
    values = {name: error[name] for name in ("what", "where", "expected", "actual") if error[name]}
    places = finder.all(error["where"])
    wrong = finder.best(error["actual"] or "", places[0], ()) if places else None
    if wrong is not None and places[0].contains(wrong):  # the figure itself, in the words that quote it
        places = [wrong]
    context = context_of(places[0], finder.text) if places else None
    return Item(kind=ERRORS, verdict="missed", values=values, context=context)


def _shown(value: object) -> str:
    if isinstance(value, Region):
        return value.name
    if isinstance(value, tuple):
        return " / ".join(map(_shown, value))
    return format(value, "f") if isinstance(value, Decimal) else str(value)
