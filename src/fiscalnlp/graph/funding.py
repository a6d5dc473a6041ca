"""Which money stands behind a duty: that of the category it is carried out under, as far as the document tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from fiscalnlp.graph.observations import Observation
from fiscalnlp.model.money import EXACT
from fiscalnlp.model.records import DocumentRecord, Fund, Stage

#: The funds that appropriations are paid from; money of any origin (`all`) holds theirs too.
APPROPRIATIONS: tuple[Fund, ...] = ("general", "government_fund", "state_capital")


class Appropriations(NamedTuple):
    """The appropriations of a document's year in yuan, and what of them is under a category of some duty."""

    spent: Decimal
    explained: Decimal


def behind(code: str, observations: Iterable[Observation]) -> list[Observation]:
    """Return the observations that are the money of the category `code`.

    They are its own; else those of the outermost classes below it that are printed; else, where the document
    tells no finer, those of its 款 or 类. Where only other 款 of its 类 are printed, it has none.
    """
    functional = [each for each in observations if each.key.dimension == "functional_class"]
    printed = {each.key.code for each in functional}
    covering = _outermost(code, printed)
    if not covering:
        above = next((code[:length] for length in (5, 3) if code[:length] in printed), None)
        covering = {above} if above is not None and not _below(above, printed) else set()
    return [each for each in functional if each.key.code in covering]


def appropriated(document: DocumentRecord, observations: Iterable[Observation]) -> Decimal | None:
    """Return what `observations` say was appropriated in the document's year, in yuan; `None` if they do not."""
    stage = _own_stage(document)
    own = [each.yuan for each in observations if each.key.fund in APPROPRIATIONS and each.key.stage == stage]
    return _sum(own) if own else None


def appropriations(
    document: DocumentRecord, observations: Sequence[Observation], codes: Collection[str]
) -> Appropriations | None:
    """Return the appropriations, and how much of them is under the categories `codes` that duties are linked with.

    A linked 类 speaks for all below it, a linked 项 for its 款.

    Returns: `None` where the document tells no appropriation by class.
    """
    stage = _own_stage(document)
    spent, told = Decimal(0), Decimal(0)
    for fund in APPROPRIATIONS:
        own = {
            each.key.code: each.yuan
            for each in observations
            if each.key.dimension == "functional_class" and (each.key.fund, each.key.stage) == (fund, stage)
        }
        for head in {code[:3] for code in own}:
            whole = _sum(own[code] for code in _outermost(head, own))
            groups = [code for code in own if len(code) == 5 and code.startswith(head)]
            parts = groups or _below(head, own) or [head]
            linked = [code for code in parts if any(_lie_in_line(code, each) for each in codes)]
            spent = EXACT.add(spent, whole)
            told = EXACT.add(told, min(whole, _sum(own[code] for code in linked)))
    return Appropriations(spent, told) if spent else None


def _lie_in_line(one: str, two: str) -> bool:
    return one.startswith(two) or two.startswith(one)


def _below(code: str, printed: Iterable[str]) -> list[str]:
    return [each for each in printed if len(each) > len(code) and each.startswith(code)]


def _outermost(code: str, printed: Collection[str]) -> set[str]:
    """Return `code` if it is printed, else the classes below it that have none of those below it above them."""
    if code in printed:
        return {code}
    below = _below(code, printed)
    return {each for each in below if not any(each != other and each.startswith(other) for other in below)}


def _sum(figures: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for each in figures:
        total = EXACT.add(total, each)
    return total


def _own_stage(document: DocumentRecord) -> Stage:
    return "initial_budget" if document.report == "budget" else "final_account"
