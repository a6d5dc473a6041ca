"""Folders → store: only what is new or changed is read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from fiscalnlp.read import ReadOptions
from fiscalnlp.store import BuildReport, GraphStore, build, graph_store
from fiscalnlp.store.build import Read, read_graphs, source_iri

build_module = sys.modules["fiscalnlp.store.build"]  # the package has a function of that name
DISCLOSURES = Path(__file__).parents[2] / "corpora" / "disclosures"
BUDGET = (DISCLOSURES / "department-budget-3.txt").read_text("utf-8")
ACCOUNTS = (DISCLOSURES / "final-accounts-2.txt").read_text("utf-8")


@pytest.fixture(autouse=True)
def no_reference_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what every store begins with: it takes longer than all that is tested here."""
    monkeypatch.setattr(graph_store, "reference_quads", lambda: iter(()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "budget.txt").write_text(BUDGET, "utf-8")
    (tmp_path / "accounts.txt").write_text(ACCOUNTS, "utf-8")
    return tmp_path


def built(store: GraphStore, folder: Path, **options: bool) -> BuildReport:
    return build(store, [str(file) for file in sorted(folder.glob("*.*"))], **options)


def spent(store: GraphStore) -> dict[str, str]:
    rows = store.query("SELECT ?name ?yuan { ?d fn:spentYuan ?yuan ; schema:publisher ?b . ?b rdfs:label ?name }")
    return {row["name"].value: row["yuan"].value for row in rows}


def dump(store: GraphStore, folder: Path) -> bytes:
    beside = folder.with_suffix(".nq")
    store.dump(beside)
    return beside.read_bytes()


def test_a_second_build_reads_nothing(folder: Path) -> None:
    store = GraphStore()
    assert [Path(each).name for each in built(store, folder).added] == ["accounts.txt", "budget.txt"]
    before = dump(store, folder)
    again = built(store, folder)
    assert (len(again.unchanged), again.added, again.replaced) == (2, [], [])
    assert dump(store, folder) == before


def test_a_correction_is_as_if_it_had_always_been_so(folder: Path) -> None:
    corrected, fresh = GraphStore(), GraphStore()
    built(corrected, folder)
    (folder / "accounts.txt").write_text(ACCOUNTS.replace("867.21", "876.21"), "utf-8")
    report = built(corrected, folder)
    assert [Path(each).name for each in report.replaced] == ["accounts.txt"]
    assert [Path(each).name for each in report.unchanged] == ["budget.txt"]
    built(fresh, folder)
    assert dump(corrected, folder) == dump(fresh, folder)


def test_what_can_no_longer_be_read_keeps_what_it_said(folder: Path) -> None:
    store = GraphStore()
    built(store, folder)
    before = spent(store)
    (folder / "accounts.txt").write_bytes(b"%PDF-1.7 broken")
    report = built(store, folder)
    assert [failure.source.rpartition("/")[2] for failure in report.failed] == ["accounts.txt"]
    assert spent(store) == before


def test_pruning_takes_out_what_is_no_longer_there(folder: Path) -> None:
    store = GraphStore()
    built(store, folder)
    (folder / "budget.txt").unlink()
    assert built(store, folder).removed == []
    assert len(spent(store)) == 2
    assert built(store, folder, prune=True).removed == [source_iri(str(folder / "budget.txt"))]
    assert list(spent(store)) == ["黄山市徽州区文物保护事务局"]


def test_one_disclosure_in_two_files_is_counted_once(folder: Path) -> None:
    shorter = ACCOUNTS[: ACCOUNTS.index("第四部分", len(ACCOUNTS) // 2)]
    (folder / "shorter.txt").write_text(shorter, "utf-8")
    store = GraphStore()
    report = built(store, folder)
    assert len(report.duplicates) == 1
    kept = store.query("""SELECT ?d { ?d schema:publisher ?b . ?b rdfs:label "黄山市徽州区文物保护事务局"@zh
                          FILTER NOT EXISTS { ?d fn:duplicateOf ?fuller } }""")
    assert len(list(kept)) == 1


def test_several_processes_give_the_same_store(folder: Path) -> None:
    one, two = GraphStore(), GraphStore()
    built(one, folder)
    build(two, [str(file) for file in sorted(folder.glob("*.*"))], jobs=2)
    assert dump(one, folder) == dump(two, folder)


def read_or_crash(source: str, options: ReadOptions) -> Read:
    if source.endswith("budget.txt"):
        os._exit(1)
    return read_graphs(source, options)


def test_a_source_that_its_process_does_not_survive_fails_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "read_graphs", read_or_crash)
    report = build(GraphStore(), [str(file) for file in sorted(folder.glob("*.txt"))], jobs=2)
    assert report.added == [str(folder / "accounts.txt")]
    assert [(failure.source, failure.cause) for failure in report.failed] == [
        (str(folder / "budget.txt"), "the process ended by itself, with status 1")
    ]


def test_every_source_is_told(folder: Path) -> None:
    told: list[str] = []
    build(GraphStore(), [str(folder / "budget.txt")], on_source=told.append)
    assert told == [str(folder / "budget.txt")]


def test_what_was_read_before_a_crash_is_kept(folder: Path) -> None:
    store = GraphStore()

    def crash(source: str) -> None:
        if source.endswith("budget.txt"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(store, [str(folder / "accounts.txt"), str(folder / "budget.txt")], on_source=crash)
    assert len(store.sources()) == 2
    assert len(built(store, folder).unchanged) == 2


def test_an_archive_with_a_broken_part_is_tried_again(folder: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.writestr("budget.txt", BUDGET)
        archive.writestr("broken.pdf", b"%PDF-1.7 and nothing more")
    store = GraphStore()
    for _ in range(2):
        report = build(store, [str(tmp_path / "both.zip")])
        assert len(report.failed) == 1
        assert len(spent(store)) == 1
