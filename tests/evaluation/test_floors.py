"""Floors: what a file may ask for, and what is under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscalnlp.errors import BrokenSourceError, SourceNotFoundError
from fiscalnlp.evaluation import Outcome, Tally
from fiscalnlp.evaluation.floors import read_floors, shortfalls, styles_without_documents


def outcome(style: str, kind: str = "amounts", *, missed: int = 0, invented: int = 0) -> Outcome:
    tally = Tally(kind=kind, expected=10, found=10 - missed + invented, missed=missed, invented=invented)
    return Outcome(name="a", source="a.txt", style=style, format="txt", tallies=(tally,))


def write(folder: Path, text: str) -> Path:
    path = folder / "floors.toml"
    path.write_text(text, "utf-8")
    return path


def under(folder: Path, text: str, *outcomes: Outcome, every_kind: bool = True) -> list[str]:
    return [str(each) for each in shortfalls(read_floors(write(folder, text)), outcomes, every_kind=every_kind)]


def test_what_is_reached_is_no_shortfall(tmp_path: Path) -> None:
    assert under(tmp_path, "[all]\ndefault = 1.0\nmacro = 1\n[each-style]\ndefault = 1.0", outcome("a")) == []


def test_a_floor_of_a_kind_counts_before_the_default(tmp_path: Path) -> None:
    half = outcome("a", missed=5)
    assert under(tmp_path, "[all]\ndefault = 0.9\namounts = 0.6", half) == []
    assert under(tmp_path, "[all]\ndefault = 0.6\namounts = 0.9", half) == [
        "all documents: f1 of amounts is 0.6667, its floor 0.9000"
    ]


def test_precision_and_recall_have_floors_of_their_own(tmp_path: Path) -> None:
    text = "[all]\namounts = { precision = 1.0, recall = 0.6 }"
    assert under(tmp_path, text, outcome("a", missed=5)) == [
        "all documents: recall of amounts is 0.5000, its floor 0.6000"
    ]


def test_a_style_is_held_to_its_own_floors_then_to_those_of_each(tmp_path: Path) -> None:
    outcomes = outcome("weak", missed=5), outcome("good", missed=5)
    text = "[each-style]\ndefault = 0.9\n[style.weak]\ndefault = 0.5"
    assert under(tmp_path, text, *outcomes) == ["style good: f1 of amounts is 0.6667, its floor 0.9000"]


def test_the_macro_average_of_some_kinds_is_held_to_nothing(tmp_path: Path) -> None:
    half = outcome("a", missed=5)
    assert under(tmp_path, "[all]\nmacro = 0.9", half) == [
        "all documents: f1 of macro is 0.6667, its floor 0.9000"
    ]
    assert under(tmp_path, "[all]\nmacro = 0.9", half, every_kind=False) == []


def test_a_floor_for_a_style_that_is_not_there_is_told(tmp_path: Path) -> None:
    floors = read_floors(write(tmp_path, "[style.a]\nmacro = 1\n[style.b]\nmacro = 1"))
    assert styles_without_documents(floors, [outcome("a")]) == ("b",)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[all", "is no TOML"),
        ("[al]\nmacro = 1", "`al` is none of `all`, `each-style`, `style`"),
        ("all = 1", "`all` is no table"),
        ("style = 1", "`style` is no table"),
        ("[all]\npoems = 1", "`all.poems`: there is no such kind"),
        ("[style.a]\namounts = 98", "`style.a.amounts` has to be a number from 0 to 1"),
        ("[all]\namounts = true", "`all.amounts` has to be a number"),
        ("[all]\namounts = { accuracy = 1.0 }", "`all.amounts` has to be a number from 0 to 1, for precision"),
        ("[all]\nmacro = { recall = 1.0 }", "`all.macro` has to be a number from 0 to 1, for f1"),
    ],
)
def test_a_broken_file_is_named_with_the_cause(tmp_path: Path, text: str, cause: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(BrokenSourceError) as caught:
        read_floors(path)
    assert caught.value.source == str(path)
    assert cause in caught.value.cause


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        read_floors(tmp_path / "floors.toml")
