"""Where a miss or an invention stands: its words in the text, and the sentence around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from fiscalnlp.model.place import Span
from fiscalnlp.text.forms import matching_form

_END = re.compile(r"[。\n]")
_AROUND = 160  # code points shown on each side; some sentences fill a page
_LONGEST = 400


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the text in their sentence: `before + words + after`; `span` is theirs in `document.text`."""

    span: Span
    before: str
    words: str
    after: str


def context_of(span: Span, text: str) -> Context:
    """Return the sentence of `text` that `span` lies in; from the first to the last, if it lies in several."""
    start = max(text.rfind("。", 0, span.start), text.rfind("\n", 0, span.start)) + 1
    end = _END.search(text, max(span.start, span.end - 1))
    before, words = text[start : span.start], text[span.start : span.end]
    after = text[span.end : end.end() if end else len(text)].rstrip("\n")
    return Context(
        span=span,
        before=before if len(before) <= _AROUND else "…" + before[-_AROUND:],
        words=words if len(words) <= _LONGEST else words[:_LONGEST] + "…",
        after=after if len(after) <= _AROUND else after[:_AROUND] + "…",
    )


class Finder:
    """Finds words in a text, whatever marks and line breaks they are printed with.

    Args:
        text: the document's own text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._offsets = [offset for offset, char in enumerate(text) if not char.isspace()]
        form = matching_form(text)
        self._form = "".join([form[offset] for offset in self._offsets])

    def all(self, words: str) -> list[Span]:
        """Return every place of `words`, in order."""
        wanted = "".join(matching_form(words).split())
        found: list[Span] = []
        at = self._form.find(wanted) if wanted else -1
        while at >= 0:
            found.append(Span(self._offsets[at], self._offsets[at + len(wanted) - 1] + 1))
            at = self._form.find(wanted, at + 1)
        return found

    def best(self, words: str, within: Span, taken: Iterable[Span]) -> Span | None:
        """Return the place of `words` that most likely was meant: free of `taken`, and within `within`."""
        taken = tuple(taken)
        found = self.all(words)
        return min(
            found,
            key=lambda span: (any(span.overlaps(other) for other in taken), not within.contains(span)),
            default=None,
        )
