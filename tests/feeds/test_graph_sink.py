"""The graph store filled by a feed is the one that a build makes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from feed_factory import sent

from fiscalnlp.batch.outcome import read_outcome
from fiscalnlp.errors import FiscalError
from fiscalnlp.export import contract
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.feeds.graph import GraphSink
from fiscalnlp.store import GraphStore, build, graph_store

DISCLOSURES = Path(__file__).parents[2] / "corpora" / "disclosures"


@pytest.fixture(autouse=True)
def no_reference_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what every store begins with: it takes longer than all that is tested here."""
    monkeypatch.setattr(graph_store, "reference_quads", lambda: iter(()))


def dump(path: Path) -> bytes:
    with GraphStore(path, read_only=True) as store:
        store.dump(path.with_suffix(".nq"))
    return path.with_suffix(".nq").read_bytes()


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., bytes]:
    """Write batches of documents into a new store, and return all that it holds."""

    def stored(*batches: list[DocumentRecords], name: str = "kg", delete: tuple[str, ...] = ()) -> bytes:
        with closing(GraphSink(tmp_path / name)) as sink:
            for batch in batches:
                sink.write(batch)
            sink.delete(delete)
        return dump(tmp_path / name)

    return stored


def test_it_is_the_store_that_a_build_makes(tmp_path: Path, stored: Callable[..., bytes]) -> None:
    files = [str(DISCLOSURES / f"{name}.txt") for name in ("department-budget-3", "final-accounts-2")]
    (tmp_path / "same.txt").write_bytes(Path(files[1]).read_bytes() + b"\n")  # a disclosure that is there twice
    files.append(str(tmp_path / "same.txt"))
    with GraphStore(tmp_path / "built") as store:
        assert len(build(store, files).duplicates) == 1

    fed = stored(*([*read_outcome(file).documents] for file in reversed(files)))
    assert fed == dump(tmp_path / "built")

    with GraphStore(tmp_path / "kg") as store:
        assert build(store, files).unchanged == files  # the catalogue knows what was read, and by what


def test_writing_again_changes_nothing(stored: Callable[..., bytes]) -> None:
    once = stored([sent("a"), sent("b")], name="once")
    assert stored([sent("a"), sent("b")], [sent("b")], [sent("a"), sent("a")], name="again") == once


def test_a_document_is_replaced_as_a_whole(stored: Callable[..., bytes]) -> None:
    new = stored([sent("a", title="新"), sent("b")], name="new")
    assert stored([sent("a"), sent("b")], [sent("a", title="新")], name="replaced") == new


def test_deleted_documents_leave_no_trace(stored: Callable[..., bytes]) -> None:
    only = stored([sent("b")], name="only")
    assert stored([sent("a"), sent("b")], delete=("doc-a", "doc-that-never-was"), name="deleted") == only


def test_what_is_read_from_memory_stays_apart(tmp_path: Path, stored: Callable[..., bytes]) -> None:
    first, second = (DocumentRecords.of("<text>", *_head_and_all(sent(name))) for name in "ab")
    stored([first], [second])
    with GraphStore(tmp_path / "kg", read_only=True) as store:
        assert sorted(len(state.documents) for state in store.sources().values()) == [1, 1]


def test_a_write_that_was_cut_short_is_taken_back(
    tmp_path: Path, stored: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    whole, only = stored([sent("a"), sent("b")], name="whole"), stored([sent("a")], name="only")
    sink = GraphSink(tmp_path / "kg")
    sink.write([sent("a")])
    with monkeypatch.context() as patch:
        patch.setattr(GraphStore, "_shared_lines", cut)
        with pytest.raises(KeyboardInterrupt):
            sink.write([sent("b")])
    sink._store.close()
    GraphSink(tmp_path / "kg").close()
    assert dump(tmp_path / "kg") == only
    assert stored([sent("b")]) == whole


def test_another_major_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    GraphSink(tmp_path / "kg").close()
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "2.0")
    with pytest.raises(FiscalError, match="a new destination is needed"):
        GraphSink(tmp_path / "kg")
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "1.1")
    GraphSink(tmp_path / "kg").close()
    assert b'"1.1"' in dump(tmp_path / "kg")


def _head_and_all(document: DocumentRecords):
    records = list(document.records())
    return records[0], records
