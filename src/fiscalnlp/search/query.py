"""What a person types into a search box, understood without ever being refused.

`科技 管理` both words; `"军民融合"` these characters in this order; `OR` either side (`AND`, which is not needed,
binds closer); `-科研` or `NOT 科研` not this word. A word that the dictionary cuts further is looked for by its
parts, and records that have it in one piece come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiscalnlp.search.forms import search_form, tokens
from fiscalnlp.text.forms import matching_form, squeeze

_TOKENS = re.compile(r"""(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""")
_OPERATORS = {"AND", "OR", "NOT"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a record has, or where `negated` has not.

    Args:
        run: the word or phrase as it was typed, in its search form.
        words: what must stand in the record each; the run itself, or the words it is cut into.
        negated: whether it must not.
    """

    run: str
    words: tuple[str, ...]
    negated: bool = False


#: Either of these, each of them all of its clauses; () asks for everything.
Query = tuple[tuple[Clause, ...], ...]


def parse(text: str) -> Query:
    """Return what `text` asks for. Any text is understood somehow: what makes no sense is passed over."""
    alternatives: list[list[Clause]] = [[]]
    negate = False
    for token in _TOKENS.finditer(_one_spelling(text)):
        if token["word"] in _OPERATORS and not token["minus"]:
            if token["word"] == "OR":
                alternatives.append([])
            negate = token["word"] == "NOT"
            continue
        negated = negate or bool(token["minus"])
        negate = False
        clause = _clause(token["word"] or token["phrase"] or "", negated=negated, exact=token["word"] is None)
        if clause is not None and clause not in alternatives[-1]:
            alternatives[-1].append(clause)
    return tuple(tuple(each) for each in alternatives if each)


def wanted(query: Query) -> tuple[str, ...]:
    """Return all that may be marked in what is found: whole runs and their words, the longest first."""
    clauses = [clause for clauses in query for clause in clauses if not clause.negated]
    found = dict.fromkeys(word for clause in clauses for word in (clause.run, *clause.words))
    return tuple(sorted(found, key=len, reverse=True))


def is_ranked(query: Query) -> bool:
    """Tell whether one record can fulfil `query` better than another; all are alike to a single character."""
    return len(query) > 1 or any(len(word) > 1 for word in wanted(query))


def _clause(typed: str, *, negated: bool, exact: bool) -> Clause | None:
    run = search_form(squeeze(typed))
    if not run:
        return None
    # Single characters (的, 和, a mark) that are left over between words say nothing.
    words = () if exact or negated else tuple(dict.fromkeys(tokens(run)))
    return Clause(run, words or (run,), negated)


def _one_spelling(text: str) -> str:
    """Return `text` with one spelling for quotes and minus; letters keep their case, since or is a word."""
    return "".join(form if (form := matching_form(char)) in '"-' else char for char in text)
