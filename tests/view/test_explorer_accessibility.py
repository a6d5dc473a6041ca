"""The page against the rules of axe (WCAG 2.2 A and AA, and good practice), in both themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import Open, Violations

pytestmark = pytest.mark.once

TABS = [
    "overview", "duties", "money", "changes", "spending", "links", "expenses", "holdings", "evaluations", "tables",
    "terms", "findings",
]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("form", ["text_page", "pdf_page"])
def test_no_rule_is_broken(
    visit: Open, violations: Violations, form: str, theme: str, request: pytest.FixtureRequest
) -> None:
    page = visit(request.getfixturevalue(form), color_scheme=theme)
    there = page.locator("[role=tab]").evaluate_all("all => all.map(each => each.id)")
    for name in TABS:
        if f"tab-{name}" not in there:
            continue
        page.click(f"#tab-{name}")
        if page.locator("#panel .cover").count():
            page.locator("#panel .cover").first.click()
            page.wait_for_selector(".inspector")
        assert (name, violations(page)) == (name, [])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nor_in_search_filters_and_help(visit: Open, violations: Violations, text_page: Path, theme: str) -> None:
    page = visit(text_page, color_scheme=theme, locale="en-GB")
    page.fill("#search", "万元")
    page.click(".filters summary")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert violations(page) == []


def test_nor_on_a_phone(visit: Open, violations: Violations, text_page: Path) -> None:
    page = visit(text_page, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert violations(page) == []
    page.click(".panes button:last-child")
    assert violations(page) == []
