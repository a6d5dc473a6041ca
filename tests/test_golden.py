"""The golden file says what changed in the records of the bundled disclosure; what is right stands elsewhere.

Rewritten by `pytest tests/test_golden.py --update-golden` alone.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from fiscalnlp import Document

GOLDEN = Path(__file__).parent / "golden" / "haigang-2023.jsonl"
_SHOWN = 25


def test_golden_haigang(haigang: Document, update_golden: bool) -> None:
    written = io.BytesIO()
    haigang.to_jsonl(written)
    if update_golden:
        GOLDEN.write_bytes(written.getvalue())
    assert GOLDEN.exists(), "no golden file: run pytest tests/test_golden.py --update-golden"
    expected, actual = GOLDEN.read_text("utf-8").splitlines(), written.getvalue().decode().splitlines()
    changes = _changes(expected, actual)
    assert expected == actual, "\n".join(["records changed (- golden, + now):", *changes])


def test_golden_switch_is_off_unless_asked_for(request: pytest.FixtureRequest, update_golden: bool) -> None:
    assert update_golden == ("--update-golden" in request.config.invocation_params.args)


class _Asked:
    """A configuration in which the switch was given."""

    def getoption(self, name: str) -> bool:
        return name == "--update-golden"


@pytest.mark.parametrize("ci", ["true", "1"])
def test_golden_switch_is_refused_in_ci(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    plugin = request.config.pluginmanager.get_plugin(str(Path(__file__).with_name("conftest.py")))
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.UsageError, match="refused"):
        plugin.pytest_configure(_Asked())
    monkeypatch.delenv("CI")
    plugin.pytest_configure(_Asked())


def _changes(expected: list[str], actual: list[str]) -> list[str]:
    """Return the differences record by record, a changed record field by field, the first few alone."""
    old, new = ({_key(line): json.loads(line) for line in lines} for lines in (expected, actual))
    lines: list[str] = []
    for key in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            lines.append(f"{'-' if after is None else '+'} {_short(before or after or {})}")
            continue
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                lines += [
                    f"  {_short(after)}",
                    f"-   {name}: {before.get(name)!s:.200}",
                    f"+   {name}: {after.get(name)!s:.200}",
                ]
    more = len(lines) - _SHOWN
    return lines[:_SHOWN] + ([f"… {more} lines more"] if more > 0 else [])


def _key(line: str) -> tuple[str, str]:
    record = json.loads(line)
    return record["kind"], record["id"]


def _short(record: dict[str, Any]) -> str:
    return f"{record['kind']} {record['span']} {record['text'][:40]}"


def test_golden_difference_names_record_and_field() -> None:
    one = {"kind": "amount", "id": "a", "span": [3, 8], "text": "12.30元", "measure": "基本支出"}
    two = {**one, "measure": "项目支出"}
    assert _changes([json.dumps(one)], [json.dumps(two)]) == [
        "  amount [3, 8] 12.30元",
        "-   measure: 基本支出",
        "+   measure: 项目支出",
    ]
    assert _changes([json.dumps(one)], []) == ["- amount [3, 8] 12.30元"]
