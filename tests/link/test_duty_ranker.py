"""The shipped pipeline on its own, as somebody uses it who has clauses and no disclosure."""

import pytest
import spacy

from fiscalnlp.link.component import DutyRanker
from fiscalnlp.link.likelihood import Signals, Weights
from fiscalnlp.link.model import duty_linker, parted, pipeline_text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("青川市教育局\n统筹管理学前教育和义务教育。", "20502"),
        ("查处超限运输，维护路产路权。", "21401"),
    ],
)
def test_categories_of_a_clause_with_and_without_its_body(text, code):
    cats = duty_linker()(text).cats
    assert max(cats, key=cats.__getitem__) == code
    assert all(0 <= score <= 1 for score in cats.values())


def test_whatever_else_comes_has_no_categories():
    assert duty_linker()("青川市教育局\n完成市委、市政府交办的其他任务。").cats == {}


def test_pipeline_is_the_same_after_saving(tmp_path):
    duty_linker().to_disk(tmp_path)
    text = "青川市教育局\n保障残疾儿童入学。"
    assert spacy.load(tmp_path)(text).cats == duty_linker()(text).cats


def test_weights_survive_bytes():
    ranker = DutyRanker(Weights(-1.5, tuple(float(n) for n, _ in enumerate(Signals._fields))))
    assert DutyRanker(Weights(0.0, ())).from_bytes(ranker.to_bytes()).weights == ranker.weights


@pytest.mark.parametrize("issuer", [None, "青川市教育局"])
def test_body_and_clause_are_told_apart_again(issuer):
    assert parted(pipeline_text("保障入学。", issuer)) == ("保障入学。", issuer)
