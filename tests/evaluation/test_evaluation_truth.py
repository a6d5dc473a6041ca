"""Truth files: what they say, and errors that name file, row and cause."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fiscalnlp.errors import BrokenSourceError, FiscalError, SourceNotFoundError
from fiscalnlp.evaluation import MEASURES, read_truth
from truth_factory import AMOUNT, DOCUMENT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "town-budget-2023.json"


def write(path: Path, **truth: Any) -> Path:
    path.write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
    return path


def test_values_have_the_types_of_records(path: Path) -> None:
    truth = read_truth(write(path, amounts=[AMOUNT], document=DOCUMENT))
    (amount,), (document,) = truth.rows["amounts"], truth.rows["document"]
    assert amount["yuan"] == Decimal(10000)
    assert document["region"].code == "130302"


def test_only_what_is_named_is_judged(path: Path) -> None:
    truth = read_truth(write(path, amounts=[], procurement=None))
    assert truth.measures() == ("amounts", "amounts.stage", "procurement")


def test_a_format_that_holds_a_part_is_judged_by_that(path: Path) -> None:
    truth = read_truth(write(path, amounts=[], tables=[], formats={"xlsx": ["tables"], "scan.pdf": []}))
    assert truth.measures("pdf") == ("amounts", "amounts.stage", "tables", "tables.rows")
    assert truth.measures("xlsx") == ("tables", "tables.rows")
    assert truth.measures("scan.pdf") == ()
    assert set(truth.measures()) < set(MEASURES)


def test_the_style_is_named_or_the_name_without_its_number(path: Path) -> None:
    assert read_truth(write(path, amounts=[])).style == "town-budget"
    assert read_truth(write(path, amounts=[], style="budget")).style == "budget"


def test_what_may_be_null_may_be_left_out(path: Path) -> None:
    (change,) = read_truth(write(path, changes=[{"basis": "prior_year", "direction": "unchanged"}])).rows[
        "changes"
    ]
    assert (change["yuan"], change["reason"]) == (None, None)


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("{", "is no JSON"),
        ("\ud800", "is no JSON"),
        ("[]", "is no truth file"),
        ('{"doc": "x"}', "is no truth file"),
        ('{"amounts": 3}', "`amounts` is neither a list nor an object"),
        ('{"amounts": [3]}', "amounts, row 1: is no object"),
        ('{"duties": [], "amounts": [{"text": "1元", "yuan": "1"}]}', "amounts, row 1: has no `stage`"),
        ('{"amounts": [{"text": "1元", "yuan": "much", "stage": "other"}]}', "amounts, row 1: `yuan`"),
        ('{"amounts": [{"text": "1元", "yuan": "1", "stage": "late"}]}', "amounts, row 1: `stage`: Invalid enum"),
        ('{"errors": [{"what": "wrong"}]}', "errors, row 1: has no `where`"),
        ('{"amounts": [], "style": 7}', "`style` is no text"),
        ('{"amounts": [], "formats": {"pdf": ["poems"]}}', "no such kind: poems"),
    ],
)
def test_a_broken_file_is_named_with_the_cause(path: Path, content: str, cause: str) -> None:
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(BrokenSourceError) as caught:
        read_truth(path)
    assert caught.value.source == str(path)
    assert cause in caught.value.cause


def test_a_missing_file(path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=path.name):
        read_truth(path)


def test_a_folder_is_no_truth_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(FiscalError, match="cannot be read"):
        read_truth(path)
