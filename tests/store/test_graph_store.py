"""The store: idempotent, incremental, the same whatever came and went before."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from record_factory import disclosure, document, make

from fiscalnlp.errors import FiscalError
from fiscalnlp.graph import build_graph
from fiscalnlp.graph.names import iri
from fiscalnlp.model.records import Action, Duty, Record
from fiscalnlp.store import DocumentGraph, GraphStore, SourceState
from fiscalnlp.store.build import document_graph

STATE = SourceState("0" * 64, "test", ())


def graph_of(records: list[Record]) -> DocumentGraph:
    return document_graph(build_graph(records))


def duty_of(doc: str, issuer: str, verb: str, object_: str, *partners: str) -> DocumentGraph:
    duty = make(Duty, doc=doc, actions=(Action(verb=verb, object=object_),), partners=partners)
    return graph_of([document(id=doc, issuer=issuer), duty])


ONE = graph_of(disclosure("doc-1", 2022))
TWO = graph_of(disclosure("doc-2", 2023))
THREE = duty_of("doc-3", "秦皇岛市海港区财政局", "管理", "财政  资金", "区教育局")
#: The same body and action under other names than in `THREE`.
THREE_CORRECTED = duty_of("doc-4", "中共秦皇岛市海港区财政局", "管理", "财政资金", "区教育局（本级）")


def filled(entries: Iterable[tuple[str, DocumentGraph]], path: Path | None = None) -> GraphStore:
    store = GraphStore(path)
    for source, graph in entries:
        store.put({f"file:///{source}": (STATE, [graph])})
    return store


def content(store: GraphStore, folder: Path) -> bytes:
    store.dump(folder / "dump.nq")
    return (folder / "dump.nq").read_bytes()


def labels(store: GraphStore, type_: str) -> list[str]:
    rows = store.query(f"SELECT ?label {{ ?node a {type_} ; rdfs:label ?label }} ORDER BY ?label")
    return [row["label"].value for row in rows]


def test_putting_twice_changes_nothing(tmp_path: Path) -> None:
    once = content(filled([("a", ONE), ("b", TWO)]), tmp_path)
    assert content(filled([("a", ONE), ("b", TWO), ("a", ONE), ("b", TWO)]), tmp_path) == once


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_documents_does_not_matter(tmp_path: Path, seed: int) -> None:
    entries = [("a", ONE), ("b", TWO), ("c", THREE)]
    shuffled = random.Random(seed).sample(entries, len(entries))
    assert content(filled(shuffled), tmp_path) == content(filled(entries), tmp_path)


def test_a_corrected_document_replaces_its_own_facts_only(tmp_path: Path) -> None:
    corrected = filled([("a", ONE), ("c", THREE), ("c", THREE_CORRECTED)])
    assert content(corrected, tmp_path) == content(filled([("a", ONE), ("c", THREE_CORRECTED)]), tmp_path)


def test_names_that_only_the_old_document_had_go_with_it() -> None:
    store = filled([("c", THREE)])
    assert "管理财政  资金" in labels(store, "fn:Action")
    store.put({"file:///c": (STATE, [THREE_CORRECTED])})
    assert labels(store, "fn:Action") == ["管理财政资金"]


def test_a_removed_document_leaves_no_trace(tmp_path: Path) -> None:
    store = filled([("a", ONE), ("c", THREE)])
    store.remove(["file:///c"])
    assert content(store, tmp_path) == content(filled([("a", ONE)]), tmp_path)


def test_a_document_that_two_sources_hold_stays_with_the_other() -> None:
    store = filled([("a", ONE), ("copy-of-a", ONE)])
    store.remove(["file:///a"])
    assert len(labels(store, "fn:Duty")) == 1


def test_what_documents_share_is_there_once() -> None:
    store = filled([("a", ONE), ("b", TWO)])
    (row,) = store.query(
        "SELECT (COUNT(*) AS ?n) { ?body a org:FormalOrganization ; rdfs:label '秦皇岛市海港区财政局'@zh }"
    )
    assert row["n"].value == "1"
    sums = store.query("""SELECT (SUM(?yuan) AS ?sum) {
        ?o fn:body ?body ; fn:yuan ?yuan ; fn:stage "final_account" .
        ?body rdfs:label ?name FILTER(CONTAINS(?name, "科技和工业信息化局"))
    }""")
    assert next(iter(sums))["sum"].value == str(2 * 15512500)


def test_a_build_that_was_cut_short_is_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled([("a", ONE), ("c", THREE)])

    def cut(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store, "_settle", cut)
        with pytest.raises(KeyboardInterrupt):
            store.put({"file:///c": (STATE, [THREE_CORRECTED])})
    store.put({"file:///a": (STATE, [ONE])})  # whatever comes next
    assert content(store, tmp_path) == content(filled([("a", ONE), ("c", THREE_CORRECTED)]), tmp_path)


def test_the_catalogue_knows_what_came_from_where() -> None:
    store = filled([("a", ONE)])
    state = store.sources()["file:///a"]
    assert (state.sha256, state.read_by) == (STATE.sha256, STATE.read_by)
    assert state.documents == (iri("document", "doc-1"),)


def test_it_is_kept_on_disk(tmp_path: Path) -> None:
    with filled([("a", ONE)], tmp_path / "kg") as store:
        size = len(store)
    with GraphStore(tmp_path / "kg", read_only=True) as again:
        assert len(again) == size
        assert len(labels(again, "fn:Duty")) == 1


def test_a_folder_that_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(FiscalError, match="is no graph store"):
        GraphStore(tmp_path, read_only=True)


def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    with GraphStore(tmp_path / "kg"), pytest.raises(FiscalError, match="cannot be opened"):
        GraphStore(tmp_path / "kg")


def test_reference_graphs_are_put_in_once() -> None:
    store = GraphStore()
    store.put_reference("1")
    size = len(store)
    store.put_reference("1")
    store.put_reference("2")
    assert len(store) == size > 50_000
    (row,) = store.query(
        "SELECT ?name { <https://w3id.org/fiscalnlp/functional_class/20604> skos:prefLabel ?name }"
    )
    assert row["name"].value == "技术研究与开发"
