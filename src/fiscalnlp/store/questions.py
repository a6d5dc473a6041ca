"""Questions to the graph: SPARQL with a header that says what is asked and what may be set.

The gallery is in `data/graph/questions/*.rq`. A header is comment lines at the top:

    # zh: 哪些职责没有资金
    # en: Which duties have no money behind them?
    # set region: region = 130302 | Only bodies of this division (GB/T 2260 code)

A parameter is a variable of the query; its type says what a value becomes: `text`, `integer`, `decimal`, or the
IRI of a node: `region`, `functional_class`, `policy_field`, `fiscal_year`. One with no default must be set; `*` as
default leaves the variable free.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.export.terms import term
from fiscalnlp.graph.names import iri

#: Default of a parameter whose variable stays free.
FREE = "*"
_HEADER = re.compile(r"# (?P<key>zh|en|set (?P<name>\w+)): *(?P<value>.*)")
_PARAMETER = re.compile(r"(?P<type>\w+) *(?:= *(?P<default>[^|]*?) *)?\| *(?P<about>.+)")


def _node(type_: str) -> Callable[[str], ox.NamedNode]:
    return lambda value: ox.NamedNode(iri(type_, value))


_TYPES: dict[str, Callable[[str], ox.NamedNode | ox.Literal]] = {
    "text": ox.Literal,
    "integer": lambda value: ox.Literal(str(int(value)), datatype=term("xsd:integer")),
    "decimal": lambda value: ox.Literal(value, datatype=term("xsd:decimal")),
    **{name: _node(name) for name in ("region", "functional_class", "policy_field", "fiscal_year")},
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be set in a question: a variable of its query; `default` is "" where it must be."""

    name: str
    type: str
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in Chinese and English, what may be set in it, and its query."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    sparql: str

    @classmethod
    def of(cls, name: str, text: str) -> Question:
        """Read a question; a query without a header is one without parameters.

        Raises:
            BrokenSourceError: a parameter of the header is not understood.
        """
        said = {"zh": "", "en": ""}
        parameters: list[Parameter] = []
        for line in text.splitlines():
            if not line.startswith("#"):
                break
            if (found := _HEADER.fullmatch(line.rstrip())) is None:
                continue
            if found["name"] is None:
                said[found["key"]] = found["value"]
                continue
            given = _PARAMETER.fullmatch(found["value"])
            if given is None or given["type"] not in _TYPES:
                cause = (
                    f"the parameter {found['name']} is not `type = default | what it is`, type {', '.join(_TYPES)}"
                )
                raise BrokenSourceError(name, cause, stage="graph")
            parameters.append(Parameter(found["name"], given["type"], given["default"] or "", given["about"]))
        return cls(name, said["zh"], said["en"], tuple(parameters), text)

    def substitutions(self, values: Mapping[str, str]) -> dict[str, ox.NamedNode | ox.Literal]:
        """Return the terms of the parameters' variables for `GraphStore.query`.

        Raises:
            ValueError: a value is missing, not of its parameter's type, or for none.
        """
        names = [each.name for each in self.parameters]
        if unknown := [name for name in values if name not in names]:
            raise ValueError(f"there is no parameter {unknown[0]}; there are {', '.join(names) or 'none'}")
        found: dict[str, ox.NamedNode | ox.Literal] = {}
        for each in self.parameters:
            value = values.get(each.name, each.default)
            if not value:
                raise ValueError(f"{each.name} must be set: {each.about}")
            if value == FREE:
                continue
            try:
                found[each.name] = _TYPES[each.type](value)
            except ValueError:
                raise ValueError(f"{each.name}={value} is no {each.type}: {each.about}") from None
        return found


def read_question(path: Path) -> Question:
    """Read a question from a file of SPARQL.

    Raises:
        BrokenSourceError: it is no text in UTF-8, or its header is not understood.
    """
    try:
        return Question.of(path.stem, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BrokenSourceError(str(path), f"is no text in UTF-8: {error}", stage="graph") from error


@cache
def questions() -> dict[str, Question]:
    """Return the questions of the gallery by name."""
    folder = files("fiscalnlp.data").joinpath("graph/questions")
    found = [each for each in folder.iterdir() if each.name.endswith(".rq")]
    return {
        name: Question.of(name, each.read_text(encoding="utf-8"))
        for name, each in sorted((each.name.removesuffix(".rq"), each) for each in found)
    }
