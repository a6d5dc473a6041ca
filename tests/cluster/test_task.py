import msgspec
import pytest
import zstandard

from extras import extra
from fiscalnlp.cluster.task import encode
from fiscalnlp.feeds import DocumentRecords

DOCUMENTS = [
    DocumentRecords(
        source="a.pdf", doc_id="d1", fiscal_year=2023, region="130302", jsonl=b'{"kind":"document"}\n'
    ),
    DocumentRecords(
        source="b.pdf", doc_id="d2", fiscal_year=None, region=None, jsonl='{"text":"决算"}\n'.encode()
    ),
]


def test_lines_are_those_of_the_documents():
    assert encode(DOCUMENTS, "jsonl") == b"".join(document.jsonl for document in DOCUMENTS)


def test_packed_lines_are_what_other_programs_take_for_zstandard():
    assert zstandard.decompress(encode(DOCUMENTS, "jsonl.zst")) == encode(DOCUMENTS, "jsonl")


@pytest.mark.parametrize("rows", [DOCUMENTS, DOCUMENTS[:1], DOCUMENTS[1:]])
def test_a_table_has_one_row_a_document_and_the_same_schema_whatever_is_missing(rows):
    extra("pyarrow")
    polars = extra("polars")
    table = polars.read_parquet(encode(rows, "parquet"))

    assert table.to_dicts() == [msgspec.structs.asdict(row) for row in rows]
    assert dict(table.schema) == {
        "source": polars.String,
        "doc_id": polars.String,
        "fiscal_year": polars.Int32,
        "region": polars.String,
        "jsonl": polars.Binary,
    }
