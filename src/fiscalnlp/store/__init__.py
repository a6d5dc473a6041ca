"""A knowledge graph on disk: documents go in one by one or by the folder, questions are asked in SPARQL."""

from __future__ import annotations

from fiscalnlp.store.build import BuildReport, build
from fiscalnlp.store.graph_store import DocumentGraph, GraphStore, SourceState

__all__ = ["BuildReport", "DocumentGraph", "GraphStore", "SourceState", "build"]
