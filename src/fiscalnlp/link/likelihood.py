"""How likely each candidate category of a clause is: the signals for it, and what these weigh."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fiscalnlp.link.scoring import Ranking
from fiscalnlp.link.vocabulary import field_of, issuer_codes, issuer_fields, sole_fields, staff_costs, wording

#: Categories that the learned part names, at most, which neither wording nor body speaks for.
_LEARNED_CANDIDATES = 3
# Points of wording that halve what the part of a 类 in them tells.
_LITTLE = 1.0
# Probabilities are kept this far from 0 and 1.
_EDGE = 1e-4

#: What a model says of a clause: the probability of each 款.
Learned = Mapping[str, float]


class Signals(NamedTuple):
    """What speaks for one 款 as the category of a clause; points are those of `scoring.rank`."""

    #: Points of the wording for the 款, and the square root of these: the first words say most.
    words: float
    root: float
    #: Points of wording, body and money, for the 款 and for its 类.
    points: float
    class_points: float
    #: The part of its 类 in the points of the wording, 0…1; small where the wording says little.
    class_share: float
    #: Its points less those of the best 款: 0 for the best, negative for all others.
    behind: float
    #: 1 where the 款 is in the body's field of work, is its home, is outside the only work that it does.
    own_field: float
    home: float
    outside: float
    #: Log-odds of the learned part for the 款.
    learned: float


def candidates(
    ranking: Ranking, issuer: str | None, learned: Learned, home: Sequence[str] = ()
) -> dict[str, Signals]:
    """Return the 款 that anything speaks for, with their signals, in code order.

    Args:
        ranking: points of the clause.
        issuer: the body whose duty it is.
        learned: what the learned part says; may be empty.
        home: the 款 that pay for the body itself, where its disclosure tells; else its name does.
    """
    homes = set(home) or {codes[0] for codes in issuer_codes(issuer or "")}
    own, sole = issuer_fields(issuer or ""), sole_fields(issuer or "")
    codes = {code for code, points in ranking.points.items() if len(code) == 5 and points > 0}
    codes |= homes | _general(ranking)
    codes |= {code for _, code in sorted(zip(learned.values(), learned, strict=True))[-_LEARNED_CANDIDATES:]}
    best = max((ranking.points[code] for code in codes), default=0.0)
    said = sum(points for code, points in ranking.words.items() if len(code) == 3)
    return {
        code: Signals(
            words=ranking.words[code],
            root=math.sqrt(ranking.words[code]),
            points=ranking.points[code],
            class_points=ranking.points[code[:3]],
            class_share=ranking.words[code[:3]] / (said + _LITTLE),
            behind=ranking.points[code] - best,
            own_field=float(field_of(code) in own),
            home=float(code in homes),
            outside=float(bool(sole) and field_of(code) not in sole),
            learned=log_odds(learned.get(code, 0.0)),
        )
        for code in sorted(codes - staff_costs().codes)
    }


def _general(ranking: Ranking) -> set[str]:
    """Return the general 款 of each 类 that the wording speaks for without naming a 款."""
    groups = {code[:3] for code, words in ranking.words.items() if len(code) == 5 and words > 0}
    return {
        wording().general[code]
        for code, words in ranking.words.items()
        if code in wording().general and words > 0 and code not in groups
    }


def log_odds(probability: float) -> float:
    """Return ln(p / (1 - p)), `probability` kept a little off 0 and 1."""
    probability = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(probability / (1 - probability))


class Weights(NamedTuple):
    """What the signals weigh: a logistic regression fitted to clauses with known categories."""

    bias: float
    signals: tuple[float, ...]

    @classmethod
    def from_names(cls, bias: float, weights: Mapping[str, float]) -> Weights:
        """Return the weights of a table by names of signals; what it does not name weighs nothing.

        Raises:
            KeyError: a name is that of no signal.
        """
        unknown = set(weights) - set(Signals._fields)
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        return cls(bias, tuple(weights.get(name, 0.0) for name in Signals._fields))

    def names(self) -> dict[str, float]:
        """Return the weights by names of signals."""
        return dict(zip(Signals._fields, self.signals, strict=True))

    def likelihood(self, signals: Signals, prior: float = 0.0) -> float:
        """Return how likely it is, in 0…1, that a budget officer accepts a category with these `signals`.

        Args:
            signals: what speaks for the category.
            prior: log-odds that something else speaks for it, or against it.
        """
        total = (
            prior + self.bias + sum(weight * value for weight, value in zip(self.signals, signals, strict=True))
        )
        return 1 / (1 + math.exp(-total)) if total > -700 else 0.0
