"""How text is cut, the same way when it is indexed and when it is asked for.

Two cuts of one text. Its *words*, by which hits are ranked: what jieba and the field's dictionary see, and the
shorter words inside these. Its *pairs* of neighbouring characters, by which hits are found: a word stands in a
text exactly where its pairs do, whatever the dictionary makes of the characters around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiscalnlp.text.forms import matching_form
from fiscalnlp.text.words import cut, sub_words

# In a pair these stand for white space, which parts one pair from the next, and for the end of the text.
_SPACE, _END = "\u2423", "\u2404"
_UNSEEN = re.compile(rf"[\s\x1c-\x1f{_END}]")
# For half of a surrogate pair, which an odd command line may have and no index takes.
_NO_CHARACTER = "\ufffd"


class _Spelling(dict[int, str]):
    """Code point → its spelling for search, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = _NO_CHARACTER if 0xD800 <= code <= 0xDFFF else chr(code)
        lower = matching_form(char).lower()
        form = self[code] = "" if lower == '"' else lower if len(lower) == 1 else char
        return form


_SPELLING = _Spelling()


def search_form(text: str) -> str:
    """Return `text` with one spelling for marks, widths and case, and without double quotes (“三公”经费).

    Unlike in the matching form, the spelling of a character does not depend on those beside it.
    """
    return text.translate(_SPELLING)


def offsets(text: str) -> list[int]:
    """Return for each code point of the search form of `text` where it stands in `text`."""
    return [place for place, char in enumerate(text) if _SPELLING[ord(char)]]


def tokens(form: str) -> Iterator[str]:
    """Yield what a text in its search form is cut into, of two characters at least, marks left out."""
    for token in cut(form):
        if len(token) > 1 and any(char.isalnum() for char in token):
            yield token


def words(form: str) -> list[str]:
    """Return the words of a text in its search form, each with the words inside it."""
    return [word for token in tokens(form) for word in (token, *sub_words(token))]


def pairs(form: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text in its search form, and what parts it from another.

    Character i of the text begins pair i; the last character has its pair with the end.
    """
    chars = _UNSEEN.sub(_SPACE, form)
    return [*map(str.__add__, chars, chars[1:] + _END), _END]


def covering(form: str) -> list[tuple[int, str]]:
    """Return as few pairs as cover a word of two characters or more, each with its offset: abcde → ab, cd, de."""
    found = pairs(form)[: len(form) - 1]
    places = [*range(0, len(found), 2)]
    if places[-1] != len(found) - 1:
        places.append(len(found) - 1)
    return [(place, found[place]) for place in places]
