"""The graph's schema as typed values: node types, edge types and what they are in RDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from fiscalnlp.data import read_toml

#: Stands, at an end of an edge, for any node that is made by a record.
ANY_RECORD = "*"


@dataclass(frozen=True, slots=True)
class NodeType:
    """A type of node.

    `kind` is the record kind that gives one node a record, `None` for things that records share; `key`
    says in words what makes two mentions one node; `label` and `properties` name record fields; `words` are
    the labels of a closed list; `text` is false where the record's text is too long for a node; `constants`
    are RDF properties with a fixed resource, both prefixed names; `evident` is true where the node itself says
    how sure it is and where it stands.
    """

    id: str
    zh: str
    en: str
    key: str
    classes: tuple[str, ...]
    kind: str | None = None
    label: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    text: bool = True
    words: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    evident: bool = False

    @property
    def shared(self) -> bool:
        """Whether documents share nodes of this type; all that is fixed of such a node follows from its IRI."""
        return not self.evident


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A type of edge; `certainty` scales the record's confidence, `reverse` turns the RDF property round.

    `settled_by` names the end whose IRI tells that the edge holds, where both ends are shared nodes.
    """

    id: str
    zh: str
    en: str
    made_by: dict[str, tuple[str, ...]]
    source: tuple[str, ...]
    target: tuple[str, ...]
    property: str
    reverse: bool = False
    settled_by: Literal["source", "target"] = "source"
    certainty: float = 1.0
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class PropertyType:
    """What a property of nodes is in RDF: a plain string unless datatype or language say otherwise.

    `ordered` is true where the order of several values counts.
    """

    id: str
    property: str
    type: str | None = None
    language: str | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The whole schema; every mapping keeps the order of the file, `kinds` maps record kinds to nodes."""

    base: str
    prefixes: dict[str, str]
    nodes: dict[str, NodeType]
    edges: dict[str, EdgeType]
    properties: dict[str, PropertyType]
    kinds: dict[str, NodeType]

    def node_of(self, kind: str) -> NodeType:
        """Return the node type that records of `kind` make.

        Raises:
            KeyError: if the schema has no such type.
        """
        return self.kinds[kind]

    def allows(self, edge: str, source: str, target: str) -> bool:
        """Tell whether an edge of type `edge` may run from a `source` node to a `target` node."""
        kind = self.edges[edge]
        return self._fits(source, kind.source) and self._fits(target, kind.target)

    def expand(self, name: str) -> str:
        """Return the full IRI of a prefixed name (`skos:broader`)."""
        prefix, _, local = name.partition(":")
        return self.prefixes[prefix] + local

    def _fits(self, node: str, allowed: tuple[str, ...]) -> bool:
        return node in allowed or (ANY_RECORD in allowed and self.nodes[node].kind is not None)


@cache
def schema() -> Schema:
    """Return the schema that the library ships (`data/graph/schema.toml`)."""
    data = read_toml("graph/schema.toml")
    nodes = {name: _node_type(name, row) for name, row in data["nodes"].items()}
    return Schema(
        base=data["base"],
        prefixes=dict(data["prefixes"]),
        nodes=nodes,
        edges={name: _edge_type(name, row) for name, row in data["edges"].items()},
        properties={name: PropertyType(id=name, **row) for name, row in data["properties"].items()},
        kinds={node.kind: node for node in nodes.values() if node.kind is not None},
    )


def _node_type(name: str, row: dict[str, Any]) -> NodeType:
    known = {key: _frozen(value) for key, value in row.items() if key != "class"}
    known.setdefault("evident", "kind" in row)
    return NodeType(id=name, classes=tuple(row["class"]), **known)


def _edge_type(name: str, row: dict[str, Any]) -> EdgeType:
    made_by = {kind: tuple(fields) for kind, fields in row["made_by"].items()}
    known = {key: _frozen(value) for key, value in row.items() if key != "made_by"}
    return EdgeType(id=name, made_by=made_by, **known)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
