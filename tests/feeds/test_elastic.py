"""Records sent to Elasticsearch and OpenSearch by their own clients, against a strict server of the tests.

No real server is run: none is to be had as a package. What the tests hold is the protocol, and that doing it
again, replacing, deleting and failing leave what they should.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from elastic_server import Cluster, running

from extras import extra
from fiscalnlp import FiscalError
from search_factory import disclosure

extra("elasticsearch")
extra("opensearchpy")

from fiscalnlp.feeds.elastic import ElasticSink  # noqa: E402

INDEX = "province-v1-1"


@pytest.fixture
def server() -> Iterator[tuple[str, Cluster]]:
    with running() as there:
        yield there


@pytest.fixture(params=["elasticsearch", "opensearch"])
def url(request: pytest.FixtureRequest, server: tuple[str, Cluster]) -> str:
    return f"{request.param}+http://{server[0]}/province"


@pytest.fixture
def cluster(server: tuple[str, Cluster]) -> Cluster:
    return server[1]


@pytest.fixture
def sink(url: str) -> Iterator[ElasticSink]:
    sink = ElasticSink(url)
    yield sink
    sink.close()


def found(cluster: Cluster) -> list[str]:
    """Return the texts of the clauses and reasons that a search would find."""
    return sorted(
        source["record"]["text"]
        for _, source in cluster.indexes[INDEX].seen.values()
        if source["kind"] != "document"
    )


def test_template_index_and_alias_are_made(sink: ElasticSink, cluster: Cluster) -> None:
    assert cluster.templates["province"]["index_patterns"] == [INDEX]
    assert cluster.indexes[INDEX].aliases == {"province"}
    assert cluster.indexes[INDEX].mappings["_meta"] == {"contract": "1.0"}


def test_a_record_is_sent_with_what_it_is_found_by(sink: ElasticSink, cluster: Cluster) -> None:
    sink.write([disclosure("a", ["推进“军民”融合发展。"])])
    (source,) = [each for _, each in cluster.indexes[INDEX].seen.values() if each["kind"] == "duty"]
    assert source["text"] == ["推进“军民”融合发展。"]
    assert {"军民", "融合", "发展"} <= set(source["words"].split(" "))
    assert (source["year"], source["region"], source["within"]) == (2023, "130302", ["13", "1303", "130302"])
    assert source["document"]["title"] == "海港区教育局2023年度部门决算"
    assert source["record"]["number"] == 1


def test_doing_it_again_changes_nothing(sink: ElasticSink, cluster: Cluster) -> None:
    documents = [disclosure("a", ["科技"]), disclosure("b", ["教育"])]
    sink.write(documents)
    sink.write([documents[0], *documents])
    assert found(cluster) == ["教育", "科技"]


def test_a_corrected_document_replaces_its_records_only(sink: ElasticSink, cluster: Cluster) -> None:
    sink.write([disclosure("a", ["科技", "管理"]), disclosure("b", ["教育"])])
    sink.write([disclosure("a", ["文化"])])
    assert found(cluster) == ["教育", "文化"]


def test_documents_are_taken_out(sink: ElasticSink, cluster: Cluster) -> None:
    document = disclosure("a", ["科技"])
    sink.write([document, disclosure("b", ["教育"])])
    sink.delete([document.doc_id, "doc-nobody"])
    assert found(cluster) == ["教育"]


def test_nothing_to_do_is_no_error(sink: ElasticSink, cluster: Cluster) -> None:
    sink.write([])
    sink.delete([])
    assert found(cluster) == []


def test_many_records_go_in_several_requests(sink: ElasticSink, cluster: Cluster) -> None:
    sink.write([disclosure("a", [f"第{number}项" for number in range(2_500)])])
    assert len(found(cluster)) == 2_500
    assert cluster.bulks == 3


def test_what_a_busy_server_refused_is_sent_again(
    sink: ElasticSink, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    document = disclosure("a", ["科技", "教育"])
    cluster.busy_records.add(next(document.rows())["id"])
    cluster.busy = 1
    sink.write([document])
    assert found(cluster) == ["教育", "科技"]
    assert len(cluster.indexes[INDEX].sent) == 3


def test_refused_records_are_told_by_document_and_the_others_are_there(
    sink: ElasticSink, cluster: Cluster
) -> None:
    good, bad = disclosure("a", ["科技"]), disclosure("b", ["教育", "文化"])
    cluster.refuse.add("教育")
    with pytest.raises(
        FiscalError, match=rf"{bad.doc_id}: 1 refused \(duty-\w+: document_parsing_exception: refused"
    ):
        sink.write([good, bad])
    cluster.refuse.clear()
    sink.write([bad])
    assert found(cluster) == ["教育", "文化", "科技"]


def test_what_was_there_stays_where_the_new_was_refused(sink: ElasticSink, cluster: Cluster) -> None:
    sink.write([disclosure("a", ["科技", "管理"])])
    cluster.refuse.add("教育")
    with pytest.raises(FiscalError, match="records were refused"):
        sink.write([disclosure("a", ["教育"])])
    assert "管理" in found(cluster)


def test_another_version_of_the_contract_is_filled_beside_and_then_published(
    url: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    ElasticSink(url).write([disclosure("a", ["科技"])])
    monkeypatch.setattr("fiscalnlp.feeds.elastic_body.CONTRACT_VERSION", "2.0")
    newer = ElasticSink(url)
    newer.write([disclosure("a", ["科技"])])
    assert [name for name, each in cluster.indexes.items() if "province" in each.aliases] == [INDEX]
    newer.publish()
    assert [name for name, each in cluster.indexes.items() if "province" in each.aliases] == ["province-v2-1"]


def test_user_and_password_of_the_url(url: str, cluster: Cluster) -> None:
    ElasticSink(url.replace("://", "://reader:p%40ss@"))
    assert cluster.logins[-1] == "Basic " + base64.b64encode(b"reader:p@ss").decode()


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:9200/x",
        "elasticsearch+ftp://localhost/x",
        "elasticsearch:x",
        "opensearch://h:port/x",
        "x",
    ],
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(FiscalError, match="is no address such as"):
        ElasticSink(address)


def test_the_password_is_in_no_message(url: str, cluster: Cluster) -> None:
    with pytest.raises(FiscalError) as error:
        ElasticSink("elasticsearch+ftp://reader:secret@localhost/x")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("engine", ["elasticsearch", "opensearch"])
def test_no_server_there(engine: str) -> None:
    with pytest.raises(FiscalError, match="cannot be written"):
        ElasticSink(f"{engine}+http://127.0.0.1:1/x")
