"""Reads the documents of a corpus and judges each, in one process or several: the same outcome either way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

from fiscalnlp.errors import FiscalError
from fiscalnlp.evaluation.comparison import all_missed, compare
from fiscalnlp.evaluation.corpus import Case
from fiscalnlp.evaluation.measures import MEASURES
from fiscalnlp.evaluation.results import Outcome
from fiscalnlp.pipeline import Pipeline, load
from fiscalnlp.processes import Lost, WorkerPool
from fiscalnlp.read import ReadOptions

_DEFAULTS = ReadOptions()


def evaluate(
    cases: Sequence[Case],
    *,
    measures: Sequence[str] = MEASURES,
    options: ReadOptions = _DEFAULTS,
    jobs: int = 1,
) -> Iterator[Outcome]:
    """Yield an outcome for each case, in order; a document that cannot be read has missed everything.

    A case that is judged by none of the measures is not read and has no outcome.

    Args:
        cases: what to judge.
        measures: by which measures.
        options: how the documents are read.
        jobs: number of processes; with several, a document on which one crashes or hangs has missed everything.
    """
    cases = [case for case in cases if case.measures(measures)]
    work = partial(_judge, measures=tuple(measures), options=options)
    if jobs == 1:
        yield from map(work, cases)
        return
    with WorkerPool(work, jobs) as pool:
        for case, outcome in zip(cases, pool.map(cases), strict=True):
            yield _lost(case, outcome, measures) if isinstance(outcome, Lost) else outcome


def _lost(case: Case, lost: Lost, measures: Sequence[str]) -> Outcome:
    """Return the outcome of a case that its process did not survive."""
    return Outcome(
        name=case.truth.name,
        source=str(case.source),
        style=case.truth.style,
        format=case.format,
        tallies=all_missed(case.truth, case.measures(measures)),
        failure=lost.words,
    )


def _judge(case: Case, measures: tuple[str, ...], options: ReadOptions) -> Outcome:
    wanted = case.measures(measures)
    outcome = partial(
        Outcome, name=case.truth.name, source=str(case.source), style=case.truth.style, format=case.format
    )
    try:
        document = _pipeline(options).read(case.source)
    except FiscalError as error:
        return outcome(tallies=all_missed(case.truth, wanted), failure=error.cause)
    tallies, items = compare(case.truth, document, wanted)
    return outcome(tallies=tallies, items=items, warnings=document.warnings)


@cache
def _pipeline(options: ReadOptions) -> Pipeline:
    return load(pdf_engine=options.pdf_engine, ocr=options.ocr)
