"""Batches: many files → feeds, over all cores, whatever some of the files do.

>>> from fiscalnlp.batch import run
>>> from fiscalnlp.feeds.destinations import open_sink
>>> run(["2023/"], [open_sink("parquet:records/")])  # doctest: +SKIP
"""

from fiscalnlp.batch.journal import Journal
from fiscalnlp.batch.outcome import Outcome, read_outcome, reader_of
from fiscalnlp.batch.report import BatchReport
from fiscalnlp.batch.runner import find_sources, run
from fiscalnlp.processes import Limits

__all__ = ["BatchReport", "Journal", "Limits", "Outcome", "find_sources", "read_outcome", "reader_of", "run"]
