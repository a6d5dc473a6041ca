"""The catalogue of rules: what each checks, needs, tolerates and says (`data/rules/`), and settings for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, get_args

from fiscalnlp.data import read_toml
from fiscalnlp.errors import FiscalError
from fiscalnlp.model.records import Severity

Group = Literal["figures", "tables", "across_tables", "prose_tables", "structure", "topics"]
#: What may be tolerated; see `data/rules/README.md`.
ToleranceName = Literal["rounding"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a figure may be off before a rule fires: `default` times what `name` says."""

    name: ToleranceName
    default: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """A check as it is listed.

    Args:
        id: what `Finding.rule` says.
        group: what it compares with what.
        title: what is checked, in Chinese; `title_en` in English.
        needs: kinds of records without which there is nothing to check.
        severity: how grave its finding is, where nothing (rounding, convention) explains it.
        message: what its finding says, in Chinese, with `{expected}`, `{actual}` and words of the rule to be
            filled in; `message_en` in English.
        example: words on which it fires; `counter_example` a near twin on which it does not. Read
            `framed(words)`: they are no disclosure by themselves.
        tolerance: `None` where there is nothing to tolerate.
    """

    id: str
    group: str
    title: str
    title_en: str
    needs: tuple[str, ...]
    severity: Severity
    message: str
    message_en: str
    example: str
    counter_example: str
    tolerance: Tolerance | None = None


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Which rules are applied, and how.

    Args:
        disabled: ids of rules that report nothing.
        tolerances: rule id → its tolerance instead of the default.
        severities: rule id → severity of its findings instead of its own; what rounding or convention
            explains stays `info`.
    """

    disabled: frozenset[str] = frozenset()
    tolerances: Mapping[str, Decimal] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.disabled, frozenset(self.tolerances.items()), frozenset(self.severities.items())))

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> CheckSettings:
        """Return the settings that a table holds: `[check]` of a settings file, the config of a spaCy component.

        Raises:
            ValueError: it holds anything else than `disable`, `tolerance` and `severity`, or these hold what is
                no setting. Whether there are such rules is not looked at: see `validate`.
        """
        if unknown := sorted(table.keys() - _KEYS):
            raise ValueError(f"[check] holds {', '.join(unknown)}; it may hold {', '.join(sorted(_KEYS))}")
        disabled = table.get("disable", [])
        if not isinstance(disabled, list | tuple) or not all(isinstance(rule, str) for rule in disabled):
            raise ValueError("`disable` is to be a list of rule ids")
        return cls(
            frozenset(disabled),
            {rule: _number(rule, value) for rule, value in _by_rule("tolerance", table)},
            dict(_by_rule("severity", table)),
        )

    def table(self) -> dict[str, Any]:
        """Return the table that `of_table` makes these settings of, in plain values; numbers are strings."""
        found = {
            "disable": sorted(self.disabled),
            "tolerance": {rule: str(self.tolerances[rule]) for rule in sorted(self.tolerances)},
            "severity": {rule: self.severities[rule] for rule in sorted(self.severities)},
        }
        return {key: value for key, value in found.items() if value}

    def validate(self, known: Mapping[str, Rule]) -> None:
        """Check the settings against the rules there are.

        Raises:
            FiscalError: for a rule that is not known, a tolerance that is negative or of a rule that has none,
                a severity that is none.
        """
        for name in sorted({*self.disabled, *self.tolerances, *self.severities}):
            if name not in known:
                raise _wrong(f"there is no rule {name!r}")
        for name, value in self.tolerances.items():
            if known[name].tolerance is None:
                raise _wrong(f"rule {name!r} has no tolerance")
            if not (value.is_finite() and value >= 0):
                raise _wrong(f"the tolerance of {name!r} is to be 0 or more, not {value}")
        for name, severity in self.severities.items():
            if severity not in get_args(Severity):
                raise _wrong(f"the severity of {name!r} is to be error, warning or info, not {severity!r}")

    def tolerance(self, rule: Rule) -> Decimal:
        """Return how much of what `rule` tolerates is tolerated."""
        default = rule.tolerance.default if rule.tolerance else Decimal(0)
        return self.tolerances.get(rule.id, default)


_KEYS = {"disable", "tolerance", "severity"}


def _by_rule(key: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a table says of each rule; TOML takes an id without quotes for tables within tables."""
    found = table.get(key, {})
    if not isinstance(found, Mapping):
        raise ValueError(f"`{key}` is to be a table of rule ids")
    for name, value in found.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{rest}", inner) for rest, inner in _by_rule(name, found))
        else:
            yield name, value


def _number(rule: str, value: Any) -> Decimal:
    try:
        if isinstance(value, bool):
            raise TypeError
        return Decimal(str(value) if isinstance(value, float) else value)
    except (InvalidOperation, TypeError):
        raise ValueError(f"the tolerance of {rule!r} is to be a number, not {value!r}") from None


def _wrong(cause: str) -> FiscalError:
    return FiscalError("check settings", cause, stage="check")


@cache
def built_in_rules() -> Mapping[str, Rule]:
    """Return the rules of this library by id, group by group."""
    rows = [(group, row) for group in get_args(Group) for row in read_toml(f"rules/{group}.toml")["rule"]]
    return {row["id"]: _rule(group, row) for group, row in rows}


def framed(words: str) -> str:
    """Return an example's words as a part of a small disclosure, which some are by themselves."""
    frame = read_toml("rules/frame.toml")
    if re.match(frame["whole"], words):
        return words
    example: str = frame["example"]
    return example.replace("{words}", words.rstrip("\n"))


def _rule(group: str, row: dict[str, object]) -> Rule:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    tolerance = fields.pop("tolerance", None)
    if isinstance(tolerance, dict):
        fields["tolerance"] = Tolerance(tolerance["name"], Decimal(tolerance["default"]))
    return Rule(group=group, **fields)  # type: ignore[arg-type]  # the files' tests hold them to the fields
