"""Shares of one whole against 100%."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fiscalnlp import Document
from fiscalnlp.check import framed

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("words", "actual"),
    [
        ("本年支出构成情况：基本支出占66.7%，项目支出占33.3%。", None),
        ("本年支出构成情况：基本支出占66.67%，项目支出占33.34%。", None),
        ("本年支出构成情况：基本支出占66.7%，项目支出占43.3%。", "110.0"),
        ("本年支出构成情况：基本支出占66.7%，项目支出占23.3%。", "90.0"),
        ("本年支出构成情况：基本支出占66.7%，项目支出占23.3%。经营支出12.00万元。", None),
        ("本年支出构成情况：基本支出占66.7%。", None),
    ],
    ids=["whole", "rounded", "too much", "too little", "a part without a share", "one share"],
)
def test_shares(read: Read, words: str, actual: str | None) -> None:
    found = [f.actual for f in read(framed(words)).findings if f.rule == "share.sum"]
    assert found == ([] if actual is None else [actual])
