"""What one document adds to an overview."""

from __future__ import annotations

from decimal import Decimal

import pytest
from overview_factory import change, finding, spending, summary
from record_factory import document, make

from fiscalnlp.model.records import Amount, Reason, Table
from fiscalnlp.view.corpus import summarise
from fiscalnlp.view.corpus.summary import MOVEMENTS, band_of

DOC = "doc-2023"


@pytest.mark.parametrize(
    ("confidence", "band"), [(1.0, 0), (0.99, 1), (0.9, 1), (0.8, 2), (0.7, 2), (0.5, 3), (0.49, 4), (0.0, 4)]
)
def test_bands_of_confidence(confidence: float, band: int) -> None:
    assert band_of(confidence) == band


def test_it_says_of_whom_and_when_the_document_is() -> None:
    found = summary()
    assert (found.name, found.year, found.report, found.scope) == (
        "秦皇岛市海港区科技和工业信息化局2023年度部门决算",
        2023,
        "final_accounts",
        "department",
    )
    assert found.region is not None
    assert found.region.code == "130302"


def test_records_are_counted_by_kind_and_confidence() -> None:
    found = summary(DOC, make(Amount, doc=DOC, at=900, confidence=0.75))
    assert found.records["amount"] == (1, 0, 1, 0, 0)
    assert "document" not in found.records
    assert "finding" not in found.records


def test_money_of_a_class_is_what_is_printed_for_it() -> None:
    found = summary(DOC, spending(DOC, "205", Decimal(900), 800), spending(DOC, "20502", Decimal(500), 810))
    assert {each.code: each.yuan for each in found.money} == {"205": Decimal(900), "206": Decimal(15512500)}


def test_money_of_a_class_is_added_up_where_only_parts_are_printed() -> None:
    found = summary(
        DOC, spending(DOC, "20502", Decimal("500.10"), 810), spending(DOC, "20503", Decimal("0.20"), 820)
    )
    assert {each.code: each.yuan for each in found.money}["205"] == Decimal("500.30")


def test_a_document_that_prints_two_figures_is_doubted() -> None:
    found = summary(DOC, spending(DOC, "205", Decimal(90_000), 800), spending(DOC, "205", Decimal(70_000), 850))
    assert [(each.code, each.doubted) for each in found.money] == [("205", True), ("206", False)]


def test_a_movement_has_its_reasons() -> None:
    reason = make(Reason, doc=DOC, at=620, text="学生人数增加")
    found = summary(DOC, reason, change(DOC, Decimal(5_000_000), 600, reasons=(reason.id,)))
    largest = found.movements[0]
    assert (largest.yuan, largest.reasons) == (Decimal(5_000_000), ("学生人数增加",))


def test_measures_that_moved_by_the_same_amount_are_one_movement() -> None:
    found = summary(
        DOC,
        change(DOC, Decimal(5_000_000), 600, measure="本年收入"),
        change(DOC, Decimal(5_000_000), 640, measure="本年支出"),
        change(DOC, Decimal(5_000_000), 680, measure="本年支出", basis="initial_budget"),
    )
    assert [(each.measures, each.basis) for each in found.movements[:2]] == [
        (("本年支出",), "initial_budget"),
        (("本年收入", "本年支出"), "prior_year"),
    ]


def test_no_movement_is_one_of_nothing() -> None:
    none = [change(DOC, Decimal(0), 600), change(DOC, None, 640), change(DOC, Decimal(1), 660, measure=None)]
    assert summary(DOC, *none).movements == summary(DOC).movements


@pytest.mark.parametrize(("severity", "questioned"), [("error", True), ("warning", True), ("info", False)])
def test_a_movement_of_a_figure_that_a_finding_doubts_is_questioned(severity: str, questioned: bool) -> None:
    moved = change(DOC, Decimal(5_000_000), 600)
    found = summary(DOC, moved, finding(DOC, 700, evidence=(moved.id,), severity=severity))
    assert found.movements[0].questioned is questioned


def test_a_document_adds_a_bounded_number_of_movements() -> None:
    many = [change(DOC, Decimal(1000 + n), 1000 + 10 * n) for n in range(3 * MOVEMENTS)]
    found = summary(DOC, *many)
    assert len(found.movements) == MOVEMENTS
    assert [each.yuan for each in found.movements] == sorted((each.yuan for each in found.movements), reverse=True)


def test_a_table_is_filled_where_one_of_its_prints_is() -> None:
    empty = make(Table, doc=DOC, at=900, table="state_capital", empty=True)
    assert summary(DOC, empty).tables == {"income": "filled", "state_capital": "empty"}
    filled = make(Table, doc=DOC, at=950, table="state_capital", empty=False)
    assert summary(DOC, filled, empty).tables["state_capital"] == "filled"


def test_findings_are_counted_by_rule() -> None:
    found = summary(DOC, finding(DOC, 700), finding(DOC, 720, severity="info"))
    assert [(each.rule, each.severity, each.count) for each in found.findings] == [
        ("sum", "error", 2),
        ("sum", "info", 1),
    ]
    assert found.found("error") == 2


def test_documents_that_do_not_say_whose_they_are_are_each_one_disclosure() -> None:
    one = summarise("a.txt", [document(id="doc-a", issuer=None)])
    two = summarise("b.txt", [document(id="doc-b", issuer=None)])
    assert one.disclosure != two.disclosure


def test_without_a_document_there_is_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="no document record"):
        summarise("a.txt", [make(Amount)])
