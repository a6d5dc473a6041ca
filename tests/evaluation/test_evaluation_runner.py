"""Documents are judged one by one: the same in several processes, and one that cannot be read has missed all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fiscalnlp.evaluation import evaluate, find_cases, runner
from truth_factory import PROSE, TRUE, write_case


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    write_case(tmp_path)
    write_case(tmp_path, name="bureau-2", prose="培训费支出3.00万元。")
    cases = find_cases([tmp_path])
    alone = list(evaluate(cases))
    first, second = alone
    assert (first.macro_f1, second.macro_f1 < 1) == (1, True)
    assert list(evaluate(cases, jobs=2)) == alone


def test_a_document_that_cannot_be_read_has_missed_everything(tmp_path: Path) -> None:
    write_case(tmp_path, {**TRUE, "terms": [], "errors": []})
    (tmp_path / "bureau-1.pdf").write_bytes(b"%PDF-1.7 cut")
    broken, read = evaluate(find_cases([tmp_path]))
    assert (broken.format, broken.macro_f1, broken.failure is None) == ("pdf", 0.0, False)
    assert {tally.kind: (tally.expected, tally.missed) for tally in broken.tallies} == {
        "document": (5, 5),
        "amounts": (2, 2),
        "amounts.stage": (2, 2),
    }
    assert (read.format, read.failure) == ("txt", None)


def test_only_the_measures_asked_for(tmp_path: Path) -> None:
    write_case(tmp_path, prose=PROSE)
    (outcome,) = evaluate(find_cases([tmp_path]), measures=("amounts.stage", "terms"))
    assert [tally.kind for tally in outcome.tallies] == ["amounts.stage"]
    assert list(evaluate(find_cases([tmp_path]), measures=("terms",))) == []


def crash(*_: object, **__: object) -> None:
    os._exit(1)


def test_a_document_that_its_process_does_not_survive_has_missed_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_case(tmp_path)
    monkeypatch.setattr(runner, "_judge", crash)
    (outcome,) = evaluate(find_cases([tmp_path]), jobs=2)
    assert outcome.failure == "the process ended by itself, with status 1"
    assert outcome.source.endswith("bureau-1.txt")
    assert {tally.found for tally in outcome.tallies} == {0}
