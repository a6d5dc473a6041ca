"""What every graph must hold to, as SHACL shapes, generated from the graph's schema and the types of records.

`python -m fiscalnlp.export.shapes` rewrites the shipped file (`data/graph/shapes.ttl`). There is one node shape
for the most special class of each node type, and one for statements. A node carries what its record cannot do
without, once, in the right datatype and out of the closed list if there is one; both ends of an edge are of the
classes that the schema says. The shapes have no blank nodes, so that the file is the same on every run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pyoxigraph as ox

from fiscalnlp.data import read_toml
from fiscalnlp.export.tables import NODE_COLUMNS, Column, node_columns
from fiscalnlp.export.target import opened
from fiscalnlp.export.terms import about, encoded, term, value, words
from fiscalnlp.export.vocabulary import RECORD_CLASS, class_of
from fiscalnlp.graph.observations import Key
from fiscalnlp.graph.schema import ANY_RECORD, NodeType, schema
from fiscalnlp.model.records import KINDS

#: The shipped file, relative to the data package.
SHAPES_FILE = "graph/shapes.ttl"

_STATED_IN = "stated_in"


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """What holds for the values of one property of a node: how many, of which datatype, or of which classes.

    `choices` is a closed list of strings; `classes` are prefixed names, of which each value has one.
    """

    path: str
    least: int = 0
    most: int | None = None
    datatype: str | None = None
    choices: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    within_unit: bool = False

    def together(self, other: PropertyShape) -> PropertyShape:
        """Return the shape that holds for nodes of both types, where two types share a class."""
        return replace(
            self,
            least=min(self.least, other.least),
            most=None if self.most is None or other.most is None else max(self.most, other.most),
            choices=tuple(dict.fromkeys(self.choices + other.choices)) if self.choices and other.choices else (),
            classes=tuple(dict.fromkeys(self.classes + other.classes)),
        )


def shapes() -> Iterator[ox.Triple]:
    """Yield all shapes: those of classes in the schema's order, that of statements, then the parts they share."""
    by_class: defaultdict[str, list[NodeType]] = defaultdict(list)
    for node in schema().nodes.values():
        by_class[node.classes[0]].append(node)
    written: list[PropertyShape] = []
    for class_, nodes in by_class.items():
        properties = _joined([{each.path: each for each in _node_properties(node)} for node in nodes])
        names = [(node.zh, node.en) for node in nodes]
        yield from _node_shape(_local(class_), class_, names, properties)
        written += properties
    statement = list(_statement_properties())
    yield from _node_shape("Statement", "rdf:Statement", [("陈述", "statement")], statement)
    written += statement
    for classes in dict.fromkeys(each.classes for each in written if len(each.classes) > 1):
        yield from _list(_classes_name(classes), [_shape(f"is-{_local(each)}") for each in classes])
    for class_ in sorted({class_ for each in written if len(each.classes) > 1 for class_ in each.classes}):
        yield from about(
            _shape(f"is-{_local(class_)}").value, {"rdf:type": term("sh:NodeShape"), "sh:class": term(class_)}
        )
    yield from _either_integer()


def _either_integer() -> Iterator[ox.Triple]:
    """Yield what integers that are not negative may be: Oxigraph keeps every integer as an `xsd:integer`."""
    types = ["xsd:nonNegativeInteger", "xsd:integer"]
    yield from _list("either-integer", [_shape(f"is-{_local(each)}") for each in types])
    for each in types:
        yield from about(
            _shape(f"is-{_local(each)}").value, {"rdf:type": term("sh:NodeShape"), "sh:datatype": term(each)}
        )


def encoded_shapes() -> bytes:
    """Return the shapes as the bytes that are shipped."""
    return encoded(shapes(), "turtle")


def main() -> None:
    """Rewrite the shipped file."""
    with as_file(files("fiscalnlp.data").joinpath(SHAPES_FILE)) as path, opened(path) as file:
        file.write(encoded_shapes())


# ------------------------------------------------------------------ what the schema and the types say


def _node_properties(node: NodeType) -> Iterator[PropertyShape]:
    needed = read_toml("graph/vocabulary.toml")["needed"].get(node.id, {})
    yield PropertyShape("rdfs:label", 1, 1 if node.evident else None, "rdf:langString")
    hints: dict[str, Any] = get_type_hints(KINDS[node.kind] if node.kind is not None else Key)
    hints |= {"start": int, "end": int}  # the span's
    for column in node_columns(node.id)[len(NODE_COLUMNS) :]:
        shape = _value(column, hints.get(column.name, str | None))
        if node.kind is None:
            # Two documents may print what they share in two ways, but for what makes it one thing.
            once = column.name in needed.get("properties", ())
            shape = replace(shape, least=int(once), most=shape.most if once or node.evident else None)
        yield shape
    yield from _edges(node, needed.get("edges", ()))


