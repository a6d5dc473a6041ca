"""Economic classes in running text: `人员经费…，主要包括：基本工资、津贴补贴`."""

from __future__ import annotations

import re

from fiscalnlp.classification import economic_classes
from fiscalnlp.data import read_patterns
from fiscalnlp.extract.content import Content
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Economic, EconomicGroup

_UNKNOWN_CLASS = 0.6
#: A list stands this close behind the word for its group, its amounts and shares in between.
_REACH = 60
_TOPICS = frozenset(
    {
        *("basic_expenditure", "general_expenditure", "appropriation", "expenditure", "operating_cost"),
        "income_expenditure",
    }
)


def _rules() -> dict[str, re.Pattern[str]]:
    return read_patterns("patterns/economic.toml")


def extract_economic(content: Content) -> tuple[Economic, ...]:
    """Return one record for each economic class that a paragraph on basic expenditure lists."""
    _rules()
    records: list[Economic] = []
    for paragraph in content.paragraphs:
        if not _TOPICS.intersection(paragraph.topics):
            continue
        listed = _lists(content, paragraph.span)
        records += listed
        if {"basic_expenditure", "operating_cost"}.intersection(paragraph.topics):
            records += _with_amounts(content, paragraph.body, listed)
    return tuple(sorted(records, key=lambda record: record.span))


def _lists(content: Content, span: Span) -> list[Economic]:
    """Return the classes of the lists in a paragraph; a list mostly of other things gives none.

    A list that no word for a group introduces counts only if it is made of classes with their amounts.
    """
    rules = _rules()
    found: list[tuple[re.Match[str], EconomicGroup | None]] = []
    for match in rules["list"].finditer(content.form, *span):
        groups = list(rules["group"].finditer(content.form, span.start, match.start()))
        if groups and match.start() - groups[-1].end() <= _REACH:
            found.append((match, "personnel" if groups[-1].group("personnel") else "public"))
        else:
            found.append((match, None))
    for match in rules["list_before"].finditer(content.form, *span):
        found.append((match, "personnel" if match.group("personnel") else "public"))
    records: list[Economic] = []
    for match, group in found:
        if "…" in match.group("items"):  # a template's list: 基本工资、津贴补贴……
            continue
        items = _items(content, Span(*match.span("items")), group)
        known = [item for item in items if item.code is not None and (group is not None or item.yuan is not None)]
        if 2 * len(known) > len(items) and (group is not None or len(known) == len(items)):
            records.extend(items)
    return records


def _with_amounts(content: Content, span: Span, taken: list[Economic]) -> list[Economic]:
    """Return the classes of a paragraph that stand right before an amount and are in no list yet."""
    records: list[Economic] = []
    for match in _rules()["with_amount"].finditer(content.form, *span):
        place = Span(*match.span("name"))
        known = economic_classes().by_name(content.text[slice(*place)])
        money = next((m for m in content.mentions_in(Span(place.end, span.end)) if m.kind == "money"), None)
        # A 类 counts only as the item of a list: 工资福利支出418.97万元.
        whole = known is not None and len(known.code) < 5 and place.start > span.start
        if known is None or whole or money is None or any(r.span.overlaps(place) for r in taken):
            continue
        records.append(
            content.record(Economic, place, code=known.code, name=known.name, yuan=money.yuan, group=known.group)
        )
    return records


def _items(content: Content, span: Span, group: EconomicGroup | None) -> list[Economic]:
    """Return the classes of a list, in the `group` that introduces it, else each in its own."""
    rules = _rules()
    records: list[Economic] = []
    for item in rules["item"].finditer(content.form, span.start, span.end):
        money = next((m for m in content.mentions_in(Span(*item.span())) if m.kind == "money"), None)
        closing = rules["closing"].search(content.form, *item.span("name"))
        end = closing.start() if closing and closing.start() > item.start("name") else item.end("name")
        for place in _names(content, content.trimmed(item.start("name"), end)):
            name = content.text[slice(*place)]
            known = economic_classes().by_name(name)
            if known is None and (
                group is None or rules["other"].fullmatch(content.form, place.start, place.end) or len(name) < 2
            ):
                continue
            records.append(
                content.record(
                    Economic,
                    place,
                    confidence=1.0 if known else _UNKNOWN_CLASS,
                    code=known.code if known else None,
                    name=known.name if known else name,
                    yuan=money.yuan if money else None,
                    group=group or (known.group if known else None),
                )
            )
    return records


def _names(content: Content, place: Span) -> list[Span]:
    """Part `福利费和其他交通费用`; a class whose own name holds 和 (其他商品和服务支出) stays whole."""
    if economic_classes().by_name(content.text[slice(*place)]) is not None:
        return [place]
    for match in re.finditer("[和及]", content.form[slice(*place)]):
        first = Span(place.start, place.start + match.start())
        rest = Span(place.start + match.end(), place.end)
        if all(economic_classes().by_name(content.text[slice(*part)]) for part in (first, rest)):
            return [first, rest]
    return [place]
