"""Verb–object pairs of a duty clause: 拟订科学普及和科学传播规划、政策 gives four actions.

Works on one clause at a time and knows nothing of documents; offsets do not matter here, order does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import product

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.extract.object_lists import split_objects
from fiscalnlp.model.records import Action, Role

__all__ = ["find_actions", "find_partners", "find_role", "opens_with_verb", "split_objects"]

_FILE = "patterns/duties.toml"

#: What joins verbs that share an object.
_JOINT = "(?:、|和|并|与|及)"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = read_toml(_FILE)
    rules, roles = data["actions"], data["roles"]
    verbs = "|".join(sorted(rules["verbs"], key=lambda verb: (-len(verb), verb)))
    long = "|".join(verb for verb in verbs.split("|") if len(verb) > 2)
    follow = rf"{_JOINT}(?:{verbs})|{rules['verb_follows']}"
    modal = rf"(?:{rules['modal']})(?:{long}|{rules['firm']}|(?:{verbs})(?={follow}))"
    deeds = rf"(?:\p{{Han}}{{2}})??(?:{rules['deeds']}){{1,2}}"
    body = rf"(?:(?!(?:{roles['body']})(?:、|和|与)){roles['listed']}|{roles['body']})"
    manner = rf"(?:{rules['manner']}|(?:{rules['setting']})(?=(?:{verbs})(?!{verbs}|{rules['no_verb']})))"
    names = rf"(?P<names>{body}(?:(?:、|和|与|及){body})*)"
    partners = rf"(?:{roles['beside']}|{roles['together']}){names}"
    return {
        "verb": compile_pattern(rf"{manner}{{0,3}}?(?P<verb>{modal}|{verbs})(?P<more>(?:{_JOINT}(?:{verbs}))*)"),
        "modal": compile_pattern(rf"(?P<verb>{rules['modal']}|组织|开展|承担|做好|加强)(?=.)"),
        "treat": compile_pattern(rules["treat"].replace("DEEDS", rf"{deeds}(?:{_JOINT}{deeds})*")),
        "tail": compile_pattern(rules["tail"]),
        "second": compile_pattern(rf"并(?:且)?(?={manner}??(?:{verbs})..)|(?:和|及|、)(?={rules['second']}..)"),
        "plain": compile_pattern(rules["plain"]),
        "lead": compile_pattern(roles["lead"]),
        "joint": compile_pattern(roles["joint"]),
        "support": compile_pattern(roles["support"]),
        "partners": compile_pattern(partners),
        "beside": compile_pattern(rf"{partners}(?:共同|联合)?|{rules['assisted']}"),
        "body": compile_pattern(body),
    }


def find_role(form: str) -> Role:
    """Return the body's role in a clause (matching form); the first verb phrase decides."""
    patterns = _patterns()
    roles: tuple[Role, ...] = ("lead", "joint", "support")
    return next((role for role in roles if patterns[role].match(form)), "own")


def find_partners(form: str) -> tuple[str, ...]:
    """Return the bodies that a clause (matching form) says it is carried out with, as printed and in order.

    A list that goes on beyond what it names (市场监管、公安等部门) is one name.
    """
    patterns = _patterns()
    names: list[str] = []
    for match in patterns["partners"].finditer(form):
        names.extend(name.group() for name in patterns["body"].finditer(match.group("names")))
    return tuple(dict.fromkeys(name.strip("、和与及") for name in names))


def opens_with_verb(form: str, start: int = 0, end: int | None = None) -> bool:
    """Tell whether a verb of duty opens `form[start:end]` (matching form), how to act in front of it or not."""
    return bool(_patterns()["verb"].match(form, start, len(form) if end is None else end))


def find_actions(form: str, text: str) -> tuple[Action, ...]:
    """Return the verb–object pairs of a clause, in order.

    Verbs that are joined share their object (组织、指导、协调X), as does one that follows (拟订X并组织实施);
    对X进行指导和监督 has X as the object of both. A part that no verb opens gives none.

    Args:
        form: the clause in matching form.
        text: the clause as printed; objects are taken from it.
    """
    actions: list[Action] = []
    for part in re.finditer(r"[^，。；：]+", form):
        actions.extend(_part_actions(form, text, *part.span()))
    return tuple(actions)


def _part_actions(form: str, text: str, start: int, end: int) -> list[Action]:
    """Return the actions of one part of a clause, `[start, end)`."""
    patterns = _patterns()
    treated = patterns["treat"].match(form, start, end)
    if treated is not None:
        return _pairs(_verbs(treated.group("deeds")), text[slice(*treated.span("object"))])
    beside = patterns["beside"].match(form, start, end)
    named = beside is not None and beside.end() < end
    match = patterns["verb"].match(form, beside.end() if beside is not None and named else start, end)
    if match is None:
        return []
    verbs = [match.group("verb"), *_verbs(match.group("more"))]
    begin = match.end()
    if begin == end or patterns["plain"].fullmatch(form, begin, end):  # 负责监督检查工作: the verb is a noun here
        modal = patterns["modal"].match(form, match.start("verb"), end)
        if modal is None:
            return []
        verbs, begin = [modal.group("verb")], modal.end()
    tail = patterns["tail"].search(form, begin + 1, end)
    if tail is not None:
        return _pairs([*verbs, tail.group("verb")], text[begin : tail.start()])
    second = patterns["second"].search(form, begin + 2, end)
    if second is not None:
        return [*_pairs(verbs, text[begin : second.start()]), *_part_actions(form, text, second.end(), end)]
    return _pairs(verbs, text[begin:end])


def _verbs(words: str) -> list[str]:
    return [verb for verb in re.split(r"[、和并与及]", words) if verb]


def _pairs(verbs: Sequence[str], words: str) -> list[Action]:
    return [Action(verb=verb, object=item) for verb, item in product(verbs, split_objects(words))]
