"""Link each duty with the spending categories it is carried out under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fiscalnlp.classification import FunctionalClass, functional_classes
from fiscalnlp.classification.names import name_key, stem
from fiscalnlp.link.evidence import Evidence, collect_evidence
from fiscalnlp.link.likelihood import candidates
from fiscalnlp.link.model import duty_linker, learned, weights
from fiscalnlp.link.scoring import Ranking, blanked, hands_on, rank
from fiscalnlp.link.vocabulary import issuer_codes, vocabulary, wording
from fiscalnlp.model.ids import record_id
from fiscalnlp.model.records import Citation, Duty, Link, Spending, Table
from fiscalnlp.text.forms import matching_form

# A category less likely than this is linked only where the body's name or its money speaks for it too.
_DOUBTFUL = 0.4
# Log-odds for a category that the document prints money under, against one that it does not: most duties of a
# body are paid for somewhere, and few of the categories that they do not belong under are printed.
_PAID = 1.0
# Further categories that the clause speaks of are linked from this likelihood on.
_ALTERNATIVE = 0.3
_MOST_ALTERNATIVES = 2
# What a 项 that the clause names has of the score of its 款.
_REFINED = 0.95

#: Records named as evidence for one link, at most.
_MOST_EVIDENCE = 8
# A 项 name of this length needs no term of the vocabulary to be taken for one.
_TELLING_ITEM_NAME = 6


def link_duties(
    duties: Sequence[Duty],
    *,
    doc_id: str,
    issuer: str | None,
    spending: Sequence[Spending] = (),
    tables: Sequence[Table] = (),
    citations: Sequence[Citation] = (),
    fiscal_year: int | None = None,
) -> tuple[Link, ...]:
    """Return the links of `duties`, in their order, the best of each duty first.

    The best link of a duty is at 款 level; a 项 that the clause names and further categories it clearly speaks
    of follow with lower scores. Whatever else is handed on (交办的其他任务) has no link, nor has a clause that
    nothing is known of, and categories that pay for staff alone never are a duty's. A duty that says nothing
    gets the body's own category, if one is known.

    Args:
        duties: the document's duties.
        doc_id: id of the document.
        issuer: the body whose duties they are.
        spending: spending records, the document's own evidence.
        tables: disclosure tables; functional codes with money in them count as evidence.
        citations: numbered instruments; those in a purpose that supports a link are evidence too.
        fiscal_year: year of the disclosure; categories that did not exist then give way to their forerunners.

    Returns:
        links with text and place of their duty; `score` in 0…1 is how likely a budget officer accepts them.
    """
    own = {code[:3] for codes in issuer_codes(issuer or "") for code in codes}
    evidence = collect_evidence(spending, tables, citations, own_classes=own)
    forms = {duty.id: matching_form(duty.text) for duty in duties}
    linked = [duty for duty in duties if not hands_on(forms[duty.id])]
    if not linked:
        return ()  # without duties, nothing is loaded
    pipeline = duty_linker()
    weighs = weights(pipeline)
    links: dict[str, Link] = {}
    for duty, words in zip(linked, learned(pipeline, [duty.text for duty in linked], issuer), strict=True):
        form = forms[duty.id]
        ranking = rank(form, issuer=issuer, evidence=evidence, fiscal_year=fiscal_year)
        found = candidates(ranking, issuer, words, evidence.home[:1])
        scores = {code: weighs.likelihood(signals, _money(code, evidence)) for code, signals in found.items()}
        for code, score in _choose(form, scores, ranking, evidence):
            link = _link(duty, doc_id, code, score, ranking=ranking, evidence=evidence, fiscal_year=fiscal_year)
            if link is not None:
                links.setdefault(link.id, link)
    return tuple(links.values())


def _money(code: str, evidence: Evidence) -> float:
    """Return the log-odds that the document's money speaks for `code`, or against it."""
    if not evidence.share:
        return 0.0
    return _PAID if evidence.supports(code) else -_PAID


def _choose(
    form: str, scores: Mapping[str, float], ranking: Ranking, evidence: Evidence
) -> list[tuple[str, float]]:
    """Return the codes to link with their scores, best first."""
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked or scores[ranked[0]] < _DOUBTFUL:
        ranked = [code for code in ranked if ranking.points[code] > ranking.words[code]][:1]
    if not ranked:
        return []
    best = ranked[0]
    chosen = [(best, scores[best])]
    item = _item(best, form)
    if item:
        chosen.append((item, _REFINED * scores[best]))
    others = [code for code in ranked[1:] if scores[code] >= _ALTERNATIVE and ranking.words[code] > 0]
    paid = evidence.home[:1]
    if paid and paid[0] in ranked[1:] and paid[0][:3] == best[:3] and not evidence.supports(best):
        # The wording names another 款 of the same 类, but this is the one the document pays under.
        others = [*paid, *(code for code in others if code not in paid)]
    chosen += [(code, scores[code]) for code in others[:_MOST_ALTERNATIVES]]
    return [(code, round(score, 3)) for code, score in sorted(chosen, key=lambda pair: -pair[1])]


def _item(code: str, form: str) -> str | None:
    """Return the 项 below the 款 `code` whose name the clause holds, the longest one.

    A short name counts only if it is a term of the 款: 产业发展 stands in clauses of every kind.
    """
    if len(code) != 5:
        return None
    text = name_key(form)
    found: list[tuple[int, str]] = []
    for row in functional_classes().children(code, fund="general"):
        name = stem(name_key(row.name), ("支出",))
        telling = len(name) >= _TELLING_ITEM_NAME or any(
            meaning.code == code for meaning in vocabulary().meanings.get(name, ())
        )
        if telling and not row.name.startswith("其他") and name in text:
            found.append((-len(name), row.code))
    return min(found)[1] if found else None


def _link(
    duty: Duty,
    doc_id: str,
    code: str,
    score: float,
    *,
    ranking: Ranking,
    evidence: Evidence,
    fiscal_year: int | None,
) -> Link | None:
    row = _in_force(code, fiscal_year)
    if row is None:
        return None
    speaks_for = ranking.terms[code[:5]] or ranking.terms[code[:3]]
    text = blanked(matching_form(duty.text))
    terms = sorted(set(speaks_for), key=lambda term: (text.find(term), term))
    support = evidence.supports(code) or evidence.supports(code[:5])
    ids = tuple(dict.fromkeys((*ranking.evidence[code], *support)))[:_MOST_EVIDENCE]
    return Link(
        id=record_id("link", doc_id, duty.id, row.code),
        doc_id=doc_id,
        text=duty.text,
        span=duty.span,
        page=duty.page,
        boxes=duty.boxes,
        section=duty.section,
        confidence=score,
        duty=duty.id,
        code=row.code,
        level=row.level,
        name=row.name,
        score=score,
        evidence=ids,
        terms=tuple(terms),
    )


def _in_force(code: str, fiscal_year: int | None) -> FunctionalClass | None:
    """Return the row of `code`, or of the category that did its work in `fiscal_year`."""
    row = functional_classes().by_code(code, fund="general", year=fiscal_year)
    if row is not None and fiscal_year is not None and not row.valid_in(fiscal_year):
        older = wording().before.get(code[:5])
        return functional_classes().by_code(older, fund="general", year=fiscal_year) if older else row
    return row
