"""Accounts that are made up add up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fiscalnlp.classification import functional_classes
from generator.bodies import bodies
from generator.figures import PAID_AS, Accounts, accounts

SEEDS = range(8)


@pytest.fixture(params=[(body, seed) for body in bodies() for seed in SEEDS], ids=lambda p: f"{p[0].name}-{p[1]}")
def books(request: pytest.FixtureRequest) -> Accounts:
    body, seed = request.param
    return accounts(body, 2023, seed)


def test_income_and_what_was_brought_forward_is_spent_or_left(books: Accounts) -> None:
    assert books.of("income") + books.of("carried_in") == books.of("total") + books.of("carried_out")


def test_basic_expenditure_by_function_is_that_by_economic_class(books: Accounts) -> None:
    assert books.of("basic") == books.group("personnel") + books.group("public")
    by_class = {item.code: item.yuan for item in books.economic}
    for line in books.lines:
        if line.code in PAID_AS:
            assert line.basic == by_class[PAID_AS[line.code]]


def test_official_expenses_are_those_among_the_economic_classes(books: Accounts) -> None:
    by_class = {item.code: item.yuan for item in books.economic}
    assert by_class.get("30212", Decimal(0)) == books.abroad.final
    assert by_class["30217"] == books.reception.final
    assert by_class["30231"] == books.running.final
    assert books.official.final == books.abroad.final + books.vehicles.final + books.reception.final


def test_every_class_is_a_confirmed_one(books: Accounts) -> None:
    classes = functional_classes()
    for line in books.lines:
        row = classes.by_code(line.code, fund=line.fund, year=books.year)
        assert row is not None
        assert row.confirmed
        assert row.name == line.path[2]


def test_no_figure_is_negative_and_every_one_prints_exactly_in_wan(books: Accounts) -> None:
    for line in books.lines:
        for yuan in (line.basic, line.project, line.other, line.budget, line.last_year, line.carried_out):
            assert yuan >= 0
            assert yuan % 100 == 0


def test_small_firms_win_in_each_kind_of_procurement_what_they_win_in_all(books: Accounts) -> None:
    won = books.sme_by_kind
    assert sum(won.values()) == books.sme
    assert all(0 <= won[kind] <= getattr(books, kind) for kind in ("goods", "works", "services"))


def test_a_seed_gives_the_same_accounts_and_another_seed_others() -> None:
    body = bodies()[0]
    assert accounts(body, 2023, 1) == accounts(body, 2023, 1)
    assert accounts(body, 2023, 1) != accounts(body, 2023, 2)


def test_a_budget_carries_nothing_over() -> None:
    books = accounts(bodies()[0], 2024, 1, step=1, carry=False)
    assert books.of("carried_in") == books.of("carried_out") == 0
    assert books.of("income") == books.of("total")


def test_a_class_that_no_source_attests_is_refused() -> None:
    unknown = replace(bodies()[0], running="2060190")
    with pytest.raises(ValueError, match="2060190"):
        accounts(unknown, 2023, 1)
