"""Compares what was read from a disclosure with answers made by hand: bags of keys, kind by kind.

An answer file (`corpora/samples/*.json`) holds one list a kind, rows in document order, figures as decimal
strings; `document` and `procurement` are one row each, `errors` the contradictions planted in the text.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from fiscalnlp import Document
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Change, Finding, Record
from fiscalnlp.text.forms import matching_form

#: What of a row must agree, by kind: its key in the bag.
KEYS: dict[str, tuple[str, ...]] = {
    "document": ("issuer", "region", "fiscal_year", "report", "scope"),
    "duties": ("number", "marker", "text", "role"),
    "amounts": ("text", "yuan", "stage"),
    "percentages": ("text", "value", "role"),
    "quantities": ("text", "value", "unit"),
    "changes": ("basis", "direction", "yuan", "percent", "completion", "reason"),
    "reasons": ("text",),
    "spending": (
        *("level", "code", "path", "fund", "purpose"),
        *("yuan", "share", "initial_budget_yuan", "final_budget_yuan", "completion"),
    ),
    "economic": ("name", "code", "group", "yuan"),
    "official_expense": ("item", "budget_yuan", "final_yuan"),
    "procurement": ("total_yuan", "goods_yuan", "works_yuan", "services_yuan", "sme_yuan", "micro_yuan"),
    "assets": ("item", "count", "unit"),
    "evaluations": ("projects", "yuan", "score", "grade", "budget_yuan", "executed_yuan", "completion"),
    "terms": ("term", "definition"),
    "citations": ("number", "issuer_code", "year", "serial"),
}

_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
_RATE = re.compile(r"(\d+(?:\.\d+)?)%")
_SENTENCE = re.compile(r"[^。\n]+。?")
#: Fields that hold words of the text, the most telling first.
_PRINTED = ("text", "definition", "number", "reason", "subject", "item", "name", "title", "issuer")
_CLOSING = "。；，,;"  # whether a clause is taken down with its last mark is no difference
_SHOWN = 3

Row = Mapping[str, Any]
Key = tuple[object, ...]


def load_answers(path: Path) -> dict[str, list[Row]]:
    """Return the answers of a file as rows by kind; a kind that the file does not name has none."""
    data = json.loads(path.read_text(encoding="utf-8"))
    kinds = (*KEYS, "errors")
    return {kind: data.get(kind, []) if isinstance(data.get(kind, []), list) else [data[kind]] for kind in kinds}


def differences(kind: str, answers: Iterable[Row], document: Document) -> list[str]:
    """Return a line for each answer that was missed and each record that was invented, with its sentence."""
    names = KEYS[kind]
    said: dict[Key, list[str]] = defaultdict(list)
    read: dict[Key, list[str]] = defaultdict(list)
    for answer in answers:
        said[_key(names, answer)].append(_sentences_with(answer, document.text))
    for record in _records(kind, document):
        key = _key(names, _row(names, record, document))
        read[key].append("" if kind == "document" else sentence_at(record.span, document.text))
    return [*_more("missed", names, said, read), *_more("invented", names, read, said)]


def finding_differences(errors: Iterable[Row], document: Document) -> list[str]:
    """Return a line for each planted error that no finding shows and each grave finding of something else.

    A finding shows an error where it stands on the same words and, if the answer is a rate, expects that rate.
    """
    text = document.text
    left = [finding for finding in document.findings if finding.severity != "info"]
    lines: list[str] = []
    for error in errors:
        start = matching_form(text).find(matching_form(error["where"]))
        assert start >= 0, f"the text does not hold {error['where']}"
        place = Span(start, start + len(error["where"]))
        shown = [f for f in left if f.span.start < place.end and place.start < f.span.end and _expects(f, error)]
        left = [finding for finding in left if finding not in shown]
        if not shown:
            lines.append(f"missed {error['what']} | {sentence_at(place, text)}")
    return lines + [f"invented {f.rule}: {f.message} | {sentence_at(f.span, text)}" for f in left]


def _expects(finding: Finding, error: Row) -> bool:
    rate = _RATE.fullmatch(error["expected"])
    return rate is None or (finding.expected is not None and Decimal(finding.expected) == Decimal(rate[1]))


def sentence_at(span: Span, text: str) -> str:
    """Return the sentences of `text` that `span` lies in."""
    return "".join(
        match.group()
        for match in _SENTENCE.finditer(text)
        if match.start() < span.end and span.start < match.end()
    )


def _records(kind: str, document: Document) -> Iterable[Record]:
    if kind == "document":
        return [document.record]
    if kind == "procurement":
        return [] if document.procurement is None else [document.procurement]
    records: tuple[Record, ...] = getattr(document, kind)
    return records


def _row(names: tuple[str, ...], record: Record, document: Document) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in names if name != "reason"}
    if isinstance(record, Change):  # an answer holds the words of the reason, a record its id
        row["reason"] = "；".join(document.find(name).text for name in record.reasons) or None
    return row


def _key(names: tuple[str, ...], row: Row) -> Key:
    return tuple(_plain(row[name]) for name in names)


def _plain(value: object) -> object:
    """Return a value in the form that answers and records share: figures exact, places as their code."""
    if isinstance(value, str):
        return Decimal(value) if _FIGURE.fullmatch(value) else matching_form(value).rstrip(_CLOSING)
    if isinstance(value, dict):
        return value["code"]
    if isinstance(value, list | tuple):
        return tuple(value)
    return getattr(value, "code", value)


def _sentences_with(answer: Row, text: str) -> str:
    """Return the sentences that print what an answer is about; the first few, as it may stand in many."""
    words = [str(answer[name]) for name in _PRINTED if answer.get(name) is not None]
    words += answer.get("path", ())[-1:]
    for word in words:
        found = [match.group() for match in _SENTENCE.finditer(text) if word in match.group()]
        if found:
            return " / ".join(found[:_SHOWN])
    return " ".join(words)


def _more(
    verdict: str, names: tuple[str, ...], these: Mapping[Key, list[str]], those: Mapping[Key, list[str]]
) -> Iterator[str]:
    """Yield a line for each key that `these` hold more often than `those`."""
    surplus = Counter({key: len(shown) for key, shown in these.items()})
    surplus.subtract({key: len(shown) for key, shown in those.items()})
    for key, count in surplus.items():
        for sentence in these[key][-count:] if count > 0 else ():
            fields = ", ".join(
                f"{name}={value}" for name, value in zip(names, key, strict=True) if value is not None
            )
            yield f"{verdict} {fields} | {sentence}"
