"""The index on disk as a feed: replaced as a whole, idempotent, read while it is written, whole after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from extras import extra
from fiscalnlp import FiscalError
from fiscalnlp.search import Index
from search_factory import disclosure

extra("tantivy")

from fiscalnlp.feeds.search_index import IndexSink  # noqa: E402


def found(path: Path) -> list[str]:
    return sorted(hit.record["text"] for hit in Index(path).search("", kind=["duty", "reason"], limit=100).hits)


def test_doing_it_again_changes_nothing(tmp_path: Path) -> None:
    sink = IndexSink(tmp_path)
    documents = [disclosure("a", ["科技"]), disclosure("b", ["教育"])]
    sink.write(documents)
    sink.write([documents[0], *documents])
    sink.close()
    assert found(tmp_path) == ["教育", "科技"]


def test_a_corrected_document_replaces_its_records_only(tmp_path: Path) -> None:
    sink = IndexSink(tmp_path)
    sink.write([disclosure("a", ["科技", "管理"]), disclosure("b", ["教育"])])
    sink.close()
    sink = IndexSink(tmp_path)
    sink.write([disclosure("a", ["文化"])])
    sink.close()
    assert found(tmp_path) == ["教育", "文化"]


def test_documents_are_taken_out(tmp_path: Path) -> None:
    sink = IndexSink(tmp_path)
    document = disclosure("a", ["科技"])
    sink.write([document, disclosure("b", ["教育"])])
    sink.delete([document.doc_id, "doc-nobody"])
    sink.close()
    assert found(tmp_path) == ["教育"]


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    sink = IndexSink(tmp_path)
    sink.write([disclosure("a", ["科技"])])
    with pytest.raises(AttributeError):
        sink.write([disclosure("b", ["教育"]), None])  # type: ignore[list-item]
    sink.write([disclosure("c", ["文化"])])
    sink.close()
    assert found(tmp_path) == ["文化", "科技"]


def test_one_writes_at_a_time_and_others_read(tmp_path: Path) -> None:
    sink = IndexSink(tmp_path)
    sink.write([disclosure("a", ["科技"])])
    with pytest.raises(FiscalError, match="is being written by another process"):
        IndexSink(tmp_path)
    assert found(tmp_path) == ["科技"]
    sink.write([disclosure("b", ["教育"])])
    assert found(tmp_path) == ["教育", "科技"]
    sink.close()


def test_a_process_that_is_killed_leaves_what_it_had_written(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from fiscalnlp.feeds.search_index import IndexSink\n"
        "from search_factory import disclosure\n"
        "sink = IndexSink(sys.argv[1])\n"
        "sink.write([disclosure('a', ['科技'])])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], env={**os.environ, "PYTHONPATH": path}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    sink = IndexSink(tmp_path)
    sink.write([disclosure("b", ["教育"])])
    sink.close()
    assert found(tmp_path) == ["教育", "科技"]
