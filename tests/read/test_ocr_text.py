"""What recognition gets wrong is put right only where it is certain."""

import pytest

from fiscalnlp.data import read_toml
from fiscalnlp.read.ocr_text import Character, corrected

CASES = [
    pytest.param(given, wanted, id=f"{rule['id']}: {given}")
    for rule in read_toml("vocab/ocr.toml")["correction"]
    for given, wanted in rule["gives"].items()
]


def correct(text):
    return corrected(tuple(Character(mark, index / len(text), 0.9) for index, mark in enumerate(text)))


@pytest.mark.parametrize(("given", "wanted"), CASES)
def test_rules_give_what_they_say(given, wanted):
    assert "".join(character.text for character in correct(given)) == wanted


def test_each_character_keeps_its_place_and_score():
    assert correct("1, 2")[-1] == Character("2", 3 / 4, 0.9)