def _value(column: Column, hint: Any) -> PropertyShape:
    """Return the shape of a property whose record field has the type `hint`."""
    spec = schema().properties[column.name]
    alternatives = get_args(hint) if NoneType in get_args(hint) else (hint,)
    several = column.kind in ("set", "list")
    return PropertyShape(
        spec.property,
        least=int(NoneType not in alternatives and not several),
        most=None if column.kind == "set" else 1,
        datatype=spec.type or ("rdf:langString" if spec.language else "xsd:string"),
        choices=tuple(each for one in alternatives if get_origin(one) is Literal for each in get_args(one)),
        within_unit=column.name == "confidence",
    )


def _edges(node: NodeType, needed: Iterable[str]) -> Iterator[PropertyShape]:
    """Yield what holds for the ends of edges whose property a node of this type has."""
    by_path: dict[str, PropertyShape] = {}
    for edge in schema().edges.values():
        start, end = (edge.target, edge.source) if edge.reverse else (edge.source, edge.target)
        if node.id in start or (ANY_RECORD in start and node.kind is not None):
            least = int(edge.id in needed or (edge.id == _STATED_IN and node.kind != "document"))
            shape = PropertyShape(edge.property, least, classes=_classes(end))
            known = by_path.get(edge.property)
            by_path[edge.property] = shape if known is None else known.together(shape)
    yield from by_path.values()


def _statement_properties() -> Iterator[PropertyShape]:
    for name in ("rdf:subject", "rdf:predicate", "rdf:object", "fn:edgeType"):
        yield PropertyShape(name, 1, 1)
    yield _value(Column("confidence", "double"), float)
    yield PropertyShape("fn:authority", 0, 1, "xsd:string")
    yield PropertyShape("prov:wasDerivedFrom", 1, classes=(RECORD_CLASS,))


def _classes(end: Iterable[str]) -> tuple[str, ...]:
    classes = tuple(dict.fromkeys(map(class_of, end)))
    return (RECORD_CLASS,) if RECORD_CLASS in classes else classes


def _joined(groups: list[dict[str, PropertyShape]]) -> list[PropertyShape]:
    """Return what holds for all nodes of the types that share a class."""
    result: dict[str, PropertyShape] = {}
    for path in dict.fromkeys(path for group in groups for path in group):
        found = [group[path] for group in groups if path in group]
        shape = found[0]
        for other in found[1:]:
            shape = shape.together(other)
        result[path] = shape if len(found) == len(groups) else replace(shape, least=0)
    return list(result.values())


# ------------------------------------------------------------------ as RDF


def _node_shape(
    name: str, class_: str, names: list[tuple[str, str]], properties: list[PropertyShape]
) -> Iterator[ox.Triple]:
    parts = {f"{name}-{_local(each.path)}": each for each in properties}
    assert len(parts) == len(properties), "two properties of a class have one local name"
    yield from about(
        _shape(name).value,
        {
            "rdf:type": term("sh:NodeShape"),
            "rdfs:label": [each for zh, en in names for each in (words(zh, "zh"), words(en, "en"))],
            "sh:targetClass": term(class_),
            "sh:property": [_shape(each) for each in parts],
        },
    )
    for part, each in parts.items():
        yield from _property_shape(part, each)


def _property_shape(name: str, each: PropertyShape) -> Iterator[ox.Triple]:
    statements: dict[str, Any] = {
        "rdf:type": term("sh:PropertyShape"),
        "sh:path": term(each.path),
        "sh:minCount": value(each.least) if each.least else [],
        "sh:maxCount": [] if each.most is None else value(each.most),
    }
    if each.datatype == "xsd:nonNegativeInteger":
        statements |= {"sh:or": _shape("either-integer-1"), "sh:minInclusive": value(0)}
    elif each.datatype is not None:
        statements["sh:datatype"] = term(each.datatype)
    elif len(each.classes) > 1:
        statements["sh:or"] = _shape(f"{_classes_name(each.classes)}-1")
    elif each.classes:
        statements["sh:class"] = term(each.classes[0])
    else:
        statements["sh:nodeKind"] = term("sh:IRI")
    if each.within_unit:
        statements |= {"sh:minInclusive": _double(0), "sh:maxInclusive": _double(1)}
    if each.path == schema().properties["start"].property:
        statements["sh:lessThanOrEquals"] = term(schema().properties["end"].property)
    if each.choices:
        statements["sh:in"] = _shape(f"{name}-in-1")
    yield from about(_shape(name).value, statements)
    if each.choices:
        yield from _list(f"{name}-in", [value(choice) for choice in each.choices])


def _list(name: str, members: list[Any]) -> Iterator[ox.Triple]:
    """Yield an RDF list whose cells are called `name-1`, `name-2` and so on."""
    for number, member in enumerate(members, 1):
        rest = term("rdf:nil") if number == len(members) else _shape(f"{name}-{number + 1}")
        yield from about(_shape(f"{name}-{number}").value, {"rdf:first": member, "rdf:rest": rest})


def _classes_name(classes: tuple[str, ...]) -> str:
    return "either-" + "-".join(map(_local, classes))


def _double(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=term("xsd:double"))


@cache
def _shape(name: str) -> ox.NamedNode:
    return term(f"shape:{name}")


def _local(name: str) -> str:
    return name.partition(":")[2]


if __name__ == "__main__":
    main()
