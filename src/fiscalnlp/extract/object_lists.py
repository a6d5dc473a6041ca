"""Co-ordinated objects of a duty, each by itself: 科学普及和科学传播规划、政策 are four.

An object is split only where every piece can stand alone or what it shares is certain; else it stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from fiscalnlp.data import compile_pattern, read_toml
from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.words import cut

#: What joins pieces; 普及 is a word.
_JOIN = "(?:、|和|(?<!普)及|与|以及)"


@dataclass(frozen=True, slots=True)
class _Rules:
    headed: re.Pattern[str]
    done: re.Pattern[str]
    plain: re.Pattern[str]
    ends_in_head: re.Pattern[str]
    ends_in_deed: re.Pattern[str]
    only_deeds: re.Pattern[str]
    scope: re.Pattern[str]
    open_list: re.Pattern[str]
    shared_end: str
    leaning: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = read_toml("patterns/duties.toml")["actions"]
    heads, deed, plain = data["heads"], rf"(?:{data['deeds']})", data["plain"]
    named = rf"(?:\p{{Han}}{{2}})??{deed}{{1,2}}?"
    return _Rules(
        headed=compile_pattern(
            rf"(?P<modifiers>.+?)(?:的)?(?:相关|有关)?(?P<heads>(?:{heads})(?:{_JOIN}(?:{heads}))*)$"
        ),
        done=compile_pattern(
            rf"(?P<modifiers>.+?)(?:的(?P<of>{named}(?:{_JOIN}{named})+)|(?P<deeds>{deed}(?:{_JOIN}{deed})+))"
            rf"(?P<plain>{plain})?$"
        ),
        plain=compile_pattern(rf"(?P<modifiers>.+?)(?P<head>{plain})$"),
        ends_in_head=compile_pattern(rf".*(?:{heads})$"),
        ends_in_deed=compile_pattern(rf".*(?:{data['deeds']}|{plain})$"),
        only_deeds=compile_pattern(rf"{deed}{{1,2}}"),
        scope=compile_pattern(data["scope"]),
        open_list=compile_pattern(data["open_list"]),
        shared_end=data["shared_end"],
        leaning=compile_pattern(rf".*(?:{data['leaning']})$"),
    )


def split_objects(words: str) -> tuple[str, ...]:
    """Split co-ordinated objects, handing on what they share.

    It splits, in this order:

    - a thing and two nouns of doing: 城市道路的建设和管理, 人才引进和培养; several things where 的 holds them
      together: 公路、水路的建设和养护;
    - a common head: 科学普及和科学传播规划、政策, and one that says nothing of its own: 文秘、档案和后勤工作;
    - 发展 behind several things: 软件业、信息服务业和新兴产业发展;
    - complete objects: 国家安全和社会稳定, of four characters or more each, or all of them of the same few.

    It stays whole where the list is open (等), where a piece is too short to stand alone (信息化和工业化融合), and
    where the last noun of doing may belong to the last thing or to all (食品安全和药品监管).
    """
    words = words.strip(" 、，。；的")
    if len(words) < 2:
        return ()
    if not _MAY_JOIN.search(words) or len(_parts(words)) == 1:
        return (words,)
    form = matching_form(words)
    rules = _rules()
    if rules.open_list.search(_outside_brackets(form)):
        return (words,)
    if not re.search(r'["《]|（[^）]*[、和及与，]', form):
        shared = _done(words) or _headed(words) or _plain(words) or _sharing_end(words)
        if shared:
            return shared
    return _complete(words)


def _done(words: str) -> tuple[str, ...]:
    """公路、水路的建设和养护: each thing with each noun of doing."""
    match = _rules().done.fullmatch(words)
    if match is None:
        return ()
    things: tuple[str, ...] = (match.group("modifiers"),)
    if len(_parts(things[0])) > 1:
        if not match.group("of"):
            return ()
        things = _alike(things[0])
        if len(things) == 1:
            return (words,)
    elif not match.group("of") and _rules().only_deeds.fullmatch(things[0]):
        return ()
    deeds = re.split(_JOIN, match.group("of") or match.group("deeds"))
    if any(len(deed) < len(deeds[0]) for deed in deeds):
        return (words,)  # 馆藏文物的科学保护与修复
    return tuple(thing + deed + (match.group("plain") or "") for thing, deed in product(things, deeds))


def _headed(words: str) -> tuple[str, ...]:
    """科学普及和科学传播规划、政策: each modifier with each head."""
    rules = _rules()
    match = rules.headed.fullmatch(words)
    if match is None:
        return ()
    parts = _parts(match.group("modifiers"))
    if any(rules.ends_in_head.fullmatch(part) for part in parts[:-1]):
        return ()  # 监测预警制度和应急联动机制: complete objects
    modifiers, heads = _alike(match.group("modifiers")), re.split(_JOIN, match.group("heads"))
    if len(modifiers) == 1 and len(heads) == 1:
        return (words,)
    return tuple(modifier + head for modifier, head in product(modifiers, heads))


def _plain(words: str) -> tuple[str, ...]:
    """文秘、档案和后勤工作: each modifier with the head, if none of them hides a longer one."""
    match = _rules().plain.fullmatch(words)
    if match is None:
        return ()
    modifiers = _alike(match.group("modifiers"))
    done = [bool(_rules().ends_in_deed.fullmatch(modifier)) for modifier in modifiers]
    if len(modifiers) > 1 and (
        any("的" in modifier for modifier in modifiers) or (done[-1] and not any(done[:-1]))
    ):
        return (words,)  # 中小企业和民营经济促进工作
    return tuple(modifier + match.group("head") for modifier in modifiers)


def _sharing_end(words: str) -> tuple[str, ...]:
    """软件业、信息服务业和新兴产业发展: things that thrive."""
    rules = _rules()
    parts = _parts(words)
    if not words.endswith(rules.shared_end) or any(rules.ends_in_deed.fullmatch(part) for part in parts[:-1]):
        return ()
    scope = rules.scope.match(words)
    short = [parts[0].removeprefix(scope.group() if scope else ""), *parts[1:]]
    if any(len(part) < _THRIVES or "的" in part for part in short):
        return (words,)
    return (*(part + rules.shared_end for part in parts[:-1]), parts[-1])


def _complete(words: str) -> tuple[str, ...]:
    """国家安全和社会稳定: pieces that stand alone."""
    rules = _rules()
    parts = _alike(words)
    done = [bool(rules.ends_in_deed.fullmatch(part) or rules.ends_in_head.fullmatch(part)) for part in parts]
    if done[-1] and not all(done):
        return (words,)
    if any(rules.only_deeds.fullmatch(part) and len(part) > 2 for part in parts[1:]):
        return (words,)
    return parts


#: Things of fewer characters lean on the next: 文化和旅游市场发展.
_THRIVES = 3
#: Fewer characters do not stand alone, unless all pieces have the same few.
_STANDS_ALONE = 4


def _alike(words: str) -> tuple[str, ...]:
    """Part co-ordinated words that stand alone; a scope in front of short ones (全区民族、宗教) is handed on.

    的 in some pieces only (社区建设和社区治理中的问题) may hold for all, and so does what ends in 内 or 中.
    """
    rules, parts = _rules(), _parts(words)
    scope = rules.scope.match(words)
    shared = scope.group() if scope else ""
    short = [parts[0].removeprefix(shared), *parts[1:]]
    if len({"的" in part for part in parts}) > 1 or any(rules.leaning.fullmatch(part) for part in parts[:-1]):
        return (words,)
    if all(len(part) >= _STANDS_ALONE for part in short):
        return parts
    if len(short[0]) > 1 and len({len(part) for part in short}) == 1:
        return tuple(shared + part for part in short)
    return (words,)


@lru_cache(maxsize=256)
def _parts(words: str) -> tuple[str, ...]:
    """Part words at what joins them, outside brackets and quotes; segmentation tells 和 from 和谐."""
    parts = [""]
    depth, quoted = 0, False
    for word in cut(words):
        form = matching_form(word)
        depth += sum((char in "（《") - (char in "）》") for char in form)
        quoted ^= form.count('"') % 2 == 1
        if depth == 0 and not quoted and word in _JOINERS:
            parts.append("")
        else:
            parts[-1] += word
    return tuple(parts)


#: Without one of these characters there is nothing to segment.
_MAY_JOIN = re.compile("[、和与及]")
_JOINERS = frozenset({"、", "和", "与", "及", "以及"})


def _outside_brackets(form: str) -> str:
    return re.sub(r'（[^）]*）|"[^"]*"|《[^》]*》', "", form)
