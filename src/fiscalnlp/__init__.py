"""fiscalnlp reads the financial disclosures of Chinese public bodies (部门决算, 单位决算, 部门预算).

>>> import fiscalnlp
>>> nlp = fiscalnlp.load()
>>> doc = nlp.read("corpora/disclosures/haigang-2023.txt")
>>> doc.duties[0].actions[0].verb
'贯彻落实'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fiscalnlp.errors import (
    BrokenSourceError,
    EmptySourceError,
    ExtractionError,
    FiscalError,
    MissingExtraError,
    SourceNotFoundError,
    UnsupportedSourceError,
)

if TYPE_CHECKING:
    from fiscalnlp.document import Document
    from fiscalnlp.pipeline import Failure, Pipeline, load
    from fiscalnlp.view.displacy import displacy_options, render

__version__ = "0.1.0"
__all__ = [
    "BrokenSourceError",
    "Document",
    "EmptySourceError",
    "ExtractionError",
    "Failure",
    "FiscalError",
    "MissingExtraError",
    "Pipeline",
    "SourceNotFoundError",
    "UnsupportedSourceError",
    "__version__",
    "displacy_options",
    "load",
    "render",
]

# spaCy takes most of a second to import; it is loaded when a pipeline is first asked for.
_LAZY = {
    "Document": "document",
    "Failure": "pipeline",
    "Pipeline": "pipeline",
    "displacy_options": "view.displacy",
    "load": "pipeline",
    "render": "view.displacy",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
