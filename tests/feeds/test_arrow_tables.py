from decimal import Decimal

import pytest
from feed_factory import sent
from record_factory import document, make

from extras import extra
from fiscalnlp.feeds import DocumentRecords
from fiscalnlp.model.records import KINDS, Amount, Cell, Evaluation, Table

extra("pyarrow")

from fiscalnlp.feeds.arrow_tables import conformed, pa, record_tables, schema  # noqa: E402


def of(*records):
    head = document()
    return DocumentRecords.of("a.pdf", head, [head, *records])


@pytest.mark.parametrize("kind", KINDS)
def test_types_do_not_depend_on_what_is_there(kind):
    assert record_tables([sent("a")])[kind].schema == schema(kind)
    assert record_tables([sent("b", year=None, region=None, title=None)])[kind].schema == schema(kind)


def test_money_is_exact():
    table = record_tables([of(make(Amount, value=Decimal("0.1"), yuan=Decimal("1E+4")))])["amount"]
    assert table.schema.field("yuan").type == pa.decimal128(38, 10)
    assert (table["value"].to_pylist(), table["yuan"].to_pylist()) == ([Decimal("0.1")], [Decimal(10_000)])
    assert table["unfit"].to_pylist() == [None]


def test_a_figure_that_does_not_fit_is_kept_as_it_is_printed():
    small, large = Decimal("0.12345678901"), Decimal(10) ** 28
    rows = ((Cell(text="1", yuan=large), Cell(text="2", yuan=Decimal(2))),)
    tables = record_tables(
        [
            of(
                make(Amount, value=small),
                make(Amount, at=40),
                make(Table, rows=rows),
                make(Evaluation, projects=2**63),
            )
        ]
    )
    assert tables["amount"]["value"].to_pylist() == [None, Decimal("12.3")]
    assert tables["amount"]["unfit"].to_pylist() == [["value=0.12345678901"], None]
    assert tables["table"]["unfit"].to_pylist() == [[f"rows[0][0].yuan=1{'0' * 28}"]]
    assert [cell["yuan"] for cell in tables["table"]["rows"].to_pylist()[0][0]] == [None, Decimal(2)]
    assert tables["evaluation"]["unfit"].to_pylist() == [[f"projects={2**63}"]]


def test_grades_are_a_map():
    table = record_tables(
        [of(make(Evaluation, grades={"优": 27, "良": 1}), make(Evaluation, at=40, grades=None))]
    )["evaluation"]
    assert table["grades"].to_pylist() == [[("优", 27), ("良", 1)], None]


def test_a_table_of_another_version_gets_the_columns_that_are_asked_for():
    old = pa.table({"a": [[{"x": 1}]], "gone": [1]})
    new = pa.schema([("a", pa.list_(pa.struct([("x", pa.int64()), ("y", pa.string())]))), ("b", pa.bool_())])
    assert conformed(old, new).to_pylist() == [{"a": [{"x": 1, "y": None}], "b": None}]
