"""RDF terms by their prefixed names, and files of them, for what the library says beside the documents' graphs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import takewhile
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


def encoded(quads: Iterable[ox.Quad], syntax: Format) -> bytes:
    """Return `quads` as a file, in their order.

    Turtle and N-Triples know no named graphs: they hold every triple once, whatever graphs it is in.
    """
    if syntax in ("turtle", "ntriples"):
        rows: Iterable[ox.Triple] | Iterable[ox.Quad] = dict.fromkeys(quad.triple for quad in quads)
    else:
        rows = quads
    result = ox.serialize(rows, format=_SYNTAX[syntax], prefixes=prefixes())
    assert result is not None  # as no file is given
    return _in_order(result)


def _in_order(file: bytes) -> bytes:
    """Put the prefixes at the head of a file in order, which differs from run to run."""
    lines = file.splitlines(keepends=True)
    head = sum(1 for _ in takewhile(lambda line: line.startswith(b"@prefix "), lines))
    return b"".join([*sorted(lines[:head]), *lines[head:]])
