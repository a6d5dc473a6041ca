"""Fitting and measuring on clauses small enough to check by hand; what the shipped pipeline says of itself."""

import pytest

from duty_linker.__main__ import OUTPUT, PARTS, RULES_ALONE
from duty_linker.clauses import Clause, read_part
from duty_linker.fitting import LEARNED, Judged, fit, judge
from duty_linker.measuring import accuracy, best, misses, reliability
from duty_linker.training import examples
from fiscalnlp.classification import functional_classes
from fiscalnlp.link.likelihood import Signals, Weights
from fiscalnlp.link.model import WORDS, duty_linker, weights

NO_SIGNAL = Signals(*(0.0,) * len(Signals._fields))


def judged(right: tuple[str, ...], **words: float) -> Judged:
    found = {code.removeprefix("c"): NO_SIGNAL._replace(words=value) for code, value in words.items()}
    return Judged(Clause("某局", 2024, "某事。", right), found)


SAMPLE = [
    judged(("20501",), c20501=2.0, c20601=0.5),
    judged(("20601",), c20601=1.5, c20602=0.1),
    judged(("20701",), c20701=0.2, c20702=0.4),
    judged(()),
]
BY_WORDS = Weights.from_names(-1.0, {"words": 1.0})


def test_accuracy_counts_clauses_with_a_category():
    measured = accuracy(SAMPLE, BY_WORDS.likelihood)
    assert (measured.count, measured.classes, measured.groups) == (3, 1.0, pytest.approx(2 / 3))
    assert [(clause.codes, code) for clause, code, _ in misses(SAMPLE, BY_WORDS.likelihood)] == [
        (("20701",), "20702")
    ]
    assert best(SAMPLE[3], BY_WORDS.likelihood) is None


def test_reliability_of_certain_scores():
    certain = Weights(50.0, (0.0,) * len(Signals._fields))
    measured = reliability([judged(("20501",), c20501=1.0), judged(("20502",), c20501=1.0)], certain)
    assert measured.brier == pytest.approx(0.5)
    assert measured.ece == pytest.approx(0.5)


def test_fit_finds_what_tells_right_from_wrong():
    fitted = fit(SAMPLE * 20)
    assert fitted.names()["words"] > 0
    assert fitted.likelihood(NO_SIGNAL._replace(words=2.0)) > 0.8 > fitted.likelihood(NO_SIGNAL)
    assert fit(SAMPLE * 20, without=("words",)).names()["words"] == 0


def test_examples_hold_clauses_terms_and_names():
    texts = dict(examples([Clause("青川市教育局", 2024, "发展学前教育。", ("20502", "205"))]))
    assert texts["青川市教育局\n发展学前教育。"] == texts["发展学前教育。"] == ("20502",)
    assert texts["人民调解"] == ("20406",)
    assert texts["普通教育"] == ("20502",)


@pytest.mark.parametrize("part", PARTS)
def test_evaluation_in_meta_is_that_of_the_shipped_pipeline(part):
    # A term more or less in the vocabulary is no reason to train anew.
    pipeline = duty_linker()
    rows = list(judge(pipeline, read_part(part)))
    measured = accuracy(rows, weights(pipeline).likelihood)
    noted = pipeline.meta["performance"][part]
    assert noted["both"] == {
        "类": pytest.approx(measured.classes, abs=0.01),
        "款": pytest.approx(measured.groups, abs=0.01),
        "clauses": measured.count,
    }
    assert noted["reliability"]["ece"] == pytest.approx(reliability(rows, weights(pipeline)).ece, abs=0.01)


def test_learned_part_earns_its_place():
    """It is shipped because rules with it are better than rules without on clauses that nobody here wrote."""
    held_back = duty_linker().meta["performance"]["held_back"]
    assert held_back["both"]["款"] > held_back["rules, weighed"]["款"]
    assert held_back["both"]["款"] > held_back["rules"]["款"]


def test_labels_are_categories_of_today():
    labels = duty_linker().get_pipe(WORDS).labels
    assert [code for code in labels if functional_classes().by_code(code, fund="general") is None] == []


def test_pipeline_is_small_and_rules_alone_know_nothing_learned():
    assert sum(path.stat().st_size for path in OUTPUT.rglob("*") if path.is_file()) < 16_000_000
    assert all(f'"{name}": 0.0' in RULES_ALONE.read_text(encoding="utf-8") for name in LEARNED)
