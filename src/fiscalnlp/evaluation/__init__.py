"""Evaluation: documents with their true records in, precision, recall and F1 by kind and style out.

Measures follow the usual terms: precision, recall and F1 are pooled over documents (micro average) for each
kind; the macro F1 is their mean over kinds.
"""

from fiscalnlp.evaluation.comparison import compare
from fiscalnlp.evaluation.corpus import Case, find_cases
from fiscalnlp.evaluation.measures import MEASURES
from fiscalnlp.evaluation.results import Item, Outcome, Tally, macro_f1, pooled
from fiscalnlp.evaluation.runner import evaluate
from fiscalnlp.evaluation.truth import Truth, read_truth

__all__ = [
    "MEASURES",
    "Case",
    "Item",
    "Outcome",
    "Tally",
    "Truth",
    "compare",
    "evaluate",
    "find_cases",
    "macro_f1",
    "pooled",
    "read_truth",
]
