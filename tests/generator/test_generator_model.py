"""Tables of blocks: cells find their places as in a browser."""

from __future__ import annotations

import pytest

from generator.model import Cell, Heading, Table, placed


def test_cells_are_placed_around_the_spans_above_them() -> None:
    rows = ((Cell("项目", columns=2), Cell("合计", rows=2)), (Cell("编码"), Cell("名称")))
    assert [(r, c, cell.text) for r, c, cell in placed(rows)] == [
        (0, 0, "项目"),
        (0, 2, "合计"),
        (1, 0, "编码"),
        (1, 1, "名称"),
    ]


def test_cells_that_claim_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        list(placed(((Cell("一"), Cell("二", rows=2)), (Cell("三", columns=2),))))


def test_the_matrix_of_a_table_is_blank_where_a_span_continues() -> None:
    table = Table("表", (1, 1), head=((Cell("项目", columns=2),),), body=((Cell("201"), Cell("1.00")),))
    assert table.matrix() == [["项目", ""], ["201", "1.00"]]


def test_a_part_is_parted_from_its_title_by_a_space() -> None:
    assert Heading(1, "第一部分", "概况").text == "第一部分 概况"
    assert Heading(2, "一、", "部门职责").text == "一、部门职责"
