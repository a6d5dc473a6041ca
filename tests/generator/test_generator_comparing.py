"""Comparisons in an office's own words: what is worded is what is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from generator.bodies import bodies
from generator.comparing import INITIAL, PRIOR, Carried, Comparing, Verdict
from generator.figures import accounts
from generator.mistakes import Mistakes
from generator.printing import Printing
from generator.telling import Teller

WAN = Decimal(10_000)
AGAINST = Verdict("决算数", ("大于", "小于"), "预算数", "的主要原因是", same="决算数与预算数持平")


@pytest.fixture
def teller() -> Teller:
    books = accounts(bodies()[0], 2023, 1)
    return Teller(books, 1, stage="final_account", printing=Printing(), mistakes=Mistakes())


def told(teller: Teller, kind: str) -> list[dict[str, Any]]:
    rows = teller.truth("", "", [])[kind]
    assert isinstance(rows, list)
    return rows


def test_a_move_is_told_with_amount_rate_and_reason(teller: Teller) -> None:
    words = Comparing(PRIOR, lead="较上年", same="持平").told(
        teller, "支出", 110 * WAN, 100 * WAN, why="total", cue="，主要原因是："
    )
    reason = told(teller, "reasons")[0]
    assert words == f"较上年增加10.00万元，增长10.00%，主要原因是：{reason['text']}"
    assert reason["cue"] == "主要原因是："
    (change,) = told(teller, "changes")
    assert (change["direction"], change["yuan"], change["percent"]) == ("increase", "100000", "10.00")
    assert change["reason"] == reason["text"]


def test_figures_that_print_alike_are_unchanged(teller: Teller) -> None:
    assert Comparing(PRIOR, lead="", same="持平").told(teller, "支出", 100 * WAN, 100 * WAN + 1) == "持平"
    assert [row["direction"] for row in told(teller, "changes")] == ["unchanged"]
    assert not told(teller, "amounts")


def test_a_rate_that_would_print_as_zero_is_left_out(teller: Teller) -> None:
    assert (
        Comparing(PRIOR, lead="", same="持平").told(teller, "支出", 100_000 * WAN - 100, 100_000 * WAN)
        == "减少0.01万元"
    )
    assert told(teller, "changes")[0]["percent"] is None
    assert not told(teller, "percentages")


def test_a_verdict_is_a_change_with_its_completion_and_reason(teller: Teller) -> None:
    rate = teller.completion(80 * WAN, 100 * WAN, "支出")
    words = Carried("支出", 80 * WAN, 100 * WAN, rate).verdict(teller, INITIAL, AGAINST, "project")
    (change,) = told(teller, "changes")
    assert words == f"决算数小于预算数的主要原因是{change['reason']}"
    assert (change["direction"], change["completion"], change["yuan"]) == ("decrease", "80.00", None)
    assert told(teller, "reasons")[0]["cue"] == "主要原因是"


def test_a_reason_without_a_verdict_tells_no_change(teller: Teller) -> None:
    carried = Carried("支出", 80 * WAN, 100 * WAN, teller.completion(80 * WAN, 100 * WAN, "支出"))
    words = carried.reason(teller, why="project", cue="，主要原因是")
    assert words == f"，主要原因是{told(teller, 'reasons')[0]['text']}"
    assert not told(teller, "changes")
    even = Carried("支出", 80 * WAN, 80 * WAN, None)
    assert even.reason(teller, why="project", cue="，主要原因是") == ""
