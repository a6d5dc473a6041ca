"""An index on disk, asked as a user does: what is found, in which order, and how it is selected."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extras import extra
from fiscalnlp import FiscalError, Pipeline
from fiscalnlp.errors import MissingExtraError
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.model.records import CONTRACT_VERSION
from search_factory import disclosure

extra("tantivy")

from fiscalnlp.feeds.search_index import IndexSink  # noqa: E402
from fiscalnlp.search import Found, Index  # noqa: E402
from fiscalnlp.search.entries import entries, indexed_kinds  # noqa: E402
from fiscalnlp.search.folder import LAYOUT, order_of  # noqa: E402
from fiscalnlp.search.forms import search_form  # noqa: E402

CORPORA = Path(__file__).parents[2] / "corpora"


def index_of(path: Path, documents: Iterable[DocumentRecords]) -> Index:
    sink = IndexSink(path)
    sink.write(list(documents))
    sink.close()
    return Index(path)


def texts(found: Found) -> list[str]:
    return [hit.record["text"] for hit in found.hits]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Three offices in two provinces."""
    return index_of(
        tmp_path_factory.mktemp("offices"),
        [
            disclosure("a", ["推进军民融合发展。", "管理科技项目。"], ["科技项目增加"], year=2023),
            disclosure("b", ["指导科技创新，不含奖励。", "组织“三公”经费公开。"], ["压减“三公”经费"], year=2022),
            disclosure(
                "c",
                ["发展中国家人才培训。", "推进中国制造。"],
                region=("杭州市", "330100"),
                issuer="杭州市科学技术局",
            ),
        ],
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("科技", {"管理科技项目。", "科技项目增加", "指导科技创新，不含奖励。"}),
        ("军民", {"推进军民融合发展。"}),
        ("民融", {"推进军民融合发展。"}),  # no word for any dictionary
        ("科技 项目", {"管理科技项目。", "科技项目增加"}),
        ("科技管理", {"管理科技项目。"}),  # two words, both there
        ('"科技管理"', set()),
        ("科技 -奖励", {"管理科技项目。", "科技项目增加"}),
        ("军民融合 OR 三公经费", {"推进军民融合发展。", "组织“三公”经费公开。", "压减“三公”经费"}),
        ("贷款", set()),
    ],
)
def test_found(offices: Index, query: str, found: set[str]) -> None:
    assert set(texts(offices.search(query))) == found


def test_whole_words_come_first(offices: Index) -> None:
    assert texts(offices.search('"中国"', kind="duty"))[0] == "推进中国制造。"
    assert texts(offices.search('"国家"', kind="duty")) == ["发展中国家人才培训。"]


def test_what_was_typed_in_one_piece_comes_first(tmp_path: Path) -> None:
    index = index_of(tmp_path, [disclosure("a", ["创新管理。科技。", "负责全区科技创新平台与基地的建设和评估。"])])
    assert texts(index.search("科技创新"))[0].startswith("负责")


@pytest.mark.parametrize(
    ("selection", "total"),
    [
        ({}, 11),
        ({"kind": "duty"}, 6),
        ({"kind": ["duty", "reason"]}, 8),
        ({"year": 2022}, 4),
        ({"year": [2022, 2023]}, 11),
        ({"year": 1949}, 0),
        ({"region": "13"}, 8),
        ({"region": "130300"}, 8),
        ({"region": "130302"}, 8),
        ({"region": "3301"}, 3),
        ({"region": ["1303", "33"]}, 11),
        ({"region": "1304"}, 0),
        ({"issuer": "科学技术"}, 3),
        ({"issuer": "教育局", "kind": "reason"}, 2),
        ({"issuer": " “教育 局” "}, 8),
        ({"issuer": '"'}, 11),
    ],
)
def test_selection(offices: Index, selection: dict[str, Any], total: int) -> None:
    assert offices.search("", **selection).total == total


def test_facets_count_all_that_was_found(offices: Index) -> None:
    found = offices.search("科技", limit=1, facets=True)
    assert len(found.hits) == 1
    assert found.total == 3
    assert found.facets == {
        "kind": {"duty": 2, "reason": 1},
        "year": {"2023": 2, "2022": 1},
        "region": {"130302": 3},
    }


@pytest.mark.parametrize("query", ["", "科技", "科技 创新", "科", "-科技", "水利 OR 创新"])
def test_pages_follow_each_other_whatever_the_parts_of_the_index(tmp_path: Path, query: str) -> None:
    sent = [disclosure(f"d{number}", ["管理科技创新。", "科技。", "水利和创新。"]) for number in range(60)]
    together, singly = index_of(tmp_path / "together", sent), IndexSink(tmp_path / "singly")
    for document in reversed(sent):
        singly.write([document])
    apart = Index(tmp_path / "singly")

    total = together.search(query).total
    wanted = [(hit.score, hit.record["id"]) for hit in together.search(query, limit=total).hits]
    assert total >= 60
    assert wanted == sorted(wanted, key=lambda hit: (-hit[0], order_of(hit[1])))
    for index in (together, apart):
        pages = [index.search(query, limit=7, offset=at).hits for at in range(0, total + 7, 7)]
        assert [hit.record["id"] for page in pages for hit in page] == [id_ for _, id_ in wanted]
    singly.close()


