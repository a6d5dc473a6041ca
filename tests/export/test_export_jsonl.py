"""Records as JSON Lines."""

from __future__ import annotations

import gzip
import io
import json
from decimal import Decimal
from functools import reduce
from operator import or_
from pathlib import Path

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from record_factory import disclosure, document, make

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.export.jsonl import encode_record, read_documents, write
from fiscalnlp.model.records import RECORD_TYPES, Amount, Cell, Record, Table


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("15512500", "15512500"),
        ("1.55125E+7", "15512500"),
        ("1E+4", "10000"),
        ("1E-9", "0.000000001"),
        ("12.30", "12.30"),  # as printed, with its last zero
        ("0E+3", "0000"),
        ("-3.51", "-3.51"),
    ],
)
def test_decimals_are_plain_strings(value: str, printed: str) -> None:
    row = json.loads(encode_record(make(Amount, value=Decimal(value))))
    assert Decimal(row["value"]) == Decimal(printed)
    assert "E" not in row["value"]
    assert len(row["value"]) <= len(printed)


def test_decimals_in_cells_are_plain_too() -> None:
    table = make(Table, rows=((Cell(text="2000万", yuan=Decimal("2E+7")),),))
    assert json.loads(encode_record(table))["rows"] == [[{"text": "2000万", "yuan": "20000000", "box": None}]]


def test_words_that_look_like_an_exponent_are_left_alone() -> None:
    assert json.loads(encode_record(make(Amount, text="1E+4")))["text"] == "1E+4"


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimals_come_back(value: Decimal) -> None:
    row = json.loads(encode_record(make(Amount, yuan=value)))
    assert Decimal(row["yuan"]) == value
    assert "E" not in row["yuan"]


def test_kind_first_then_fields_in_the_order_of_the_contract() -> None:
    for record in disclosure():
        names = list(json.loads(encode_record(record)))
        assert names == ["kind", *type(record).__struct_fields__]


def test_records_come_back(tmp_path: Path) -> None:
    records = disclosure()
    write(records, tmp_path / "out.jsonl")
    decoder = msgspec.json.Decoder(reduce(or_, RECORD_TYPES))
    assert decoder.decode_lines((tmp_path / "out.jsonl").read_bytes()) == records


def test_text_is_utf8_and_lines_are_lines() -> None:
    out = io.BytesIO()
    records: list[Record] = [document(text="甲\n乙"), document(text="𠮷\u2028")]
    write(records, out)
    assert out.getvalue().count(b"\n") == 2
    assert "甲".encode() in out.getvalue()


def test_documents_are_read_back_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    one, two = disclosure("doc-a"), disclosure("doc-b")
    write([*one, *two], path)
    assert list(read_documents(path)) == [tuple(one), tuple(two)]


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".zst", zstandard.compress)])
def test_packed_files_are_read_whatever_they_are_put_together_of(tmp_path: Path, ending: str, pack) -> None:
    one, two = disclosure("doc-a"), disclosure("doc-b")
    frames = [b"".join(encode_record(record) + b"\n" for record in records) for records in (one, two)]
    path = tmp_path / f"two.jsonl{ending}"
    path.write_bytes(b"".join(map(pack, frames)))
    assert list(read_documents(path)) == [tuple(one), tuple(two)]


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ("{}\n", "line 1 is no record"),
        ("not json", "line 1 is no record"),
        (None, "line 1 belongs to no document"),
    ],
)
def test_lines_that_are_no_document_are_refused(tmp_path: Path, lines: str | None, cause: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(encode_record(make(Amount)) if lines is None else lines.encode())
    with pytest.raises(BrokenSourceError, match=cause):
        list(read_documents(path))
