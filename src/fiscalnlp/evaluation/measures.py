"""What is compared: the measures, each a key that a true row and a record must share.

A measure is called after the kind in the truth file, with a suffix where it looks at more of the same rows:
`amounts` asks for the figure, `amounts.stage` for figure and stage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fiscalnlp.model.records import (
    Amount,
    Asset,
    Change,
    Citation,
    DocumentRecord,
    Duty,
    Economic,
    Evaluation,
    OfficialExpense,
    Percentage,
    Procurement,
    Quantity,
    Reason,
    Record,
    Region,
    Spending,
    Table,
    Term,
)
from fiscalnlp.text.forms import matching_form, squeeze

if TYPE_CHECKING:
    from fiscalnlp.document import Document

#: Fields by name, of a true row or of a record.
Row = Mapping[str, Any]
#: What must agree: names and values.
Key = tuple[tuple[str, object], ...]

#: Kind of the truth file → the class of its records; `errors` are compared by place, see `findings`.
RECORDS: dict[str, type[Record]] = {
    "document": DocumentRecord,
    "duties": Duty,
    "amounts": Amount,
    "percentages": Percentage,
    "quantities": Quantity,
    "changes": Change,
    "reasons": Reason,
    "spending": Spending,
    "economic": Economic,
    "official_expense": OfficialExpense,
    "procurement": Procurement,
    "assets": Asset,
    "evaluations": Evaluation,
    "terms": Term,
    "citations": Citation,
    "tables": Table,
}
#: The measure of planted mistakes and findings.
ERRORS = "errors"

_CLOSING = "。；，,;"  # whether a clause is taken down with its last mark is no difference
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table of results.

    Args:
        name: kind in the truth file, after a dot what else is looked at.
        fields: the fields of a row that the keys are made of.
        keys: makes the keys of a row.
        alike: ratio of agreeing characters from which two keys of one text are taken for the same.
    """

    name: str
    fields: tuple[str, ...]
    keys: Callable[[Row], Iterable[Key]]
    alike: float = 1.0

    @property
    def kind(self) -> str:
        """Kind in the truth file."""
        return kind_of(self.name)


def kind_of(measure: str) -> str:
    """Return the kind in the truth file that a measure is about."""
    return measure.partition(".")[0]


def _whole(name: str, *fields: str, alike: float = 1.0) -> Measure:
    return Measure(name, fields, lambda row: [tuple((field, _plain(row[field])) for field in fields)], alike)


def _one_by_one(name: str, *fields: str) -> Measure:
    """Return a measure that counts each field of a row for itself, as far as it is said."""
    return Measure(
        name, fields, lambda row: [((field, _plain(row[field])),) for field in fields if row[field] is not None]
    )


def _table_rows(row: Row) -> Iterator[Key]:
    for cells in row["rows"]:
        printed = tuple(_cell(text) for text in cells if text)
        if printed:
            yield ("table", row["table"]), ("row", printed)


_AMOUNT = ("text", "yuan")
_PERCENTAGE = ("text", "value")
_CHANGE = ("basis", "direction", "yuan", "percent", "completion")

#: Every measure but that of errors, in the order of the reports.
KEYED: tuple[Measure, ...] = (
    _one_by_one("document", "issuer", "region", "fiscal_year", "report", "scope"),
    _whole("duties", "number", "marker", "text", "role"),
    _whole("amounts", *_AMOUNT),
    _whole("amounts.stage", *_AMOUNT, "stage"),
    _whole("percentages", *_PERCENTAGE),
    _whole("percentages.role", *_PERCENTAGE, "role"),
    _whole("quantities", "text", "value", "unit"),
    _whole("changes", *_CHANGE),
    _whole("changes.reason", *_CHANGE, "reason"),
    _whole("reasons", "text", alike=0.9),
    _whole("reasons.text", "text"),
    _whole(
        "spending",
        *("level", "code", "path", "fund", "purpose"),
        *("yuan", "share", "initial_budget_yuan", "final_budget_yuan", "completion"),
    ),
    _whole("economic", "name", "code", "group", "yuan"),
    _whole("official_expense", "item", "budget_yuan", "final_yuan"),
    _one_by_one(
        "procurement", "total_yuan", "goods_yuan", "works_yuan", "services_yuan", "sme_yuan", "micro_yuan"
    ),
    _whole("assets", "item", "count", "unit"),
    _whole("evaluations", "projects", "yuan", "score", "grade", "budget_yuan", "executed_yuan", "completion"),
    _whole("terms", "term", "definition"),
    _whole("citations", "number", "issuer_code", "year", "serial"),
    _whole("tables", "table", "empty"),
    Measure("tables.rows", ("table", "rows"), _table_rows),
)

#: Measure → the fields it looks at.
FIELDS = {measure.name: measure.fields for measure in KEYED}
#: Names of all measures, in the order of the reports.
MEASURES: tuple[str, ...] = (*(measure.name for measure in KEYED), ERRORS)


def selected(names: Iterable[str]) -> tuple[str, ...]:
    """Return the measures that `names` select; a kind stands for all its measures.

    Raises:
        ValueError: if a name is neither.
    """
    names = tuple(names)
    for name in names:
        if name not in MEASURES:
            raise ValueError(f"no such kind: {name}; there are {', '.join(MEASURES)}")
    return tuple(each for each in MEASURES if each in names or kind_of(each) in names)


def record_row(record: Record, fields: Iterable[str], document: Document) -> dict[str, Any]:
    """Return the fields of a record as a true row has them: reasons and cells as their words."""
    return {field: _value(record, field, document) for field in fields}


def _value(record: Record, field: str, document: Document) -> object:
    if isinstance(record, Change) and field == "reason":
        return "；".join(document.find(name).text for name in record.reasons) or None
    if isinstance(record, Table) and field == "rows":
        return [[cell.text for cell in cells] for cells in record.rows]
    return getattr(record, field)


def _plain(value: object) -> object:
    """Return a value in the form that true rows and records share: one spelling of words, places as their code."""
    if isinstance(value, str):
        return squeeze(matching_form(value)).rstrip(_CLOSING)
    if isinstance(value, Region):
        return value.code
    return value


def _cell(text: str) -> object:
    return Decimal(text.replace(",", "")) if _FIGURE.fullmatch(text) else squeeze(matching_form(text))
