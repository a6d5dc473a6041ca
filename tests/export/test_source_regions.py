"""Spans are found in the file: of running text by their offsets, of cells in the line of their row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Document
from fiscalnlp.export.source_regions import SourceRegions
from fiscalnlp.model.place import Span

Read = Callable[[str], Document]
ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出"),
    ("205", "教育支出", "8.00", "8.00"),
    ("208", "社保支出", "9.00", "8.00"),
)


def _disclosure(rows: str) -> str:
    return final_accounts(
        "基本支出8.00万元。", "公开03表 支出决算表", "单位：万元", rows, "本年支出合计17.00万元。"
    )


@pytest.mark.parametrize(
    "rows",
    [
        "\n".join(map("\t".join, ROWS)),
        "\n".join(f"| {' | '.join(row)} |" for row in ROWS),
        "\r\n".join("\t".join(row) for row in ROWS),
        "\n".join("".join(cell.ljust(14) for cell in row) for row in ROWS),
    ],
)
def test_every_cell_is_found_where_it_stands(read: Read, rows: str) -> None:
    text = _disclosure(rows)
    document = read(text)
    regions = SourceRegions(document.layout, text)
    line = "208\t社保支出\t9.00\t8.00"
    start = document.text.index(line)
    for cell in ("208", "社保支出", "9.00", "8.00"):
        at = start + line.rindex(cell)
        region = regions.of(Span(at, at + len(cell)))
        assert region
        assert text[region.offset : region.offset + region.length] == cell
        assert "社保支出" in text.split("\n")[region.line - 1]
        assert text.split("\n")[region.line - 1][region.column - 1 :].startswith(cell)
    following = document.text.index("17.00")
    region = regions.of(Span(following, following + 7))
    assert region
    assert text[region.offset :].startswith("17.00万元")


def test_rows_that_are_alike_are_found_one_by_one(read: Read) -> None:
    rows = "科目\t合计\t基本\n教育支出\t8.00\t7.00\n社保支出\t9.00\t8.00"
    block = f"公开0{{}}表 支出决算表\n单位：万元\n{rows}\n以上为第{{}}张表的说明文字。"
    text = final_accounts(block.format(3, "一"), block.format(5, "二"))
    document = read(text)
    regions = SourceRegions(document.layout, text)
    second = document.text.rindex("7.00")
    region = regions.of(Span(second, second + 4))
    assert region
    assert region.offset == text.rindex("7.00")


def test_several_rows_have_no_region(read: Read) -> None:
    text = _disclosure("\n".join(map("\t".join, ROWS)))
    document = read(text)
    table = document.text.index("205\t")
    assert SourceRegions(document.layout, text).of(Span(table, document.text.index("208\t") + 5)) is None
