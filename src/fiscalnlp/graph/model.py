"""Nodes, edges and the graph: immutable, sorted, the same bytes on every run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from fiscalnlp.model.place import Span

if TYPE_CHECKING:
    import networkx

#: What a node's property may hold; several values are a tuple of strings.
Value = str | int | float | bool | Decimal | tuple[str, ...]


class Evidence(NamedTuple):
    """Where a statement stands: document, span in its text, the record that reads it so, first page."""

    doc_id: str
    span: Span
    record_id: str
    page: int | None

    @property
    def order(self) -> tuple[str, Span, str, int]:
        """Sort key: by document, then by place; a source without pages counts as page 0."""
        return self.doc_id, self.span, self.record_id, self.page or 0


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: `type` is a node type of the schema, `properties` holds pairs sorted by name."""

    iri: str
    type: str
    label: str
    properties: tuple[tuple[str, Value], ...] = ()

    def get(self, name: str) -> Value | None:
        """Return the property `name`, `None` if the node has none."""
        return dict(self.properties).get(name)


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement on two nodes, given by IRI, with its confidence (0…1) and where it is stated."""

    source: str
    type: str
    target: str
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two edges the same statement."""
        return self.source, self.type, self.target

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that state it, in order."""
        return tuple(sorted({each.doc_id for each in self.evidence}))

    @property
    def id(self) -> str:
        """Stable id of the statement."""
        return f"edge-{blake2b(chr(31).join(self.key).encode(), digest_size=8).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes sorted by IRI and edges sorted by source, type and target; make one with `Graph.of`.

    `warnings` names references that lead nowhere, such as an id that no record has.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, nodes: Iterable[Node], edges: Iterable[Edge], warnings: Iterable[str] = ()) -> Graph:
        """Return the graph of `nodes` and `edges`, in any order; repeated ones are merged.

        Two nodes of one IRI become one with the values of both; two edges of one statement become one
        with the evidence of both and the higher confidence. The order of the arguments does not matter.

        Raises:
            ValueError: if an edge has no evidence, or an end that is not among the nodes.
        """
        by_iri: dict[str, Node] = {}
        for node in nodes:
            known = by_iri.get(node.iri)
            by_iri[node.iri] = node if known is None else _merged_nodes(known, node)
        by_key: dict[tuple[str, str, str], Edge] = {}
        for edge in edges:
            if not edge.evidence:
                raise ValueError(f"edge {edge.key} has no evidence")
            for end in (edge.source, edge.target):
                if end not in by_iri:
                    raise ValueError(f"edge {edge.key} ends at {end}, which is no node")
            by_key[edge.key] = _merged_edges(by_key.get(edge.key, edge), edge)
        return cls(
            nodes=tuple(by_iri[iri] for iri in sorted(by_iri)),
            edges=tuple(by_key[key] for key in sorted(by_key)),
            warnings=tuple(sorted(set(warnings))),
        )

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.nodes)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from fiscalnlp.view.notebook import graph_html  # noqa: PLC0415 - only where one is shown

        return graph_html(self)

    def node(self, iri: str) -> Node | None:
        """Return the node `iri`, `None` if there is none."""
        return next((node for node in self.nodes if node.iri == iri), None)

    def of_type(self, type_: str) -> tuple[Node, ...]:
        """Return the nodes of one type, in order."""
        return tuple(node for node in self.nodes if node.type == type_)

    def edges_of_type(self, type_: str) -> tuple[Edge, ...]:
        """Return the edges of one type, in order."""
        return tuple(edge for edge in self.edges if edge.type == type_)

    def merge(self, other: Graph) -> Graph:
        """Return the graph of both; shared nodes and statements join. Merging is order-free."""
        return Graph.of(
            (*self.nodes, *other.nodes), (*self.edges, *other.edges), (*self.warnings, *other.warnings)
        )

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return a networkx multigraph: IRIs as nodes, edge types as keys, all else as attributes."""
        import networkx as nx  # noqa: PLC0415 - slow to import, needed here alone

        result: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in self.nodes:
            result.add_node(node.iri, **dict(node.properties) | {"type": node.type, "label": node.label})
        for edge in self.edges:
            result.add_edge(
                edge.source,
                edge.target,
                edge.type,
                id=edge.id,
                type=edge.type,
                confidence=edge.confidence,
                evidence=edge.evidence,
            )
        return result


def _merged_nodes(one: Node, two: Node) -> Node:
    if one == two:
        return one
    if one.type != two.type:
        raise ValueError(f"{one.iri} is both {one.type} and {two.type}")
    first, second = dict(one.properties), dict(two.properties)
    properties: list[tuple[str, Value]] = []
    for name in sorted(first.keys() | second.keys()):
        if name in first and name in second:
            properties.append((name, _merged_values(first[name], second[name])))
        else:
            properties.append((name, first[name] if name in first else second[name]))
    label = max(one.label, two.label, key=_fullness)
    return Node(one.iri, one.type, label, tuple(properties))


def _merged_values(one: Value, two: Value) -> Value:
    if one == two:
        return one
    if isinstance(one, tuple) and isinstance(two, tuple):
        return tuple(sorted({*one, *two}))
    return max(one, two, key=_fullness)


def _fullness(value: Value) -> tuple[int, str]:
    """Order values so that any two of them have one winner, whichever comes first: the fuller text wins."""
    return len(str(value)), str(value)


def _merged_edges(one: Edge, two: Edge) -> Edge:
    evidence = tuple(sorted({*one.evidence, *two.evidence}, key=lambda item: item.order))
    return Edge(one.source, one.type, one.target, max(one.confidence, two.confidence), evidence)
