"""Where a reason begins and ends: the cause alone, without its cue and closing marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiscalnlp.data import read_patterns
from fiscalnlp.extract.events import Event
from fiscalnlp.model.place import Span

_MARK, _CLAUSE = re.compile("[；，]"), re.compile("[^，。；]*")
#: Code points of the longest reason that is not a numbered list.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class ReasonSpan:
    """The words of a reason and its cue as printed (matching form)."""

    span: Span
    cue: str


def find_reason(form: str, event: Event, sentence_end: int, paragraph_end: int) -> ReasonSpan | None:
    """Return the reason that the cue `event` opens, `None` where nothing but a placeholder follows.

    The reason ends with its sentence, or at the ； or ， after which the next figure statement begins.
    Numbered reasons (一是…。二是…) run on over sentences of the paragraph.
    """
    rules = read_patterns("patterns/comparisons.toml", "reason")
    if rules["not_after"].search(form, max(0, event.span.start - 12), event.span.start):
        return None
    if rules["no_cue"].match(form, event.span.start):
        return None
    start = event.span.end
    while start < sentence_end and form[start] in " ：，":
        start += 1
    end = sentence_end
    numbered = rules["numbered"].match(form, start)
    if numbered:
        end = _numbered_end(form, numbered.group("first"), sentence_end, paragraph_end)
    else:
        end = min(end, start + _LONGEST)
        for mark in _MARK.finditer(form, start, end):
            position = mark.start()
            if rules["next_statement"].match(form, position + 1, end) and not _is_cause(
                form, start, position, mark.group()
            ):
                end = position
                break
    if form[event.span.start - 1 : event.span.start] == "（":
        closing = form.find("）", start, end)
        end = closing if closing >= 0 else end
    while end > start and form[end - 1] in "。；，、：！？ ":
        end -= 1
    effect = rules["effect"].search(form, start, end) if event.row["strength"] == "weak" else None
    if effect is not None:
        end = effect.start()
    tail = rules["closing"].search(form, start, end)
    if tail is not None and tail.start() > start:
        end = tail.start()
    if end - start < 2 or rules["placeholder"].fullmatch(form, start, end):
        return None
    return ReasonSpan(Span(start, end), form[event.span.start : event.span.end].rstrip("："))


def _is_cause(form: str, start: int, position: int, mark: str) -> bool:
    """Tell a figure inside a cause (，其中基本支出增加的部分…) from a new statement; only ， leaves a doubt."""
    if mark == "；":
        return False
    following = _CLAUSE.match(form, position + 1)
    words = following.group() if following else ""
    rules = read_patterns("patterns/comparisons.toml", "reason")
    if rules["shift"].search(form, start, position) and rules["shift"].search(words):
        return True  # 主要是基本支出增加108.20万元，项目支出增加548.10万元
    return not rules["states"].search(words)


def _numbered_end(form: str, first: str, sentence_end: int, paragraph_end: int) -> int:
    following = read_patterns("patterns/sentences.toml", "numbered")
    pattern = following[first if first in following else "1"]
    end = sentence_end
    while end < paragraph_end and pattern.match(form, end):
        stop = form.find("。", end, paragraph_end)
        end = paragraph_end if stop < 0 else stop + 1
    return end
