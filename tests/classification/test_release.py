"""Version, editions and sources of the classification, and what a code was called over the years."""

import pytest

from fiscalnlp.classification import economic_classes, functional_classes, release
from fiscalnlp.classification.names import code_rows
from fiscalnlp.classification.release import status_of
from fiscalnlp.data import read_text, read_toml


def test_every_scheme_names_its_tables_and_the_edition_in_use():
    for scheme in release().schemes.values():
        assert all(list(code_rows(file)) for file in scheme.files)
        assert scheme.edition == max(edition.year for edition in scheme.editions)


@pytest.mark.parametrize(
    "file", ["functional.csv", "functional_former.csv", "functional_successions.csv", "economic.csv"]
)
def test_every_source_of_a_row_is_described(file):
    assert {row["source"] for row in code_rows(file)} <= release().sources.keys()


def test_every_region_is_of_a_known_edition():
    editions = {str(edition.year) for edition in release().schemes["regions"].editions}
    assert {row["edition"] for row in code_rows("regions.csv")} == editions


def test_only_what_others_published_is_confirmed():
    assert status_of("budget_pdf") == "confirmed"
    assert status_of("recalled") == "unconfirmed"
    assert [name for name, source in release().sources.items() if source.trust == "none"] == ["recalled"]
    with pytest.raises(KeyError):
        status_of("hearsay")


def test_every_row_carries_the_status_of_its_source():
    rows = [*functional_classes().rows, *functional_classes().former, *economic_classes().rows]
    assert {row.status for row in rows} == {"confirmed", "unconfirmed"}
    assert all(row.confirmed == (row.source != "recalled") for row in rows)


def test_names_of_a_code_run_from_the_oldest_to_the_one_in_use():
    assert [(row.name, row.valid_to) for row in functional_classes().names("215", fund="general")] == [
        ("资源勘探电力信息等事务", 2012),
        ("资源勘探电力信息等支出", 2015),
        ("资源勘探信息等支出", 2020),
        ("资源勘探工业信息等支出", None),
    ]
    assert functional_classes().names("206")[-1].fund == "general"
    assert functional_classes().names("299") == ()


def test_successions_lead_from_the_old_code_to_the_new_and_back():
    classes = functional_classes()
    assert [each.before for each in classes.predecessors("20139")] == ["20132"]
    assert {each.code for each in classes.successors("20704")} == {"20706", "20708"}
    assert {each.code for each in classes.successors("20115")} == {"20138"}
    assert classes.predecessors("20601") == ()


def test_both_ends_of_a_succession_are_classes_and_the_older_one_was_there_before():
    classes = functional_classes()
    keys = [(each.code, each.before) for each in classes.successions]
    assert keys == sorted(set(keys))
    for each in classes.successions:
        after, before = classes.names(each.code), classes.names(each.before)
        assert any(row.valid_to is None for row in after)
        assert min(row.valid_from or 0 for row in before) < each.year
        ended = [row.valid_to for row in before if row.valid_to is not None]
        assert any(row.valid_to is None for row in before) or max(ended) == each.year - 1


def test_what_linking_reads_under_an_older_code_is_a_succession():
    known = {(each.code, each.before) for each in functional_classes().successions}
    assert set(read_toml("vocab/linking.toml")["before"].items()) <= known


def test_the_readme_refers_to_the_file():
    assert "`classification.toml`" in read_text("codes/README.md")
