"""The graph as RDF: its triples, and files in Turtle, N-Triples, N-Quads and TriG.

Every edge is a plain triple. Where one end of it is the node of the record that states it, that node carries
the place (document, span, page) and the confidence; any other edge, such as that between a duty and a class, is
also an `rdf:Statement` with `fn:confidence`, in `prov:wasDerivedFrom` the records that bear it out and in
`dct:source` their documents (`graph.provenance`). There are no blank nodes. `data/graph/README.md` describes the
vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial

import pyoxigraph as ox

from fiscalnlp.export.target import Target, opened
from fiscalnlp.graph.bodies import SHORT_FOR
from fiscalnlp.graph.model import Edge, Graph, Node, Value
from fiscalnlp.graph.names import iri
from fiscalnlp.graph.provenance import Provenance
from fiscalnlp.graph.schema import schema

#: Between the parts of a value whose order counts: 科学技术支出 › 技术研究与开发.
PATH_SEPARATOR = " › "


class RdfFormat(StrEnum):
    """RDF file formats; N-Quads and TriG put the triples of each document into a named graph of its own."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"


_OXIGRAPH = {
    RdfFormat.TURTLE: ox.RdfFormat.TURTLE,
    RdfFormat.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RdfFormat.NQUADS: ox.RdfFormat.N_QUADS,
    RdfFormat.TRIG: ox.RdfFormat.TRIG,
}


#: The formats that have named graphs.
NAMED_GRAPHS = (RdfFormat.NQUADS, RdfFormat.TRIG)


def write(graph: Graph, target: Target, format_: RdfFormat = RdfFormat.TURTLE) -> None:
    """Write `graph` in an RDF format. In N-Quads and TriG all of it is in one named graph, that of its document.

    Raises:
        FiscalError: if the file cannot be written.
        ValueError: if a format with named graphs is asked for and the graph is not that of one document.
    """
    if format_ in NAMED_GRAPHS:
        write_named((graph,), target, format_)
        return
    lines = "".join(triples(graph)).encode()
    with opened(target) as file:
        if format_ is RdfFormat.NTRIPLES:
            file.write(lines)
        else:
            parsed = (each.triple for each in ox.parse(lines, ox.RdfFormat.N_TRIPLES))
            ox.serialize(parsed, file, format=_OXIGRAPH[format_], prefixes=schema().prefixes)


def write_named(graphs: Iterable[Graph], target: Target, format_: RdfFormat) -> None:
    """Write the graphs of documents as N-Quads or TriG, each in the named graph of its document.

    Raises:
        FiscalError: if the file cannot be written.
        ValueError: if a graph is not that of one document.
    """
    lines = "".join(line for graph in graphs for line in quads(graph)).encode()
    with opened(target) as file:
        if format_ is RdfFormat.NQUADS:
            file.write(lines)
        else:
            parsed = ox.parse(lines, ox.RdfFormat.N_QUADS)
            ox.serialize(parsed, file, format=_OXIGRAPH[format_], prefixes=schema().prefixes)


def quads(graph: Graph) -> Iterator[str]:
    """Yield the triples of a document's graph as lines of N-Quads, in the named graph of the document.

    Raises:
        ValueError: if `graph` is not that of one document.
    """
    end = f" <{document_of(graph).iri}> .\n"
    for line in triples(graph):
        yield line[:-3] + end


def document_of(graph: Graph) -> Node:
    """Return the node of the one document that `graph` is of.

    Raises:
        ValueError: if it is not that of one document.
    """
    documents = graph.of_type("document")
    if len(documents) != 1:
        raise ValueError(f"a named graph is that of one document, and here are {len(documents)}")
    return documents[0]


def triples(graph: Graph) -> Iterator[str]:
    """Yield the triples of `graph` as lines of N-Triples, in the order of nodes and edges."""
    for node in graph.nodes:
        yield from _node(node)
    provenance = Provenance(graph)
    for edge in graph.edges:
        yield from _edge(edge, provenance)


@dataclass(slots=True)
class SharedNode:
    """A node that other documents may have too, apart from the document that mentions it.

    `lines` is what is said of it wherever it stands, as N-Triples; `names` is what this document calls it.
    """

    iri: str
    lines: list[str]
    names: set[str]


def parted(graph: Graph) -> tuple[list[str], dict[str, SharedNode]]:
    """Return what a document says of its own (N-Triples), and the nodes that it shares, by IRI.

    Together they say what `triples` does, but for the labels of shared nodes, which are names like others, and for
    what short names stand for, which more documents may tell differently.
    """
    own: list[str] = []
    shared: dict[str, SharedNode] = {}
    for node in graph.nodes:
        if not schema().nodes[node.type].shared:
            own.extend(_node(node))
            continue
        plain_node = Node(node.iri, node.type, "", tuple(each for each in node.properties if each[0] != "names"))
        names = node.get("names")
        shared[node.iri] = SharedNode(
            node.iri, list(_facts(plain_node)), {node.label, *(names if isinstance(names, tuple) else ())}
        )
    provenance = Provenance(graph)
    for edge in graph.edges:
        if edge.type == SHORT_FOR:
            continue
        triple, *statement = _edge(edge, provenance)
        own.extend(statement)
        if edge.source in shared and edge.target in shared:
            settled = schema().edges[edge.type].settled_by == "source"
            shared[edge.source if settled else edge.target].lines.append(triple)
        else:
            own.append(triple)
    return own, shared


