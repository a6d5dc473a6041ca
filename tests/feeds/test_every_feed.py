"""What holds for Parquet, DuckDB and PostgreSQL alike: the records come back as they were, whatever happens."""

from __future__ import annotations

from contextlib import closing

import pytest
from feed_factory import any_documents, content, sent
from feed_readers import Feed
from hypothesis import HealthCheck, Phase, given, settings

from fiscalnlp.feeds import DocumentRecords


def write(feed: Feed, *batches: list[DocumentRecords]) -> None:
    with closing(feed.open()) as sink:
        for batch in batches:
            sink.write(batch)


def test_records_come_back_as_they_were(feed: Feed) -> None:
    documents = [sent("a"), sent("b", year=2022), sent("unknown", year=None, region=None)]
    write(feed, documents[:2], documents[2:])
    assert feed.held() == content(documents)


def test_a_real_disclosure_to_the_cent(feed: Feed, haigang) -> None:
    document = DocumentRecords.of("haigang-2023.txt", haigang.record, haigang.records())
    write(feed, [document])
    assert feed.held() == content([document])


@given(documents=any_documents())
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_records_come_back(feed: Feed, documents: list[DocumentRecords]) -> None:
    with closing(feed.open()) as sink:
        sink.delete(["doc-1", "doc-2"])
        sink.write(documents)
    latest = {document.doc_id: document for document in documents}
    assert feed.held() == content(list(latest.values()))


def test_writing_again_changes_nothing(feed: Feed) -> None:
    write(feed, [sent("a"), sent("b")])
    write(feed, [sent("b")], [sent("a"), sent("a")])
    assert feed.held() == content([sent("a"), sent("b")])


def test_a_document_is_replaced_as_a_whole(feed: Feed) -> None:
    old = sent("a")
    head = next(old.records())
    new = DocumentRecords.of("a.txt", head, [head])
    write(feed, [old, sent("b")])
    write(feed, [new])
    assert feed.held() == content([new, sent("b")])


def test_a_document_that_moves_to_another_year_is_there_once(feed: Feed) -> None:
    write(feed, [sent("a", year=2022), sent("b", year=2022)])
    write(feed, [sent("a", year=2023)])
    assert feed.held() == content([sent("a", year=2023), sent("b", year=2022)])


def test_deleted_documents_are_gone(feed: Feed) -> None:
    with closing(feed.open()) as sink:
        sink.write([sent("a"), sent("b")])
        sink.delete(["doc-a", "doc-that-never-was"])
        sink.write([])
        sink.delete([])
    assert feed.held() == content([sent("b")])


def test_what_is_deleted_and_written_again_is_there(feed: Feed) -> None:
    with closing(feed.open()) as sink:
        sink.write([sent("a")])
        sink.delete(["doc-a"])
        sink.write([sent("a")])
    assert feed.held() == content([sent("a")])


def test_nothing_written_has_the_same_columns(feed: Feed) -> None:
    write(feed)
    assert feed.held() == content([])
    write(feed, [sent("a", region=None)])
    assert feed.held() == content([sent("a", region=None)])


def test_a_feed_that_was_never_closed_has_what_was_written(feed: Feed) -> None:
    sink = feed.open()
    sink.write([sent("a")])
    del sink  # as a process that dies lets go of it
    write(feed, [sent("b")])
    assert feed.held() == content([sent("a"), sent("b")])


def test_a_write_that_fails_leaves_what_was_there(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(feed.open()) as sink:
        sink.write([sent("a")])
        with monkeypatch.context() as patch:
            feed.break_writing(patch)
            with pytest.raises(KeyboardInterrupt):
                sink.write([sent("a", issuer="某局"), sent("b")])
    assert feed.held() == content([sent("a")])
