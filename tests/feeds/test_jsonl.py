import gzip
import io
import json
from pathlib import Path

import pytest
import zstandard

from fiscalnlp.errors import FiscalError
from fiscalnlp.feeds.jsonl import JsonlFile, JsonlSink, JsonlStream, write_file
from fiscalnlp.model.records import CONTRACT_VERSION
from lines_factory import document


def names(sink: JsonlSink) -> list[str]:
    """The documents in the order in which the folder holds them."""
    return [row["text"] for row in map(json.loads, sink.lines()) if row["kind"] == "document"]


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_documents_stand_in_parts_that_any_program_reads(tmp_path, ending):
    sink = JsonlSink(tmp_path, ending=ending)
    sink.write([document("a", "甲"), document("b")])
    sink.write([document("c")])

    packed = (tmp_path / f"part-000001{ending}").read_bytes()
    match ending:
        case ".jsonl.gz":
            packed = gzip.decompress(packed)
        case ".jsonl.zst":
            packed = zstandard.ZstdDecompressor().stream_reader(packed).read()
    assert packed == document("a", "甲").jsonl + document("b").jsonl
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["contract"] == CONTRACT_VERSION
    assert manifest["parts"] == [
        {"name": f"part-000001{ending}", "documents": 2, "records": 3},
        {"name": f"part-000002{ending}", "documents": 1, "records": 1},
    ]


def test_a_document_that_comes_again_takes_the_place_of_its_old_self(tmp_path):
    sink = JsonlSink(tmp_path)
    sink.write([document("a", "old"), document("b")])
    sink.write([document("c")])
    sink.write([document("a", "new"), document("c")])

    assert names(sink) == ["b", "a", "c"]
    assert not [line for line in sink.lines() if b"old" in line]
    sink.write([document("a", "new"), document("c")])  # as after a crash: it changes nothing
    assert names(sink) == ["b", "a", "c"]
    assert len(sink) == 3


def test_documents_are_taken_out(tmp_path):
    sink = JsonlSink(tmp_path)
    sink.write([document("a"), document("b")])
    sink.write([document("c")])
    sink.delete(["doc-b", "doc-c", "doc-never"])
    assert names(sink) == ["a"]
    sink.close()
    assert names(JsonlSink(tmp_path)) == ["a"]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".ids", ".json", ".zst"]


def test_opening_takes_away_what_a_killed_program_left(tmp_path, monkeypatch):
    sink = JsonlSink(tmp_path)
    sink.write([document("a")])
    (tmp_path / "notes.txt").write_text("mine")

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:  # a part is written and the manifest does not name it
        patch.setattr("fiscalnlp.feeds.jsonl.msgspec.json.format", killed)
        with pytest.raises(KeyboardInterrupt):
            sink.write([document("b")])
    assert (tmp_path / "part-000002.jsonl.zst").exists()
    (tmp_path / ".part-000003.jsonl.zst.77.part").touch()
    sink.close()

    again = JsonlSink(tmp_path)
    assert names(again) == ["a"]
    assert {path.name for path in tmp_path.iterdir()} == {
        "manifest.json",
        "notes.txt",
        "part-000001.jsonl.zst",
        ".part-000001.ids",
    }
    again.write([document("b")])
    again.close()
    assert names(JsonlSink(tmp_path)) == ["a", "b"]


def test_records_of_another_contract_are_not_mixed_with_ours(tmp_path):
    (tmp_path / "manifest.json").write_text('{"contract": "0.9", "parts": []}')
    with pytest.raises(FiscalError, match=r"contract 0\.9"):
        JsonlSink(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(FiscalError, match="no manifest"):
        JsonlSink(tmp_path)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_one_file_is_brought_up_to_date_when_it_is_closed(tmp_path, ending):
    path = tmp_path / f"all{ending}"
    first = JsonlFile(path)
    first.write([document("a", "old"), document("b")])
    assert not path.exists()
    first.close()
    second = JsonlFile(path)
    second.write([document("a", "new"), document("c")])
    second.delete(["doc-b", "doc-c"])
    del second  # killed: what it was told waits beside the file
    third = JsonlFile(path)
    third.write([document("d")])
    third.close()

    assert _lines(path) == document("a", "new").jsonl + document("d").jsonl
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_file_that_holds_no_records_is_named(tmp_path):
    (tmp_path / "poem.jsonl").write_text("床前明月光\n", "utf-8")
    sink = JsonlFile(tmp_path / "poem.jsonl")
    with pytest.raises(FiscalError, match=r"poem\.jsonl"):
        sink.close()


def test_the_same_records_give_the_same_bytes(tmp_path):
    for ending in (".jsonl", ".jsonl.gz", ".jsonl.zst"):
        for name in ("one", "two"):
            write_file(tmp_path / f"{name}{ending}", [document("a", "甲").jsonl])
        assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


def test_a_stream_takes_documents_as_they_come():
    stream = io.BytesIO()
    sink = JsonlStream(stream)
    sink.write([document("a")])
    sink.write([document("b")])
    sink.close()
    assert stream.getvalue() == document("a").jsonl + document("b").jsonl


def _lines(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(content)
    return zstandard.ZstdDecompressor().stream_reader(content).read() if path.suffix == ".zst" else content
