"""What must hold whatever the layout, and for every generated sentence."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_factory import final_accounts, glossary
from fiscalnlp import Document, Pipeline
from fiscalnlp.model.records import DocumentRecord

Read = Callable[[str], Document]

FEW = settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])

#: Ids and what names a place: what a change of layout may change.
_PLACES = {
    "id",
    "doc_id",
    "span",
    "page",
    "boxes",
    "reasons",
    "explains",
    "amount",
    "evidence",
    "duty",
    "parent",
    "record",
}


def _said(document: Document) -> list[Any]:
    """Return what the records say, without their places and ids, in order."""
    found = [
        _placeless(msgspec.to_builtins(record))
        for record in document.records()
        if not isinstance(record, DocumentRecord)
    ]
    return sorted(found, key=str)


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _placeless(each) for name, each in value.items() if name not in _PLACES}
    return [_placeless(each) for each in value] if isinstance(value, list | tuple) else value


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _wrapped(text: str, columns: int) -> str:
    """Return `text`, one paragraph a line, wrapped to `columns`; a mark that may not begin a line hangs over."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for char in paragraph:
            if used + _width(char) > columns and char not in "，。；：、）”》%":
                lines.append(line)
                line, used = "", 0
            line += char
            used += _width(char)
        lines.append(line)
    return "\n".join(lines)


def _with_marks(path: Path, marks: list[int], mark: str) -> str:
    """Return the lines of `path` with `mark` after some of them: `marks` count the lines of print."""
    lines = path.read_text("utf-8").split("\n")
    printed = [number for number, line in enumerate(lines) if line.strip()]
    for index in marks:
        lines[printed[index % len(printed)]] += mark
    return "\n".join(lines)


