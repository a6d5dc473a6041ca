"""The spaCy component that ranks the categories of one duty clause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from fiscalnlp.link.evidence import collect_evidence
from fiscalnlp.link.likelihood import Signals, Weights, candidates
from fiscalnlp.link.model import RANKER, parted
from fiscalnlp.link.scoring import hands_on, rank
from fiscalnlp.text.forms import matching_form

_FILE = "weights.json"


class DutyRanker:
    """Turns `doc.cats` of the words alone into how likely each 款 is, words, rules and body together.

    The doc's text is a clause, or the name of a body, a line break and the clause. A clause that hands on
    whatever else comes has no categories.

    Args:
        weights: what the signals weigh.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def __call__(self, doc: Doc) -> Doc:
        """Rank the categories of the clause `doc`."""
        clause, issuer = parted(doc.text)
        form = matching_form(clause)
        if hands_on(form):
            doc.cats = {}
            return doc
        ranking = rank(form, issuer=issuer, evidence=collect_evidence((), (), ()))
        found = candidates(ranking, issuer, doc.cats)
        doc.cats = {code: self.weights.likelihood(signals) for code, signals in found.items()}
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Return the weights as JSON."""
        return msgspec.json.format(
            msgspec.json.encode({"bias": self.weights.bias, "weights": self.weights.names()}), indent=1
        )

    def from_bytes(self, data: bytes, **_: Any) -> DutyRanker:
        """Take the weights from JSON."""
        read = msgspec.json.decode(data)
        self.weights = Weights.from_names(read["bias"], read["weights"])
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the weights into the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_bytes(self.to_bytes() + b"\n")

    def from_disk(self, path: str | Path, **_: Any) -> DutyRanker:
        """Read the weights from the folder `path`."""
        return self.from_bytes((Path(path) / _FILE).read_bytes())


@Language.factory(RANKER)
def make_duty_ranker(nlp: Language, name: str) -> DutyRanker:
    """Make a ranker that has learned nothing yet; the signature is spaCy's."""
    return DutyRanker(Weights(0.0, (0.0,) * len(Signals._fields)))
