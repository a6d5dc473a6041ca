"""How often linkers are right, by themselves and together, and how far their scores can be believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from duty_linker.clauses import Clause
from duty_linker.fitting import Judged
from fiscalnlp.link.likelihood import Signals, Weights

#: Bins of the expected calibration error.
_BINS = 10

#: A linker: the score of a candidate.
Linker = Callable[[Signals], float]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares of clauses whose best category has a right 类, a right 款; `count` clauses have a category."""

    count: int
    classes: float
    groups: float


def best(judged: Judged, linker: Linker) -> tuple[str, float] | None:
    """Return the candidate that `linker` gives most, with its score, or `None` without candidates."""
    scored = {code: linker(signals) for code, signals in judged.found.items()}
    code = min(scored, key=lambda each: (-scored[each], each), default=None)
    return None if code is None else (code, scored[code])


def accuracy(judged: Sequence[Judged], linker: Linker) -> Accuracy:
    """Measure `linker` on the clauses that have a category."""
    named = [(each.clause, best(each, linker)) for each in judged if each.clause.codes]
    classes = sum(found is not None and clause.accepts_class(found[0]) for clause, found in named)
    groups = sum(found is not None and clause.accepts(found[0]) for clause, found in named)
    return Accuracy(len(named), classes / len(named), groups / len(named))


@dataclass(frozen=True, slots=True)
class Reliability:
    """Brier score and expected calibration error of the best categories' scores; both are 0 at best."""

    brier: float
    ece: float


def reliability(judged: Sequence[Judged], weights: Weights) -> Reliability:
    """Measure how far the score of the best category tells how often it is right."""
    pairs: list[tuple[float, bool]] = []
    for each in judged:
        found = best(each, weights.likelihood)
        if each.clause.codes and found:
            pairs.append((found[1], each.clause.accepts(found[0])))
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for score, right in pairs:
        bins[min(int(score * _BINS), _BINS - 1)].append((score, right))
    error = sum(abs(sum(score for score, _ in each) - sum(right for _, right in each)) for each in bins)
    return Reliability(sum((score - right) ** 2 for score, right in pairs) / len(pairs), error / len(pairs))


def misses(judged: Sequence[Judged], linker: Linker) -> Iterator[tuple[Clause, str, float]]:
    """Yield the clauses whose best 款 is wrong, with it and its score."""
    for each in judged:
        found = best(each, linker) or ("", 0.0)
        if each.clause.codes and not each.clause.accepts(found[0]):
            yield each.clause, *found
