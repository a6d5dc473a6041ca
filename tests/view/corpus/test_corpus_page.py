"""The page of an overview: complete without a script or a network, whatever documents say."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from overview_factory import HOSTILE, hostile, of, spending, summary

from extras import extra
from fiscalnlp.data import read_toml
from fiscalnlp.model.records import KINDS
from fiscalnlp.view.corpus import Overview, write
from fiscalnlp.view.corpus.charts import Bar, Chart, svg
from fiscalnlp.view.corpus.contents import kind_words, sections
from fiscalnlp.view.corpus.overview import Kind
from fiscalnlp.view.corpus.page import render
from fiscalnlp.view.corpus.sheets import Sheet, as_csv, columns, count, money, text
from fiscalnlp.view.corpus.words import Words

LINKS = r'<a[^>]*download="[^"]+"[^>]*>'


@pytest.fixture(scope="module")
def overview() -> Overview:
    """Two years of one body, and a unit of another region."""
    return of(
        summary("doc-a", spending("doc-a", "205", Decimal("1234567.89"), 800)),
        summary("doc-b", year=2022),
        summary("doc-c", scope="unit", region=None),
    )


def _sheet(overview: Overview, id_: str) -> Sheet:
    return next(sheet for section in sections(overview) for sheet in section.sheets if sheet.id == id_)


# -- what is shown ------------------------------------------------------------------------------------------


def test_a_table_shows_ten_thousands_and_hands_on_yuan(overview: Overview) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(_sheet(overview, "classes-0-data"), "en"))))
    assert rows == [
        ["code", "class", "2022", "2023", "total", "of it contradicted", "documents"],
        ["205", "教育支出", "", "1234567.89", "1234567.89", "", "1"],
        ["206", "科学技术支出", "15512500", "15512500", "31025000", "", "2"],
    ]
    assert "123.456789" in render(overview)


def test_regions_stand_with_their_province(overview: Overview) -> None:
    rows = [[cell.show.zh for cell in row] for row in _sheet(overview, "coverage-data").rows]
    assert rows == [
        ["河北省", "秦皇岛市海港区", "部门决算", "1", "1", "2"],
        ["未注明", "未注明", "单位决算", "–", "1", "1"],
    ]


@pytest.mark.parametrize("report", ["final_accounts", "budget", ""])
@pytest.mark.parametrize("scope", ["department", "unit", ""])
def test_every_kind_of_report_has_a_name(report: str, scope: str) -> None:
    named = kind_words(Kind(report, scope))
    assert named.zh
    assert named.en


def test_every_kind_of_record_has_a_name() -> None:
    assert read_toml("view/records.toml")["kinds"].keys() == KINDS.keys()


def test_every_text_is_there_in_both_languages() -> None:
    texts = [row for table in read_toml("view/corpus.toml").values() for row in table.values()]
    assert [row for row in texts if row.keys() != {"zh", "en"}] == []
    fields = [[sorted(re.findall(r"\{\w+\}", words)) for words in row.values()] for row in texts]
    assert [pair for pair in fields if pair[0] != pair[1]] == []


def test_the_page_is_the_same_on_every_run(overview: Overview) -> None:
    assert render(overview) == render(overview)


def test_a_page_of_nothing_is_a_page() -> None:
    assert "0 份文件" in render(of())


def test_what_a_spreadsheet_would_calculate_is_text() -> None:
    sheet = Sheet("s", Words.alike("s"), columns("document", "count"), ((text('=HYPERLINK("x")'), count(3)),))
    assert list(csv.reader(io.StringIO(as_csv(sheet, "en"))))[1] == ['\'=HYPERLINK("x")', "3"]


def test_money_that_no_document_prints_is_not_zero() -> None:
    assert (money(None).show.zh, money(Decimal(0)).show.zh) == ("", "0.00")


def test_a_chart_alone_is_an_svg_file_of_its_own() -> None:
    chart = Chart(
        "c", Words("图", HOSTILE), (Words.alike("n"),), (Bar(Words.alike(HOSTILE), (Decimal("0.5"),), "1"),)
    )
    alone = ET.fromstring(svg(chart, "en", alone=True))
    assert alone.tag == "{http://www.w3.org/2000/svg}svg"
    assert [each.tag for each in alone.iter() if each.tag.endswith(("script", "image"))] == []
    assert alone.findtext("{http://www.w3.org/2000/svg}title") == HOSTILE


# -- what it may not do -------------------------------------------------------------------------------------


def test_words_of_documents_are_never_markup() -> None:
    page = render(hostile())
    assert "<script" not in page
    assert "<img" not in page
    assert "{{ 7*7 }}" in page  # no template reads it
    assert re.findall(r'href="(?!#|data:)[^"]*"', page) == []
    assert re.findall(r"\son\w+=\"", page) == []


def test_the_policy_allows_its_style_alone() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', render(of()))
    assert policy is not None
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]+=*'; base-uri 'none'; form-action 'none'", policy[1]
    )
    assert " style=" not in render(hostile())


# -- in a browser -------------------------------------------------------------------------------------------


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Any:
    """The hostile overview, opened from disk; requests and messages are on `page.seen`."""
    file = tmp_path / "report.html"
    write(hostile(), file)
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    page.seen = []
    page.on("request", lambda request: page.seen.append(request.url))
    page.on("console", lambda message: page.seen.append(message.text))
    page.on("pageerror", lambda error: page.seen.append(str(error)))
    page.goto(file.as_uri())
    yield page
    assert page.seen == [file.as_uri()]  # the file itself, and not a word on the console
    context.close()


def test_nothing_runs_and_nothing_is_asked_for(opened: Any) -> None:
    assert opened.title().startswith("公开文件总览")
    assert opened.locator("script, img, iframe, object").count() == 0


def test_the_language_is_chosen_by_keyboard(opened: Any) -> None:
    heading = opened.locator("h1")
    assert heading.inner_text() == "公开文件总览"
    opened.locator("#lang-zh").focus()
    opened.keyboard.press("ArrowRight")
    assert heading.inner_text() == "Overview of disclosures"
    assert opened.locator("svg.chart:visible").first.get_attribute("lang") == "en"


def test_a_chart_and_its_data_are_taken_away(opened: Any) -> None:
    with opened.expect_download() as picture:
        opened.locator("a[download='years.svg']:visible").click()
    assert ET.parse(picture.value.path()).getroot().tag.endswith("svg")
    with opened.expect_download() as data:
        opened.locator("a[download='coverage-data.csv']:visible").click()
    rows = list(csv.reader(io.StringIO(Path(data.value.path()).read_text("utf-8-sig"))))
    assert rows[0][:3] == ["省级", "地区", "种类"]
    assert rows[1][:3] == ["河北省", "秦皇岛市海港区", "部门决算"]


def test_it_fits_a_phone(opened: Any) -> None:
    opened.set_viewport_size({"width": 375, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_of_accessibility_hold(opened: Any, theme: str, language: str) -> None:
    axe = extra("axe_playwright_python.sync_playwright")
    opened.emulate_media(color_scheme=theme)
    opened.check(f"#lang-{language}")
    found = axe.Axe().run(opened).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found] == []
