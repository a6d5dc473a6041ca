"""spaCy components: each family of records as a pipe of its own, and the tokenizer under them.

Add them to any `zh` pipeline one by one (`nlp.add_pipe("fiscal_figures")`); a component computes what it
needs, so their order does not matter. Results are left on the `Doc`:

- `doc.spans["fiscal_<kind>"]`: one span a record, widened to token borders, its `id_` the record's id;
- `doc._.fiscal_records`: all records so far, in document order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from fiscalnlp.analysis import FAMILIES, Analysis
from fiscalnlp.check import CheckSettings, settings_of
from fiscalnlp.model.records import RECORD_TYPES, Record
from fiscalnlp.text.words import cut

#: Prefix of component names and span groups.
PREFIX = "fiscal_"
_KEY = "fiscalnlp"
_RANK = {str(cls.__struct_config__.tag): rank for rank, cls in enumerate(RECORD_TYPES)}
_DECODER: Any = None
_ANALYSES: WeakKeyDictionary[Doc, Analysis] = WeakKeyDictionary()


def in_document_order(records: list[Record]) -> list[Record]:
    """Sort records by where they begin, the longer first, then by kind; of equals in the order they came."""
    return sorted(records, key=lambda r: (r.span.start, -r.span.end, _RANK[r.kind]))


def bind(doc: Doc, analysis: Analysis) -> None:
    """Let the components work on `analysis`, whose text is that of `doc`, places included."""
    _ANALYSES[doc] = analysis


def analysis_of(doc: Doc) -> Analysis:
    """Return the analysis bound to `doc`, or one of its text as it stands."""
    analysis = _ANALYSES.get(doc)
    if analysis is None:
        analysis = _ANALYSES[doc] = Analysis.of_text(doc.text)
    return analysis


class RecordComponent:
    """A pipe that leaves one family of records on the `Doc`.

    Args:
        family: name of the family, a key of `analysis.FAMILIES`.
    """

    def __init__(self, family: str) -> None:
        self.family = family

    def records(self, doc: Doc) -> Sequence[Record]:
        """Return the family's records."""
        return FAMILIES[self.family](analysis_of(doc))

    def __call__(self, doc: Doc) -> Doc:
        """Compute the family's records and leave them on `doc`."""
        kinds: dict[str, list[Record]] = {}
        for record in self.records(doc):
            kinds.setdefault(record.kind, []).append(record)
        stored: dict[str, bytes] = doc.user_data.setdefault(_KEY, {})
        for kind, records in kinds.items():
            stored[kind] = msgspec.json.encode(records)
            doc.spans[PREFIX + kind] = [
                span
                for record in records
                if (span := doc.char_span(*record.span, label=kind, span_id=record.id, alignment_mode="expand"))
            ]
        return doc


class FindingsComponent(RecordComponent):
    """The pipe that leaves the findings.

    Args:
        checks: rules that are left out, other tolerances and severities.
    """

    def __init__(self, checks: CheckSettings | None = None) -> None:
        super().__init__("findings")
        self.checks = checks

    def records(self, doc: Doc) -> Sequence[Record]:
        """Return what the checks find."""
        analysis = analysis_of(doc)
        return analysis.findings if self.checks is None else analysis.check(self.checks)


def stored_records(doc: Doc) -> tuple[Record, ...]:
    """Return the records left on `doc` so far, in document order."""
    global _DECODER  # noqa: PLW0603 - built once, on first use
    if _DECODER is None:
        union: Any = RECORD_TYPES[0]
        for cls in RECORD_TYPES[1:]:
            union = union | cls
        _DECODER = msgspec.json.Decoder(list[union])
    found: list[Record] = []
    for encoded in doc.user_data.get(_KEY, {}).values():
        found.extend(_DECODER.decode(encoded))
    return tuple(in_document_order(found))


class FieldTokenizer:
    """spaCy tokenizer over `text.words.cut`: jieba's tokens, the field's terms whole."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize; the doc's text is `text`, white space included."""
        words = list(cut(text))
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep: the dictionary is package data."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> FieldTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Nothing to keep."""

    def from_disk(self, _path: Any, **_: Any) -> FieldTokenizer:
        """Nothing to restore."""
        return self


def make_tokenizer() -> Callable[[Language], FieldTokenizer]:
    """Return the factory that spaCy's config names `fiscalnlp.words.v1`."""
    return lambda nlp: FieldTokenizer(nlp.vocab)


def make_component(nlp: Language, name: str, family: str, checks: dict[str, Any] | None = None) -> RecordComponent:
    """Make the component of a family; the signature is spaCy's.

    Args:
        nlp: the pipeline.
        name: the component's name in it.
        family: the family, a key of `analysis.FAMILIES`.
        checks: of the findings, the table `[check]` of a settings file: `disable`, `tolerance`, `severity`.

    Raises:
        FiscalError: `checks` names a rule that is not known, or holds anything else that is no setting.
    """
    if family != "findings":
        return RecordComponent(family)
    return FindingsComponent(settings_of(checks) if checks else None)


def _register() -> None:
    if not Doc.has_extension("fiscal_records"):
        Doc.set_extension("fiscal_records", getter=stored_records)
    for family in FAMILIES:
        if not Language.has_factory(PREFIX + family):
            Language.factory(PREFIX + family, default_config={"family": family}, func=make_component)


_register()
