"""Performance evaluations (绩效): projects, money, scores, grades, problems and measures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from disclosure_factory import final_accounts
from fiscalnlp import Document
from fiscalnlp.model.records import Evaluation

Read = Callable[[str], Document]
HEADING = "十、预算绩效情况说明"


def _evaluations(read: Read, *paragraphs: str) -> tuple[Evaluation, ...]:
    return read(final_accounts(*paragraphs, heading=HEADING)).evaluations


@pytest.mark.parametrize(
    ("text", "projects", "yuan"),
    [
        ("本部门组织对15个项目开展绩效自评，共涉及资金320.50万元。", 15, "3205000"),
        # the number of projects behind
        ("对2023年度一般公共预算项目支出全面开展绩效自评，涉及项目28个，共涉及资金3.00万元。", 28, "30000"),
        # none at all is 0, not unknown
        ("组织对2023年度0个政府性基金预算项目支出开展绩效自评，共涉及资金0万元。", 0, "0"),
        ("组织对“商贸流通专项”等10个项目开展了部门评价，涉及一般公共预算支出50.00万元。", 10, "500000"),
        ("编报绩效目标的2023年度项目3个，涉及预算金额120.00万元。", 3, "1200000"),
        ("对15个项目开展绩效自评。", 15, None),
    ],
)
def test_projects_and_money(read: Read, text: str, projects: int, yuan: str | None) -> None:
    (found,) = _evaluations(read, text)
    assert (found.projects, found.yuan) == (projects, None if yuan is None else Decimal(yuan))


def test_one_record_a_kind_of_management(read: Read) -> None:
    found = _evaluations(
        read,
        "编报绩效目标的项目3个，涉及预算金额120.00万元；绩效跟踪的项目2个，涉及预算金额80.00万元；"
        "绩效自评的项目1个，涉及预算金额20.00万元。",
    )
    assert [(e.subject, e.projects, e.yuan) for e in found] == [
        ("编报绩效目标", 3, Decimal(1200000)),
        ("绩效跟踪", 2, Decimal(800000)),
        ("绩效自评", 1, Decimal(200000)),
    ]


def test_grades_are_counted(read: Read) -> None:
    (found,) = _evaluations(
        read,
        "组织对“甲”等10个项目开展了部门评价，涉及一般公共预算支出50.00万元。评价等级为“优”项目9个，“良”项目1个，"
        "“中”项目0个，评优率为90%。",
    )
    assert found.grades == {"优": 9, "良": 1, "中": 0}
    assert found.grade is None


@pytest.mark.parametrize(
    ("text", "score", "grade"),
    [
        ("单位整体支出绩效自评得分95分，评价等级为“优”。", "95", "优"),
        ("部门整体支出绩效评价综合得分92.5分。", "92.5", None),
    ],
)
def test_score_and_grade(read: Read, text: str, score: str, grade: str | None) -> None:
    (found,) = _evaluations(read, text)
    assert (found.score, found.grade) == (Decimal(score), grade)


def test_project(read: Read) -> None:
    text = (
        "商贸流通专项资金项目绩效自评情况：根据年初设定的绩效目标，项目绩效自评得分为92.5分。全年预算数为300万元，执行数为"
        "125万元，完成预算的41.67%。发现的主要问题及原因是：预算执行率低，主要是因为资金紧张。下一步改进措施：一是加强管理；"
        "二是加快支出进度。"
    )
    (found,) = _evaluations(read, text)
    assert found.subject == "商贸流通专项资金项目"
    assert (found.score, found.completion) == (Decimal("92.5"), Decimal("41.67"))
    assert (found.budget_yuan, found.executed_yuan) == (Decimal(3000000), Decimal(1250000))
    assert (found.findings, found.improvements) == ("预算执行率低", "一是加强管理；二是加快支出进度")
    # an execution without a direction is no change
    assert read(final_accounts(text, heading=HEADING)).changes == ()


@pytest.mark.parametrize("text", ["本部门未开展绩效评价工作。", "按要求做好绩效管理工作。"])
def test_no_evaluation(read: Read, text: str) -> None:
    assert _evaluations(read, text) == ()


def test_evaluation_outside_its_section_is_none(read: Read) -> None:
    assert read(final_accounts("对15个项目开展绩效自评。", heading="三、支出决算情况说明")).evaluations == ()


def test_a_template_that_nobody_filled_in_is_no_evaluation(read: Read) -> None:
    text = "绩效自评的2024年度项目XX个，平均得分XX分。绩效自评中共发现问题XX个，已经完成整改的XX个。"
    assert _evaluations(read, text) == ()
    assert _evaluations(read, text.replace("XX", "3")) != ()
