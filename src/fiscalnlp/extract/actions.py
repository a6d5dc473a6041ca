"""Verb–object pairs of a duty clause: 拟订科学普及和科学传播规划、政策 gives four actions.

Works on one clause at a time and knows nothing of documents; offsets do not matter here, order does.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.model.records import Action, Role
from fiscalnlp.text.words import cut

_FILE = "patterns/duties.toml"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = read_toml(_FILE)
    verbs = "|".join(sorted(data["actions"]["verbs"], key=lambda verb: (-len(verb), verb)))
    heads, manner = data["actions"]["heads"], data["actions"]["manner"]
    return {
        "verb": compile_pattern(rf"(?:{manner})?(?P<verb>{verbs})(?P<more>(?:(?:、|和|并)(?:{verbs}))*)"),
        "tail": compile_pattern(data["actions"]["tail"]),
        "heads": compile_pattern(
            rf"(?P<modifiers>.+?)(?:的)?(?:相关|有关)?(?P<heads>(?:{heads})(?:(?:、|和|及|与)(?:{heads}))*)$"
        ),
        "lead": compile_pattern(data["roles"]["lead"]),
        "joint": compile_pattern(data["roles"]["joint"]),
        "support": compile_pattern(data["roles"]["support"]),
        "partners": compile_pattern(data["roles"]["partners"]),
    }


def find_role(form: str) -> Role:
    """Return the body's role in a clause (matching form); the first verb phrase decides."""
    patterns = _patterns()
    roles: tuple[Role, ...] = ("lead", "joint", "support")
    return next((role for role in roles if patterns[role].match(form)), "own")


def find_partners(form: str) -> tuple[str, ...]:
    """Return the bodies that a clause (matching form) says it is carried out with, in order."""
    found = [match.group("partner") for match in _patterns()["partners"].finditer(form)]
    return tuple(dict.fromkeys(found))


def find_actions(form: str, text: str) -> tuple[Action, ...]:
    """Return the verb–object pairs of a clause, in order.

    Args:
        form: the clause in matching form.
        text: the clause as printed; objects are taken from it.
    """
    patterns = _patterns()
    actions: list[Action] = []
    for segment in re.finditer(r"[^，。；]+", form):
        partner = patterns["partners"].match(form, segment.start(), segment.end())
        match = patterns["verb"].match(form, partner.end(), segment.end()) if partner else None
        match = match or patterns["verb"].match(form, segment.start(), segment.end())
        if match is None:
            continue
        start, end = match.end(), segment.end()
        follow_up: list[str] = []
        tail = patterns["tail"].search(form, start, end)
        if tail is not None and tail.start() > start:
            follow_up.append(tail.group("verb"))
            end = tail.start()
        objects = split_objects(text[start:end])
        verbs = [match.group("verb"), *re.findall(r"[^、和并]+", match.group("more")), *follow_up]
        for verb in verbs:
            actions.extend(Action(verb=verb, object=item) for item in objects)
    return tuple(actions)


def split_objects(words: str) -> tuple[str, ...]:
    """Split co-ordinated objects, handing a common head to each: 科技发展、引进国外智力规划和政策.

    A conjunct that is too short to stand alone (信息化和工业化融合) is left in one piece.
    """
    words = words.strip(" 、，。；的")
    if len(words) < 2:
        return ()
    match = _patterns()["heads"].fullmatch(words)
    if match is not None and "（" not in words:
        modifiers = _conjuncts(match.group("modifiers"))
        heads = re.split(r"、|和|及|与", match.group("heads"))
        if len(modifiers) > 1 or len(heads) > 1:
            return tuple(modifier + head for modifier, head in product(modifiers, heads))
        return (words,)
    return _conjuncts(words)


_SHORTEST_CONJUNCT = 4


_JOINERS = frozenset({"、", "和", "与", "及", "以及"})


def _conjuncts(words: str) -> tuple[str, ...]:
    """Part co-ordinated words; segmentation tells 和 from 和谐 and 及 from 普及."""
    parts = [""]
    depth = 0
    for word in cut(words):
        depth += sum((char in "（《") - (char in "）》") for char in word)
        if depth == 0 and word in _JOINERS:
            parts.append("")
        else:
            parts[-1] += word
    if any(len(part) < _SHORTEST_CONJUNCT for part in parts):
        return (words,)
    return tuple(parts)
