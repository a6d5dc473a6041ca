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


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_mistake_stands_in_the_place_that_is_noted_and_nowhere_else(kind: str, seed: int) -> None:
    sound, wrong = lines(STYLE.disclosure(seed)), STYLE.disclosure(seed, [kind])
    (error,) = errors(wrong)
    assert error["kind"] == kind
    changed = [(one, other) for one, other in zip_longest(sound, lines(wrong), fillvalue="") if one != other]
    if kind == "empty_note":  # a line more
        assert [line for line in lines(wrong) if line == error["where"]]
        return
    ((before, after),) = changed
    assert error["where"] in after
    assert error["actual"] in after
    if kind != "doubled":
        assert error["expected"] in before
        assert error["expected"] != error["actual"]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_kind_is_planted_at_once(seed: int) -> None:
    document = STYLE.disclosure(seed, KINDS)
    assert {error["kind"] for error in errors(document)} == set(KINDS)
    text = write_txt(document).decode()
    assert "\ue000" not in text
    assert "\ue001" not in text
    assert all(error["where"] in text for error in errors(document))


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
