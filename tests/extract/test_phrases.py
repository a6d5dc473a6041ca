"""The phrase book: sentences of the genre in `phrases/*.toml`, each with the records it gives (see its README)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from disclosure_factory import budget, final_accounts, glossary
from fiscalnlp import Document
from fiscalnlp.model.records import Change, Record

Read = Callable[[str], Document]
Row = Mapping[str, Any]

BOOK = Path(__file__).parent / "phrases"
REPORTS = {"final_accounts": final_accounts, "budget": budget, "glossary": glossary}

#: What a record must not say unless its row does, by kind.
FIGURES: dict[str, tuple[str, ...]] = {
    "amounts": ("yuan",),
    "percentages": ("value",),
    "quantities": ("value",),
    "changes": ("basis", "direction", "yuan", "percent", "completion", "reason"),
    "reasons": (),
    "spending": ("yuan", "share", "initial_budget_yuan", "final_budget_yuan", "completion"),
    "economic": ("yuan",),
    "official_expense": ("item", "budget_yuan", "final_yuan"),
    "procurement": (
        *("total_yuan", "goods_yuan", "works_yuan", "services_yuan", "sme_yuan", "micro_yuan"),
        *("reserved_sme_yuan", "reserved_micro_yuan", "other_sme_yuan"),
    ),
    "assets": ("count",),
    "evaluations": ("projects", "yuan", "score", "grade", "grades", "budget_yuan", "executed_yuan", "completion"),
    "nil_returns": (),
    "terms": (),
    "citations": ("number",),
}


def phrases() -> Iterator[tuple[str, Row]]:
    """Yield each phrase with a name of its own; one with several `words` is one phrase for each."""
    for path in sorted(BOOK.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for row in data["phrase"]:
            phrase = {**data.get("everywhere", {}), **row}
            for words in phrase.get("words", [""]):
                name = f"{path.stem}:{row['id']}" + (f":{words}" if words else "")
                filled = _with_words(phrase, words)
                yield (
                    name,
                    {**filled, "text": [filled["text"]] if isinstance(filled["text"], str) else filled["text"]},
                )


def _with_words(value: Any, words: str) -> Any:
    """Return a row, or a part of it, with `words` in place of {}."""
    if isinstance(value, str):
        return value.replace("{}", words)
    if isinstance(value, list):
        return [_with_words(item, words) for item in value]
    return {name: _with_words(item, words) for name, item in value.items()} if isinstance(value, dict) else value


def disclosure(phrase: Row) -> str:
    """Return a small disclosure that holds the phrase."""
    make = REPORTS[phrase.get("report", "final_accounts")]
    options = {name: phrase[name] for name in ("heading", "year") if name in phrase}
    return make(*phrase["text"], **options)


def found(document: Document, kind: str) -> list[dict[str, Any]]:
    """Return the records of a kind as rows; a change names its reasons by their words."""
    records = getattr(document, kind)
    if kind == "procurement":
        records = () if records is None else (records,)
    return [_row(record, document) for record in records]


def _row(record: Record, document: Document) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in record.__struct_fields__}
    if isinstance(record, Change):
        row["reason"] = "；".join(document.find(name).text for name in record.reasons) or None
    return row


def differences(kind: str, expected: list[Row], records: list[dict[str, Any]]) -> list[str]:
    """Return a line for each record that is not as its row says, and one for another number of records."""
    lines = [] if len(expected) == len(records) else [f"{kind}: {len(records)} found, {len(expected)} expected"]
    for row, record in zip(expected, records, strict=False):
        for field in dict.fromkeys((*FIGURES[kind], *row)):
            wanted, read = _plain(row.get(field)), _plain(record[field])
            if wanted != read:
                lines.append(f"{kind}: {field} of {record['text']!r} is {read!r}, not {wanted!r}")
    lines += [f"{kind}: nothing read for {dict(row)}" for row in expected[len(records) :]]
    lines += [f"{kind}: {record['text']!r} was not expected" for record in records[len(expected) :]]
    return lines


def _plain(value: object) -> object:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    return list(value) if isinstance(value, tuple) else value


def _cases() -> Iterator[Any]:
    for name, phrase in phrases():
        reason = phrase.get("xfail")
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        yield pytest.param(phrase, id=name, marks=marks)


@pytest.mark.parametrize("phrase", list(_cases()))
def test_phrase(read: Read, phrase: Row) -> None:
    kinds = [kind for kind in FIGURES if kind in phrase]
    assert kinds, "the row expects nothing"
    document = read(disclosure(phrase))
    lines = [line for kind in kinds for line in differences(kind, phrase[kind], found(document, kind))]
    assert not lines, "\n".join(["", *phrase["text"], *lines])


def test_no_phrase_stands_twice() -> None:
    names = [name for name, _ in phrases()]
    assert len(set(names)) == len(names)


KNOWN = {"id", "text", "words", "heading", "report", "year", "note", "xfail", *FIGURES}


@pytest.mark.parametrize("path", sorted(BOOK.glob("*.toml")), ids=lambda path: path.stem)
def test_rows_hold_nothing_unknown(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [row["id"] for row in data["phrase"] if not set(row) <= KNOWN] == []


# -- the comparison itself ----------------------------------------------------------------------------------


def test_a_figure_that_the_row_does_not_give_is_a_difference() -> None:
    record = {"text": "增加5万元", "measure": "基本支出", "yuan": Decimal(50000), "percent": None}
    record |= {"basis": "prior_year", "direction": "increase", "completion": None, "reason": None}
    right = {"basis": "prior_year", "direction": "increase", "yuan": 50000}
    assert differences("changes", [right], [record]) == []
    assert differences("changes", [{**right, "measure": "项目支出"}], [record]) != []
    assert differences("changes", [{"basis": "prior_year", "direction": "increase"}], [record]) != []
    assert differences("changes", [right, right], [record]) != []
    assert differences("changes", [], [record]) != []
