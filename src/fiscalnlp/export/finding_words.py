"""The words around findings, in the language wanted: `data/templates/findings.toml`."""

from __future__ import annotations

from typing import Literal

from fiscalnlp.data import read_toml
from fiscalnlp.export.findings import CheckReport, Place

Language = Literal["zh", "en"]

#: One-line numbers of places: the one in question is the first.
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def words(language: Language) -> dict[str, str]:
    """Return the words by name; some have fields to be filled in."""
    found: dict[str, str] = read_toml("templates/findings.toml")[language]
    return found


def summary(report: CheckReport, language: Language) -> str:
    """Return in one line how much was found."""
    counts = report.counts
    return words(language)["summary"].format(
        documents=len(report.documents),
        findings=sum(counts.values()),
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
    )


def where(place: Place, language: Language) -> str:
    """Return page or line of a place, "" where the source has neither."""
    if place.region is not None:
        return words(language)["line"].format(line=place.region.line)
    return words(language)["page"].format(page=place.page) if place.page is not None else ""


def number(index: int) -> str:
    """Return the mark of the place at `index`, from 0."""
    return NUMBERS[index] if index < len(NUMBERS) else f"({index + 1})"
