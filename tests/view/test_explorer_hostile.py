"""A disclosure made to attack whoever looks at it: its words are shown, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import Open

from disclosure_factory import ISSUER

pytestmark = pytest.mark.once

SCRIPTS = [
    "<script>window.pwned=1;alert(1)</script>",
    "</script><script>window.pwned=2</script><!-- <script>",
    "<img src=x onerror='window.pwned=3'>",
    "<svg/onload=window.pwned=4>",
    "{{constructor.constructor('window.pwned=5')()}}",
    "<iframe srcdoc='<script>parent.pwned=6</script>'></iframe>",
]


def _hostile() -> str:
    """Return final accounts whose title, duties, project names, reasons, terms and tables hold scripts."""
    lines = [f"{ISSUER}<script>pwned=0</script>2023年度部门决算", "第一部分 部门概况", "一、部门职责"]
    lines += [
        f"（{number}）负责{script}管理工作。" for number, script in zip("一二三四五六", SCRIPTS, strict=True)
    ]
    lines += ["第三部分 2023年度部门决算情况说明", "三、支出决算情况说明"]
    lines += [f"本年支出合计1551.25万元，比上年增加436.95万元，主要原因是{script}项目增加。" for script in SCRIPTS]
    lines += ["九、预算绩效情况说明", f"“{SCRIPTS[0]}”项目自评得分为99分，详见javascript:alert(7)。"]
    lines += [
        "第四部分 名词解释",
        f"（一）{SCRIPTS[2]}：指javascript:alert(8)。",
        f"（二）财政拨款收入：指{SCRIPTS[1]}。",
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def hostile_page(page_of: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "<img src=x onerror=pwned=9>.txt"
    path.write_text(_hostile(), "utf-8")
    return page_of(path)


def test_scripts_in_a_document_are_words(visit: Open, hostile_page: Path) -> None:
    page = visit(hostile_page)
    tabs = page.locator("[role=tab]")
    for at in range(tabs.count()):
        tabs.nth(at).click()
        page.wait_for_timeout(30)
    page.fill("#search", "script")
    page.wait_for_selector("#panel .card")
    page.locator("#panel .cover").first.click()
    page.wait_for_selector(".inspector")
    assert "<script>window.pwned=1;alert(1)</script>" in page.inner_text("#document")
    assert page.evaluate("window.pwned") is None
    assert page.locator("iframe, img, object, embed").count() == 0


def test_no_element_comes_of_the_documents_words(visit: Open, hostile_page: Path) -> None:
    page = visit(hostile_page)
    assert page.locator("script").evaluate_all("all => all.map(each => each.type)") == ["application/json", ""]
    attributes = page.evaluate("[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())")
    assert not [name for name in attributes if name.startswith("on")]


def test_links_go_nowhere_but_to_records(visit: Open, hostile_page: Path) -> None:
    page = visit(hostile_page)
    for name in ("duties", "changes", "terms"):
        page.click(f"#tab-{name}")
        links = page.locator("a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
        assert links
        assert all(link.startswith("#") for link in links)


ATTACKS = {
    "markup": "document.body.innerHTML += '<img src=x onerror=pwned=1>'",
    "script element": "const e = document.createElement('script'); e.text = 'pwned=1'; document.body.append(e)",
    "timer": "setTimeout('pwned=1', 0)",
    "handler": "document.body.setAttribute('onclick', 'pwned=1'); document.body.click()",
    "javascript link": "const a = document.createElement('a'); a.href = 'javascript:pwned=1'; a.click()",
    "fetch": "fetch('http://127.0.0.1:9/').then(() => pwned = 1)",
    "frame": "const e = document.createElement('iframe'); e.srcdoc = 'x'; document.body.append(e)",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_policy_stops_what_would_get_through(browser: Any, hostile_page: Path, attack: str) -> None:
    page = browser.new_page()
    page.goto(hostile_page.as_uri())
    page.evaluate("addEventListener('securitypolicyviolation', () => { document.body.dataset.refused = '' })")
    page.evaluate(f"() => {{ try {{ {attack} }} catch {{ document.body.dataset.refused = '' }} }}")
    page.wait_for_selector("[data-refused]")
    assert page.evaluate("window.pwned") is None
    page.close()


def test_a_giant_table_is_shown_in_parts(visit: Open, page_of: Callable[[Path], Path], tmp_path: Path) -> None:
    rows = [
        f"21301{row:02d}\t项目{row}\t" + "\t".join(f"{row}.{column:02d}" for column in range(10))
        for row in range(4000)
    ]
    head = "科目编码\t科目名称\t" + "\t".join(f"栏{column}" for column in range(10))
    title = f"{ISSUER}2023年度部门决算\n第二部分 2023年度部门决算报表\n支出决算表\n公开03表\n单位：万元\n"
    path = tmp_path / "giant.txt"
    path.write_text(title + "\n".join([head, *rows]) + "\n", "utf-8")
    page = visit(page_of(path))
    assert page.locator("*").count() < 20_000
    page.click("#tab-tables")
    page.locator("#panel .cover").first.click()
    page.wait_for_selector("#panel .compact")
    assert page.locator("*").count() < 25_000
