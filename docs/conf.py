"""How Sphinx builds the site; `make docs` does, with warnings as errors."""

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generated_pages import write_pages

project = "fiscalnlp"
author = "The fiscalnlp developers"
copyright = author  # noqa: A001 - Sphinx calls it so
version = release = installed_version("fiscalnlp")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"fiscalnlp {version}"
html_static_path = ["pictures"]
html_search_language = "zh"  # words of both languages: jieba cuts Chinese, Latin ones are stemmed
html_copy_source = False

default_role = "code"  # docstrings write `names` as Markdown does
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
napoleon_google_docstring = True
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"


def setup(app):
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir)))
    app.connect("autodoc-skip-member", _is_field_of_a_tuple)


def _is_field_of_a_tuple(_app, _what, _name, member, skip, _options):  # they are told as arguments already
    return skip or (getattr(member, "__doc__", None) or "").startswith("Alias for field number")
