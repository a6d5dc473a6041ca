"""Classes of text and tables against the classification: paths, levels, codes, doubles."""

from __future__ import annotations

import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Pipeline

CODED = (
    "支出决算表\n金额单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
    "合计\t\t30.00\t20.00\t10.00\n"
)


def _found(pipeline: Pipeline, words: str) -> list[tuple[str, str | None, str | None]]:
    findings = pipeline.read(final_accounts(words)).findings
    return [(f.rule, f.expected, f.actual) for f in findings if f.severity == "error"]


@pytest.mark.parametrize("path", [
    "住房保障支出（类）住房改革支出（款）住房公积金（项）",
    "教育（类）普通教育（款）小学教育（项）",  # 支出 may be left out
    "社会保障和就业（类）支出25.31万元，教育（类）支出3.00万元",
    "某县自设支出（类）某县自设事务（款）某项目（项）",  # a name that nobody knows accuses nobody
    "一般公共服务支出（类）某县自设事务（款）行政运行（项）",  # nor does one that stands under many
])  # fmt: skip
def test_what_may_stand(pipeline: Pipeline, path: str) -> None:
    assert _found(pipeline, f"1.{path}。") == []


@pytest.mark.parametrize(("path", "wrong"), [
    ("住房保障支出（类）行政事业单位医疗（款）住房公积金（项）", "行政事业单位医疗"),
    ("卫生健康支出（类）住房改革支出（款）住房公积金（项）", "住房改革支出"),
    ("住房保障支出（类）住房公积金（款）", "住房公积金"),  # a 项, called a 款
])  # fmt: skip
def test_what_is_no_part_of_the_class_above(pipeline: Pipeline, path: str, wrong: str) -> None:
    ((rule, _, actual),) = _found(pipeline, f"1.{path}。")
    assert (rule, actual) == ("spending.path", wrong)


def test_a_code_that_is_not_that_of_the_name(pipeline: Pipeline) -> None:
    assert _found(pipeline, CODED + "285\t教育支出\t30.00\t20.00\t10.00\n") == [("class.code", "205", "285")]
    assert _found(pipeline, CODED + "205\t教育支出\t30.00\t20.00\t10.00\n") == []


def test_a_code_of_the_bodys_own_is_no_error(pipeline: Pipeline) -> None:
    assert _found(pipeline, CODED + "285\t某县自设支出\t30.00\t20.00\t10.00\n") == []
