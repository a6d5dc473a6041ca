"""Find what the signals of a category weigh: a logistic regression on clauses the classifier has not seen."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.language import Language

from duty_linker.clauses import Clause, by_body
from duty_linker.training import train_words
from fiscalnlp.link.evidence import collect_evidence
from fiscalnlp.link.likelihood import Signals, Weights, candidates
from fiscalnlp.link.model import learned
from fiscalnlp.link.scoring import hands_on, rank
from fiscalnlp.text.forms import matching_form

SEED = 1
FOLDS = 3
# Strength of the pull towards 0, in clauses.
_RIDGE = 1.0
_STEPS = 50
#: Signals of the learned part; without them the rules' remain.
LEARNED = ("learned",)


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause with the signals of each candidate."""

    clause: Clause
    found: dict[str, Signals]


def judge(pipeline: Language, clauses: Iterable[Clause], *, with_body: bool = True) -> Iterator[Judged]:
    """Yield the clauses with their candidates; those that hand on whatever else comes have none."""
    nothing = collect_evidence((), (), ())
    for body in by_body(tuple(clauses)):
        issuer = body[0].body if with_body else None
        for clause, words in zip(body, learned(pipeline, [each.text for each in body], issuer), strict=True):
            form = matching_form(clause.text)
            if hands_on(form):
                yield Judged(clause, {})
                continue
            ranking = rank(form, issuer=issuer, evidence=nothing, fiscal_year=clause.year)
            yield Judged(clause, candidates(ranking, issuer, words))


def out_of_fold(clauses: Sequence[Clause]) -> list[Judged]:
    """Return `clauses` judged by classifiers that were trained on other bodies, with and without their body."""
    bodies = [list(body) for body in by_body(clauses)]
    random.Random(SEED).shuffle(bodies)
    judged: list[Judged] = []
    for fold in range(FOLDS):
        unseen = [clause for body in bodies[fold::FOLDS] for clause in body]
        seen = [clause for at, body in enumerate(bodies) if at % FOLDS != fold for clause in body]
        pipeline = train_words(seen)
        judged += judge(pipeline, unseen)
        judged += judge(pipeline, unseen, with_body=False)
    return judged


def fit(judged: Sequence[Judged], *, without: Sequence[str] = ()) -> Weights:
    """Return the weights that make the accepted categories of `judged` most likely.

    Args:
        judged: clauses with their candidates.
        without: names of signals that are to weigh nothing.
    """
    used = [name for name in Signals._fields if name not in without]
    rows = [
        ([1.0, *(getattr(signals, name) for name in used)], each.clause.accepts(code))
        for each in judged
        if each.clause.codes
        for code, signals in each.found.items()
    ]
    x = np.array([values for values, _ in rows])
    y = np.array([right for _, right in rows], dtype=float)
    scale = np.maximum(np.abs(x).std(axis=0), 1e-9)
    scale[0] = 1.0
    x = x / scale
    ridge = np.full(x.shape[1], _RIDGE)
    ridge[0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):  # Newton's method: the likelihood has one maximum
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - ridge * weights
        curvature = (x.T * (p * (1 - p))) @ x + np.diag(ridge + 1e-9)
        weights = weights + np.linalg.solve(curvature, gradient)
    weights = weights / scale
    return Weights.from_names(
        round(float(weights[0]), 4), {name: round(float(w), 4) for name, w in zip(used, weights[1:], strict=True)}
    )
