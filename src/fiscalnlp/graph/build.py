"""Records → graph: one small function a record kind says what that kind states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from fiscalnlp.classification import FunctionalClass, economic_classes, functional_classes
from fiscalnlp.classification.attestation import attest, printed_classes
from fiscalnlp.graph.bodies import join_bodies
from fiscalnlp.graph.draft import Draft, regions_around
from fiscalnlp.graph.funding import appropriated, appropriations, behind
from fiscalnlp.graph.model import Graph, Value
from fiscalnlp.graph.names import (
    abbreviates,
    body_label,
    instrument_key,
    iri,
    names_itself,
    names_no_body,
    names_project,
    plain_name,
    record_iri,
    split_body_name,
)
from fiscalnlp.graph.observations import Observation, observe
from fiscalnlp.graph.schema import schema
from fiscalnlp.model.records import (
    Amount,
    Change,
    Citation,
    DocumentRecord,
    Duty,
    Economic,
    Evaluation,
    Finding,
    Fund,
    Link,
    OfficialExpense,
    Percentage,
    Reason,
    Record,
    Region,
    Section,
    Spending,
    Term,
)

_CLASS_CODE_LENGTHS = (3, 5, 7)


def build_graph(records: Sequence[Record]) -> Graph:
    """Return the graph of `records`, normally those of one document, its `document` record included.

    Every record gives a node of its own and an edge to its document; what it names (bodies, regions, classes,
    measures, instruments) gives nodes that other documents share. The order of `records` does not matter.

    Returns:
        A graph whose edges all carry evidence. References by id to records that are not given are left out
        and named in `warnings`.
    """
    draft = Draft(records)
    observed = {document.id: observe(own, document) for document, own in draft.documents()}
    for record in records:
        node = draft.record(record, **_money(draft, record, observed))
        if (document := draft.document(record)) is None:
            draft.warn(f"{record.doc_id} has no document record")
        elif document is not record:
            draft.edge(node, "stated_in", record_iri(document), record)
        if builder := _BUILDERS.get(record.kind):
            builder(draft, node, record)
    for document, own in draft.documents():
        for observation in observed[document.id]:
            _observation(draft, observation, document)
        _funding(draft, own, observed[document.id])
        _movements(draft, own)
        _attestations(draft, own, document)
    return join_bodies(draft.finish())


def _observation(draft: Draft, observation: Observation, document: DocumentRecord) -> None:
    """Add what was observed: its class, whose money it is, in which year, and the records that print it."""
    key, first = observation.key, observation.records[0]
    if key.dimension == "official_expense":
        label = schema().node_of("official_expense").words[key.code]
        target: str | None = _measure(draft, label)
    elif key.dimension == "economic_class":
        target = _economic_class(draft, key.code, observation.names[-1], first)
        label = observation.names[-1]
    else:
        fund = None if key.fund == "all" else key.fund
        target = _functional_class(draft, first, key.code, observation.names, fund)
        label = observation.names[-1]
    node = draft.thing(
        "observation",
        _observation_key(document.id, observation),
        label,
        code=None if key.dimension == "official_expense" else key.code,
        yuan=observation.yuan,
        basic_yuan=observation.basic_yuan,
        project_yuan=observation.project_yuan,
        fund=key.fund,
        stage=key.stage,
        fiscal_year=document.fiscal_year,
        confidence=observation.confidence,
        page=first.page,
        row=observation.row,
    )
    sure = observation.confidence
    draft.edge(node, "in_dataset", record_iri(document), first, confidence=sure)
    for record in observation.records:
        draft.edge(node, "supported_by", record_iri(record), record, confidence=sure)
    if target is not None:
        draft.edge(node, "classified_as", target, first, confidence=sure)
    if (body := draft.issuer(document).body) is not None:
        draft.edge(node, "observed_for", body, first, confidence=sure)
    if document.fiscal_year is not None:
        draft.edge(node, "observed_in", _year(draft, document.fiscal_year), first, confidence=sure)


def _observation_key(doc_id: str, observation: Observation) -> tuple[str, ...]:
    return (doc_id, *observation.key)


def _funding(draft: Draft, records: Sequence[Record], observations: Sequence[Observation]) -> None:
    """Say which money stands behind each duty."""
    for link in (record for record in records if isinstance(record, Link)):
        for duty in draft.find(link, [link.duty], Duty):
            for each in behind(link.code, observations):
                target = iri("observation", *_observation_key(link.doc_id, each))
                sure = min(link.score, each.confidence)
                draft.edge(
                    record_iri(duty), "paid_from", target, link, confidence=sure, also=[duty, *each.records]
                )


def _money(draft: Draft, record: Record, observed: Mapping[str, Sequence[Observation]]) -> dict[str, Value | None]:
    """Return what the money of a document says of its own node and of those of its duties."""
    observations, document = observed.get(record.doc_id, ()), draft.document(record)
    if document is None or not isinstance(record, DocumentRecord | Duty):
        return {}
    links = draft.of(record.doc_id, Link)
    if isinstance(record, DocumentRecord):
        money = appropriations(record, observations, {link.code for link in links})
        return {} if money is None else {"spent_yuan": money.spent, "explained_yuan": money.explained}
    own = sorted((link for link in links if link.duty == record.id), key=lambda link: (-link.score, link.code))
    best = next((link.code for link in own), None)
    paid = best and appropriated(document, behind(best, observations))
    funded = any(each.yuan > 0 for link in own for each in behind(link.code, observations))
    return {"category": best, "category_yuan": paid or None, "funded": funded}


def _movements(draft: Draft, records: Sequence[Record]) -> None:
    """Say which change is that of which spending: the one that is told in the spending's own words."""
    changes = [record for record in records if isinstance(record, Change)]
    for spending in (record for record in records if isinstance(record, Spending)):
        for change in changes:
            if spending.span.contains(change.span):
                draft.edge(record_iri(spending), "moved", record_iri(change), spending, also=[change])


