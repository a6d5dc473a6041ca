"""What a notebook shows: complete, compact, and never markup of a document."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from fiscalnlp import Document
from fiscalnlp.document import Records
from fiscalnlp.model.records import (
    RECORD_TYPES,
    Action,
    Amount,
    Cell,
    DocumentRecord,
    Duty,
    Finding,
    OtherTable,
    Record,
    Table,
)
from fiscalnlp.view.notebook import FINDINGS, LIST_ROWS, TABLE_ROWS, document_html

sys.path.insert(0, str(Path(__file__).parents[1] / "graph"))
from record_factory import disclosure, document, make

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}"


class _Tags(HTMLParser):
    """The tags of a piece of HTML, which must be closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shown(what: Any) -> str:
    """What a notebook shows, without markup."""
    html = what._repr_html_()
    tags = _Tags(html)
    assert tags.seen <= {
        *("div", "span", "b", "br", "code", "details", "summary"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    }
    assert tags.attributes <= {"style", "scope"}
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_document_at_a_glance(haigang: Document) -> None:
    words = shown(haigang)
    assert "秦皇岛市海港区科技和工业信息化局2023年度部门决算" in words
    assert "秦皇岛市海港区 130302 · 2023 · final_accounts · department" in words
    assert "职责 duty 28" in words
    assert words.index("error · unit.slip") < words.index("warning · wording.marks")


def test_a_document_without_facts_is_shown_too() -> None:
    bare = document(title=None, issuer=None, region=None, fiscal_year=None, report=None, scope=None, pages=None)
    assert "doc-2023" in document_html([bare])


def test_few_findings_are_shown_and_the_rest_is_counted() -> None:
    records = [document(), *(make(Finding, at=n, message=f"第{n}处") for n in range(FINDINGS + 3))]
    html = document_html(records)
    assert html.count("处") == FINDINGS
    assert "… 3 more in" in html


def test_money_is_for_reading() -> None:
    assert "1,234,567.8 元 (123.45678 万元)" in shown(make(Amount, yuan=Decimal("1234567.8")))


def test_what_a_record_does_not_say_is_left_out() -> None:
    words = shown(make(Amount, year=None, measure=None))
    assert "measure" not in words
    assert "year" not in words.split()


def test_what_is_not_sure_says_so() -> None:
    assert "confidence 0.75" in shown(make(Amount, confidence=0.75))
    assert "confidence" not in shown(make(Amount))


def test_actions_are_verb_and_object() -> None:
    duty = make(Duty, actions=(Action(verb="拟订", object="规划"), Action(verb="组织", object="实施")))
    assert "拟订 → 规划; 组织 → 实施" in shown(duty)


def test_a_table_is_a_table() -> None:
    html = make(Table)._repr_html_()
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", html) == ["项目", "金额"]
    assert re.findall(r"<td style=\"text-align:(\w+)[^>]*>([^<]*)</td>", html) == [
        ("start", "合计"),
        ("end", "12.30"),  # a figure
    ]


def test_a_long_table_is_cut() -> None:
    rows = tuple((Cell(text=f"第{n}行"), Cell(text="1")) for n in range(TABLE_ROWS + 7))
    words = shown(make(OtherTable, rows=rows))
    assert words.count("行") == TABLE_ROWS
    assert "… 7 more rows" in words


def test_records_of_one_kind_are_a_table_with_their_fields(haigang: Document) -> None:
    html = haigang.findings._repr_html_()
    assert ">calculation<" in html
    assert shown(haigang.findings).count("核查发现 finding") == len(haigang.findings)


def test_records_of_many_kinds_are_a_table_of_their_words(haigang: Document) -> None:
    words = shown(haigang.records())
    assert words.startswith("kind text 文件 document")
    assert f"… {len(haigang.records()) - LIST_ROWS} more" in words


def test_records_are_a_tuple(haigang: Document) -> None:
    duties = haigang.duties
    assert isinstance(duties, tuple)
    assert duties == tuple(duties)
    assert isinstance(duties[:2], Records)
    assert duties[0] == next(iter(duties))


def test_a_graph_by_its_types(haigang: Document) -> None:
    graph = haigang.graph()
    words = shown(graph)
    assert f"{len(graph.nodes)} nodes" in words
    assert "duty 28" in words


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.__name__)
def test_every_kind_of_record_shows_itself(kind: type[Record]) -> None:
    shown(next(record for record in disclosure() if type(record) is kind))


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.__name__)
def test_words_of_a_document_are_never_markup(kind: type[Record], plain: Callable[[Record], Record]) -> None:
    record = plain(next(record for record in disclosure() if type(record) is kind))
    for html in (record._repr_html_(), Records((record,))._repr_html_()):
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;script&gt;" in html
        _Tags(html)


@pytest.fixture
def plain() -> Callable[[Record], Record]:
    """Put hostile words in every field of text that may hold any."""
    import msgspec

    def change(record: Record) -> Record:
        fields: dict[str, Any] = {"text": HOSTILE, "section": (HOSTILE,)}
        for name in ("title", "issuer", "measure", "message", "definition", "subject", "purpose", "cue", "marker"):
            if name in record.__struct_fields__:
                fields[name] = HOSTILE
        if isinstance(record, Table | OtherTable):
            fields |= {"columns": (HOSTILE,), "rows": ((Cell(text=HOSTILE),),)}
        if isinstance(record, DocumentRecord):
            fields["warnings"] = (HOSTILE,)
        return msgspec.structs.replace(record, **fields)

    return change
