"""The page against the rules of axe (WCAG 2.2 A and AA, and good practice), in both themes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import Open

from extras import missing

pytestmark = pytest.mark.once

AXE = Path(__file__).parents[2] / "src/fiscalnlp/view/web/node_modules/axe-core/axe.min.js"

TABS = [
    "overview", "duties", "money", "changes", "spending", "links", "expenses", "holdings", "evaluations", "tables",
    "terms", "findings",
]  # fmt: skip


def _violations(page: Any) -> list[str]:
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


@pytest.fixture
def axe() -> str:
    return AXE.read_text("utf-8") if AXE.is_file() else missing("axe-core is not there: .ci/browser installs it")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("form", ["text_page", "pdf_page"])
def test_no_rule_is_broken(visit: Open, axe: str, form: str, theme: str, request: pytest.FixtureRequest) -> None:
    page = visit(request.getfixturevalue(form), color_scheme=theme)
    page.evaluate(axe)
    there = page.locator("[role=tab]").evaluate_all("all => all.map(each => each.id)")
    for name in TABS:
        if f"tab-{name}" not in there:
            continue
        page.click(f"#tab-{name}")
        if page.locator("#panel .cover").count():
            page.locator("#panel .cover").first.click()
            page.wait_for_selector(".inspector")
        assert (name, _violations(page)) == (name, [])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nor_in_search_filters_and_help(visit: Open, axe: str, text_page: Path, theme: str) -> None:
    page = visit(text_page, color_scheme=theme, locale="en-GB")
    page.evaluate(axe)
    page.fill("#search", "万元")
    page.click(".filters summary")
    assert _violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert _violations(page) == []


def test_nor_on_a_phone(visit: Open, axe: str, text_page: Path) -> None:
    page = visit(text_page, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.evaluate(axe)
    assert _violations(page) == []
    page.click(".panes button:last-child")
    assert _violations(page) == []
