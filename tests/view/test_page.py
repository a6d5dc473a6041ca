"""The page as a file: one style, one script, both named by the policy; data that cannot break out."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path

from fiscalnlp import Document, Pipeline
from fiscalnlp.data import read_text
from fiscalnlp.view.page import content_security_policy
from generator.styles import STYLES
from generator.writers.pdf import write_pdf


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def test_the_policy_allows_what_the_page_brings_and_nothing_else() -> None:
    policy = dict(part.split(" ", 1) for part in content_security_policy("alert(1)", "b { }").split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'{_hash('alert(1)')}'"
    assert policy["style-src"] == f"'{_hash('b { }')}'"
    assert policy["img-src"] == "data: blob:"
    assert "unsafe" not in str(policy)


def test_digests_are_those_of_the_elements(text_page: Path) -> None:
    page = text_page.read_text("utf-8")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.S)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    policy = page.partition('http-equiv="Content-Security-Policy" content="')[2].partition('"')[0]
    assert _hash(style) in policy
    assert _hash(script) in policy


def test_script_and_style_end_no_element() -> None:
    script, style = read_text("view/app.js").lower(), read_text("view/app.css").lower()
    assert not re.search(r"</script|<!--|<script", script)
    assert "</style" not in style


def test_nothing_is_loaded_from_elsewhere(text_page: Path) -> None:
    page = text_page.read_text("utf-8")
    assert not re.search(r"(src|href)=[\"']?\s*(https?:)?//", page)
    assert not re.search(r"url\(|@import", read_text("view/app.css"))


def test_the_bundle_is_small() -> None:
    assert len(read_text("view/app.js")) + len(read_text("view/app.css")) < 300_000


def test_licences_of_what_is_in_the_bundle_are_listed() -> None:
    listed = read_text("view/THIRD_PARTY.txt")
    for package in ("preact", "@preact/signals", "d3-sankey", "d3-shape"):
        assert re.search(rf"^{re.escape(package)} [\d.]+ \(", listed, re.M)


def test_the_same_document_gives_the_same_page(text_page: Path, haigang: Document) -> None:
    again = io.BytesIO()
    haigang.to_html(again)
    assert again.getvalue() == text_page.read_bytes()


def test_a_pdf_that_is_no_file_is_shown_as_text(pipeline: Pipeline) -> None:
    document = pipeline.read(write_pdf(STYLES["final-accounts"].disclosure(7)))
    page = io.BytesIO()
    document.to_html(page)
    assert b"picture-1" not in page.getvalue()
