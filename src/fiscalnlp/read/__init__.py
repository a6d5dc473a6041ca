"""A file, bytes or text in; pages of characters out."""

from __future__ import annotations

from fiscalnlp.read.options import ReadOptions
from fiscalnlp.read.reader import expand_source, read_source
from fiscalnlp.read.source import FlowCell, FlowLine, FlowTable, Glyph, Page, Rule, Source

__all__ = [
    "FlowCell",
    "FlowLine",
    "FlowTable",
    "Glyph",
    "Page",
    "ReadOptions",
    "Rule",
    "Source",
    "expand_source",
    "read_source",
]
