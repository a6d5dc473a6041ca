"""All record families over one document, in the one order in which they depend on each other."""

from __future__ import annotations

from dataclasses import dataclass

from fiscalnlp.extract.changes import extract_changes
from fiscalnlp.extract.content import Content
from fiscalnlp.extract.duties import extract_duties
from fiscalnlp.extract.economic import extract_economic
from fiscalnlp.extract.evaluations import extract_evaluations
from fiscalnlp.extract.figures import extract_figures
from fiscalnlp.extract.nil_returns import extract_nil_returns
from fiscalnlp.extract.official_expense import extract_official_expense
from fiscalnlp.extract.procurement import extract_assets, extract_procurement
from fiscalnlp.extract.spending import extract_spending
from fiscalnlp.extract.statements import read_statements
from fiscalnlp.extract.terms import extract_citations, extract_terms
from fiscalnlp.model.records import Record


def extract_all(content: Content) -> list[Record]:
    statements = read_statements(content)
    figures = extract_figures(content, statements)
    changes, reasons = extract_changes(content, statements, figures)
    duties, shifts = extract_duties(content)
    procurement = extract_procurement(content, statements)
    return [*duties, *shifts, *figures.values(), *changes, *reasons, *extract_spending(content, statements),
        *extract_economic(content), *extract_official_expense(content, statements), *([procurement] if procurement else []),
        *extract_assets(content, statements), *extract_evaluations(content, statements), *extract_terms(content), *extract_citations(content), *extract_nil_returns(content)]
