"""The page: one HTML file of style, data, pictures and script that loads nothing and sends nothing.

Its Content-Security-Policy allows the one script and the one style sheet by their digests, pictures from inside
the page, and nothing else. What comes from a document stands in elements that no browser runs, and reaches
the page as text alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export.target import Target, opened
from fiscalnlp.view.data import TEXTS, ExplorerData, encode
from fiscalnlp.view.palette import palette_css


def write(data: ExplorerData, pictures: Mapping[int, bytes], target: Target) -> None:
    """Write the page to a path or an open binary stream.

    Args:
        data: what it shows.
        pictures: pages by number (`view.pictures`); a document without is shown as text.
        target: where it goes.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        for piece in _pieces(data, pictures):
            file.write(piece.encode("utf-8", "replace"))


def _pieces(data: ExplorerData, pictures: Mapping[int, bytes]) -> Iterator[str]:
    style, script = palette_css() + read_text("view/app.css"), read_text("view/app.js")
    return _template().generate(
        policy=content_security_policy(script, style),
        version=data.version,
        title=data.title,
        noscript=" · ".join(read_toml(TEXTS)[language]["page"]["noscript"] for language in ("zh", "en")),
        style=style,
        script=script,
        inert=_inert(data, pictures),
    )


def _inert(data: ExplorerData, pictures: Mapping[int, bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield id, type and content of the elements that hold data, and are never run."""
    yield "data", "application/json", encode(data).decode()
    for number, picture in sorted(pictures.items()):
        yield f"picture-{number}", "text/plain", base64.b64encode(picture).decode()


def content_security_policy(script: str, style: str) -> str:
    """Return the policy of a page with this script and this style sheet."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(read_text("view/page.html"))
