"""Train the part of the linker that knows words: a spaCy text classifier over the field's tokens."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_pipeline
from spacy.util import load_config

import fiscalnlp.components  # noqa: F401 - registers the tokenizer
from duty_linker.clauses import Clause
from fiscalnlp.classification import functional_classes
from fiscalnlp.link.model import pipeline_text
from fiscalnlp.link.vocabulary import TIER_WEIGHTS, staff_costs, vocabulary

CONFIG = Path(__file__).with_name("config.cfg")
# 项 that every body has (行政运行): their names tell no 款.
_COMMON_ITEMS = ("01", "02", "03", "50")

#: A text and the 款 it speaks for.
Example = tuple[str, tuple[str, ...]]


def examples(clauses: Iterable[Clause]) -> Iterator[Example]:
    """Yield what is learned from: clauses with and without their body, vocabulary, names of 款 and 项."""
    for clause in clauses:
        groups = tuple(code for code in clause.codes if len(code) == 5)
        if groups:
            yield pipeline_text(clause.text, clause.body), groups
            yield clause.text, groups
    for term, meanings in vocabulary().meanings.items():
        groups = tuple(m.code for m in meanings if len(m.code) == 5 and m.weight >= TIER_WEIGHTS["weak"])
        if groups:
            yield term, groups
    known = functional_classes()
    for top in known.children("", fund="general"):
        for group in known.children(top.code, fund="general"):
            if group.code in staff_costs().codes:
                continue
            yield group.name, (group.code,)
            for item in known.children(group.code, fund="general"):
                if item.code[5:] not in _COMMON_ITEMS:
                    yield item.name, (group.code,)


def train_words(clauses: Sequence[Clause]) -> Language:
    """Return a pipeline with the classifier trained on `clauses`, the vocabulary and the names of categories."""
    rows = list(examples(clauses))
    labels = sorted({code for _, codes in rows for code in codes})
    blank = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "fiscalnlp.words.v1"}}})
    binary = DocBin()
    for text, codes in rows:
        doc = blank.make_doc(text)
        doc.cats = {label: float(label in codes) for label in labels}
        binary.add(doc)
    with tempfile.TemporaryDirectory() as folder:
        path, first = Path(folder) / "train.spacy", Path(folder) / "first.spacy"
        binary.to_disk(path)
        # spaCy looks at a development part before the first step; nothing is chosen by it.
        DocBin(docs=[next(binary.get_docs(blank.vocab))]).to_disk(first)
        config = load_config(CONFIG, overrides={"paths.train": str(path), "paths.dev": str(first)})
        pipeline = init_nlp(config)
        train_pipeline(pipeline, None)
    pipeline.config["paths"].update(train=None, dev=None)
    return pipeline
