"""The words that duty clauses use for the work of each spending category, and how much each says."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from fiscalnlp.data import read_toml
from fiscalnlp.link.terms import TermFinder

#: What a term of each list is worth before rarity and length count.
TIER_WEIGHTS = {"strong": 2.0, "terms": 1.0, "weak": 0.3}

# Longer words say more: four characters count in full, two half of it; beyond eight nothing is gained.
_FULL_LENGTH = 4
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Meaning:
    """A category that a term speaks for, and the weight of its word there."""

    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms with the categories they speak for, and the search over them."""

    meanings: dict[str, tuple[Meaning, ...]]
    finder: TermFinder


@dataclass(frozen=True, slots=True)
class Wording:
    """What `linking.toml` knows of the wording of clauses."""

    split: frozenset[str]
    silent: TermFinder
    body_endings: tuple[str, ...]
    incidental: frozenset[str]
    internal: tuple[str, ...]
    no_category: tuple[re.Pattern[str], ...]
    before: dict[str, str]
    general: dict[str, str]


@dataclass(frozen=True, slots=True)
class StaffCosts:
    """What `staff_costs.toml` knows of money that says nothing about a body's work."""

    codes: frozenset[str]
    classes: frozenset[str]
    purposes: tuple[str, ...]


def vocabulary_files() -> tuple[str, ...]:
    """Return the paths of the vocabulary files, one for each 类, in code order."""
    folder = files("fiscalnlp.data").joinpath("vocab/functional")
    return tuple(
        f"vocab/functional/{entry.name}"
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    )


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary.

    A term's weight for a category is its list's, times its length, parted among the 类 that use the term.
    """
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for file in vocabulary_files():
        for code, lists in read_toml(file).items():
            for tier, terms in lists.items():
                for term in terms:
                    found[term].append((code, TIER_WEIGHTS[tier]))
    meanings: dict[str, tuple[Meaning, ...]] = {}
    for term, uses in found.items():
        classes = len({code[:3] for code, _ in uses})
        length = min(len(term), _LONGEST) / _FULL_LENGTH
        meanings[term] = tuple(Meaning(code, weight * length / classes**0.5) for code, weight in sorted(uses))
    return Vocabulary(meanings, TermFinder(meanings))


@cache
def wording() -> Wording:
    """Return what the shipped data knows of the wording of clauses."""
    data = read_toml("vocab/linking.toml")
    return Wording(
        split=frozenset(data["split"]),
        silent=TermFinder(data["silent"]),
        body_endings=tuple(data["body_endings"]),
        incidental=frozenset(data["incidental"]),
        internal=tuple(data["internal"]),
        no_category=tuple(re.compile(row["pattern"]) for row in data["no_category"]),
        before=dict(data["before"]),
        general=dict(data["general"]),
    )


@cache
def staff_costs() -> StaffCosts:
    """Return what the shipped data knows of staff money."""
    data = read_toml("vocab/staff_costs.toml")
    return StaffCosts(frozenset(data["codes"]), frozenset(data["classes"]), tuple(data["purposes"]))


@cache
def _issuers() -> tuple[TermFinder, dict[str, tuple[tuple[str, ...], ...]]]:
    groups: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in read_toml("vocab/issuers.toml")["issuer"]:
        for word in row["words"]:
            groups[word].append(tuple(row["codes"]))
    return TermFinder(groups), {word: tuple(codes) for word, codes in groups.items()}


@lru_cache(maxsize=256)
def issuer_codes(name: str) -> tuple[tuple[str, ...], ...]:
    """Return, for each line of work that a body's name tells, its categories, home 款 first."""
    finder, groups = _issuers()
    found: dict[tuple[str, ...], None] = {}
    for hit in finder.find(name):
        for codes in groups[hit.word]:
            found.setdefault(codes)
    return tuple(found)


@lru_cache(maxsize=4096)
def field_of(code: str) -> str:
    """Return the field of work of `code`: its 款 where a 类 holds many bodies' work, else its 类."""
    return code[:5] if code[:3] in wording().split else code[:3]


@lru_cache(maxsize=256)
def issuer_fields(name: str) -> frozenset[str]:
    """Return the fields of work that a body's name tells."""
    return frozenset(
        field_of(code)
        for codes in issuer_codes(name)
        for code in codes
        if len(code) > 3 or code not in wording().split
    )


@cache
def _sole() -> frozenset[tuple[str, ...]]:
    rows = read_toml("vocab/issuers.toml")["issuer"]
    return frozenset(tuple(row["codes"]) for row in rows if row.get("sole"))


@lru_cache(maxsize=256)
def sole_fields(name: str) -> frozenset[str]:
    """Return the field of work of a body that does nothing else (法院, 消防救援), empty for all others."""
    found = issuer_codes(name)
    if not found or not all(codes in _sole() for codes in found):
        return frozenset()
    return issuer_fields(name)
