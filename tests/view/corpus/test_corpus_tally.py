"""Many documents added up: exactly, in any order, each disclosure once, in bounded memory."""

from __future__ import annotations

import tracemalloc
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from overview_factory import change, finding, of, spending, summary

from fiscalnlp.view.corpus import Corpus, DocumentSummary
from fiscalnlp.view.corpus.overview import Kind
from fiscalnlp.view.corpus.tally import Largest

DEPARTMENT = Kind("final_accounts", "department")


def _documents(yuan: list[Decimal]) -> list[DocumentSummary]:
    """Documents of as many bodies, each with one amount of money under 教育支出."""
    return [
        summary(
            f"doc-{n}", spending(f"doc-{n}", "205", each, 800), issuer=f"秦皇岛市海港区第{n}中学", title=f"{n}"
        )
        for n, each in enumerate(yuan)
    ]


@given(st.lists(st.decimals(Decimal("0.01"), Decimal("1E+15"), places=2), min_size=1, max_size=6))
def test_money_is_added_up_to_the_cent(yuan: list[Decimal]) -> None:
    assert of(*_documents(yuan)).money[2023, DEPARTMENT, "205"].yuan == sum(yuan)


@given(st.permutations(_documents([Decimal(1), Decimal(2), Decimal("2.50"), Decimal(3)])))
def test_the_order_of_documents_does_not_matter(documents: list[DocumentSummary]) -> None:
    assert of(*documents) == of(*_documents([Decimal(1), Decimal(2), Decimal("2.50"), Decimal(3)]))


def test_a_disclosure_that_is_there_twice_is_counted_once_the_fuller_one() -> None:
    short = summary("doc-a", source="a.txt")
    full = summary("doc-b", spending("doc-b", "205", Decimal(7), 800), source="b.txt")
    for documents in ([short, full], [full, short]):
        overview = of(*documents)
        assert overview.documents == 1
        assert overview.money[2023, DEPARTMENT, "205"].yuan == Decimal(7)
        assert overview.duplicates == (("a.txt", "b.txt"),)


def test_bodies_with_similar_names_are_two() -> None:
    one, two = (
        summary("doc-a", issuer="秦皇岛市海港区第一小学"),
        summary("doc-b", issuer="秦皇岛市海港区第十一小学"),
    )
    assert of(one, two).documents == 2


def test_a_file_that_is_added_twice_is_counted_once() -> None:
    overview = of(summary("doc-a", source="a.txt"), summary("doc-a", source="a.txt"))
    assert (overview.documents, overview.duplicates_count) == (1, 0)


@pytest.mark.parametrize("fields", [{"year": 2022}, {"report": "budget"}, {"scope": "unit"}])
def test_another_year_kind_or_scope_is_another_disclosure(fields: dict[str, object]) -> None:
    assert of(summary("doc-a"), summary("doc-b", **fields)).documents == 2


def test_money_of_departments_and_of_units_is_never_added_up() -> None:
    overview = of(summary("doc-a"), summary("doc-b", scope="unit"))
    assert {key: each.yuan for key, each in overview.regional.items()} == {
        ("130302", 2023, DEPARTMENT): Decimal(15512500),
        ("130302", 2023, Kind("final_accounts", "unit")): Decimal(15512500),
    }


def test_money_that_a_document_contradicts_is_told_apart() -> None:
    doubted = spending("doc-a", "205", Decimal(90_000), 800), spending("doc-a", "205", Decimal(70_000), 850)
    overview = of(summary("doc-a", *doubted))
    total = overview.regional["130302", 2023, DEPARTMENT]
    assert (total.yuan, total.doubted_yuan) == (Decimal(15602500), Decimal(90_000))


def test_documents_without_money_by_class_are_counted() -> None:
    bare = msgspec.structs.replace(summary("doc-a"), money=())
    assert of(bare).without_money == 1


def test_the_largest_movements_are_told_by_what_they_are_measured_against() -> None:
    overview = of(
        summary("doc-a", change("doc-a", Decimal(300_000), 600)),
        summary(
            "doc-b", change("doc-b", Decimal(900_000), 600, basis="final_budget"), issuer="秦皇岛市海港区财政局"
        ),
        top=1,
    )
    assert [each.movement.yuan for each in overview.prior_year] == [Decimal(300_000)]
    assert [each.document.source for each in overview.budget] == ["doc-b.txt"]


def test_findings_are_counted_by_rule_severity_and_document() -> None:
    overview = of(
        summary("doc-a", finding("doc-a", 700), finding("doc-a", 720, severity="warning")),
        summary("doc-b", issuer="秦皇岛市海港区财政局"),
    )
    (rule,) = overview.rules
    assert (rule.rule, rule.found, rule.documents) == ("sum", {"error": 3, "warning": 1}, 2)
    assert [each.document.source for each in overview.worst] == ["doc-a.txt", "doc-b.txt"]
    assert (overview.found("error"), overview.found("info")) == (3, 0)


def test_what_could_not_be_read_is_named_with_its_cause() -> None:
    with Corpus(top=2) as corpus:
        for name in ("c.doc", "a.doc", "b.doc"):
            corpus.fail(name, "read", "Word 97 files are not read")
        overview = corpus.overview()
    assert [each.source for each in overview.unread] == ["a.doc", "b.doc"]
    assert overview.unread_count == 3


def test_an_overview_of_nothing() -> None:
    overview = of()
    assert (overview.documents, overview.years, overview.kinds) == (0, (), ())


def test_documents_can_be_added_after_an_overview() -> None:
    with Corpus() as corpus:
        corpus.add(summary("doc-a"))
        assert corpus.overview().documents == 1
        corpus.add(summary("doc-b", year=2022))
        assert corpus.overview().years == (2022, 2023)


@given(st.lists(st.integers(), unique=True), st.integers(1, 5))
def test_largest_keeps_the_first_of_all(numbers: list[int], size: int) -> None:
    largest = Largest[int](size, lambda number: -number)
    for number in numbers:
        largest.add(number)
    assert largest.items == tuple(sorted(numbers, reverse=True)[:size])
    assert largest.count == len(numbers)


def test_memory_does_not_grow_with_what_documents_say() -> None:
    document = summary(
        "doc-a", *(change("doc-a", Decimal(n), 1000 + 10 * n, text="文" * 200) for n in range(1, 50))
    )
    encoded = len(msgspec.json.encode(document))
    with Corpus() as corpus:
        corpus.add(document)
        tracemalloc.start()
        for n in range(200):
            corpus.add(msgspec.structs.replace(document, doc_id=f"doc-{n}", body=f"body-{n}", source=f"{n}.txt"))
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert held < 200 * encoded / 10
