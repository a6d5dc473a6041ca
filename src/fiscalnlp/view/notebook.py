"""What a notebook shows of documents, records, tables and graphs (`_repr_html_`).

Pieces of HTML that stand alone: styles in the elements themselves, since a notebook may drop style sheets, and
colours mixed of the text's own, so that they fit any theme. All text of documents is escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export.drawing.lettering import ten_thousands
from fiscalnlp.graph.model import Graph
from fiscalnlp.graph.schema import schema
from fiscalnlp.model.records import (
    Action,
    Cell,
    DocumentRecord,
    Finding,
    FindingFigure,
    Record,
    Region,
    Severity,
    Table,
    TabularRecord,
    kind_name,
)

_GRAVITY: tuple[Severity, ...] = ("error", "warning", "info")
#: How much is shown: rows of a table, records of a list, findings of a document, characters of a text.
TABLE_ROWS, LIST_ROWS, FINDINGS, CHARACTERS = 60, 50, 5, 160
# Fields that every record has, said in its heading; those that a list leaves out; those that only a program reads.
_COMMON = frozenset(Record.__struct_fields__)
_REFERENCES = frozenset({"amount", "evidence", "explains", "figures", "reasons", "title", "tolerance"})
_HIDDEN = frozenset({"lines", "rows", "columns", "message", "message_en", "title_en", "sha256"})


def document_html(records: Sequence[Record]) -> str:
    """Return a document at a glance: whose it is, how many records, its gravest findings, its tables.

    Args:
        records: all its records, its own first.
    """
    document = records[0]
    assert isinstance(document, DocumentRecord)
    findings = sorted(
        (record for record in records if isinstance(record, Finding)),
        key=lambda each: _GRAVITY.index(each.severity),
    )
    return _template().render(
        what="document",
        document=document,
        by_kind=_in_order(Counter(_kind(record) for record in records[1:])),
        findings=findings[:FINDINGS],
        further=len(findings) - FINDINGS,
        tables=[record for record in records if isinstance(record, Table)],
    )


def record_html(record: Record) -> str:
    """Return a record with what its fields say; a table as a table."""
    if isinstance(record, TabularRecord):
        return _template().render(what="table", table=record, rows=record.rows[:TABLE_ROWS], figure=_is_figure)
    return _template().render(what="record", record=record, fields=_fields(record))


def records_html(records: Sequence[Record]) -> str:
    """Return a list of records as a table, where all are of one kind, with their fields."""
    shown = records[:LIST_ROWS]
    kinds = {record.kind for record in shown}
    rows = [(record, dict(_fields(record))) for record in shown]
    filled = dict.fromkeys(name for _, fields in rows for name in fields if name not in _REFERENCES)
    columns = list(filled) if len(kinds) == 1 else []
    return _template().render(what="records", rows=rows, columns=columns, count=len(records))


def graph_html(graph: Graph) -> str:
    """Return a graph by how many nodes and edges of each type it has."""
    nodes = Counter(f"{schema().nodes[node.type].zh} {node.type}" for node in graph.nodes)
    edges = Counter(f"{schema().edges[edge.type].zh} {edge.type}" for edge in graph.edges)
    return _template().render(what="graph", graph=graph, nodes=_in_order(nodes), edges=_in_order(edges))


def _in_order(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _fields(record: Record) -> list[tuple[str, str]]:
    """Return name and words of the fields that say something."""
    found = []
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if name in _COMMON or name in _HIDDEN or value in (None, "", (), {}):
            continue
        found.append((name, _said(name, value)))
    return found


def _said(name: str, value: Any) -> str:
    """Return a value for reading; money (`…yuan`) in 元 and 万元."""
    match value:
        case Decimal() if name.endswith("yuan"):
            return f"{value:,f} 元 ({ten_thousands(value)} 万元)"
        case Decimal():
            return f"{value:,f}"
        case Region():
            return f"{value.name} {value.code}"
        case Action():
            return f"{value.verb} → {value.object}"
        case FindingFigure():
            return value.text
        case dict():
            return ", ".join(f"{key}: {_said(name, each)}" for key, each in sorted(value.items()))
        case tuple():
            return "; ".join(_said(name, each) for each in value)
        case _:
            return str(value)


def _is_figure(cell: Cell) -> bool:
    return cell.yuan is not None


def _kind(record: Record | str) -> str:
    """Return what a kind is called: 金额 amount."""
    name = record if isinstance(record, str) else kind_name(type(record))
    return f"{read_toml('view/records.toml')['kinds'][name]['zh']} {name}"


def _shortened(text: str, size: int = CHARACTERS) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"kind": _kind, "shortened": _shortened}
    return environment.from_string(read_text("templates/notebook.html"))
