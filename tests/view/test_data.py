"""The data of a page: the records as the contract has them, and nothing that a browser could run."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp import Document, Pipeline
from fiscalnlp.data import read_text
from fiscalnlp.export.jsonl import encode_record
from fiscalnlp.view.data import ExplorerData, encode, explorer_data


def _data(document: Document) -> ExplorerData:
    return explorer_data(document.records(), source=document.source, layout=document.layout, version="0")


def _json(document: Document) -> Any:
    return json.loads(encode(_data(document)))


def test_records_are_those_of_the_contract(haigang: Document) -> None:
    records = _json(haigang)["records"]
    assert records == [json.loads(encode_record(record)) for record in haigang.records()]
    schema = json.loads(read_text("schema/records.schema.json"))
    jsonschema.Draft202012Validator(schema).validate(records[1])


def test_the_folder_of_the_source_is_not_told(haigang: Document) -> None:
    assert _json(haigang)["source"] == "haigang-2023.txt"


def test_blocks_cover_the_text(haigang: Document) -> None:
    blocks = _json(haigang)["blocks"]
    joined = "\n".join(haigang.text[start:end] for _, start, end, _ in blocks)
    assert joined == haigang.text


def test_merged_cells_say_what_they_cover(pipeline: Pipeline) -> None:
    page = (
        "<table><tr><td colspan=2>项目</td><td rowspan=2>合计</td></tr><tr><td>编码</td><td>名称</td></tr></table>"
    )
    document = pipeline.read(f"<html><body><h1>决算公开</h1>{page}</body></html>".encode())
    ((_, _, _, merged),) = [block for block in _json(document)["blocks"] if block[0]]
    assert merged == [[0, 0, 1, 2], [0, 1, 2, 1]]


def test_every_place_of_a_finding_has_a_label(haigang: Document) -> None:
    labels = _json(haigang)["labels"]
    assert [len(labels[finding.id]) for finding in haigang.findings] == [
        len(finding.figures) for finding in haigang.findings
    ]


def test_each_duty_that_links_has_one_first_class(haigang: Document) -> None:
    ties = _json(haigang)["ties"]
    linked = {link.duty for link in haigang.links}
    assert {tie["duty"] for tie in ties} == linked
    assert len([tie for tie in ties if tie["first"]]) == len(linked)


@given(st.text())
def test_no_text_ends_the_element_it_stands_in(text: str) -> None:
    data = ExplorerData(
        contract="1.0", version="0", title=text, source=text, pages=(), blocks=(), records=(), streams=(),
        classes=(), ties=(), labels={}, texts={},
    )  # fmt: skip
    encoded = encode(data)
    assert not set(b"<>&") & set(encoded)
    assert json.loads(encoded)["source"] == text
