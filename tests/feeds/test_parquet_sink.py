"""Parquet: parts and their manifest, through crashes, corrections and new versions."""

from __future__ import annotations

import itertools
import os
import random
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from feed_factory import content, sent
from feed_readers import Parquet

from extras import extra
from fiscalnlp.errors import FiscalError, MissingExtraError
from fiscalnlp.export import contract
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.feeds.columns import kind_of

extra("pyarrow")

from fiscalnlp.feeds import parquet as module  # noqa: E402
from fiscalnlp.feeds.arrow_tables import pa  # noqa: E402
from fiscalnlp.feeds.parquet import ParquetSink  # noqa: E402


def files(feed: Parquet, kind: str = "duty") -> list[str]:
    return sorted(path.relative_to(feed.path / kind).as_posix() for path in (feed.path / kind).rglob("*.*"))


def folders(feed: Parquet) -> list[str]:
    return [file.rpartition("/")[0] for file in files(feed)]


def test_years_and_provinces_have_folders(parquet: Parquet) -> None:
    with closing(parquet.open()) as sink:
        sink.write([sent("a"), sent("b", year=2022), sent("c", year=None, region=None)])
    unknown = "__HIVE_DEFAULT_PARTITION__"
    assert folders(parquet) == [
        "fiscal_year=2022/province=13",
        "fiscal_year=2023/province=13",
        f"fiscal_year={unknown}/province={unknown}",  # the part without rows, which is always there
        f"fiscal_year={unknown}/province={unknown}",
    ]


