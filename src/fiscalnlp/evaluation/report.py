"""The report of an evaluation: what every form of it says, as plain values, and that as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

import msgspec

from fiscalnlp.evaluation.floors import Shortfall
from fiscalnlp.evaluation.results import (
    Outcome,
    Tally,
    by_format,
    by_style,
    grouped,
    macro_f1,
    pooled,
    worst_first,
)


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Documents that have something in common, together: `label` is their style, their format or "all"."""

    label: str
    documents: int
    tallies: tuple[Tally, ...]

    @property
    def macro_f1(self) -> float:
        """Mean F1 over the measures."""
        return macro_f1(self.tallies)

    @property
    def by_kind(self) -> dict[str, Tally]:
        """The tallies by name of the measure."""
        return {tally.kind: tally for tally in self.tallies}

    def mean(self, figure: str) -> float:
        """Return the mean of `precision`, `recall` or `f1` over the measures."""
        return sum(getattr(tally, figure) for tally in self.tallies) / len(self.tallies) if self.tallies else 0.0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """An evaluation: together, by style, by format, and document by document, the worst first."""

    overall: Group
    styles: tuple[Group, ...]
    formats: tuple[Group, ...]
    documents: tuple[Outcome, ...]
    shortfalls: tuple[Shortfall, ...]

    @property
    def imperfect(self) -> tuple[Outcome, ...]:
        """The documents with anything missed or invented, the worst first."""
        return tuple(each for each in self.documents if each.failure or each.items)


def make_report(outcomes: Sequence[Outcome], shortfalls: Sequence[Shortfall] = ()) -> Report:
    """Return the report of the outcomes."""
    return Report(
        overall=_group("all", outcomes),
        styles=_groups(outcomes, by_style),
        formats=_groups(outcomes, by_format),
        documents=worst_first(outcomes),
        shortfalls=tuple(shortfalls),
    )


def write_json(report: Report, file: BinaryIO) -> None:
    """Write the report as one JSON object; scores are rounded to six digits."""
    data = {
        "overall": _summary(report.overall),
        "styles": {group.label: _summary(group) for group in report.styles},
        "formats": {group.label: _summary(group) for group in report.formats},
        "documents": [_document(outcome) for outcome in report.documents],
        "shortfalls": report.shortfalls,
    }
    file.write(msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n")


def _groups(outcomes: Sequence[Outcome], label: Callable[[Outcome], str]) -> tuple[Group, ...]:
    return tuple(_group(name, members) for name, members in grouped(outcomes, label).items())


def _group(label: str, members: Sequence[Outcome]) -> Group:
    return Group(label=label, documents=len(members), tallies=pooled(members))


def _summary(group: Group) -> dict[str, Any]:
    return {
        "documents": group.documents,
        "macro_f1": round(group.macro_f1, 6),
        "kinds": {tally.kind: _figures(tally) for tally in group.tallies},
    }


def _document(outcome: Outcome) -> dict[str, Any]:
    return {
        **{name: getattr(outcome, name) for name in ("name", "source", "style", "format", "failure", "warnings")},
        "macro_f1": round(outcome.macro_f1, 6),
        "kinds": {tally.kind: _figures(tally) for tally in outcome.tallies},
        "items": outcome.items,
    }


def _figures(tally: Tally) -> dict[str, Any]:
    scores = {name: round(getattr(tally, name), 6) for name in ("precision", "recall", "f1")}
    return scores | {name: getattr(tally, name) for name in ("expected", "found", "missed", "invented")}
