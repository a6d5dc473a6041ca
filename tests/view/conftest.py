"""A real browser, and pages of disclosures to look at in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import FLAGS, Open, Violations
from typer.testing import CliRunner

from extras import extra, missing, program
from fiscalnlp.cli import app

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpora" / "disclosures"
AXE = ROOT / "src/fiscalnlp/view/web/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    playwright = extra("playwright.sync_api")
    path = program("chromium", "chromium-browser", "google-chrome")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Open]:
    """Open pages. None may write to the console, fail, ask for anything but itself, or open a dialog."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def opened(path: Path, fragment: str = "", **options: Any) -> Any:
        size = {"width": 1280, "height": 800}
        context = browser.new_context(**{"locale": "zh-CN", "viewport": size, "offline": True, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on("popup", lambda popup: troubles.append(f"popup: {popup.url}"))
        own = path.as_uri()
        page.on("request", lambda request: _own(request.url, own) or troubles.append(f"request: {request.url}"))
        page.goto(own + fragment)
        page.wait_for_selector("[data-leaf]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="session")
def violations() -> Violations:
    """Hold a page against the rules of axe (WCAG 2.2 A and AA, and good practice)."""
    axe = AXE.read_text("utf-8") if AXE.is_file() else missing("axe-core is not there: .ci/browser installs it")

    def broken(page: Any) -> list[str]:
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]

    return broken


def _own(url: str, page: str) -> bool:
    return url.partition("#")[0] == page or url.startswith(("data:", "blob:"))


@pytest.fixture(scope="session")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Return the page of a disclosure, as the command writes it, made once."""
    made: dict[Path, Path] = {}

    def page(source: Path) -> Path:
        if source not in made:
            target = tmp_path_factory.mktemp("page") / "page.html"
            result = CliRunner().invoke(app, ["view", str(source), "--out", str(target)])
            assert result.exit_code == 0, result.output
            made[source] = target
        return made[source]

    return page


@pytest.fixture(scope="session")
def text_page(page_of: Callable[[Path], Path], bundled: Path) -> Path:
    """The page of a disclosure that is a text file."""
    return page_of(bundled)


@pytest.fixture(scope="session")
def pdf_page(page_of: Callable[[Path], Path]) -> Path:
    """The page of a disclosure that is a PDF."""
    return page_of(CORPUS / "final-accounts-2.pdf")
