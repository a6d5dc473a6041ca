"""The numbers of lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fiscalnlp import Document
from fiscalnlp.check import framed

Read = Callable[[str], Document]


def found(read: Read, numbers: list[str]) -> list[tuple[str | None, str | None]]:
    items = "\n".join(f"{number}完成第{n}项工作任务，得到群众好评。" for n, number in enumerate(numbers))
    document = read(framed(f"本年度完成了下列工作任务：\n{items}"))
    return [(f.actual, f.expected) for f in document.findings if f.rule == "items.number"]


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        (["1.", "2.", "3.", "4."], []),
        (["1.", "2.", "2.", "3."], [("2.", "3")]),
        (["1.", "2.", "3.", "3.", "5."], [("3.", "4")]),
        (["1.", "2.", "4.", "5."], [("4.", "3")]),
        (["（1）", "（2）", "（4）", "（5）"], [("（4）", "3")]),
        (["1.", "1.", "2.", "3."], []),
        (["1.", "2.", "1.", "2."], []),
        (["1.", "3."], []),
        (["3.", "5.", "6.", "7."], []),
    ],
    ids=[
        "in order", "counted on", "counted as if nothing was", "left out", "in brackets", "a list of one before",
        "two lists", "too few", "the middle of a list",
    ],
)  # fmt: skip
def test_numbers(read: Read, numbers: list[str], wrong: list[tuple[str, str]]) -> None:
    assert found(read, numbers) == wrong
