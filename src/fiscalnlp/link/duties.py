"""Link each duty with the spending categories it is carried out under."""

from __future__ import annotations

from collections.abc import Sequence

from fiscalnlp.classification import FunctionalClass, functional_classes
from fiscalnlp.classification.names import name_key, stem
from fiscalnlp.link.evidence import Evidence, collect_evidence
from fiscalnlp.link.scoring import Ranking, blanked, rank
from fiscalnlp.link.vocabulary import (
    field_of,
    issuer_codes,
    issuer_fields,
    staff_costs,
    vocabulary,
    wording,
)
from fiscalnlp.model.ids import record_id
from fiscalnlp.model.records import Citation, Duty, Link, Spending, Table
from fiscalnlp.text.forms import matching_form

#: Points of the wording below which a clause says nothing of its own.
_SILENT = 0.35
# A second 类 or 款 is linked too where its wording has this part of the best one's, and this many points.
_ALTERNATIVE_SHARE = 0.4
_ALTERNATIVE_WORDS = 1.0
_MOST_ALTERNATIVES = 2

# Scores. Wording alone stays below 0.8; only where the document's own money agrees does a link reach it.
_SCORE_BASE = 0.3
_SCORE_WORDS = 0.35
_SCORE_ISSUER = 0.1
_SCORE_MONEY = 0.1
_SCORE_PURPOSE = 0.1
_SCORE_MOST_BY_WORDS = 0.79
_SCORE_MOST = 0.95
_SCORE_FALLBACK = 0.25
_SCORE_REFINED = 0.95
# Points of wording that make half of what wording can give.
_HALF_WORDS = 1.5

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

    The best link of a duty is at 款 level where wording, the body's name or its money tell the 款, else at
    类 level; a 项 that the clause names and further categories it clearly speaks of follow with lower scores.
    Whatever else is handed on (交办的其他任务) has no link, and categories that pay for staff alone never
    are a duty's. A duty that says nothing gets the body's own category with a low score, if one is known.

    Args:
        duties: the document's duties.
        doc_id: id of the document.
        issuer: the body whose duties they are.
        spending: spending records, the document's own evidence.
        tables: disclosure tables; functional codes with money in them count as evidence.
        citations: numbered instruments; those in a purpose that supports a link are evidence too.
        fiscal_year: year of the disclosure; categories that did not exist then give way to their forerunners.

    Returns:
        links with text and place of their duty and `score` in 0…1: at least 0.8 only where wording and the
        document's own spending agree.
    """
    own = {code[:3] for codes in issuer_codes(issuer or "") for code in codes}
    evidence = collect_evidence(spending, tables, citations, own_classes=own)
    links: dict[str, Link] = {}
    for duty in duties:
        form = matching_form(duty.text)
        if any(pattern.match(form) for pattern in wording().no_category):
            continue
        ranking = rank(form, issuer=issuer, evidence=evidence, fiscal_year=fiscal_year)
        for code, score in _choose(form, ranking, issuer, evidence):
            link = _link(duty, doc_id, code, score, ranking=ranking, evidence=evidence, fiscal_year=fiscal_year)
            if link is not None:
                links.setdefault(link.id, link)
    return tuple(links.values())


def _choose(form: str, ranking: Ranking, issuer: str | None, evidence: Evidence) -> list[tuple[str, float]]:
    """Return the codes to link with their scores, best first."""
    fields = [code for code in ranking.fields() if _may_be_a_dutys(code, issuer, ranking)]
    if not fields:
        return []
    best = fields[0]
    if all(ranking.words[code] < _SILENT for code in fields):
        known = [code for code in fields if ranking.points[code] > ranking.words[code]]
        return [(_group_or_class(known[0], ranking), _SCORE_FALLBACK)] if known else []
    code = _group_or_class(best, ranking)
    score = _score(code, ranking, issuer, evidence)
    chosen = [(code, score)]
    item = _item(code, form)
    if item:
        chosen.append((item, score * _SCORE_REFINED))
    rivals = [_group_or_class(each, ranking) for each in fields[1:]] + ranking.groups(best)
    threshold = max(_ALTERNATIVE_WORDS, _ALTERNATIVE_SHARE * ranking.words[code])
    clear = sorted(
        {each for each in rivals if each != code and ranking.words[each] >= threshold},
        key=lambda each: (-ranking.words[each], each),
    )
    paid = evidence.home[:1]
    if paid and paid[0][:3] == code[:3] and not evidence.supports(code):
        # The wording names another 款 of the same 类, but this is the one the document pays under.
        clear = [*paid, *(each for each in clear if each not in paid)]
    for each in clear[:_MOST_ALTERNATIVES]:
        chosen.append((each, min(_score(each, ranking, issuer, evidence), 0.9 * score)))
    return [(each, round(points, 3)) for each, points in chosen if each[:5] not in staff_costs().codes]


def _may_be_a_dutys(code: str, issuer: str | None, ranking: Ranking) -> bool:
    """Leave out a 类 that only money speaks for where nearly every body has it for its staff."""
    if code not in staff_costs().classes or ranking.words[code] > 0:
        return True
    return any(code == each[:3] for codes in issuer_codes(issuer or "") for each in codes)


def _group_or_class(code: str, ranking: Ranking) -> str:
    groups = [each for each in ranking.groups(code) if each not in staff_costs().codes]
    return groups[0] if groups else code


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


def _score(code: str, ranking: Ranking, issuer: str | None, evidence: Evidence) -> float:
    words = ranking.words[code]
    total = sum(points for each, points in ranking.words.items() if len(each) == 3)
    clarity = ranking.words[code[:3]] / total if total else 0.0
    score = _SCORE_BASE + _SCORE_WORDS * clarity * (0.5 + 0.5 * words / (words + _HALF_WORDS))
    if field_of(code) in issuer_fields(issuer or ""):
        score += _SCORE_ISSUER
    funded = bool(evidence.supports(code)) and ranking.words[code[:3]] > 0
    if funded:
        # Money under the 款 itself says more than money somewhere under its 类.
        score += _SCORE_MONEY * (2 if words > 0 and any(c.startswith(code) for c in evidence.records) else 1)
    if ranking.evidence[code]:
        score += _SCORE_PURPOSE
    elif not funded:
        score = min(score, _SCORE_MOST_BY_WORDS)
    return min(score, _SCORE_MOST)


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
