"""Where a statement of the graph says how sure it is and where it stands."""

from __future__ import annotations

from fiscalnlp.graph.model import Edge, Graph
from fiscalnlp.graph.schema import schema


class Provenance:
    """The nodes of a graph that carry place and confidence: those of records, and observations.

    An edge that such a node states needs nothing more said of it: who reads the edge reads the node. Every other
    edge (a duty and its class, a class and the one above) says its confidence and its records itself.
    """

    def __init__(self, graph: Graph) -> None:
        evident = [node for node in graph.nodes if schema().nodes[node.type].evident]
        self._confidence = {node.iri: node.get("confidence") for node in evident}
        self._observations = {node.iri for node in evident if schema().nodes[node.type].kind is None}
        self._records = {node.iri.rpartition("/")[2]: node.iri for node in evident}

    def is_told_by_an_end(self, edge: Edge) -> bool:
        """Tell whether an end of `edge` is the node that states it, with all of its evidence and confidence."""
        own = edge.source if edge.source in self._confidence else edge.target
        if self._confidence.get(own) != edge.confidence:
            return False
        ends = (edge.source, edge.target)
        return own in self._observations or all(self._records[each.record_id] in ends for each in edge.evidence)

    def records(self, edge: Edge) -> tuple[str, ...]:
        """Return the IRIs of the records that bear `edge` out, in order."""
        return tuple(dict.fromkeys(self._records[each.record_id] for each in edge.evidence))
