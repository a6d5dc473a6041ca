"""Records as spans of the text, drawn by spaCy's displaCy: overlapping ones below each other, a colour a kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fiscalnlp.data import read_toml
from fiscalnlp.model.records import KINDS, Record

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from fiscalnlp.document import Document

#: Kinds that are short enough to be seen in the text.
SHOWN = ("duty", "amount", "percentage", "change", "reason", "spending", "citation")


def displacy_options(kind: str = "amount", **options: Any) -> dict[str, Any]:
    """Return options for `spacy.displacy.render(doc, style="span", options=…)` that show one kind of record.

    Args:
        kind: whose spans are drawn; they are in `doc.spans["fiscal_<kind>"]`.
        options: further options of displaCy, which win.

    Raises:
        ValueError: if there is no such kind.
    """
    _known([kind])
    return {"spans_key": f"fiscal_{kind}", "colors": _colours(), **options}


class Html(str):
    """HTML that a notebook shows."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def render(
    doc: Doc | Document,
    *,
    kinds: Sequence[str] = SHOWN,
    start: int = 0,
    end: int | None = None,
    page: bool = False,
) -> Html:
    """Return the text as HTML, with the spans of several kinds of records under its words.

    displaCy puts a space behind each token; here tokens are cut only where a record needs it, so that Chinese text
    stays whole, and spans have the very borders of their records.

    Args:
        doc: a disclosure, or a spaCy doc on which fiscal components have left records.
        kinds: which records are shown.
        start: code point of the text that it begins with.
        end: code point that it ends before, `None` for the end of the text.
        page: return a page of its own instead of a piece.

    Raises:
        ValueError: if there is no such kind.
    """
    from spacy import displacy  # noqa: PLC0415 - heavy
    from spacy.tokens import Doc  # noqa: PLC0415

    _known(kinds)
    spacy_doc = doc if isinstance(doc, Doc) else doc.spacy_doc
    text = spacy_doc.text
    records = [record for record in spacy_doc._.fiscal_records if record.kind in kinds]
    borders = [token.idx for token in spacy_doc]
    lines = _lines(text, start, len(text) if end is None else end)
    paragraphs = [_paragraph(text, line, borders, records) for line in lines]
    options = {"colors": _colours()}
    # Minified, or else the line feeds of its templates part the words.
    return Html(
        displacy.render(
            paragraphs, style="span", manual=True, jupyter=False, page=page, minify=True, options=options
        )
    )


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of the lines that hold words."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1


def _paragraph(
    text: str, line: tuple[int, int], borders: Sequence[int], records: Iterable[Record]
) -> dict[str, Any]:
    """Return a line as displaCy takes it: words, cut at the borders of records and, within them, of tokens."""
    first, last = line
    spans = [
        (max(record.span.start, first), min(record.span.end, last), record.kind)
        for record in records
        if record.span.start < last and record.span.end > first
    ]
    cuts = {first, last}
    for start, end, _ in spans:
        cuts.update((start, end), borders[bisect_right(borders, start) : bisect_left(borders, end)])
    places = sorted(cuts)
    index = {place: number for number, place in enumerate(places)}
    return {
        "tokens": [text[one:two] for one, two in pairwise(places)],
        "spans": [
            {"start_token": index[start], "end_token": index[end], "label": kind} for start, end, kind in spans
        ],
    }


def _known(kinds: Iterable[str]) -> None:
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"no such kind: {kind}; there are {', '.join(KINDS)}")


def _colours() -> dict[str, str]:
    """Return a colour a kind, light enough for displaCy's black letters."""
    return dict(read_toml("view/palette.toml")["kinds"]["dark"])
