"""Rules can be left out, made stricter or milder, and brought by other packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.metadata import EntryPoint

import pytest

from fiscalnlp import Document
from fiscalnlp.check import Check, CheckSettings, Disclosure, Draft, Rule, check_records, framed, plugins, rules
from fiscalnlp.check.catalogue import built_in_rules
from fiscalnlp.errors import FiscalError

Read = Callable[[str], Document]
ROUNDED = "本部门2023年度本年支出合计120.01万元，其中：基本支出80.00万元；项目支出40.00万元。"


def severities(document: Document, settings: CheckSettings) -> list[tuple[str, str]]:
    return [(each.rule, each.severity) for each in check_records(document.records(), settings=settings)]


def test_a_rule_can_be_left_out(read: Read) -> None:
    document = read(framed(built_in_rules()["parts.sum"].example))
    assert severities(document, CheckSettings()) == [("parts.sum", "error")]
    assert severities(document, CheckSettings(disabled=frozenset({"parts.sum"}))) == []


def test_a_severity_can_be_set_but_rounding_stays_information(read: Read) -> None:
    settings = CheckSettings(severities={"parts.sum": "warning"})
    assert severities(read(framed(built_in_rules()["parts.sum"].example)), settings) == [("parts.sum", "warning")]
    assert severities(read(framed(ROUNDED)), settings) == [("parts.sum", "info")]


def test_a_tolerance_can_be_set(read: Read) -> None:
    document = read(framed(ROUNDED))
    assert severities(document, CheckSettings()) == [("parts.sum", "info")]
    (finding,) = check_records(document.records(), settings=CheckSettings(tolerances={"parts.sum": Decimal(0)}))
    assert (finding.severity, finding.tolerance) == ("error", "0")


@pytest.mark.parametrize(
    ("settings", "cause"),
    [
        (CheckSettings(disabled=frozenset({"no.such"})), "no rule 'no.such'"),
        (CheckSettings(tolerances={"unit.slip": Decimal(1)}), "'unit.slip' has no tolerance"),
        (CheckSettings(tolerances={"parts.sum": Decimal(-1)}), "0 or more"),
        (CheckSettings(severities={"parts.sum": "grave"}), "'grave'"),  # type: ignore[dict-item]
    ],
)
def test_settings_that_mean_nothing_are_refused(read: Read, settings: CheckSettings, cause: str) -> None:
    with pytest.raises(FiscalError, match=cause):
        check_records(read(framed(ROUNDED)).records(), settings=settings)


# -- rules of other packages --------------------------------------------------------------------------------

FOREIGN = Rule(
    id="house.round_total",
    group="house",
    title="总额为整数",
    title_en="a total in whole 万元",
    needs=("amount",),
    severity="warning",
    message="{actual}为整数",
    message_en="{actual} is whole",
    example="本年支出合计120万元。",
    counter_example="本年支出合计120.01万元。",
)


def _whole_totals(view: Disclosure) -> Iterator[Draft]:
    for amount in view.amounts:
        if amount.measure == "本年支出合计" and amount.value == amount.value.to_integral_value():
            yield Draft(FOREIGN.id, amount.span, (amount.id,), expected=None, actual=amount.text)


CHECK = Check(find=_whole_totals, rules=(FOREIGN,))
NO_CHECK = object()
TWIN = Check(find=_whole_totals, rules=(built_in_rules()["parts.sum"],))


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def install(name: str) -> None:
        entry = EntryPoint("house", f"{__name__}:{name}", plugins.ENTRY_POINT_GROUP)
        monkeypatch.setattr(plugins, "entry_points", lambda group: [entry])
        plugins.foreign_checks.cache_clear()

    yield install
    plugins.foreign_checks.cache_clear()


def test_another_package_can_bring_a_rule(read: Read, installed: Callable[[str], None]) -> None:
    installed("CHECK")
    assert rules()[FOREIGN.id] == FOREIGN
    found = check_records(read(framed(FOREIGN.example)).records())
    assert [(each.rule, each.message) for each in found] == [(FOREIGN.id, "120万元为整数")]
    assert check_records(read(framed(FOREIGN.counter_example)).records()) == ()


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("NO_CHECK", "no fiscalnlp.check.Check|not a fiscalnlp"),
        ("TWIN", "another rule 'parts.sum'"),
        ("GONE", "cannot be loaded"),
    ],
)
def test_what_is_no_rule_is_refused(installed: Callable[[str], None], name: str, cause: str) -> None:
    installed(name)
    with pytest.raises(FiscalError, match=cause):
        rules()
