"""The labelled clauses are well formed, of all policy fields, and no part holds another's."""

from itertools import combinations

import pytest

from duty_linker.clauses import CORPUS, Clause, by_body, read_part
from fiscalnlp.classification import functional_classes
from fiscalnlp.link.vocabulary import staff_costs

PARTS = sorted(path.stem for path in CORPUS.glob("*.toml"))


@pytest.mark.parametrize("part", PARTS)
def test_codes_are_general_classes_and_never_staff_costs(part):
    codes = {code for clause in read_part(part) for code in clause.codes}
    assert [code for code in sorted(codes) if functional_classes().by_code(code, fund="general") is None] == []
    assert not codes & staff_costs().codes


@pytest.mark.parametrize("part", PARTS)
def test_a_part_holds_clauses_with_and_without_category(part):
    clauses = read_part(part)
    assert any(clause.codes for clause in clauses)
    assert any(not clause.codes for clause in clauses)


@pytest.mark.parametrize(("left", "right"), list(combinations(PARTS, 2)))
def test_no_clause_is_in_two_parts(left, right):
    assert not {clause.text for clause in read_part(left)} & {clause.text for clause in read_part(right)}


def test_train_and_dev_cover_all_departments():
    clauses = [*read_part("train"), *read_part("dev")]
    assert len(list(by_body(clauses))) >= 60
    assert len(clauses) >= 600
    spent = {top.code for top in functional_classes().children("", fund="general")}
    spent -= {"227", "229", "230", "231", "232", "233"}  # money that is no body's work
    assert spent <= {code[:3] for clause in clauses for code in clause.codes}


def test_accepted_codes():
    clause = Clause("某局", 2024, "某事。", ("20501", "206"))
    assert [clause.accepts(code) for code in ("20501", "2050101", "20502", "20604", "207")] == [
        True,
        True,
        False,
        True,  # 206 is open
        False,
    ]
    assert [clause.accepts_class(code) for code in ("20502", "206", "20701")] == [True, True, False]
