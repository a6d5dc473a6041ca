"""The money behind a duty, and the money that no duty explains."""

from __future__ import annotations

from decimal import Decimal

import pytest
from record_factory import document

from fiscalnlp.graph.funding import Appropriations, appropriations, behind
from fiscalnlp.graph.observations import Key, Observation, ObservedFund
from fiscalnlp.model.records import Stage


def observation(
    code: str, yuan: int, fund: ObservedFund = "general", stage: Stage = "final_account"
) -> Observation:
    return Observation(Key("functional_class", code, fund, stage), ("",), Decimal(yuan), None, None, 1.0, ())


@pytest.mark.parametrize(
    ("code", "printed", "found"),
    [
        ("20604", ["206", "20604", "2060499"], ["20604"]),
        ("2060404", ["206", "20604", "2060404"], ["2060404"]),
        ("20604", ["206"], ["206"]),  # nothing finer is told
        ("20604", ["206", "20601"], []),  # the 类 was spent on another 款
        ("2060404", ["206", "20604"], ["20604"]),
        ("20604", ["215"], []),
        ("206", ["206", "20601"], ["206"]),
        ("206", ["20601", "2060101", "2060499"], ["20601", "2060499"]),
    ],
)
def test_the_money_behind_a_category(code: str, printed: list[str], found: list[str]) -> None:
    assert [each.key.code for each in behind(code, [observation(each, 1) for each in printed])] == found


def test_every_fund_and_stage_of_the_category_is_behind_it() -> None:
    told = [
        observation("20604", 1),
        observation("20604", 2, stage="initial_budget"),
        observation("20604", 3, "all"),
    ]
    assert behind("20604", told) == told


def test_what_no_duty_explains() -> None:
    told = [observation("206", 30), observation("20601", 10), observation("20604", 20), observation("208", 5)]
    assert appropriations(document(), told, {"20604"}) == Appropriations(Decimal(35), Decimal(20))
    assert appropriations(document(), told, {"2060404"}) == Appropriations(Decimal(35), Decimal(20))
    assert appropriations(document(), told, {"206"}) == Appropriations(Decimal(35), Decimal(30))
    assert appropriations(document(), told, set()) == Appropriations(Decimal(35), Decimal(0))


def test_where_no_group_is_told_items_are_counted() -> None:
    told = [observation("206", 30), observation("2060101", 10), observation("2060499", 15)]
    assert appropriations(document(), told, {"20604"}) == Appropriations(Decimal(30), Decimal(15))
    assert appropriations(document(), told[1:], {"20604"}) == Appropriations(Decimal(25), Decimal(15))


def test_other_money_and_other_stages_do_not_count() -> None:
    told = [observation("206", 30), observation("206", 99, "all"), observation("206", 7, stage="initial_budget")]
    assert appropriations(document(), told, {"206"}) == Appropriations(Decimal(30), Decimal(30))
    assert appropriations(document(report="budget"), told, {"206"}) == Appropriations(Decimal(7), Decimal(7))


def test_without_money_by_class_there_is_nothing_to_explain() -> None:
    assert appropriations(document(), [], {"206"}) is None