def _attestations(draft: Draft, records: Sequence[Record], document: DocumentRecord) -> None:
    """Say which classes, known so far from memory alone, the document prints with code and name."""
    for record in records:
        for row, _ in attest(printed_classes([record]), document.fiscal_year).attested:
            if not row.confirmed:
                target = (
                    _functional_class(draft, record, row.code, (row.name,), row.fund)
                    if isinstance(row, FunctionalClass)
                    else _economic_class(draft, row.code, row.name, record)
                )
                if target is not None:
                    draft.edge(record_iri(document), "attests", target, record)


def _year(draft: Draft, year: int) -> str:
    return draft.thing("fiscal_year", (str(year),), f"{year}年度", year=year)


def _document(draft: Draft, node: str, document: DocumentRecord) -> None:
    issuer = draft.issuer(document)
    if issuer.body is not None and issuer.name is not None and document.issuer is not None:
        body = draft.thing("body", issuer.key(issuer.name), body_label(document.issuer), names=(document.issuer,))
        draft.edge(body, "publishes", node, document)
        if document.region is not None:
            draft.edge(body, "located_in", _region(draft, document.region, document), document)
    elif document.region is not None:
        _region(draft, document.region, document)
    if document.fiscal_year is not None:
        draft.edge(node, "covers", _year(draft, document.fiscal_year), document)


def _section(draft: Draft, node: str, section: Section) -> None:
    for parent in draft.find(section, [section.parent] if section.parent else [], Section):
        draft.edge(node, "within", record_iri(parent), section)


def _duty(draft: Draft, node: str, duty: Duty) -> None:
    issuer = draft.issuer(duty)
    if issuer.body is not None:
        draft.edge(issuer.body, "responsible_for", node, duty)
    for action in duty.actions:
        verb, object_ = plain_name(action.verb), plain_name(action.object)
        label = action.verb + action.object
        target = draft.thing("action", (verb, object_), label, verb=verb, object=object_)
        draft.edge(node, "consists_of", target, duty)
    for partner in duty.partners:
        if (body := _partner(draft, partner, duty)) is not None:
            draft.edge(node, "carried_out_with", body, duty)


