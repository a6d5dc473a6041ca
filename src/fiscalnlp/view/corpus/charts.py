"""Bars, as SVG made of the figures alone: for the page, and to take away."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined

from fiscalnlp.data import read_text, read_toml
from fiscalnlp.export.drawing.lettering import fitted, printable, width
from fiscalnlp.view.corpus.words import Language, Words, say

#: In pixels: the picture, its labels, its rows, what the figures behind the bars take, letters.
WIDTH, ROW, FONT = 760, 26, 13
_LABEL_ROOM, _FIGURE_ROOM, _LEGEND_GAP = 250, 130, 22
_SERIES = tuple(f"series-{number}" for number in range(1, 10))


class Bar(NamedTuple):
    """A row: its label, one value a series, and what stands behind it."""

    label: Words
    values: tuple[Decimal | int, ...]
    figure: str


class Chart(NamedTuple):
    """Horizontal bars; a row's values stand one after the other, `series` says what each is.

    `colours` are numbers of the palette's series, or names of its colours.
    """

    id: str
    title: Words
    series: tuple[Words, ...]
    bars: tuple[Bar, ...]
    colours: tuple[str, ...] = _SERIES


class _Piece(NamedTuple):
    x: float
    width: float
    colour: str
    title: str


class _Row(NamedTuple):
    y: float
    label: str
    whole_label: str
    pieces: tuple[_Piece, ...]
    figure: str
    figure_x: float


def svg(chart: Chart, language: Language, *, alone: bool) -> str:
    """Return a chart as SVG.

    Args:
        chart: what it shows.
        language: that of its words.
        alone: with colours and ground of its own, for a file; else the page around it gives them.
    """
    legend = _legend(chart, language)
    top = 34 + (_LEGEND_GAP if legend else 0)
    colours = chart.colours[: max(len(chart.series), 1)]
    return (
        _environment()
        .from_string(read_text("templates/corpus/bars.svg"))
        .render(
            id=f"{chart.id}-{language}",
            language="zh-CN" if language == "zh" else "en",
            title=printable(chart.title.of(language)),
            description=printable(_description(chart, language)),
            width=WIDTH,
            height=top + ROW * len(chart.bars) + 8,
            font=FONT,
            rows=_rows(chart, language, top, colours),
            legend=legend,
            alone=alone,
            palette=_palette() if alone else {},
            colours=colours,
        )
    )


def _rows(chart: Chart, language: Language, top: float, colours: tuple[str, ...]) -> list[_Row]:
    most = max((sum(map(Decimal, bar.values), Decimal(0)) for bar in chart.bars), default=Decimal(0)) or Decimal(1)
    room = Decimal(WIDTH - _LABEL_ROOM - _FIGURE_ROOM)
    names = [name.of(language) for name in chart.series]
    rows: list[_Row] = []
    for index, bar in enumerate(chart.bars):
        x, pieces = float(_LABEL_ROOM), []
        for number, value in enumerate(bar.values):
            length = round(float(Decimal(value) / most * room), 2)
            if value > 0:
                title = (
                    f"{names[number]}: {value:,f}" if isinstance(value, Decimal) else f"{names[number]}: {value:,}"
                )
                pieces.append(_Piece(round(x, 2), max(length, 1.0), colours[number], printable(title)))
            x += length
        whole = printable(bar.label.of(language))
        label = fitted(whole, FONT, _LABEL_ROOM - 16)
        rows.append(_Row(top + ROW * index, label, whole, tuple(pieces), bar.figure, round(x + 6, 2)))
    return rows


def _legend(chart: Chart, language: Language) -> list[tuple[float, str, str]]:
    """Return place, colour and words of each series, none where there is but one."""
    if len(chart.series) < 2:
        return []
    found: list[tuple[float, str, str]] = []
    x = 0.0
    for colour, name in zip(chart.colours, chart.series, strict=False):
        label = name.of(language)
        found.append((round(x, 1), colour, label))
        x += 18 + width(label, FONT) + 18
    return found


def _description(chart: Chart, language: Language) -> str:
    """Return in a sentence what the chart shows, for who cannot see it; the table beside it has every figure."""
    if not chart.bars:
        return chart.title.of(language)
    first = max(chart.bars, key=lambda bar: sum(map(Decimal, bar.values), Decimal(0)))
    return say("page.chart", title=chart.title, count=len(chart.bars), first=first.label, value=first.figure).of(
        language
    )


def _palette() -> dict[str, str]:
    """Return the colours of the light theme by the names of their custom properties."""
    palette = read_toml("view/palette.toml")
    return {**palette["light"], **dict(zip(_SERIES, palette["series"]["light"], strict=True))}


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
