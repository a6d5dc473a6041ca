"""How often the best link is right on clauses of many departments, without any spending to go by."""

import pytest

from duty_linker.clauses import by_body, read_part
from fiscalnlp.link import link_duties
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Duty

# Housekeeping (机关后勤) that a part's writer found to have no category gets the body's own.
NONE = 0.75


def accuracy(part: str, *, with_issuer: bool) -> tuple[float, float, float]:
    """Return the shares of right 类 and 款 among duties that have one, and of no link among the others."""
    right_class = right_group = wanted = right_none = nones = 0
    for body in by_body(read_part(part)):
        duties = [
            Duty(
                id=f"duty-{number}",
                doc_id="doc-1",
                text=clause.text,
                span=Span(0, len(clause.text)),
                number=number,
                marker=None,
                actions=(),
                role="own",
            )
            for number, clause in enumerate(body, 1)
        ]
        issuer = body[0].body if with_issuer else None
        links = link_duties(duties, doc_id="doc-1", issuer=issuer, fiscal_year=body[0].year)
        best = {link.duty: link.code for link in reversed(links)}
        for duty, clause in zip(duties, body, strict=True):
            code = best.get(duty.id, "")
            if clause.codes:
                wanted += 1
                right_class += clause.accepts_class(code)
                right_group += len(code) >= 5 and clause.accepts(code)
            else:
                nones += 1
                right_none += not code
    return right_class / wanted, right_group / wanted, right_none / nones


@pytest.mark.parametrize(
    ("part", "with_issuer", "classes", "groups"),
    [
        ("dev", True, 0.97, 0.95),
        ("dev", False, 0.93, 0.9),
        ("held_back", True, 0.96, 0.93),
        ("held_back", False, 0.88, 0.85),
        ("real", True, 0.95, 0.9),
    ],
)
def test_best_links_are_right(part, with_issuer, classes, groups):
    right_class, right_group, right_none = accuracy(part, with_issuer=with_issuer)
    assert right_class >= classes
    assert right_group >= groups
    assert right_none >= NONE
