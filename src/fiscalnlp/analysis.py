"""One document's way through the stages: read → layout → segment → extract → link → check.

This is the only file that knows the order. Each family of records is computed once, when it is first asked
for; what it needs is computed before it. The spaCy components and `Document` only ask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from fiscalnlp.check import CheckSettings, check_records
from fiscalnlp.extract.changes import extract_changes
from fiscalnlp.extract.content import Content
from fiscalnlp.extract.duties import extract_duties
from fiscalnlp.extract.economic import extract_economic
from fiscalnlp.extract.evaluations import extract_evaluations
from fiscalnlp.extract.figures import extract_figures
from fiscalnlp.extract.nil_returns import extract_nil_returns
from fiscalnlp.extract.official_expense import extract_official_expense
from fiscalnlp.extract.procurement import extract_assets, extract_procurement
from fiscalnlp.extract.sections import document_record, extract_sections
from fiscalnlp.extract.spending import extract_spending
from fiscalnlp.extract.statements import Statements
from fiscalnlp.extract.tables import extract_tables
from fiscalnlp.extract.terms import extract_citations, extract_terms
from fiscalnlp.extract.walk import read_statements
from fiscalnlp.layout import Layout, lay_out
from fiscalnlp.link import link_duties
from fiscalnlp.model.ids import document_id
from fiscalnlp.model.records import (
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
    Procurement,
    Reason,
    Record,
    Section,
    Spending,
    Table,
    TabularRecord,
    Term,
)
from fiscalnlp.read import Source, read_source
from fiscalnlp.segment.facts import find_facts
from fiscalnlp.segment.outline import build_outline
from fiscalnlp.text.forms import matching_form


class Analysis:
    """The stages over one source; every property is computed once.

    Args:
        source: the source, read.
        checks: rules that `findings` leave out, other tolerances and severities.
    """

    def __init__(self, source: Source, checks: CheckSettings | None = None) -> None:
        self.source = source
        self._checks = checks

    @classmethod
    def of_text(cls, text: str, name: str = "<text>") -> Analysis:
        """Analyse `text` as it stands: its line breaks part paragraphs, nothing is joined or dropped."""
        from fiscalnlp.layout import as_printed  # noqa: PLC0415

        analysis = cls(
            read_source((text or " ").encode("utf-8", "replace"), name=name) if text.strip() else _blank(name)
        )
        analysis.__dict__["layout"] = as_printed(text)
        return analysis

    @cached_property
    def layout(self) -> Layout:
        """The document's own text with the place of every code point."""
        return lay_out(self.source)

    @cached_property
    def content(self) -> Content:
        """The text with its outline and facts."""
        form = matching_form(self.layout.text)
        outline = build_outline(self.layout, form)
        return Content(
            document_id(self.source.sha256),
            self.layout,
            form,
            outline,
            find_facts(form, outline, self.layout.text),
        )

    @cached_property
    def document(self) -> DocumentRecord:
        """The record of the document itself."""
        return document_record(self.content, self.source)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Headings."""
        return extract_sections(self.content)

    @cached_property
    def statements(self) -> Statements:
        """Figures, comparisons and explanations of the running text."""
        return read_statements(self.content)

    @cached_property
    def _figures(self) -> dict[int, Record]:
        return extract_figures(self.content, self.statements)

    @property
    def figures(self) -> tuple[Record, ...]:
        """Amounts, percentages and quantities."""
        return tuple(self._figures.values())

    @cached_property
    def changes(self) -> tuple[tuple[Change, ...], tuple[Reason, ...]]:
        """Changes, and the reasons given for them."""
        return extract_changes(self.content, self.statements, self._figures)

    @cached_property
    def duties(self) -> tuple[tuple[Duty, ...], tuple[FunctionalShift, ...]]:
        """Duty clauses, and the paragraph on the change of functions."""
        return extract_duties(self.content)

    @cached_property
    def spending(self) -> tuple[Spending, ...]:
        """Spending by functional class."""
        return extract_spending(self.content, self.statements)

    @cached_property
    def economic(self) -> tuple[Economic, ...]:
        """Spending by economic class."""
        return extract_economic(self.content)

    @cached_property
    def official_expense(self) -> tuple[OfficialExpense, ...]:
        """Lines of the 三公经费."""
        return extract_official_expense(self.content, self.statements)

    @cached_property
    def procurement(self) -> tuple[Procurement, ...]:
        """Government procurement: at most one record."""
        record = extract_procurement(self.content, self.statements)
        return () if record is None else (record,)

    @cached_property
    def assets(self) -> tuple[Asset, ...]:
        """State-owned assets."""
        return extract_assets(self.content, self.statements)

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Performance evaluations."""
        return extract_evaluations(self.content, self.statements)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Glossary entries."""
        return extract_terms(self.content)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Numbered instruments."""
        return extract_citations(self.content)

    @cached_property
    def nil_returns(self) -> tuple[NilReturn, ...]:
        """Statements that there is nothing to report."""
        return extract_nil_returns(self.content)

    @cached_property
    def tables(self) -> tuple[TabularRecord, ...]:
        """Tables: the nine of a disclosure, and others."""
        return extract_tables(self.content)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Duties and the spending categories they are carried out under."""
        return link_duties(
            self.duties[0],
            doc_id=self.content.doc_id,
            issuer=self.content.facts.issuer,
            spending=self.spending,
            tables=[table for table in self.tables if isinstance(table, Table)],
            citations=self.citations,
            fiscal_year=self.content.facts.fiscal_year,
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Where the document contradicts itself."""
        return self.check(self._checks)

    def check(self, settings: CheckSettings | None = None) -> tuple[Finding, ...]:
        """Check the document as `settings` say.

        Raises:
            FiscalError: if the settings name a rule that is not known.
        """
        families = [families(self) for name, families in FAMILIES.items() if name not in {"links", "findings"}]
        records = [self.document, *(record for family in families for record in family)]
        return check_records(records, settings=settings, boxes_of=self.layout.boxes_of)


#: Families of records in the order in which they need each other; one spaCy component each.
FAMILIES: dict[str, Callable[[Analysis], Sequence[Record]]] = {
    "sections": lambda analysis: analysis.sections,
    "duties": lambda analysis: [*analysis.duties[0], *analysis.duties[1]],
    "figures": lambda analysis: analysis.figures,
    "changes": lambda analysis: [*analysis.changes[0], *analysis.changes[1]],
    "spending": lambda analysis: analysis.spending,
    "economic": lambda analysis: analysis.economic,
    "official_expense": lambda analysis: analysis.official_expense,
    "procurement": lambda analysis: analysis.procurement,
    "assets": lambda analysis: analysis.assets,
    "evaluations": lambda analysis: analysis.evaluations,
    "terms": lambda analysis: analysis.terms,
    "citations": lambda analysis: analysis.citations,
    "nil_returns": lambda analysis: analysis.nil_returns,
    "tables": lambda analysis: analysis.tables,
    "links": lambda analysis: analysis.links,
    "findings": lambda analysis: analysis.findings,
}


def _blank(name: str) -> Source:
    import hashlib  # noqa: PLC0415

    return Source(name, hashlib.sha256(b"").hexdigest(), "text/plain", ())
