"""The word lists behind the links: well formed, of real categories, covering every 类."""

import re
from collections import Counter

import pytest

from fiscalnlp.classification import functional_classes
from fiscalnlp.data import read_toml
from fiscalnlp.link.vocabulary import (
    TIER_WEIGHTS,
    sole_fields,
    staff_costs,
    vocabulary,
    vocabulary_files,
    wording,
)


def general(code: str) -> bool:
    return functional_classes().by_code(code, fund="general") is not None


@pytest.mark.parametrize("file", vocabulary_files())
def test_vocabulary_file_is_sorted_unique_and_of_one_class(file):
    lists = read_toml(file)
    codes = list(lists)
    assert codes == sorted(codes)
    assert all(code.startswith(file.split("/")[-1][:3]) and general(code) for code in codes)
    terms: Counter[str] = Counter()
    for code, tiers in lists.items():
        assert tiers, code
        assert set(tiers) <= set(TIER_WEIGHTS)
        for words in tiers.values():
            assert words, code
            assert words == sorted(words)
            terms.update(words)
    assert [term for term, count in terms.items() if count > 1] == []
    assert [term for term in terms if len(term) < 2 or term != term.strip()] == []


def test_every_general_class_is_covered():
    covered = {file.split("/")[-1][:3] for file in vocabulary_files()}
    assert covered == {row.code for row in functional_classes().children("", fund="general")}


def test_every_group_with_real_duties_has_terms():
    named = {meaning.code for meanings in vocabulary().meanings.values() for meaning in meanings}
    groups = {
        row.code
        for top in functional_classes().children("", fund="general")
        if top.code not in {"227", "229", "230", "231", "232", "233"}
        for row in functional_classes().children(top.code, fund="general")
        if not row.name.startswith("其他")
    }
    assert groups - named == staff_costs().codes


def test_staff_costs_are_categories_without_vocabulary():
    named = {meaning.code for meanings in vocabulary().meanings.values() for meaning in meanings}
    assert all(general(code) for code in staff_costs().codes | staff_costs().classes)
    assert not staff_costs().codes & named


def test_issuer_groups_lead_with_their_home_group():
    rows = read_toml("vocab/issuers.toml")["issuer"]
    for row in rows:
        assert len(row["codes"][0]) == 5
        assert all(general(code) for code in row["codes"])
        assert len(set(row["words"])) == len(row["words"])
        assert all(len(word) > 1 for word in row["words"])


@pytest.mark.parametrize("row", read_toml("vocab/linking.toml")["no_category"])
def test_no_category_patterns_match_their_examples_alone(row):
    pattern = re.compile(row["pattern"])
    assert row["examples"]
    assert [text for text in row["examples"] if not pattern.match(text)] == []
    assert row["not_examples"]
    assert [text for text in row["not_examples"] if pattern.match(text)] == []


@pytest.mark.parametrize("name", ["silent", "incidental"])
def test_wording_lists_are_sorted_and_unique(name):
    words = read_toml("vocab/linking.toml")[name]
    assert words == sorted(set(words))


def test_forerunners_are_older_categories_of_the_same_class():
    for code, older in wording().before.items():
        row = functional_classes().by_code(code, fund="general")
        assert row is not None
        assert row.valid_from is not None
        assert general(older)
        assert older[:3] == code[:3]


def test_general_groups_are_of_their_class_and_never_staff_costs():
    general_groups = wording().general
    classes = {row.code for row in functional_classes().children("", fund="general")}
    assert set(general_groups) == classes - {"227", "229", "230", "231", "232", "233"}
    assert [code for top, code in general_groups.items() if code[:3] != top or not general(code)] == []
    assert not staff_costs().codes & set(general_groups.values())


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("青川市人民法院", {"20405"}),
        ("青川市民政局", set()),
        ("青川市教育局", set()),
        ("青川市教育和体育局", set()),  # does the one and the other
        ("某某协会", set()),
    ],
)
def test_bodies_that_do_one_work_only(name, fields):
    assert sole_fields(name) == fields
