"""A file, bytes or text in; pages of characters out."""

from __future__ import annotations

from fiscalnlp.read.detect import read_source
from fiscalnlp.read.source import FlowCell, FlowLine, FlowTable, Glyph, Page, Rule, Source

__all__ = ["FlowCell", "FlowLine", "FlowTable", "Glyph", "Page", "Rule", "Source", "read_source"]
