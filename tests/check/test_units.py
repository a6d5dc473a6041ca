"""Units of differences and of price limits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fiscalnlp import Document
from fiscalnlp.check import framed

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("difference", "fires"),
    [("1.52元", True), ("18.20元", True), ("108.20元", False), ("1.52万元", False), ("15200元", False)],
)
def test_a_difference_is_no_finer_than_its_amount(read: Read, difference: str, *, fires: bool) -> None:
    document = read(framed(f"机关运行经费支出31.46万元，比上年增加{difference}。"))
    assert any(finding.rule == "unit.difference" for finding in document.findings) == fires
