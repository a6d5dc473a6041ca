"""The page of a disclosure in a real browser: what it shows, and what clicks, keys and searches do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browsing import Open

from fiscalnlp import Document

pytestmark = pytest.mark.once


def _tab(page: Any, name: str) -> None:
    page.click(f"#tab-{name}")


def _selected(page: Any) -> str | None:
    return page.evaluate("decodeURIComponent(location.hash.slice(1)) || null")


def _in_view(page: Any, selector: str) -> bool:
    """Whether a part of the document is within the pane's window."""
    return page.evaluate(
        """selector => {
            const pane = document.getElementById("document").getBoundingClientRect();
            const box = document.querySelector(selector)?.getBoundingClientRect();
            return !!box && box.bottom > pane.top && box.top < pane.bottom;
        }""",
        selector,
    )


# -- what is there ------------------------------------------------------------------------------------------


def test_a_text_is_shown_with_its_words_marked(visit: Open, text_page: Path, haigang: Document) -> None:
    page = visit(text_page)
    assert page.inner_text("h1") == haigang.title
    duty = haigang.duties[0]
    assert duty.text in page.inner_text("#document")
    assert page.inner_text(f"mark[data-ids~='{duty.id}']") == duty.text
    assert page.locator("#document img").count() == 0


def test_a_pdf_is_shown_as_its_pages_with_boxes_over_the_words(visit: Open, pdf_page: Path) -> None:
    page = visit(pdf_page)
    assert page.locator(".paper").count() == 22
    picture = page.locator(".paper img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 900
    _tab(page, "duties")
    page.locator("#panel .cover").first.click()
    page.wait_for_selector("#document .place.selected")
    assert page.locator("#document .box[data-kind=duty]").first.bounding_box()["width"] > 100


def test_pages_far_away_are_not_drawn_yet(visit: Open, pdf_page: Path) -> None:
    page = visit(pdf_page)
    assert 0 < page.locator(".paper img").count() < 10


def test_every_family_has_a_tab_and_something_in_it(visit: Open, pdf_page: Path) -> None:
    page = visit(pdf_page)
    names = page.locator("[role=tab]").evaluate_all("tabs => tabs.map(tab => tab.id.replace('tab-', ''))")
    assert names == [
        "overview", "duties", "money", "changes", "spending", "links", "expenses", "holdings", "evaluations",
        "tables", "terms", "findings",
    ]  # fmt: skip
    for name in names:
        _tab(page, name)
        assert page.locator(f"#tab-{name}").get_attribute("aria-selected") == "true"
        assert len(page.inner_text("#panel")) > 3


def test_duties_come_with_actions_and_category(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    _tab(page, "duties")
    card = page.locator("#panel .card").nth(6)
    words = card.inner_text()
    assert "牵头" in words
    assert "技术转移体系建设" in words
    assert re.search(r"\b206\d\d", words)


def test_changes_come_with_their_reasons(visit: Open, text_page: Path, haigang: Document) -> None:
    page = visit(text_page)
    _tab(page, "changes")
    words = page.inner_text("#panel")
    assert "436.95 万元" in words
    assert haigang.find(haigang.changes[9].reasons[0]).text in words


def test_money_flows_from_funds_to_classes(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    _tab(page, "spending")
    picture = page.locator("svg.sankey")
    assert "一般公共预算" in picture.text_content()
    assert "1,551.25" in picture.text_content()
    assert picture.locator(".stream").count() == 12  # six classes: to the 类, and on to what it is for


def test_a_finding_shows_calculation_and_both_places(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    _tab(page, "findings")
    page.locator("#panel .cover").first.click()
    card = page.locator("#panel .card").first
    assert "1551.25元 ≠ 1551.25万元" in card.inner_text()
    page.wait_for_selector("#document .place.asked")
    assert page.locator("#document .place.asked").first.inner_text() == "1\n1551.25元".replace("\n", "")
    assert page.locator("#document .place.other").count() >= 1
    assert _in_view(page, "#document .place.asked")


# -- from one side to the other -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text_page", "pdf_page"])
def test_a_record_leads_to_its_place(visit: Open, form: str, request: pytest.FixtureRequest) -> None:
    page = visit(request.getfixturevalue(form))
    _tab(page, "terms")
    page.locator("#panel .cover").last.click()
    page.wait_for_selector("#document [data-place='0']")
    page.wait_for_selector("#panel [aria-current]")
    assert _in_view(page, "#document [data-place='0']")


@pytest.mark.parametrize("form", ["text_page", "pdf_page"])
def test_a_place_leads_to_its_record(visit: Open, form: str, request: pytest.FixtureRequest) -> None:
    page = visit(request.getfixturevalue(form))
    _tab(page, "duties")
    page.locator("#panel .cover").first.click()
    page.wait_for_selector("#document [data-place='0']")
    _tab(page, "overview")
    mark = page.locator("#document [data-kind=duty]").nth(1)
    mark.click()
    page.wait_for_selector("#panel .card[aria-current]")
    assert _selected(page) == mark.get_attribute("data-ids").split(" ")[0]
    assert page.locator("#tab-duties").get_attribute("aria-selected") == "true"


def test_clicking_a_place_again_selects_the_record_around_it(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    _tab(page, "changes")
    page.locator("#panel .cover").first.click()
    page.wait_for_selector("#document [data-place='0']")
    mark = page.locator("#document [data-ids*='amount'][data-ids*='change']").first
    ids = mark.get_attribute("data-ids").split(" ")
    mark.click()
    assert _selected(page) == ids[0]
    mark.click()
    assert _selected(page) == ids[1]


def test_the_browsers_way_back_goes_to_the_record_before(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    _tab(page, "duties")
    page.locator("#panel .cover").nth(0).click()
    first = _selected(page)
    page.locator("#panel .cover").nth(1).click()
    assert _selected(page) != first
    page.go_back()
    page.wait_for_selector(f"#panel [data-record='{first}'][aria-current]")


def test_what_is_under_the_mouse_is_told(visit: Open, text_page: Path, haigang: Document) -> None:
    page = visit(text_page)
    page.locator(f"mark[data-ids~='{haigang.duties[0].id}']").first.hover()
    assert haigang.duties[0].text[:20] in page.inner_text(".tooltip")
    page.mouse.move(1200, 500)
    page.wait_for_selector(".tooltip", state="detached")


# -- addresses, search, filters -----------------------------------------------------------------------------


def test_an_address_leads_to_a_record(visit: Open, text_page: Path, haigang: Document) -> None:
    change = haigang.changes[9]
    page = visit(text_page, f"#{change.id}")
    page.wait_for_selector("#document [data-place='0']")
    assert page.get_attribute("#panel [aria-current]", "data-record") == change.id
    assert "139.2" in page.inner_text(".inspector")
    assert _in_view(page, "#document [data-place='0']")


def test_an_address_of_nothing_is_no_trouble(visit: Open, text_page: Path) -> None:
    page = visit(text_page, "#amount-0000000000000000")
    assert page.locator(".inspector").count() == 0


@pytest.mark.parametrize(
    ("words", "kind"), [("770号", "citation"), ("436.95", "amount"), ("１,５５１.２５万元", "amount")]
)
def test_search_finds_records(visit: Open, text_page: Path, words: str, kind: str) -> None:
    page = visit(text_page)
    page.fill("#search", words)
    page.wait_for_selector(f"#panel [data-kind={kind}].card")
    page.fill("#search", "没有这样的字")
    page.wait_for_selector("#panel .card", state="detached")
    assert "没有符合的记录" in page.inner_text("#panel")


def test_kinds_can_be_hidden(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    page.click(".filters summary")
    page.locator(".kind-list label[data-kind=duty] input").uncheck()
    page.wait_for_selector("#document mark[data-kind=duty]", state="detached")
    _tab(page, "duties")
    assert page.locator("#panel .card[data-kind=duty]").count() == 0


def test_a_section_can_be_chosen(visit: Open, text_page: Path, haigang: Document) -> None:
    page = visit(text_page)
    section = next(each for each in haigang.sections if each.title.startswith("支出决算情况说明"))
    _tab(page, "money")
    outside = page.locator("#panel [data-record]").first.get_attribute("data-record")
    page.click(".filters summary")
    page.select_option(".section-filter select", section.id)
    page.wait_for_selector(f"#panel [data-record='{outside}']", state="detached")
    assert page.locator("#panel [data-record]").count() >= 3


# -- keys, language, appearance -----------------------------------------------------------------------------


def test_keys_go_through_the_records(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    _tab(page, "duties")
    listed = page.locator("#panel .card").evaluate_all("cards => cards.map(card => card.dataset.record)")
    page.keyboard.press("j")
    assert _selected(page) == listed[0]
    page.keyboard.press("j")
    assert _selected(page) == listed[1]
    page.keyboard.press("k")
    assert _selected(page) == listed[0]
    page.keyboard.press("Escape")
    assert _selected(page) is None


def test_keys_search_turn_tabs_and_help(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    page.keyboard.press("/")
    page.wait_for_selector("#search:focus")
    page.keyboard.type("jk?")  # letters, while somebody types
    assert page.input_value("#search") == "jk?"
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    page.keyboard.press("]")
    assert page.get_attribute("#tab-duties", "aria-selected") == "true"
    page.keyboard.press("[")
    assert page.get_attribute("#tab-overview", "aria-selected") == "true"
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")


def test_the_page_speaks_both_languages(visit: Open, text_page: Path) -> None:
    page = visit(text_page)
    assert page.get_attribute("html", "lang") == "zh-CN"
    page.click("text=English")
    assert page.get_attribute("html", "lang") == "en"
    assert "Duties" in page.inner_text("[role=tablist]")
    _tab(page, "changes")
    assert "4,369,500 yuan" in page.inner_text("#panel")
    page.keyboard.press("l")
    assert "职责" in page.inner_text("[role=tablist]")


def test_a_reader_of_english_is_met_in_english(visit: Open, text_page: Path) -> None:
    assert "Duties" in visit(text_page, locale="en-GB").inner_text("[role=tablist]")


def test_light_and_dark_follow_the_system_and_the_reader(visit: Open, text_page: Path) -> None:
    page = visit(text_page, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.keyboard.press("t")
    light = page.evaluate(ground)
    assert light != dark
    assert page.get_attribute("html", "data-theme") == "light"
    page.keyboard.press("t")
    assert page.evaluate(ground) == dark
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


# -- on a phone ---------------------------------------------------------------------------------------------

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_a_phone_shows_one_pane_at_a_time(visit: Open, pdf_page: Path) -> None:
    page = visit(pdf_page, **PHONE)
    assert page.is_visible("#document")
    assert not page.is_visible("#panel")
    page.click(".panes button:last-child")
    assert page.is_visible("#panel")
    assert not page.is_visible("#document")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_a_phone_a_record_leads_to_its_place_too(visit: Open, pdf_page: Path) -> None:
    page = visit(pdf_page, **PHONE)
    page.click(".panes button:last-child")
    _tab(page, "terms")
    page.locator("#panel .cover").first.click()
    page.click(".inspector .only-narrow")
    page.wait_for_selector("#document .place")
    page.wait_for_timeout(100)
    assert _in_view(page, "#document .place")
