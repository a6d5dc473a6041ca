"""The shipped pipeline that knows from labelled clauses which words go with which category."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from fiscalnlp.link.likelihood import Learned, Weights

#: Name of the pipeline's component that knows words, and of the one that weighs its word with the rules'.
WORDS = "textcat_multilabel"
RANKER = "fiscal_duty_ranker"
# Stands between the body's name and the clause in a text for the pipeline.
_SEPARATOR = "\n"


def pipeline_text(clause: str, issuer: str | None) -> str:
    """Return the text that the pipeline reads: the body's name, if known, on a line before the clause."""
    return f"{issuer}{_SEPARATOR}{clause}" if issuer else clause


def parted(text: str) -> tuple[str, str | None]:
    """Return the clause and the body's name in a text made by `pipeline_text`."""
    issuer, separator, clause = text.partition(_SEPARATOR)
    return (clause, issuer) if separator else (text, None)


@cache
def duty_linker() -> Any:
    """Return the shipped spaCy pipeline, loaded on first use."""
    import spacy  # noqa: PLC0415 - heavy

    from fiscalnlp.link import component  # noqa: F401, PLC0415 - registers the ranker with spaCy

    with as_file(files("fiscalnlp.data").joinpath("models/duty_linker")) as folder:
        return spacy.load(folder)


def learned(pipeline: Any, clauses: Sequence[str], issuer: str | None) -> list[Learned]:
    """Return, for each clause of a body, the probability of every 款 by its words alone."""
    if not clauses:
        return []
    words = pipeline.get_pipe(WORDS)
    docs = [pipeline.make_doc(pipeline_text(clause, issuer)) for clause in clauses]
    return [dict(zip(words.labels, row, strict=True)) for row in words.predict(docs).tolist()]


def weights(pipeline: Any) -> Weights:
    """Return what the signals weigh in the pipeline."""
    found: Weights = pipeline.get_pipe(RANKER).weights
    return found
