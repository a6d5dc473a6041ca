"""One disclosure as a picture: its duties, functional classes and money, as a flow and as a network.

`write(records, "graph.svg")` for one of them, `write(records, "graph.html", format="html")` for a page with both.
The way of the data: `money`, `subject` (what there is to draw) → `flow`, `places`, `network` (where it stands) →
`render` (SVG and HTML, from `data/templates/drawing/` and the words of `data/drawing/texts.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fiscalnlp.export.target import Target, opened
from fiscalnlp.model.records import Record

Format = Literal["svg", "html"]
Picture = Literal["flow", "network"]

__all__ = ["Format", "Picture", "draw", "write"]


def write(records: Sequence[Record], target: Target, *, format: Format = "svg", picture: Picture = "flow") -> None:  # noqa: A002 - as it is called
    """Write the picture of one disclosure, as `draw` makes it, to a path or an open binary stream.

    Raises:
        FiscalError: if the file cannot be written.
        ValueError: if there is no document record among `records`.
    """
    drawn = draw(records, format=format, picture=picture).encode()
    with opened(target) as file:
        file.write(drawn)


def draw(records: Sequence[Record], *, format: Format = "svg", picture: Picture = "flow") -> str:  # noqa: A002
    """Return the picture of the first disclosure among `records`, as text.

    The same records give the same text. It needs nothing from elsewhere and runs no script; full clauses, scores
    and exact yuan are shown where the mouse rests. Amounts are those that are printed, one fund at one stage; a
    link of a duty has the width of its score, never of money.

    Args:
        records: all records of a disclosure, its document record included.
        format: `svg` for one picture, `html` for a page with both.
        picture: which one, for `svg`.

    Raises:
        ValueError: if there is no document record among `records`.
    """
    from fiscalnlp.export.drawing import render  # noqa: PLC0415 - templates and networkx are slow to import
    from fiscalnlp.export.drawing.subject import subject  # noqa: PLC0415
    from fiscalnlp.graph import build_graph  # noqa: PLC0415

    drawn = subject(records)
    own = [each for each in records if each.doc_id == drawn.document.doc_id]
    if format == "html":
        return render.page(drawn, build_graph(own))
    return render.flow_svg(drawn) if picture == "flow" else render.network_svg(drawn, build_graph(own))
