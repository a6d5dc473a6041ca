"""Pictures → SVG and HTML: templates filled in, every text of the document escaped."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from types import ModuleType

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export.drawing import flow as flow_layout
from fiscalnlp.export.drawing import network as network_layout
from fiscalnlp.export.drawing.flow import Strand, flow
from fiscalnlp.export.drawing.geometry import pixels
from fiscalnlp.export.drawing.lettering import fitted, printable, ten_thousands
from fiscalnlp.export.drawing.network import network
from fiscalnlp.export.drawing.places import place
from fiscalnlp.export.drawing.subject import SpendingClass, Subject, amount, total
from fiscalnlp.graph import Graph

_TEXTS = "drawing/texts.toml"
_NETWORK_LEGEND = ("body", "class", "duty", "money", "partner", "instrument")
_FLOW_LEGEND = ("best", "linked", "further", "unlinked", "unfunded", "sum", "contradicted")
# In pixels: the legend's distance from the picture, its rows, what is below its last line.
_LEGEND_GAP, _LEGEND_ROW, _FOOT = 56, 46, 24


def words(key: str, language: str | None = None, **values: object) -> str:
    """Return a text of the pictures (`legend.best`), in both languages unless one is asked for."""
    table, name = key.split(".")
    both = read_toml(_TEXTS)[table][name]
    text: str = both[language] if language else f"{both['zh']} · {both['en']}"
    return text.format(**values)


def flow_svg(subject: Subject, *, alone: bool = True) -> str:
    """Return the flow of a disclosure as SVG; not `alone`, its style is left to the page around it."""
    picture = flow(subject)
    bottom = place(picture)
    all_money = total(root.known_yuan for root in subject.classes)
    kinds = picture.kinds | ({"sum"} if all_money else set())
    legend = [kind for kind in _FLOW_LEGEND if kind in kinds]
    top = bottom + _LEGEND_GAP
    return (
        _environment()
        .get_template("flow.svg")
        .render(
            title=title(subject),
            description=description(subject, "flow"),
            source=source(subject),
            flow=picture,
            layout=_FLOW_LAYOUT,
            all_money=all_money,
            legend=legend,
            legend_top=top,
            height=top + ((len(legend) + 1) // 2 - 1) * _LEGEND_ROW + _FOOT,
            alone=alone,
            strand_words=_strand_words,
            money=_money,
        )
    )


def network_svg(subject: Subject, graph: Graph, *, alone: bool = True) -> str:
    """Return the network of a disclosure as SVG; not `alone`, its style is left to the page around it."""
    picture = network(subject, graph)
    return (
        _environment()
        .get_template("network.svg")
        .render(
            title=title(subject),
            description=description(subject, "network"),
            source=source(subject),
            network=picture,
            neighbours=picture.neighbours,
            body=picture.marks[0],
            layout=_NETWORK_LAYOUT,
            legend=[kind for kind in _NETWORK_LEGEND if any(mark.kind == kind for mark in picture.marks)],
            legend_top=picture.height + _LEGEND_GAP,
            height=picture.height + _LEGEND_GAP + _LEGEND_ROW + _FOOT - 10,
            alone=alone,
        )
    )


def page(subject: Subject, graph: Graph) -> str:
    """Return an HTML page with both pictures."""
    pictures = [Markup(flow_svg(subject, alone=False)), Markup(network_svg(subject, graph, alone=False))]
    return _environment().get_template("page.html").render(title=title(subject), pictures=pictures)


def title(subject: Subject) -> str:
    """Return what the picture is of."""
    document = subject.document
    name, issuer = document.title or document.doc_id, document.issuer
    return printable(name if not issuer or issuer in name else f"{issuer} · {name}")


def source(subject: Subject) -> str:
    """Return where the money is from, in both languages."""
    if not subject.money.rows:
        return words("sources.none")
    kind = f"kinds.{subject.document.report or 'unknown'}"
    fund = f"funds.{subject.money.fund}"
    named = "、".join(title or words("sources.prose", "zh") for title in subject.money.sources)
    both = {
        f"{name}_{language}": words(key, language)
        for name, key in (("kind", kind), ("fund", fund))
        for language in ("zh", "en")
    }
    return printable(words("sources.line", source=named, **both))


def description(subject: Subject, picture: str) -> str:
    """Return what a picture shows in a sentence of each language, for who cannot see it."""
    money = total(root.known_yuan for root in subject.classes)
    return words(
        f"description.{picture}",
        duties=len(subject.duties),
        classes=len({tie.to for tie in subject.ties}),
        money=ten_thousands(money) if money else "—",
    )


def _strand_words(strand: Strand) -> str:
    number, tie = strand.mark.duty.number, strand.tie
    if not tie.to:
        return f"{number} → {words('tags.no_class')}"
    to = ", ".join((tie.to, *tie.items))
    terms = f" · {'、'.join(tie.terms)}" if tie.terms else ""
    return printable(f"{number} → {to} · {words('tags.score')} {tie.score:.3f}{terms}")


def _money(spending: SpendingClass) -> str:
    return amount(spending) if spending.has_money else words("tags.no_money", "zh")


def _yuan(value: Decimal) -> str:
    return f"{value:,f}"


def _constants(module: ModuleType) -> dict[str, float]:
    """Return the places that a layout shares with its template."""
    return {name: value for name, value in vars(module).items() if name.isupper() and not name.startswith("_")}


_FLOW_LAYOUT = _constants(flow_layout)
_NETWORK_LAYOUT = _constants(network_layout)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: read_text(f"templates/drawing/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "fitted": fitted,
        "printable": printable,
        "px": pixels,
        "ten_thousands": ten_thousands,
        "yuan": _yuan,
    }
    environment.globals |= {"words": words}
    return environment
