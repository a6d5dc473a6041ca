"""Findings with their places: what each figure is, where it stands in the text, on the page, in the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from disclosure_factory import final_accounts
from fiscalnlp import Document
from fiscalnlp.check.table_rows import cell_figure
from fiscalnlp.export.findings import CheckedDocument, CheckReport, at_least, locate_findings
from fiscalnlp.export.place_labels import label_of
from fiscalnlp.model.place import Box, Span
from fiscalnlp.model.records import Cell, FindingFigure, Table, TableLine

Read = Callable[[str], Document]
WRONG = "本年支出合计963.20万元，其中：基本支出83.20万元，占18.64%。"


def _located(document: Document, source_text: str | None = None) -> CheckedDocument:
    return locate_findings(
        document.findings,
        document.records(),
        source=document.source,
        layout=document.layout,
        source_text=source_text,
    )


def test_every_place_says_what_it_is_and_where(read: Read) -> None:
    text = final_accounts(WRONG)
    document = read(text)
    [finding] = _located(document, text).findings
    assert [(place.label, place.text) for place in finding.places] == [
        ("基本支出", "18.64%"),
        ("基本支出", "83.20万元"),
        ("本年支出合计", "963.20万元"),
    ]
    for place in finding.places:
        assert document.text[slice(*place.span)] == place.text
        assert place.region
        assert text[place.region.offset :].startswith(place.text)
    assert finding.message.of("zh") != finding.message.of("en")


def test_a_region_counts_lines_of_the_file_and_goes_over_their_breaks(read: Read) -> None:
    text = final_accounts(
        "", "本年支出合计963.20万元，其中：基本支出83.20万元，占18.\n64%，全部由财政拨款安排。"
    ).replace("\n", "\r\n")
    document = read(text)
    [finding] = _located(document, text).findings
    region = finding.place.region
    assert region
    assert text[region.offset : region.offset + region.length] == "18.\r\n64%"
    assert (region.line, region.end_line, region.end_column) == (6, 7, 4)


def test_without_the_file_there_are_no_regions(read: Read) -> None:
    [finding] = _located(read(final_accounts(WRONG))).findings
    assert {place.region for place in finding.places} == {None}


def test_a_finding_without_figures_stands_where_its_words_do(read: Read) -> None:
    document = read(final_accounts(WRONG))
    bare = [replace(finding, figures=()) for finding in document.findings]
    [finding] = locate_findings(bare, document.records(), source=document.source, layout=document.layout).findings
    assert [place.text for place in finding.places] == ["83.20万元，占18.64%"]


@pytest.mark.parametrize(("least", "kept"), [("error", ["error"]), ("info", ["error", "info"])])
def test_findings_are_chosen_by_severity(read: Read, least: Any, kept: list[str]) -> None:
    document = read(final_accounts(WRONG, "上年支出合计963.20万元，其中：基本支出83.20万元，占8.65%。"))
    assert [finding.severity for finding in at_least(document.findings, least)] == kept


def test_a_report_counts_by_severity(read: Read) -> None:
    report = CheckReport(version="1", documents=(_located(read(final_accounts(WRONG))),))
    assert report.counts == {"error": 1, "warning": 0, "info": 0}


# -- labels -------------------------------------------------------------------------------------------------


def _table(*, boxes: bool) -> Table:
    rows = (("合计", "10", "10"), ("教育支出", "8", "7"))
    cells = tuple(
        tuple(
            Cell(text=text, box=Box(1, 100 * x, 20 * y, 100 * x + 90, 20 * y + 15) if boxes else None)
            for x, text in enumerate(row)
        )
        for y, row in enumerate(rows)
    )
    lines = tuple(
        TableLine(
            row=index, side=0, label=row[0], code=None, level=None, path=None, confirmed=False, parent=None,
            values=(), total=False,
        )
        for index, row in enumerate(rows)
    )  # fmt: skip
    text = "科目\t合计\t基本\n合计\t10\t10\n教育支出\t8\t7"
    return Table(
        id="t", doc_id="d", text=text, span=Span(0, len(text)), table="expenditure", title="支出决算表",
        unit="万元", columns=("科目", "决算数/合计", "决算数/基本"), rows=cells, empty=False, lines=lines,
    )  # fmt: skip


@pytest.mark.parametrize("boxes", [True, False])
@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ((1, 2), "支出决算表 · 教育支出 · 决算数·基本"),
        ((0, 1), "支出决算表 · 合计 · 决算数·合计"),
        ((0, 2), "支出决算表 · 合计 · 决算数·基本"),
    ],
)
def test_a_place_in_a_table_is_called_by_line_and_column(boxes: bool, cell: tuple[int, int], label: str) -> None:
    table = _table(boxes=boxes)
    figure = cell_figure(table, *cell)
    assert table.text[slice(*figure.span)] == figure.text
    assert label_of(figure, table) == label


def test_words_that_are_no_record_are_called_nothing(read: Read) -> None:
    document = read(final_accounts(WRONG)).record
    assert (
        label_of(FindingFigure(text="。。", span=Span(0, 2), page=None, boxes=None, record="d"), document) is None
    )


def test_a_whole_table_is_called_by_its_title() -> None:
    table = _table(boxes=False)
    figure = FindingFigure(text=table.text, span=table.span, page=None, boxes=None, record="t")
    assert label_of(figure, table) == "支出决算表"
