"""Mistakes are planted one of a kind, where they are noted, and nowhere else."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import pytest

from generator.mistakes import KINDS
from generator.model import Disclosure
from generator.styles import STYLES
from generator.writers.txt import write_txt

STYLE = STYLES["final-accounts"]
SEEDS = range(4)


def lines(document: Disclosure) -> list[str]:
    return write_txt(document).decode().splitlines()


def errors(document: Disclosure) -> list[dict[str, Any]]:
    found = document.truth["errors"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sound_document_has_no_mistakes(seed: int) -> None:
    assert errors(STYLE.disclosure(seed)) == []


#: Kinds that a line more or less shows, that upset several figures, or that a heading and the contents show.
ADDED = ("empty_note", "nil", "doubled_table", "missing_table", "unheaded", "unlisted_part", "untold", "unprinted")
SEVERAL = ("table_total", "table_basic", "table_class", "table_official", "table_empty", "awards", "micro")
HEADINGS = ("title_year", "scope", "part", "number", "heading")
#: Kinds that not every disclosure of the style has a place for.
RARE = ("table_empty", "nil", "score")
#: Kinds that only other styles have a place for, and one of these.
ELSEWHERE = {
    "difference": "hebei-final-accounts",
    "fee": "hunan-final-accounts",
    "grades": "hebei-final-accounts",
    "project_table": "sichuan-final-accounts",
    "scope_text": "chongqing-final-accounts",
    "targets": "department-budget",
    "zero_base": "beijing-final-accounts",
}
COMMON = [kind for kind in KINDS if kind not in {*ADDED, *SEVERAL, *HEADINGS, *RARE, *ELSEWHERE}]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", COMMON)
def test_a_mistake_stands_in_the_place_that_is_noted_and_nowhere_else(kind: str, seed: int) -> None:
    sound, wrong = lines(STYLE.disclosure(seed)), STYLE.disclosure(seed, [kind])
    (error,) = errors(wrong)
    assert error["kind"] == kind
    changed = [(one, other) for one, other in zip_longest(sound, lines(wrong), fillvalue="") if one != other]
    ((before, after),) = changed
    assert error["where"] in after
    assert error["actual"] in after
    if kind not in {"doubled", "points"}:
        assert error["expected"] in before
        assert error["expected"] != error["actual"]


@pytest.mark.parametrize("kind", [kind for kind in SEVERAL if kind not in RARE])
def test_a_mistake_of_several_figures_notes_each(kind: str) -> None:
    sound, wrong = lines(STYLE.disclosure(1)), STYLE.disclosure(1, [kind])
    text = set(lines(wrong))
    assert errors(wrong)
    assert all(error["kind"] == kind for error in errors(wrong))
    words = "".join("".join(text).split())
    assert all("".join(error["where"].split()) in words for error in errors(wrong))
    assert len(text - set(sound)) <= len(errors(wrong))


@pytest.mark.parametrize("kind", HEADINGS)
def test_a_mistake_of_a_heading_is_made_once(kind: str) -> None:
    sound, wrong = lines(STYLE.disclosure(1)), STYLE.disclosure(1, [kind])
    (error,) = errors(wrong)
    changed = [other for one, other in zip(sound, lines(wrong), strict=True) if one != other]
    assert len(changed) <= 2  # in the contents too
    assert all(error["where"] in line for line in changed)


@pytest.mark.parametrize("kind", [kind for kind in ADDED if kind not in RARE])
def test_what_is_missing_or_added_is_noted(kind: str) -> None:
    sound, wrong = STYLE.disclosure(1), STYLE.disclosure(1, [kind])
    (error,) = errors(wrong)
    assert error["kind"] == kind
    assert lines(wrong) != lines(sound)
    assert len(wrong.tables) - len(sound.tables) == {"missing_table": -1, "doubled_table": 1}.get(kind, 0)


@pytest.mark.parametrize(("kind", "style"), ELSEWHERE.items())
def test_what_one_style_has_no_place_for_another_has(kind: str, style: str) -> None:
    assert all(errors(STYLE.disclosure(seed, [kind])) == [] for seed in SEEDS)
    planted = [error for seed in range(14) for error in errors(STYLES[style].disclosure(seed, [kind]))]
    assert {error["kind"] for error in planted} == {kind}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_kind_is_planted_at_once(seed: int) -> None:
    document = STYLE.disclosure(seed, KINDS)
    planted = {error["kind"] for error in errors(document)}
    assert len(planted) > len(KINDS) - len(ELSEWHERE) - 12  # one may take the place of another
    text = write_txt(document).decode()
    assert "\ue000" not in text
    assert "\ue001" not in text


def test_the_true_records_hold_what_is_printed() -> None:
    document = STYLE.disclosure(1, ["unit"])
    (error,) = errors(document)
    amounts = document.truth["amounts"]
    assert isinstance(amounts, list)
    (slip,) = (row for row in amounts if row["unit"] == "元")
    assert slip["text"] == error["actual"]
    assert slip["yuan"] == slip["value"]


def test_a_seed_plants_the_same_mistakes_again() -> None:
    assert STYLE.disclosure(2, KINDS) == STYLE.disclosure(2, KINDS)
