"""What was recognised in pictures accuses less: words may be misread, rows of a table missed."""

from __future__ import annotations

import msgspec
import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Pipeline
from fiscalnlp.check import check_records
from fiscalnlp.model.records import DocumentRecord, Record

WRONG_SHARE = final_accounts("本年支出合计963.20万元，其中：基本支出83.20万元，占18.64%。")
WRONG_SUM = final_accounts(
    "支出决算表\n金额单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
    "205\t教育支出\t30.00\t20.00\t10.00\n合计\t\t40.00\t20.00\t10.00\n"
)


def _recognised(record: Record, confidence: float) -> Record:
    return msgspec.structs.replace(record, confidence=confidence)


@pytest.mark.parametrize(("text", "rule", "severity"), [
    (WRONG_SHARE, "share.quotient", "warning"),
    (WRONG_SUM, "table.sum", "info"),
])  # fmt: skip
def test_severity_of_what_was_recognised(pipeline: Pipeline, text: str, rule: str, severity: str) -> None:
    records = pipeline.read(text).records()
    assert {(f.rule, f.severity) for f in check_records(records)} == {(rule, "error")}
    scanned = [_recognised(record, 0.97) for record in records]
    assert {(f.rule, f.severity) for f in check_records(scanned)} == {(rule, severity)}


def test_printed_pages_beside_scanned_ones_accuse_as_ever(pipeline: Pipeline) -> None:
    records = [
        _recognised(record, 0.97) if isinstance(record, DocumentRecord) else record
        for record in pipeline.read(WRONG_SHARE).records()
    ]
    assert [f.severity for f in check_records(records)] == ["error"]
