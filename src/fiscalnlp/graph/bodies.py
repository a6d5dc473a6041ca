"""Bodies under their full and their short names: 区科工信局 is 秦皇岛市海港区科技和工业信息化局."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from fiscalnlp.graph.draft import NO_REGION
from fiscalnlp.graph.model import Edge, Evidence, Graph
from fiscalnlp.graph.names import abbreviates, iri
from fiscalnlp.graph.schema import schema

SHORT_FOR = "short_for"


def join_bodies(graph: Graph) -> Graph:
    """Return `graph` with an edge from each body that is named in short to the one it is short for.

    A body is named in short where exactly one other body of its region has a name with the same first and last
    character that holds its characters in order. Both stay nodes: the names that documents print are facts, that
    they mean one body is our reading. Joining twice changes nothing.
    """
    named = resolve(node.iri for node in graph.of_type("body"))
    if not named:
        return graph
    evidence: defaultdict[str, set[Evidence]] = defaultdict(set)
    for edge in graph.edges:
        for end in (edge.source, edge.target):
            if end in named and edge.type != SHORT_FOR:
                evidence[end].update(edge.evidence)
    sure = schema().edges[SHORT_FOR].certainty
    edges = [
        Edge(short, SHORT_FOR, full, sure, tuple(sorted(evidence[short], key=lambda each: each.order)))
        for short, full in named.items()
        if evidence[short]
    ]
    return Graph.of(graph.nodes, (*graph.edges, *edges), graph.warnings)


def resolve(bodies: Iterable[str]) -> Mapping[str, str]:
    """Return short → full among the IRIs of bodies, in order; names that fit several bodies are left out."""
    by_region: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    prefix = iri("body", "")
    for body in sorted(set(bodies)):
        region, _, name = body.removeprefix(prefix).partition("/")
        if region != NO_REGION and name:
            by_region[region].append((unquote(name), body))
    found: dict[str, str] = {}
    for named in by_region.values():
        for short, body in named:
            fits = [other for long, other in named if abbreviates(short, long)]
            # 科工信局 → 科技和工信局 → 科技和工业信息化局: one chain is one body, its end the full name.
            longest = max(fits, key=len, default=None)
            if longest is not None and all(
                other == longest or abbreviates(*_names(other, longest, prefix)) for other in fits
            ):
                found[body] = longest
    return dict(sorted(found.items()))


def _names(one: str, two: str, prefix: str) -> tuple[str, str]:
    first, second = (unquote(each.removeprefix(prefix).partition("/")[2]) for each in (one, two))
    return first, second
