"""Names of measures: what the words before a figure or a comparison are about."""

from __future__ import annotations

import re
from functools import cache

from fiscalnlp.classification import functional_classes
from fiscalnlp.data import compile_pattern, read_patterns, read_toml
from fiscalnlp.extract.content import Content, Paragraph
from fiscalnlp.extract.state import State

_LONGEST = 48


@cache
def _measures() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_toml("vocab/measures.toml")["measure"]
    return tuple((row["name"], compile_pattern(row["pattern"])) for row in rows)


@cache
def measure_name(measure: str) -> str | None:
    """Return `measure` (matching form) as the field names it, `None` where the vocabulary does not know it."""
    for name, pattern in _measures():
        if pattern.fullmatch(measure):
            return name
    level = read_patterns("patterns/sentences.toml", "names")["class_name"].fullmatch(measure)
    if level:
        resolution = functional_classes().resolve((level.group("name"),))
        return resolution.path[0] if resolution and resolution.exact else level.group("name")
    return None


#: Stands for the issuer's name in words to be cleaned, so that the patterns are compiled once for all documents.
_ISSUER = "\ue000"


@cache
def _subject_rules() -> dict[str, re.Pattern[str]]:
    """Return the patterns of the `subject` table, the body's names for itself filled in."""
    names = sorted([*read_toml("patterns/issuer.toml")["self_names"], _ISSUER], key=len, reverse=True)
    return {
        name: compile_pattern(pattern.replace("{self_name}", f"(?:{'|'.join(names)})"))
        for name, pattern in read_toml("patterns/figures.toml")["subject"].items()
        if isinstance(pattern, str)
    }


class Namer:
    """Names the measures of one document: knows how its body speaks of itself.

    Args:
        content: the document.
    """

    def __init__(self, content: Content) -> None:
        self._text, self._form = content.text, content.form
        self._outline = content.outline
        self._issuer = content.facts.issuer or _ISSUER
        self._rules = _subject_rules()
        self._names = read_patterns("patterns/sentences.toml", "names")
        self._cleaned: dict[str, str | None] = {}
        self._headings: dict[int, str | None] = {}

    def clean(self, words: str) -> str | None:
        """Return the measure that `words` (matching form) name, `None` if they name none."""
        if words not in self._cleaned:
            self._cleaned[words] = self._clean(words)
        return self._cleaned[words]

    def _clean(self, words: str) -> str | None:
        leading, trailing = self._rules["leading"], self._rules["trailing"]
        previous = None
        words = words.strip().replace(self._issuer, _ISSUER)
        while words != previous:
            previous = words
            words = trailing.sub("", leading.sub("", words)).strip()
        words = words.replace(_ISSUER, self._issuer)
        if self._rules["empty"].fullmatch(words) or len(words) > _LONGEST:
            return None
        return words

    def named(self, state: State, start: int, end: int, *, scoped: bool = True) -> str | None:
        """Return the measure that the words of `[start, end)` name.

        A plain total takes the fund of its sentence in front (`财政拨款本年收入合计 …；本年支出合计 …`) unless
        `scoped` is false; a fund that is named becomes the sentence's.
        """
        words = self._form[start:end]
        clean = self.clean(words)
        if clean is None:
            return None
        match = self._rules["scope"].match(clean)
        scope = match.group("scope") if match else None
        takes_scope = scoped and scope is None and state.scope and self._rules["scoped"].fullmatch(clean)
        full = f"{state.scope}{clean}" if takes_scope else clean
        if scoped and scope is not None and self._names["total"].search(clean, len(scope)):
            state.scope = scope
        name = measure_name(full)
        if name is not None or takes_scope:
            return name or full
        # Not in the vocabulary: as printed, not in matching form.
        offset = start + words.find(clean)
        return self._text[offset : offset + len(clean)]

    def of_heading(self, paragraph: Paragraph) -> str | None:
        """Return the measure that a paragraph's heading names, for figures without any subject."""
        heading = paragraph.heading
        if heading is None:
            return None
        if heading not in self._headings:
            title = self._outline.headings[heading].title
            self._headings[heading] = self.clean(self._rules["title_tail"].sub("", title))
        return self._headings[heading]

    def lead(self, state: State, end: int) -> int:
        """Return where the words that end at `end` begin: after the last mark, figure or event."""
        position = state.position
        words = self._form[position:end]
        threshold = state.threshold
        if threshold is not None and end - threshold <= 2 * _LONGEST and not re.search(r"[，；。：、]", words):
            return threshold
        opening = words.rfind("（")
        if words.find("）", opening) >= 0:
            opening = -1  # a closed bracket belongs to the name: 设备（不含车辆）
        mark = max(words.rfind("，"), words.rfind("；"), words.rfind("。"), words.rfind("："))
        return position + max(mark, opening) + 1
