"""Records → a knowledge graph whose every edge says how sure it is and where it is stated."""

from __future__ import annotations

from fiscalnlp.graph.build import build_graph
from fiscalnlp.graph.model import Edge, Evidence, Graph, Node

__all__ = ["Edge", "Evidence", "Graph", "Node", "build_graph"]