def _partner(draft: Draft, printed: str, duty: Duty) -> str | None:
    """Return the IRI of the body a clause names, `None` where it names none or the one that speaks."""
    if names_no_body(printed) or names_itself(printed):
        return None
    issuer = draft.issuer(duty)
    name = split_body_name(printed, issuer.regions)
    key = issuer.key(name)
    own = next(iter(issuer.regions), None)
    if iri("body", *key) == issuer.body:
        return None
    if issuer.name and name.region in (None, own) and abbreviates(name.rest, issuer.name.rest):
        return None
    region = name.region or own
    if region is None:
        return draft.thing("body", key, printed, names=(printed,))
    body = draft.thing("body", key, region.name + name.rest, names=(printed,))
    draft.edge(body, "located_in", _region(draft, region, duty), duty)
    return body


def _region(draft: Draft, region: Region, record: Record) -> str:
    around = [draft.thing("region", (each.code,), each.name, code=each.code) for each in regions_around(region)]
    for inner, outer in pairwise(around):
        draft.edge(inner, "part_of", outer, record, confidence=1.0)
    return around[0]


def _measured(draft: Draft, node: str, record: Any) -> None:
    if record.measure:
        draft.edge(node, "measures", _measure(draft, record.measure), record)


def _measure(draft: Draft, name: str) -> str:
    return draft.thing("measure", (plain_name(name),), name, names=(name,))


def _percentage(draft: Draft, node: str, percentage: Percentage) -> None:
    _measured(draft, node, percentage)
    if percentage.of:
        draft.edge(node, "share_of", _measure(draft, percentage.of), percentage)


def _change(draft: Draft, node: str, change: Change) -> None:
    _measured(draft, node, change)
    for amount in draft.find(change, [change.amount] if change.amount else [], Amount):
        draft.edge(node, "compares", record_iri(amount), change, also=[amount])
    for reason in draft.find(change, change.reasons, Reason):
        draft.edge(record_iri(reason), "explains", node, reason, also=[change])


def _reason(draft: Draft, node: str, reason: Reason) -> None:
    for explained in draft.find(reason, reason.explains, Record):
        draft.edge(node, "explains", record_iri(explained), reason, also=[explained])


def _spending(draft: Draft, node: str, spending: Spending) -> None:
    target = _functional_class(draft, spending, spending.code, spending.path, spending.fund)
    if target is not None:
        draft.edge(node, "classified_as", target, spending)


def _functional_class(
    draft: Draft, record: Record, code: str | None, path: tuple[str, ...], fund: Fund | None = None
) -> str | None:
    """Add a functional class with those above it; return its IRI, `None` if it has neither code nor name."""
    document = draft.document(record)
    year = document.fiscal_year if document else None
    if code is None:
        keys = [("name", *map(plain_name, path[:depth])) for depth in range(1, len(path) + 1)]
        chain = [
            draft.thing("functional_class", key, name, names=(name,)) for key, name in zip(keys, path, strict=True)
        ]
    else:
        chain = []
        codes = _codes_down_to(code)
        names = path if len(path) == len(codes) else (*[None] * (len(codes) - 1), *path[-1:])
        for each, printed in zip(codes, names, strict=False):
            name = printed or _official_name(each, fund, year)
            label = name or each
            chain.append(
                draft.thing("functional_class", (each,), label, code=each, names=(name,) if name else None)
            )
    return _broader(draft, chain, record)


def _official_name(code: str, fund: Fund | None, year: int | None) -> str | None:
    row = functional_classes().by_code(code, fund=fund, year=year)
    return row.name if row is not None and row.confirmed else None


def _codes_down_to(code: str) -> list[str]:
    if len(code) not in _CLASS_CODE_LENGTHS:
        return [code]
    return [code[:length] for length in _CLASS_CODE_LENGTHS if length <= len(code)]


