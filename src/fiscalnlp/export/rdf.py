"""The graph as RDF: its triples, and files in Turtle, N-Triples, N-Quads and TriG.

Every edge is a plain triple. Where one end of it is the node of the record that states it, that node carries
the place (document, span, page) and the confidence; any other edge, such as that between a duty and a class, is
also an `rdf:Statement` with `fn:confidence` and, in `prov:wasDerivedFrom`, the records that bear it out
(`graph.provenance`). There are no blank nodes. `data/graph/README.md` describes the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial

import pyoxigraph as ox

from fiscalnlp.export.target import Target, opened
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


def write(graph: Graph, target: Target, format_: RdfFormat = RdfFormat.TURTLE) -> None:
    """Write `graph` in an RDF format. In N-Quads and TriG all of it is in one named graph, that of its document.

    Raises:
        FiscalError: if the file cannot be written.
        ValueError: if a format with named graphs is asked for and the graph is not that of one document.
    """
    named = format_ in (RdfFormat.NQUADS, RdfFormat.TRIG)
    lines = "".join(quads(graph) if named else triples(graph)).encode()
    with opened(target) as file:
        if format_ in (RdfFormat.NQUADS, RdfFormat.NTRIPLES):
            file.write(lines)
            return
        source = ox.RdfFormat.N_QUADS if named else ox.RdfFormat.N_TRIPLES
        parsed = ox.parse(lines, source)
        items = parsed if named else (each.triple for each in parsed)
        ox.serialize(items, file, format=_OXIGRAPH[format_], prefixes=schema().prefixes)


def quads(graph: Graph, *, without: Container[str] = ()) -> Iterator[str]:
    """Yield the triples of a document's graph as lines of N-Quads, in the named graph of the document.

    Args:
        graph: the graph of one document.
        without: IRIs of nodes that are described elsewhere, in the reference graphs; what is said of them as such
            (their names, what they are a part of) is left out.

    Raises:
        ValueError: if `graph` is not that of one document.
    """
    documents = graph.of_type("document")
    if len(documents) != 1:
        raise ValueError(f"a named graph is that of one document, and here are {len(documents)}")
    end = f" <{documents[0].iri}> .\n"
    for line in triples(graph, without=without):
        yield line[:-3] + end


def triples(graph: Graph, *, without: Container[str] = ()) -> Iterator[str]:
    """Yield the triples of `graph` as lines of N-Triples, in the order of nodes and edges; see `quads`."""
    for node in graph.nodes:
        if node.iri not in without:
            yield from _node(node)
    provenance = Provenance(graph)
    properties = {
        name: (f"<{schema().expand(each.property)}>", each.reverse, each.authority)
        for name, each in schema().edges.items()
    }
    for edge in graph.edges:
        predicate, reverse, authority = properties[edge.type]
        if authority and edge.source in without:
            continue
        ends = (edge.target, edge.source) if reverse else (edge.source, edge.target)
        triple = f"<{ends[0]}> {predicate} <{ends[1]}>"
        yield f"{triple} .\n"
        if not provenance.is_told_by_an_end(edge):
            yield from _statement(edge, ends, predicate, authority, provenance)


def _node(node: Node) -> Iterator[str]:
    subject = f"<{node.iri}>"
    heads, properties = _node_lines(node.type)
    for head in heads:
        yield f"{subject} {head} .\n"
    yield f"{subject} <http://www.w3.org/2000/01/rdf-schema#label> {_quoted(node.label)}@zh .\n"
    for name, value in node.properties:
        predicate, literal = properties[name]
        for each in literal(value):
            yield f"{subject} {predicate} {each} .\n"


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
        return [_quoted(each) + end for each in values]
    return [f'"{plain(value)}"{end}'] if not isinstance(value, str) else [_quoted(value) + end]


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
    subject = f"<{iri('statement', edge.id)}>"
    for head, value in (
        ("rdf:type", f"<{schema().expand('rdf:Statement')}>"),
        ("rdf:type", f"<{schema().expand('prov:Entity')}>"),
        ("rdf:subject", f"<{ends[0]}>"),
        ("rdf:predicate", predicate),
        ("rdf:object", f"<{ends[1]}>"),
        ("fn:edgeType", f"<{schema().expand(f'fn:{edge.type}')}>"),
        ("fn:confidence", f'"{plain(edge.confidence)}"^^<{schema().expand("xsd:double")}>'),
        *(("fn:authority", _quoted(each)) for each in (authority,) if each),
        *(("prov:wasDerivedFrom", f"<{each}>") for each in provenance.records(edge)),
    ):
        yield f"{subject} <{schema().expand(head)}> {value} .\n"


_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')


def _quoted(text: str) -> str:
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
