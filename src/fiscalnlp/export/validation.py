"""A graph held against the shipped SHACL shapes (`data/graph/shapes.ttl`), by pySHACL (extra `shacl`)."""

from __future__ import annotations

from functools import cache
from typing import Any

from fiscalnlp.data import read_text
from fiscalnlp.export import extra, rdf
from fiscalnlp.export.shapes import SHAPES_FILE
from fiscalnlp.export.terms import prefixes
from fiscalnlp.graph.model import Graph


def violations(graph: Graph, name: str = "<graph>") -> list[str]:
    """Return what in `graph` breaks a shape, one line each, in order: node, property, what is wrong.

    Args:
        graph: any graph.
        name: what an error calls it.

    Raises:
        MissingExtraError: if pySHACL is not installed.
    """
    shacl = extra.load("pyshacl", "shacl", name)
    import rdflib  # noqa: PLC0415 - comes with pyshacl

    data = rdflib.Graph().parse(data="".join(rdf.triples(graph)), format="nt")
    conforms, report, _ = shacl.validate(data, shacl_graph=_shapes())
    if conforms:
        return []
    sh = rdflib.Namespace(prefixes()["sh"])
    found = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        parts = (report.value(result, each) for each in (sh.focusNode, sh.resultPath, sh.resultMessage))
        found.append("  ".join(str(part) for part in parts if part is not None))
    return sorted(found)


@cache
def _shapes() -> Any:
    import rdflib  # noqa: PLC0415

    return rdflib.Graph().parse(data=read_text(SHAPES_FILE), format="turtle")
