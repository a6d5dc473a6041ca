import pytest

from fiscalnlp.errors import FiscalError
from fiscalnlp.export import contract


@pytest.fixture(autouse=True)
def version(monkeypatch):
    monkeypatch.setattr(contract, "CONTRACT_VERSION", "2.9")


@pytest.mark.parametrize(("found", "agreed"), [(None, "2.9"), ("2.9", "2.9"), ("2.0", "2.9"), ("2.10", "2.10")])
def test_within_a_major_version_the_newer_one_counts(found, agreed):
    assert contract.agreed_version("kg/", found) == agreed


@pytest.mark.parametrize(("found", "advice"), [("1.4", "a new destination"), ("10.0", "a newer fiscalnlp")])
def test_another_major_version_is_refused_with_advice(found, advice):
    with pytest.raises(FiscalError, match=rf"kg/: holds records of contract {found}.*: {advice} is needed"):
        contract.agreed_version("kg/", found)
