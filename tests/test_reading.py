"""What defines a reading, checks among it: from Python, in a spaCy pipeline, in a process of a batch."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
import spacy

import fiscalnlp
from disclosure_factory import final_accounts
from fiscalnlp import FiscalError
from fiscalnlp.analysis import Analysis
from fiscalnlp.batch.outcome import read_outcome
from fiscalnlp.check import CheckSettings, settings_of
from fiscalnlp.model.records import Finding, Record
from fiscalnlp.pipeline import pipeline_of
from fiscalnlp.read import ReadOptions
from fiscalnlp.reading import Reading

#: 83.20 of 963.20 is 8.64%.
WRONG_SHARE = final_accounts("本年支出合计963.20万元，其中：基本支出83.20万元，占18.64%。")
SETTINGS = CheckSettings(
    frozenset({"share.quotient"}), {"parts.sum": Decimal("0.1")}, {"measure.conflict": "error"}
)


def _rules(records: Iterable[Record]) -> list[str]:
    return [each.rule for each in records if isinstance(each, Finding)]


def test_a_pipeline_checks_as_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[check]\ndisable = ["share.quotient"]\n', "utf-8")
    for checks, found in ((None, ["share.quotient"]), (SETTINGS, []), (tmp_path / "mine.toml", [])):
        assert _rules(fiscalnlp.load(checks=checks).read(WRONG_SHARE).findings) == found


def test_a_severity_is_taken_over() -> None:
    nlp = fiscalnlp.load(checks=CheckSettings(severities={"share.quotient": "info"}))
    assert [each.severity for each in nlp.read(WRONG_SHARE).findings] == ["info"]


def test_an_unknown_rule_is_named_when_the_pipeline_is_made() -> None:
    with pytest.raises(FiscalError, match="there is no rule 'sum'"):
        fiscalnlp.load(checks=CheckSettings(frozenset({"sum"})))


def test_the_component_has_its_settings_in_its_config(tmp_path: Path) -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("fiscal_findings", config={"checks": SETTINGS.table()})
    assert nlp(WRONG_SHARE)._.fiscal_records == ()
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)(WRONG_SHARE)._.fiscal_records == ()


def test_an_analysis_checks_as_it_is_told() -> None:
    usual = Analysis.of_text(WRONG_SHARE)
    assert _rules(usual.findings) == ["share.quotient"]
    assert _rules(usual.check(SETTINGS)) == []
    assert _rules(Analysis(usual.source, SETTINGS).findings) == []


def test_settings_are_a_table_and_back() -> None:
    assert settings_of(SETTINGS.table()) == SETTINGS
    assert settings_of({}) == CheckSettings()
    assert CheckSettings().table() == {}


def test_equal_readings_are_one_and_travel() -> None:
    same = Reading(checks=settings_of(SETTINGS.table()))
    assert pickle.loads(pickle.dumps(Reading(checks=SETTINGS))) == same
    assert pipeline_of(Reading(checks=SETTINGS)) is pipeline_of(same)
    assert pipeline_of(same) is not pipeline_of(ReadOptions())


def test_a_reading_says_what_it_is() -> None:
    assert Reading().reader.endswith(", pymupdf, ocr auto")
    told = Reading(ReadOptions("pypdfium2", "off"), ("links",), SETTINGS).reader
    assert ", pypdfium2, ocr off, without links, checks {'disable': ['share.quotient']" in told


def test_a_file_of_a_batch_is_read_as_told(tmp_path: Path) -> None:
    path = tmp_path / "accounts.txt"
    path.write_text(WRONG_SHARE, "utf-8")
    for how, found in ((ReadOptions(), ["share.quotient"]), (Reading(checks=SETTINGS), [])):
        (document,) = read_outcome(str(path), how).documents
        assert _rules(document.records()) == found
    (document,) = read_outcome(str(path), Reading(disable=("findings",))).documents
    assert _rules(document.records()) == []