def test_a_hit_brings_record_document_and_marks(offices: Index) -> None:
    (hit,) = offices.search("军民融合").hits
    assert (hit.kind, hit.issuer, hit.year) == ("duty", "海港区教育局", 2023)
    assert hit.title == "海港区教育局2023年度部门决算"
    assert hit.region == {"name": "秦皇岛市海港区", "code": "130302"}
    assert [[hit.record[each.field][start:end] for start, end in each.marks] for each in hit.snippets] == [
        ["军民融合"]
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "poem"}, "no kind 'poem' is indexed"),
        ({"region": "河北"}, "is no code of a region"),
        ({"region": "0000"}, "is no code of a region"),
        ({"year": 10**30}, "is no year"),
        ({"limit": 0}, "limit and offset"),
        ({"offset": 10**12}, "limit and offset"),
    ],
)
def test_what_cannot_be_asked(offices: Index, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        offices.search("科技", **arguments)


@given(st.text(alphabet=st.one_of(st.sampled_from('科技 "“”-OR AND()*?~^:[]{}\\/+\u2404\x00'), st.characters())))
def test_any_text_can_be_asked(offices: Index, query: str) -> None:
    offices.search(query)


def test_a_very_long_query_can_be_asked(offices: Index) -> None:
    assert offices.search("".join(chr(0x4E00 + i) for i in range(20_000))).total == 0


# -- recall -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, list[tuple[str, ...]]]:
    """An index of bundled disclosures, and what is searched of each record."""
    sources = [CORPORA / "disclosures" / "haigang-2023.txt", *sorted((CORPORA / "samples").glob("*.txt"))[:3]]
    read = [pipeline.read(source) for source in sources]
    documents = [DocumentRecords.of(each.name, each.record, each.records()) for each in read]
    searched = [
        tuple(map(search_form, entry.texts)) for document in documents for entry in entries(document.rows())
    ]
    return index_of(tmp_path_factory.mktemp("real"), documents), searched


@given(st.data())
def test_every_piece_of_a_text_is_found_wherever_it_stands(
    real: tuple[Index, list[tuple[str, ...]]], data: st.DataObject
) -> None:
    index, searched = real
    assert len(searched) > 500
    text = data.draw(st.sampled_from(searched).flatmap(st.sampled_from))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 12))].strip()
    if piece:
        assert index.search(f'"{piece}"').total == sum(any(piece in text for text in each) for each in searched)


@given(st.data())
def test_what_is_typed_without_quotes_finds_no_less(
    real: tuple[Index, list[tuple[str, ...]]], data: st.DataObject
) -> None:
    index, searched = real
    text = data.draw(st.sampled_from(searched).flatmap(st.sampled_from))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(2, 12))]
    if not any(char.isspace() for char in piece) and not piece.startswith("-") and piece not in {"OR", "AND"}:
        assert index.search(piece).total >= sum(any(piece in text for text in each) for each in searched)


def test_every_kind_of_record_can_be_found(real: tuple[Index, list[tuple[str, ...]]]) -> None:
    index, _ = real
    facets = index.search("", facets=True).facets
    assert facets is not None
    missing = set(indexed_kinds()) - set(facets["kind"])
    assert missing <= {"table", "other_table", "functional_shift", "procurement", "nil_return"}


# -- opening -------------------------------------------------------------------------------------


def test_what_is_written_meanwhile_is_found(tmp_path: Path) -> None:
    index = index_of(tmp_path, [disclosure("a", ["科技"])])
    index_of(tmp_path, [disclosure("b", ["科技"])])
    until = time.monotonic() + 10
    while index.search("科技", kind="duty").total < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert index.search("科技", kind="duty").total == 2


@pytest.mark.parametrize("opening", [Index, IndexSink])
def test_without_the_extra(opening: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index_of(tmp_path, [disclosure("a", ["科技"])])
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(MissingExtraError, match="the extra `search` brings it"):
        opening(tmp_path)


@pytest.mark.parametrize(
    ("note", "advice"),
    [
        ({"contract": "99.0", "layout": LAYOUT}, "update fiscalnlp"),
        ({"contract": "0.9", "layout": LAYOUT}, "build it anew"),
        ({"contract": CONTRACT_VERSION, "layout": 99}, "update fiscalnlp"),
        ({"contract": CONTRACT_VERSION, "layout": 0}, "build it anew"),
    ],
)
@pytest.mark.parametrize("opening", [Index, IndexSink])
def test_an_index_of_another_version_is_refused(
    tmp_path: Path, opening: Any, note: dict[str, Any], advice: str
) -> None:
    index_of(tmp_path, [disclosure("a", ["科技"])])
    (tmp_path / "fiscalnlp.json").write_text(json.dumps(note))
    with pytest.raises(FiscalError, match=advice):
        opening(tmp_path)


def test_a_newer_minor_version_is_read_and_stays(tmp_path: Path) -> None:
    newer = f"{CONTRACT_VERSION.partition('.')[0]}.999"
    index_of(tmp_path, [disclosure("a", ["科技"])])
    (tmp_path / "fiscalnlp.json").write_text(json.dumps({"contract": newer, "layout": LAYOUT}))
    assert index_of(tmp_path, [disclosure("b", ["科技"])]).search("科技", kind="duty").total == 2
    assert Index(tmp_path).contract == newer


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(FiscalError, match="is no search index"):
        Index(tmp_path / "nowhere")
    (tmp_path / "letter.txt").write_text("…")
    with pytest.raises(FiscalError, match="is no search index"):
        Index(tmp_path)
    with pytest.raises(FiscalError, match="a folder of something else"):
        IndexSink(tmp_path)


def test_a_damaged_index_is_named(tmp_path: Path) -> None:
    index_of(tmp_path, [disclosure("a", ["科技"])])
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(FiscalError, match="cannot be opened as a search index"):
        Index(tmp_path)