def test_small_parts_are_put_together_at_the_end(parquet: Parquet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GATHERED_BYTES", 1)  # every write becomes a part
    documents = [sent(f"{number}") for number in range(5)]
    sink = parquet.open()
    for document in documents:
        sink.write([document])
    assert len(files(parquet)) == 1 + 5
    assert parquet.held() == content(documents)
    sink.close()
    assert len(files(parquet)) == 1 + 1
    assert parquet.held() == content(documents)


def test_many_small_parts_are_put_together_on_the_way(parquet: Parquet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GATHERED_BYTES", 1)
    monkeypatch.setattr(module, "SMALL_PARTS", 3)
    sink = parquet.open()
    for number in range(5):
        sink.write([sent(f"{number}")])
    assert len(files(parquet)) <= 1 + 3
    assert parquet.held() == content([sent(f"{number}") for number in range(5)])


def test_parts_do_not_grow_without_end(parquet: Parquet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GATHERED_BYTES", 1)
    monkeypatch.setattr(module, "PART_BYTES", 1)
    sink = parquet.open()
    for number in range(3):
        sink.write([sent(f"{number}")])
    sink.close()
    before = files(parquet)
    assert len(before) == 1 + 3
    parquet.open().close()
    assert files(parquet) == before


def test_opening_and_closing_changes_no_file(parquet: Parquet) -> None:
    with closing(parquet.open()) as sink:
        sink.write([sent("a")])
    before = {path: path.stat().st_mtime_ns for path in parquet.path.rglob("*") if path.is_file()}
    parquet.open().close()
    assert {path: path.stat().st_mtime_ns for path in parquet.path.rglob("*") if path.is_file()} == before


def test_a_crash_at_any_step_loses_and_doubles_nothing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every change of a file or a name in turn is the last thing that a process does."""
    monkeypatch.setattr(module, "KINDS", {kind: module.KINDS[kind] for kind in ("document", "amount")})
    before = [_only("document", "amount", of=each) for each in (sent("a"), sent("b", year=2022))]
    after = [_only("document", "amount", of=each) for each in (sent("a", issuer="某局"), sent("c", year=2022))]
    for step in itertools.count():
        feed = Parquet(tmp_path_factory.mktemp("crash"))
        with closing(feed.open()) as sink:
            sink.write(before)
        with monkeypatch.context() as patch:
            _dying_at(patch, step)
            try:
                with closing(feed.open()) as sink:
                    sink.write(after)
                    sink.delete(["doc-b"])
                done = True
            except KeyboardInterrupt:
                done = False
        feed.open().close()
        held = {kind: sorted((row["doc_id"], row["issuer"]) for row in feed.rows(kind)) for kind in module.KINDS}
        states = [
            {kind: sorted((each.doc_id, next(each.records()).issuer) for each in state) for kind in module.KINDS}
            for state in (before, [before[1], *after], after)
        ]
        assert held in states[2:] if done else held in states, step
        assert [path for path in feed.path.rglob("*") if path.name.endswith((".new", ".msgpack"))] == [], step
        if done:
            assert step > 20
            return


def test_a_crash_when_it_is_first_opened_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KINDS", {kind: module.KINDS[kind] for kind in ("document", "amount")})
    for step in range(8):
        feed = Parquet(tmp_path / str(step))
        with monkeypatch.context() as patch:
            _dying_at(patch, step)
            with pytest.raises(KeyboardInterrupt):
                feed.open()
        with closing(feed.open()) as sink:
            sink.write([_only("document", of=sent("a"))])
        assert [row["doc_id"] for row in feed.rows("document")] == ["doc-a"]


def _dying_at(patch: pytest.MonkeyPatch, last: int) -> None:
    """Have the changes of the file system after the first `last` ones fail."""
    made = itertools.count()

    def dying(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*arguments: Any) -> Any:
            if next(made) >= last:
                raise KeyboardInterrupt
            return change(*arguments)

        return changed

    for name in ("rename", "replace"):
        patch.setattr(Path, name, dying(getattr(Path, name)))
    dying_unlink = dying(Path.unlink)
    patch.setattr(Path, "unlink", lambda path, missing_ok=False: dying_unlink(path, missing_ok))
    patch.setattr(os, "fsync", dying(os.fsync))


def _only(*kinds: str, of: DocumentRecords) -> DocumentRecords:
    lines = [line for line in of.jsonl.splitlines(keepends=True) if kind_of(line) in kinds]
    return msgspec.structs.replace(of, jsonl=b"".join(lines))


def test_what_is_not_in_the_manifest_is_removed_and_nothing_else(parquet: Parquet) -> None:
    with closing(parquet.open()) as sink:
        sink.write([sent("a")])
    place = parquet.path / "duty" / "fiscal_year=2023" / "province=13"
    (place / "part-00000099.parquet").write_bytes(b"half")
    (place / ".part-00000099.parquet.new.1234.part").write_bytes(b"half")
    (place / "notes.txt").write_text("mine")
    parquet.open().close()
    assert sorted(path.name for path in place.iterdir()) == ["notes.txt", "part-00000002.parquet"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "part-1.parquet").write_bytes(b"mine")
    with pytest.raises(FiscalError, match="needs a folder of its own"):
        ParquetSink(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["part-1.parquet"]


def test_an_older_minor_version_gets_what_is_new(parquet: Parquet, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        own = {kind: module._own_schema(kind) for kind in module.KINDS if kind != "citation"}
        patch.setattr(module, "KINDS", own)
        old = {kind: pa.schema([field for field in own[kind] if field.name != "confidence"]) for kind in own}
        patch.setattr(module, "_own_schema", old.get)
        with closing(parquet.open()) as sink:
            sink.write([_only("document", "duty", of=sent("a"))])
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "1.1")
    with closing(parquet.open()) as sink:
        sink.write([sent("b")])
    assert [row["confidence"] for row in sorted(parquet.rows("duty"), key=lambda row: row["doc_id"])] == [
        None,
        1.0,
    ]
    assert [row["doc_id"] for row in parquet.rows("citation")] == ["doc-b"]
    assert '"1.1"' in (parquet.path / "_fiscalnlp.json").read_text()


def test_a_newer_minor_version_keeps_what_only_it_has(parquet: Parquet, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        own = module._own_schema
        patch.setattr(module, "_own_schema", lambda kind: own(kind).append(pa.field("future", pa.string())))
        patch.setattr(contract, "CONTRACT_VERSION", "1.7")
        with closing(parquet.open()) as sink:
            sink.write([sent("a")])
    with closing(parquet.open()) as sink:
        sink.write([sent("b")])
    assert [row["future"] for row in parquet.rows("duty")] == [None, None]
    assert '"1.7"' in (parquet.path / "_fiscalnlp.json").read_text()


def test_another_major_version_is_refused_untouched(parquet: Parquet, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(parquet.open()) as sink:
        sink.write([sent("a")])
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "2.0")
    with pytest.raises(FiscalError, match="a new destination is needed"):
        parquet.open()
    assert parquet.held() == content([sent("a")])


def test_any_history_ends_in_the_last_state(parquet: Parquet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GATHERED_BYTES", 20_000)
    monkeypatch.setattr(module, "SMALL_PARTS", 3)
    chance = random.Random(7)
    state = {}
    for _ in range(4):
        sink = parquet.open()
        for _ in range(8):
            document = sent(
                chance.choice("abcdef"), year=chance.choice([2022, 2023]), issuer=chance.choice("甲乙")
            )
            if chance.random() < 0.3:
                sink.delete([document.doc_id])
                state.pop(document.doc_id, None)
            else:
                sink.write([document])
                state[document.doc_id] = document
        if chance.random() < 0.5:
            sink.close()
        del sink  # or killed
    parquet.open().close()
    assert parquet.held() == content(list(state.values()))


def test_without_pyarrow_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("fiscalnlp.feeds.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'fiscalnlp\[parquet\]'"):
        import fiscalnlp.feeds.parquet  # noqa: F401
