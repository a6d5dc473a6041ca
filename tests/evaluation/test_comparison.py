"""A document against its truth: what was missed, what was invented, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disclosure_factory import final_accounts, overview
from fiscalnlp import Document
from fiscalnlp.evaluation import Item, Tally, compare, read_truth
from truth_factory import AMOUNT, DOCUMENT, write_case

Read = Callable[[str], Document]
Compared = tuple[dict[str, Tally], tuple[Item, ...]]
PROSE = "公务接待费支出1.00万元，与上年持平。培训费支出2.00万元。会议费支出1.00万元。"


@pytest.fixture
def against(read: Read, tmp_path: Path) -> Callable[..., Compared]:
    """Compare a text with the truth given by kind."""

    def compared(text: str, **truth: Any) -> Compared:
        tallies, items = compare(read_truth(write_case(tmp_path, truth)), read(text))
        return {tally.kind: tally for tally in tallies}, items

    return compared


def amount(text: str, stage: str = "final_account") -> dict[str, str]:
    return {"text": text, "yuan": f"{text[0]}0000", "stage": stage}


AMOUNTS = [amount("1.00万元"), amount("2.00万元"), amount("1.00万元")]


def test_what_agrees_is_no_difference(against: Callable[..., Compared]) -> None:
    tallies, items = against(final_accounts(PROSE), amounts=AMOUNTS, document=DOCUMENT)
    assert items == ()
    assert {kind: (each.expected, each.found) for kind, each in tallies.items()} == {
        "document": (5, 5),
        "amounts": (3, 3),
        "amounts.stage": (3, 3),
    }


def test_a_wrong_field_is_a_miss_and_an_invention_at_one_place(against: Callable[..., Compared]) -> None:
    wrong = [AMOUNTS[0], amount("2.00万元", "initial_budget"), AMOUNTS[2]]
    tallies, items = against(final_accounts(PROSE), amounts=wrong)
    assert tallies["amounts"].f1 == 1
    assert tallies["amounts.stage"].f1 == pytest.approx(2 / 3)
    missed, invented = items
    assert (missed.verdict, missed.values["stage"]) == ("missed", "initial_budget")
    assert (invented.verdict, invented.values["stage"]) == ("invented", "final_account")
    assert missed.context is not None
    assert missed.context == invented.context
    assert (missed.context.before, missed.context.words) == ("培训费支出", "2.00万元")


def test_what_stands_twice_counts_twice(against: Callable[..., Compared]) -> None:
    tallies, (item, *_) = against(final_accounts(PROSE), amounts=[*AMOUNTS, AMOUNTS[0]])
    assert (tallies["amounts"].missed, tallies["amounts"].invented) == (1, 0)
    assert item.values == {"text": "1.00万元", "yuan": "10000"}


def test_a_miss_is_shown_between_its_neighbours(against: Callable[..., Compared]) -> None:
    text = final_accounts("公务接待费支出1.00万元。经费合计约1.00。培训费支出2.00万元，1.00。")
    bare = {"text": "1.00", "yuan": "10000", "stage": "other"}
    _, items = against(text, amounts=[AMOUNTS[0], bare, AMOUNTS[1]])
    (context,) = {item.context for item in items if item.verdict == "missed"}
    assert context is not None
    assert context.before == "经费合计约"


def test_what_the_text_does_not_print_has_no_context(against: Callable[..., Compared]) -> None:
    _, (item, *_) = against(final_accounts(PROSE), amounts=[*AMOUNTS, amount("7.77万元")])
    assert item.context is None


def test_a_duty_that_is_not_printed_is_not_shown_at_its_number(against: Callable[..., Compared]) -> None:
    duty = {"number": 1, "marker": "（一）", "text": "负责城区绿化工作。", "role": "own"}
    _, (invented, missed) = against(overview("（一）负责管理工作。"), duties=[duty])
    assert (missed.verdict, missed.context) == ("missed", None)
    assert invented.context is not None


def test_reasons_may_differ_by_a_tenth_but_not_word_for_word(against: Callable[..., Compared]) -> None:
    text = final_accounts(
        "支出合计2.00万元，比上年增加1.00万元，主要原因是新增城区公共绿地养护和公共厕所改造项目。"
    )
    almost = "新增城区公共绿地养护和公共厕所改造事项"
    tallies, _ = against(text, reasons=[{"text": almost}])
    assert (tallies["reasons"].f1, tallies["reasons.text"].f1) == (1, 0)
    tallies, _ = against(text, reasons=[{"text": "新增道路"}])
    assert (tallies["reasons"].missed, tallies["reasons"].invented) == (1, 1)


def test_fields_of_the_document_count_one_by_one(against: Callable[..., Compared]) -> None:
    tallies, items = against(overview("（一）负责管理工作。"), document={**DOCUMENT, "fiscal_year": 2020})
    assert (tallies["document"].expected, tallies["document"].missed) == (5, 1)
    invented, missed = items  # in the order of the text, what it does not print last
    assert (invented.values, missed.values) == ({"fiscal_year": "2023"}, {"fiscal_year": "2020"})
    assert missed.context is None
    assert invented.context is not None
    assert invented.context.words == "2023"


def test_marks_and_layout_spaces_make_no_difference(against: Callable[..., Compared]) -> None:
    duty = {"number": 1, "marker": "(一)", "text": "负责 “放管服” 工作", "role": "own"}
    tallies, items = against(overview('（一）负责"放管服"工作。'), duties=[duty])
    assert items == ()
    assert tallies["duties"].expected == 1


def test_rows_of_a_table_are_compared_cell_by_cell(read: Read, tmp_path: Path) -> None:
    document = read((Path(__file__).parents[2] / "corpora/disclosures/department-budget-3.txt").read_text("utf-8"))
    table = document.tables[1]
    rows = [[cell.text for cell in row] for row in table.rows]
    wrong = [*rows[:-1], [*rows[-1][:-1], "12,345.67"]]
    truths = [
        {
            "table": each.table,
            "unit": each.unit,
            "empty": each.empty,
            "rows": [[c.text for c in r] for r in each.rows],
        }
        for each in document.tables
    ]
    truths[1]["rows"] = wrong
    tallies, items = compare(read_truth(write_case(tmp_path, {"tables": truths})), document)
    assert [tally.missed for tally in tallies] == [0, 1]
    missed, invented = items
    assert missed.values["row"].endswith("12345.67")
    assert invented.context is not None
    assert invented.context.span.start >= table.span.start
    assert invented.context.span.end <= table.span.end


# -- planted mistakes -------------------------------------------------------------------------------------------

SHARES = "2023年度本年支出合计100.00万元，其中：基本支出40.00万元，占30.00%；项目支出60.00万元，占60.00%。"
ERROR = {"where": "基本支出40.00万元，占30.00%", "what": "40÷100", "expected": "40.00%", "actual": "30.00%"}


@pytest.mark.parametrize(
    ("errors", "counts"),
    [
        ([ERROR], (1, 1, 0, 0)),
        ([{**ERROR, "expected": "40.01%"}], (1, 1, 0, 0)),  # rounded
        ([], (0, 1, 0, 1)),
        ([{**ERROR, "where": "占60.00%"}], (1, 1, 1, 1)),  # elsewhere
        ([{**ERROR, "where": "not printed"}], (1, 1, 1, 1)),
        ([{**ERROR, "expected": "70.00%"}], (1, 1, 1, 1)),  # for another reason
        ([{**ERROR, "actual": "基本支出占三成"}], (1, 1, 0, 0)),  # most of its words
        ([{**ERROR, "actual": "一般支出"}], (1, 1, 1, 1)),
        ([{**ERROR, "actual": "41.00万元", "expected": "40.00万元"}], (1, 1, 1, 1)),  # another figure
        ([ERROR, {**ERROR, "actual": "项目支出", "where": "项目支出60.00万元"}], (2, 1, 1, 0)),
    ],
)
def test_findings_against_planted_mistakes(
    against: Callable[..., Compared], errors: list[dict[str, str]], counts: tuple[int, int, int, int]
) -> None:
    tallies, items = against(final_accounts(SHARES), errors=errors)
    tally = tallies["errors"]
    assert (tally.expected, tally.found, tally.missed, tally.invented) == counts
    assert len(items) == tally.missed + tally.invented


def test_what_is_debatable_counts_neither_way(against: Callable[..., Compared]) -> None:
    tallies, items = against(final_accounts(SHARES), errors=[], debatable=[ERROR])
    assert (tallies["errors"].found, items) == (0, ())


def test_a_missed_mistake_shows_the_figure_in_its_sentence(against: Callable[..., Compared]) -> None:
    _, items = against(
        final_accounts("支出合计100.00万元，占99.00%。"),
        errors=[{**ERROR, "where": "支出合计100.00万元，占99.00%", "actual": "99.00%"}],
    )
    (context,) = [item.context for item in items]
    assert context is not None
    assert (context.words, context.before) == ("99.00%", "支出合计100.00万元，占")


def test_amount_of_the_factory_is_the_one_of_these_tests() -> None:
    assert AMOUNTS[0] == AMOUNT
