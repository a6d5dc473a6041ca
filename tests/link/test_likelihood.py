import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.link.evidence import collect_evidence
from fiscalnlp.link.likelihood import Signals, Weights, candidates, log_odds
from fiscalnlp.link.scoring import rank
from fiscalnlp.link.vocabulary import staff_costs

NOTHING = collect_evidence((), (), ())


def found(text: str, issuer: str | None = None, learned: dict[str, float] | None = None) -> dict[str, Signals]:
    return candidates(rank(text, issuer=issuer, evidence=NOTHING), issuer, learned or {})


def test_candidates_are_what_wording_and_body_speak_for():
    signals = found("指导人民调解工作。", "永安区财政局")
    assert set(signals) == {"20406", "20106"}
    assert signals["20406"].words > 0
    assert signals["20406"].behind == 0
    assert (signals["20106"].home, signals["20106"].own_field, signals["20106"].words) == (1, 1, 0)


def test_the_home_that_a_disclosure_tells_counts_before_the_name():
    ranking = rank("办好此事。", issuer="永安区松林街道办事处", evidence=NOTHING)
    homes = {
        code: signals.home for code, signals in candidates(ranking, "永安区松林街道办事处", {}, ["21201"]).items()
    }
    assert homes["21201"] == 1
    assert homes["20103"] == 0


def test_prior_shifts_the_log_odds():
    weights = Weights.from_names(0.0, {})
    signals = Signals(*(0.0,) * len(Signals._fields))
    assert weights.likelihood(signals) == 0.5
    assert log_odds(weights.likelihood(signals, 1.0)) == pytest.approx(1.0)


def test_wording_for_a_class_alone_makes_its_general_group_a_candidate():
    assert "21201" in found("加强城市管理。")


def test_what_was_learned_makes_candidates_of_its_own():
    signals = found("办好此事。", learned={"20702": 0.9, "20701": 0.05})
    assert signals["20702"].learned == pytest.approx(math.log(9))
    assert signals["20702"].words == 0


def test_outside_the_only_work_of_a_body():
    signals = found("参与社会治安综合治理。", "青川市人民法院")
    assert (signals["20405"].outside, signals["20499"].outside) == (0, 1)
    assert found("参与社会治安综合治理。", "青川市民政局")["20499"].outside == 0


def test_staff_costs_are_no_candidates():
    assert not set(found("办好此事。", learned=dict.fromkeys(staff_costs().codes, 0.9))) & staff_costs().codes


@given(st.floats(0, 1))
def test_log_odds_are_finite_and_odd(probability):
    assert math.isfinite(log_odds(probability))
    assert log_odds(probability) == pytest.approx(-log_odds(1 - probability), abs=1e-6)


def test_likelihood_is_the_logistic_of_the_weighed_signals():
    weights = Weights.from_names(-1.0, {"words": 2.0, "home": 0.5})
    signals = Signals(*(0.0,) * len(Signals._fields))._replace(words=1.5, home=1.0)
    assert weights.likelihood(signals) == pytest.approx(1 / (1 + math.exp(-2.5)))
    assert weights.names()["words"] == 2.0
    assert weights.names()["learned"] == 0.0


def test_weights_name_signals_only():
    with pytest.raises(KeyError, match="poem"):
        Weights.from_names(0.0, {"poem": 1.0})


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_likelihood_is_in_range(bias, value):
    signals = Signals(*(value,) * len(Signals._fields))
    assert 0 <= Weights(bias, (1.0,) * len(Signals._fields)).likelihood(signals) <= 1