@FEW
@given(marks=st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_blank_lines_change_nothing(
    pipeline: Pipeline, haigang: Document, bundled: Path, marks: list[int]
) -> None:
    document = pipeline.read(_with_marks(bundled, marks, "\n\n　\n"))
    assert document.text == haigang.text
    assert _said(document) == _said(haigang)


@pytest.mark.parametrize("every", [17, 25, 40])
def test_page_breaks_change_nothing_but_places(
    pipeline: Pipeline, haigang: Document, bundled: Path, every: int
) -> None:
    document = pipeline.read(_with_marks(bundled, list(range(every, 366, every)), "\n\f"))
    assert (document.record.pages or 0) > 5
    assert _said(document) == _said(haigang)
    assert {record.page for record in document.duties} != {None}


@pytest.mark.parametrize("every", [17, 25, 40])
def test_page_numbers_change_nothing(pipeline: Pipeline, haigang: Document, bundled: Path, every: int) -> None:
    text = _with_marks(bundled, list(range(every, 366, every)), "\n— 3 —\n\f")
    assert _said(pipeline.read(text)) == _said(haigang)


# Widths at which no sentence ends with its line, which in text without geometry may mean a new paragraph.
@pytest.mark.parametrize("columns", [48, 60, 66, 78])
def test_line_wraps_change_nothing_but_places(pipeline: Pipeline, haigang: Document, columns: int) -> None:
    assert _said(pipeline.read(_wrapped(haigang.text, columns))) == _said(haigang)


@pytest.mark.parametrize(
    "lines",
    [
        ("一、财政拨款收入：指单位从同级财政部门取得的财政预算", "资金。"),
        ("1.本部门政府性基金预算财政拨款无收支及结转结余情况", "，故公开07表以空表列示。"),
    ],
)
def test_a_line_that_ends_like_a_title_goes_on(read: Read, lines: tuple[str, str]) -> None:
    assert (
        "".join(lines) in read(glossary(*lines, "二、事业收入：指事业单位开展专业业务活动取得的收入资金。")).text
    )


@FEW
@given(seed=st.integers(0, 1_000_000))
def test_layout_spaces_around_figures_change_nothing(
    pipeline: Pipeline, haigang: Document, bundled: Path, seed: int
) -> None:
    """A printed page sets Latin and digits apart with a thin space; it means nothing."""
    chance = random.Random(seed)
    text = bundled.read_text("utf-8")
    spaced = "".join(
        before + " " if before.isdigit() and after in "年万元个" and chance.random() < 0.3 else before
        for before, after in zip(text, text[1:] + "\n", strict=True)
    )
    assert _said(pipeline.read(spaced)) == _said(haigang)


# -- a sentence made from its values gives them back --------------------------------------------------------

_amounts = st.integers(1, 99_999_999).map(lambda cents: Decimal(cents) / 100)
_percents = st.integers(0, 99_999).map(lambda hundredths: Decimal(hundredths) / 100)
_bases = st.sampled_from(
    [
        ("比上年", "prior_year"),
        ("较2022年度决算数", "prior_year"),
        ("与上年相比", "prior_year"),
        ("比年初预算", "initial_budget"),
        ("较年初预算数", "initial_budget"),
        ("比全年预算数", "final_budget"),
    ]
)
_directions = st.sampled_from(
    [
        ("增加", "增长", "increase"),
        ("减少", "下降", "decrease"),
        ("压缩", "降低", "decrease"),
        ("增加", "上升", "increase"),
    ]
)
_measures = st.sampled_from(["本年支出合计", "基本支出", "项目支出", "公务接待费", "机关运行经费", "财政拨款收入"])
_units = st.sampled_from([("万元", 10_000), ("元", 1), ("亿元", 100_000_000)])


@MANY
@given(
    measure=_measures,
    total=_amounts,
    unit=_units,
    basis=_bases,
    direction=_directions,
    difference=_amounts,
    percent=_percents,
    thousands=st.booleans(),
)
def test_a_generated_comparison_gives_its_values_back(
    read: Read,
    *,
    measure: str,
    total: Decimal,
    unit: tuple[str, int],
    basis: tuple[str, str],
    direction: tuple[str, str, str],
    difference: Decimal,
    percent: Decimal,
    thousands: bool,
) -> None:
    word, rate_word, way = direction
    figure = ",.2f" if thousands else ".2f"
    document = read(
        final_accounts(
            f"本部门2023年度{measure}{total:{figure}}{unit[0]}，{basis[0]}{word}{difference:{figure}}{unit[0]}，"
            f"{rate_word}{percent:.2f}%。"
        )
    )
    (change,) = document.changes
    assert (change.measure, change.basis, change.direction) == (measure, basis[1], way)
    assert (change.yuan, change.percent) == (difference * unit[1], percent)
    assert change.amount is not None
    compared = document.find(change.amount)
    assert compared in document.amounts
    assert [a.yuan for a in document.amounts] == [total * unit[1], difference * unit[1]]


@MANY
@given(whole=_measures, parts=st.lists(st.tuples(_amounts, _percents), min_size=1, max_size=4))
def test_a_generated_list_gives_its_parts_back(
    read: Read, whole: str, parts: list[tuple[Decimal, Decimal]]
) -> None:
    names = ["上级补助收入", "事业收入", "经营收入", "其他收入"]
    listed = "；".join(f"{name}{a:.2f}万元，占{p:.2f}%" for name, (a, p) in zip(names, parts, strict=False))
    document = read(final_accounts(f"{whole}100.00万元，其中：{listed}。"))
    shares = [(p.measure, p.value, p.of) for p in document.percentages]
    assert shares == [(name, p, whole) for name, (_, p) in zip(names, parts, strict=False)]
    assert document.changes == ()


@MANY
@given(
    text=st.text(
        alphabet="本年收支合计万元比上增减0123456789.,%：；，。（）一二类款项\n其中主要原因是",
        min_size=1,
        max_size=120,
    )
)
def test_any_text_is_read_and_quoted_truly(read: Read, text: str) -> None:
    document = read(final_accounts(text))
    for record in document.records():
        assert document.text[record.span.start : record.span.end] == record.text
