"""Rank the spending categories of one duty clause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from fiscalnlp.classification import functional_classes
from fiscalnlp.link.evidence import Evidence, Purpose, runs_of, shared_words
from fiscalnlp.link.terms import Hit
from fiscalnlp.link.vocabulary import field_of, issuer_codes, issuer_fields, vocabulary, wording

# How much of a term's weight counts, by where it stands: the opening sentence says what the duty is.
_FIRST_SENTENCE = 1.0
_LATER_SENTENCE = 0.6
#: Characters of the opening in which every word counts in full.
_OPENING = 12
# A by-duty of every body (安全生产, 信访) outside the opening, or within its own field (道路运输安全生产).
_INCIDENTAL = 0.25
# What a body does for itself (本系统的职工教育).
_INTERNAL = 0.3
# A term that is part of another body's name (公安机关).
_BODY_NAME = 0.2
# A category that came later: its work was another category's then.
_NOT_YET = 0.25
# The same term again: a theme, but not as much news as the first time.
_REPEATED = 0.4

# What other signals are worth, on the scale of the words (four characters, strong: 2, ordinary: 1).
_ISSUER_FIELD = 1.0
_ISSUER_HOME = 0.5
# Name and money count half for work that the clause hardly mentions (less than this part of the points of
# what it speaks of most) while it clearly speaks of other work.
_UNSAID = 0.5
_MENTIONED = 0.4
_CLEAR_WORDS = 0.8
_MONEY_FIELD = 0.6
_MONEY_GROUP = 0.8
_HOME_GROUP = 0.5
_PURPOSE_TERM = 0.8
_SHARED_RUN = 1.0
# The sum that purposes can add: they support the wording, they never outvote it.
_PURPOSE_MOST = 2.0
# Points of the wording that a category must have before a purpose can support it.
_SAID = 0.35

_SENTENCE_END = re.compile(r"[。；;]")


@dataclass(slots=True)
class Ranking:
    """Points by category for one clause: `words` of the wording alone, `points` of everything.

    类 codes hold the sum of what speaks for the 类 itself and for its 款; 款 codes their own.
    """

    words: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    points: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    terms: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    evidence: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def heard(self, code: str) -> float:
        """Return how much of other signals counts for field `code`, given what the clause says of it."""
        clearest = max((self.words[each] for each in self.words if each == field_of(each)), default=0.0)
        if clearest < _CLEAR_WORDS or self.words[code] >= _MENTIONED * clearest:
            return 1.0
        return _UNSAID

    def add(self, code: str, points: float, *, word: bool = False) -> None:
        """Add `points` to `code` and to the 类 it lies in."""
        for each in dict.fromkeys((code[:3], code)):
            self.points[each] += points
            if word:
                self.words[each] += points


def hands_on(form: str) -> bool:
    """Tell whether a clause in matching form only hands on whatever else comes (交办的其他任务)."""
    return any(pattern.match(form) for pattern in wording().no_category)


def rank(form: str, *, issuer: str | None, evidence: Evidence, fiscal_year: int | None = None) -> Ranking:
    """Return the ranking of the categories for a clause in matching form.

    Args:
        form: the clause without marker.
        issuer: the name of the body whose duty it is.
        evidence: what the document spends.
        fiscal_year: year of the disclosure; words for a category that did not exist then count less.
    """
    ranking = Ranking()
    text = blanked(form)
    hits = vocabulary().finder.find(text)
    _add_words(ranking, text, hits, issuer_fields(issuer or ""), fiscal_year)
    _add_issuer(ranking, issuer)
    _add_money(ranking, evidence)
    _add_purposes(ranking, text, hits, evidence)
    return ranking


def _add_words(
    ranking: Ranking, text: str, hits: Sequence[Hit], own: frozenset[str], fiscal_year: int | None
) -> None:
    known = vocabulary()
    knows = wording()
    first_end = _SENTENCE_END.search(text)
    opening_end = first_end.start() if first_end else len(text)
    start = len(text) - len(text.lstrip(" ，、"))
    seen: defaultdict[str, int] = defaultdict(int)
    internal = any(word in text for word in knows.internal)
    own_field = False
    for hit in hits:
        factor = _FIRST_SENTENCE if hit.start < opening_end else _LATER_SENTENCE
        is_own = any(field_of(meaning.code) in own for meaning in known.meanings[hit.word])
        if hit.word in knows.incidental and not is_own and (own_field or hit.start > start + _OPENING):
            factor *= _INCIDENTAL
        own_field = own_field or is_own
        if internal and _is_internal(text, hit.start):
            factor *= _INTERNAL
        if text.startswith(knows.body_endings, hit.end):
            factor *= _BODY_NAME
        factor *= _REPEATED ** seen[hit.word]
        seen[hit.word] += 1
        for meaning in known.meanings[hit.word]:
            weight = meaning.weight * factor
            if not _exists(meaning.code, fiscal_year):
                weight *= _NOT_YET
            ranking.add(meaning.code, weight, word=True)
            for code in dict.fromkeys((meaning.code[:3], meaning.code)):
                if hit.word not in ranking.terms[code]:
                    ranking.terms[code].append(hit.word)


def _is_internal(text: str, at: int) -> bool:
    """Tell whether the part of the sentence before `at` says that the body means itself."""
    start = max(text.rfind(mark, 0, at) for mark in "，。；;") + 1
    return any(text.find(word, start, at) >= 0 for word in wording().internal)


@lru_cache(maxsize=4096)
def _exists(code: str, fiscal_year: int | None) -> bool:
    row = functional_classes().by_code(code, fund="general", year=fiscal_year)
    return row is None or fiscal_year is None or row.valid_in(fiscal_year)


def blanked(form: str) -> str:
    """Return `form` with silent words (会同, 区委, 法律法规) replaced by as many spaces."""
    pieces, last = [], 0
    for hit in wording().silent.find(form):
        pieces += [form[last : hit.start], " " * (hit.end - hit.start)]
        last = hit.end
    return "".join([*pieces, form[last:]])


def _add_issuer(ranking: Ranking, issuer: str | None) -> None:
    for code in sorted(issuer_fields(issuer or "")):
        ranking.add(code, _ISSUER_FIELD * ranking.heard(code))
    for home in dict.fromkeys(codes[0] for codes in issuer_codes(issuer or "")):
        ranking.add(home, _ISSUER_HOME * ranking.heard(field_of(home)))


def _add_money(ranking: Ranking, evidence: Evidence) -> None:
    for code, share in evidence.share.items():
        if code == field_of(code):
            ranking.add(code, _MONEY_FIELD * share**0.5 * ranking.heard(code))
        # Money alone makes no 款 of a duty: it tells 款 apart that the words speak for.
        if len(code) == 5 and ranking.words[code] > 0:
            ranking.add(code, _MONEY_GROUP * share**0.5)
    for code in evidence.home[:1]:
        ranking.add(code, _HOME_GROUP * ranking.heard(field_of(code)))


def _add_purposes(ranking: Ranking, text: str, hits: Sequence[Hit], evidence: Evidence) -> None:
    in_clause = {hit.word for hit in hits}
    runs = runs_of(text)
    gained: defaultdict[str, float] = defaultdict(float)
    counted: set[tuple[str, str]] = set()
    for purpose in evidence.purposes:
        for code, word, worth in _supported(ranking, text, runs, in_clause, purpose):
            for each in dict.fromkeys((code[:3], code)):
                ranking.evidence[each] += [purpose.record, *purpose.citations]
            extra = min(worth, _PURPOSE_MOST - gained[code])
            if (code, word) not in counted and extra > 0:
                counted.add((code, word))
                gained[code] += extra
                ranking.add(code, extra)


def _supported(
    ranking: Ranking, text: str, runs: frozenset[str], in_clause: set[str], purpose: Purpose
) -> Iterable[tuple[str, str, float]]:
    """Yield the categories that a purpose supports for a clause, the word that does it, and its worth."""
    meanings = vocabulary().meanings
    for term in purpose.terms:
        for meaning in meanings[term]:
            code = meaning.code
            if code.startswith(purpose.code[:3]) and ranking.words[code] >= _SAID:
                # Another word for the same category counts half.
                yield (
                    code,
                    term,
                    _PURPOSE_TERM * min(meaning.weight, 1.0) * (1.0 if term in in_clause else 0.5),
                )
    for run in () if runs.isdisjoint(purpose.runs) else shared_words(text, purpose):
        yield purpose.code[:5], run, _SHARED_RUN