def named(names: Iterable[str]) -> Iterator[str]:
    """Yield label and other names of a shared node as predicate and object; the fullest name is the label."""
    ordered = sorted(names, key=lambda name: (len(name), name))
    yield f"{_LABEL} {quoted(ordered[-1])}@zh"
    for name in ordered:
        yield f"{_ALT_LABEL} {quoted(name)}@zh"


_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_ALT_LABEL = "<http://www.w3.org/2004/02/skos/core#altLabel>"


def _node(node: Node) -> Iterator[str]:
    yield f"<{node.iri}> {_LABEL} {quoted(node.label)}@zh .\n"
    yield from _facts(node)


def _facts(node: Node) -> Iterator[str]:
    """Yield what is said of a node but its label."""
    subject = f"<{node.iri}>"
    heads, properties = _node_lines(node.type)
    for head in heads:
        yield f"{subject} {head} .\n"
    for name, value in node.properties:
        predicate, literal = properties[name]
        for each in literal(value):
            yield f"{subject} {predicate} {each} .\n"


def _edge(edge: Edge, provenance: Provenance) -> Iterator[str]:
    """Yield an edge as a triple and, where it needs one, the statement on it."""
    kind = schema().edges[edge.type]
    predicate = f"<{schema().expand(kind.property)}>"
    ends = (edge.target, edge.source) if kind.reverse else (edge.source, edge.target)
    yield f"<{ends[0]}> {predicate} <{ends[1]}> .\n"
    if not provenance.is_told_by_an_end(edge):
        yield from _statement(edge, ends, predicate, kind.authority, provenance)


@cache
def _node_lines(type_: str) -> tuple[list[str], dict[str, tuple[str, Callable[[Value], list[str]]]]]:
    """Return what every node of a type says of itself, and how each property is written."""
    spec = schema()
    kind = spec.nodes[type_]
    rdf_type = f"<{spec.expand('rdf:type')}>"
    heads = [f"{rdf_type} <{spec.expand(name)}>" for name in kind.classes]
    heads += [f"<{spec.expand(name)}> <{spec.expand(value)}>" for name, value in kind.constants.items()]
    properties: dict[str, tuple[str, Callable[[Value], list[str]]]] = {}
    for name, each in spec.properties.items():
        end = f"@{each.language}" if each.language else f"^^<{spec.expand(each.type)}>" if each.type else ""
        write_value = partial(_literals, end=end, ordered=each.ordered)
        properties[name] = (f"<{spec.expand(each.property)}>", write_value)
    return heads, properties


def _literals(value: Value, end: str, ordered: bool) -> list[str]:
    """Return a property's values as RDF literals."""
    if isinstance(value, tuple):
        values = (PATH_SEPARATOR.join(value),) if ordered else value
        return [quoted(each) + end for each in values]
    return [f'"{plain(value)}"{end}'] if not isinstance(value, str) else [quoted(value) + end]


def plain(value: bool | int | float | Decimal) -> str:
    """Return a number or flag as XML Schema writes it: no exponent, `true` and `false` in small letters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _statement(
    edge: Edge, ends: tuple[str, str], predicate: str, authority: str | None, provenance: Provenance
) -> Iterator[str]:
    subject = f"<{statement_iri(edge)}>"
    for head, value in (
        ("rdf:type", f"<{schema().expand('rdf:Statement')}>"),
        ("rdf:type", f"<{schema().expand('prov:Entity')}>"),
        ("rdf:subject", f"<{ends[0]}>"),
        ("rdf:predicate", predicate),
        ("rdf:object", f"<{ends[1]}>"),
        ("fn:edgeType", f"<{schema().expand(f'fn:{edge.type}')}>"),
        ("fn:confidence", f'"{plain(edge.confidence)}"^^<{schema().expand("xsd:double")}>'),
        *(("fn:authority", quoted(each)) for each in (authority,) if each),
        *(("prov:wasDerivedFrom", f"<{each}>") for each in provenance.records(edge)),
        *(("dct:source", f"<{each}>") for each in provenance.documents(edge)),
    ):
        yield f"{subject} <{schema().expand(head)}> {value} .\n"


def statement_iri(edge: Edge) -> str:
    """Return the IRI of the statement on `edge`: its document's own where one alone states it."""
    documents = edge.documents
    return iri("statement", *(documents if len(documents) == 1 else ()), edge.id)


_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')


def quoted(text: str) -> str:
    """Return `text` as an N-Triples string; code points that no string can hold become U+FFFD."""
    if _ESCAPED.search(text):
        text = _ESCAPED.sub(_escape, text)
    return f'"{text}"'


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    known = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if char in known:
        return known[char]
    return "\ufffd" if ord(char) >= 0xD800 else f"\\u{ord(char):04X}"
