"""Rules that other packages bring (entry points of the group `fiscalnlp.rules`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

from fiscalnlp.check.catalogue import Rule, built_in_rules
from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.errors import FiscalError

#: Group of the entry points that name a `Check`.
ENTRY_POINT_GROUP = "fiscalnlp.rules"


@dataclass(frozen=True, slots=True)
class Check:
    """What looks for contradictions, and the rules it reports under.

    Args:
        find: takes a document's records and yields a `Draft` for each contradiction, its `rule` the id of one
            of `rules`.
        rules: the rules.
    """

    find: Callable[[Disclosure], Iterable[Draft]]
    rules: tuple[Rule, ...]


@cache
def foreign_checks() -> tuple[Check, ...]:
    """Return the checks that installed packages bring, by the names of their entry points.

    Raises:
        FiscalError: if one cannot be loaded, is no `Check` or has a rule whose id is taken.
    """
    checks: list[Check] = []
    taken = set(built_in_rules())
    for entry in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda each: each.name):
        try:
            check = entry.load()
        except Exception as error:
            cause = f"the rule {entry.name!r} cannot be loaded: {error}"
            raise FiscalError(entry.value, cause, stage="check") from error
        if not isinstance(check, Check):
            raise FiscalError(entry.value, "is not a fiscalnlp.check.Check", stage="check")
        for rule in check.rules:
            if rule.id in taken:
                raise FiscalError(entry.value, f"there is another rule {rule.id!r}", stage="check")
            taken.add(rule.id)
        checks.append(check)
    return tuple(checks)


def rules() -> dict[str, Rule]:
    """Return every rule by id: those of this library, then those of other packages."""
    found = dict(built_in_rules())
    for check in foreign_checks():
        found |= {rule.id: rule for rule in check.rules}
    return found
