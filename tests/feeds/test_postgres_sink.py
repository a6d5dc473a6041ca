"""PostgreSQL: full-text search in Chinese, views, several writers, and schemas of other versions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal

import pytest
from feed_factory import content, sent
from feed_readers import Postgres
from record_factory import document, make

from extras import extra
from fiscalnlp.errors import FiscalError
from fiscalnlp.export import contract
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.feeds.full_text import tsquery
from fiscalnlp.model.records import Amount, Duty, Evaluation

extra("psycopg")

from fiscalnlp.feeds.postgres import PostgresSink  # noqa: E402


@pytest.fixture
def filled(postgres: Postgres, haigang) -> Postgres:
    with closing(postgres.open()) as sink:
        sink.write([DocumentRecords.of("haigang-2023.txt", haigang.record, haigang.records())])
    return postgres


@pytest.mark.parametrize(
    ("asked", "words"),
    [("科技", ["科技"]), ("军民融合", ["军民", "融合"]), ("科技 成果转化", ["科技", "成果", "转化"])],
)
def test_words_find_the_clauses_that_have_them(filled: Postgres, haigang, asked: str, words: list[str]) -> None:
    rows = filled.run("SELECT text FROM duty WHERE full_text @@ %s::tsquery", [tsquery(asked)])
    wanted = {duty.text for duty in haigang.duties if all(word in duty.text for word in words)}
    assert {text for (text,) in rows} == wanted != set()


def test_words_of_two_characters_can_be_asked_for_in_sql(filled: Postgres) -> None:
    asked = "SELECT text FROM duties WHERE full_text @@ to_tsquery('simple', '科技 & 创新')"
    assert filled.run(asked) == filled.run(
        "SELECT text FROM duties WHERE full_text @@ %s::tsquery", [tsquery("科技创新")]
    )


def test_the_index_is_there_to_search_with(filled: Postgres) -> None:
    filled.run("ALTER ROLE tests SET enable_seqscan = off")  # so small a table is not worth an index
    try:
        plan = filled.run("EXPLAIN SELECT 1 FROM duty WHERE full_text @@ %s::tsquery", [tsquery("科技")])
    finally:
        filled.run("ALTER ROLE tests RESET enable_seqscan")
    assert any("duty_full_text_idx" in line for (line,) in plan)


def test_views_answer_what_is_asked_most(filled: Postgres, haigang) -> None:
    assert filled.run("SELECT count(*) FROM duties") == [(len(haigang.duties),)]
    science = filled.run("SELECT name, documents, yuan FROM spending_by_class WHERE code = '206'")
    assert science == [("科学技术支出", 1, Decimal(5840000))]
    figures = sum(
        value.value is not None for table in haigang.tables for line in table.lines for value in line.values
    )
    assert filled.run("SELECT count(*) FROM table_figures") == [(figures,)]


def test_figures_are_numeric_and_of_any_size(postgres: Postgres) -> None:
    large = Decimal(10) ** 40 + Decimal("0.123456789012")
    head = document()
    with closing(postgres.open()) as sink:
        sink.write([DocumentRecords.of("a", head, [head, make(Amount, value=Decimal("0.10"), yuan=large)])])
    assert postgres.run("SELECT value::text, yuan FROM amount") == [("0.10", large)]


def test_an_integer_that_no_column_holds_is_named(postgres: Postgres) -> None:
    head = document()
    records = [
        make(Evaluation, id="large", projects=2**63),
        make(Evaluation, id="largest", projects=2**63 - 1, text=f"共:{2**63}个"),
        make(Evaluation, id="small", projects=-(2**70)),
    ]
    with closing(postgres.open()) as sink:
        sink.write([DocumentRecords.of("a", head, [head, *records])])
    assert postgres.run("SELECT id, projects, unfit FROM evaluation ORDER BY id") == [
        ("large", None, [f"projects={2**63}"]),
        ("largest", 2**63 - 1, None),
        ("small", None, [f"projects={-(2**70)}"]),
    ]


def test_the_character_that_postgresql_does_not_know_is_left_out(postgres: Postgres) -> None:
    head, duty = document(), make(Duty, text="管理\0工作", section=("\0概况", r"\u0000"))
    with closing(postgres.open()) as sink:
        sink.write([DocumentRecords.of("a", head, [head, duty])])
    assert postgres.run("SELECT text, section FROM duty") == [("管理工作", ["概况", r"\u0000"])]


def test_several_writers_at_once(postgres: Postgres) -> None:
    postgres.open().close()

    def write(number: int) -> None:
        with closing(postgres.open()) as sink:
            for name in ("a", "b", f"own-{number}"):
                sink.write([sent(name)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    names = ["a", "b", *(f"own-{number}" for number in range(4))]
    assert postgres.held() == content([sent(name) for name in names])


def test_an_older_minor_version_gets_what_is_new(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(postgres.open()) as sink:
        sink.write([sent("a")])
    postgres.run("ALTER TABLE duty DROP COLUMN confidence")
    postgres.run("DROP TABLE citation")
    postgres.run("DELETE FROM meta WHERE value = 'citation'")
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "1.1")
    with closing(postgres.open()) as sink:
        sink.write([sent("b")])
    assert postgres.run("SELECT confidence FROM duty ORDER BY doc_id") == [(None,), (1.0,)]
    assert postgres.run("SELECT doc_id FROM citation") == [("doc-b",)]
    assert postgres.run("SELECT value FROM meta WHERE name = 'contract_version'") == [("1.1",)]


def test_a_newer_minor_version_keeps_what_only_it_has(postgres: Postgres) -> None:
    with closing(postgres.open()) as sink:
        sink.write([sent("a")])
    postgres.run("ALTER TABLE duty ADD COLUMN future text")
    postgres.run("CREATE TABLE oracle AS SELECT 'doc-a' AS doc_id UNION ALL SELECT 'doc-b'")
    postgres.run("INSERT INTO meta VALUES ('kind', 'oracle')")
    postgres.run("UPDATE meta SET value = '1.7' WHERE name = 'contract_version'")
    with closing(postgres.open()) as sink:
        sink.write([sent("c")])
        sink.delete(["doc-a"])
    assert postgres.run("SELECT doc_id, future FROM duty") == [("doc-c", None)]
    assert postgres.run("SELECT * FROM oracle") == [("doc-b",)]
    assert postgres.run("SELECT value FROM meta WHERE name = 'contract_version'") == [("1.7",)]


def test_another_major_version_is_refused_untouched(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(postgres.open()) as sink:
        sink.write([sent("a")])
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "2.0")
    with pytest.raises(FiscalError, match="a new destination is needed"):
        postgres.open()
    assert postgres.held() == content([sent("a")])


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(FiscalError, match=r"postgresql://me:…@127\.0\.0\.1:1/x: PostgreSQL: ") as caught:
        PostgresSink("postgresql://me:secret@127.0.0.1:1/x")
    assert "secret" not in str(caught.value)
