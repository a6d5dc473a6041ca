"""What is understood of what a person types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscalnlp.search.query import Clause, parse, wanted


def word(text: str, *parts: str) -> Clause:
    return Clause(text, parts or (text,))


def without(text: str) -> Clause:
    return Clause(text, (text,), negated=True)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("科技", [[word("科技")]]),
        ("科技 管理", [[word("科技"), word("管理")]]),
        ("科技　AND　管理", [[word("科技"), word("管理")]]),
        ("科技 教育 OR 文化", [[word("科技"), word("教育")], [word("文化")]]),
        ("科技创新", [[word("科技创新", "科技", "创新")]]),
        ('"军民融合"', [[word("军民融合")]]),
        ("“军民融合”发展", [[word("军民融合"), word("发展")]]),
        ("「军民 融合」", [[word("军民融合")]]),
        ("科技的管理", [[word("科技的管理", "科技", "管理")]]),
        ("科技 -奖励", [[word("科技"), without("奖励")]]),
        ('科技 －"高新技术企业"', [[word("科技"), without("高新技术企业")]]),
        ("科技 NOT 高新技术企业", [[word("科技"), without("高新技术企业")]]),
        ("COVID-19", [[word("covid-19", "covid", "19")]]),
        ("科技 科技", [[word("科技")]]),
        ("科", [[word("科")]]),
        ("or and", [[word("or"), word("and")]]),
        # What makes no sense is passed over.
        ("", []),
        ('"', []),
        ("OR", []),
        ("OR 科技 AND", [[word("科技")]]),
        ('科技 "军民', [[word("科技"), word("军民")]]),
    ],
)
def test_understood(typed, understood):
    assert parse(typed) == tuple(map(tuple, understood))


@given(st.text(alphabet=st.one_of(st.sampled_from('科技 "“”-OR AND NOT()（）*?~^:[]{}\\/+'), st.characters())))
def test_any_text_is_understood_somehow(typed):
    for clauses in parse(typed):
        for clause in clauses:
            assert clause.run
            assert all(clause.words)


def test_what_is_marked_is_what_was_wanted():
    assert wanted(parse("科技创新 -奖励 OR 文化")) == ("科技创新", "科技", "创新", "文化")
