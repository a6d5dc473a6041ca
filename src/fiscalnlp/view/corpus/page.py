"""The overview as one HTML file.

The file needs nothing else and runs no script: its Content-Security-Policy allows its own style sheet alone, all
text of documents is escaped, and what can be taken away (SVG, CSV) is in links that hold it. The language is
chosen by form fields that the style sheet looks at.
"""

from __future__ import annotations

import base64
import hashlib

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from fiscalnlp import __version__
from fiscalnlp.data import read_text
from fiscalnlp.export.target import Target, opened
from fiscalnlp.view.corpus.charts import Chart, svg
from fiscalnlp.view.corpus.contents import sections, tiles
from fiscalnlp.view.corpus.overview import Overview
from fiscalnlp.view.corpus.sheets import csv_url, data_url
from fiscalnlp.view.corpus.words import LANGUAGES, Language, Words, say
from fiscalnlp.view.palette import palette_css

_TEMPLATE, _STYLE = "templates/corpus/page.html", "templates/corpus/page.css"


def render(overview: Overview, *, language: Language = "zh") -> str:
    """Return the overview as an HTML document.

    Args:
        overview: what it shows.
        language: the one shown first.
    """
    style = palette_css() + read_text(_STYLE)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(read_text(_TEMPLATE)).render(
        summary=_summary(overview),
        tiles=tiles(overview),
        sections=sections(overview),
        language=language,
        languages=LANGUAGES,
        say=say,
        svg=_inline,
        svg_url=_svg_url,
        csv_url=csv_url,
        style=Markup(style),
        style_hash=f"sha256-{digest}",
        version=__version__,
    )


def write(overview: Overview, target: Target, *, language: Language = "zh") -> None:
    """Write the overview to a path or an open binary stream; otherwise like `render`.

    Raises:
        FiscalError: if the file cannot be written.
    """
    with opened(target) as file:
        file.write(render(overview, language=language).encode("utf-8", "replace"))


def _summary(overview: Overview) -> Words:
    known = [year for year in overview.years if year is not None]
    years = f"{known[0]}–{known[-1]}" if len(known) > 1 else "".join(map(str, known))
    regions = len({region for region, _, _ in overview.coverage if region is not None})
    return say("page.summary", documents=f"{overview.documents:,}", regions=f"{regions:,}", years=years or "–")


def _inline(chart: Chart, language: Language) -> Markup:
    return Markup(svg(chart, language, alone=False))


def _svg_url(chart: Chart, language: Language) -> str:
    return data_url("image/svg+xml;charset=utf-8", svg(chart, language, alone=True).encode("utf-8", "replace"))
