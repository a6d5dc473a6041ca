"""How often the best link is right on clauses of many departments, without any spending to go by."""

import tomllib
from pathlib import Path

import pytest

from fiscalnlp.classification import functional_classes
from fiscalnlp.link import link_duties
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Duty

DEPARTMENTS = tomllib.loads(Path(__file__).with_name("clauses.toml").read_text(encoding="utf-8"))["department"]


def accuracy(*, with_issuer: bool) -> tuple[float, float]:
    """Return the shares of duties whose best link has an accepted 类, and an accepted 款."""
    wanted = right_class = right_group = 0
    for department in DEPARTMENTS:
        duties = [
            Duty(
                id=f"duty-{number}",
                doc_id="doc-1",
                text=row["text"],
                span=Span(0, len(row["text"])),
                number=number,
                marker=None,
                actions=(),
                role="own",
            )
            for number, row in enumerate(department["duties"], 1)
        ]
        issuer = department["issuer"] if with_issuer else None
        links = link_duties(duties, doc_id="doc-1", issuer=issuer, fiscal_year=2024)
        for duty, row in zip(duties, department["duties"], strict=True):
            wanted += 1
            best = next((link.code for link in links if link.duty == duty.id), "")
            right_class += best[:3] in row["codes"]
            right_group += len(best) >= 5 and best[:5] in row["codes"]
    return right_class / wanted, right_group / wanted


@pytest.mark.parametrize(("with_issuer", "classes", "groups"), [(True, 0.95, 0.9), (False, 0.9, 0.85)])
def test_best_links_are_right(with_issuer, classes, groups):
    right_class, right_group = accuracy(with_issuer=with_issuer)
    assert right_class >= classes
    assert right_group >= groups


def test_accepted_codes_exist():
    codes = {code for department in DEPARTMENTS for row in department["duties"] for code in row["codes"]}
    assert [c for c in sorted(codes) if functional_classes().by_code(c, fund="general") is None] == []
