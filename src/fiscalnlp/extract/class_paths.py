"""Paths of the functional classification in running text: 教育支出（类）普通教育（款）小学教育（项）."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from fiscalnlp.classification import Resolution, functional_classes
from fiscalnlp.data import read_patterns
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Fund, Level


class ClassPath(msgspec.Struct, frozen=True):
    """A printed path: its span, the names per level as printed, and what it resolves to."""

    span: Span
    level: Level
    names: tuple[str | None, str | None, str | None]
    resolution: Resolution | None

    @property
    def printed(self) -> tuple[str, ...]:
        """The printed names, from 类 down, without the missing ones."""
        return tuple(name for name in self.names if name)

    @property
    def name(self) -> str:
        """Name of the innermost level, in the official wording where it resolves."""
        if self.resolution is not None and self.resolution.exact:
            return self.resolution.path[-1]
        return self.printed[-1]


_LEVELS: tuple[Level, ...] = ("类", "款", "项")


def _patterns() -> dict[str, re.Pattern[str]]:
    return read_patterns("patterns/spending.toml")


def find_class_paths(
    form: str, span: Span, *, fund: Fund, year: int | None, before: ClassPath | None = None
) -> list[ClassPath]:
    """Return the class paths in `span` of `form`, in order.

    Args:
        form: the document in matching form.
        span: where to look.
        fund: the fund that the classes belong to first of all.
        year: the fiscal year, whose edition of the classification counts.
        before: the path that a path without its outer levels (其中：…（项）) goes on.
    """
    patterns = _patterns()
    level_pattern, boundary, noise = patterns["level"], patterns["name_boundary"], patterns["name_noise"]
    groups: list[list[tuple[Level, str, int, int]]] = []
    last_end = span.start
    for match in level_pattern.finditer(form, span.start, span.end):
        level = _LEVELS["类款项".index(match.group("level"))]
        start = last_end
        quoted = form[match.start() - 1] == '"'  # “一般公共服务支出”（类）
        end = match.start() - quoted
        inner = not quoted and form.count('"', last_end, end) % 2 == 0  # “两庭”建设（项）
        for found in boundary.finditer(form, last_end, end):
            if not (inner and found.group() == '"'):
                start = found.end()
        name = form[start:end]
        stripped = noise.sub("", name)
        start += len(name) - len(stripped)
        continues = groups and start == last_end and _LEVELS.index(level) > _LEVELS.index(groups[-1][-1][0])
        if continues:
            groups[-1].append((level, stripped.strip(), start, match.end()))
        elif stripped.strip():
            groups.append([(level, stripped.strip(), start, match.end())])
        last_end = match.end()
    paths: list[ClassPath] = []
    for group in groups:
        paths.append(_path(group, paths[-1] if paths else before, fund, year))
    return paths or _coded_paths(form, span, fund) or _bare_paths(form, span, fund, year)


def _bare_paths(form: str, span: Span, fund: Fund, year: int | None) -> list[ClassPath]:
    """Return the known paths whose level words stand without brackets: `教育支出类普通教育款小学教育项`."""
    if form.find("类", *span) < 0:
        return []
    paths: list[ClassPath] = []
    for match in _patterns()["bare"].finditer(form, *span):
        words = (match["plain"] or match["class"], match["division"], match["item"])
        names = (re.sub("^(?:其中|用于|安排)", "", words[0]), words[1], words[2])
        resolution = functional_classes().resolve(names, fund=fund, year=year)
        if resolution is not None and resolution.exact:
            start = match.start() + len(words[0]) - len(names[0])
            paths.append(
                ClassPath(Span(start, match.end()), _LEVELS[0 if match["plain"] else 2], names, resolution)
            )
    return paths


def _coded_paths(form: str, span: Span, fund: Fund) -> list[ClassPath]:
    """Return the lines that print a known code beside the name, in place of the level words."""
    classes = functional_classes()
    paths: list[ClassPath] = []
    for match in _coded_lines(form, span):
        known = classes.by_code(match.group("code"), fund=fund) or classes.by_code(match.group("code"))
        if known is None:
            continue
        chain = (*classes.ancestors(known.code, fund=known.fund), known)
        names = tuple(item.name for item in chain)
        level = _LEVELS[len(names) - 1]
        confirmed = all(item.confirmed for item in chain)
        resolution = Resolution(
            code=known.code, level=level, path=names, fund=known.fund, confirmed=confirmed, exact=True
        )
        printed: list[str | None] = [None, None, None]
        printed[len(names) - 1] = match.group("name")
        paths.append(ClassPath(Span(*match.span()), level, (printed[0], printed[1], printed[2]), resolution))
    return paths


def _coded_lines(form: str, span: Span) -> list[re.Match[str]]:
    """Return what looks like a code beside a name, in order, none overlapping."""
    patterns = _patterns()
    if not patterns["code"].search(form, *span):
        return []
    found = [match for name in ("coded", "coded_behind") for match in patterns[name].finditer(form, *span)]
    lines: list[re.Match[str]] = []
    for match in sorted(found, key=lambda each: each.start()):
        if not lines or match.start() >= lines[-1].end():
            lines.append(match)
    return lines


def _path(
    group: Sequence[tuple[Level, str, int, int]], before: ClassPath | None, fund: Fund, year: int | None
) -> ClassPath:
    """Make the path of a group; one that begins below 类 takes the outer names of the path before it."""
    by_level = {level: name for level, name, _, _ in group}
    outermost = _LEVELS.index(group[0][0])
    if before is not None:
        for level, name in zip(_LEVELS[:outermost], before.names, strict=False):
            if name is not None:
                by_level[level] = name
    names = (by_level.get("类"), by_level.get("款"), by_level.get("项"))
    resolution = functional_classes().resolve(names, fund=fund, year=year)
    return ClassPath(Span(group[0][2], group[-1][3]), group[-1][0], names, resolution)
