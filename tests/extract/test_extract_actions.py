"""Verb–object pairs of a clause: shared verbs, shared objects, common heads, follow-ups."""

from __future__ import annotations

import pytest

from fiscalnlp.extract.actions import find_actions, find_partners, find_role, split_objects
from fiscalnlp.text.forms import matching_form


def _actions(clause: str) -> list[tuple[str, str]]:
    return [(action.verb, action.object) for action in find_actions(matching_form(clause), clause)]


@pytest.mark.parametrize(
    ("clause", "actions"),
    [
        ("负责全区商务管理工作。", [("负责", "全区商务管理工作")]),
        # one verb, one action a clause part
        ("指导企业开拓市场，监督市场秩序。", [("指导", "企业开拓市场"), ("监督", "市场秩序")]),
        # the object is done something else with
        ("拟订商务发展规划并组织实施。", [("拟订", "商务发展规划"), ("组织实施", "商务发展规划")]),
        ("编制重大项目规划并监督实施。", [("编制", "重大项目规划"), ("监督实施", "重大项目规划")]),
        # two verbs, one object
        ("统计并发布相关信息。", [("统计", "相关信息"), ("发布", "相关信息")]),
        # a common head for two conjuncts
        (
            "拟订科学普及和科学传播规划、政策。",
            [
                ("拟订", "科学普及规划"),
                ("拟订", "科学普及政策"),
                ("拟订", "科学传播规划"),
                ("拟订", "科学传播政策"),
            ],
        ),
        # 和 within a word and a conjunct too short to stand alone
        ("推进信息化和工业化融合。", [("推进", "信息化和工业化融合")]),
        # a bracket is not parted
        ("协调管理科技计划（专项、基金等）。", [("协调管理", "科技计划（专项、基金等）")]),
        # together with somebody: the verb is what is done
        ("会同有关部门健全技术创新激励机制。", [("健全", "技术创新激励机制")]),
        # no verb of duty: nothing is made up
        ("该局是隶属区政府的行政单位。", []),
    ],
)  # fmt: skip
def test_find_actions(clause: str, actions: list[tuple[str, str]]) -> None:
    assert _actions(clause) == actions


@pytest.mark.parametrize(
    ("clause", "action"),
    [
        ("会同区财政局管理专项资金。", ("管理", "专项资金")),
        ("配合市商务局开展市场监测。", ("开展", "市场监测")),
    ],
)
def test_action_with_a_named_partner(clause: str, action: tuple[str, str]) -> None:
    assert _actions(clause) == [action]


@pytest.mark.parametrize(
    ("words", "objects"),
    [
        ("商务发展规划", ("商务发展规划",)),
        ("科学普及规划和政策", ("科学普及规划", "科学普及政策")),
        ("科研条件保障、科技平台建设", ("科研条件保障", "科技平台建设")),
        ("", ()),
    ],
)
def test_split_objects(words: str, objects: tuple[str, ...]) -> None:
    assert split_objects(words) == objects


@pytest.mark.parametrize(
    ("clause", "role"),
    [("负责牵头组织重大任务。", "lead"), ("联合区工会举办活动。", "joint"), ("", "own")],
)  # fmt: skip
def test_find_role(clause: str, role: str) -> None:
    assert find_role(clause) == role


def test_cooperating_is_support() -> None:
    assert find_role("协同配合有关部门开展检查。") == "support"


def test_partners_in_order_each_once() -> None:
    clause = "会同区财政局拟订办法，会同有关部门实施，会同区财政局拨付资金。"
    assert find_partners(clause) == ("区财政局", "有关部门")
