"""RDF terms by their prefixed names, and files of them, for what the library says beside the documents' graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args

import pyoxigraph as ox

from fiscalnlp.graph.schema import schema

Format = Literal["turtle", "ntriples", "trig", "nquads", "jsonld"]
#: Names of the formats that `encoded` knows; the last three keep the named graphs apart.
FORMATS: tuple[Format, ...] = get_args(Format)
_SYNTAX = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_MORE_PREFIXES = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": "https://w3id.org/fiscalnlp/shapes#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
}


@cache
def prefixes() -> dict[str, str]:
    """Return prefix → namespace: those of the graph's schema and those that only this package needs."""
    return dict(schema().prefixes) | _MORE_PREFIXES


@cache
def term(name: str) -> ox.NamedNode:
    """Return the term with this prefixed name (`skos:broader`).

    Raises:
        KeyError: if the prefix is not known.
    """
    prefix, _, local = name.partition(":")
    return ox.NamedNode(prefixes()[prefix] + local)


def value(plain: Any) -> ox.Literal:
    """Return a literal of the datatype that `plain` has; decimals are written without exponent."""
    if isinstance(plain, bool):
        return ox.Literal(plain)
    if isinstance(plain, Decimal):
        return ox.Literal(format(plain, "f"), datatype=term("xsd:decimal"))
    if isinstance(plain, date):
        return ox.Literal(plain.isoformat(), datatype=term("xsd:date"))
    return ox.Literal(plain)


def words(text: str, language: str) -> ox.Literal:
    """Return a literal in a language (`zh`, `en`)."""
    return ox.Literal(text, language=language)


def about(subject: str, statements: Mapping[str, Any]) -> Iterator[ox.Triple]:
    """Yield the statements about a thing.

    Args:
        subject: its IRI.
        statements: prefixed name of the predicate → RDF term, or list of terms.
    """
    node = ox.NamedNode(subject)
    for predicate, objects in statements.items():
        for each in objects if isinstance(objects, list) else [objects]:
            yield ox.Triple(node, term(predicate), each)


def encoded(statements: Iterable[ox.Triple] | Iterable[ox.Quad], syntax: Format) -> bytes:
    """Return triples or quads as a file, in their order.

    Turtle and N-Triples know no named graphs: they hold every triple once, whatever graphs it is in.
    """
    rows: Iterable[Any] = statements
    if syntax in ("turtle", "ntriples"):
        rows = dict.fromkeys(each.triple if isinstance(each, ox.Quad) else each for each in statements)
    result = ox.serialize(rows, format=_SYNTAX[syntax], prefixes=prefixes())
    assert result is not None  # as no file is given
    return result
