"""Lines → paragraphs: undo the line wraps, page breaks and layout spaces of a printed page.

A line goes on the paragraph before it unless something says that a new one begins: a list marker, an
indent, a line before it that stopped short of the margin. Without geometry the margin is not known; it is
taken from the widths of the lines around.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import regex

from fiscalnlp.data import read_toml
from fiscalnlp.layout.lines import Line
from fiscalnlp.text.figures import ends_cut, gaps_in_figures, is_figure, starts_with_unit
from fiscalnlp.text.forms import kept_ranges, matching_form, squeeze
from fiscalnlp.text.markers import Marker, match_marker


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its text, and the stretches of lines that it is made of, code point for code point.

    A stretch is `(line, start, end)`, offsets in that line's text; the space that stands for a line wrap is
    where the first character after it is.
    """

    text: str = ""
    places: list[tuple[int, int, int]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Rules:
    sentence_end: str
    prose: regex.Pattern[str]
    furniture: regex.Pattern[str]
    page_number: regex.Pattern[str]
    title_end: regex.Pattern[str]
    title_tail: regex.Pattern[str]
    no_title: regex.Pattern[str]
    weak_title_end: regex.Pattern[str]
    unfinished: regex.Pattern[str]
    stub: regex.Pattern[str]
    alone: regex.Pattern[str]
    heading: regex.Pattern[str]
    leaning: regex.Pattern[str]
    amount_first: regex.Pattern[str]


@cache
def _rules() -> _Rules:
    data = read_toml("patterns/layout.toml")
    return _Rules(
        sentence_end=data["sentence_end"],
        prose=regex.compile(data["prose"]),
        furniture=regex.compile("|".join(data["furniture"])),
        page_number=regex.compile(data["page_number"]),
        title_end=regex.compile(rf".*{data['title_end']}"),
        title_tail=regex.compile(data["title_tail"]),
        no_title=regex.compile(data["no_title"]),
        weak_title_end=regex.compile(data["weak_title_end"]),
        unfinished=regex.compile(data["unfinished"]),
        stub=regex.compile(data["stub"]),
        alone=regex.compile("|".join(data["alone"])),
        heading=regex.compile(data["heading"]),
        leaning=regex.compile(data["leaning"]),
        amount_first=regex.compile(data["amount_first"]),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line with what the joining rules ask of it."""

    line: Line
    form: str
    marker: Marker | None
    left: float  # where body text begins on the line's page
    right: float  # the margin that a full line reaches
    far_right: float  # the margin that a line must reach to be full although it ends a sentence
    ended: bool  # whether the text has one paragraph a line, so that nothing is to be joined


def drop_furniture(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` without page numbers and the running heads and feet that repeat over pages.

    Heads and feet may have several lines and alternate between pages, and the first page may have others.
    """
    rules = _rules()
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None:
            by_page.setdefault(line.page, []).append(line)
    forms = {id(line): matching_form(line.text) for line in lines}
    dropped = {id(line) for line in lines if rules.furniture.fullmatch(forms[id(line)])}
    left = dict(by_page)
    many = max(3, (len(by_page) + 1) // 2)
    some = max(3, len(by_page) // 4)
    for depth in range(_EDGE_LINES):
        edges = [line for inner in left.values() for line in {id(x): x for x in (inner[0], inner[-1])}.values()]
        words: dict[str, set[int]] = {}
        places: dict[tuple[str, int], set[int]] = {}
        for line in edges:
            words.setdefault(_without_digits(line.text), set()).add(line.page or 0)
            places.setdefault(_edge_place(line), set()).add(line.page or 0)
        found = {
            id(line)
            for line in edges  # a unit or issuer over each table (单位：万元) is no head
            if line.glyphs and len(places[_edge_place(line)]) >= some and "：" not in forms[id(line)]
        }
        if depth == 0:
            found |= {id(line) for line in edges if rules.page_number.fullmatch(forms[id(line)])}
            found |= {id(line) for line in edges if len(words[_without_digits(line.text)]) >= many}
        if not found:
            break
        dropped |= found
        left = {page: [line for line in inner if id(line) not in dropped] for page, inner in left.items()}
        left = {page: inner for page, inner in left.items() if inner}
    return [line for line in lines if id(line) not in dropped]


#: Lines of a running head or foot.
_EDGE_LINES = 3


_SPACES_AND_DIGITS = regex.compile(r"[\s\d]+")


def _edge_place(line: Line) -> tuple[str, int]:
    return _without_digits(line.text), round(line.y / 3)


def _without_digits(text: str) -> str:
    return str(_SPACES_AND_DIGITS.sub("", text))


def join_lines(lines: Sequence[Line], *, ended: bool | None = None) -> list[Paragraph]:
    """Join `lines` (in reading order, furniture dropped) into paragraphs.

    Args:
        lines: the lines, or a run of them between two tables.
        ended: whether the text they are from has a paragraph a line; `None`: as `lines` tell.

    Returns: paragraphs in order; their texts are free of line breaks and layout spaces.
    """
    seen = _measure(lines, has_a_paragraph_a_line(lines) if ended is None else ended)
    groups: list[list[int]] = []
    for index, item in enumerate(seen):
        if groups and not _begins_paragraph(seen, groups[-1], item):
            groups[-1].append(index)
        else:
            groups.append([index])
    return [_paragraph(lines, group) for group in groups]


def _measure(lines: Sequence[Line], ended: bool) -> list[_Seen]:
    """Find the margins: of the page where there is geometry, of the lines around where there is none."""
    pages: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.glyphs and line.page is not None:
            pages.setdefault((line.page, line.column), []).append(line)
    margins = {place: _margins(page_lines) for place, page_lines in pages.items()}
    seen: list[_Seen] = []
    for index, line in enumerate(lines):
        if line.glyphs and line.page is not None:
            left, right = margins[line.page, line.column]
            far_right = right
        else:
            before = [other.x1 for other in lines[max(0, index - _WINDOW) : index + 1]]
            after = [other.x1 for other in lines[index : index + _WINDOW + 1]]
            widths = [w for w in (_common_width(before), _common_width(after)) if w is not None] or [line.x1]
            left, right, far_right = 0.0, max(min(widths), _NARROWEST), max(*widths, _NARROWEST)
        form = matching_form(line.text)
        seen.append(_Seen(line, form, match_marker(form), left, right, far_right, ended))
    return seen


def has_a_paragraph_a_line(lines: Sequence[Line]) -> bool:
    """Tell text that is not wrapped: nearly all of its prose lines end a sentence.

    What only names something (`编制部门：…`, `单位：元`) stands on its own line in wrapped text too.
    """
    rules = _rules()
    forms = [matching_form(line.text) for line in lines if not line.glyphs]
    prose = [form for form in forms if _CLAUSE_MARK.search(form)]
    ended = sum(form.rstrip('"）').endswith(tuple(rules.sentence_end)) for form in prose)
    return len(prose) > 1 and ended >= _ENDED_SHARE * len(prose)


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Return the left and right margin of a page's body text: the outermost that several lines share."""
    rights = sorted((line.x1 for line in lines), reverse=True)
    near = [right for right in rights if rights[0] - right <= _HANGING_EM * lines[0].size]
    shared = (first for first, second in pairwise(near) if first - second <= _SHARED_EM * lines[0].size)
    return min(line.x0 for line in lines), next(shared, rights[0])


def _common_width(widths: Sequence[float]) -> float | None:
    """Return the largest width that at least two of `widths` come near; of one width nothing is known."""
    ordered = sorted(widths, reverse=True)
    for first, second in pairwise(ordered):
        if first - second <= _SLACK_COLUMNS:
            return first
    return ordered[0] if len(ordered) > 1 else None


#: A full line may end this short of the margin: a mark that may not begin a line pulls a character down.
_SLACK_COLUMNS = 4
#: One that ends a sentence is only full where hardly another character fits.
_SLACK_ENDED = 2
_SLACK_EM = 2.0
#: How far (in ems) marks hang over the right margin at most.
_HANGING_EM = 2.0
#: How near (in ems) another line must end for both to reach the margin: a hanging mark is half an em wide or more.
_SHARED_EM = 0.25
#: The first line of a paragraph is indented by two characters, of which text without geometry tells nothing.
_INDENT_COLUMNS = 4
_INDENT_EM = 1.2
#: Share of the prose lines of text that is not wrapped which end a sentence.
_ENDED_SHARE = 0.7
#: Share of the widest line that one which ends a sentence must fill for a leaning sentence to go on behind it.
_LEANING = 0.75
#: Columns of the narrowest body text; shorter lines are table cells, however many there are.
_NARROWEST = 32.0
#: Lines looked at on each side: the type may change from page to page.
_WINDOW = 6
_SIZE_RATIO = 1.15
_LONG_TITLE = 40


def _begins_paragraph(seen: Sequence[_Seen], group: list[int], item: _Seen) -> bool:
    previous, first = seen[group[-1]], seen[group[0]]
    if item.form[0] in _NEVER_FIRST or (_rules().stub.fullmatch(item.form) and not _ends_sentence(previous)):
        return False
    if item.marker is not None:
        return not (_is_open(previous) or _goes_on_counting(seen, group, item.marker))
    if _is_bare_marker(first, group):
        return False
    if first.marker is not None and first.marker.style == "part":
        return not _goes_on_title(seen, group, item)
    if first.marker is not None and _is_title(seen, group):
        return not _rules().title_tail.fullmatch(item.form.replace(" ", ""))
    unfinished = _rules().unfinished.search(previous.form)
    if item.ended and (_ends_sentence(previous) or not (unfinished or _is_prose(previous.form))):
        return True
    if is_figure(item.form) and not _is_prose(previous.form):
        return True
    if ends_cut(previous.form) and starts_with_unit(item.form):
        return False
    if _stands_alone(item, previous) or _rules().alone.fullmatch("".join(previous.form.split())):
        return True
    line, before = item.line, previous.line
    if line.glyphs and before.glyphs:
        larger, smaller = max(line.size, before.size), min(line.size, before.size)
        if larger > _SIZE_RATIO * smaller:
            return True
        if line.page == before.page and line.y - before.y > _leading(seen, group) * 1.7:
            return True
        if line.x0 > item.left + _INDENT_EM * line.size and not _is_full(previous, margin=previous.right):
            return True
        if line.x0 > item.left + _INDENT_EM * line.size and _ends_sentence(previous):
            return True
        if not _ends_sentence(previous) and _hangs(first, item):
            return False
    if unfinished:
        return False
    if _ends_sentence(previous):
        if (
            not line.glyphs
            and _rules().leaning.match(item.form)
            and _is_full(previous, margin=_LEANING * previous.far_right)
        ):
            return False
        return not _is_full(previous, margin=previous.far_right, slack=_SLACK_ENDED)
    if not line.glyphs and len(group) == 1 and _is_heading(previous):
        return True
    if _is_full(previous, margin=previous.right, indented=len(group) == 1):
        return False
    if _rules().amount_first.match(item.form):  # a figure is never cut: the line before it may stop short
        return not (_is_prose(item.form) or any(_is_prose(seen[index].form) for index in group))
    return not _is_prose(previous.form)


def _stands_alone(item: _Seen, previous: _Seen) -> bool:
    """Tell a unit, a contents title or, behind a whole sentence, a heading or a table's title."""
    if _rules().alone.fullmatch("".join(item.form.split())):
        return True
    return _ends_sentence(previous) and _is_heading(item)


def _is_heading(seen: _Seen) -> bool:
    """Tell a line without marks that ends as headings end and stops short of the widest lines around."""
    form = "".join(seen.form.split())
    if _is_prose(form) or not _rules().heading.fullmatch(form):
        return False
    return not _is_full(seen, margin=seen.far_right)


def _hangs(first: _Seen, item: _Seen) -> bool:
    """Tell a line at the margin below a first line that is indented, as every first line is then."""
    indented = first.line.x0 > first.left + _INDENT_EM * first.line.size
    return indented and item.line.x0 < item.left + item.line.size / 2


#: No paragraph begins with these.
_NEVER_FIRST = frozenset("，。；、：）！？%")


def _is_prose(form: str) -> bool:
    """Tell running text from titles and table cells by the marks in it."""
    return bool(_rules().prose.search(form))


def _is_open(previous: _Seen) -> bool:
    """Tell a line that cannot end a paragraph, so that a numeral after it is no marker."""
    return previous.form.endswith(("、", "（", "《", "第")) and _is_full(previous, margin=previous.right)


def _goes_on_counting(seen: Sequence[_Seen], group: list[int], marker: Marker) -> bool:
    """Tell 二是 of a list within a paragraph (…原因是：一是…；二是…) from one of a list of paragraphs."""
    opening = seen[group[0]].marker
    if marker.style != "ordinal" or (opening is not None and opening.style == "ordinal"):
        return False
    if marker.number == 1:
        return _is_prose(seen[group[0]].form) and _is_full(seen[group[-1]], margin=seen[group[-1]].right)
    return any("一是" in seen[index].form for index in group)


def _is_bare_marker(first: _Seen, group: list[int]) -> bool:
    marker = first.marker
    return len(group) == 1 and marker is not None and marker.style != "part" and marker.end == len(first.form)


def _goes_on_title(seen: Sequence[_Seen], group: list[int], item: _Seen) -> bool:
    """Tell whether a line below 第一部分 still belongs to the part's title."""
    rules = _rules()
    first = seen[group[0]]
    assert first.marker is not None
    if len(group) >= 4 or len(item.form) > _LONG_TITLE or _is_prose(item.form):
        return False
    title = first.form[first.marker.end :] + "".join(seen[i].form for i in group[1:])
    if not title.strip() or rules.title_tail.fullmatch(item.form.replace(" ", "")):
        return True
    return not rules.title_end.fullmatch(title.replace(" ", ""))


def _ends_sentence(seen: _Seen) -> bool:
    return seen.form.rstrip('"）').endswith(tuple(_rules().sentence_end))


def _is_title(seen: Sequence[_Seen], group: list[int]) -> bool:
    """Tell a marked line without prose that ends as titles end."""
    text = "".join(seen[i].form for i in group)
    rules = _rules()
    if _is_prose(text) or rules.no_title.search(text):
        return False
    last = seen[group[-1]]
    if rules.weak_title_end.search(text) and _is_full(last, margin=last.right, indented=len(group) == 1):
        return False  # `…完成年初预算` | `的139.2%`
    return bool(rules.title_end.fullmatch(text.replace(" ", "")))


def _is_full(seen: _Seen, *, margin: float, indented: bool = False, slack: float = _SLACK_COLUMNS) -> bool:
    if seen.line.glyphs:
        slack = _SLACK_EM * seen.line.size
    elif indented:
        slack += _INDENT_COLUMNS
    return seen.line.x1 >= margin - slack


def _leading(seen: Sequence[_Seen], group: list[int]) -> float:
    """Return the distance between the paragraph's baselines so far; 2.2 em where it has one line."""
    gaps = [seen[b].line.y - seen[a].line.y for a, b in pairwise(group) if seen[a].line.page == seen[b].line.page]
    return max(gaps) if gaps else 2.2 * seen[group[0]].line.size


_CLAUSE_MARK = regex.compile("[，。；]")
_BROKEN_NUMBER = regex.compile(r"[\d,.]$")


def _paragraph(lines: Sequence[Line], group: list[int]) -> Paragraph:
    pieces: list[str] = []
    sources: list[tuple[int, int, int]] = []
    for index in group:
        text = lines[index].text
        if pieces:
            # A number cut by the wrap is one number; two Latin words are two.
            wrapped = _BROKEN_NUMBER.search(pieces[-1]) and text[:1].isdigit()
            if not wrapped:
                pieces.append(" ")
                sources.append((index, 0, 1))
        pieces.append(text)
        sources.append((index, 0, len(text)))
    joined = "".join(pieces)
    gaps = gaps_in_figures(matching_form(joined)) if " " in joined else []
    if not gaps:
        return Paragraph(squeeze(joined), _kept(sources, kept_ranges(joined)), list(group))
    for gap in gaps:  # they part the digits of one figure
        joined = f"{joined[:gap]}\0{joined[gap + 1 :]}"
    ranges = [
        (start + part.start(), start + part.end())
        for start, end in kept_ranges(joined)
        for part in _INKED.finditer(joined[start:end])
    ]
    return Paragraph(squeeze(joined).replace("\0", ""), _kept(sources, ranges), list(group))


_INKED = regex.compile(r"[^\0]+")


def _kept(
    sources: Sequence[tuple[int, int, int]], ranges: Sequence[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Cut `sources`, which follow each other, down to `ranges` of their whole."""
    kept: list[tuple[int, int, int]] = []
    waiting = iter(ranges)
    start, end = next(waiting, (0, 0))
    offset = 0
    for line, first, last in sources:
        stop = offset + last - first
        while start < stop and start < end:
            kept.append((line, first + start - offset, first + min(end, stop) - offset))
            if end > stop:
                start = stop
                break
            start, end = next(waiting, (0, 0))
        offset = stop
    return kept
