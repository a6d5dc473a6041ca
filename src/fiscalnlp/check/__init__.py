"""Records in; findings out: where a disclosure contradicts itself."""

from fiscalnlp.check.catalogue import CheckSettings, Rule, Tolerance, framed
from fiscalnlp.check.draft import Draft
from fiscalnlp.check.plugins import Check, rules
from fiscalnlp.check.runner import check_records
from fiscalnlp.check.settings_file import read_settings, settings_of
from fiscalnlp.check.table_totals import Comparison, compare_totals
from fiscalnlp.check.view import Disclosure

__all__ = [
    "Check",
    "CheckSettings",
    "Comparison",
    "Disclosure",
    "Draft",
    "Rule",
    "Tolerance",
    "check_records",
    "compare_totals",
    "framed",
    "read_settings",
    "rules",
    "settings_of",
]
