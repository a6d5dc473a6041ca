"""Records in; findings out: where a disclosure contradicts itself."""

from fiscalnlp.check.runner import RULES, Rule, check_records, rule_catalogue

__all__ = ["RULES", "Rule", "check_records", "rule_catalogue"]
