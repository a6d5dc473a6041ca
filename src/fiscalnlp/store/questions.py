"""Questions to the graph: SPARQL with a header that says what is asked and what may be set.

The gallery is in `data/graph/questions/*.rq`. A header is comment lines at the top:

    # zh: 哪些职责没有资金
    # en: Which duties have no money behind them?
    # needs year: integer | fiscal year
    # set region: region | only bodies of this division (GB/T 2260 code)
    # example: region=130302

A parameter is a variable that the query binds by `VALUES ?region { … }`; what is in the braces is its default,
UNDEF where it may be anything. Setting it puts a value there, `*` leaves it free (slow in a large store where the
question needs it); where the answer does not show
the variable, the value takes its place in the query, which spares the engine a join. Its type says what a value
becomes: `text`, `name` (a label), `integer`, `decimal`, or the IRI of a node: `region`, `functional_class`,
`policy_field`, `fiscal_year`.

What the answer shows of each row is fetched by `LATERAL` (SPARQL extension SEP-0006, which Oxigraph has): row by
row, where a plain join would have the engine go through the whole store first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from fiscalnlp.errors import BrokenSourceError
from fiscalnlp.export.terms import term
from fiscalnlp.graph.names import iri

_HEADER = re.compile(r"# (?P<key>zh|en|example|(?P<how>set|needs) (?P<name>\w+)): *(?P<value>.*)")
_PARAMETER = re.compile(r"(?P<type>\w+) *\| *(?P<about>.+)")
_VALUES = r"VALUES \?{name} \{{ *(?P<value>[^}}]*?) *\}}"
_UNDEFINED = "UNDEF"
#: The value that leaves a parameter free.
FREE = "*"


def _node(type_: str) -> Callable[[str], ox.NamedNode]:
    return lambda value: ox.NamedNode(iri(type_, value))


_TYPES: dict[str, Callable[[str], ox.NamedNode | ox.Literal]] = {
    "text": ox.Literal,
    "name": lambda value: ox.Literal(value, language="zh"),
    "integer": lambda value: ox.Literal(str(int(value)), datatype=term("xsd:integer")),
    "decimal": lambda value: ox.Literal(format(Decimal(value), "f"), datatype=term("xsd:decimal")),
    **{name: _node(name) for name in ("region", "functional_class", "policy_field", "fiscal_year")},
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be set in a question, or must be (`needed`): a variable of its query.

    `default` is how SPARQL writes its value where it is not set, "" if free.
    """

    name: str
    type: str
    default: str
    about: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question in Chinese and English, what may be set in it, and its query; `example` is worth asking with."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    text: str
    example: dict[str, str]

    @classmethod
    def of(cls, name: str, text: str) -> Question:
        """Read a question; a query without a header is one without parameters.

        Raises:
            BrokenSourceError: a parameter of the header is not understood.
        """
        said = {"zh": "", "en": "", "example": ""}
        parameters: list[Parameter] = []
        for line in text.splitlines():
            if not line.startswith("#"):
                break
            if (found := _HEADER.fullmatch(line.rstrip())) is None:
                continue
            if found["name"] is None:
                said[found["key"]] = found["value"]
                continue
            given, values = _PARAMETER.fullmatch(found["value"]), _values(found["name"]).search(text)
            if given is None or values is None or given["type"] not in _TYPES:
                cause = (
                    f"the parameter {found['name']} needs `type | what it is`, type {', '.join(_TYPES)}, "
                    f"and `VALUES ?{found['name']} {{ … }}` in the query"
                )
                raise BrokenSourceError(name, cause, stage="graph")
            default = "" if values["value"] == _UNDEFINED else values["value"]
            parameters.append(
                Parameter(found["name"], given["type"], default, given["about"], found["how"] == "needs")
            )
        example = dict(setting.split("=", 1) for setting in said["example"].split())
        return cls(name, said["zh"], said["en"], tuple(parameters), text, example)

    def sparql(self, values: Mapping[str, str] | None = None) -> str:
        """Return the query with parameters set.

        Raises:
            ValueError: a value is missing, not of its parameter's type, or for no parameter.
        """
        values = values or {}
        names = [each.name for each in self.parameters]
        if unknown := [name for name in values if name not in names]:
            raise ValueError(f"there is no parameter {unknown[0]}; there are {', '.join(names) or 'none'}")
        text = self.text
        for each in self.parameters:
            bound = each.default
            if each.needed and each.name not in values:
                raise ValueError(f"{each.name} must be set: {each.about}")
            if each.name in values:
                try:
                    bound = "" if values[each.name] == FREE else str(_TYPES[each.type](values[each.name]))
                except (ValueError, InvalidOperation):
                    raise ValueError(f"{each.name}={values[each.name]} is no {each.type}: {each.about}") from None
            text = _bound(text, each.name, bound)
        return text


def _bound(text: str, name: str, value: str) -> str:
    """Return a query with a variable bound to `value`, a term as SPARQL writes it; "" leaves it free."""
    clause = _values(name)
    variable = re.compile(rf"\?{name}\b")
    shown = variable.search(text, text.index("SELECT"), text.index("WHERE"))
    if not value:
        return clause.sub("", text)
    literal = value.replace("\\", r"\\")
    if shown:
        return clause.sub(f"VALUES ?{name} {{ {literal} }}", text)
    return variable.sub(literal, clause.sub("", text))


def _values(name: str) -> re.Pattern[str]:
    return re.compile(_VALUES.format(name=name))


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
