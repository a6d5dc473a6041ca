"""Duty clauses (部门职责): what is one, its marker, role and partners, and what follows the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure_factory import overview
from fiscalnlp import Document

Read = Callable[[str], Document]


@pytest.mark.parametrize(
    ("paragraphs", "clauses"),
    [
        # brackets with Chinese numerals, the commonest
        (
            ["（一）负责全区商务管理工作。", "（二）完成区委、区政府交办的其他任务。"],
            [("（一）", "负责全区商务管理工作。"), ("（二）", "完成区委、区政府交办的其他任务。")],
        ),
        # half-width brackets
        (
            ["(一)负责全区商务管理工作。", "(二)指导企业开拓市场。"],
            [("(一)", "负责全区商务管理工作。"), ("(二)", "指导企业开拓市场。")],
        ),
        # Arabic numerals, several sentences in a clause
        (
            ["1.负责全区商务管理工作。承担市场监测。", "2.指导企业开拓市场。"],
            [("1.", "负责全区商务管理工作。承担市场监测。"), ("2.", "指导企业开拓市场。")],
        ),
        # a space after the number
        (["1、 负责商务管理。", "2、 指导企业。"], [("1、", "负责商务管理。"), ("2、", "指导企业。")]),
        # circled numerals
        (["①负责商务管理。", "②指导企业。"], [("①", "负责商务管理。"), ("②", "指导企业。")]),
        # one paragraph parted by ；
        (
            ["贯彻落实党中央关于商务工作的方针政策；负责全区商务管理工作；完成区委交办的其他任务。"],
            [
                (None, "贯彻落实党中央关于商务工作的方针政策"),
                (None, "负责全区商务管理工作"),
                (None, "完成区委交办的其他任务"),
            ],
        ),
        # one paragraph behind a lead-in, parted by 。
        (
            ["根据有关规定，区商务局的主要职责是：负责全区商务管理工作。指导企业开拓市场。"],
            [(None, "负责全区商务管理工作"), (None, "指导企业开拓市场")],
        ),
        # a lead-in with a policy sentence is no duty
        (
            ["贯彻落实关于商务工作的方针政策，坚持党的领导。主要职责是：", "（一）负责全区商务管理工作。"],
            [("（一）", "负责全区商务管理工作。")],
        ),
        # organs and staff that follow under the same heading are none
        (
            ["（一）负责商务管理。", "（二）完成其他任务。", "内设机构：办公室、市场科。", "人员编制12名。"],
            [("（一）", "负责商务管理。"), ("（二）", "完成其他任务。")],
        ),
    ],
)  # fmt: skip
def test_duty_clauses(read: Read, paragraphs: list[str], clauses: list[tuple[str | None, str]]) -> None:
    duties = read(overview(*paragraphs)).duties
    assert [(duty.marker, duty.text) for duty in duties] == clauses
    assert [duty.number for duty in duties] == list(range(1, len(clauses) + 1))


@pytest.mark.parametrize(
    "heading",
    [
        "一、部门职责",
        "一、主要职能",
        "一、主要职责",
        "一、单位主要职责",
        "一、职能职责",
        "（一）职能简介",
        "一、主要职能、机构设置及人员情况",
        "一、部门（单位）职责",
    ],
)
def test_duty_headings(read: Read, heading: str) -> None:
    document = read(overview("1.负责全区商务管理工作。", "2.指导企业开拓市场。", heading=heading))
    assert len(document.duties) == 2


def test_nested_list_belongs_to_its_clause(read: Read) -> None:
    duties = read(
        overview(
            "1.负责商务管理。", "2.依法进行下列管理：", "（1）市场管理；", "（2）价格管理。", "3.完成其他任务。"
        )
    ).duties
    assert [duty.marker for duty in duties] == ["1.", "2.", "3."]
    assert "市场管理" in duties[1].text


def test_numbers_inside_the_paragraph_of_the_lead_in(read: Read) -> None:
    duties = read(overview("区商务局主要职责有：（1）负责全区商务管理工作；（2）指导企业开拓市场。")).duties
    assert [(d.marker, d.text.rstrip("；。")) for d in duties] == [
        ("（1）", "负责全区商务管理工作"),
        ("（2）", "指导企业开拓市场"),
    ]


def test_one_duty_a_line_without_numbers(read: Read) -> None:
    clauses = ["负责全区商务管理工作", "指导企业开拓国际市场，组织开展招商活动", "承办区委、区政府交办的其他事项"]
    document = read(overview(*(f"{clause}。" for clause in clauses)))
    assert [duty.text.rstrip("。") for duty in document.duties] == clauses


@pytest.mark.parametrize(
    ("clause", "role", "partners"),
    [
        ("负责全区商务管理工作。", "own", ()),
        ("牵头推进电子商务发展，会同区财政局拨付资金。", "lead", ("区财政局",)),  # the first verb phrase decides
        ("会同有关部门拟订促进消费的政策。", "joint", ("有关部门",)),
        ("配合市商务局开展市场监测。", "support", ("市商务局",)),
        ("协助有关部门查处违法行为。", "support", ("有关部门",)),
        ("参与拟订流通产业规划。", "support", ()),
        ("拟订规划，参与标准制定。", "own", ()),
    ],
)
def test_role_and_partners(read: Read, clause: str, role: str, partners: tuple[str, ...]) -> None:
    duty = read(overview(f"（一）{clause}", "（二）完成其他任务。")).duties[0]
    assert (duty.role, duty.partners) == (role, partners)


@pytest.mark.parametrize("title", ["转变职能", "职能转变"])
def test_change_of_functions_is_no_duty(read: Read, title: str) -> None:
    document = read(
        overview("（一）负责全区商务管理工作。", "（二）完成其他任务。", f"第四条 {title}。加强事中事后监管。")
    )
    assert len(document.duties) == 2
    (shift,) = document.functional_shifts
    assert (shift.marker, shift.title, shift.text) == ("第四条", title, "加强事中事后监管。")


def test_duties_end_with_the_next_heading(read: Read) -> None:
    document = read(overview("（一）负责全区商务管理工作。", "二、机构设置", "（一）办公室负责文秘工作。"))
    assert [duty.text for duty in document.duties] == ["负责全区商务管理工作。"]


def test_no_duties_without_their_section(read: Read) -> None:
    document = read(overview("（一）负责全区商务管理工作。", heading="二、机构设置"))
    assert document.duties == ()
