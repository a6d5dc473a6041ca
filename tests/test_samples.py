"""The library held to the answers made by hand for the disclosures in `corpora/samples`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from answers import KEYS, Row, differences, finding_differences, load_answers
from fiscalnlp import Document, Pipeline
from fiscalnlp.text.forms import matching_form

SAMPLES = Path(__file__).parents[1] / "corpora" / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.json"))

Sample = Callable[[str], Document]


@pytest.fixture(scope="session")
def sample(pipeline: Pipeline) -> Sample:
    """Read a sample by its name, each once."""
    return cache(lambda name: pipeline.read(SAMPLES / f"{name}.txt"))


def answers_of(name: str) -> dict[str, list[Row]]:
    return load_answers(SAMPLES / f"{name}.json")


#: What is wrong today, by sample and kind.
WRONG: dict[tuple[str, str], str] = {
    ("shandong-dept-2023", "spending"): "the code of 地方旅游开发项目补助 is in no confirmed list",
}

#: Titles and contradictions that are missed today, by sample.
WRONG_TITLE = {"gansu-school-district-2023": "the answer adds the level of the accounts to the title"}
MISSED_FINDING = {"fujian-county-2021": "a share of a budget that has to be derived from another share"}


def cases(wrong: dict[str, str]) -> list[ParameterSet]:
    return [_case(name, reason=wrong.get(name)) for name in NAMES]


def _case(*values: str, reason: str | None) -> ParameterSet:
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(*values, marks=marks)


CASES = [_case(name, kind, reason=WRONG.get((name, kind))) for name in NAMES for kind in KEYS]


def test_every_sample_has_answers() -> None:
    assert NAMES
    assert sorted(path.stem for path in SAMPLES.glob("*.txt")) == NAMES


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_sample(sample: Sample, name: str, kind: str) -> None:
    found = differences(kind, answers_of(name)[kind], sample(name))
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("name", cases(WRONG_TITLE))
def test_sample_title(sample: Sample, name: str) -> None:
    # Answers name the body first, covers often the year: 2021年度桃江县竹溪镇人民政府部门决算.
    (answer,) = answers_of(name)["document"]
    assert sorted(matching_form(sample(name).title or "")) == sorted(matching_form(answer["title"]))


@pytest.mark.parametrize("name", cases(MISSED_FINDING))
def test_sample_contradictions(sample: Sample, name: str) -> None:
    found = finding_differences(answers_of(name)["errors"], sample(name))
    assert not found, "\n".join(["", *found])


# -- the comparison itself ----------------------------------------------------------------------------------

SCHOOL = "jiangsu-school-2020"


def test_comparison_shows_what_was_missed_and_what_was_invented(sample: Sample) -> None:
    first, *others = answers_of(SCHOOL)["amounts"]
    wrong = {**first, "stage": "other"}
    missed, invented = differences("amounts", [wrong, *others], sample(SCHOOL))
    assert missed.startswith(f"missed text={first['text']}, yuan={first['yuan']}, stage=other | ")
    assert invented.startswith(f"invented text={first['text']}, yuan={first['yuan']}, stage={first['stage']} | ")
    assert all(line.partition(" | ")[2].count(first["text"]) for line in (missed, invented))


def test_comparison_counts_what_stands_twice(sample: Sample) -> None:
    answers = answers_of(SCHOOL)["amounts"]
    (line,) = differences("amounts", [*answers, answers[0]], sample(SCHOOL))
    assert line.startswith("missed ")


def test_comparison_of_findings_shows_the_sentence(sample: Sample) -> None:
    (error,) = answers_of(SCHOOL)["errors"]
    (invented,) = finding_differences([], sample(SCHOOL))
    assert invented.startswith("invented direction.word: ")
    assert error["where"] in invented
    elsewhere = {**error, "where": "培训费"}
    assert finding_differences([elsewhere], sample(SCHOOL)) != []
