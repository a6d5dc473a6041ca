"""Pictures → SVG and HTML: templates filled in, every text of the document escaped."""

from __future__ import annotations

from decimal import Decimal
from types import ModuleType

from jinja2 import Environment, FunctionLoader, StrictUndefined

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export.drawing import flow as flow_layout
from fiscalnlp.export.drawing import network as network_layout
from fiscalnlp.export.drawing.flow import DutyMark, Strand, flow
from fiscalnlp.export.drawing.geometry import pixels
from fiscalnlp.export.drawing.lettering import printable, ten_thousands
from fiscalnlp.export.drawing.network import network
from fiscalnlp.export.drawing.subject import SpendingClass, Subject, total
from fiscalnlp.graph import Graph

_TEXTS = "drawing/texts.toml"
_LEGEND = ("best", "linked", "further", "unlinked", "unfunded", "sum")
_LEGEND_ROW, _MARGIN = 46, 30


def words(key: str, language: str | None = None, **values: object) -> str:
    """Return a text of the pictures (`legend.best`), in both languages unless one is asked for."""
    table, name = key.split(".")
    both = read_toml(_TEXTS)[table][name]
    text: str = both[language] if language else f"{both['zh']} · {both['en']}"
    return text.format(**values)


def flow_svg(subject: Subject, *, alone: bool = True) -> str:
    """Return the flow of a disclosure as SVG; not `alone`, its style is left to the page around it."""
    picture = flow(subject)
    all_money = total(root.known_yuan for root in subject.classes)
    kinds = picture.kinds | ({"sum"} if all_money else set())
    legend = [kind for kind in _LEGEND if kind in kinds]
    top = picture.height + 56
    return _environment().get_template("flow.svg").render(
        title=title(subject),
        description=description(subject, "flow"),
        source=source(subject),
        flow=picture,
        layout=_FLOW_LAYOUT,
        all_money=all_money,
        legend=legend,
        legend_top=top,
        height=top + (len(legend) + 1) // 2 * _LEGEND_ROW - 20 + _MARGIN - 10,
        alone=alone,
        strand_words=_strand_words,
        amount=amount,
    )


def network_svg(subject: Subject, graph: Graph, *, alone: bool = True) -> str:
    """Return the network of a disclosure as SVG; not `alone`, its style is left to the page around it."""
    picture = network(subject, graph)
    return _environment().get_template("network.svg").render(
        title=title(subject),
        description=description(subject, "network"),
        source=source(subject),
        network=picture,
        body=picture.marks[0],
        layout=_NETWORK_LAYOUT,
        legend_top=picture.height + 46,
        height=picture.height + 46 + 60,
        alone=alone,
    )


def title(subject: Subject) -> str:
    """Return what the picture is of."""
    title, issuer = subject.document.title or subject.document.doc_id, subject.document.issuer
    return printable(title if not issuer or issuer in title else f"{issuer} · {title}")


def source(subject: Subject) -> str:
    """Return where the money is from, in both languages."""
    if not subject.money.rows:
        return words("sources.none")
    kind = f"kinds.{subject.document.report or 'unknown'}"
    named = subject.money.source or words("sources.prose", "zh")
    return printable(
        words("sources.line", source=named, kind=words(kind, "zh"), kind_en=words(kind, "en"))
    )


def amount(spending: SpendingClass) -> str:
    """Return the money of a class in 万元, with Σ where it is added up, or that there is none."""
    if not spending.has_money:
        return words("tags.no_money", "zh")
    return ("Σ " if spending.yuan is None else "") + ten_thousands(spending.known_yuan)


def description(subject: Subject, picture: str) -> str:
    """Return what a picture shows in a sentence of each language, for who cannot see it."""
    money = total(root.known_yuan for root in subject.classes)
    return words(
        f"description.{picture}",
        duties=len(subject.duties),
        classes=len({tie.to for tie in subject.ties}),
        money=ten_thousands(money) if money else "—",
    )


def _strand_words(mark: DutyMark, strand: Strand) -> str:
    if strand.tie is None:
        return f"{mark.duty.number} → {words('tags.no_class')}"
    to = ", ".join((strand.tie.to, *strand.tie.items))
    terms = f" · {'、'.join(strand.tie.terms)}" if strand.tie.terms else ""
    return printable(f"{mark.duty.number} → {to} · {words('tags.score')} {strand.tie.score:.3f}{terms}")


def _yuan(value: Decimal) -> str:
    return f"{value:,f}"


def _constants(module: ModuleType) -> dict[str, float]:
    """Return the places that a layout shares with its template."""
    return {name: value for name, value in vars(module).items() if name.isupper() and not name.startswith("_")}


_FLOW_LAYOUT = _constants(flow_layout)
_NETWORK_LAYOUT = _constants(network_layout)


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: read_text(f"templates/drawing/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"px": pixels, "printable": printable, "ten_thousands": ten_thousands, "yuan": _yuan}
    environment.globals |= {"words": words}
    return environment
