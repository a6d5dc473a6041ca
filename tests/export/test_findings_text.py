"""Findings as text: what a log shows, and nothing that a terminal would obey."""

from __future__ import annotations

import io

from finding_factory import finding, place, report
from rich.console import Console

from fiscalnlp.export import findings_text
from fiscalnlp.export.findings import CheckReport
from fiscalnlp.export.source_regions import Region
from fiscalnlp.model.place import Box

REGION = Region(offset=40, length=5, line=3, column=7, end_line=3, end_column=12)


def _text(of: CheckReport, *, colour: bool = False) -> str:
    out = io.StringIO()
    findings_text.show(of, Console(file=out, width=40, force_terminal=colour, highlight=False), language="en")
    return out.getvalue()


def test_a_finding_is_a_block_and_lines_are_not_wrapped() -> None:
    assert _text(report(finding(place(region=REGION), place("9元", region=REGION)))).splitlines() == [
        "accounts.txt  某局2023年度部门决算",
        "accounts.txt:3:7: error 8.00% is printed [share.quotient]",
        "    9元 ÷ 100元",
        "    ① line 3 基本支出 8.00%",
        "    ② line 3 基本支出 9元",
        "",
        "documents: 1, findings: 1 (errors: 1, warnings: 0, notes: 0)",
    ]


def test_a_place_on_a_page_is_a_link_to_it() -> None:
    text = _text(report(finding(place(boxes=[Box(12, 0, 0, 1, 1)])), source="a.pdf"))
    assert "a.pdf#page=12: error" in text


def test_control_characters_of_a_document_reach_no_terminal() -> None:
    hostile = "\x1b[2J\x1b]8;;https://example.org\x07[red]8%[/red]\x9b31m\r"
    text = _text(report(finding(place(hostile), text=hostile), title=hostile, source=hostile), colour=True)
    assert not {"\x07", "\x9b", "\r"} & set(text)
    assert "\x1b[2J" not in text
    assert "\x1b]8" not in text
    assert "[red]8%[/red]" in text
