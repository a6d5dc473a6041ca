"""The styles a disclosure can be written in: each makes blocks and true records of one year's accounts."""

from __future__ import annotations

from collections.abc import Callable

from generator.model import Disclosure
from generator.styles.department_budget import department_budget
from generator.styles.final_accounts import final_accounts

#: Style name → function of the seed.
STYLES: dict[str, Callable[[int], Disclosure]] = {
    "final-accounts": final_accounts,
    "department-budget": department_budget,
}
