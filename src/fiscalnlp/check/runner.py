"""The rules, run: each names what it found, this module words it and makes the finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from fiscalnlp.check import (
    across,
    assets,
    bodies,
    budgets,
    classes,
    contents,
    differences,
    evaluations,
    figures,
    growth,
    identities,
    lists,
    official_expenses,
    order,
    paths,
    procurement,
    prose_rates,
    prose_tables,
    purposes,
    rates,
    reasons,
    share_sums,
    structure,
    tables,
    units,
    wholes,
    wording,
)
from fiscalnlp.check.catalogue import CheckSettings, Rule
from fiscalnlp.check.draft import Draft
from fiscalnlp.check.plugins import foreign_checks, rules
from fiscalnlp.check.view import BoxesOf, Disclosure
from fiscalnlp.errors import FiscalError
from fiscalnlp.model.ids import record_id
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import DocumentRecord, Finding, FindingFigure, Record, Severity, TabularRecord

#: The functions that look for contradictions, in this order; each may report under several rule ids.
CHECKS: tuple[Callable[[Disclosure], Iterator[Draft]], ...] = (
    figures.unit_slips,
    tables.table_sums,
    across.totals,
    across.classes,
    across.parts,
    across.empties,
    prose_tables.totals,
    prose_tables.class_lines,
    prose_tables.official,
    prose_tables.economic,
    prose_tables.fees,
    prose_tables.slips,
    identities.lines_twice,
    identities.conflicts,
    rates.unsigned,
    rates.points,
    rates.over_whole,
    growth.contradictions,
    differences.conflicts,
    differences.sums,
    budgets.wrong_sides,
    growth.growth_rates,
    units.differences,
    units.thresholds,
    figures.shares,
    prose_rates.shares,
    share_sums.over_and_under,
    budgets.completions,
    budgets.directions,
    budgets.completions_by_difference,
    prose_rates.official_rates,
    growth.two_years,
    growth.zeros,
    reasons.contrary,
    reasons.missing,
    identities.sums,
    official_expenses.sums,
    procurement.sums,
    assets.vehicles,
    assets.tables,
    evaluations.excellent_rates,
    evaluations.evaluated_funds,
    purposes.copied_purposes,
    purposes.foreign,
    lists.listed_zeros,
    across.official,
    prose_tables.nil_returns,
    lists.functional,
    lists.economic,
    paths.codes,
    paths.doubled,
    paths.paths,
    classes.class_names,
    official_expenses.counts,
    official_expenses.conflicts,
    evaluations.grades,
    procurement.small_firms,
    procurement.small_firms_by_kind,
    wholes.first_parts,
    wholes.receptions,
    wholes.listed_expenses,
    wholes.bought_vehicles,
    evaluations.scores,
    evaluations.targets,
    contents.unheaded,
    contents.unlisted,
    structure.numbers,
    structure.doubled_parts,
    structure.absent_parts,
    structure.absent_terms,
    order.items,
    structure.terms,
    structure.missing_tables,
    structure.doubled_tables,
    structure.scopes,
    wording.placeholders,
    wording.marks,
    wording.twice,
    wording.scopes,
    wording.commas,
    wording.units,
    bodies.foreign_names,
    wording.title_years,
    wording.subject_years,
    wording.class_years,
    wording.founding_years,
    wording.as_of_dates,
    wording.basis_years,
    tables.empty_notes,
)


def check_records(
    records: Iterable[Record],
    *,
    settings: CheckSettings | None = None,
    boxes_of: BoxesOf | None = None,
) -> tuple[Finding, ...]:
    """Check one document's records, the document's own among them.

    Args:
        records: the records; findings among them are not looked at.
        settings: rules to leave out, and other tolerances and severities.
        boxes_of: where words of the text stand on the pages; without it, findings on words that are no record
            have no place but their span.

    Returns: findings in the order of the text. One mistake is reported once: what rests on a record that an
        earlier check has shown to be wrong is not held against the others, even if the rule is left out.

    Raises:
        FiscalError: if the settings name a rule that is not known.
    """
    settings = settings or CheckSettings()
    known = rules()
    settings.validate(known)
    view = Disclosure(records, settings, boxes_of)
    findings: list[Finding] = []
    blamed: set[str] = set()
    for check in (*CHECKS, *(each.find for each in foreign_checks())):
        for draft in check(view):
            if blamed.intersection((*draft.evidence, *draft.rests_on)):
                continue
            if draft.blames is not None and draft.severity != "info":
                blamed.add(draft.blames)
            if draft.rule not in known:
                raise FiscalError(draft.rule, "a check reports under a rule that is not known", stage="check")
            if draft.rule not in settings.disabled:
                findings.append(_finding(view, draft, known[draft.rule], settings))
    return tuple(sorted(findings, key=lambda f: (f.span.start, f.span.end, f.rule, f.id)))


def _finding(view: Disclosure, draft: Draft, rule: Rule, settings: CheckSettings) -> Finding:
    doc = view.document
    span = draft.span
    anchor = view.by_id[draft.evidence[0]]
    values = {"expected": _written(draft.expected), "actual": _written(draft.actual), **draft.words}
    cells = [edge for figure in draft.figures or () for edge in figure.span]  # of a table that is the evidence
    return Finding(
        id=record_id("finding", doc.id, draft.rule, span.start, span.end, *draft.evidence, *cells),
        doc_id=doc.id,
        text=doc.text[span.start : span.end],
        span=Span(span.start, span.end),
        page=draft.boxes[0].page if draft.boxes else anchor.page,
        boxes=draft.boxes or anchor.boxes,
        section=anchor.section or view.section_at(span.start),
        confidence=doc.confidence,  # below 1 where pages were recognised in pictures
        rule=draft.rule,
        severity=_as_read(view, draft, draft.severity or settings.severities.get(rule.id, rule.severity)),
        message=rule.message.format(**values),
        expected=values["expected"],
        actual=values["actual"],
        evidence=draft.evidence,
        calculation=draft.calculation,
        title=rule.title,
        title_en=rule.title_en,
        message_en=rule.message_en.format(**values),
        figures=_figures(view, draft),
        tolerance=format(settings.tolerance(rule), "f") if rule.tolerance else None,
    )


def _as_read(view: Disclosure, draft: Draft, severity: Severity) -> Severity:
    """Return the severity of what was read in pictures: a figure may be misread, and a row of a table missed."""
    if severity == "info" or view.document.confidence == 1:
        return severity
    evidence = [record for name in draft.evidence if not isinstance(record := view.by_id[name], DocumentRecord)]
    recognised = [each for each in evidence if each.confidence < 1] if evidence else [view.document]
    if any(isinstance(each, TabularRecord) for each in recognised):
        return "info"
    return "warning" if recognised else severity


def _figures(view: Disclosure, draft: Draft) -> tuple[FindingFigure, ...]:
    if draft.figures is not None:
        return draft.figures
    records = [view.by_id[name] for name in draft.evidence]
    return tuple(view.figure(each) for each in records if not isinstance(each, DocumentRecord | TabularRecord))


def _written(value: Decimal | str | None) -> str | None:
    return format(value, "f") if isinstance(value, Decimal) else value
