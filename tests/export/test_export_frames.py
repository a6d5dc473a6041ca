"""Tables as data frames: what is in them, and that money stays exact."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from extras import extra
from fiscalnlp.errors import FiscalError
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Cell, Table, TableLine, TableValue


def _line(row, side, label, code, *, column, value, yuan, parent=None):
    return TableLine(
        row=row,
        side=side,
        label=label,
        code=code,
        level={3: "类", 5: "款"}.get(len(code)) if code else None,
        path=("教育支出", "普通教育")[: (len(code) - 1) // 2] if code else None,
        confirmed=code is not None,
        parent=parent,
        values=(TableValue(column=column, value=value, yuan=yuan),),
        total=False,
    )


def _cells(*texts):
    return tuple(Cell(text=text, yuan=Decimal(text) * 10000 if "." in text else None) for text in texts)


@pytest.fixture
def table() -> Table:
    """Two logical tables side by side; the second row of the left one is blank."""
    return Table(
        id="t",
        doc_id="d",
        text="",
        span=Span(0, 0),
        table="income_expenditure_summary",
        title="收入支出决算总表",
        unit="万元",
        columns=("项目", "决算数", "项目", "决算数"),
        rows=(
            _cells("一、财政拨款收入", "90071992547409.93", "教育支出", "1.20"),
            _cells("", "", "普通教育", "0.123456789"),
        ),
        empty=False,
        lines=(
            _line(
                0,
                0,
                "一、财政拨款收入",
                None,
                column=1,
                value=Decimal("90071992547409.93"),
                yuan=Decimal("900719925474099300"),
            ),
            _line(0, 2, "教育支出", "205", column=3, value=Decimal("1.20"), yuan=Decimal(12000)),
            _line(
                1,
                2,
                "普通教育",
                "20502",
                column=3,
                value=Decimal("0.123456789"),
                yuan=Decimal("1234.56789"),
                parent=1,
            ),
        ),
    )


WIDE = [
    "项目",
    "决算数",
    "项目_2",
    "决算数_2",
    "code",
    "level",
    "path",
    "total",
    "code_2",
    "level_2",
    "path_2",
    "total_2",
]


def test_polars_wide(table):
    polars = extra("polars")
    frame = table.to_polars()
    assert frame.columns == WIDE
    assert frame.schema["决算数"] == polars.Decimal(38, 2)
    assert frame["决算数"].to_list() == [Decimal("900719925474099300"), None]  # more than a float holds
    assert frame["项目_2"].to_list() == ["教育支出", "普通教育"]
    assert frame["code"].to_list() == [None, None]
    assert frame["code_2"].to_list() == ["205", "20502"]
    assert frame["path_2"].to_list() == ["教育支出", "教育支出/普通教育"]


def test_polars_keeps_more_decimals_where_they_are_printed(table):
    extra("polars")
    assert table.to_polars()["决算数_2"].to_list() == [Decimal(12000), Decimal("1234.56789")]


def test_polars_long(table):
    extra("polars")
    frame = table.to_polars(lines=True)
    assert frame.height == 3
    assert frame["side"].to_list() == [0, 2, 2]
    assert frame["parent"].to_list() == [None, None, 1]
    assert frame["column"].to_list() == ["决算数"] * 3
    assert frame["value"].to_list()[1:] == [Decimal("1.20"), Decimal("0.123456789")]
    assert frame["yuan"].sum() == Decimal("900719925474112534.56789")


def test_pandas_wide_and_long(table):
    pandas = extra("pandas")
    frame = table.to_pandas()
    assert list(frame.columns) == WIDE
    assert frame["决算数"][0] == Decimal("900719925474099300")
    assert isinstance(frame["决算数"][0], Decimal)
    assert frame["决算数"][1] is None
    long = table.to_pandas(lines=True)
    assert long["label"].tolist() == ["一、财政拨款收入", "教育支出", "普通教育"]
    assert pandas.isna(long["code"][0])
    assert sum(long["yuan"]) == Decimal("900719925474112534.56789")


def test_an_empty_table_is_a_frame_without_rows(table):
    extra("polars")
    import msgspec

    empty = msgspec.structs.replace(table, rows=(), lines=(), empty=True)
    assert empty.to_polars().shape == (0, 8)
    assert empty.to_polars(lines=True).height == 0


@pytest.mark.parametrize("name", ["polars", "pandas"])
def test_a_missing_extra_is_named(table, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(FiscalError, match=rf"fiscalnlp\[{name}\]"):
        getattr(table, f"to_{name}")()