def _broader(draft: Draft, chain: list[str], record: Record) -> str | None:
    for outer, inner in pairwise(chain):
        draft.edge(inner, "broader", outer, record, confidence=1.0)
    return chain[-1] if chain else None


def _economic(draft: Draft, node: str, economic: Economic) -> None:
    if (target := _economic_class(draft, economic.code, economic.name, economic)) is not None:
        draft.edge(node, "classified_as", target, economic)


def _economic_class(draft: Draft, code: str | None, name: str, record: Record) -> str | None:
    """Add an economic class with those above it; return its IRI."""
    chain = []
    if code is None:
        chain.append(draft.thing("economic_class", ("name", plain_name(name)), name, names=(name,)))
    else:
        for each in _codes_down_to(code):
            row = economic_classes().by_code(each)
            official = row.name if row is not None and row.confirmed else None
            own = name if each == code else official
            chain.append(
                draft.thing("economic_class", (each,), own or each, code=each, names=(own,) if own else None)
            )
    return _broader(draft, chain, record)


def _official_expense(draft: Draft, node: str, expense: OfficialExpense) -> None:
    name = schema().node_of(expense.kind).words[expense.item]
    draft.edge(node, "measures", _measure(draft, name), expense)


def _evaluation(draft: Draft, node: str, evaluation: Evaluation) -> None:
    issuer = draft.issuer(evaluation)
    if evaluation.projects != 1 or issuer.name is None or not names_project(evaluation.subject):
        return
    key = (*issuer.key(issuer.name), plain_name(evaluation.subject))
    project = draft.thing("project", key, evaluation.subject, names=(evaluation.subject,))
    draft.edge(node, "evaluates", project, evaluation)
    if issuer.body is not None:
        draft.edge(issuer.body, "runs", project, evaluation)


def _term(draft: Draft, node: str, term: Term) -> None:
    # A term is a measure only where the records measure it; most glossary entries are not.
    wanted = plain_name(term.term)
    if wanted in draft.measures:
        draft.edge(node, "defines", _measure(draft, term.term), term)


def _citation(draft: Draft, node: str, citation: Citation) -> None:
    code, year, serial = instrument_key(citation)
    instrument = draft.thing(
        "instrument", (code, year, serial), f"{code}〔{year}〕{serial}号", names=(citation.number,)
    )
    draft.edge(node, "refers_to", instrument, citation)
    if (document := draft.document(citation)) is not None:
        draft.edge(record_iri(document), "cites", instrument, citation)


def _link(draft: Draft, node: str, link: Link) -> None:
    target = _functional_class(draft, link, link.code, (link.name,))
    support = draft.find(link, link.evidence, Record)
    for record in support:
        draft.edge(node, "supported_by", record_iri(record), link, also=[record])
    if target is None:
        return
    draft.edge(node, "classified_as", target, link, confidence=link.score)
    for duty in draft.find(link, [link.duty], Duty):
        draft.edge(node, "links", record_iri(duty), link, also=[duty])
        draft.edge(
            record_iri(duty), "carried_out_under", target, link, confidence=link.score, also=[duty, *support]
        )
        for term in link.terms:
            field = draft.thing("policy_field", (term,), term, names=(term,))
            draft.edge(record_iri(duty), "concerns", field, link, also=[duty])
            draft.edge(field, "paid_under", target, link, confidence=1.0)


def _finding(draft: Draft, node: str, finding: Finding) -> None:
    for record in draft.find(finding, finding.evidence, Record):
        draft.edge(node, "about", record_iri(record), finding, also=[record])


_BUILDERS: dict[str, Callable[[Draft, str, Any], None]] = {
    "document": _document,
    "section": _section,
    "duty": _duty,
    "amount": _measured,
    "percentage": _percentage,
    "quantity": _measured,
    "change": _change,
    "reason": _reason,
    "spending": _spending,
    "economic": _economic,
    "official_expense": _official_expense,
    "evaluation": _evaluation,
    "term": _term,
    "citation": _citation,
    "nil_return": _measured,
    "link": _link,
    "finding": _finding,
}
