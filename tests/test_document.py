"""A document and what holds for all its records: words, ids, references, order."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Document
from fiscalnlp.export.jsonl import encode_record
from fiscalnlp.model.records import KINDS, Change, Finding, Link, Reason, Section

Read = Callable[[str], Document]


def test_every_record_is_words_of_the_text(haigang: Document) -> None:
    for record in haigang.records():
        assert record.text == haigang.text[record.span.start : record.span.end], record.id
        assert record.text.strip(), record.id


def test_ids_are_unique_and_found(haigang: Document) -> None:
    ids = [record.id for record in haigang.records()]
    assert len(set(ids)) == len(ids)
    assert all(haigang.find(record.id) is record for record in haigang.records())
    assert {record.doc_id for record in haigang.records()} == {haigang.record.id}


def test_every_reference_leads_to_its_kind(haigang: Document) -> None:
    wanted: list[tuple[str, set[str]]] = []
    for record in haigang.records():
        if isinstance(record, Section) and record.parent:
            wanted.append((record.parent, {"section"}))
        if isinstance(record, Change):
            wanted += [(name, {"reason"}) for name in record.reasons]
            wanted += [(record.amount, {"amount"})] if record.amount else []
        if isinstance(record, Reason):
            wanted += [(name, {"change", "spending"}) for name in record.explains]
        if isinstance(record, Link):
            wanted += [(record.duty, {"duty"}), *((e, {"spending", "table", "citation"}) for e in record.evidence)]
        if isinstance(record, Finding):
            wanted += [(name, set(KINDS)) for name in record.evidence]
    assert len(wanted) > 100
    assert [name for name, kinds in wanted if haigang.find(name).kind not in kinds] == []


def test_reasons_and_changes_name_each_other(haigang: Document) -> None:
    told = {(change.id, reason) for change in haigang.changes for reason in change.reasons}
    assert told == {(change, reason.id) for reason in haigang.reasons for change in reason.explains}


def test_records_stand_in_document_order(haigang: Document) -> None:
    records = haigang.records()
    assert records[0] is haigang.record
    starts = [record.span.start for record in records]
    assert starts == sorted(starts)


def test_confidence_is_a_share_of_one(haigang: Document) -> None:
    assert all(0 < record.confidence <= 1 for record in haigang.records())


def test_records_of_a_kind(haigang: Document) -> None:
    assert haigang.records("duty") == haigang.duties
    assert haigang.records("document") == (haigang.record,)
    assert sum(len(haigang.records(kind)) for kind in KINDS) == len(haigang.records())


@pytest.mark.parametrize("kind", ["poem", "duties", ""])
def test_no_such_kind(haigang: Document, kind: str) -> None:
    with pytest.raises(ValueError, match=f"no such kind: {kind}; there are document, section"):
        haigang.records(kind)


def test_no_such_id(haigang: Document) -> None:
    with pytest.raises(KeyError, match="amount-0"):
        haigang.find("amount-0")


def test_repr_is_brief(haigang: Document) -> None:
    count = len(haigang.records())
    assert repr(haigang) == f"<Document 秦皇岛市海港区科技和工业信息化局2023年度部门决算: {count} records>"


def test_repr_without_a_title(read: Read) -> None:
    assert repr(read("一、其他情况\n天气晴朗，适宜出行。\n")).startswith("<Document <text>: ")


@pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
def test_records_are_picklable(haigang: Document, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(haigang.records(), protocol))
    assert again == haigang.records()


def test_a_document_is_picklable(read: Read) -> None:
    document = read(final_accounts("基本支出80.00万元，比上年增加5.00万元。"))
    again = pickle.loads(pickle.dumps(document))
    assert (again.records(), again.text, again.name) == (document.records(), document.text, document.name)


def test_records_cannot_be_changed(haigang: Document) -> None:
    with pytest.raises(AttributeError):
        haigang.duties[0].number = 2  # type: ignore[misc]


def test_words_of_a_record(read: Read) -> None:
    document = read(final_accounts("本部门基本支出80.00万元，比上年增加。"))
    (amount,) = document.amounts
    assert document.words_of(amount, around=4) == "基本支出80.00万元，比上年"
    assert document.words_of(amount, around=0) == "80.00万元"


def test_jsonl_is_one_record_a_line(haigang: Document, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    haigang.to_jsonl(path)
    lines = path.read_bytes().splitlines()
    assert [msgspec.json.decode(line)["id"] for line in lines] == [record.id for record in haigang.records()]
    assert lines == [encode_record(record) for record in haigang.records()]
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_graph_holds_the_document(haigang: Document) -> None:
    graph = haigang.graph()
    names = {node.type for node in graph.nodes}
    assert len(graph.edges) > len(haigang.duties)
    assert names


def test_money_is_never_a_float(haigang: Document) -> None:
    def floats(value: object) -> list[object]:
        if isinstance(value, dict):
            return [
                found
                for key, item in value.items()
                if key not in {"confidence", "score", "boxes"}
                for found in floats(item)
            ]
        if isinstance(value, list | tuple):
            return [found for item in value for found in floats(item)]
        return [value] if isinstance(value, float) else []

    for record in haigang.records():
        assert floats(msgspec.json.decode(encode_record(record))) == []
