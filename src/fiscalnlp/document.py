"""A disclosure, read: its records, findings and graph."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, SupportsIndex, TypeVar, overload

from fiscalnlp.model.place import Span
from fiscalnlp.model.records import (
    KINDS,
    Amount,
    Asset,
    Change,
    Citation,
    DocumentRecord,
    Duty,
    Economic,
    Evaluation,
    Finding,
    FunctionalShift,
    Link,
    NilReturn,
    OfficialExpense,
    OtherTable,
    Percentage,
    Procurement,
    Quantity,
    Reason,
    Record,
    Region,
    Section,
    Spending,
    Table,
    Term,
)

if TYPE_CHECKING:
    import os
    from typing import BinaryIO

    from spacy.tokens import Doc

    from fiscalnlp.graph import Graph
    from fiscalnlp.layout import Layout
    from fiscalnlp.read import Source

_R = TypeVar("_R", bound=Record)


class Records(tuple[_R, ...]):
    """Records of a document, a tuple that a notebook shows as a table."""

    __slots__ = ()

    @overload
    def __getitem__(self, index: SupportsIndex) -> _R: ...
    @overload
    def __getitem__(self, index: slice) -> Records[_R]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> _R | Records[_R]:
        """Return one record, or those of a slice."""
        return Records(super().__getitem__(index)) if isinstance(index, slice) else super().__getitem__(index)

    def _repr_html_(self) -> str:
        from fiscalnlp.view.notebook import records_html  # noqa: PLC0415 - only where they are shown

        return records_html(self)


class Document:
    """A disclosure with everything that was read from it; immutable.

    Args:
        name: path or name of the source.
        record: the document's own record.
        records: every other record, in document order.
        spacy_doc: the spaCy `Doc` underneath, records on `Doc.spans` and `Doc._.fiscal_records`.
    """

    def __init__(self, name: str, record: DocumentRecord, records: tuple[Record, ...], spacy_doc: Doc) -> None:
        self.name = name
        self.record = record
        self.spacy_doc = spacy_doc
        self._records: Records[Record] = Records((record, *records))

    def __repr__(self) -> str:
        return f"<Document {self.title or self.name}: {len(self._records)} records>"

    def _repr_html_(self) -> str:
        from fiscalnlp.view.notebook import document_html  # noqa: PLC0415 - only where one is shown

        return document_html(self._records)

    # -- the document itself --------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The document's own text: every span counts code points in it."""
        return self.record.text

    @property
    def title(self) -> str | None:
        """Title, `None` if it has none and none can be put together."""
        return self.record.title

    @property
    def issuer(self) -> str | None:
        """The body that publishes it."""
        return self.record.issuer

    @property
    def region(self) -> Region | None:
        """The administrative division of the body, with its GB/T 2260 code."""
        return self.record.region

    @property
    def fiscal_year(self) -> int | None:
        """The year that the accounts or the budget are of."""
        return self.record.fiscal_year

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read, such as scanned pages."""
        return self.record.warnings

    @property
    def source(self) -> Source:
        """What it was read from: its pages of characters and ruling lines."""
        from fiscalnlp.components import analysis_of  # noqa: PLC0415 - they come with the pipeline

        return analysis_of(self.spacy_doc).source

    @property
    def layout(self) -> Layout:
        """Its text with the place of every code point: page, box, offset in a source that is text."""
        from fiscalnlp.components import analysis_of  # noqa: PLC0415 - they come with the pipeline

        return analysis_of(self.spacy_doc).layout

    # -- its records ----------------------------------------------------------------------------------

    def records(self, kind: str | None = None) -> tuple[Record, ...]:
        """Return all records in document order, the document's own first, or those of one kind.

        Raises:
            ValueError: if there is no such kind.
        """
        if kind is None:
            return self._records
        if kind not in KINDS:
            raise ValueError(f"no such kind: {kind}; there are {', '.join(KINDS)}")
        return Records(record for record in self._records if record.kind == kind)

    def find(self, record_id: str) -> Record:
        """Return the record with this id.

        Raises:
            KeyError: if there is none.
        """
        return self._by_id[record_id]

    @cached_property
    def _by_id(self) -> dict[str, Record]:
        return {record.id: record for record in self._records}

    def _of(self, cls: type[_R]) -> tuple[_R, ...]:
        return Records(record for record in self._records if isinstance(record, cls))

    @property
    def sections(self) -> tuple[Section, ...]:
        """Headings in order, each with its number, level and parent."""
        return self._of(Section)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Duty clauses (部门职责), one by one."""
        return self._of(Duty)

    @property
    def functional_shifts(self) -> tuple[FunctionalShift, ...]:
        """Paragraphs on the change of functions (转变职能)."""
        return self._of(FunctionalShift)

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Every mention of money in the running text."""
        return self._of(Amount)

    @property
    def percentages(self) -> tuple[Percentage, ...]:
        """Every percentage."""
        return self._of(Percentage)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every count and score."""
        return self._of(Quantity)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Comparisons with the year before and with the budgets."""
        return self._of(Change)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons given."""
        return self._of(Reason)

    @property
    def spending(self) -> tuple[Spending, ...]:
        """Spending by functional class."""
        return self._of(Spending)

    @property
    def economic(self) -> tuple[Economic, ...]:
        """Spending by economic class."""
        return self._of(Economic)

    @property
    def official_expense(self) -> tuple[OfficialExpense, ...]:
        """Lines of the 三公经费."""
        return self._of(OfficialExpense)

    @property
    def procurement(self) -> Procurement | None:
        """Government procurement, `None` where the document says nothing of it."""
        found = self._of(Procurement)
        return found[0] if found else None

    @property
    def assets(self) -> tuple[Asset, ...]:
        """State-owned assets."""
        return self._of(Asset)

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Performance evaluations."""
        return self._of(Evaluation)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Glossary entries."""
        return self._of(Term)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Numbered instruments (文号)."""
        return self._of(Citation)

    @property
    def nil_returns(self) -> tuple[NilReturn, ...]:
        """Statements that there is nothing to report."""
        return self._of(NilReturn)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The nine disclosure tables, as far as the document has them."""
        return self._of(Table)

    @property
    def other_tables(self) -> tuple[OtherTable, ...]:
        """Tables of data that are none of the nine."""
        return self._of(OtherTable)

    @property
    def links(self) -> tuple[Link, ...]:
        """Duties and the spending categories they are carried out under."""
        return self._of(Link)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Where the document contradicts itself."""
        return self._of(Finding)

    # -- what it is handed on as ----------------------------------------------------------------------

    def graph(self) -> Graph:
        """Return the knowledge graph of the document: nodes and edges, with evidence on each edge."""
        from fiscalnlp.graph import build_graph  # noqa: PLC0415 - only where a graph is wanted

        return build_graph(self._records)

    def to_jsonl(self, target: str | os.PathLike[str] | BinaryIO) -> None:
        """Write all records as JSON Lines to a path (atomically) or an open binary stream.

        Raises:
            FiscalError: if the file cannot be written.
        """
        from fiscalnlp.export import jsonl  # noqa: PLC0415

        jsonl.write(self._records, target)

    def words_of(self, record: Record, *, around: int = 20) -> str:
        """Return a record's words with up to `around` code points of text on each side, for people to read."""
        span: Span = record.span
        text = self.text
        return text[max(0, span.start - around) : span.end + around]
