"""What running text lists against what a table lists: classes that one of them leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fiscalnlp.check.draft import Draft
from fiscalnlp.check.table_places import BASIC_COLUMN, WHOLE_COLUMN, class_cells, only_tables
from fiscalnlp.check.view import Disclosure
from fiscalnlp.model.money import EXACT
from fiscalnlp.model.place import Span
from fiscalnlp.model.records import Economic, Spending

#: A list is meant to be whole where it names at least this share of what the table prints, and so many lines.
_SHARE, _LINES = 0.6, 3
#: How far behind the last line that was read another one may stand that was not.
_BEHIND = 200
#: What rounding to two decimals of 万元 may move an amount by, in yuan.
_ROUNDING_YUAN = Decimal(100)


def functional(view: Disclosure) -> Iterator[Draft]:
    """A 项 of the general budget that the text leaves out, though it tells of others; one that only it has."""
    table = view.once(only_tables).get("general_expenditure")
    printed = class_cells(table, WHOLE_COLUMN, "项")
    told = [
        s for s in view.of(Spending) if s.level == "项" and s.fund == "general" and s.code and s.confidence == 1
    ]
    codes = {line.code for line in told}
    if table is None or len(codes) < _LINES or len(codes & printed.keys()) < _SHARE * len(printed):
        return
    # A 类 with a share is told of in the list of what all is spent on, not for its only 项.
    others = [line for line in view.of(Spending) if line.code not in printed and line.share is None]
    unclear = [line.yuan for line in others if line.yuan is not None]
    names = {line.code: line.label for line in table.lines if line.level == "款"}
    told_in = view.form[min(line.span.start for line in told) : max(line.span.end for line in told) + _BEHIND]
    for code, cell in printed.items():
        told_otherwise = any(abs(EXACT.subtract(yuan, cell.yuan)) <= _ROUNDING_YUAN for yuan in unclear)
        name = cell.label.split("·")[0]
        # Told with an amount that cannot be read; a glossary names classes too.
        named = f"{names.get(code[:5], '')}（款）{name}（项）" in told_in
        if code not in codes and cell.yuan and not told_otherwise and not named:
            yield Draft(
                "lists.class_untold",
                cell.figure().span,
                (table.id, told[0].id),
                expected=name,
                actual=None,
                words={"measure": name, "whole": table.title or "", "code": code},
                boxes=cell.figure().boxes,
                figures=(cell.figure(),),
                rests_on=cell.keys,
            )
    for line in told:
        if line.code not in printed and line.yuan:
            yield Draft(
                "lists.class_unprinted",
                line.span,
                (line.id, table.id),
                expected=None,
                actual=line.path[-1],
                words={"measure": line.path[-1], "whole": table.title or "", "code": line.code or ""},
            )


def economic(view: Disclosure) -> Iterator[Draft]:
    """An economic class that the table has and a list of the text, which is not left open by 等, has not."""
    table = view.once(only_tables).get("general_basic_expenditure")
    printed = class_cells(table, BASIC_COLUMN, "款")
    listed: dict[Span, list[Economic]] = {}
    for item in view.of(Economic):
        listed.setdefault(Span(*view.sentence(item.span.start)), []).append(item)
    told = {item.code for items in listed.values() for item in items}
    if table is None or len(told & printed.keys()) < _SHARE * len(printed):
        return
    for sentence, items in listed.items():
        last = items[-1].span.end
        groups = {item.group for item in items}
        if len(items) < _LINES or len(groups) != 1 or "等" in view.document.text[last : last + 6]:
            continue
        for code, cell in printed.items():
            if code not in told and cell.yuan and _group(code) in groups:
                name = cell.label.split("·")[0]
                yield Draft(
                    "economic.unlisted",
                    sentence,
                    (items[0].id, table.id),
                    expected=name,
                    actual=None,
                    words={"measure": name, "whole": table.title or ""},
                    figures=(view.place(sentence), cell.figure()),
                    rests_on=cell.keys,
                )


def listed_zeros(view: Disclosure) -> Iterator[Draft]:
    """An economic class that the text lists while the table has zero for it, or no line at all."""
    table = view.once(only_tables).get("general_basic_expenditure")
    if table is None or table.empty:
        return
    lines = [line for line in table.lines if line.code is not None and line.level == "款"]
    printed = {line.code for line in lines}
    spent = {line.code for line in lines if any(value.value for value in line.values)}
    listed = [item for item in view.of(Economic) if item.yuan is None and len(item.code or "") == _ITEM]
    found = sum(1 for item in listed if item.code in printed)
    whole = found >= _LINES and found >= _SHARE * len(listed)
    for item in listed:
        if item.code not in spent and (whole or item.code in printed):
            yield Draft(
                "economic.listed_zero",
                Span(*view.sentence(item.span.start)),
                (item.id, table.id),
                expected=None,
                actual=item.name,
                words={"measure": item.name},
                blames=item.id,
            )


#: Digits of the code of an economic class of the second level (款).
_ITEM = 5


def _group(code: str) -> str:
    return "personnel" if code[:3] in {"301", "303"} else "public"
