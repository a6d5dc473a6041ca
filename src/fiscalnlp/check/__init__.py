"""Records in; findings out: where a disclosure contradicts itself."""

from fiscalnlp.check.runner import RULES, Rule, check_records, rule_catalogue
from fiscalnlp.check.table_totals import Comparison, compare_totals

__all__ = ["RULES", "Comparison", "Rule", "check_records", "compare_totals", "rule_catalogue"]
