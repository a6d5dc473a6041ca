"""The numbers of lists: each item once, none left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.view import Disclosure
from fiscalnlp.model.place import Span
from fiscalnlp.text.markers import match_marker
from fiscalnlp.text.numerals import chinese_numeral

#: Styles of numbers that items of lists have, and how many items make a list.
_STYLES, _LIST = frozenset({"arabic", "arabic_bracket", "chinese_bracket", "chinese", "circled"}), 3


@dataclass(frozen=True, slots=True)
class _Item:
    span: Span
    number: int


def items(view: Disclosure) -> Iterator[Draft]:
    """Two items side by side with one number, or between which a number is left out, in a list that counts on."""
    for run in _runs(view):
        reported = False
        for n, (one, other) in enumerate(pairwise(run), 1):
            step = other.number - one.number
            if reported:  # what comes behind is counted from either number
                reported = False
                continue
            # Behind a number printed twice, the next may be counted from either.
            counts_on = n + 1 == len(run) or 0 < run[n + 1].number - other.number <= (1 if step else _MOST)
            if step == 1 or not counts_on or len(run) < _LIST or other.number == 1:
                continue  # a list of one item may stand before a list
            printed = view.form[slice(*other.span)]
            between = printed.replace(_numeral(printed, other.number), _numeral(printed, one.number + 1))
            if step and between in view.form[one.span.end : other.span.start]:
                continue  # it goes on in the line of the one before
            reported = True
            figure = view.place(other.span)
            yield Draft(
                "items.number",
                other.span,
                (view.document.id,),
                expected=str(one.number + 1),
                actual=view.document.text[slice(*other.span)],
                words={"where": view.document.text[other.span.start : other.span.end + _SHOWN].split("\n")[0]},
                figures=(figure, view.place(one.span)),
                boxes=figure.boxes,
            )


#: How much of an item a message shows behind its number, in code points.
_SHOWN = 12


def _numeral(printed: str, number: int) -> str:
    return str(number) if str(number) in printed else chinese_numeral(number)


def _runs(view: Disclosure) -> Iterator[Sequence[_Item]]:
    """Yield the lists: items of one style under one heading that begin with 1 and go up by two at most."""
    open_runs: dict[str, list[_Item]] = {}
    heading: int | None = None
    for line in view.prose_lines:
        start = view.section_start(line.start)
        if start != heading:
            yield from open_runs.values()
            open_runs, heading = {}, start
        marker = match_marker(view.form, line.start, line.end)
        if marker is None or marker.number is None or marker.style not in _STYLES:
            continue
        item = _Item(Span(marker.start, marker.end), marker.number)
        run = open_runs.get(marker.style)
        if run is not None and 0 <= item.number - run[-1].number <= _MOST:
            run.append(item)
        else:
            if run is not None:
                yield run
            open_runs.pop(marker.style, None)
            if item.number == 1:
                open_runs[marker.style] = [item]
    yield from open_runs.values()


#: What the number of the next item is above the one before at most.
_MOST = 2
