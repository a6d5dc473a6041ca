"""Classes as the text names them (住房保障支出（类）住房改革支出（款）) and as tables number them.

Each is held against the classification and against the rest of the document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from fiscalnlp.check.classes import code_key, is_coded
from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_rows import row_span
from fiscalnlp.check.view import Disclosure
from fiscalnlp.classification import economic_classes, functional_classes
from fiscalnlp.classification.names import name_key, stem
from fiscalnlp.data import read_patterns
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Level, Table, TableLine, TabularRecord
from fiscalnlp.text.markers import match_marker

_LEVELS: tuple[Level, ...] = ("类", "款", "项")
#: A class of so many parents (行政运行) may have one more that the classification does not know.
_COMMON = 3


def paths(view: Disclosure) -> Iterator[Draft]:
    """A class below another that it is no part of, or called a 类 though it is a 款; one listed twice."""
    patterns = read_patterns("rules/wording.toml")
    listed: set[tuple[int, str]] = set()  # by section
    for line in view.prose_lines:
        above: list[_Named] = []
        end, wrong = -1, False
        for match in patterns["class_path"].finditer(view.form, *line):
            level = _LEVELS[_LEVELS.index(match["level"])]
            if match.start() != end or (above and _LEVELS.index(level) <= _LEVELS.index(above[-1][0])):
                above, wrong = [], False
            end = match.end()
            named = (level, _key(match["name"]))
            right = None if wrong else _right(view, above, named)
            if right is not None:
                wrong = True  # what stands below it is not held against it
                yield _draft(view, "spending.path", match, right, above, sure=_is_sure(named))
            elif level == "类" and patterns["class_amount"].match(view.form, match.end()):
                place = view.section_start(match.start()), named[1]
                if place in listed:
                    yield _draft(view, "spending.doubled", match, None, above)
                listed.add(place)
            above.append(named)


_Named = tuple[Level, str]


def _draft(
    view: Disclosure,
    rule: str,
    match: re.Match[str],
    right: str | None,
    above: list[_Named],
    *,
    sure: bool = True,
) -> Draft:
    figure = view.place(Span(*match.span("name")))
    words = {"measure": match["level"], "other": above[-1][1] if above else "本级"}
    return Draft(
        rule,
        figure.span,
        (view.document.id,),
        expected=right,
        actual=match["name"],
        words=words,
        severity=None if sure else "info",
        figures=(figure,),
        boxes=figure.boxes,
    )


def _is_sure(named: _Named) -> bool:
    """Tell whether what is known of a name, at its level or else at others, is confirmed."""
    of_level = _codes().get(named) or {code for level in _LEVELS for code in _codes().get((level, named[1]), ())}
    return all(_is_confirmed(code) for code in of_level)


def _is_confirmed(code: str) -> bool:
    row = functional_classes().by_code(code)
    return row is None or row.confirmed


def _right(view: Disclosure, above: list[_Named], named: _Named) -> str | None:
    """Return what would be right of a class, `None` where it may stand as it does."""
    level, key = named
    printed = view.once(_printed)
    own = {*_codes().get(named, ()), *printed.get(named, ())}
    if not own:
        others = [each for each in _LEVELS if each != level and _codes().get((each, key))]
        return f"（{others[0]}）" if others else None
    if not above or len(own) >= _COMMON:
        return None
    outer = {*_codes().get(above[-1], ()), *printed.get(above[-1], ())}
    if not outer or any(code.startswith(parent) for code in own for parent in outer):
        return None
    parents = {name for code in own for name in _names_of(code, above[-1][0])}
    return "、".join(sorted(parents)) or None


def _printed(view: Disclosure) -> dict[tuple[Level, str], set[str]]:
    """Return the codes that the tables of the document print for each name."""
    found: defaultdict[tuple[Level, str], set[str]] = defaultdict(set)
    for table in view.of(TabularRecord):
        for line in table.lines:
            if line.code and line.level and line.label:
                found[line.level, _key(_bare(line.label))].add(line.code)
    return found


def _names_of(code: str, level: Level) -> list[str]:
    row = functional_classes().by_code(code[: (3, 5, 7)[_LEVELS.index(level)]])
    return [] if row is None else [row.name]


@cache
def _codes() -> dict[tuple[Level, str], set[str]]:
    """Return the codes of each name of the functional classification, former names included."""
    found: defaultdict[tuple[Level, str], set[str]] = defaultdict(set)
    classification = functional_classes()
    for row in (*classification.rows, *classification.former):
        found[row.level, _key(row.name)].add(row.code)
    return found


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    return stem(name_key(name), ("支出",))


@lru_cache(maxsize=4096)
def _bare(label: str) -> str:
    marker = match_marker(label)
    return label if marker is None else label[marker.end :]


# -- tables ---------------------------------------------------------------------------------------------------


def codes(view: Disclosure) -> Iterator[Draft]:
    """A code beside the name of a class that has another one, in the classification and in the other tables.

    Where its table has that one too, on a line of its own, the name is wrong rather than the code.
    """
    coded = [
        (table, line, (line.level, _key(line.label)))
        for table in view.of(TabularRecord)
        for line in table.lines
        if line.label and line.level is not None and is_coded(table, line)
    ]
    printed: defaultdict[tuple[Level, str], Counter[str]] = defaultdict(Counter)
    inside: defaultdict[str, set[str | None]] = defaultdict(set)
    for table, line, named in coded:
        printed[named][line.code or ""] += 1
        inside[table.id].add(line.code)
    for table, line, named in coded:
        right = _right_code(line, printed[named], named)
        if right is not None and right not in inside[table.id]:
            box = next((cell.box for cell in table.rows[line.row] if cell.text and cell.box), None)
            yield Draft(
                "class.code",
                row_span(table, line.row),
                (table.id,),
                expected=right,
                actual=line.code,
                words={"measure": line.label, "whole": table.title or "本表"},
                severity=None if right in printed[named] or _is_confirmed(right) else "info",
                boxes=None if box is None else (box,),
                rests_on=(code_key(table, line),),
                blames=code_key(table, line),
            )


def doubled(view: Disclosure) -> Iterator[Draft]:
    """A class that a summary lists twice on one side."""
    for table in view.of(Table):
        seen: dict[tuple[int, str], TableLine] = {}
        for line in table.lines if table.table in _SUMMARIES else ():
            if line.level != "类" or line.total:
                continue
            first = seen.setdefault((line.side, _key(_bare(line.label))), line)
            if first is not line:
                box = next((cell.box for cell in table.rows[line.row] if cell.text and cell.box), None)
                yield Draft(
                    "class.doubled",
                    row_span(table, line.row),
                    (table.id,),
                    expected=None,
                    actual=line.label,
                    words={"whole": table.title, "other": first.label},
                    boxes=None if box is None else (box,),
                )


#: The tables that list every 类 once, by its number.
_SUMMARIES = ("income_expenditure_summary", "appropriation_summary")


def _right_code(line: TableLine, printed: Counter[str], named: tuple[Level, str]) -> str | None:
    """Return the code that a name has, where the one printed beside it is no code of it."""
    official = _official(named)
    if line.code in official or printed[line.code or ""] > 1:
        return None
    right = [each for each in official if each in printed] or ([*official] if line.path is None else [])
    return right[0] if len(right) == 1 else None


@lru_cache(maxsize=4096)
def _official(named: tuple[Level, str]) -> frozenset[str]:
    level, key = named
    economic = economic_classes().by_name(key)
    digits = {"类": 3, "款": 5}.get(level)
    found = {economic.code} if economic is not None and len(economic.code) == digits else set()
    return frozenset(found | _codes().get(named, set()))
